"""Every number that a detector judges by, with its default and what a tenant may set instead.

A detector's SQL names its thresholds as parameters, so one that is declared here and unused, or used and undeclared,
fails at the first scan.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from apps.core.identity import PLATFORM_TENANT, Principal

from .catalogue import Detector
from .models import Threshold


@dataclass(frozen=True, slots=True)
class Declared:
    """A default, the least and the most that may be set, and what the number means. One of the `platform` compares
    tenants, so none of them may set it.
    """

    default: int
    least: int
    most: int
    meaning: str
    platform: bool = False


THRESHOLDS: Mapping[Detector, Mapping[str, Declared]] = {
    Detector.QR_SCANS: {
        "minutes": Declared(60, 5, 1440, "How far back scans are counted together"),
        "units": Declared(8, 2, 1000, "Homes whose cards one address opened"),
        "developments": Declared(2, 2, 100, "Developments in which one address opened cards"),
        "developments_units": Declared(4, 2, 1000, "Homes that must be among them for several developments to count"),
        "unknown_codes": Declared(10, 3, 1000, "Codes that no card has, tried from one address"),
    },
    Detector.CHAT_VOLUME: {
        "floor": Declared(40, 5, 10000, "Messages of a home in a day below which nothing is unusual"),
        "own_factor": Declared(4, 2, 100, "Times the home's own usual day"),
        "development_factor": Declared(6, 2, 100, "Times the usual day of a home of the development"),
    },
    Detector.DUPLICATE_EMAILS: {
        "developments": Declared(2, 2, 100, "Developments that share one e-mail address"),
        "tenants": Declared(2, 2, 100, "Builders that share one e-mail address", platform=True),
    },
    Detector.FAILED_LOGINS: {
        "minutes": Declared(60, 5, 1440, "How far back failures are counted together"),
        "account": Declared(10, 3, 1000, "Failures of one account"),
        "address": Declared(20, 3, 1000, "Failures from one address"),
        "spray": Declared(5, 3, 1000, "Accounts that one address failed at"),
        "wide_addresses": Declared(8, 3, 1000, "Addresses that fail together at many accounts"),
        "wide_accounts": Declared(8, 3, 1000, "Accounts that many addresses fail at together"),
        "success": Declared(5, 2, 1000, "Failures of an account before a sign-in that succeeds"),
    },
    Detector.GEOCODES: {
        "radius_km": Declared(5, 1, 500, "Kilometres from the development"),
        "same_point": Declared(12, 2, 1000, "Homes at exactly one point"),
    },
    Detector.RATE_LIMITS: {
        "hours": Declared(24, 1, 168, "How far back a repeat offender's refusals are counted"),
        "episodes": Declared(5, 2, 1000, "Times that one person ran into a limit anew"),
        "minutes": Declared(60, 5, 1440, "How far back one address is looked at"),
        "keys": Declared(4, 2, 1000, "People and limits that one address ran into"),
    },
    Detector.ZERO_RESULTS: {
        "questions": Declared(12, 3, 10000, "Unanswered questions of a development in a day"),
        "percent": Declared(60, 10, 100, "Share of the day's questions that found nothing"),
        "factor": Declared(2, 1, 100, "Times the development's usual share"),
        "homes": Declared(5, 2, 1000, "Homes of one house type with unanswered questions in a week"),
        "gap_percent": Declared(50, 10, 100, "Share of the house type's questions of the week that found nothing"),
        "refused": Declared(4, 2, 1000, "Questions of a home in a day that were refused"),
    },
    Detector.TOKEN_REPLAY: {
        "hours": Declared(24, 1, 168, "How far back replayed sessions are counted together"),
        "sessions": Declared(3, 2, 1000, "Sessions whose used tokens came again"),
    },
    Detector.IMPERSONATION: {
        "from_hour": Declared(6, 0, 23, "First usual hour of the day, UTC"),
        "to_hour": Declared(20, 1, 24, "Hour at which the usual day ends, UTC"),
        "weekends": Declared(0, 0, 1, "1 when weekends are usual, too"),
        "visits": Declared(8, 2, 1000, "Visits of one person in a day"),
        "factor": Declared(3, 1, 100, "Times the person's usual day"),
    },
    Detector.MASS_EXPORT: {
        "minutes": Declared(60, 5, 1440, "How far back calls are counted together"),
        "exports": Declared(5, 2, 1000, "Exports by one person"),
        "downloads": Declared(60, 5, 10000, "Files downloaded by one person"),
    },
    Detector.REFUSALS: {
        "minutes": Declared(60, 5, 1440, "How far back refusals are counted together"),
        "actor": Declared(20, 3, 10000, "Refusals of one person"),
        "foreign": Declared(3, 1, 1000, "Objects of others that one person reached for"),
        "address": Declared(120, 10, 10000, "Refusals of one address without a session"),
    },
}
BY_NAME: Mapping[str, Declared] = {
    f"{detector}.{name}": declared for detector, named in THRESHOLDS.items() for name, declared in named.items()
}


def settable(principal: Principal) -> dict[str, Declared]:
    """By name, what somebody may set: whoever works inside a tenant, nothing that compares tenants."""
    return {name: one for name, one in BY_NAME.items() if principal.tenant_id is None or not one.platform}


def effective(tenant_id: UUID) -> dict[Detector, dict[str, int]]:
    """What holds for a tenant: its own values over the defaults. In the platform's scope."""
    rows = Threshold.objects.filter(tenant_id__in=[tenant_id, PLATFORM_TENANT])
    own = {(row.tenant_id, row.name): row.value for row in rows}

    def value(name: str, declared: Declared) -> int:
        return own.get((PLATFORM_TENANT if declared.platform else tenant_id, name), declared.default)

    return {
        detector: {name: value(f"{detector}.{name}", declared) for name, declared in named.items()}
        for detector, named in THRESHOLDS.items()
    }
