"""A plan's themes as a filter offers them; what is in none is a choice as well, wherever there is any."""

from plans.position import Position

IN_NONE = "none"


def themes_to_choose(position: Position) -> list[tuple[str, str]]:
    """Return the choices of a filter by theme."""
    outside = position.outside_themes
    themes = [(theme_key(theme.number), f"{theme.number}. {theme.title}") for theme in position.themes]
    if outside.is_empty and not outside.measures:
        return themes
    return [*themes, (IN_NONE, position.division_name(outside))]


def theme_key(number: int | None) -> str:
    """Return how an address names a theme, or none."""
    return IN_NONE if number is None else str(number)
