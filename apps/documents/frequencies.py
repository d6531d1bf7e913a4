"""In how many chunks of a development each word stands: what search weighs words by.

Changed in the transaction that publishes, removes or replaces chunks, so search never sees one without the other. What
one document has is added or taken away, so that a file costs what it is, however much its development holds. Concurrent
changes of one development wait for each other until their transactions end.
"""

from django.db import connection

from .models import Document


def add(document: Document) -> None:
    """Count the document's chunks, once they are there.

    Raises:
        ProgrammingError: the scope of this transaction does not reach the development, or is a homeowner's.
    """
    _shift(document, added=True)


def remove(document: Document) -> None:
    """Count the document's chunks no more, while they are still there.

    Raises:
        ProgrammingError: as `add`.
    """
    _shift(document, added=False)


def _shift(document: Document, *, added: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT security.shift_frequencies(%s, %s, %s)", [document.development_id, document.pk, added])
