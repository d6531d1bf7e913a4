"""How long it takes until a file is found by its words, beside reading it alone: the demo's files, and any PDFs in the
folder that the setting BENCH_PDFS names."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from apps.core import row_security
from apps.core.bench.figures import Benchmark, Figure, compare
from apps.core.identity import Principal
from apps.developments.models import Development
from apps.documents import jobs, services
from apps.documents.benchmarks import library
from apps.documents.embeddings import model
from apps.documents.ingestion.extract import extract
from apps.documents.ingestion.kinds import FileKind
from apps.documents.models import DocumentVersion, VersionStatus

from .content.documents import documents_of
from .content.facts import estates

DEMO = ("guide", "warranty", "heating", "appliances")
ROUNDS, WARM_UP = 10, 2


def bench_ingest() -> Iterator[Figure]:
    estate = library.development(library.tenant("Ingest"), "Ingest", 0)
    with (
        TemporaryDirectory(prefix="bench-") as folder,
        row_security.service_scope(estate.tenant_id, "bench") as principal,
        model.turned_off(),
    ):
        for path in [*_of_the_demo(Path(folder)), *sorted(Path(settings.BENCH_PDFS).glob("*.pdf"))]:
            yield _figure(principal, estate, path)


def _of_the_demo(folder: Path) -> Iterator[Path]:
    for document in documents_of(estates()[0]):
        if document.key in DEMO:
            path = folder / document.file_name
            path.write_bytes(document.render())
            yield path


def _figure(principal: Principal, estate: Development, path: Path) -> Figure:
    version = _uploaded(principal, estate, path)
    calls = [lambda: _ingest(principal, version)] * ROUNDS
    pages = extract(path, FileKind.PDF).page_count
    try:
        return compare(
            f"{path.name}, {pages} pages",
            calls,
            "extraction alone",
            lambda: extract(path, FileKind.PDF),
            warm_up=WARM_UP,
            units=pages,
            unit="pages",
        )
    finally:
        services.document_delete(principal, document_id=version.document_id)


@transaction.atomic
def _uploaded(principal: Principal, estate: Development, path: Path) -> DocumentVersion:
    file = ContentFile(path.read_bytes(), name=path.name)
    return services.document_upload(principal, development_id=estate.pk, file=file).newest_version


def _ingest(principal: Principal, version: DocumentVersion) -> None:
    with transaction.atomic():
        DocumentVersion.objects.filter(pk=version.pk).update(status=VersionStatus.QUEUED, attempts=0)
    jobs.ingest(principal, version.pk)


BENCHMARKS: Mapping[str, Benchmark] = {"ingest": bench_ingest}
