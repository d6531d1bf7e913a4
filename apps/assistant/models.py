"""What a home asked, what was answered, and from which pages."""

from django.db import models

from apps.core.models import DevelopmentOwned, development_key, identity_key, row_security, tenant_key
from apps.developments.models import Unit
from apps.homeowners.models import Homeowner, unit_key

OWN = {"development": "development_id", "unit": "unit_id", "homeowner": "homeowner_id"}
HOMEOWNER_WRITES = {
    "super_admin": "select",
    "admin": "select",
    "homeowner": "select, insert, update, delete",
}


class Outcome(models.TextChoices):
    ANSWERED = "answered", "Answered"
    CLOSEST = "closest", "Closest passages"
    NOT_FOUND = "not_found", "Not found"
    SAFETY = "safety", "Safety answer"
    REFUSED = "refused", "Refused"


class HomeownerOwned(DevelopmentOwned):
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    homeowner = models.ForeignKey(
        Homeowner, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )

    class Meta:
        abstract = True


class Conversation(HomeownerOwned):
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "conversations"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["tenant", "homeowner", "-created_at"], name="ix_conversation_homeowner")]
        constraints = [
            identity_key("conversations"),
            development_key("conversations"),
            unit_key("conversations"),
            tenant_key("conversations", "homeowner_id", "homeowners.Homeowner", on_delete="CASCADE"),
            row_security("conversations", HOMEOWNER_WRITES, **OWN),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Message(HomeownerOwned):
    """A question and its answer. `client_message_id` makes a repeated send the same message."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="messages"
    )
    client_message_id = models.UUIDField(null=True)
    question = models.TextField()
    answer = models.TextField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    engine = models.CharField(max_length=20)
    mode = models.CharField(max_length=20, blank=True)
    latency_ms = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "messages"
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["tenant", "homeowner", "-created_at", "-id"], name="ix_message_homeowner"),
            models.Index(fields=["tenant", "conversation", "-created_at"], name="ix_message_conversation"),
        ]
        constraints = [
            identity_key("messages"),
            models.UniqueConstraint(fields=["tenant", "homeowner", "client_message_id"], name="uq_message_client_id"),
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="ck_message_outcome"),
            development_key("messages"),
            unit_key("messages"),
            tenant_key("messages", "homeowner_id", "homeowners.Homeowner", on_delete="CASCADE"),
            tenant_key("messages", "conversation_id", "assistant.Conversation", on_delete="CASCADE"),
            row_security("messages", HOMEOWNER_WRITES, **OWN),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Citation(HomeownerOwned):
    """A quoted place. Keeps title, version and page as they were, so that an old answer stays readable."""

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="citations"
    )
    number = models.PositiveSmallIntegerField()
    document_id = models.UUIDField()
    title = models.CharField(max_length=200)
    version = models.PositiveIntegerField()
    page = models.PositiveIntegerField()
    heading = models.CharField(max_length=300, blank=True)
    quote = models.TextField()
    passage = models.TextField()

    class Meta:
        db_table = "citations"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "message", "number"], name="uq_citation_number"),
            development_key("citations"),
            unit_key("citations"),
            tenant_key("citations", "homeowner_id", "homeowners.Homeowner", on_delete="CASCADE"),
            tenant_key("citations", "message_id", "assistant.Message", on_delete="CASCADE"),
            row_security("citations", HOMEOWNER_WRITES, **OWN),
        ]

    def __str__(self) -> str:
        return f"[{self.number}] {self.title}, page {self.page}"


class SearchLog(DevelopmentOwned):
    """How each search went, without who asked: what the builder's list of gaps is made from."""

    house_type_code = models.CharField(max_length=32, null=True)
    query = models.TextField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    mode = models.CharField(max_length=20)
    audience = models.CharField(max_length=12)
    top_score = models.FloatField(null=True)
    coverage = models.FloatField(null=True)
    results = models.PositiveSmallIntegerField()
    took_ms = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "search_log"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["tenant", "development", "-created_at"], name="ix_search_log_development")]
        constraints = [
            development_key("search_log"),
            row_security(
                "search_log",
                {
                    "super_admin": "select, insert",
                    "admin": "select, insert",
                    "developer": "select, insert",
                    "homeowner": "insert",
                    "service": "select, insert",
                },
                development="development_id",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.id}"
