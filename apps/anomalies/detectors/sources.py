"""What each detector reads, so that a scan runs only those for which something is new."""

from collections.abc import Mapping

from ..catalogue import Detector

# These read the platform's trail too, so a tenant's own news does not tell whether something is new for them.
ALWAYS = frozenset({Detector.FAILED_LOGINS})
# Events of the trail, and tables with stamped rows.
SOURCES: Mapping[Detector, frozenset[str]] = {
    Detector.QR_SCANS: frozenset({"enrolment.scanned", "request.refused"}),
    Detector.CHAT_VOLUME: frozenset({"messages"}),
    Detector.DUPLICATE_EMAILS: frozenset({"homeowners"}),
    Detector.FAILED_LOGINS: frozenset({"staff.sign_in_failed", "staff.signed_in"}),
    Detector.GEOCODES: frozenset({"units", "developments"}),
    Detector.RATE_LIMITS: frozenset({"rate_limited"}),
    Detector.ZERO_RESULTS: frozenset({"messages"}),
    Detector.TOKEN_REPLAY: frozenset({"session.token_replayed"}),
    Detector.IMPERSONATION: frozenset({"impersonation.started"}),
    Detector.MASS_EXPORT: frozenset(
        {"request", "units.exported", "homeowner.exported", "list.exported", "audit.exported"}
    ),
    Detector.REFUSALS: frozenset({"request.refused", "access.foreign_object"}),
}
