"""One file of a person is read at a time, whichever worker reads it."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from improvement import limits
from tests.conftest import account

pytestmark = pytest.mark.django_db
LIST = b"Ref,Action,Owner,Due date\n1,Write the plan,Head of Service,31/03/2027\n"


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    monkeypatch.setattr(limits, "WAITS", 0)


def upload(client, plan):
    file = SimpleUploadedFile("plan.csv", LIST)
    return client.post(reverse("plans:import", args=[plan.slug]), {"workbook": file})


def test_a_second_file_is_asked_to_come_again_and_others_are_not(demo, sign_in):
    key = f"reads-a-file-{account('analyst').pk}"
    cache.add(key, True, 60)
    refused = upload(sign_in("analyst"), demo)

    assert refused.status_code == 429
    assert "Another file of yours is still being read" in refused.content.decode()
    cache.delete(key)
    assert upload(sign_in("analyst"), demo).status_code == 302


def test_the_mark_goes_when_the_file_was_read_or_reading_failed(demo, sign_in, monkeypatch):
    client = sign_in("analyst")
    client.raise_request_exception = False
    assert upload(client, demo).status_code == 302
    monkeypatch.setattr("plans.views.imports.recognise_file", lambda *args, **kwargs: 1 / 0)
    assert upload(client, demo).status_code == 500
    monkeypatch.undo()
    monkeypatch.setattr(limits, "WAITS", 0)
    assert upload(client, demo).status_code == 302
