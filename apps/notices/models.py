"""What a builder tells the homes of a development for a time, and who has read it."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.core.models import DevelopmentOwned, development_key, identity_key, row_security, tenant_key
from apps.developments.models import house_type_key

LONGEST_TITLE, LONGEST_BODY = 120, 4000
STAFF_WRITES = "select, insert, update, delete"


class Notice(DevelopmentOwned):
    """For all homes of the development, or for those of one house type. Shown from `starts_at` until `ends_at`.

    The body is plain text. `changed_at` is when its words last changed: who read it before is told again.
    """

    house_type_code = models.CharField(max_length=32, null=True, blank=True)
    title = models.CharField(max_length=LONGEST_TITLE)
    body = models.TextField(max_length=LONGEST_BODY)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    created_by = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "notices"
        ordering = ["-starts_at", "id"]
        indexes = [models.Index(fields=["tenant", "development", "-starts_at"], name="ix_notice_starts")]
        constraints = [
            identity_key("notices"),
            development_key("notices"),
            house_type_key("notices"),
            models.CheckConstraint(condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="ck_notice_ends"),
            row_security(
                "notices",
                {
                    "super_admin": STAFF_WRITES,
                    "admin": STAFF_WRITES,
                    "developer": STAFF_WRITES,
                    "homeowner": "select",
                    "service": STAFF_WRITES,
                },
                development="development_id",
                house_type="house_type_code",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        now = timezone.now()
        if self.starts_at > now:
            return "scheduled"
        return "over" if self.ends_at is not None and self.ends_at <= now else "showing"


def pointer(to: str, name: str = "+") -> Any:
    """The database removes the rows with what they point to, since nobody but their homeowner may write them."""
    return models.ForeignKey(to, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name=name)


class NoticeRead(DevelopmentOwned):
    """A homeowner has put a notice away, as it was worded then."""

    notice = pointer("notices.Notice", "reads")
    homeowner = pointer("homeowners.Homeowner")
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "notice_reads"
        constraints = [
            models.UniqueConstraint(fields=["tenant", "notice", "homeowner"], name="uq_notice_read"),
            development_key("notice_reads"),
            tenant_key("notice_reads", "notice_id", "notices.Notice", on_delete="CASCADE"),
            tenant_key("notice_reads", "homeowner_id", "homeowners.Homeowner", on_delete="CASCADE"),
            row_security(
                "notice_reads",
                {
                    "super_admin": "select",
                    "admin": "select",
                    "developer": "select",
                    "service": "select",
                    "homeowner": "select, insert, update",
                },
                development="development_id",
                homeowner="homeowner_id",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} read by {self.homeowner_id}"
