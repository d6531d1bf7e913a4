"""`seed_demo`: two builders, three developments, sixty homes and their documents, through the real pipeline."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import track

from apps.core.commands import OperatorCommand
from apps.demo.content.documents import DemoDocument
from apps.demo.seeding.seed import Seeded, seed


class Command(OperatorCommand):
    help = "Load the demo. Safe to run again: passwords and join links are replaced, everything else stays."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("seed_demo prints passwords and is not for production.")
        seeded = seed(_track)
        self.report(options, asdict(seeded), "\n".join(_lines(seeded)))


def _track(documents: Iterable[DemoDocument], title: str) -> Iterable[DemoDocument]:
    console = Console(stderr=True)
    return track(documents, title, console=console, transient=True, disable=not sys.stderr.isatty())


def _lines(seeded: Seeded) -> Iterator[str]:
    yield f"{seeded.documents} documents are uploaded; the worker reads them.\n\nStaff logins"
    for login in seeded.logins:
        yield f"  {login['role']:12} {login['tenant'] or 'platform':12} {login['email']:36} {login['password']}"
    yield "\nJoin links"
    for join in seeded.join_urls:
        yield f"  {join['unit']:20} {join['url']}"
