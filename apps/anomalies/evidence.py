"""The rows behind a finding, for people: when, what, and where to read on."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.dateparse import parse_datetime

from apps.audit.models import AuditEntry

from .models import Finding

# Where the admin shows a row of each table.
PAGES = {
    "audit_log": "admin:audit_auditentry_change",
    "messages": "admin:assistant_message_change",
    "units": "admin:developments_unit_change",
    "homeowners": "admin:homeowners_homeowner_change",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """`url` is empty where the reader may not open the row: failed sign-ins stand on the platform's trail."""

    at: str
    what: str
    id: str
    url: str


def linked(finding: Finding) -> Iterator[Shown]:
    """In the reader's scope."""
    trail = [row["id"] for row in finding.evidence if row["source"] == "audit_log"]
    readable = {str(key) for key in AuditEntry.objects.filter(id__in=trail).values_list("id", flat=True)}
    for row in finding.evidence:
        is_open = row["source"] in PAGES and (row["source"] != "audit_log" or row["id"] in readable)
        url = reverse(PAGES[row["source"]], args=[row["id"]]) if is_open else ""
        at = parse_datetime(row["at"])
        yield Shown(f"{at:%Y-%m-%d %H:%M:%S}" if at else row["at"], row["what"].replace("_", " "), row["id"], url)
