from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Plans"

    def ready(self) -> None:
        from improvement.metrics import register  # noqa: PLC0415 -- app ready
        from plans.metrics import GAUGES  # noqa: PLC0415 -- app ready

        register(*GAUGES)
