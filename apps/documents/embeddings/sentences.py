"""How near sentences of a found passage are to a question, for choosing which of them to show."""

from collections.abc import Sequence

import structlog

from apps.core.model_service.failures import Failed

from . import model

log = structlog.get_logger(__name__)


def sentence_nearness(question: str, sentences: Sequence[str]) -> list[float]:
    """A cosine for each, none below 0; all 0 where the model is being loaded, or runs elsewhere and fails."""
    encoder = model.encoder(wait=False)
    if encoder is None:
        return [0.0] * len(sentences)
    try:
        asked, *read = encoder.encode([question, *sentences])
    except Failed as failure:
        log.warning("embedding_model_failed", reason=failure.reason)
        return [0.0] * len(sentences)
    return [max(float(vector @ asked), 0.0) for vector in read]
