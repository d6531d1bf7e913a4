"""What a reading publishes, seen from the tables as the application's own roles see them."""

from collections.abc import Callable
from typing import Any

from apps.documents.models import DocChunk, TermFrequency
from openhouse.testing.estates import Estate
from openhouse.testing.papers import LINES, ready_document

Platform = Callable[[], Any]


def test_an_uploaded_pdf_becomes_chunks_with_their_page_heading_and_counted_words(
    estate_a: Estate, platform: Platform
) -> None:
    document = ready_document(estate_a, pages=[["Cover", "Welcome home to Oak Park, dear reader."], LINES])
    version = document.current_version
    assert (version.status, version.pages, version.engine, version.number) == ("ready", 2, "pdfium", 1)
    with platform():
        chunks = list(DocChunk.objects.filter(document=document))
        counted = TermFrequency.objects.get(development=estate_a.development, term="boiler")
    assert [(chunk.page, chunk.heading) for chunk in chunks] == [(1, "Cover"), (2, "Heating")]
    assert {chunk.tenant_id for chunk in chunks} == {estate_a.tenant.pk}
    assert counted.chunks == 1
