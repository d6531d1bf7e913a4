"""`bench [NAME[:FACTOR] ...]`: the measurements that apps declare in their `benchmarks` module. It never fails on a
number. A factor lengthens what is measured, where the benchmark takes one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from importlib import import_module
from importlib.util import find_spec
from inspect import signature
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from apps.core.bench import database
from apps.core.bench.figures import Benchmark, Figure
from apps.core.commands import OperatorCommand


class Command(OperatorCommand):
    help = "Measure in a database of its own, which is removed again. Without a name: everything."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(_benchmarks()))

    def handle(self, *args: Any, **options: Any) -> None:
        known = _benchmarks()
        names = options["names"] or list(known)
        if unknown := [name for name in names if name.partition(":")[0] not in known]:
            raise CommandError(f"no benchmark {unknown[0]!r}; there are {', '.join(known)}", returncode=2)
        admin_url = getattr(settings, "DATABASE_ADMIN_URL", "")
        if not admin_url:
            raise CommandError("DATABASE_ADMIN_URL is not set: `make bench` sets it, for a database of its own.")
        figures = []
        for name in names:
            with database.temporary(admin_url):
                for figure in _run(known, name):
                    figures.append(asdict(figure) | {"benchmark": name, "ratio": figure.ratio})
                    if not options["json"]:
                        self.stdout.write(f"{name:8} {figure.line()}")
        if options["json"]:
            self.report(options, {"figures": figures}, "")


def _run(known: Mapping[str, Benchmark], asked: str) -> Iterable[Figure]:
    name, _, factor = asked.partition(":")
    if factor and (not factor.isdigit() or not signature(known[name]).parameters):
        raise CommandError(f"{asked!r}: this benchmark takes no such factor", returncode=2)
    return known[name](int(factor)) if factor else known[name]()


def _benchmarks() -> Mapping[str, Benchmark]:
    found: dict[str, Benchmark] = {}
    for app in apps.get_app_configs():
        module = f"{app.name}.benchmarks"
        if app.name.startswith("apps.") and find_spec(module):
            found |= import_module(module).BENCHMARKS
    return dict(sorted(found.items()))
