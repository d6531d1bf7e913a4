"""The closed catalogue of what the audit trail may hold.

Each event names the payload keys it may carry, so "no personal data in the log" is a property of this table: `record`
refuses any other key, and adds one of its own: the id of the token that acts. An event that nothing emits fails a test.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    SESSION = "session"
    ACCESS = "access"
    CHANGE = "change"
    DOCUMENT = "document"
    ANOMALY = "anomaly"
    OPERATION = "operation"


class AuditEvent(StrEnum):
    REQUEST = "request"
    REQUEST_REFUSED = "request.refused"
    RATE_LIMITED = "rate_limited"
    LIMIT_REFUSALS = "limit.refusals"
    CLIENT_ERROR_FLOOD = "client_errors.flood"
    FOREIGN_ACCESS = "access.foreign_object"
    SIGNED_IN = "staff.signed_in"
    SIGN_IN_FAILED = "staff.sign_in_failed"
    LOCKED_OUT = "staff.locked_out"
    UNLOCKED = "staff.unlocked"
    SIGNED_OUT = "staff.signed_out"
    SECOND_FACTOR_ON = "second_factor.on"
    SECOND_FACTOR_OFF = "second_factor.off"
    SECOND_FACTOR_FAILED = "second_factor.failed"
    RECOVERY_CODE_USED = "second_factor.recovery_code_used"
    RECOVERY_CODES_RENEWED = "second_factor.recovery_codes_renewed"
    SCOPE_ENTERED = "staff.scope_entered"
    IMPERSONATION_STARTED = "impersonation.started"
    IMPERSONATION_USED = "impersonation.used"
    IMPERSONATION_STOPPED = "impersonation.stopped"
    HOMEOWNER_JOINED = "homeowner.joined"
    DEVICE_DECIDED = "homeowner.device_decided"
    SESSION_ENDED = "session.ended"
    LIMIT_RESET = "limit.reset"
    ACCESS_TOKEN_CREATED = "access_token.created"  # noqa: S105  an event, no password
    ACCESS_TOKEN_REVOKED = "access_token.revoked"  # noqa: S105  an event, no password
    TOKEN_REPLAYED = "session.token_replayed"  # noqa: S105  an event, no password
    TENANT_CREATED = "tenant.created"
    TENANT_CHANGED = "tenant.changed"
    THEME_CHANGED = "theme.changed"
    STAFF_CREATED = "staff.created"
    STAFF_INVITED = "staff.invited"
    STAFF_REMOVED = "staff.removed"
    INVITATION_ACCEPTED = "staff.invitation_accepted"
    RESET_ASKED = "staff.password_reset_asked"
    PASSWORD_RESET = "staff.password_reset"  # noqa: S105  an event, no password
    STAFF_CHANGED = "staff.changed"
    DEVELOPMENT_CREATED = "development.created"
    DEVELOPMENT_CHANGED = "development.changed"
    DEVELOPMENT_ARCHIVED = "development.archived"
    DEVELOPMENT_RESTORED = "development.restored"
    HOUSE_TYPE_CREATED = "house_type.created"
    HOUSE_TYPE_CHANGED = "house_type.changed"
    HOUSE_TYPE_REMOVED = "house_type.removed"
    UNIT_CREATED = "unit.created"
    UNIT_CHANGED = "unit.changed"
    UNIT_REMOVED = "unit.removed"
    UNITS_IMPORTED = "units.imported"
    IMPORT_RETRIED = "units.import_retried"
    UNITS_EXPORTED = "units.exported"
    HOMEOWNER_CREATED = "homeowner.created"
    HOMEOWNER_CHANGED = "homeowner.changed"
    HOMEOWNER_REMOVED = "homeowner.removed"
    HOMEOWNER_EXPORTED = "homeowner.exported"
    ENROLMENT_ISSUED = "enrolment.issued"
    ENROLMENT_REPLACED = "enrolment.replaced"
    ENROLMENT_REVOKED = "enrolment.revoked"
    ENROLMENT_SCANNED = "enrolment.scanned"
    ENROLMENT_PRINTED = "enrolment.printed"
    DOCUMENT_UPLOADED = "document.uploaded"
    DOCUMENT_VERSIONED = "document.version_added"
    DOCUMENT_ROLLED_BACK = "document.rolled_back"
    DOCUMENT_CHANGED = "document.changed"
    DOCUMENT_READ = "document.read"
    DOCUMENT_FAILED = "document.failed"
    DOCUMENT_DELETED = "document.deleted"
    DOCUMENT_REINGESTED = "document.reingested"
    DOCUMENT_DEPRECATED = "document.deprecated"
    DOCUMENT_REINSTATED = "document.reinstated"
    DOCUMENT_CONSENTED = "document.consented"
    MUST_READ_ORDERED = "document.must_read_ordered"
    NOTICE_CREATED = "notice.created"
    NOTICE_CHANGED = "notice.changed"
    NOTICE_DELETED = "notice.deleted"
    CHAT_FORGOTTEN = "chat.forgotten"
    ANSWER_RATED = "answer.rated"
    QUESTION_SENT = "question.sent"
    QUESTION_DISMISSED = "question.dismissed"
    QUESTION_ANSWERED = "question.answered"
    GUIDANCE_CHANGED = "guidance.changed"
    ENTRY_CREATED = "entry.created"
    ENTRY_CHANGED = "entry.changed"
    ENTRY_DELETED = "entry.deleted"
    RECORD_CHANGED = "record.changed"
    LIST_EXPORTED = "list.exported"
    AUDIT_EXPORTED = "audit.exported"
    AUDIT_MONTHS_DROPPED = "audit.months_dropped"
    ANOMALY_TRIGGERED = "anomaly.triggered"
    ANOMALY_ACKNOWLEDGED = "anomaly.acknowledged"
    ANOMALY_RESOLVED = "anomaly.resolved"
    ANOMALY_MUTED = "anomaly.muted"
    ANOMALY_THRESHOLD_CHANGED = "anomaly.threshold_changed"
    ANOMALY_WEBHOOK_CHANGED = "anomaly.webhook_changed"
    PLATFORM_SCOPE = "operation.platform_scope"


@dataclass(frozen=True, slots=True)
class EventSpec:
    category: Category
    payload: frozenset[str] = frozenset()


def _spec(category: Category, *payload: str) -> EventSpec:
    return EventSpec(category, frozenset(payload))


CATALOGUE: Mapping[AuditEvent, EventSpec] = {
    AuditEvent.REQUEST: _spec(Category.ACCESS, "permission", "code"),
    AuditEvent.REQUEST_REFUSED: _spec(Category.ACCESS, "permission", "code", "reason"),
    AuditEvent.RATE_LIMITED: _spec(Category.ACCESS, "policy", "refusals", "reason", "permission", "code"),
    AuditEvent.LIMIT_REFUSALS: _spec(Category.ACCESS, "limit", "refusals", "whose", "network"),
    AuditEvent.CLIENT_ERROR_FLOOD: _spec(Category.ACCESS, "policy", "refusals", "reason", "permission", "code"),
    AuditEvent.FOREIGN_ACCESS: _spec(Category.ACCESS, "reason", "object_type", "object_id"),
    AuditEvent.SIGNED_IN: _spec(Category.SESSION),
    AuditEvent.SIGN_IN_FAILED: _spec(Category.SESSION, "account_hash"),
    AuditEvent.LOCKED_OUT: _spec(Category.SESSION, "account_hash", "counted"),
    AuditEvent.UNLOCKED: _spec(Category.SESSION),
    AuditEvent.SIGNED_OUT: _spec(Category.SESSION),
    AuditEvent.SECOND_FACTOR_ON: _spec(Category.SESSION),
    AuditEvent.SECOND_FACTOR_OFF: _spec(Category.SESSION),
    AuditEvent.SECOND_FACTOR_FAILED: _spec(Category.SESSION),
    AuditEvent.RECOVERY_CODE_USED: _spec(Category.SESSION),
    AuditEvent.RECOVERY_CODES_RENEWED: _spec(Category.SESSION),
    AuditEvent.SCOPE_ENTERED: _spec(Category.SESSION, "entered"),
    AuditEvent.IMPERSONATION_STARTED: _spec(Category.SESSION, "session"),
    AuditEvent.IMPERSONATION_USED: _spec(Category.ACCESS, "permission", "code"),
    AuditEvent.IMPERSONATION_STOPPED: _spec(Category.SESSION, "session"),
    AuditEvent.HOMEOWNER_JOINED: _spec(Category.SESSION, "first_time"),
    AuditEvent.DEVICE_DECIDED: _spec(Category.SESSION, "allowed"),
    AuditEvent.SESSION_ENDED: _spec(Category.SESSION, "session", "reason"),
    AuditEvent.LIMIT_RESET: _spec(Category.OPERATION, "limit", "whose"),
    AuditEvent.TOKEN_REPLAYED: _spec(Category.SESSION, "session", "kind"),
    AuditEvent.ACCESS_TOKEN_CREATED: _spec(Category.SESSION, "session", "permissions", "expires_at"),
    AuditEvent.ACCESS_TOKEN_REVOKED: _spec(Category.SESSION, "session"),
    AuditEvent.TENANT_CREATED: _spec(Category.CHANGE),
    AuditEvent.TENANT_CHANGED: _spec(Category.CHANGE, "fields"),
    AuditEvent.THEME_CHANGED: _spec(Category.CHANGE, "fields"),
    AuditEvent.STAFF_CREATED: _spec(Category.CHANGE, "role", "memberships"),
    AuditEvent.STAFF_INVITED: _spec(Category.CHANGE, "role"),
    AuditEvent.STAFF_REMOVED: _spec(Category.CHANGE, "role"),
    AuditEvent.INVITATION_ACCEPTED: _spec(Category.SESSION),
    AuditEvent.RESET_ASKED: _spec(Category.SESSION, "account_hash"),
    AuditEvent.PASSWORD_RESET: _spec(Category.SESSION),
    AuditEvent.STAFF_CHANGED: _spec(Category.CHANGE, "fields", "memberships", "password"),
    AuditEvent.DEVELOPMENT_CREATED: _spec(Category.CHANGE),
    AuditEvent.DEVELOPMENT_CHANGED: _spec(Category.CHANGE, "fields"),
    AuditEvent.DEVELOPMENT_ARCHIVED: _spec(Category.CHANGE),
    AuditEvent.DEVELOPMENT_RESTORED: _spec(Category.CHANGE),
    AuditEvent.HOUSE_TYPE_CREATED: _spec(Category.CHANGE, "house_type"),
    AuditEvent.HOUSE_TYPE_CHANGED: _spec(Category.CHANGE, "house_type", "fields"),
    AuditEvent.HOUSE_TYPE_REMOVED: _spec(Category.CHANGE, "house_type"),
    AuditEvent.UNIT_CREATED: _spec(Category.CHANGE, "house_type"),
    AuditEvent.UNIT_CHANGED: _spec(Category.CHANGE, "fields"),
    AuditEvent.UNIT_REMOVED: _spec(Category.CHANGE, "house_type"),
    AuditEvent.UNITS_IMPORTED: _spec(
        Category.CHANGE, "rows", "inserted", "updated", "unchanged", "failed", "only_valid"
    ),
    AuditEvent.IMPORT_RETRIED: _spec(Category.CHANGE),
    AuditEvent.UNITS_EXPORTED: _spec(Category.OPERATION, "shape"),
    AuditEvent.HOMEOWNER_CREATED: _spec(Category.CHANGE),
    AuditEvent.HOMEOWNER_CHANGED: _spec(Category.CHANGE, "fields"),
    AuditEvent.HOMEOWNER_REMOVED: _spec(Category.CHANGE),
    AuditEvent.HOMEOWNER_EXPORTED: _spec(Category.OPERATION, "parts"),
    AuditEvent.ENROLMENT_ISSUED: _spec(Category.CHANGE, "expires_at"),
    AuditEvent.ENROLMENT_REPLACED: _spec(Category.CHANGE, "expires_at"),
    AuditEvent.ENROLMENT_REVOKED: _spec(Category.CHANGE),
    AuditEvent.ENROLMENT_SCANNED: _spec(Category.SESSION, "outcome"),
    AuditEvent.ENROLMENT_PRINTED: _spec(Category.OPERATION),
    AuditEvent.DOCUMENT_UPLOADED: _spec(Category.DOCUMENT, "size_bytes", "kind", "house_type"),
    AuditEvent.DOCUMENT_VERSIONED: _spec(Category.DOCUMENT, "size_bytes", "kind", "number"),
    AuditEvent.DOCUMENT_ROLLED_BACK: _spec(Category.DOCUMENT, "number", "restores"),
    AuditEvent.DOCUMENT_CHANGED: _spec(Category.DOCUMENT, "fields"),
    AuditEvent.DOCUMENT_READ: _spec(Category.DOCUMENT, "pages", "chunks", "engine"),
    AuditEvent.DOCUMENT_FAILED: _spec(Category.DOCUMENT, "code"),
    AuditEvent.DOCUMENT_DELETED: _spec(Category.DOCUMENT),
    AuditEvent.DOCUMENT_REINGESTED: _spec(Category.DOCUMENT, "count"),
    AuditEvent.DOCUMENT_DEPRECATED: _spec(Category.DOCUMENT),
    AuditEvent.DOCUMENT_REINSTATED: _spec(Category.DOCUMENT),
    AuditEvent.DOCUMENT_CONSENTED: _spec(Category.DOCUMENT, "number"),
    AuditEvent.MUST_READ_ORDERED: _spec(Category.DOCUMENT, "count"),
    AuditEvent.NOTICE_CREATED: _spec(Category.CHANGE, "house_type"),
    AuditEvent.NOTICE_CHANGED: _spec(Category.CHANGE, "fields"),
    AuditEvent.NOTICE_DELETED: _spec(Category.CHANGE),
    AuditEvent.CHAT_FORGOTTEN: _spec(Category.CHANGE),
    AuditEvent.ANSWER_RATED: _spec(Category.CHANGE, "rating"),
    AuditEvent.QUESTION_SENT: _spec(Category.CHANGE),
    AuditEvent.QUESTION_DISMISSED: _spec(Category.CHANGE, "topic"),
    AuditEvent.QUESTION_ANSWERED: _spec(Category.CHANGE, "follows"),
    AuditEvent.GUIDANCE_CHANGED: _spec(Category.CHANGE, "fields"),
    AuditEvent.ENTRY_CREATED: _spec(Category.DOCUMENT, "house_type"),
    AuditEvent.ENTRY_CHANGED: _spec(Category.DOCUMENT, "fields"),
    AuditEvent.ENTRY_DELETED: _spec(Category.DOCUMENT),
    AuditEvent.RECORD_CHANGED: _spec(Category.CHANGE, "action", "fields"),
    AuditEvent.LIST_EXPORTED: _spec(Category.OPERATION, "list", "filters"),
    AuditEvent.AUDIT_EXPORTED: _spec(Category.OPERATION, "filters"),
    AuditEvent.AUDIT_MONTHS_DROPPED: _spec(Category.OPERATION, "months", "kept_since"),
    AuditEvent.ANOMALY_TRIGGERED: _spec(Category.ANOMALY, "detector", "kind", "severity", "count", "reopened"),
    AuditEvent.ANOMALY_ACKNOWLEDGED: _spec(Category.ANOMALY, "detector", "kind"),
    AuditEvent.ANOMALY_RESOLVED: _spec(Category.ANOMALY, "detector", "kind"),
    AuditEvent.ANOMALY_MUTED: _spec(Category.ANOMALY, "detector", "kind", "until"),
    AuditEvent.ANOMALY_THRESHOLD_CHANGED: _spec(Category.ANOMALY, "threshold", "value", "before"),
    AuditEvent.ANOMALY_WEBHOOK_CHANGED: _spec(Category.ANOMALY, "fields", "active"),
    AuditEvent.PLATFORM_SCOPE: _spec(Category.OPERATION, "command", "reason"),
}


def events_of(category: str) -> list[AuditEvent]:
    """What a filter by category asks the table for: its events have an index, it has none. None for what is none."""
    return [event for event, spec in CATALOGUE.items() if spec.category == category]
