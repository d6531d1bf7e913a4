"""Whether scanned pages are read, as this installation is set up."""

import structlog
from django.conf import settings

from .ingestion import recognition
from .ingestion.failures import ExtractionFailed
from .ingestion.recognition import Recognition

log = structlog.get_logger(__name__)


def chosen() -> Recognition | None:
    return Recognition(settings.OCR_LANGUAGES, failed=_log) if settings.OCR else None


def missing() -> str:
    """Why scanned pages cannot be read; empty when they can."""
    try:
        recognition.check(settings.OCR_LANGUAGES)
    except ExtractionFailed as failure:
        return failure.detail
    return ""


def _log(failure: ExtractionFailed) -> None:
    log.warning("pages_not_recognised", failure=failure.code, detail=failure.detail)
