"""The form of who accepts an invitation and has no account yet."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from improvement.accounts.forms import NEW_PASSWORD_HINT
from improvement.models import User


class NewAccountForm(forms.Form):
    """A name and a password; the address is the one that was invited."""

    name = forms.CharField(
        label="Your name",
        max_length=200,
        help_text="As colleagues know you. It stands beside what you report.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name."},
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        help_text=NEW_PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "govuk-input--width-20"}),
        error_messages={"required": "Enter a password."},
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "password" in cleaned:
            try:
                validate_password(cleaned["password"], User(email=self.email, name=cleaned.get("name", "")))
            except forms.ValidationError as refused:
                self.add_error("password", refused)
        return cleaned
