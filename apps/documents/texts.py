"""The text of each version as it was read, kept beside its file: what two versions are compared by.

Search needs the version in force only (ADR 3), so the text of the others stands in the storage and not in the database.
"""

import gzip
import json
from collections.abc import Iterable
from uuid import UUID

from django.core.files.base import ContentFile

from . import storage
from .ingestion.pages import PageText

# Half the time of the default, for a few per cent more bytes.
FAST = 4


def keep(tenant_id: UUID, pages: Iterable[PageText]) -> str:
    """Store the pages' text; the name to find it by."""
    content = json.dumps([[page.number, page.text] for page in pages]).encode()
    return storage.save(tenant_id, ContentFile(gzip.compress(content, compresslevel=FAST)))


def load(name: str) -> list[tuple[int, str]]:
    """Number and text of each page.

    Raises:
        FileNotFoundError: it is not there.
    """
    with storage.open_file(name) as file:
        return [(number, text) for number, text in json.loads(gzip.decompress(file.read()))]
