"""`evaluate_assistant --set FILE`: recall, states, leaks and times of the assistant, for each mode of search."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from rich.console import Console
from rich.table import Table

from apps.assistant import judgement
from apps.assistant.evaluation import calibration, figures, own_documents, question_set, trials
from apps.assistant.evaluation.question_set import TEST, TUNING, Question
from apps.assistant.evaluation.trials import Result
from apps.core import row_security
from apps.core.bench import database
from apps.core.commands import OperatorCommand, tenant_id_of
from apps.developments import selectors as developments
from apps.developments.models import Development
from apps.documents.embeddings import model
from apps.documents.search import HYBRID, KEYWORD

REASON = "evaluate the assistant"
WIDTH = 150


class Command(OperatorCommand):
    help = "Ask questions whose answers are known, and tell how many were found. Stores nothing of them."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--set", type=Path, action="append", required=True, metavar="FILE", dest="sets")
        parser.add_argument("--tenant", metavar="SLUG", help="whose developments are meant")
        parser.add_argument("--split", choices=[TUNING, TEST], help="only this part of the set")
        parser.add_argument("--calibrate", action="store_true", help="find thresholds on the tuning part, store them")
        parser.add_argument("--dry-run", action="store_true", help="with --calibrate: store nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        tenant_id = tenant_id_of(options["tenant"]) if options["tenant"] else None
        split = TUNING if options["calibrate"] else options["split"]
        results: dict[str, list[list[Result]]] = {mode: [] for mode in _modes()}
        for path in options["sets"]:
            questions = [one for one in _read(path) if split in (None, one.split)]
            with _place(path, tenant_id) as owner:
                for mode, found in results.items():
                    found.append(list(_ask(questions, owner, mode)))
        every = {mode: list(chain.from_iterable(found)) for mode, found in results.items()}
        facts: dict[str, Any] = {"modes": {mode: figures.by_style(found) for mode, found in every.items()}}
        if options["calibrate"]:
            facts["thresholds"] = _calibrated(results, options["dry_run"])
        self.report(options, facts, _told(facts))
        if any(one.leaks for found in every.values() for one in found):
            self.found_problems()


def _read(path: Path) -> list[Question]:
    try:
        return question_set.read(path)
    except (OSError, ValueError) as error:
        raise CommandError(f"{path}: {error}", returncode=2) from None


@contextmanager
def _place(path: Path, tenant_id: UUID | None) -> Iterator[UUID | None]:
    """Where a set is asked: here, or, if it brings its documents along, in a database of its own."""
    own = own_documents.of(path)
    if own is None:
        yield tenant_id
        return
    admin_url = getattr(settings, "DATABASE_ADMIN_URL", "")
    if not admin_url:
        raise CommandError(f"{path} brings documents along: `make evaluate` makes a database of its own for them.")
    with database.temporary(admin_url), own_documents.loaded(own) as owner:
        yield owner


def _modes() -> list[str]:
    return [KEYWORD, HYBRID] if model.key() else [KEYWORD]


def _ask(questions: Sequence[Question], tenant_id: UUID | None, mode: str) -> Iterator[Result]:
    """Each tenant's questions inside that tenant's scope, in one transaction."""
    asked = {one.development for one in questions}
    homes = _homes(asked, tenant_id)
    if lost := asked - {estate.slug for estates in homes.values() for estate in estates}:
        raise CommandError(f"no development has the slug {min(lost)!r}", returncode=2)
    for owner, estates in homes.items():
        by_slug = {estate.slug: estate for estate in estates}
        words_only = model.turned_off() if mode == KEYWORD else nullcontext()
        with words_only, row_security.service_scope(owner, REASON) as principal, transaction.atomic():
            yield from trials.run(principal, by_slug, [one for one in questions if one.development in by_slug])


def _homes(slugs: set[str], tenant_id: UUID | None) -> dict[UUID, list[Development]]:
    """The developments that are meant, by tenant."""
    with row_security.service_scope(tenant_id, REASON) as principal, transaction.atomic():
        estates = list(developments.developments_of(principal).filter(slug__in=slugs))
    if len({estate.slug for estate in estates}) < len(estates):
        raise CommandError("two tenants have a development of the same slug: name one with --tenant", returncode=2)
    return {owner: [e for e in estates if e.tenant_id == owner] for owner in {e.tenant_id for e in estates}}


def _calibrated(results: dict[str, list[list[Result]]], dry_run: bool) -> dict[str, Any]:
    try:
        found = {mode: asdict(calibration.calibrate(sets)) for mode, sets in results.items()}
        if not dry_run:
            judgement.store(found)
    except (OSError, ValueError) as error:
        raise CommandError(str(error)) from None
    return found


def _told(facts: dict[str, Any]) -> str:
    console = Console(width=WIDTH)
    with console.capture() as captured:
        for mode, styles in facts["modes"].items():
            console.print(_table(mode, styles))
        for mode, chosen in facts.get("thresholds", {}).items():
            console.print(mode, chosen)
    return captured.get()


def _table(mode: str, styles: dict[str, dict[str, Any]]) -> Table:
    table = Table("style", *next(iter(styles.values())), title=mode)
    for style, row in styles.items():
        table.add_row(style, *("-" if value is None else str(value) for value in row.values()))
    return table
