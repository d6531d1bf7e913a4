"""How near sentences of a found passage are to a question, for choosing which of them to show."""

from collections.abc import Sequence

from . import model


def sentence_nearness(question: str, sentences: Sequence[str]) -> list[float]:
    """A cosine for each, none below 0; all 0 where the model is being loaded, or runs elsewhere and fails."""
    vectors = model.encoded([question, *sentences], wait=False)
    if vectors is None:
        return [0.0] * len(sentences)
    asked, *read = vectors
    return [max(float(vector @ asked), 0.0) for vector in read]
