"""Why an upload is turned away before anything is stored, in words a builder can act on."""

from collections.abc import Mapping
from enum import StrEnum


class RefusalCode(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNSUPPORTED_TYPE = "unsupported_type"
    CONTENT_MISMATCH = "content_mismatch"
    ENCRYPTED = "encrypted"
    OLD_WORD = "old_word"
    DAMAGED = "damaged"
    UNSAFE_ARCHIVE = "unsafe_archive"
    NOT_TEXT = "not_text"
    FAQ_COLUMNS = "faq_columns"


SENTENCES: Mapping[RefusalCode, str] = {
    RefusalCode.EMPTY: "This file is empty. Please choose the file again, or save it again and upload that copy.",
    RefusalCode.TOO_LARGE: "This file is larger than {megabytes} MB. Please split it or save it with smaller pictures.",
    RefusalCode.UNSUPPORTED_TYPE: (
        "This kind of file cannot be read. Please upload a PDF, Word (.docx), Markdown (.md), text (.txt) "
        "or question-and-answer (.csv) file."
    ),
    RefusalCode.CONTENT_MISMATCH: (
        "The name of this file ends in {extension}, but its content is something else. "
        "Please open it and save it again as {extension}."
    ),
    RefusalCode.ENCRYPTED: "This file is protected with a password. Please save a copy without one and upload that.",
    RefusalCode.OLD_WORD: (
        "This is a file of an older Word (.doc) under another name. Please name it .doc, open it in Word, save it as "
        ".docx and upload that."
    ),
    RefusalCode.DAMAGED: "This file is damaged and cannot be opened. Please save it again and upload the new copy.",
    RefusalCode.UNSAFE_ARCHIVE: (
        "This Word file unpacks to far more than a document should. Please save it as a PDF and upload that."
    ),
    RefusalCode.NOT_TEXT: (
        "This file is not plain text. Please save it as text in the UTF-8 encoding and upload it again."
    ),
    RefusalCode.FAQ_COLUMNS: (
        "The first row of this file must name a column 'question' and a column 'answer'. Please add them."
    ),
}


class UploadRefused(Exception):
    """A file that must not be stored. `message` may be shown to the uploader as it is."""

    def __init__(self, code: RefusalCode, **values: object) -> None:
        self.code = code
        self.message = SENTENCES[code].format(**values)
        super().__init__(code.value)
