"""People and councils, which every plan and measure refers to; and what people typed and have not sent."""

from collections.abc import Collection, Iterable
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from improvement.one_line import OneLineField, one_line_constraint

SAME_ADDRESS = "There is already an account with this e-mail address. Capital letters make no difference."


class UserQuerySet(models.QuerySet["User"]):
    """Accounts; whoever deactivates several ends their sessions too."""

    def update(self, **values: Any) -> int:
        if "is_active" in values and values["is_active"] is not True:
            values.setdefault("sessions_ended", models.F("sessions_ended") + 1)
        return super().update(**values)


# What stands in print for somebody whose post is not known.
NO_TITLE = "an officer"


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the e-mail address is the name that a person signs in with."""

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the account of an address in whatever capitals: compared as the database's own constraint does."""
        return self.alias(folded=Lower("email")).get(folded=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in. What they may do on a plan is a role on that plan, not a property of the account."""

    email = models.EmailField("e-mail address", unique=True, error_messages={"unique": SAME_ADDRESS})
    name = OneLineField(max_length=200)
    is_active = models.BooleanField("active", default=True)
    is_staff = models.BooleanField("may open the administration site", default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # How often the account was deactivated: a session of before knows a smaller number, and stays dead.
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="account_once_per_address", violation_error_message=SAME_ADDRESS
            ),
            one_line_constraint("user_name_on_one_line", "name"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Say once, and beside the box, that an address is taken: where it is in these letters, the field says so."""
        try:
            super().validate_constraints(exclude=exclude)
        except ValidationError:
            if not User.objects.filter(email=self.email).exclude(pk=self.pk).exists():
                raise ValidationError({"email": SAME_ADDRESS}) from None

    def save(
        self,
        *,
        force_insert: Any = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        self.email = self.email.lower()
        if not self.is_active and (update_fields is None or "is_active" in update_fields):
            self.sessions_ended += 1
            update_fields = None if update_fields is None else {*update_fields, "sessions_ended"}
        super().save(
            force_insert=force_insert, force_update=force_update, using=using, update_fields=update_fields
        )

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Return what a session must know to be the account's: of its password, and of how often it was ended."""
        if not self.sessions_ended:
            return str(super()._get_session_auth_hash(secret=secret))  # type: ignore[misc]
        state = f"{self.password}{self.sessions_ended}"
        return salted_hmac(
            "improvement.models.User.sessions", state, secret=secret, algorithm="sha256"
        ).hexdigest()

    def get_short_name(self) -> str:
        return self.name


class Council(models.Model):
    """A local authority whose plans are kept here."""

    name = OneLineField(max_length=200, unique=True)
    slug = models.SlugField(unique=True)
    colour = models.CharField(
        max_length=7,
        default="#1d4f91",
        help_text="The council's own colour, as #rrggbb: used for the header.",
    )
    region = models.CharField(max_length=80, blank=True, help_text="As published tables name it.")
    statistical_neighbours = models.TextField(
        blank=True, help_text="The authorities that the council is compared with, one a line, as published."
    )
    # Raised by the database with every change that a page of the council could show (improvement/revisions.py).
    revision = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["name"]
        constraints = [one_line_constraint("council_name_on_one_line", "name")]

    def __str__(self) -> str:
        return self.name


class Officer(models.Model):
    """A post that leads work, and who holds it if that is known. Held by key everywhere, never copied as text."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="officers")
    job_title = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    user = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        related_name="officers",
        null=True,
        blank=True,
        verbose_name="account",
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="merged_officers", null=True, blank=True
    )
    is_confirmed = models.BooleanField(
        "post and name are told apart",
        default=False,
        help_text="Whether a person said which words are the post and which the person's name.",
    )

    class Meta:
        ordering = ["job_title", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "job_title", "name"], name="officer_once_per_council"),
            models.CheckConstraint(
                condition=~models.Q(job_title="", name=""),
                name="officer_has_title_or_name",
                violation_error_message="Enter a job title or a name.",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("pk")),
                name="officer_not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        if self.name and self.job_title:
            return f"{self.name}, {self.job_title}"
        return self.job_title or self.name

    @property
    def public_label(self) -> str:
        """The post alone, as published papers print it; *an officer* where there is none, or nobody has said yet."""
        return (self.job_title if self.is_confirmed else "") or NO_TITLE


class OfficerSpelling(models.Model):
    """Words that stood for an officer before somebody confirmed what they are: a workbook may go on using them."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="officer_spellings")
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="spellings")
    job_title = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["job_title", "name"]
        constraints = [
            models.UniqueConstraint(fields=["council", "job_title", "name"], name="officer_spelling_once"),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.job_title) if part)


class Draft(models.Model):
    """What a person typed into a form and has not sent: for their eyes alone, and no part of any record.

    It is changed while they type, and goes when the form is sent, when they discard it, or when it is old.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    # Where the form stands, with what its address asks for.
    address = models.CharField(max_length=500)
    # Which showing of the form it was typed into: the same form may be open in two windows.
    form_key = models.CharField(max_length=32)
    fields = models.JSONField("what was typed, field by field")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "address", "form_key"], name="draft_once_per_form"),
        ]

    def __str__(self) -> str:
        return f"Draft of user {self.person_id} at {self.address}"


class SentForm(models.Model):
    """That a form which was shown once was sent and recorded, written with what it recorded: never twice.

    In the database, so that every worker knows it. `answer` is where the person was sent on to.
    """

    form_key = models.CharField(max_length=32, unique=True)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sent_forms")
    # SHA-256 of what was sent: the same again, or other words?
    digest = models.CharField(max_length=64)
    answer = models.CharField(max_length=1000, blank=True)
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"Form sent by user {self.person_id}"


class BackupMade(models.Model):
    """That a backup was made: for whoever watches the server to see how old the last one is."""

    raises_no_revision = True

    made_at = models.DateTimeField(default=timezone.now)
    size = models.PositiveBigIntegerField("size, in bytes")
    sha256 = models.CharField("SHA-256", max_length=64)
    is_encrypted = models.BooleanField(default=False)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name_plural = "backups made"

    def __str__(self) -> str:
        return f"Backup of {timezone.localtime(self.made_at):%-d %B %Y, %H:%M}"


class WaitingMail(models.Model):
    """An e-mail that a page sends and that has not gone yet (`improvement/outbox.py`); it goes when it was sent."""

    raises_no_revision = True

    address = models.EmailField(max_length=254)
    # Subject, words and sender, sealed: a link in it opens an account.
    sealed = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    # Until when it is of use.
    until = models.DateTimeField(db_index=True)
    # Since when somebody is sending it.
    claimed_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "e-mail that waits"
        verbose_name_plural = "e-mails that wait"

    def __str__(self) -> str:
        return f"E-mail to {self.address}"


class Worker(models.Model):
    """A process that does what waits beside the pages (`improvement/jobs/worker.py`): its last sign of life."""

    raises_no_revision = True

    # The machine and the process on it.
    name = models.CharField(max_length=80, unique=True)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField()
    doing = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class DailyRound(models.Model):
    """That a command of the day was run, or why it was not (`improvement/jobs/daily.py`)."""

    raises_no_revision = True

    command = models.CharField(max_length=40)
    day = models.DateField()
    # Since when somebody runs it, and for the how many-th time.
    claimed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-day", "command"]
        verbose_name = "round of the day"
        verbose_name_plural = "rounds of the day"
        constraints = [models.UniqueConstraint(fields=["command", "day"], name="daily_round_once")]

    def __str__(self) -> str:
        return f"{self.command} of {self.day:%-d %B %Y}"
