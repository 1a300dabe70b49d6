"""How a draft names what it speaks of: `recommendation:5`, `theme:2`. Numbers, which the minute taker sees too."""

from plans.models import Plan, Recommendation, Theme


def key_of(kind: str, number: int) -> str:
    """Return the name of a recommendation or theme in a draft."""
    return f"{kind}:{number}"


class Subjects:
    """A plan's recommendations and themes by their names in a draft; two queries."""

    def __init__(self, plan: Plan) -> None:
        self.by_key: dict[str, Recommendation | Theme] = {}
        for item in plan.recommendations.all():
            self.by_key[key_of("recommendation", item.number)] = item
        for theme in plan.themes.all():
            self.by_key[key_of("theme", theme.number)] = theme

    def get(self, key: str) -> Recommendation | Theme | None:
        """Return what a name stands for; None for none, and for one that is not there."""
        return self.by_key.get(key)

    def recommendation_id(self, key: str) -> int | None:
        subject = self.get(key)
        return subject.pk if isinstance(subject, Recommendation) else None

    def theme_id(self, key: str) -> int | None:
        subject = self.get(key)
        return subject.pk if isinstance(subject, Theme) else None
