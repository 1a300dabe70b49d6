"""A shown form is recorded once: the mark of its showing is used up in the transaction that records it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.messages import get_messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone

from improvement.models import SentForm, User
from improvement.typed.drafts import erase_drafts, keep_draft
from improvement.typed.fields import address_of, digest_of, posted_fields, with_draft, words_of
from improvement.typed.shown import KEPT, ShownForm, new_key

# Within which the same words from the same person are asked about before they are recorded twice.
MOMENT = timedelta(minutes=15)


def send_once(
    request: HttpRequest, person: User, form: ShownForm, proceed: Callable[[], HttpResponse]
) -> HttpResponse:
    """Return the answer to a posted form; where it was recorded before, say so and record nothing.

    Of two presses at once the second waits for the first, in the database: so it is with any number of workers.
    """
    address, fields = address_of(request), posted_fields(request.POST)
    digest = digest_of(address, fields)
    if _were_just_sent(request, person, form, digest) and words_of(fields):
        # Back, where the browser asked for the page anew and put the words in again: another showing, the same report.
        draft = keep_draft(person, address, new_key(), fields)
        return redirect(with_draft(address, draft.pk, "same"))
    with transaction.atomic():
        claimed = _claim(form, person, digest)
        if claimed:
            response = proceed()
            if was_recorded(request, response):
                SentForm.objects.filter(pk=claimed.pk).update(answer=response["Location"][:1000])
                erase_drafts(person, address)
            else:
                # Nothing was recorded: the form may be sent again as it is shown now.
                claimed.delete()
            return response
    sent = SentForm.objects.get(form_key=form.key)
    at = timezone.localtime(sent.sent_at)
    if sent.digest == digest:
        messages.info(
            request,
            f"You have already sent this, on {at:%-d %B %Y} at {at:%H:%M}, and it was recorded then. "
            "It was not recorded again.",
        )
        return redirect(sent.answer or address)
    # Other words than the first time: neither lost nor taken for a second report without being asked.
    draft = keep_draft(person, address, new_key(), fields)
    return redirect(with_draft(address, draft.pk, "again"))


def _were_just_sent(request: HttpRequest, person: User, form: ShownForm, digest: str) -> bool:
    """Whether this person sent the very same a moment ago from another showing, and was not asked about it yet."""
    if request.GET.get("why") in {"same", "again"}:
        return False
    just = timezone.now() - MOMENT
    same = SentForm.objects.filter(person=person, digest=digest, sent_at__gte=just)
    return same.exclude(form_key=form.key).exists()


def let_send_again(person: User, address: str) -> None:
    """Let a person send the very same again to a form that leads back to an address: what they sent was taken back."""
    SentForm.objects.filter(person=person, answer=address).update(digest="")


def _claim(form: ShownForm, person: User, digest: str) -> SentForm | None:
    SentForm.objects.filter(sent_at__lt=timezone.now() - KEPT).delete()
    try:
        with transaction.atomic():
            return SentForm.objects.create(form_key=form.key, person=person, digest=digest)
    except IntegrityError:
        return None


def was_recorded(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a form's answer sends the person on, and says nothing of something that was not done."""
    return isinstance(response, HttpResponseRedirect) and not refusals(request)


def _queued(request: HttpRequest) -> list[Any]:
    # Not by iterating, which would count as shown; Django has no other way to look at what is still to be said.
    queued: list[Any] = getattr(get_messages(request), "_queued_messages", [])
    return queued


def refusals(request: HttpRequest) -> list[str]:
    """Return what the answer will say was not done."""
    return [str(message) for message in _queued(request) if message.level >= messages.ERROR]


def forget_refusals(request: HttpRequest) -> None:
    """Leave unsaid on the next page what was said on this one."""
    _queued(request).clear()
