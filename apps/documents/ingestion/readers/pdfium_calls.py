"""Calls made once for every word, bound to plain numbers.

The generated binding builds a Python object for each pointer it returns. Asked for half a million words, that took
several times as long as pdfium's own work; a bare address does not.
"""

import ctypes
from collections.abc import Callable
from typing import Any

from pypdfium2 import raw  # type: ignore[import-untyped]


def _bind(function: Any, returns: Any, *takes: Any) -> Callable[..., Any]:
    return ctypes.CFUNCTYPE(returns, *takes)(ctypes.cast(function, ctypes.c_void_p).value or 0)


TEXT_PAGE = OBJECT = ctypes.c_void_p
INDEX = ctypes.c_int
REFERENCE = ctypes.c_void_p

text_object = _bind(raw.FPDFText_GetTextObject, OBJECT, TEXT_PAGE, INDEX)
font_size = _bind(raw.FPDFText_GetFontSize, ctypes.c_double, TEXT_PAGE, INDEX)
font_weight = _bind(raw.FPDFText_GetFontWeight, ctypes.c_int, TEXT_PAGE, INDEX)
font_name = _bind(raw.FPDFText_GetFontInfo, ctypes.c_ulong, TEXT_PAGE, INDEX, REFERENCE, ctypes.c_ulong, REFERENCE)
matrix = _bind(raw.FPDFText_GetMatrix, ctypes.c_int, TEXT_PAGE, INDEX, REFERENCE)
fill_colour = _bind(raw.FPDFText_GetFillColor, ctypes.c_int, TEXT_PAGE, INDEX, *[REFERENCE] * 4)
font = _bind(raw.FPDFTextObj_GetFont, OBJECT, OBJECT)
render_mode = _bind(raw.FPDFTextObj_GetTextRenderMode, ctypes.c_int, OBJECT)
origin = _bind(raw.FPDFText_GetCharOrigin, ctypes.c_int, TEXT_PAGE, INDEX, REFERENCE, REFERENCE)
index_of_text = _bind(raw.FPDFText_GetCharIndexFromTextIndex, ctypes.c_int, TEXT_PAGE, INDEX)


def handle_of(wrapper: Any) -> int:
    """The address behind a pypdfium2 object."""
    return ctypes.cast(wrapper.raw, ctypes.c_void_p).value or 0
