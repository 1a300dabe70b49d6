"""What a plan administrator types: the plan, its people, its themes, its actions."""

import re
from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.utils.text import Truncator

from improvement.date_fields import DayField
from improvement.forms import LongTextField
from improvement.models import Officer, User
from improvement.written_dates import WrittenDate
from plans.choices import Framework, JudgementGrade, Role
from plans.forms.dated import DatedForm
from plans.forms.fields import OfficersField
from plans.forms.officers import OfficerChoices
from plans.forms.written import written_date
from plans.models import Plan, Recommendation, Theme


class PlanDetailsForm(DatedForm):
    title = forms.CharField(
        label="Title of the plan", max_length=200, error_messages={"required": "Enter a title."}
    )
    theme_word = forms.CharField(
        label="Word for the plan's main divisions",
        max_length=40,
        help_text="For example theme, workstream, priority or aim",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    starts_on = DayField(label="First day of the plan", required=False, subject="The first day")
    ends_on = DayField(label="Last day of the plan", required=False, subject="The last day")
    cycle_days = forms.IntegerField(
        label="Days in a cycle",
        min_value=1,
        max_value=366,
        help_text="Where no board has met, a lead is asked about an open action with no update for longer than this",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    embedded_periods = forms.IntegerField(
        label="Periods on target before progress counts as embedded",
        min_value=1,
        max_value=24,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    updates_by_link = forms.BooleanField(
        label="Leads may update an action by a link in their reminder, without signing in",
        required=False,
        help_text="Each link is for one person and one action, works once, and never for an exempt action",
    )
    reports_attached = forms.BooleanField(
        label="Reports that people are sent regularly may be attached to the e-mail",
        required=False,
        help_text="The e-mail always has a link. An attachment never holds exempt items",
    )
    colour = forms.CharField(
        label="The council's colour",
        help_text="# followed by six letters and numbers, for example #1d4f91. White text must be readable on it",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )

    def clean_colour(self) -> str:
        colour = str(self.cleaned_data["colour"]).strip().lower()
        if not re.fullmatch(r"#[0-9a-f]{6}", colour):
            raise forms.ValidationError(
                "Enter the colour as # followed by six letters or numbers, for example #1d4f91."
            )
        return colour

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("starts_on") and cleaned.get("ends_on") and cleaned["starts_on"] > cleaned["ends_on"]:
            self.add_error("ends_on", "The last day must not be before the first.")
        return cleaned


class InspectionForm(DatedForm):
    framework = forms.ChoiceField(label="Framework", choices=Framework.choices)
    inspectorate = forms.CharField(label="Inspectorate", max_length=100, initial="Ofsted")
    setting = forms.CharField(label="Service inspected", max_length=200, initial="Children's services")
    started_on = DayField(label="First day of the inspection", required=False, subject="The first day")
    ended_on = DayField(label="Last day of the inspection", required=False, subject="The last day")
    published_on = DayField(label="Report published on", required=False, subject="The day of publication")
    grade = forms.ChoiceField(
        label="Overall effectiveness", choices=[("", "Not given"), *JudgementGrade.choices], required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            cleaned.get("started_on")
            and cleaned.get("ended_on")
            and cleaned["started_on"] > cleaned["ended_on"]
        ):
            self.add_error("ended_on", "The last day must not be before the first.")
        published, started = cleaned.get("published_on"), cleaned.get("started_on")
        if published and started and published < started:
            self.add_error("published_on", "The report can't be published before the inspection began.")
        return cleaned


class ThemeForm(OfficerChoices):
    """A theme's words and people."""

    title = forms.CharField(label="Title", max_length=300, error_messages={"required": "Enter a title."})
    outcome = LongTextField(
        label="Outcome sought (optional)", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    how_will_we_know = LongTextField(
        label="How will we know we have done it (optional)",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sponsors = OfficersField(label="Sponsors")
    leads = OfficersField(label="Leads")
    deputies = OfficersField(
        label="Deputies for the lead", help_text="On this plan a deputy can do everything the lead can."
    )
    members = OfficersField(label="Members")

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_officers(plan, "sponsors", "leads", "deputies", "members")


class RoleForm(DatedForm):
    """Give someone a role by their e-mail address: at once with an account, by an invitation without one."""

    email = forms.EmailField(
        label="E-mail address",
        help_text="If there is no account with this address, an invitation is made for it.",
        error_messages={"required": "Enter an e-mail address."},
    )
    role = forms.ChoiceField(label="Role", choices=Role.choices)
    begins_on = DayField(
        label="First day (optional)",
        required=False,
        subject="The first day",
        help_text="Leave blank for today. Not for someone who is still to be invited",
    )
    last_day = DayField(
        label="Last day (optional)",
        required=False,
        subject="The last day",
        help_text="For someone who helps for a while: the role ends by itself after this day",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begins, last = cleaned.get("begins_on"), cleaned.get("last_day")
        if begins and last and last < begins:
            self.add_error("last_day", "The last day must not be before the first.")
        if (begins or last) and "email" in cleaned and self.person is None:
            field = "begins_on" if begins else "last_day"
            self.add_error(field, "Invite the person first. You can set days once they have an account.")
        return cleaned

    def clean_email(self) -> str:
        """Return the address, and find its account: one that was deactivated is a system administrator's to open."""
        address: str = self.cleaned_data["email"].lower()
        self.person = User.objects.filter(email__iexact=address).first()
        if self.person is not None and not self.person.is_active:
            raise forms.ValidationError(
                "The account with this e-mail address is not active. A system administrator can open it again."
            )
        return address


class OfficerForm(forms.Form):
    """Add an officer, or link one that an import made to the account that signs in for it."""

    job_title = forms.CharField(label="Job title", max_length=200, required=False)
    name = forms.CharField(label="Name (optional)", max_length=200, required=False)
    account = forms.EmailField(
        label="E-mail address of the account (optional)",
        required=False,
        help_text="Whoever signs in with this account reports on this officer's actions. For that the account "
        "also needs the role of lead officer on this plan",
    )

    def clean_account(self) -> User | None:
        email = self.cleaned_data["account"]
        if not email:
            return None
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise forms.ValidationError("There is no active account with this e-mail address.")
        return user

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("job_title") and not cleaned.get("name"):
            self.add_error("job_title", "Enter a job title or a name.")
        return cleaned


class MergeForm(OfficerChoices):
    """Two officers that are one."""

    into = forms.ModelChoiceField(
        queryset=Officer.objects.none(),
        label="This officer is the same as",
        error_messages={"required": "Choose an officer."},
    )

    def __init__(self, *args: Any, plan: Plan, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_officers(plan, "into")
        into = self.fields["into"]
        into.queryset = into.queryset.exclude(pk=officer.pk)  # type: ignore[attr-defined]


class HandOverForm(OfficerChoices):
    """Who takes on what an officer holds."""

    to = forms.ModelChoiceField(
        queryset=Officer.objects.none(),
        label="Who takes it on",
        error_messages={"required": "Choose an officer."},
    )

    def __init__(self, *args: Any, plan: Plan, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_officers(plan, "to")
        to = self.fields["to"]
        to.queryset = to.queryset.exclude(pk=officer.pk)  # type: ignore[attr-defined]


def place_fields(form: forms.Form, plan: Plan) -> None:
    """Offer the plan's themes and recommendations that stand, by their words; those withdrawn are not offered."""
    theme = form.fields["theme"]
    theme.label = f"{plan.theme_word.capitalize()}{'' if theme.required else ' (optional)'}"
    theme.queryset = standing_themes(plan)  # type: ignore[attr-defined]
    theme.label_from_instance = label_of  # type: ignore[attr-defined]
    if not theme.required:
        theme.empty_label = "None"  # type: ignore[attr-defined]
    for name in ("recommendation", "recommendations"):
        if field := form.fields.get(name):
            field.queryset = standing_recommendations(plan)  # type: ignore[attr-defined]
            field.label_from_instance = label_of  # type: ignore[attr-defined]


def standing_themes(plan: Plan) -> QuerySet[Theme]:
    """Return a plan's themes as they stand today, each with its `words`."""
    return (
        plan.themes.filter(versions__known_to=None, versions__withdrawn=False)
        .annotate(words=F("versions__title"))
        .order_by("number")
    )


def standing_recommendations(plan: Plan) -> QuerySet[Recommendation]:
    """Return a plan's recommendations as they stand today, each with its `words`."""
    return (
        plan.recommendations.filter(versions__known_to=None, versions__withdrawn=False)
        .annotate(words=F("versions__text"))
        .order_by("number")
    )


def label_of(item: Any) -> str:
    """Return how a theme or recommendation is offered: its number and the beginning of its words."""
    return Truncator(f"{item.number}. {item.words}").chars(90)


class ActionForm(OfficerChoices):
    """A new action."""

    theme = forms.ModelChoiceField(queryset=Theme.objects.none(), required=False)
    recommendation = forms.ModelChoiceField(
        queryset=Recommendation.objects.none(),
        label="Recommendation (optional)",
        required=False,
        empty_label="None",
    )
    text = LongTextField(
        label="What will be done",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what will be done."},
    )
    leads = OfficersField(
        label="Lead officers (optional)",
        help_text="Somebody who is not listed is added on the Set-up page, under Officers",
    )
    start = forms.CharField(
        label="Start (optional)", required=False, max_length=200, help_text="For example January 2027"
    )
    due = forms.CharField(
        label="Due (optional)",
        required=False,
        max_length=200,
        help_text="For example March 2027, Quarter 2, 2027 or Ongoing",
    )
    expected_outcome = LongTextField(
        label="Expected outcome (optional)", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place_fields(self, plan)
        self.choose_officers(plan, "leads")

    def _date(self, name: str) -> WrittenDate:
        return written_date(self.cleaned_data[name])

    def clean_start(self) -> WrittenDate:
        return self._date("start")

    def clean_due(self) -> WrittenDate:
        return self._date("due")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, due = cleaned.get("start"), cleaned.get("due")
        if start and due and start.earliest and due.latest and start.earliest > due.latest:
            self.add_error("due", "The due date must not be before the start.")
        return cleaned


class MoveForm(forms.Form):
    """Where an action moves to."""

    theme = forms.ModelChoiceField(
        queryset=Theme.objects.none(), error_messages={"required": "Choose where it moves to."}
    )
    recommendation = forms.ModelChoiceField(
        queryset=Recommendation.objects.none(), label="Recommendation it is linked to"
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place_fields(self, plan)


class SplitForm(forms.Form):
    """The sub-actions that an action becomes the parent of."""

    texts = LongTextField(
        label="Sub-actions, one per line",
        help_text=(
            "The action's wording becomes the heading for the sub-actions. Its leads, dates and status "
            "are copied to each."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Enter at least two sub-actions, one per line."},
    )

    def clean_texts(self) -> list[str]:
        texts = [line.strip() for line in self.cleaned_data["texts"].splitlines() if line.strip()]
        if len(texts) < 2:
            raise forms.ValidationError("Enter at least two sub-actions, one per line.")
        return texts
