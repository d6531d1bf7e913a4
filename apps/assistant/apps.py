from typing import Any

from django.apps import AppConfig
from django.db import transaction


class AssistantConfig(AppConfig):
    name = "apps.assistant"

    def ready(self) -> None:
        from apps.documents.signals import found_by_meaning, published

        from .language_model import checks  # noqa: F401

        for told in (published, found_by_meaning):
            told.connect(ask_again_later, dispatch_uid="assistant.ask_again")


def ask_again_later(document: Any, **kwargs: Any) -> None:
    """A document in force may answer what could not be answered before."""
    from .tasks import ask_again

    ids = (str(document.development_id), str(document.pk))
    transaction.on_commit(lambda: ask_again.enqueue(document.tenant_id, *ids), robust=True)
