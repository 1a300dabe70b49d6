"""A theme's progress in words: what was done and is rated good, and what is late, behind or rated otherwise.

Both are written recommendation by recommendation. Of many actions the weightiest are told, the others named by number.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from improvement.counting import agreeing, counted
from plans.choices import ContradictionKind, ProgressStatus
from plans.position.actions import ActionPosition
from plans.position.position import joined
from plans.position.recommendations import RecommendationPosition
from plans.position.themes import Division
from plans.reports.brief import Brief
from plans.reports.prose.draft import Draft
from plans.reports.prose.measures import add_measures, does_well, needs_attention
from plans.reports.prose.naming import (
    LONGEST_ASIDE,
    account,
    flat,
    lateness,
    month,
    named,
    quoted,
    references,
    sentence,
)
from plans.rules.overdue import PAST_DUE_NO_STATUS

# So many of a theme's actions are told of, in about so many words, so that its draft stays under a page.
MOST_TOLD = 5
WORDS_TOLD = 105
LONGEST_OUTCOME = 16
# The whole reason stands in the appendix of ratings.
LONGEST_REASON = 24
# Of what is late both what happened and what is next are told: each in fewer words.
ACCOUNT_OF_LATE = 32
# A next step that was said longer ago is told with its month.
NEXT_IS_NEW = timedelta(days=62)


def good_progress(brief: Brief, theme: Division, *, with_ratings: bool = True) -> Draft:
    """Return what went well in a theme: recommendations rated good, completed actions, measures that do well."""
    draft = Draft()
    done = [action for action in theme.lowest_level_actions if action.status == ProgressStatus.COMPLETED]
    told = _told(brief, done, lambda action: bool(_progress(action)))
    said: set[str] = set()
    unexplained: list[RecommendationPosition] = []
    for item, actions in _by_recommendation(theme):
        completed = [action for action in actions if action in done]
        is_good = with_ratings and item is not None and item.is_rated_good
        if item is not None and is_good and not completed and not _reason(item):
            unexplained.append(item)
            continue
        if not completed and not is_good:
            continue
        _open(draft, brief, theme, (item, actions), completed, told, is_good=is_good)
        fresh = [action for action in completed if action in told and action.reference not in said]
        for group in _told_alike(fresh):
            _completed(draft, group, said)
        said.update(action.reference for action in fresh)
        _also(draft, [a for a in completed if a not in fresh], told, "Also completed")
    draft.paragraph(rated_alike(unexplained), *map(rating_row, unexplained))
    achieved = [item for item in theme.milestones if item.status == ProgressStatus.COMPLETED]
    draft.paragraph("Milestones achieved:" if achieved else "")
    for milestone in achieved:
        when = f" ({month(milestone.achieved_on)})" if milestone.achieved_on else ""
        draft.bullet(f"{milestone.code}{when}: {sentence(milestone.text)}", f"Milestone {milestone.code}")
    add_measures(draft, brief, brief.measures_of(theme), "Of its measures these do well:", does_well)
    return draft


def further_action(brief: Brief, theme: Division) -> Draft:
    """Return what is required in a theme: ratings that are not good, late actions, measures off target."""
    draft = Draft()
    unrated = [item for item in theme.recommendations if item.rating is None]
    late = [action for action in theme.lowest_level_actions if action.is_overdue and action.is_open]
    behind = [
        action
        for action in theme.lowest_level_actions
        if action.status == ProgressStatus.BEHIND_TARGET and not action.is_overdue and action.is_open
    ]
    told = _told(brief, [*late, *behind])
    said: set[str] = set()
    unexplained: list[RecommendationPosition] = []
    for item, actions in _by_recommendation(theme):
        pressing = [action for action in (*late, *behind) if action in actions]
        is_poor = item is not None and item.rating is not None and not item.is_rated_good
        if not pressing and not is_poor:
            continue
        if item is not None and is_poor and not pressing and not _reason(item):
            unexplained.append(item)
        elif item is not None and is_poor:
            draft.paragraph(rated(item, theme, brief.position.plan.theme_word), rating_row(item))
        elif pressing:
            draft.paragraph(_still_open(item, pressing, told))
        fresh = [action for action in pressing if action in told and action.reference not in said]
        for action in fresh:
            draft.bullet(_late(action, said), *_update_rows(action))
        said.update(action.reference for action in fresh)
        _also(draft, [a for a in pressing if a not in fresh and a.is_overdue], told, "Also overdue")
        _also(draft, [a for a in pressing if a not in fresh and not a.is_overdue], told, "Also behind target")
    draft.paragraph(rated_alike(unexplained), *map(rating_row, unexplained))
    if unrated:
        numbers = joined([str(item.number) for item in unrated])
        have = agreeing(len(unrated), "has", "have")
        draft.paragraph(f"{_recommendations(len(unrated))} {numbers} {have} not been rated yet.")
    if unsaid := [a for a in theme.lowest_level_actions if a.is_past_due_without_status]:
        draft.paragraph(
            f"{counted(len(unsaid), 'action')} {agreeing(len(unsaid), 'is', 'are')} {PAST_DUE_NO_STATUS}: "
            f"{references(unsaid)}."
        )
    add_measures(
        draft, brief, brief.measures_of(theme), "Of its measures these need attention:", needs_attention
    )
    return draft


def rated_good(brief: Brief) -> Draft:
    """Return the recommendations that are rated good, those with a reason or evidence a bullet each."""
    draft = Draft()
    good = [item for item in brief.position.recommendations if item.is_rated_good]
    if not good:
        return draft
    draft.paragraph(rated_alike(good), *map(rating_row, good))
    for item in good:
        if why := _reason(item) or account(item.evidence):
            row = rating_row(item) if _reason(item) else f"Evidence of recommendation {item.number}"
            draft.bullet(f"Recommendation {item.number}: {why}", row)
    return draft


def rated(item: RecommendationPosition, theme: Division, theme_word: str) -> str:
    """Return how a recommendation is rated, and why: `Recommendation 6 is rated Green. The board is satisfied.`

    The reason of one that several themes answer stands in the first of them.
    """
    level = item.rating.level.name if item.rating else ""
    words = f"is rated {level}" if level else "has not been rated yet"
    first = item.theme_numbers[0] if item.theme_numbers else theme.number
    if theme.number not in {first, None}:
        return f"Recommendation {item.number} {words} (see {theme_word} {first})."
    return f"Recommendation {item.number} {words}. {_reason(item)}".strip()


def called(item: RecommendationPosition) -> str:
    """Return a recommendation with what it is about: `Recommendation 6 (“Seek parents' agreement …”)`."""
    about = f" ({quoted(item.text, LONGEST_ASIDE)})" if item.text else ""
    return f"Recommendation {item.number}{about}"


def rated_alike(items: Sequence[RecommendationPosition]) -> str:
    """Return how several are rated, those of one rating in one sentence; empty for none."""
    by_level: dict[str, list[str]] = {}
    for item in items:
        if item.rating:
            by_level.setdefault(item.rating.level.name, []).append(str(item.number))
    return " ".join(
        f"{_recommendations(len(numbers))} {joined(numbers)} {agreeing(len(numbers), 'is', 'are')} rated {level}."
        for level, numbers in by_level.items()
    )


def rating_row(item: RecommendationPosition) -> str:
    """Return which row a rating comes from."""
    day = f" of {item.rating.known_on:%-d %B %Y}" if item.rating else ""
    return f"Rating{day}, recommendation {item.number}"


def next_step(action: ActionPosition, most: int) -> str:
    """Return what is still to be done of an action: its next step, else its progress; empty where nothing was said."""
    update = action.update
    return account((update.next_steps or update.progress) if update else "", most)


# --- groups ---------------------------------------------------------------------------------------

Group = tuple[RecommendationPosition | None, list[ActionPosition]]


def _by_recommendation(theme: Division) -> list[Group]:
    """Return a theme's recommendations, each with all of its actions here; last the actions that serve none of them.

    An action that serves two stands under both, so that what is counted of each is right; it is told under the first.
    """
    here = {item.number for item in theme.recommendations}
    groups: list[Group] = [
        (
            item,
            [action for action in theme.lowest_level_actions if item.number in action.recommendation_numbers],
        )
        for item in theme.recommendations
    ]
    others = [
        action for action in theme.lowest_level_actions if not here & set(action.recommendation_numbers)
    ]
    return [*groups, *([(None, others)] if others else [])]


def _elsewhere(actions: Sequence[ActionPosition]) -> str:
    """Return how actions are called that serve none of a theme's recommendations: some may serve another theme's."""
    if any(action.recommendation_numbers for action in actions):
        return "Of the other actions"
    return "Outside the recommendations"


def _told(
    brief: Brief,
    actions: Sequence[ActionPosition],
    says_something: Callable[[ActionPosition], bool] = lambda action: True,
) -> list[ActionPosition]:
    """Return the weightiest actions in the plan's order: what is longest late, then what moved since the last report,

    what has a figure in its update, and what was told last.
    """
    moved = {action.reference for action in brief.changes.completed}

    def weight(action: ActionPosition) -> tuple[int, bool, bool, date]:
        update = action.update
        says_figure = bool(update and re.search(r"\d", update.progress))
        told_on = update.known_on if update else date.min
        return action.days_overdue, action.reference in moved, says_figure, told_on

    saying = [action for action in actions if says_something(action)]
    chosen: list[ActionPosition] = []
    room = WORDS_TOLD
    for action in sorted(saying, key=weight, reverse=True)[:MOST_TOLD]:
        room -= len(named(action).split()) + len(_progress(action).split())
        if chosen and room < 0:
            break
        chosen.append(action)
    return [action for action in saying if action in chosen]


def _told_alike(actions: Sequence[ActionPosition]) -> list[list[ActionPosition]]:
    """Return actions of which the same was said together: a workbook repeats one account beside each."""
    alike: dict[str, list[ActionPosition]] = {}
    for action in actions:
        alike.setdefault(_progress(action), []).append(action)
    return list(alike.values())


# --- sentences ------------------------------------------------------------------------------------


def _open(
    draft: Draft,
    brief: Brief,
    theme: Division,
    group: Group,
    completed: Sequence[ActionPosition],
    told: Sequence[ActionPosition],
    *,
    is_good: bool,
) -> None:
    """Add the paragraph over a recommendation's completed actions: its rating if that is good, and how many."""
    item, actions = group
    begins = ""
    if item is not None and is_good:
        begins = rated(item, theme, brief.position.plan.theme_word).replace(
            f"Recommendation {item.number}", called(item), 1
        )
        begins = f"{begins} {_disputed(brief, item)}".strip()
    rows = [rating_row(item)] if item and is_good else []
    if not completed:
        draft.paragraph(begins, *rows)
        return
    # A recommendation may be worked on in several themes.
    is_part = item is not None and len(item.lowest_level_actions) > len(actions)
    here = f" in this {brief.position.plan.theme_word}" if is_part else ""
    done, every = len(completed), len(actions)
    if every == 1:
        counts = f"its action{here} is completed"
    elif done == every:
        counts = f"all {every} of its actions{here} are completed"
    else:
        counts = f"{done} of its {every} actions{here} {agreeing(done, 'is', 'are')} completed"
    if item is None:
        counts = (
            f"{_elsewhere(actions)}, {counts.replace('of its ', 'of ').replace('its action', 'the action')}"
        )
    elif begins:
        counts = counts[:1].upper() + counts[1:]
    else:
        counts = f"{called(item)}: {counts}"
    ends = ":" if any(action in told for action in completed) else f": {references(completed)}."
    draft.paragraph(f"{begins} {counts}{ends}".strip(), *rows)


def _disputed(brief: Brief, item: RecommendationPosition) -> str:
    """Return that measures speak against a good rating; empty where none do. They stand under what needs attention.

    What it says of measures may rest on few cases: a public version leaves it out.
    """
    is_disputed = not brief.is_public and any(
        check.subject == f"recommendation {item.number}"
        and check.kind == ContradictionKind.GOOD_AGAINST_MEASURES
        for check in brief.position.open_contradictions
    )
    return "But some measures say otherwise." if is_disputed else ""


def _completed(draft: Draft, group: Sequence[ActionPosition], said: set[str]) -> None:
    """Add what was done of actions of which the same was said, and what it is to lead to.

    `said` holds the parents and the outcomes that the theme's draft has named: each is named once.
    """
    names = joined([_named_once(action, said) for action in group])
    days = {month(action.completed_on) if action.completed_on else "" for action in group}
    when = days.pop() if len(days) == 1 else ""
    update = group[0].update
    told = month(update.known_on) if update else ""
    # What was said later than it was done is dated, so that nobody takes it for what was done then.
    # What was only confirmed later says itself when it was said.
    is_dated = bool(update and "(Said on " in update.progress)
    later = f"Reported in {told}: " if when and not is_dated and told not in {"", when} else ""
    text = f"{names}, completed{f' in {when}' if when else ''}. {later}{_progress(group[0])}"
    rows = [row for action in group for row in _update_rows(action)]
    outcomes = {flat(action.expected_outcome) for action in group}
    outcome = outcomes.pop() if len(outcomes) == 1 else ""
    if outcome and outcome not in said and len(outcome.split()) <= LONGEST_OUTCOME:
        text += f" Expected outcome: {sentence(outcome)}"
        rows.append(f"Expected outcome of {group[0].reference}")
    said.add(outcome)
    draft.bullet(text, *rows)


def _named_once(action: ActionPosition, said: set[str]) -> str:
    """Return what an action is about, with what it is part of where the draft has not said so yet."""
    parent = action.parent.reference if action.parent else ""
    name = named(action, with_parent=parent not in said)
    said.add(parent)
    return name


def _late(action: ActionPosition, parents: set[str]) -> str:
    """Return how late an action is, what was last said of it, and what is next."""
    due = f"was due {_by(action.due.shown)}" if action.due.shown else "has no date"
    if action.is_overdue:
        stands = f"{due} and is {lateness(action.days_overdue)} overdue"
        if action.status == ProgressStatus.ON_TARGET:
            stands += ", although it is reported as on target"
    else:
        stands = f"is behind target{f' (due {action.due.shown})' if action.due.shown else ''}"
    said = [f"{_named_once(action, parents)} {stands}."]
    if progress := account(action.update.progress if action.update else "", ACCOUNT_OF_LATE):
        said.append(progress)
    if action.update and action.update.next_steps:
        # What was to be next months ago may be over: it is dated, so that nobody takes it for what is to come.
        is_old = action.as_at - action.update.known_on > NEXT_IS_NEW
        begins = f"Next, as said in {month(action.update.known_on)}" if is_old else "Next"
        said.append(f"{begins}: {account(action.update.next_steps, ACCOUNT_OF_LATE)}")
    asked = next((move for move in action.due_moves if move.is_waiting), None)
    if asked and not re.search(r"date (?:is |was |has been )?asked", " ".join(said), re.IGNORECASE):
        said.append(f"A later date, {asked.to_shown}, has been asked for.")
    if not action.update:
        said.append("No update has been given.")
    return " ".join(said)


def _still_open(
    item: RecommendationPosition | None, pressing: Sequence[ActionPosition], told: Sequence[ActionPosition]
) -> str:
    late = [action for action in pressing if action.is_overdue]
    parts = [
        *([f"{counted(len(late), 'action')} overdue"] if late else []),
        *(
            [f"{counted(len(pressing) - len(late), 'action')} behind target"]
            if len(late) < len(pressing)
            else []
        ),
    ]
    if item is None:
        begins = f"{_elsewhere(pressing)} there {agreeing(len(pressing), 'is', 'are')} {joined(parts)}"
    else:
        standing = f", rated {item.rating.level.name}," if item.rating else ""
        begins = f"Recommendation {item.number}{standing} has {joined(parts)}"
    return begins + (":" if any(action in told for action in pressing) else f": {references(pressing)}.")


def _also(draft: Draft, others: Sequence[ActionPosition], told: Sequence[ActionPosition], words: str) -> None:
    """Add the numbers of what is not told, where something was told before it in the same group."""
    if others and draft.lines and draft.lines[-1].is_bullet:
        draft.bullet(f"{words}: {references(others)}.")
    elif others and draft.lines and not draft.lines[-1].text.endswith(f"{references(others)}."):
        draft.bullet(f"{words.removeprefix('Also ').capitalize()}: {references(others)}.")


def _progress(action: ActionPosition) -> str:
    return account(action.update.progress if action.update else "")


def _reason(item: RecommendationPosition) -> str:
    return account(item.rating.reason if item.rating else "", LONGEST_REASON)


def _update_rows(action: ActionPosition) -> list[str]:
    update = action.update
    return [f"Update of {update.known_on:%-d %B %Y} on {action.reference}"] if update else []


def _recommendations(count: int) -> str:
    return agreeing(count, "Recommendation", "Recommendations")


def _by(shown: str) -> str:
    """Return a due date within a sentence: a month after `in`, a day after `on`, other words as they are."""
    if re.fullmatch(r"[A-Z][a-z]+ \d{4}", shown):
        return f"in {shown}"
    return f"on {shown}" if re.fullmatch(r"\d{1,2} [A-Z][a-z]+ \d{4}", shown) else f"({shown})"
