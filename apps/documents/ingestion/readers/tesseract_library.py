"""libtesseract inside this process, since the confined child may start no program.

Only Debian's library and its language files are used; nothing is fetched.
"""

import ctypes
import os
from typing import Any

from apps.documents.ingestion.failures import ExtractionFailed, FailureCode

NAMES = ("libtesseract.so.5", "libtesseract.so.4", "libtesseract.5.dylib")
HANDLE = ctypes.c_void_p
# Find blocks and lines, and which way up the page lies.
PAGE_WITH_ORIENTATION = 1


class Tesseract:
    """One engine with its languages loaded. Raises ExtractionFailed where library or languages are missing."""

    def __init__(self, languages: str) -> None:
        # A thread counts as a process, and none may be started.
        os.environ["OMP_THREAD_LIMIT"] = "1"
        self._library = _declared(_load())
        self._handle = self._library.TessBaseAPICreate()
        if self._library.TessBaseAPIInit3(self._handle, None, languages.encode()):
            raise ExtractionFailed(FailureCode.NOT_SUPPORTED, f"no language files for {languages}")
        self._library.TessBaseAPISetPageSegMode(self._handle, PAGE_WITH_ORIENTATION)

    def table(self, pixels: bytes, width: int, height: int, dots_per_inch: int) -> str:
        """The words of a grey picture, one byte a pixel, as tesseract's table of tab-separated values."""
        self._library.TessBaseAPISetImage(self._handle, pixels, width, height, 1, width)
        self._library.TessBaseAPISetSourceResolution(self._handle, dots_per_inch)
        found = self._library.TessBaseAPIGetTsvText(self._handle, 0)
        if not found:
            return ""
        try:
            return ctypes.string_at(found).decode("utf-8", "replace")
        finally:
            self._library.TessDeleteText(found)


def _load() -> ctypes.CDLL:
    for name in NAMES:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    raise ExtractionFailed(FailureCode.NOT_SUPPORTED, "tesseract is not installed")


def _declared(library: Any) -> Any:
    library.TessBaseAPICreate.restype = HANDLE
    library.TessBaseAPIInit3.argtypes = [HANDLE, ctypes.c_char_p, ctypes.c_char_p]
    library.TessBaseAPISetPageSegMode.argtypes = [HANDLE, ctypes.c_int]
    library.TessBaseAPISetImage.argtypes = [HANDLE, ctypes.c_char_p, *[ctypes.c_int] * 4]
    library.TessBaseAPISetSourceResolution.argtypes = [HANDLE, ctypes.c_int]
    library.TessBaseAPIGetTsvText.argtypes, library.TessBaseAPIGetTsvText.restype = [HANDLE, ctypes.c_int], HANDLE
    library.TessDeleteText.argtypes = [HANDLE]
    return library
