"""What an open question means to a model of meaning: what makes one topic of the same question in other words."""

from django.db import models

from apps.core.models import development_key, row_security, tenant_key
from apps.homeowners.models import unit_key

from .owned import OWN, HomeownerOwned

FORMAT = "float16"


class QuestionMeaning(HomeownerOwned):
    """Numbers (`FORMAT`) of a vector of length 1, and whose they are. Goes with its message; a function of the gate
    hands it to whoever may read topics."""

    message = models.ForeignKey(
        "assistant.Message", on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    model = models.CharField(max_length=100)
    vector = models.BinaryField()

    class Meta:
        db_table = "question_meanings"
        constraints = [
            models.UniqueConstraint(fields=["tenant", "message", "model"], name="uq_question_meaning"),
            development_key("question_meanings"),
            unit_key("question_meanings"),
            tenant_key("question_meanings", "homeowner_id", "homeowners.Homeowner", on_delete="CASCADE"),
            tenant_key("question_meanings", "message_id", "assistant.Message", on_delete="CASCADE"),
            row_security(
                "question_meanings",
                {"super_admin": "select", "service": "select, insert", "gate": "select"},
                **OWN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model} of {self.message_id}"
