"""The rooms that a document lists for its house type, and the builder's word that their sizes are right.

From then on the assistant tells them as facts of the design, before it looks into any document.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.core.errors import Conflict
from apps.core.identity import Principal
from apps.developments import selectors as developments
from apps.developments import services as designs
from apps.developments.models import HouseType
from apps.developments.rooms import FIELDS, stored

from . import selectors, texts
from .models import Document
from .room_schedule import FoundRoom, rooms_in


@dataclass(frozen=True, slots=True)
class Found:
    """`house_type` is whose rooms they are said to be, None while the document is for all."""

    house_type: HouseType | None
    rooms: Sequence[FoundRoom]

    @property
    def confirmed(self) -> bool:
        return self.house_type is not None and self.house_type.rooms == _stored(self.rooms)


def rooms_of(principal: Principal, document_id: UUID) -> Found:
    """What the version in force lists; nothing while there is none, or where its text was not kept.

    Raises:
        NotFound: no such document within reach.
    """
    document = selectors.document(principal, document_id)
    return Found(_design(principal, document), _listed(document))


@transaction.atomic
def confirm(principal: Principal, *, document_id: UUID) -> Found:
    """The sizes are right: they are the rooms of the document's house type, in the place of those it had.

    Raises:
        NotFound: no such document within reach.
        Conflict: it lists no rooms, or is for all house types.
    """
    found = rooms_of(principal, document_id)
    if found.house_type is None or not found.rooms:
        raise Conflict(_("This document lists no rooms, or is not for one house type."))
    changed = designs.house_type_update(
        principal,
        development_id=found.house_type.development_id,
        house_type_id=found.house_type.pk,
        changes={"rooms": _stored(found.rooms)},
    )
    return Found(changed, found.rooms)


def _design(principal: Principal, document: Document) -> HouseType | None:
    if document.house_type_code is None:
        return None
    types = developments.house_types_of(principal, document.development_id)
    return types.filter(code=document.house_type_code).first()


def _listed(document: Document) -> Sequence[FoundRoom]:
    name = document.current_version.text_name if document.current_version else ""
    try:
        return rooms_in(texts.load(name)) if name else ()
    except FileNotFoundError:
        return ()


def _stored(rooms: Sequence[FoundRoom]) -> list[dict[str, Any]]:
    return stored({name: getattr(room, name) for name in FIELDS} for room in rooms)
