"""Why a stored file could not be read. Each code has one sentence that says what happened and what to do."""

from collections.abc import Mapping
from enum import StrEnum


class FailureCode(StrEnum):
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    EMPTY = "empty"
    NO_TEXT = "no_text"
    NO_WORDS = "no_words"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_COMPLEX = "too_complex"
    NOT_SUPPORTED = "not_supported"
    INTERRUPTED = "interrupted"
    MISSING = "missing"


SENTENCES: Mapping[FailureCode, str] = {
    FailureCode.ENCRYPTED: "This file needs a password to open. Please upload a copy that has none.",
    FailureCode.DAMAGED: "This file is damaged and could not be read. Please save it again and upload the new copy.",
    FailureCode.EMPTY: "This file has no pages or no content. Please check it and upload it again.",
    FailureCode.NO_TEXT: (
        "No text was found: the pages are probably scanned pictures. "
        "Please upload a version with real text, or one treated with text recognition (OCR)."
    ),
    FailureCode.NO_WORDS: (
        "The pages are pictures, and no words could be recognised in them. "
        "Please upload a sharper scan, or a version with real text."
    ),
    FailureCode.TOO_MANY_PAGES: "This file has more pages than can be read at once. Please split it into smaller ones.",
    FailureCode.TOO_COMPLEX: (
        "This file is too complex to read safely: it took too much time or memory. "
        "Please print it to a new PDF, or split it, and upload that."
    ),
    FailureCode.NOT_SUPPORTED: (
        "This kind of file, or a feature it uses, is not supported. Please save it as a plain PDF and upload that."
    ),
    FailureCode.INTERRUPTED: (
        "Reading this file was interrupted several times. Please try again; if it happens again, split the file."
    ),
    FailureCode.MISSING: "The stored file could not be found. Please upload it again.",
}


class ExtractionFailed(Exception):
    """A file that gave no usable text. `message` is for the builder; `detail` is for the log only."""

    def __init__(self, code: FailureCode, detail: str = "") -> None:
        self.code = code
        self.message = SENTENCES[code]
        self.detail = detail
        super().__init__(f"{code.value}: {detail}" if detail else code.value)
