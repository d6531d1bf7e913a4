from django.apps import AppConfig


class AnomaliesConfig(AppConfig):
    name = "apps.anomalies"

    def ready(self) -> None:
        from apps.audit import watching
        from apps.audit.events import AuditEvent

        from . import checks, immediate  # noqa: F401

        watching.watch(AuditEvent.TOKEN_REPLAYED, immediate.token_replayed)
