"""Why a document seems to be for a house type, in words for the builder."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.documents.models import Document


@dataclass(frozen=True, slots=True)
class Suggested:
    house_type: str
    percent: int
    reasons: list[str]


def suggested(document: Document) -> Suggested | None:
    """None where nothing speaks of a house type."""
    if document.suggested_house_type is None:
        return None
    percent = round(100 * (document.suggestion_confidence or 0.0))
    return Suggested(document.suggested_house_type, percent, [_said(reason) for reason in document.suggestion_reasons])


def _said(reason: Mapping[str, Any]) -> str:
    if reason["code"] == "file_name":
        return _("The file name says so.")
    if reason["code"] == "also_named":
        return _("%(house_type)s is named too.") % {"house_type": reason["house_type"]}
    pages = reason["pages"]
    listed = ", ".join(map(str, pages))
    return ngettext("Page %(pages)s names it.", "Pages %(pages)s name it.", len(pages)) % {"pages": listed}
