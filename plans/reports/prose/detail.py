"""What a report says of one recommendation, and what stands in the way of the plan."""

from improvement.counting import agreeing, counted
from plans.choices import ProgressStatus
from plans.position.actions import ActionPosition
from plans.position.recommendations import RecommendationPosition
from plans.reports.brief import Brief
from plans.reports.prose.draft import Draft
from plans.reports.prose.measures import add_measures
from plans.reports.prose.naming import LONGEST_ACCOUNT, account, named, references, sentence
from plans.reports.prose.progress import next_step, rating_row
from plans.rules.overdue import PAST_DUE_NO_STATUS

MOST_ACTIONS = 5
# A recommendation's evidence is the paper's own subject: it gets twice an action's room; the appendix has it whole.
LONGEST_EVIDENCE = 2 * LONGEST_ACCOUNT


def rated_in_detail(brief: Brief, item: RecommendationPosition) -> Draft:
    """Return why a recommendation is rated as it is, what was done, and what is still to be done."""
    draft = Draft()
    if item.rating and item.rating.reason:
        draft.paragraph(sentence(item.rating.reason), rating_row(item))
    if item.evidence:
        draft.paragraph(
            f"Evidence of progress: {account(item.evidence, LONGEST_EVIDENCE)}",
            f"Evidence of recommendation {item.number}",
        )
    if item.further_actions:
        draft.paragraph(
            f"Further action in progress: {account(item.further_actions, LONGEST_EVIDENCE)}",
            f"Further actions of recommendation {item.number}",
        )
    _add_actions(draft, item)
    add_measures(draft, brief, item.measures, "Its measures:")
    return draft


def _add_actions(draft: Draft, item: RecommendationPosition) -> None:
    actions = item.lowest_level_actions
    still_open = [action for action in actions if action.is_open]
    if actions and all(action.status == ProgressStatus.NOT_SUPPLIED for action in actions):
        whose = "its action" if len(actions) == 1 else f"its {len(actions)} actions"
        draft.paragraph(f"No status has been given for {whose}.")
        return
    if not still_open:
        return
    # What is late needs the committee first.
    still_open.sort(key=lambda action: -action.days_overdue)
    draft.paragraph(
        f"{len(still_open)} of {counted(len(actions), 'action')} {agreeing(len(still_open), 'is', 'are')} open:"
    )
    for action in still_open[:MOST_ACTIONS]:
        update = action.update
        row = f"Update of {update.known_on:%-d %B %Y} on {action.reference}" if update else ""
        said = next_step(action, LONGEST_ACCOUNT)
        draft.bullet(f"{named(action)} is {_standing(action)}. {said}".strip(), row)
    if others := still_open[MOST_ACTIONS:]:
        draft.bullet(f"Also open: {references(others)}.")


def challenges(brief: Brief) -> Draft:
    """Return what stands in the way: barriers that are open, and what the board asked that is not answered yet."""
    draft = Draft()
    for barrier in brief.board.open_barriers:
        remedy = f" Remedial action: {sentence(barrier.remedial_action)}" if barrier.remedial_action else ""
        draft.bullet(f"{sentence(barrier.text)}{remedy}", "Barrier in the board's record")
    for challenge in brief.board.open_challenges:
        draft.bullet(f"The board asked: {sentence(challenge.question)}", "Question in the challenge log")
    return draft


def _standing(action: ActionPosition) -> str:
    if action.is_past_due_without_status:
        return PAST_DUE_NO_STATUS
    due = f" (due {action.due.shown})" if action.due.shown else ""
    if action.is_overdue:
        return f"overdue{due}, and reported as {action.status_label.lower()}"
    return f"{action.status_label.lower()}{due}"
