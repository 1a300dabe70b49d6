"""The project package as an app: people, councils, spreadsheets."""

import gc

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.db.models.signals import post_migrate, pre_migrate


class ImprovementConfig(AppConfig):
    name = "improvement"
    verbose_name = "People and councils"

    def ready(self) -> None:
        # A page or a workbook makes tens of thousands of objects that hold no cycles and go at its end. Looking for
        # cycles every seven hundred, as Python does by itself, takes a tenth of a page and a third of a long import.
        gc.set_threshold(50_000, 10, 10)

        from improvement import checks, security_log  # noqa: F401, PLC0415 -- app ready
        from improvement.accounts import addresses, sessions  # noqa: F401, PLC0415 -- app ready
        from improvement.guards_in_migrations import lift_for_migrations  # noqa: PLC0415 -- app ready
        from improvement.jobs.daily import DAILY  # noqa: PLC0415 -- app ready
        from improvement.jobs.kinds import register  # noqa: PLC0415 -- app ready
        from improvement.jobs.mails import MAILS  # noqa: PLC0415 -- app ready
        from improvement.revisions import install_raisers  # noqa: PLC0415 -- app ready
        from improvement.triggers import install_triggers  # noqa: PLC0415 -- app ready

        register(MAILS, DAILY)
        # AlterField on SQLite rebuilds a table and silently drops its triggers: put them back each time. The signal
        # is sent once an app; it is heard for this one alone, else every trigger is made again for each of them.
        pre_migrate.connect(lift_for_migrations, sender=self, dispatch_uid="guards lifted on SQLite")
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="append-only triggers")
        post_migrate.connect(install_raisers, sender=self, dispatch_uid="triggers that raise revisions")


class AdminConfig(DjangoAdminConfig):
    """Django's admin under our own site, so that sign-in is the one page that everybody uses."""

    default_site = "improvement.admin_site.ImprovementAdminSite"

    def ready(self) -> None:
        super().ready()
        from improvement.accounts.admin import register  # noqa: PLC0415 -- once every app has registered its own

        register()
