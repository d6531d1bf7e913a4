"""Bytes to text, decided once for upload check and reader.

UTF-16 where its mark says so, as spreadsheets call "Unicode text". Then UTF-8, with or without a mark. Else
Windows-1252, because that is what a spreadsheet on Windows saves; a byte it leaves undefined, or any control character,
means that the file is no text at all. UTF-16 without its mark is refused: its NULs cannot be told from those of a
binary file.
"""

import codecs
import re

CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class NotText(ValueError):
    """The bytes are no text in an encoding that is accepted."""


def decode(data: bytes, *, complete: bool = True) -> str:
    """Text of `data`; `complete=False` allows a character to be cut off at the end. Raises NotText."""
    text = _decode_any(data, complete)
    if CONTROL.search(text):
        raise NotText
    return text


def _decode_any(data: bytes, complete: bool) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_as("utf-16", data, complete)
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(data, complete)
    except UnicodeDecodeError:
        return _decode_as("cp1252", data, complete)


def _decode_as(encoding: str, data: bytes, complete: bool) -> str:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data, complete)
    except UnicodeDecodeError as error:
        raise NotText from error
