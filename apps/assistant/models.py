"""What a home asked, what was answered, and from which pages. What questions mean is in `meaning_models`."""

from django.db import models

from apps.core.models import DevelopmentOwned, development_key, identity_key, row_security, tenant_key
from apps.developments.models import house_type_key
from apps.documents.models import Document
from apps.homeowners.models import unit_key

from . import meaning_models  # noqa: F401
from .other_names import validate_other_names
from .owned import OWN, HomeownerOwned

HOMEOWNER_WRITES = {
    "super_admin": "select",
    "admin": "select",
    "homeowner": "select, insert, update, delete",
}
STAFF_KEEPS = {
    "super_admin": "select, insert, update, delete",
    "admin": "select, insert, update, delete",
    "developer": "select, insert, update, delete",
    "service": "select, insert, update, delete",
}
LONGEST_NOTE, LONGEST_INSTRUCTIONS = 300, 2000
# A service asks past questions again and adds what it then answers.
FOLLOWED_BY_SERVICES = HOMEOWNER_WRITES | {"service": "select, insert"}


class Outcome(models.TextChoices):
    ANSWERED = "answered", "Answered"
    CLOSEST = "closest", "Closest passages"
    NOT_FOUND = "not_found", "Not found"
    SAFETY = "safety", "Safety answer"
    REFUSED = "refused", "Refused"


class Rating(models.TextChoices):
    UP = "up", "Helpful"
    DOWN = "down", "Not helpful"


class Source(models.TextChoices):
    """What a citation quotes: a document's page, an entry that the builder wrote, or what is recorded of the home."""

    DOCUMENT = "document", "Document"
    ENTRY = "entry", "Answered by your builder"
    HOME = "home", "Your home's data"


# What a builder may want to answer, whatever has become of it since.
OPEN = models.Q(outcome__in=["closest", "not_found"]) | models.Q(rating="down") | models.Q(sent_at__isnull=False)


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
    """A question and its answer. `client_message_id` makes a repeated send the same message. `xid` is the transaction
    that wrote it, stamped by a trigger.

    `language` is what the home was answered in. `follows` is the earlier message whose question was asked again,
    without the home doing so, and answered at last.
    """

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="messages"
    )
    client_message_id = models.UUIDField(null=True)
    question = models.TextField()
    answer = models.TextField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    engine = models.CharField(max_length=20)
    mode = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10, default="en", db_default="en")
    latency_ms = models.PositiveIntegerField()
    rating = models.CharField(max_length=4, choices=Rating.choices, blank=True)
    rating_reason = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=1000, blank=True)
    follows = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, db_constraint=False, db_index=False, related_name="followed"
    )
    xid = models.BigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "messages"
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["tenant", "development", "-created_at"],
                name="ix_message_open",
                condition=OPEN,
            ),
            models.Index(fields=["tenant", "homeowner", "-created_at", "-id"], name="ix_message_homeowner"),
            models.Index(fields=["tenant", "conversation", "-created_at"], name="ix_message_conversation"),
            models.Index(fields=["tenant", "development", "-created_at"], name="ix_message_development"),
            models.Index(fields=["tenant", "xid"], name="ix_message_xid"),
        ]
        constraints = [
            identity_key("messages"),
            models.UniqueConstraint(fields=["tenant", "homeowner", "client_message_id"], name="uq_message_client_id"),
            models.UniqueConstraint(fields=["tenant", "follows"], name="uq_message_follows"),
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="ck_message_outcome"),
            models.CheckConstraint(condition=models.Q(rating__in=["", *Rating.values]), name="ck_message_rating"),
            development_key("messages"),
            unit_key("messages"),
            tenant_key("messages", "homeowner_id", "homeowners.Homeowner", on_delete="CASCADE"),
            tenant_key("messages", "conversation_id", "assistant.Conversation", on_delete="CASCADE"),
            tenant_key("messages", "follows_id", "assistant.Message", on_delete="CASCADE"),
            row_security("messages", FOLLOWED_BY_SERVICES | {"gate": "select"}, **OWN),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Citation(HomeownerOwned):
    """A quoted place. Keeps title, version and page as they were, so that an old answer stays readable.

    What is recorded of the home itself stands in no document: then there is no document, version and page. Where it is
    `recognised`, the words were read from a picture of the page, and may have been misread.
    """

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="citations"
    )
    number = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.DOCUMENT)
    document_id = models.UUIDField(null=True)
    title = models.CharField(max_length=200)
    version = models.PositiveIntegerField(null=True)
    page = models.PositiveIntegerField(null=True)
    heading = models.CharField(max_length=300, blank=True)
    quote = models.TextField()
    passage = models.TextField()
    recognised = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "citations"
        ordering = ["number"]
        indexes = [models.Index(fields=["tenant", "document_id"], name="ix_citation_document")]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "message", "number"], name="uq_citation_number"),
            development_key("citations"),
            unit_key("citations"),
            tenant_key("citations", "homeowner_id", "homeowners.Homeowner", on_delete="CASCADE"),
            tenant_key("citations", "message_id", "assistant.Message", on_delete="CASCADE"),
            row_security("citations", FOLLOWED_BY_SERVICES | {"gate": "select"}, **OWN),
        ]

    def __str__(self) -> str:
        return f"[{self.number}] {self.title}, page {self.page}" if self.page else f"[{self.number}] {self.title}"


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
                    "gate": "select",
                },
                development="development_id",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.id}"


class FaqEntry(DevelopmentOwned):
    """A question with the builder's answer. Search, visibility and versions are those of its document."""

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )
    house_type_code = models.CharField(max_length=32, null=True, blank=True)
    question = models.CharField(max_length=500)
    answer = models.TextField()
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "FAQ entries"
        db_table = "faq_entries"
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["tenant", "development", "-created_at", "-id"], name="ix_entry_development")]
        constraints = [
            identity_key("faq_entries"),
            models.UniqueConstraint(fields=["tenant", "document"], name="uq_entry_document"),
            development_key("faq_entries"),
            house_type_key("faq_entries"),
            tenant_key("faq_entries", "document_id", "documents.Document", on_delete="CASCADE"),
            row_security("faq_entries", STAFF_KEEPS, development="development_id"),
        ]

    def __str__(self) -> str:
        return self.question


class DismissedQuestion(DevelopmentOwned):
    """A topic that the builder will not answer. It comes back when a home sends such a question to the builder."""

    topic = models.UUIDField()
    dismissed_by = models.UUIDField(null=True)
    dismissed_at = models.DateTimeField()

    class Meta:
        db_table = "dismissed_questions"
        constraints = [
            models.UniqueConstraint(fields=["tenant", "development", "topic"], name="uq_dismissed_topic"),
            development_key("dismissed_questions"),
            row_security("dismissed_questions", STAFF_KEEPS, development="development_id"),
        ]

    def __str__(self) -> str:
        return str(self.topic)


class Guidance(DevelopmentOwned):
    """What a builder tells the assistant of a development; at most one row each."""

    development = models.OneToOneField(
        "developments.Development", on_delete=models.CASCADE, db_constraint=False, db_index=False
    )
    greeting = models.CharField(max_length=LONGEST_NOTE, blank=True)
    not_found_note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    instructions = models.CharField(max_length=LONGEST_INSTRUCTIONS, blank=True)
    other_names = models.JSONField(default=list, blank=True, validators=[validate_other_names])

    class Meta:
        db_table = "assistant_guidance"
        verbose_name_plural = "guidance"
        constraints = [
            models.UniqueConstraint(fields=["tenant", "development"], name="uq_guidance_development"),
            development_key("assistant_guidance"),
            row_security(
                "assistant_guidance",
                {
                    "super_admin": "select, insert, update, delete",
                    "admin": "select, insert, update, delete",
                    "developer": "select, insert, update",
                    "homeowner": "select",
                    "service": "select",
                },
                development="development_id",
            ),
        ]

    def __str__(self) -> str:
        return f"assistant of {self.development_id}"
