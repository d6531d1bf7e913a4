"""How long a list of 10,000 homes with two people each takes, from the file to the last row, beside a bare bulk insert
of the same homes and people."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from django.core.files import File
from django.db import transaction

from apps.core import row_security
from apps.core.bench.figures import Benchmark, Figure, compare
from apps.developments.models import Development, HouseType, Unit
from apps.homeowners.importing import services
from apps.homeowners.models import Homeowner
from apps.tenants.models import Tenant

ROWS, RUNS = 10_000, 4
HEADER = ("Unit number", "Address", "House type", "Eircode", "Bedrooms", "Purchasers", "E-mail")


def bench_import() -> Iterator[Figure]:
    with row_security.service_scope(None, "bench"), transaction.atomic():
        tenant = Tenant.objects.create(name="Import", slug=f"bench-{uuid4().hex[:12]}")
    with TemporaryDirectory(prefix="bench-") as folder:
        path = _file(Path(folder) / "homes.csv")
        calls = [_importing(path, _development(tenant)) for _ in range(RUNS)]
        targets = iter([_development(tenant) for _ in range(RUNS)])
        figure = compare("", calls, "a bare bulk insert", lambda: _bare(next(targets)), warm_up=1)
    what = f"{ROWS:,} homes with {2 * ROWS:,} people, {1000 * ROWS / figure.median:,.0f} rows/s"
    yield replace(figure, what=what)


def _file(path: Path) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADER, *(_row(number) for number in range(ROWS))])
    return path


def _row(number: int) -> tuple[str, ...]:
    emails = f"a{number}@example.test; b{number}@example.test"
    return (f"H{number}", f"{number} Long Road", "A", "D02 X285", "3 Bedroom", "Seán & Áine Ó Briain", emails)


def _development(tenant: Tenant) -> Development:
    with row_security.service_scope(None, "bench"), transaction.atomic():
        made = Development.objects.create(tenant=tenant, name="Import", slug=uuid4().hex[:12])
        HouseType.objects.create(tenant=tenant, development=made, code="A")
        return made


def _importing(path: Path, development: Development) -> Callable[[], None]:
    def run() -> None:
        with row_security.service_scope(development.tenant_id, "bench") as principal, path.open("rb") as file:
            told = services.import_file(
                principal,
                development_id=development.pk,
                file=File(file, name=str(path)),
                mapping={},
                only_valid=False,
                at_once=True,
            )
        if told.inserted != ROWS:
            raise RuntimeError(f"{told.inserted} of {ROWS} rows were written")

    return run


def _bare(development: Development) -> None:
    owner = {"tenant_id": development.tenant_id, "development_id": development.pk}
    with row_security.service_scope(development.tenant_id, "bench"), transaction.atomic():
        units = [Unit(unit_number=f"H{n}", address="Road", house_type_code="A", **owner) for n in range(ROWS)]
        Unit.objects.bulk_create(units, batch_size=1_000)
        people = [Homeowner(unit=unit, name=name, **owner) for unit in units for name in ("Seán", "Áine")]
        Homeowner.objects.bulk_create(people, batch_size=1_000)


BENCHMARKS: Mapping[str, Benchmark] = {"import": bench_import}
