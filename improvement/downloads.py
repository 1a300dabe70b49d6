"""Answers that a browser keeps as a file, under a name that no word of a plan can break."""

import re

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from improvement.line_ends import one_line


def attachment(name: str) -> str:
    """Return the header that names a download: one line, no folder, its letters kept whatever they are."""
    plain = re.sub(r'[\\/<>:"|?*;%]', "-", one_line(name)).strip(" .")
    return str(content_disposition_header(as_attachment=True, filename=plain or "file"))


def download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Return a file as a download that nothing stores."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = attachment(name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
