"""What is typed about meetings to come: a year of them laid out at once, or one re-arranged."""

from typing import Any

from django import forms

from improvement.date_fields import DayField
from improvement.forms import LongTextField
from improvement.models import Officer
from plans.forms.dated import DatedForm
from plans.forms.fields import SeenField
from plans.forms.officers import OfficerChoices
from plans.models import Plan, Theme

CHAIR_HINT = "Add officers in Set-up."


class _MeetingFields(OfficerChoices, DatedForm):
    """What one meeting and a year of them have in common."""

    title = forms.CharField(
        label="Board",
        max_length=200,
        initial="Improvement board",
        error_messages={"required": "Enter the name of the board."},
    )
    place = forms.CharField(label="Place (optional)", max_length=200, required=False)
    chair = forms.ModelChoiceField(
        queryset=Officer.objects.none(),
        label="Chair (optional)",
        required=False,
        empty_label="Not named",
        help_text=CHAIR_HINT,
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_officers(plan, "chair")
        self.fields["focus"].queryset = plan.themes.order_by("number")  # type: ignore[attr-defined]
        titles = dict(plan.themes.filter(versions__known_to=None).values_list("pk", "versions__title"))
        self.fields["focus"].label_from_instance = (  # type: ignore[attr-defined]
            lambda theme: f"{theme.number}. {titles.get(theme.pk, '')}"
        )


class ForwardPlanForm(_MeetingFields):
    """A year of meetings: the first one's day, how many, how often, and the first theme of the rotation."""

    first_day = DayField(
        label="First meeting",
        subject="The first meeting",
        help_text="The others are on the same weekday of the same week of the month. For example, 12 12 2026",
        error_messages={"required": "Enter the date of the first meeting."},
    )
    count = forms.IntegerField(
        label="How many meetings",
        min_value=1,
        max_value=36,
        initial=12,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        error_messages={
            "required": "Enter how many meetings.",
            "min_value": "Enter how many meetings: at least 1.",
            "max_value": "Enter how many meetings: at most 36.",
        },
    )
    every = forms.TypedChoiceField(
        label="How often",
        choices=[(1, "Every month"), (2, "Every two months"), (3, "Every quarter")],
        coerce=int,
    )
    opens = forms.IntegerField(
        label="Days before the meeting that monthly returns open (optional)",
        required=False,
        min_value=1,
        max_value=60,
        initial=14,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    closes = forms.IntegerField(
        label="Days before the meeting that monthly returns close (optional)",
        required=False,
        min_value=0,
        max_value=60,
        initial=5,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    focus = forms.ModelChoiceField(
        queryset=Theme.objects.none(),
        label="First theme in focus (optional)",
        required=False,
        empty_label="The first",
        help_text="The other themes follow in turn.",
    )
    field_order = ("first_day", "count", "every", "focus", "title", "place", "chair", "opens", "closes")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if opens is not None and closes is not None and closes > opens:
            self.add_error("closes", "Returns can't close before they open.")
        return cleaned


class PlannedMeetingForm(_MeetingFields):
    """One meeting as it is now planned. `revision` is the one that the form was shown with."""

    revision = SeenField()
    meets_on = DayField(
        label="Date", subject="The date", error_messages={"required": "Enter the date of the meeting."}
    )
    focus = forms.ModelChoiceField(
        queryset=Theme.objects.none(), label="Theme in focus (optional)", required=False, empty_label="None"
    )
    returns_open_on = DayField(label="Monthly returns open on (optional)", subject="The day", required=False)
    returns_close_on = DayField(
        label="Monthly returns close on (optional)",
        subject="The day",
        required=False,
        help_text=(
            "If the meeting moves to before this date, this date moves too and each lead is told. For "
            "example, 31 3 27"
        ),
    )
    field_order = (
        "revision",
        "meets_on",
        "focus",
        "title",
        "place",
        "chair",
        "returns_open_on",
        "returns_close_on",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("returns_open_on"), cleaned.get("returns_close_on")
        if opens and closes and closes < opens:
            self.add_error("returns_close_on", "Returns can't close before they open.")
        return cleaned


class SendForm(forms.Form):
    """What goes with the link that a board's members are sent."""

    words = LongTextField(
        label="Message (optional)",
        help_text="It stands in the e-mail. Do not name a child or a family.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
