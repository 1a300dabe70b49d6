"""A worker as `manage.py work` runs one, with less patience: what a dead one held is given back after seconds.

Run by `tests.drills.jobs`: `python -m tests.drills.beside work`, `ask 12`, `told`.
"""

import json
import os
import sys
from datetime import timedelta

import django

PATIENCE = timedelta(seconds=6)


def ask(count: int) -> None:
    """Have a Cabinet report issued so many times, each with a note of its own."""
    from django.utils import timezone  # noqa: PLC0415 -- after django.setup

    from improvement.models import User  # noqa: PLC0415
    from plans.models import Plan, ReportRun  # noqa: PLC0415

    by, plan = User.objects.get(email="planner@northmoor.example"), Plan.objects.get(slug="northmoor")
    for number in range(count):
        ReportRun.objects.create(
            plan=plan, by=by, report="cabinet", as_at=timezone.localdate(), form="issue", note=f"Job {number}"
        )


def told() -> None:
    """Print how each stands, how often it was begun, and how many reports were issued for it."""
    from plans.models import IssuedReport, ReportRun  # noqa: PLC0415 -- after django.setup

    notes = list(IssuedReport.objects.values_list("note", flat=True))
    rows = ReportRun.objects.values_list("note", "state", "tries", "said")
    print(json.dumps([[state, tries, notes.count(note), said] for note, state, tries, said in rows]))


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "improvement.settings"
    django.setup()
    from improvement.jobs import worker  # noqa: PLC0415 -- after django.setup
    from plans.issuing import runs  # noqa: PLC0415

    runs.SILENCE, runs.SIGN_SECONDS, runs.MOST_TRIES, worker.PAUSE_SECONDS = PATIENCE, 1.0, 100, 0.2
    match sys.argv[1]:
        case "work":
            worker.work()
        case "ask":
            ask(int(sys.argv[2]))
        case "told":
            told()


if __name__ == "__main__":
    main()
