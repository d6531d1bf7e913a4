"""In how many chunks of a development each word stands: what search weighs words by.

Rebuilt in the transaction that publishes, removes or replaces chunks, so search never sees one without the other.
"""

from uuid import UUID

from django.db import connection


def rebuild(development_id: UUID) -> None:
    """Count again. Concurrent rebuilds of one development wait for each other until their transactions end.

    Raises:
        ProgrammingError: the scope of this transaction does not reach the development, or is a homeowner's.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT security.rebuild_frequencies(%s)", [development_id])
