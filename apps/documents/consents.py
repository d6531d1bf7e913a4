"""A homeowner confirms having read a must-read document: who, which version, when. A new version asks again."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.errors import Conflict
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.developments.models import Unit

from . import selectors
from .models import Document, DocumentConsent


@dataclass(frozen=True, slots=True)
class Tally:
    """Homes that the document is for, and those of them where somebody has confirmed the version in force."""

    homes: int
    confirmed: int


@transaction.atomic
def consent_give(principal: Principal, *, document_id: UUID, version: int | None = None) -> DocumentConsent:
    """Confirm the version in force. Doing so again changes nothing.

    `version` is the one that was read, where the client says so.

    Raises:
        NotFound: no such document for this home.
        Conflict: it need not be confirmed, or another version has come into force since it was opened.
    """
    rbac.check(principal, Permission.HOME_DOCUMENTS)
    current = selectors.published(principal, document_id)
    if not current.document.must_read:
        raise Conflict(_("This document need not be confirmed."))
    if version is not None and version != current.number:
        raise Conflict(_("A newer version has come meanwhile. Please read it first."))
    whose = {"tenant_id": principal.tenant_id, "homeowner_id": principal.subject_id}
    place = {"development_id": current.development_id, "unit_id": principal.unit_id}
    given, is_new = DocumentConsent.objects.get_or_create(
        **whose, document_id=document_id, version=current.number, defaults=place
    )
    if is_new:
        audit.record(AuditEvent.DOCUMENT_CONSENTED, principal, subject=current.document, number=current.number)
    return given


def with_own(principal: Principal, rows: QuerySet[Document]) -> QuerySet[Document]:
    """Each with the last version that this homeowner has confirmed, and when; NULL when there is none."""
    own = DocumentConsent.objects.filter(
        tenant_id=principal.tenant_id, homeowner_id=principal.subject_id, document_id=OuterRef("pk")
    ).order_by("-version")
    return rows.annotate(
        consented_version=Subquery(own.values("version")[:1]), consented_at=Subquery(own.values("consented_at")[:1])
    )


def homes_of(principal: Principal, document: Document) -> QuerySet[Unit]:
    """Every home that the document is for, with what its people have confirmed, the latest first.

    Each has `is_confirmed`: whether somebody there has confirmed the version in force.
    """
    rbac.check(principal, Permission.HOMEOWNER_VIEW, document)
    given = _of(document).select_related("homeowner").order_by("-version", "-consented_at")
    rows = _audience(document).annotate(is_confirmed=_confirmed(document))
    return rows.prefetch_related(Prefetch("document_consents", given, to_attr="given")).order_by("unit_number", "id")


def tallies(documents: Sequence[Document]) -> dict[UUID, Tally]:
    """Of documents of one development, in two queries however many they are."""
    homes = Counter(_homes_by_type(documents[0])) if documents else Counter()
    confirmed = _confirmed_homes(documents)
    everywhere = homes.total()
    return {
        one.pk: Tally(homes[one.house_type_code] if one.house_type_code else everywhere, confirmed.get(one.pk, 0))
        for one in documents
    }


def _homes_by_type(document: Document) -> dict[str, int]:
    homes = Unit.objects.filter(tenant_id=document.tenant_id, development_id=document.development_id)
    return dict(homes.order_by().values_list("house_type_code").annotate(Count("pk")))


def _confirmed_homes(documents: Sequence[Document]) -> dict[UUID, int]:
    for_it = Q(document__house_type_code=None) | Q(document__house_type_code=F("unit__house_type_code"))
    given = DocumentConsent.objects.filter(
        for_it,
        tenant_id__in={one.tenant_id for one in documents},
        document__in=documents,
        version=F("document__current_version__number"),
    )
    return dict(given.order_by().values_list("document").annotate(Count("unit", distinct=True)))


def _audience(document: Document) -> QuerySet[Unit]:
    homes = Unit.objects.filter(tenant_id=document.tenant_id, development_id=document.development_id)
    return homes.filter(house_type_code=document.house_type_code) if document.house_type_code else homes


def _of(document: Document) -> QuerySet[DocumentConsent]:
    return DocumentConsent.objects.filter(tenant_id=document.tenant_id, document=document)


def _confirmed(document: Document) -> Combinable:
    current = document.current_version
    return Exists(_of(document).filter(unit_id=OuterRef("pk"), version=current.number if current else 0))
