"""What is kept of a person's reading: which notices they put away, and when."""

from collections.abc import Mapping
from typing import Any

from apps.homeowners.models import Homeowner
from apps.homeowners.personal_data import Source

from .models import Notice, NoticeRead


def _reading(person: Homeowner) -> list[Mapping[str, Any]]:
    """A notice that is for other homes by now is named no more; that it was read is told all the same."""
    rows = NoticeRead.objects.filter(tenant_id=person.tenant_id, homeowner_id=person.pk).order_by("read_at", "id")
    notices = Notice.objects.filter(tenant_id=person.tenant_id, pk__in=[row.notice_id for row in rows])
    titles = dict(notices.values_list("pk", "title"))
    return [{"notice": titles.get(row.notice_id), "read_at": row.read_at} for row in rows]


READING = Source("notices", frozenset({"notice_reads"}), _reading)
