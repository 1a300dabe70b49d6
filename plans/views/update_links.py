"""One action's short form, by the link of a reminder: for whoever it was sent to, without signing in, once."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from improvement.editing import ChangedMeanwhile
from improvement.refusals import CONFLICT, INVALID
from improvement.typed.marking import records_nothing
from plans.access import access_to
from plans.choices import ProgressStatus
from plans.forms.update_links import LinkUpdateForm
from plans.models import UpdateLink
from plans.operations.history import Provenance
from plans.operations.update_links import LinkUsed, action_of, link_by, still_stands, update_by_link
from plans.operations.updates import NewUpdate
from plans.position import build_position
from plans.position.actions import ActionPosition
from plans.views.page import posted

GONE = 410


# A program that opens every link of an e-mail sees the form and changes nothing.
@never_cache
@records_nothing
@login_not_required
@require_http_methods(["GET", "POST"])
def update_by(request: HttpRequest, secret: str) -> HttpResponse:
    """The form of one action for one person; a POST saves once."""
    link = link_by(secret)
    if link is None:
        return render(request, "plans/by_link/over.html", status=404)
    today = timezone.localdate()
    action = _open_action(link)
    if action is None or not still_stands(link, today):
        return render(request, "plans/by_link/over.html", {"link": link}, status=GONE)
    # Nothing was said yet that could be confirmed.
    may_confirm = action.update is not None and action.status != ProgressStatus.NOT_SUPPLIED
    form = LinkUpdateForm(posted(request), may_confirm=may_confirm, initial={"revision": action.revision})
    status = 200
    if form.is_bound and form.is_valid():
        said, progress = form.said(action.status)
        new = NewUpdate(
            action_of(link),
            form.cleaned_data["revision"],
            said,
            progress,
            no_change=form.is_no_change,
            is_by_link=True,
        )
        try:
            update_by_link(link, new, timezone.now(), provenance=Provenance(today, link.user))
        except LinkUsed:
            return render(request, "plans/by_link/over.html", {"link": link}, status=GONE)
        except ChangedMeanwhile:
            status = CONFLICT
            data = request.POST.copy()
            data["revision"] = str(action.revision)
            form = LinkUpdateForm(data, may_confirm=may_confirm)
            form.add_error(
                None, "The action was changed since you opened this page. Look at it below, then save again."
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return render(request, "plans/by_link/saved.html", {"link": link, "action": action})
    if form.is_bound and status == 200:
        status = INVALID
    return render(
        request, "plans/by_link/form.html", {"link": link, "action": action, "form": form}, status=status
    )


def _open_action(link: UpdateLink) -> ActionPosition | None:
    """Return the action where its person may still update it by link, with today's rights; None else."""
    if not link.plan.updates_by_link or not link.user.is_active:
        return None
    access = access_to(link.user, link.plan)
    position = build_position(link.plan, timezone.localdate(), access.viewer)
    action = next((item for item in position.lowest_level_actions if item.action_id == link.action_id), None)
    if action is None or action.is_exempt or not action.is_open:
        return None
    return action if access.may_update(action, position) else None
