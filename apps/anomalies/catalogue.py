"""The closed vocabulary of anomalies: detectors, what each can find, how grave it is, and in which state it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Detector(models.TextChoices):
    """The values stand in addresses: they never change."""

    QR_SCANS = "qr-scans", _("Card scans")
    CHAT_VOLUME = "chat-volume", _("Chat volume")
    DUPLICATE_EMAILS = "duplicate-emails", _("Duplicate e-mails")
    FAILED_LOGINS = "failed-logins", _("Failed sign-ins")
    GEOCODES = "geocodes", _("Geocodes")
    RATE_LIMITS = "rate-limits", _("Rate limits")
    ZERO_RESULTS = "zero-results", _("Unanswered questions")
    TOKEN_REPLAY = "token-replay", _("Replayed tokens")
    IMPERSONATION = "impersonation", _("Support visits")
    MASS_EXPORT = "mass-export", _("Mass export")
    REFUSALS = "refusals", _("Refused access")


class Severity(models.TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    CRITICAL = "critical", _("Critical")


class State(models.TextChoices):
    OPEN = "open", _("Open")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    RESOLVED = "resolved", _("Resolved")
    MUTED = "muted", _("Muted")


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that a detector can find."""

    severity: Severity
    title: str | Promise


KINDS: Mapping[Detector, Mapping[str, Kind]] = {
    Detector.QR_SCANS: {
        "many_units": Kind(Severity.HIGH, _("One address opened the cards of many homes")),
        "many_developments": Kind(Severity.MEDIUM, _("One address opened cards in several developments")),
        "guessing": Kind(Severity.HIGH, _("One address tried many codes that no card has")),
    },
    Detector.CHAT_VOLUME: {
        "unit_volume": Kind(Severity.MEDIUM, _("A home asks far more than is usual for it and its neighbours")),
    },
    Detector.DUPLICATE_EMAILS: {
        "developments": Kind(Severity.LOW, _("One e-mail address lives in several developments")),
        "tenants": Kind(Severity.MEDIUM, _("One e-mail address lives with several builders")),
    },
    Detector.FAILED_LOGINS: {
        "account": Kind(Severity.MEDIUM, _("Many failed sign-ins to one account")),
        "address": Kind(Severity.MEDIUM, _("Many failed sign-ins from one address")),
        "spray": Kind(Severity.HIGH, _("One address tried many accounts")),
        "wide_spray": Kind(Severity.HIGH, _("Many addresses tried many accounts at once")),
        "success_after_failures": Kind(Severity.CRITICAL, _("A sign-in succeeded after many failures")),
    },
    Detector.GEOCODES: {
        "null_island": Kind(Severity.MEDIUM, _("Homes lie at the point zero of the map")),
        "swapped": Kind(Severity.MEDIUM, _("Latitude and longitude of homes look swapped")),
        "outside": Kind(Severity.MEDIUM, _("Homes lie far from their development")),
        "same_point": Kind(Severity.LOW, _("Many homes lie at exactly one point")),
    },
    Detector.RATE_LIMITS: {
        "repeat_offender": Kind(Severity.MEDIUM, _("Somebody runs into limits again and again")),
        "many_keys": Kind(Severity.HIGH, _("One address runs many people into limits")),
    },
    Detector.ZERO_RESULTS: {
        "development": Kind(Severity.LOW, _("Unusually many questions of a development found nothing")),
        "document_gap": Kind(Severity.LOW, _("Homes of one house type find nothing: a document may be missing")),
        "probing": Kind(Severity.HIGH, _("A home keeps asking about other homes or their people")),
    },
    Detector.TOKEN_REPLAY: {
        "refresh": Kind(Severity.HIGH, _("A used refresh token came again; its session was ended")),
        "access": Kind(Severity.LOW, _("An access token of an ended session was used")),
        "many_sessions": Kind(Severity.CRITICAL, _("Used tokens of several sessions came again: many may have leaked")),
    },
    Detector.IMPERSONATION: {
        "outside_hours": Kind(Severity.MEDIUM, _("Support visited a home outside the usual hours")),
        "above_count": Kind(Severity.HIGH, _("One person visited unusually many homes as support")),
    },
    Detector.MASS_EXPORT: {
        "exports": Kind(Severity.HIGH, _("One person exported data many times")),
        "downloads": Kind(Severity.MEDIUM, _("One person downloaded unusually many files")),
    },
    Detector.REFUSALS: {
        "actor": Kind(Severity.MEDIUM, _("One person was refused many times")),
        "foreign": Kind(Severity.HIGH, _("One person reached for objects that belong to others")),
        "address": Kind(Severity.LOW, _("One address without a session was refused many times")),
    },
}


def title(detector: str, kind: str) -> str:
    """In the reader's language; the bare name for one that is no longer declared."""
    known = KINDS.get(Detector(detector), {}).get(kind) if detector in Detector.values else None
    return str(known.title) if known else kind
