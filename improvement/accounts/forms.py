"""allauth's forms, with the words and hints of this site."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.password_validation import validate_password

from improvement.models import User

ADDRESS_ERRORS = {
    "required": "Enter your e-mail address.",
    "invalid": "Enter an e-mail address in the correct format, like name@example.com.",
}
NEW_PASSWORD_HINT = (
    "At least 12 characters. Three random words are good; a password that is used elsewhere is not."  # noqa: S105
)


def _address(label: str = "E-mail address") -> forms.EmailField:
    return forms.EmailField(
        label=label,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "class": "govuk-input--width-20"}),
        error_messages=ADDRESS_ERRORS,
    )


def _reword_password(field: forms.Field, label: str, *, is_new: bool = False) -> None:
    """Give a password's box our words; its own checks stay."""
    field.label = label
    field.help_text = NEW_PASSWORD_HINT if is_new else ""
    field.error_messages["required"] = "Enter a password." if is_new else "Enter your password."
    field.widget.attrs = {
        "autocomplete": "new-password" if is_new else "current-password",
        "class": "govuk-input--width-20",
    }


def _code(hint: str) -> forms.CharField:
    return forms.CharField(
        label="Code",
        help_text=hint,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "govuk-input--width-10",
            }
        ),
        error_messages={"required": "Enter the code."},
    )


class SignInForm(account.LoginForm):
    """E-mail address and password; a wrong one is answered the same whether or not the account exists."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _address()
        _reword_password(self.fields["password"], "Password")


class ChangePasswordForm(account.ChangePasswordForm):
    """The password once: a browser shows it, or remembers it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword_password(self.fields["oldpassword"], "Current password")
        _reword_password(self.fields["password1"], "New password", is_new=True)
        del self.fields["password2"]


class SetPasswordForm(account.SetPasswordForm):
    """For who came by the council's own sign-in and wants a password too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword_password(self.fields["password1"], "New password", is_new=True)
        del self.fields["password2"]


class NewPersonForm(forms.Form):
    """The name and the first password of who gets an account by these; subclasses say at which `address`."""

    name = forms.CharField(
        label="Your name",
        max_length=200,
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

    @property
    def address(self) -> str:
        """The e-mail address of the account, once the fields are clean; a password may not be like it."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "password" in cleaned:
            try:
                validate_password(cleaned["password"], User(email=self.address, name=cleaned.get("name", "")))
            except forms.ValidationError as refused:
                self.add_error("password", refused)
        return cleaned


class ResetPasswordForm(account.ResetPasswordForm):
    """Where to send a link to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _address()

    def clean_email(self) -> str:
        """Return the address as the account has it: a link never goes to one that only looks like it."""
        typed = super().clean_email()
        return str(self.users[0].email if self.users else typed)


class ResetPasswordKeyForm(account.ResetPasswordKeyForm):
    """The new password of who followed the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword_password(self.fields["password1"], "New password", is_new=True)
        del self.fields["password2"]


class AddEmailForm(account.AddEmailForm):
    """Another address, which holds once its link was followed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _address("New e-mail address")


class ReauthenticateForm(account.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword_password(self.fields["password"], "Password")


class CodeForm(second_step.AuthenticateForm):
    """The second step of signing in: a code of the app, or one of the recovery codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code(
            "The six figures that your authenticator app shows, or one of your recovery codes."
        )


class CodeAgainForm(second_step.ReauthenticateForm):
    """A code once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code("The six figures that your authenticator app shows.")


class ActivateAppForm(totp.ActivateTOTPForm):
    """That the app has the secret: its first code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code("The six figures that the app shows now.")


class AddKeyForm(webauthn.AddWebAuthnForm):
    """A passkey signs in by itself; a security key is a second step after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name of the key"
        self.fields["name"].help_text = "For example, work laptop."
        self.fields["passwordless"].label = "Sign in with this key alone"
        self.fields[
            "passwordless"
        ].help_text = "The key then asks for your fingerprint, face or PIN, and no password is needed."


class EditKeyForm(webauthn.EditWebAuthnForm):
    """What a key is called."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name of the key"
        self.fields["name"].error_messages["required"] = "Enter a name for the key."
