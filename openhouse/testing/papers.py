"""Small real files, and documents that were read from them by the very code that the worker runs."""

import io
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.db import transaction
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from apps.core import row_security
from apps.developments.models import Development
from apps.documents import jobs, selectors, services
from apps.documents.models import Document

from .estates import Estate

LINES = ("Heating", "The boiler pressure should read 1.5 bar when the system is cold.")
LINE_HEIGHT, LARGE, PLAIN = 16, 16, 11


def pdf(*pages: Sequence[str]) -> bytes:
    """A PDF with these pages of lines; the first line of a page is its heading, in larger type."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for lines in pages or [LINES]:
        for row, line in enumerate(lines):
            canvas.setFont("Helvetica", PLAIN if row else LARGE)
            canvas.drawString(60, 780 - LINE_HEIGHT * row, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def ready_document(
    owner: Estate | Development,
    *,
    lines: Sequence[str] = LINES,
    pages: Sequence[Sequence[str]] = (),
    house_type_code: str | None = None,
    title: str = "Home user guide",
    must_read: bool = False,
) -> Document:
    """A published, searchable document of a development (of an estate: its main one).

    `lines` make one page whose first line is the heading; `pages` make several.
    """
    development = owner.development if isinstance(owner, Estate) else owner
    file = ContentFile(pdf(*(pages or [lines])), name="guide.pdf")
    with row_security.service_scope(development.tenant_id, "test") as principal:
        document = services.document_upload(
            principal,
            development_id=development.pk,
            file=file,
            title=title,
            house_type_code=house_type_code,
            must_read=must_read,
        )
    return read_now(document)


def read_now(document: Document) -> Document:
    """Do what the worker would do with the newest version; the document as it is afterwards."""
    with row_security.service_scope(document.tenant_id, "test") as principal:
        jobs.ingest(principal, document.newest_version_id)
        with transaction.atomic():
            return selectors.document(principal, document.pk)
