"""A report's days as CSV: one line a day, one column a figure."""

from collections.abc import Iterator

from django.http import StreamingHttpResponse

from apps.core.spreadsheets import csv_line

from .reports import Report


def lines(report: Report) -> Iterator[str]:
    """The header, then the days in order."""
    names = ["day", *(name for name in report["days"][0] if name != "day")]
    yield csv_line(names)
    for day in report["days"]:
        yield csv_line(day[name] for name in names)


def sent(report: Report) -> StreamingHttpResponse:
    name = f"questions-{report['from']}-{report['to']}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines(report), content_type="text/csv; charset=utf-8", headers=headers)
