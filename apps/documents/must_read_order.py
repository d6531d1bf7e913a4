"""In which order homes are asked to read what they must read. A new one comes last."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.errors import Invalid
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.developments import selectors as developments

from . import selectors
from .models import Document

STEPS = {"up": -1, "down": 1}


def next_of(tenant_id: UUID, development_id: UUID) -> int:
    """The place behind all others."""
    placed = Document.objects.filter(tenant_id=tenant_id, development_id=development_id, must_read=True)
    return int(placed.aggregate(last=Max("must_read_order"))["last"] or 0) + 1


@transaction.atomic
def arrange(principal: Principal, *, development_id: UUID, documents: Sequence[UUID]) -> None:
    """Put the must-read documents of a development into this order.

    Raises:
        NotFound: no such development within reach.
        Invalid: these are not exactly its must-read documents.
    """
    held = {document.pk: document for document in _held(principal, development_id)}
    if len(documents) != len(held) or set(documents) != set(held):
        raise Invalid.field("documents", "incomplete", "Name each must-read document of the development once.")
    _number(principal, [held[key] for key in documents])


@transaction.atomic
def move(principal: Principal, *, document_id: UUID, step: str) -> Document:
    """One place `up` or `down`; the first and the last stay where they are."""
    document = selectors.document(principal, document_id)
    order = list(_held(principal, document.development_id))
    place = next((place for place, held in enumerate(order) if held.pk == document.pk), None)
    if place is not None and 0 <= place + STEPS[step] < len(order):
        order.insert(place + STEPS[step], order.pop(place))
        _number(principal, order)
    return document


def _held(principal: Principal, development_id: UUID) -> QuerySet[Document]:
    estate = developments.development(principal, development_id)
    rbac.check(principal, Permission.DOCUMENT_MANAGE, estate)
    return selectors.must_read_of(principal, estate.pk).select_related(None).select_for_update(of=("self",))


def _number(principal: Principal, order: list[Document]) -> None:
    for place, document in enumerate(order, start=1):
        document.must_read_order = place
    Document.objects.bulk_update(order, ["must_read_order"])
    if order:
        estate = order[0].development
        audit.record(AuditEvent.MUST_READ_ORDERED, principal, subject=estate, count=len(order))
