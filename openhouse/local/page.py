"""The page that `make demo` ends on: where to go, whom to sign in as, and a QR card to scan."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import segno
from rich.console import Console

PLACES = (
    ("/accounts/login", "staff sign in"),
    ("/dashboard", "the builder's dashboard"),
    ("/documents", "the builder's documents"),
    ("/admin-enterprise/", "the enterprise admin"),
    ("/home/", "the homeowner's chat, after a join link"),
    ("/api/docs/", "the API"),
)


def show(
    base_url: str,
    logins: Sequence[Mapping[str, str]],
    join_urls: Sequence[Mapping[str, str]],
    *,
    documents: int,
    logs: Path,
    console: Console | None = None,
) -> None:
    """Print the page. Links are never wrapped: they are there to be copied."""
    console = console or Console(highlight=False)
    console.print(f"\n[bold]OpenHouse is up[/bold] with {documents} documents read. Logs: {logs}\n", soft_wrap=True)
    for path, purpose in PLACES:
        console.print(f"  {base_url}{path}  [dim]{purpose}[/dim]", soft_wrap=True)
    console.print()
    _show_logins(console, logins)
    _show_join(console, join_urls)
    console.print("\nCtrl-C stops everything.", soft_wrap=True)


def _show_logins(console: Console, logins: Sequence[Mapping[str, str]]) -> None:
    """A table in plain text: rich would shorten passwords to fit the terminal."""
    columns = ("role", "tenant", "email", "password")
    rows = [columns, *(tuple(str(login[column] or "") for column in columns) for login in logins)]
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    console.print("[bold]Staff logins[/bold]")
    for row in rows:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        console.print(f"  {line.rstrip()}", soft_wrap=True, markup=False)


def _show_join(console: Console, join_urls: Sequence[Mapping[str, str]]) -> None:
    if not join_urls:
        return
    first = join_urls[0]
    console.print(f"\nJoin as a homeowner of unit {first['unit']}, {first['tenant']}:\n", soft_wrap=True)
    console.print(f"  {first['url']}\n", soft_wrap=True, markup=False)
    console.print(drawn(first["url"]), soft_wrap=True, markup=False)


def drawn(url: str) -> str:
    """The link as a QR code made of half blocks; plain text, so that it survives a pipe."""
    picture = io.StringIO()
    segno.make(url, error="l", micro=False).terminal(out=picture, border=2, compact=True)
    return picture.getvalue()
