"""Addresses of the plans' pages."""

from django.urls import URLPattern, URLResolver, include, path

from plans.views import (
    actions,
    challenge_log,
    decisions,
    evidence,
    evidence_files,
    figure_files,
    figures,
    import_runs,
    imports,
    measure_keeping,
    measures,
    meetings,
    milestones,
    minutes,
    over_time,
    parts,
    plans,
    proposals,
    reminders,
    returns,
    set_up,
    set_up_actions,
    trail,
    update_workbooks,
    updates,
)

app_name = "plans"

set_up_urls = [
    path("", set_up.overview, name="set-up"),
    path("details/", set_up.plan_details, name="set-up-details"),
    path("inspection/", set_up.inspection, name="set-up-inspection"),
    path("scale/", set_up.scale, name="set-up-scale"),
    path("themes/add/", set_up.theme, name="set-up-theme-add"),
    path("themes/<int:number>/", set_up.theme, name="set-up-theme"),
    path("roles/add/", set_up.add_role, name="set-up-role-add"),
    path("roles/<int:role>/end/", set_up.remove_role, name="set-up-role-end"),
    path("officers/add/", set_up.officer, name="set-up-officer-add"),
    path("officers/<int:officer>/", set_up.officer, name="set-up-officer"),
    path("officers/<int:officer>/merge/", set_up.merge, name="set-up-officer-merge"),
    path("actions/add/", set_up_actions.add_action, name="set-up-action-add"),
    path("actions/<str:reference>/move/", set_up_actions.move, name="set-up-action-move"),
    path("actions/<str:reference>/split/", set_up_actions.split, name="set-up-action-split"),
]
action_urls = [
    path("", actions.action_list, name="action-list"),
    path("export.xlsx", actions.action_list_export, name="action-list-export"),
    path("<str:reference>/", actions.action_detail, name="action"),
    path("<str:reference>/update/", updates.update_action, name="action-update"),
    path("<str:reference>/due-date/", updates.ask_for_due_date, name="action-due-date"),
    path(
        "<str:reference>/due-date/<int:change>/", updates.decide_on_due_date, name="action-due-date-decision"
    ),
]
measure_urls = [
    path("", measures.scorecard, name="measures"),
    path("export.xlsx", measures.scorecard_export, name="measures-export"),
    path("<slug:code>/", measures.measure, name="measure"),
    path("<slug:code>/definition/", measure_keeping.change_definition, name="measure-definition"),
    path("<slug:code>/target/", measure_keeping.add_target, name="measure-target"),
    path(
        "<slug:code>/targets/<int:target>/take-back/",
        measure_keeping.take_back_target,
        name="measure-target-take-back",
    ),
    path("<slug:code>/step-change/", measure_keeping.add_step_change, name="measure-step-change"),
    path("<slug:code>/grades/", measure_keeping.enter_grades, name="measure-grades"),
]
# Beside the measures, not below them: a measure's code may be any word.
figure_urls = [
    path("", figures.enter_figures, name="figures"),
    path("import/", figure_files.import_figure_file, name="figures-import"),
    path("published/", figure_files.import_published_file, name="figures-published"),
    path("add-measure/", measure_keeping.add_measure, name="measure-add"),
]
meeting_urls = [
    path("", meetings.meetings, name="meetings"),
    path("add/", decisions.add_meeting, name="meeting-add"),
    path("plan/", meetings.plan_year, name="meetings-plan"),
    path("<int:meeting>/", meetings.meeting, name="meeting"),
    path("planned/<int:planned>/", meetings.rearrange, name="meeting-rearrange"),
    path("planned/<int:planned>/agenda/", meetings.agenda, name="meeting-agenda"),
    path("planned/<int:planned>/minutes/", minutes.minutes, name="minutes"),
    path("planned/<int:planned>/minutes/close/", minutes.close_minutes, name="minutes-close"),
    path("planned/<int:planned>/minutes/<slug:step>/", minutes.minutes_step, name="minutes-step"),
]
challenge_urls = [
    path("", challenge_log.challenge_log, name="challenge-log"),
    path("challenges/add/", challenge_log.add_challenge, name="challenge-add"),
    path("challenges/<int:challenge>/", challenge_log.answer_challenge, name="challenge-answer"),
    path("barriers/add/", challenge_log.new_barrier, name="barrier-add"),
    path("barriers/<int:number>/", challenge_log.edit_barrier, name="barrier"),
    path("actions-arising/<int:arising>/", challenge_log.report_arising, name="arising-report"),
]
plan_urls: list[URLPattern | URLResolver] = [
    path("", plans.dashboard, name="dashboard"),
    path("style.css", plans.plan_style, name="plan-style"),
    path("themes/<int:number>/", parts.theme, name="theme"),
    path("themes/<int:number>/rate/", decisions.rate_theme, name="theme-rate"),
    path("themes/<int:number>/propose/", proposals.propose_for_theme, name="theme-propose"),
    path("recommendations/<int:number>/", parts.recommendation, name="recommendation"),
    path("recommendations/<int:number>/rate/", decisions.rate_recommendation, name="recommendation-rate"),
    path(
        "recommendations/<int:number>/propose/",
        proposals.propose_for_recommendation,
        name="recommendation-propose",
    ),
    path("recommendations/<int:number>/check/", decisions.check_recommendation, name="recommendation-check"),
    path("actions/", include(action_urls)),
    path("my-actions/", actions.my_actions, name="my-actions"),
    path("my-actions/update/", updates.update_several, name="my-actions-update"),
    path("questions/", evidence.questions, name="questions"),
    path("questions/<slug:kind>/<str:subject>/", updates.answer_question, name="question-answer"),
    path("meetings/", include(meeting_urls)),
    path("returns/", returns.returns, name="returns"),
    path("returns/mine/", returns.my_return, name="my-return"),
    path("returns/<int:number>/", returns.one_return, name="return"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("challenge-log/", include(challenge_urls)),
    path("ratings/", over_time.ratings, name="ratings"),
    path("timeline/", over_time.timeline, name="timeline"),
    path("themes/<int:number>/milestones/<str:code>/", milestones.milestone, name="milestone"),
    path("themes/<int:number>/milestones/<str:code>/report/", milestones.report, name="milestone-report"),
    path("compare/", over_time.compare_days, name="compare"),
    path("dates/extend/", decisions.extend_dates, name="dates-extend"),
    path("dates/", over_time.dates, name="dates"),
    path("measures/", include(measure_urls)),
    path("figures/", include(figure_urls)),
    path("stated-figures/", evidence.stated_figures, name="stated-figures"),
    path("imports/", imports.start, name="import"),
    path("themes/<int:number>/update-workbook/", update_workbooks.update_workbook, name="update-workbook"),
    path(
        "imports/pending/<int:pending>/updates/",
        update_workbooks.returned_workbook,
        name="update-workbook-returned",
    ),
    path("imports/pending/<int:pending>/columns/", imports.columns, name="import-columns"),
    path("imports/pending/<int:pending>/", imports.preview_pending, name="import-preview"),
    path("imports/<int:run>/", import_runs.receipt, name="import-receipt"),
    path("imports/<int:run>/file/", import_runs.original_file, name="import-file"),
    path("imports/<int:run>/annotated/", import_runs.annotated_file, name="import-annotated"),
    path("imports/<int:run>/undo/", import_runs.undo, name="import-undo"),
    path("reports/cabinet.xlsx", evidence.cabinet_report, name="cabinet-report"),
    path("evidence/attach/<slug:kind>/<str:reference>/", evidence_files.attach, name="evidence-attach"),
    path("evidence/files/<int:number>/", evidence_files.evidence_file, name="evidence-file"),
    path("trail/", trail.trail, name="trail"),
    path("trail/export.csv", trail.trail_export, name="trail-export"),
    path("set-up/", include(set_up_urls)),
]
urlpatterns = [
    path("", plans.plan_list, name="plan-list"),
    path("plans/<slug:slug>/", include(plan_urls)),
]
