"""E-mails of accounts and invitations: written down first, sent beside the answer, tried again until they go.

A mail server that is dead or says nothing keeps no page waiting and loses no e-mail. What waits is sealed with a key
made of the site's secret key: a link in it opens an account.
"""

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken
from django.core.mail import EmailMessage
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from improvement.beside import beside
from improvement.jobs.kinds import nobody_asks
from improvement.models import WaitingMail
from improvement.sealing import seal_for

PURPOSE = "waiting mail"
log = logging.getLogger(__name__)
# After that what it says is of no use: its link has ended, and the person has asked again.
KEPT = timedelta(days=1)
# Whoever took one and said nothing for so long has died.
SILENCE = timedelta(minutes=5)
# How long a worker leaves one alone that the mail server did not take.
REST = timedelta(minutes=1)


def post(message: EmailMessage, kept: timedelta = KEPT) -> None:
    """Have an e-mail to one person sent, now or once the mail server takes it; `kept` is for how long it is of use."""
    said = {"subject": message.subject, "body": message.body, "from": message.from_email}
    sealed = seal_for(PURPOSE).encrypt(json.dumps(said).encode()).decode()
    until = timezone.now() + kept
    row = WaitingMail.objects.create(address=message.to[0], sealed=sealed, until=until)

    def send() -> None:
        # A server that took this one takes those that it did not before.
        if _send(row.pk):
            send_waiting()

    beside(send)


def send_waiting() -> tuple[int, int]:
    """Send every e-mail that waits; return how many went and how many did not. Those that are too old go unsent."""
    now = timezone.now()
    WaitingMail.objects.filter(until__lt=now).delete()
    outcomes = [_send(key) for key in list(_free(now).values_list("pk", flat=True))]
    return outcomes.count(True), outcomes.count(False)


def send_next(taken: Callable[[], None] = nobody_asks) -> bool:
    """Send the e-mail that waited longest, of those that were not tried just now; return whether there was one."""
    now = timezone.now()
    WaitingMail.objects.filter(until__lt=now).delete()
    rested = _free(now).filter(Q(tried_at=None) | Q(tried_at__lt=now - REST))
    key = rested.values_list("pk", flat=True).order_by(F("tried_at").asc(nulls_first=True), "pk").first()
    if key is None:
        return False
    taken()
    _send(key)
    return True


def is_waiting(address: str) -> bool:
    """Whether an e-mail to somebody has been tried and has not gone."""
    return WaitingMail.objects.filter(address=address).exclude(error="").exists()


def _free(now: datetime) -> QuerySet[WaitingMail]:
    return WaitingMail.objects.filter(Q(claimed_at=None) | Q(claimed_at__lt=now - SILENCE))


def _send(key: int) -> bool | None:
    """Send one, if nobody else is at it; return whether it went, None where it was not ours to send."""
    now = timezone.now()
    if not _free(now).filter(pk=key).update(claimed_at=now, tried_at=now, tries=F("tries") + 1):
        return None
    row = WaitingMail.objects.get(pk=key)
    try:
        said = json.loads(seal_for(PURPOSE).decrypt(row.sealed.encode()))
        EmailMessage(said["subject"], said["body"], said["from"], [row.address]).send()
    except InvalidToken:
        # The secret key was changed: nobody can read it any more.
        row.delete()
        return None
    except Exception as error:  # whatever stops a mail server: it is tried again
        log.warning("An e-mail was not sent, and is tried again: %s", error)
        WaitingMail.objects.filter(pk=key).update(claimed_at=None, error=str(error)[:300])
        return False
    row.delete()
    return True
