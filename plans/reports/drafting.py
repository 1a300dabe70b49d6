"""Sentences that a committee's report begins with, drafted from updates, ratings and measures.

Each returns text as an analyst would type it: an empty line between paragraphs, a dash before a bullet. Nothing is said
that the position does not hold, and an empty draft means that it holds nothing to say.
"""

from improvement.counting import counted, plural
from improvement.rounding import with_commas
from plans.choices import ProgressStatus
from plans.position.actions import ActionPosition
from plans.position.inspections import answered_inspection, judgements_on
from plans.position.measures import MeasurePosition
from plans.position.position import joined
from plans.position.recommendations import RecommendationPosition
from plans.position.themes import Division
from plans.reports.brief import Brief
from plans.reports.fields.measures import sentences_of
from plans.rules.overdue import PAST_DUE_NO_STATUS

# A summary that names everything is no summary: the appendices do.
MOST_ACTIONS = 5
MOST_MEASURES = 4


def purpose(brief: Brief, committee: str) -> str:
    """Return why the report comes to the committee."""
    plan = brief.position.plan
    inspection = answered_inspection(plan, brief.position.as_at)
    answers = f" (the council's response to the {inspection})" if inspection else ""
    return (
        f"To tell {committee} where {plan.title}{answers} stood on {brief.position.as_at:%-d %B %Y}, what "
        f"has changed since {brief.earlier.as_at:%-d %B %Y}, and where further action is required."
    )


def summary(brief: Brief) -> str:
    """Return the position, what moved, and how the measures stand, a paragraph each."""
    position = brief.position
    paragraphs = [position.sentence()]
    if not brief.changes.is_empty:
        paragraphs.append(f"Since {brief.changes.since:%-d %B %Y}: {_lower(brief.changes.sentence())}")
    if position.measures:
        paragraphs.append(f"The plan has {_lower(position.measure_counts.sentence())}")
    # What is still with a lead is no matter for a committee yet; what was answered is printed, and that is counted.
    count = len(position.answered_contradictions)
    if count and not brief.is_public:
        paragraphs.append(
            f"In {counted(count, 'place')} the judgement was kept although the evidence disagrees. This "
            "report gives the reason."
        )
    return "\n\n".join(paragraphs)


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def background(brief: Brief) -> str:
    """Return which inspection the plan answers, how it is divided, and who oversees it."""
    position, plan = brief.position, brief.position.plan
    paragraphs = []
    inspection = answered_inspection(plan, position.as_at)
    if inspection:
        judgements = judgements_on([inspection], position.as_at)[inspection.pk]
        overall = f" {judgements[0]}." if judgements else ""
        paragraphs.append(f"The plan responds to the {inspection}.{overall}")
    themes = [theme for theme in position.themes if theme.title]
    if themes:
        word = plan.theme_word if len(themes) == 1 else plural(plan.theme_word)
        listed = "\n".join(f"- {theme.number}. {theme.title}" for theme in themes)
        count = len(position.recommendations)
        held = f"It holds {count} recommendation{'' if count == 1 else 's'}"
        # A council's aims may hold nothing by themselves.
        inside = any(item.theme_numbers for item in position.recommendations)
        counted = f"{len(themes)} {word}"
        lede = f"{held} in {counted}:" if inside else f"{held}. Its {counted}:"
        paragraphs.append(f"{lede}\n{listed}")
    if position.last_meeting:
        count = len(position.meetings)
        paragraphs.append(
            f"The board has met {count} time{'' if count == 1 else 's'}, last on "
            f"{position.last_meeting.held_on:%-d %B %Y}."
        )
    if position.levels:
        meanings = "\n".join(
            f"- {level.name}: {level.meaning or 'no meaning is given in the plan.'}"
            for level in position.levels
        )
        paragraphs.append(f"The ratings mean:\n{meanings}")
    return "\n\n".join(paragraphs)


def good_progress(brief: Brief, theme: Division, *, with_ratings: bool = True) -> str:
    """Return what went well in a theme: milestones, completed actions with their updates, measures that do well."""
    items = [
        f"Recommendation {item.number} is rated {item.rating.level.name}{_because(item)}"
        for item in theme.recommendations
        if with_ratings and item.rating and item.is_rated_good
    ]
    achieved = [milestone for milestone in theme.milestones if milestone.status == ProgressStatus.COMPLETED]
    items += [
        f"Milestone {milestone.code} is achieved: {_sentence(milestone.text)}" for milestone in achieved
    ]
    done = [action for action in theme.lowest_level_actions if action.status == ProgressStatus.COMPLETED]
    done.sort(key=lambda action: (_told_on(action), action.reference), reverse=True)
    items += [f"{action.reference} is completed: {_progress(action)}" for action in done[:MOST_ACTIONS]]
    items += _more(len(done), "is completed", "are completed")
    items += _measure_lines(
        brief,
        [
            m
            for m in brief.measures_of(theme)
            if m.judgement.is_on_target or (m.judgement.is_improving and not m.judgement.is_off_target)
        ],
    )
    return _bulleted(items)


def rated_good(brief: Brief) -> str:
    """Return the recommendations that are rated good, each with the reason on record."""
    return _bulleted(
        [
            f"Recommendation {item.number} is rated {item.rating.level.name}{_because(item)}"
            for item in brief.position.recommendations
            if item.rating and item.is_rated_good
        ]
    )


def further_action(brief: Brief, theme: Division) -> str:
    """Return what is required in a theme: ratings that are not good, late actions, measures off target."""
    items = [
        f"Recommendation {item.number} is rated {item.rating.level.name}{_because(item)}"
        if item.rating
        else f"Recommendation {item.number} has not been rated yet."
        for item in theme.recommendations
        if not item.is_rated_good
    ]
    late = sorted(theme.overdue_actions, key=lambda action: -action.days_overdue)
    items += [
        f"{action.reference} is overdue (due {action.due.shown}): {_next(action)}"
        for action in late[:MOST_ACTIONS]
    ]
    items += _more(len(late), "is overdue", "are overdue")
    unsaid = theme.past_due_without_status
    items += [
        f"{action.reference} is {PAST_DUE_NO_STATUS} (due {action.due.shown}): {_next(action)}"
        for action in unsaid[:MOST_ACTIONS]
    ]
    items += _more(len(unsaid), f"is {PAST_DUE_NO_STATUS}", f"are {PAST_DUE_NO_STATUS}")
    behind = [
        action
        for action in theme.lowest_level_actions
        if action.status == ProgressStatus.BEHIND_TARGET and not action.is_overdue
    ]
    items += [f"{action.reference} is behind target: {_next(action)}" for action in behind[:MOST_ACTIONS]]
    items += _more(len(behind), "is behind target", "are behind target")
    items += _measure_lines(
        brief,
        [m for m in brief.measures_of(theme) if m.judgement.is_off_target or m.judgement.is_worsening],
    )
    return _bulleted(items)


def challenges(brief: Brief) -> str:
    """Return what stands in the way: barriers that are open, and what the board asked that is not answered yet."""
    items = [
        _sentence(barrier.text)
        + (f" Remedial action: {_sentence(barrier.remedial_action)}" if barrier.remedial_action else "")
        for barrier in brief.board.open_barriers
    ]
    items += [
        f"The board asked: {_sentence(challenge.question)}" for challenge in brief.board.open_challenges
    ]
    return _bulleted(items)


def rated_in_detail(brief: Brief, item: RecommendationPosition) -> str:
    """Return why a recommendation is rated as it is, what was done, and what is still to be done."""
    paragraphs = []
    if item.rating and item.rating.reason:
        paragraphs.append(_sentence(item.rating.reason))
    if item.evidence:
        paragraphs.append(f"Evidence of progress: {_sentence(_flat(item.evidence))}")
    if item.further_actions:
        paragraphs.append(f"Further actions in progress: {_sentence(_flat(item.further_actions))}")
    actions = item.lowest_level_actions
    open_actions = [action for action in actions if action.is_open]
    if actions and all(action.status == ProgressStatus.NOT_SUPPLIED for action in actions):
        count = len(actions)
        paragraphs.append(
            f"No status has been given for its {count} actions."
            if count > 1
            else "No status has been given for its action."
        )
    elif open_actions:
        listed = "\n".join(
            f"- {action.reference}, {_standing(action)}: {_next(action)}"
            for action in open_actions[:MOST_ACTIONS]
        )
        more = len(open_actions) - MOST_ACTIONS
        paragraphs.append(
            f"{len(open_actions)} of {counted(len(actions), 'action')} "
            f"{'is' if len(open_actions) == 1 else 'are'} open:\n{listed}"
            + (f"\n- and {more} more." if more > 0 else "")
        )
    if lines := _measure_lines(brief, item.measures):
        paragraphs.append(f"Measures:\n{_bulleted(lines)}")
    return "\n\n".join(paragraphs)


def to_note(brief: Brief, committee: str) -> str:
    """Return what the committee is asked to do."""
    asked = [f"note the position of the plan as at {brief.position.as_at:%-d %B %Y}"]
    if not all(item.is_rated_good for item in brief.position.recommendations):
        asked.append("consider the further action set out in this report")
    return f"{committee} is asked to {joined(asked)}."


def finance(brief: Brief) -> str:
    """Return what the plan's cost lines come to, by financial year; empty where it has none."""
    years: dict[str, float] = {}
    for line in brief.position.costs:
        if line.amount is not None:
            years[line.financial_year] = years.get(line.financial_year, 0) + float(line.amount)
    if not years:
        return ""
    return (
        "The plan's cost lines come to "
        + joined([f"£{with_commas(amount, 0)} in {year}" for year, amount in sorted(years.items())])
        + "."
    )


# --- words ---------------------------------------------------------------------------------------


def _because(item: RecommendationPosition) -> str:
    reason = item.rating.reason if item.rating else ""
    return f": {_sentence(reason)}" if reason else "."


def _standing(action: ActionPosition) -> str:
    if action.is_past_due_without_status:
        return PAST_DUE_NO_STATUS
    late = ", overdue" if action.is_overdue else ""
    return f"{action.status_label.lower()}{late}"


def _told_on(action: ActionPosition) -> str:
    return action.update.known_on.isoformat() if action.update else ""


def _progress(action: ActionPosition) -> str:
    progress = action.update.progress if action.update else ""
    return _sentence(_flat(progress or action.full_text))


def _next(action: ActionPosition) -> str:
    update = action.update
    next_steps = (update.next_steps or update.progress) if update else ""
    return _sentence(_flat(next_steps or action.full_text))


def _measure_lines(brief: Brief, measures: list[MeasurePosition]) -> list[str]:
    told = [measure for measure in measures if measure.judgement.latest]
    lines = [f"{measure.name}: {sentences_of(measure, brief.scope)}" for measure in told[:MOST_MEASURES]]
    more, silent = max(len(told) - MOST_MEASURES, 0), len(measures) - len(told)
    left = [f"{counted(more, 'more measure')}"] if more else []
    if silent:
        left.append(f"{counted(silent, 'measure')} without a figure")
    return [*lines, *([f"And {' and '.join(left)}."] if left else [])]


def _more(count: int, one: str, many: str) -> list[str]:
    """Return in words how many more there are than were named."""
    more = count - MOST_ACTIONS
    if more < 1:
        return []
    return [f"1 more action {one}."] if more == 1 else [f"{more} more actions {many}."]


def _flat(text: str) -> str:
    """Return text on one line: a draft's lines are its own."""
    return " ".join(text.split())


def _sentence(text: str) -> str:
    line = _flat(text)
    return line if not line or line[-1] in ".!?" else f"{line}."


def _bulleted(items: list[str]) -> str:
    return "\n".join(f"- {item}" for item in items)
