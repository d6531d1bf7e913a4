"""Figures of each day, counted as things happen, so that a dashboard never reads a question again.

What is counted waits in `Pending`, written by triggers in the transaction of the question, rating or search itself: a
row that commits late waits as long, and none is counted twice. Everything else holds numbers and plain ids of homes and
documents, no person and nothing that was written; so it stays when a homeowner removes a conversation or leaves.
"""

from django.db import models

from apps.core.models import TenantOwned, development_key, row_security

COUNTED = {
    "super_admin": "select, insert, update, delete",
    "admin": "select",
    "developer": "select",
    "service": "select",
}


class Kind(models.TextChoices):
    """`asked` by a home, `followed` up without being asked again, or any search of staff and homes."""

    ASKED = "asked", "Asked"
    FOLLOWED = "followed", "Answered later"
    SEARCHED = "searched", "Searched"


class Pending(TenantOwned):
    """One thing to be counted, as it was then. A rating or a model's words later on take the figures of before away
    (`sign` -1) and add those of now; only what `is_new` counts its home, topics and documents."""

    development_id = models.UUIDField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    sign = models.SmallIntegerField(default=1)
    is_new = models.BooleanField(default=True)
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    source_id = models.UUIDField()
    unit_id = models.UUIDField(null=True)
    outcome = models.CharField(max_length=12)
    mode = models.CharField(max_length=20)
    engine = models.CharField(max_length=20)
    rating = models.CharField(max_length=4)
    audience = models.CharField(max_length=12)
    took_ms = models.PositiveIntegerField()
    score = models.FloatField(null=True)
    coverage = models.FloatField(null=True)
    results = models.PositiveSmallIntegerField(null=True)

    class Meta:
        db_table = "analytics_pending"
        indexes = [models.Index(fields=["tenant", "due_at"], name="ix_analytics_pending_due")]
        constraints = [
            row_security("analytics_pending", {"super_admin": "select, delete", "gate": "select, insert, delete"}),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source_id}"


class DayFigures(TenantOwned):
    """What was counted on a day: of one development, of all of a tenant's (`development` is NULL), or, in the
    platform's own tenant, of all tenants. `counts` holds a number by each name of `measures`."""

    development = models.ForeignKey(
        "developments.Development",
        on_delete=models.CASCADE,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    day = models.DateField()
    counts = models.JSONField(default=dict)

    class Meta:
        db_table = "analytics_days"
        verbose_name_plural = "day figures"
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "development", "day"], name="uq_analytics_day", nulls_distinct=False
            ),
            development_key("analytics_days"),
            row_security("analytics_days", COUNTED, development="development_id"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.development_id or self.tenant_id}"


class ActiveHome(TenantOwned):
    """A home asked something on this day. From these rows each day learns how long its homes had been silent before,
    which is what makes the homes of any range countable, each once (`homes.py`)."""

    development = models.ForeignKey(
        "developments.Development", on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )
    day = models.DateField()
    unit_id = models.UUIDField()

    class Meta:
        db_table = "analytics_homes"
        constraints = [
            models.UniqueConstraint(fields=["tenant", "unit_id", "day"], name="uq_analytics_home"),
            development_key("analytics_homes"),
            row_security("analytics_homes", COUNTED, development="development_id"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.unit_id}"


class DocumentUse(TenantOwned):
    """How many answers of a day cited a document."""

    development = models.ForeignKey(
        "developments.Development", on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )
    day = models.DateField()
    document_id = models.UUIDField()
    answers = models.PositiveIntegerField()

    class Meta:
        db_table = "analytics_documents"
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "day", "document_id"], include=["development"], name="uq_analytics_document"
            ),
            development_key("analytics_documents"),
            row_security("analytics_documents", COUNTED, development="development_id"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.document_id}"


class RollUp(TenantOwned):
    """When a tenant's figures last changed; the platform's own row stands for all of them, and tells when the worker
    last looked for something to count."""

    counted_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "analytics_roll_ups"
        constraints = [
            models.UniqueConstraint(fields=["tenant"], name="uq_analytics_roll_up"),
            row_security("analytics_roll_ups", COUNTED | {"gate": "select"}),
        ]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.counted_at}"
