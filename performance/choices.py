"""The values that measures' fields allow, and their labels."""

from django.db.models import TextChoices


class Unit(TextChoices):
    PERCENT = "percent", "%"
    COUNT = "count", "count"
    DAYS = "days", "days"
    RATIO = "ratio", "ratio"
    SCORE = "score", "score"
    WORDS = "words", "in words"


class Polarity(TextChoices):
    HIGHER = "higher", "higher is better"
    LOWER = "lower", "lower is better"
    BAND = "band", "within a band"
    NEITHER = "neither", "neither"


class Frequency(TextChoices):
    MONTHLY = "monthly", "monthly"
    QUARTERLY = "quarterly", "quarterly"
    YEARLY = "yearly", "yearly"
    IRREGULAR = "irregular", "now and then"


class TargetKind(TextChoices):
    BASELINE = "baseline", "Baseline"
    CHECKPOINT = "checkpoint", "Checkpoint"
    TARGET = "target", "Target"
    STANDARD = "standard", "Standard"
    REVISED = "revised", "Proposed revised timescale"
    PLANNED = "planned", "Planned"


class ObservationStatus(TextChoices):
    PROVISIONAL = "provisional", "provisional"
    FINAL = "final", "final"
    NOT_AVAILABLE = "not_available", "not available"
