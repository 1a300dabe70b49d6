from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Plans"

    def ready(self) -> None:
        from improvement import metrics  # noqa: PLC0415 -- app ready
        from improvement.jobs import daily, kinds  # noqa: PLC0415 -- app ready
        from plans.issuing.jobs import REPORTS  # noqa: PLC0415 -- app ready
        from plans.metrics import GAUGES  # noqa: PLC0415 -- app ready

        metrics.register(*GAUGES)
        kinds.register(REPORTS)
        daily.add_round(daily.Round("send_reports"), daily.Round("send_reminders"))
