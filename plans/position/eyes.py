"""For whose eyes a position is: exempt items (Part 2, Local Government Act 1972, Schedule 12A) are not for all."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Eyes:
    """Whether exempt items may be seen; and whose own items are seen although they are exempt."""

    see_exempt: bool
    user_id: int | None = None


EVERYTHING = Eyes(see_exempt=True)
PUBLIC = Eyes(see_exempt=False)
