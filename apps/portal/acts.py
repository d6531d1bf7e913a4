"""What waits in a development, as a sentence and the page where it is dealt with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.analytics.attention import Attention


@dataclass(frozen=True, slots=True)
class Kind:
    """`title` heads the figure; `sentence` says a number of it; `address` leads to where it is dealt with."""

    figure: str
    title: str | Promise
    sentence: Callable[[int], str]
    address: Callable[[UUID], str]


@dataclass(frozen=True, slots=True)
class Act:
    kind: Kind
    count: int
    development_id: UUID

    @property
    def sentence(self) -> str:
        return self.kind.sentence(self.count) % {"count": self.count}

    @property
    def address(self) -> str:
        return self.kind.address(self.development_id)


def _at(name: str, **query: str) -> Callable[[UUID], str]:
    return lambda pk: f"{reverse(name)}?{urlencode({'development': pk, **query})}"


def _unscanned_homes(pk: UUID) -> str:
    return f"{reverse('page-homes', args=[pk])}?card=waiting"


KINDS: Mapping[str, Kind] = {
    "questions": Kind(
        "questions_unanswered",
        _("Questions unanswered"),
        lambda count: ngettext("%(count)d question unanswered", "%(count)d questions unanswered", count),
        _at("page-questions"),
    ),
    "failed": Kind(
        "documents_failed",
        _("Documents failed"),
        lambda count: ngettext("%(count)d document failed", "%(count)d documents failed", count),
        _at("page-documents", state="failed"),
    ),
    "documents": Kind(
        "homes_without_documents",
        _("Homes without documents"),
        lambda count: ngettext("%(count)d home without documents", "%(count)d homes without documents", count),
        _at("page-documents"),
    ),
    "cards": Kind(
        "cards_not_scanned",
        _("Cards not scanned"),
        lambda count: ngettext("%(count)d card not scanned", "%(count)d cards not scanned", count),
        _unscanned_homes,
    ),
}


def acts_of(development_id: UUID, figures: Attention) -> list[Act]:
    """What waits there, the most pressing first; empty when all is well."""
    found = (Act(kind, getattr(figures, kind.figure), development_id) for kind in KINDS.values())
    return [act for act in found if act.count]
