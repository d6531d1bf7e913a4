"""How long a search takes in a development of 5,000 and of 50,000 passages of a table of a million, for each mode."""

import resource
from collections.abc import Iterator, Mapping
from uuid import UUID

from django.db import transaction

from apps.core import row_security
from apps.core.bench.figures import Benchmark, Figure, compare
from apps.core.identity import Principal
from apps.developments.models import Development
from apps.documents.embeddings import model
from apps.documents.search import HYBRID, KEYWORD, search

from . import library

SIZES = (5_000, 50_000)
# What other tenants and developments hold of the same table.
ALTOGETHER, NEIGHBOURS, ESTATES_OF_NEIGHBOUR = 1_000_000, 8, 5
QUESTIONS = 60


def bench_search() -> Iterator[Figure]:
    tenant = library.tenant("Search")
    developments = {size: library.development(tenant, f"Of {size}") for size in SIZES}
    library.fill(dict(zip(developments.values(), developments, strict=True)) | _neighbours())
    library.analyze()
    yield from _figures_of(tenant.pk, developments, KEYWORD)
    if model.key():
        library.add_vectors()
        library.analyze()
        yield from _figures_of(tenant.pk, developments, HYBRID)


def _neighbours() -> dict[Development, int]:
    estates = [
        library.development(owner, f"Beside {number}")
        for owner in [library.tenant(f"Neighbour {number}") for number in range(NEIGHBOURS)]
        for number in range(ESTATES_OF_NEIGHBOUR)
    ]
    return dict.fromkeys(estates, (ALTOGETHER - sum(SIZES)) // len(estates))


def _figures_of(tenant_id: UUID, developments: Mapping[int, Development], mode: str) -> Iterator[Figure]:
    with row_security.service_scope(tenant_id, "bench") as principal:
        for size, development in developments.items():
            yield from _figures(principal, development, f"{size:,} passages, {mode}")


def _figures(principal: Principal, development: Development, what: str) -> Iterator[Figure]:
    kinds = {"as written": library.questions(QUESTIONS), "misspelt": library.misspelt(QUESTIONS)}
    for kind, questions in kinds.items():
        calls = [lambda text=text: _search(principal, development.pk, text) for text in questions]
        yield compare(
            f"{what}, {kind}, {_memory()} MB", calls, "the bare slice", lambda: library.count_slice(development)
        )


@transaction.atomic
def _search(principal: Principal, development_id: UUID, text: str) -> None:
    search(principal, query=text, development_id=development_id)


def _memory() -> int:
    """The most that this process has held so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


BENCHMARKS: Mapping[str, Benchmark] = {"search": bench_search}
