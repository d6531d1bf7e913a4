"""Server-sent events as a model sends them: the data of each event, out of bytes that break anywhere."""

from collections.abc import Iterable, Iterator

from apps.core.model_service.failures import Failed

MOST_BYTES, LONGEST_LINE = 2_000_000, 64_000


def event_data(chunks: Iterable[bytes]) -> Iterator[str]:
    """
    Raises:
        Failed: more came than any answer needs, or bytes that are no text.
    """
    for line in _lines(chunks):
        if line.startswith("data:"):
            yield line.removeprefix("data:").strip()


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    rest, total = b"", 0
    for chunk in chunks:
        total += len(chunk)
        *lines, rest = (rest + chunk).split(b"\n")
        if total > MOST_BYTES or max(map(len, [rest, *lines])) > LONGEST_LINE:
            raise Failed("too large", passing=False)
        yield from map(_text, lines)


def _text(line: bytes) -> str:
    try:
        return line.rstrip(b"\r").decode()
    except UnicodeDecodeError as failure:
        raise Failed("garbage") from failure
