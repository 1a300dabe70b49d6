"""One question before something is taken away or begun: what goes, what stays, and the way back."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plans.views.page import Page


@dataclass(frozen=True)
class Question:
    """What a person is asked before they do what one click must not do."""

    heading: str
    button: str
    # Where "Cancel" leads.
    back: str
    intro: str = ""
    goes: Sequence[str] = ()
    stays: Sequence[str] = ()
    # What the form said that led here, to be posted again with the answer.
    hidden: dict[str, str] = field(default_factory=dict)
    # Whether a button in the colour of a warning asks it.
    takes_away: bool = True


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the question was asked and answered with yes. Any other post is asked it."""
    return request.method == "POST" and "confirmed" in request.POST


def ask(page: Page, question: Question) -> HttpResponse:
    """Show the question."""
    return render(page.request, "plans/confirm.html", {"page": page, "question": question})
