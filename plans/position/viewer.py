"""Who a position is shown to: exempt items (Part 2, Local Government Act 1972, Schedule 12A) are not for all."""

from dataclasses import dataclass, replace

from improvement.models import NO_TITLE, Officer, User


@dataclass(frozen=True)
class Viewer:
    """Whether exempt items may be seen; and whose own items are seen although they are exempt.

    Without `see_names` people are called by their posts, as in what is published.
    """

    see_exempt: bool
    user_id: int | None = None
    see_names: bool = True

    def without_need(self) -> "Viewer":
        """Return the same viewer as far as a position differs by it: who sees all is not asked who they are."""
        return replace(self, user_id=None) if self.see_exempt else self

    def call(self, person: Officer | User | None) -> str:
        """Return what an officer or an account is called for this viewer; empty for nobody."""
        if person is None:
            return ""
        if self.see_names:
            return str(person)
        return person.public_label if isinstance(person, Officer) else NO_TITLE


EVERYTHING = Viewer(see_exempt=True)
PUBLIC = Viewer(see_exempt=False)
PUBLISHED = Viewer(see_exempt=False, see_names=False)
