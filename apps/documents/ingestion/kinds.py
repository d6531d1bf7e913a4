"""The kinds of file that can become answers. Closed: a kind without a reader cannot be named."""

from enum import StrEnum


class FileKind(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    MARKDOWN = "markdown"
    TEXT = "text"
    FAQ_CSV = "faq_csv"
    ENTRY = "entry"  # a question with its answer, written by a builder here and never uploaded
