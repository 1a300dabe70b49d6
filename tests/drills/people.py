"""Fills a drill's database with the demonstration, and signs people in: prints their cookies as JSON.

A program of its own, so that the drill itself holds no Django; run by `tests.drills.server`.
"""

import json
import os
import sys

import django

PEOPLE = 50


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "improvement.settings"
    django.setup()
    from django.conf import settings  # noqa: PLC0415 -- after django.setup
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from improvement.models import User  # noqa: PLC0415
    from plans.access import access_to  # noqa: PLC0415
    from plans.models import Plan  # noqa: PLC0415
    from plans.position import build_position  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("load_demo", accounts=True, stdout=sys.stderr)
    settings.ALLOWED_HOSTS = ["*"]
    plan = Plan.objects.get(slug="northmoor")
    position = build_position(plan, timezone.localdate())
    lead = User.objects.get(email="lead@northmoor.example")
    access = access_to(lead, plan)

    def cookies(email: str) -> dict[str, str]:
        client = Client()
        client.force_login(User.objects.get(email=email))
        return {name: morsel.value for name, morsel in client.cookies.items()}

    told = {
        "readers": [cookies("board@northmoor.example") for _number in range(PEOPLE)],
        "writers": [cookies("lead@northmoor.example") for _number in range(PEOPLE)],
        "updatable": [
            action.reference
            for action in position.lowest_level_actions
            if action.is_open and access.may_update(action, position)
        ],
        "actions": [action.reference for action in position.lowest_level_actions],
        "recommendations": [item.number for item in position.recommendations],
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
