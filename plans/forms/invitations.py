"""The form of who accepts an invitation and has no account yet."""

from typing import Any

from improvement.accounts.forms import NewPersonForm


class NewAccountForm(NewPersonForm):
    """A name and a password; the address is the one that was invited."""

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["name"].help_text = "As colleagues know you. It stands beside what you report."

    @property
    def address(self) -> str:
        return self.email
