"""A virus scanner on loopback, which speaks clamd's protocol: what it finds is not taken, and its silence neither."""

import socket
import struct
import threading
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from improvement.uploads import UploadRefused, check_upload
from improvement.virus_scan import NotAccepted, refuse_infected
from plans.forms.fields import ScannedFileField
from plans.models import EvidenceFile
from plans.operations.evidence import kept_of

PDF = b"%PDF-1.7 minutes"
BAD = b"the test file that scanners find"


class Scanner:
    """Answers as clamd does: it reads pieces up to one of no length, and finds BAD in what they come to."""

    def __init__(self, answer: bytes | None = None) -> None:
        self.answer, self.seen = answer, b""
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(5)
        self.name = f"127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                client, _address = self.listener.accept()
            except OSError:
                return
            with client, client.makefile("rb") as read:
                assert read.read(10) == b"zINSTREAM\0"
                self.seen = b""
                while size := struct.unpack("!I", read.read(4))[0]:
                    self.seen += read.read(size)
                found = b"stream: Test.Found FOUND\0" if BAD in self.seen else b"stream: OK\0"
                client.sendall(found if self.answer is None else self.answer)


@pytest.fixture
def scanner(settings) -> Iterator[Scanner]:
    made = Scanner()
    settings.CLAMD = made.name
    yield made
    made.listener.close()


def test_without_a_scanner_nothing_is_asked(settings):
    settings.CLAMD = ""
    refuse_infected(BAD)


def test_what_it_finds_is_refused_and_all_else_is_taken(scanner):
    whole = b"x" * 200_000
    refuse_infected(whole)
    assert scanner.seen == whole
    refuse_infected(b"")
    with pytest.raises(NotAccepted, match="found something"):
        refuse_infected(b"x" * 100_000 + BAD)


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"nonsense\0"])
def test_what_it_cannot_look_at_is_refused(settings, answer):
    made = Scanner(answer)
    settings.CLAMD = made.name
    with pytest.raises(NotAccepted):
        refuse_infected(PDF)
    made.listener.close()


@pytest.mark.parametrize("named", ["127.0.0.1:1", "/nowhere/clamd.sock"])
def test_its_silence_lets_nothing_in(settings, named):
    settings.CLAMD = named
    with pytest.raises(NotAccepted, match="does not answer"):
        refuse_infected(PDF)


def test_evidence_and_workbooks_are_scanned(scanner):
    assert check_upload("minutes.pdf", PDF).name == "minutes.pdf"
    with pytest.raises(UploadRefused, match="found something"):
        check_upload("minutes.pdf", PDF + BAD)
    field = ScannedFileField()
    kept = field.clean(SimpleUploadedFile("a.csv", b"a,b"))
    assert kept.read() == b"a,b"
    with pytest.raises(Exception, match="found something"):
        field.clean(SimpleUploadedFile("a.csv", BAD))


@pytest.mark.django_db
def test_a_plan_keeps_only_so_much_evidence(demo, sign_in, settings):
    settings.EVIDENCE_QUOTA = 1000
    address = reverse("plans:evidence-attach", args=[demo.slug, "action", "5.8.1"])
    client = sign_in("lead")

    def attach(size: int):
        file = SimpleUploadedFile("minutes.pdf", PDF.ljust(size, b"x"))
        return client.post(address, {"description": "Minutes", "source": "self_report", "file": file})

    assert attach(600).status_code == 302
    refused = attach(600)
    assert refused.status_code == 422
    assert "as much evidence as it may" in refused.content.decode()
    assert kept_of(demo) == 600
    assert EvidenceFile.objects.filter(plan=demo).count() == 1
