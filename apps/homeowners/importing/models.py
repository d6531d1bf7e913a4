"""One file of homes on its way: checked, then waiting to be written or written. The row is also the job."""

from django.db import models
from django.db.models import Q

from apps.core.models import DevelopmentOwned, development_key, identity_key, row_security

STAFF = "select, insert, update"
# After so many attempts that were cut off an import has failed.
ATTEMPTS = 3


class ImportState(models.TextChoices):
    CHECKED = "checked", "Checked"
    QUEUED = "queued", "Queued"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class HomeImport(DevelopmentOwned):
    """`content` is what was read from the file, `mapping` the field of each column, `report` what was judged.

    Content and report name people, so they are forgotten at `forget_at`; the counts stay. `lease_until` says until when
    a worker has it, or a message that will wake one is on its way; `attempts` tells the worker that has it now from one
    that was thought dead, and is never reset: a retry allows more of them.
    """

    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.CHECKED)
    file_name = models.CharField(max_length=200)
    content = models.JSONField(null=True)
    mapping = models.JSONField(default=list)
    report = models.JSONField(null=True)
    only_valid = models.BooleanField(default=False)
    requested_by = models.UUIDField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    inserted = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    attempts_allowed = models.PositiveSmallIntegerField(default=ATTEMPTS)
    lease_until = models.DateTimeField(null=True)
    forget_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "home_imports"
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["tenant", "development", "-created_at"], name="ix_home_import_development"),
            models.Index(
                fields=["tenant", "lease_until"],
                name="ix_home_import_unfinished",
                condition=Q(state__in=["queued", "running"]),
            ),
            models.Index(
                fields=["tenant", "forget_at"], name="ix_home_import_forget", condition=Q(forget_at__isnull=False)
            ),
        ]
        constraints = [
            identity_key("home_imports"),
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="ck_home_import_state"),
            development_key("home_imports"),
            row_security(
                "home_imports",
                {"super_admin": STAFF, "admin": STAFF, "developer": STAFF, "service": STAFF, "gate": "select"},
                development="development_id",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def may_be_retried(self) -> bool:
        """It failed, and what was read of its file is still kept."""
        return self.state == ImportState.FAILED and self.forget_at is not None
