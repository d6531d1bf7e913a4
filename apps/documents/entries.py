"""Question-and-answer entries as documents: small ones that builders write here instead of uploading a file.

An entry is stored, versioned, published, found, cited, replaced and removed by the very code of every other document.
It is read here and not by a worker: what was typed into a form needs no confined child, and search finds it at once.
"""

import csv
import hashlib
import io
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction

from apps.core import rbac
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.developments import selectors as developments
from apps.developments.services import known_house_type

from . import publication, selectors, versions
from .ingestion.chunks import chunk_pages
from .ingestion.clean import clean_pages
from .ingestion.extract import Extraction
from .ingestion.faq_table import Entry
from .ingestion.kinds import FileKind
from .ingestion.readers import faq_reader
from .intake import CheckedFile
from .models import Document

ENGINE = "entry"


@transaction.atomic
def entry_publish(
    principal: Principal, *, development_id: UUID, title: str, question: str, answer: str, house_type_code: str | None
) -> Document:
    """A new entry, in force when this returns.

    Raises:
        Invalid: the house type is not one of the development's.
    """
    estate = developments.development(principal, development_id)
    rbac.check(principal, Permission.QUESTION_ANSWER, estate)
    if house_type_code is not None:
        known_house_type(principal, development_id=estate.pk, code=house_type_code)
    document = Document.objects.create(
        tenant_id=estate.tenant_id, development=estate, title=title, house_type_code=house_type_code
    )
    _put_in_force(principal, document, Entry(question, answer))
    return document


@transaction.atomic
def entry_replace(principal: Principal, *, document_id: UUID, title: str, question: str, answer: str) -> Document:
    """The next version of an entry, in force when this returns."""
    document = selectors.document(principal, document_id, lock=True)
    rbac.check(principal, Permission.QUESTION_ANSWER, document)
    document.title = title
    document.save(update_fields=["title"])
    _put_in_force(principal, document, Entry(question, answer))
    return document


def _put_in_force(principal: Principal, document: Document, entry: Entry) -> None:
    version = versions.store(principal, document, _file(entry), None)
    extraction = Extraction(clean_pages([faq_reader.page(entry)]), ENGINE)
    publication.publish(document, version, extraction, chunk_pages(extraction.pages))


def _file(entry: Entry) -> CheckedFile:
    text = io.StringIO()
    csv.writer(text).writerows([Entry._fields, entry])
    data = text.getvalue().encode()
    return CheckedFile(ContentFile(data), FileKind.ENTRY, "entry.csv", len(data), hashlib.sha256(data).hexdigest())
