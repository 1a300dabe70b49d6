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
    IRREGULAR = "irregular", "irregularly"


class MeasureType(TextChoices):
    """What stretch of time a figure speaks for. Figures of two types are never compared without saying so."""

    MONTH = "month", "month"
    QUARTER = "quarter", "quarter"
    SNAPSHOT = "snapshot", "snapshot"
    YEAR_TO_DATE = "year_to_date", "year to date"
    ROLLING_YEAR = "rolling_year", "rolling 12 months"
    OUTTURN = "outturn", "outturn"


class Accumulation(TextChoices):
    """How a year to date is made of the months since April."""

    NOT_SAID = "not_said", "by its unit: percentages pooled, others not calculated"
    SUM = "sum", "the sum of the periods"
    LATEST = "latest", "the latest figure"
    POOLED = "pooled", "all numerators over all denominators"


class TargetKind(TextChoices):
    BASELINE = "baseline", "Baseline"
    CHECKPOINT = "checkpoint", "Checkpoint"
    TARGET = "target", "Target"
    STANDARD = "standard", "Standard"
    REVISED = "revised", "Proposed revised timescale"
    PLANNED = "planned", "Planned"


class ComparatorKind(TextChoices):
    STATISTICAL_NEIGHBOURS = "statistical_neighbours", "Statistical neighbours"
    ENGLAND = "england", "England"
    REGION = "region", "Region"
    LOWER_QUARTILE = "lower_quartile", "Lower quartile"
    MEDIAN = "median", "Median"
    UPPER_QUARTILE = "upper_quartile", "Upper quartile"


class ObservationStatus(TextChoices):
    PROVISIONAL = "provisional", "provisional"
    FINAL = "final", "final"
    NOT_AVAILABLE = "not_available", "not available"
