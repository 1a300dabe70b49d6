"""Layouts as declarations: which tables stand in a workbook, what names a theme, what tells it from others.

A fifth council is an entry here: its blocks from `plans.imports.blocks`, a word for its main division, and the
words at the top of a theme's sheet.
"""

import re
from dataclasses import replace

from plans.imports.blocks import vocabulary
from plans.imports.blocks.action_columns import settle_columns
from plans.imports.blocks.actions import read_actions
from plans.imports.blocks.declaration import Block, Layout
from plans.imports.blocks.indicators import read_examples, read_indicators
from plans.imports.blocks.measures_across import read_measures_across
from plans.imports.blocks.recommendations import read_progress
from plans.imports.blocks.summaries import read_averages, read_costs, read_ownership, read_rating_summary

ACTIONS = Block(
    "actions",
    vocabulary.ACTION_COLUMNS,
    frozenset({"action"}),
    read_actions,
    beside=vocabulary.BESIDE_ACTIONS,
    in_themes=True,
    tells_alone=vocabulary.TELL_ACTIONS,
    settle=settle_columns,
)
# An audit's tracker: what is to be done is the recommendation itself, with its date or its status.
RECOMMENDED_ACTIONS = replace(
    ACTIONS,
    name="recommendations with dates",
    required=frozenset({"recommendation"}),
    beside=frozenset({"due", "first_due", "revised_due", "status", "completed"}),
)
PROGRESS = Block(
    "recommendations",
    vocabulary.PROGRESS_COLUMNS,
    frozenset({"recommendation"}),
    read_progress,
    beside=frozenset({"reference", "rating", "measure", "evidence", "leads"}),
)
INDICATORS = Block(
    "indicators",
    vocabulary.INDICATOR_COLUMNS,
    frozenset({"measure"}),
    read_indicators,
    beside=frozenset({"period", "value", "outturn"}),
    in_themes=True,
)
ACROSS = Block(
    "measures across", vocabulary.ACROSS_COLUMNS, frozenset({"as_at", "measure_across"}), read_measures_across
)
EXAMPLES = Block(
    "quoted figures",
    vocabulary.INDICATOR_COLUMNS,
    frozenset({"measure", "value"}),
    read_examples,
    in_themes=True,
)
RATING_SUMMARY = Block(
    "rating summary", vocabulary.RATING_SUMMARY_COLUMNS, frozenset({"rating", "count"}), read_rating_summary
)
AVERAGES = Block("averages", vocabulary.AVERAGE_COLUMNS, frozenset({"previous", "current"}), read_averages)
COSTS = Block("costs", vocabulary.COST_COLUMNS, frozenset({"amount"}), read_costs)
OWNERSHIP = Block(
    "ownership",
    vocabulary.OWNERSHIP_COLUMNS,
    frozenset({"theme"}),
    read_ownership,
    beside=frozenset({"sponsors", "leads"}),
)
EVERY_BLOCK = (ACTIONS, PROGRESS, RECOMMENDED_ACTIONS, INDICATORS, RATING_SUMMARY, AVERAGES, COSTS, OWNERSHIP)

DIVISION = r"(?:theme|work ?stream|priority|aim|objective|strand)"
THEME_SHEET = re.compile(rf"^(?:{DIVISION}\s*|[ptwao](?=\d))(?P<number>\d{{1,2}}|[A-Z])\b", re.IGNORECASE)
THEME_TITLE = re.compile(
    rf"^(?:{DIVISION}\s+)?(?P<number>\d{{1,2}}|[A-Z])\s*[:.\-–]\s+(?P<title>\S.+)$", re.IGNORECASE
)

WORKSTREAM_TABLES = Layout(
    "workstream-tables",
    "workstream",
    (ACTIONS, OWNERSHIP, COSTS),
    frozenset({"actions", "label.commitment", "label.how_will_we_know"}),
    THEME_SHEET,
    THEME_TITLE,
    vocabulary.LABELS,
)
PRIORITY_TABLES = Layout(
    "priority-tables",
    "priority",
    (ACTIONS, INDICATORS, AVERAGES),
    frozenset({"actions", "actions.success_measure", "indicators.period"}),
    THEME_SHEET,
    THEME_TITLE,
    vocabulary.LABELS,
    numbers_by_theme=True,
)
PROGRESS_TABLE = Layout(
    "progress-table",
    "aim",
    (PROGRESS, RATING_SUMMARY, EXAMPLES),
    frozenset({"recommendations", "recommendations.measure", "recommendations.rating"}),
    THEME_SHEET,
    THEME_TITLE,
)
# What every other workbook is read as: any of the tables, in any order.
ACTION_LOG = Layout(
    "action-log",
    "theme",
    EVERY_BLOCK,
    frozenset({"actions", "recommendations", "recommendations with dates", "indicators"}),
    THEME_SHEET,
    THEME_TITLE,
    vocabulary.LABELS,
    is_fallback=True,
    guesses=ACTIONS,
    guesses_measures=INDICATORS,
    guesses_across=ACROSS,
)
POINTED = {block.name: block for block in (ACTIONS, PROGRESS, INDICATORS)}
DECLARED = tuple(
    replace(layout, pointed=POINTED)
    for layout in (WORKSTREAM_TABLES, PRIORITY_TABLES, PROGRESS_TABLE, ACTION_LOG)
)
