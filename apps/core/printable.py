"""Texts as people see them: what somebody typed may hold marks that show nothing and turn what stands around them."""

import unicodedata


def printable(text: str) -> str:
    """Without control characters, marks of direction and of no width; line breaks stay."""
    if text.isprintable():
        return text
    return "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter)[0] != "C")
