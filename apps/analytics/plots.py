"""What pages draw of a report. A plot is its table: the page shows the numbers, and its script only draws them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.assistant.engines import Engine
from apps.core.calendar import local

from .reports import Report

MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Series:
    """One column of numbers. `colour` names the plot colour that stands for it on every page."""

    label: str
    colour: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """`kind` is `stack` or `line` over days, `bars` over steps, or `ranks`, the longest first."""

    id: str
    title: str
    kind: str
    head: str
    series: Sequence[Series]
    rows: Sequence[tuple[str, Sequence[int]]]
    note: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(any(numbers) for _label, numbers in self.rows)


@dataclass(frozen=True, slots=True)
class Tile:
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    id: str
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A report as a page shows it."""

    tiles: Sequence[Tile]
    plots: Sequence[Plot]
    tables: Sequence[Table] = field(default_factory=tuple)


def development(report: Report) -> Shown:
    plots = [_questions(report), _homes(report), _topics(report), _documents(report), _ratings(report), _times(report)]
    return Shown(_usage_tiles(report) + _time_tiles(report), plots)


def overview(report: Report) -> Shown:
    places = Plot(
        "places",
        _("Where questions come from"),
        "ranks",
        _("Name"),
        [Series(_("Questions"), "main", "questions"), Series(_("Not in the documents"), "bad", "not_found")],
        [(place["name"], (place["questions"], place["not_found"])) for place in report["places"]],
    )
    return Shown(_usage_tiles(report), [_questions(report), _homes(report), places])


def chat(report: Report) -> Shown:
    engines = [(_engine(engine["engine"]), (engine["answers"],)) for engine in report["engines"]]
    worded = Plot("engines", _("Who worded the answers"), "ranks", _("Engine"), [Series(_("Answers"), "main")], engines)
    plots = [_questions(report), _ratings(report), _topics(report), _times(report), worded]
    return Shown(_usage_tiles(report) + _time_tiles(report), plots)


def retrieval(report: Report) -> Shown:
    totals = report["totals"]
    tiles = [
        Tile(_("Searches"), str(totals["searches"])),
        Tile(_("Without any result"), _percent(totals["no_result_share"])),
        Tile(_("Not in the documents"), str(totals["not_found"])),
    ]
    series = [
        Series(_("Answered"), "good", "answered"),
        Series(_("Closest passages"), "middle", "closest"),
        Series(_("Not in the documents"), "bad", "not_found"),
    ]
    modes = [(_mode(mode["mode"]), (mode["searches"],)) for mode in report["modes"]]
    plots = [
        _by_day("searches", _("Searches per day"), report, series),
        _tenths("scores", _("How good the best passage was"), report["scores"]),
        _tenths("coverage", _("How much of the question it spoke of"), report["coverage"]),
        _times(report),
        Plot("modes", _("How it searched"), "ranks", _("Mode"), [Series(_("Searches"), "main")], modes),
    ]
    return Shown(tiles + _time_tiles(report), plots)


def documents(report: Report) -> Shown:
    totals = report["totals"]
    names = {
        "ready": _("Ready"),
        "queued": _("Waiting"),
        "reading": _("Being read"),
        "failed": _("Failed"),
        "unused": _("Ready and never cited in these days"),
        "citations": _("Citations"),
    }
    tiles = [Tile(label, str(totals[name])) for name, label in names.items() if totals[name] is not None]
    cited = _by_day("citations", _("Citations per day"), report, [Series(_("Citations"), "main", "citations")])
    return Shown(tiles, [cited, _documents(report)])


def system_load(report: Report) -> Shown:
    totals, jobs, worker = report["totals"], report["jobs"], report["worker"]
    tiles = [
        Tile(_("Calls of staff, last hour"), str(totals["requests"])),
        Tile(_("Refused"), str(totals["refused"])),
        Tile(_("Over a limit"), str(totals["rate_limited"])),
        Tile(_("Files waiting"), str(jobs["queued"]), _since(jobs["oldest_queued_at"])),
        Tile(_("Files being read"), str(jobs["reading"])),
        Tile(_("Files that failed"), str(jobs["failed"])),
        Tile(_("Worker"), _("Alive") if worker["alive"] else _("Silent"), _since(worker["last_seen_at"])),
    ]
    names = ("requests", "refused", "rate_limited")
    rows = [(f"{local(m['minute']):%H:%M}", [m[name] for name in names]) for m in report["minutes"]]
    series = [Series(_("Calls"), "main"), Series(_("Refused"), "middle"), Series(_("Over a limit"), "bad")]
    calls = Plot("calls", _("Calls per minute"), "stack", _("Minute"), series, rows)
    return Shown(tiles, [calls], [_limits(report)])


def _limits(report: Report) -> Table:
    head = (_("Limit"), _("At most"), _("Seconds"), _("Near it"), _("Over it"), _("Refused"))
    keys = ("limit", "at_most", "seconds", "near", "over", "refused")
    rows = [[row[key] for key in keys] for row in report["limits"]]
    return Table("limits", _("Limits that are nearly used up"), head, rows)


def _usage_tiles(report: Report) -> list[Tile]:
    totals = report["totals"]
    rated = totals["rated_up"] + totals["rated_down"]
    return [
        Tile(_("Questions"), str(totals["questions"])),
        Tile(_("Answered"), _percent(totals["answered_share"])),
        Tile(_("Not in the documents"), str(totals["not_found"])),
        Tile(_("Active homes"), str(totals["active_homes"])),
        Tile(_("Found helpful"), _percent(totals["rated_up"] / rated if rated else None), _("of %d ratings") % rated),
        Tile(_("Answered later"), str(totals["answered_later"])),
    ]


def _time_tiles(report: Report) -> list[Tile]:
    times = report["response_time"]
    slow = _("19 of 20 within %s") % _milliseconds(times["p95_ms"])
    return [Tile(_("Usual response time"), _milliseconds(times["median_ms"]), slow if times["p95_ms"] else "")]


def _questions(report: Report) -> Plot:
    series = [
        Series(_("Answered"), "good", "answered"),
        Series(_("Closest passages"), "middle", "closest"),
        Series(_("Not in the documents"), "bad", "not_found"),
        Series(_("Safety answer"), "alert", "safety"),
        Series(_("Refused"), "quiet", "refused"),
    ]
    return _by_day("questions", _("Questions per day"), report, series)


def _homes(report: Report) -> Plot:
    return _by_day("homes", _("Active homes per day"), report, [Series(_("Homes"), "main", "active_homes")], "line")


def _ratings(report: Report) -> Plot:
    series = [Series(_("Helpful"), "good", "rated_up"), Series(_("Not helpful"), "bad", "rated_down")]
    note = _("A rating counts on the day of its question.")
    return _by_day("ratings", _("Ratings per day"), report, series, note=note)


def _by_day(
    name: str, title: str, report: Report, series: Sequence[Series], kind: str = "stack", note: str = ""
) -> Plot:
    form = "j M" if report["from"].year == report["to"].year else "j M Y"
    rows = [(date_format(day["day"], form), [day[one.key] for one in series]) for day in report["days"]]
    return Plot(name, title, kind, _("Day"), series, rows, note)


def _topics(report: Report) -> Plot:
    rows = [(topic["label"], (topic["questions"],)) for topic in report["topics"]]
    series = [Series(_("Questions"), "main")]
    note = _("A question may be about several.")
    return Plot("topics", _("What questions are about"), "ranks", _("Topic"), series, rows[:MOST_BARS], note)


def _documents(report: Report) -> Plot:
    rows = [(document["title"], (document["answers"],)) for document in report["documents"]]
    series = [Series(_("Answers"), "main")]
    return Plot("documents", _("Documents that answered"), "ranks", _("Document"), series, rows[:MOST_BARS])


def _times(report: Report) -> Plot:
    steps = report["response_time"]["steps"]
    ends = [_milliseconds(step["up_to_ms"]) if step["up_to_ms"] else _("slower") for step in steps]
    rows = [(end, (step["number"],)) for end, step in zip(ends, steps, strict=True)]
    return Plot("times", _("Response time"), "bars", _("Up to"), [Series(_("Number"), "main")], _trimmed(rows))


def _tenths(name: str, title: str, tenths: Iterable[Report]) -> Plot:
    rows = [(f"{tenth['from']:.1f} to {tenth['to']:.1f}", (tenth["searches"],)) for tenth in tenths]
    return Plot(name, title, "bars", _("Between"), [Series(_("Searches"), "main")], rows)


def _trimmed(rows: list[tuple[str, tuple[int]]]) -> list[tuple[str, tuple[int]]]:
    """Without the slow steps that nothing fell into."""
    last = max((position for position, (_label, numbers) in enumerate(rows) if any(numbers)), default=-1)
    return rows[: last + 2]


def _mode(code: str) -> str:
    named = {"hybrid": _("By words and meaning"), "keyword": _("By words"), "none": _("No search was needed")}
    return named.get(code, code)


def _engine(code: str) -> str:
    named = {
        Engine.EXTRACTIVE: _("Quotes"),
        Engine.LANGUAGE_MODEL: _("A language model"),
        Engine.CUT: _("A language model, cut short"),
        Engine.FALLBACK: _("Quotes, for want of a model's answer"),
    }
    return named.get(Engine(code), code) if code in set(Engine) else code


def _milliseconds(number: int | None) -> str:
    if number is None:
        return "-"
    return f"{number} ms" if number < 1000 else f"{number / 1000:.1f} s"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.0%}"


def _since(moment: Any) -> str:
    return _("since %s") % date_format(local(moment), "j M, H:i") if moment else ""
