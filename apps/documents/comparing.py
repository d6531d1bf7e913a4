"""Two versions of one document, side by side."""

from uuid import UUID

from apps.core.errors import Conflict, NotFound
from apps.core.identity import Principal

from . import selectors, texts
from .comparison import Comparison, compare
from .models import DocumentVersion, VersionStatus

WHY_NOT = {
    VersionStatus.QUEUED: "Version {number} has not been read yet. Please try again in a moment.",
    VersionStatus.READING: "Version {number} is being read. Please try again in a moment.",
    VersionStatus.READY: "The text of version {number} was not kept. Read it again, or bring it back.",
    VersionStatus.FAILED: "Version {number} could not be read, so there is nothing to compare.",
}
Compared = tuple[DocumentVersion, DocumentVersion, Comparison]


def compare_versions(
    principal: Principal, document_id: UUID, *, earlier: int | None = None, later: int | None = None
) -> Compared:
    """Absent: the newest that has been read, and the one read before it; a single one is compared with itself.

    Raises:
        NotFound: no such document within reach, or no such version of it.
        Conflict: one of them has not been read, or its text was not kept.
    """
    versions = {version.number: version for version in selectors.document(principal, document_id).versions.all()}
    read = [number for number, version in versions.items() if version.text_name]
    last = later or max(read, default=max(versions))
    first = earlier or max((number for number in read if number < last), default=last)
    if not {first, last} <= set(versions):
        raise NotFound(reason="no such version")
    old, new = versions[first], versions[last]
    return old, new, compare(_pages(old), _pages(new))


def _pages(version: DocumentVersion) -> list[tuple[int, str]]:
    if not version.text_name:
        raise Conflict(WHY_NOT[version.status].format(number=version.number))
    try:
        return texts.load(version.text_name)
    except FileNotFoundError:
        raise Conflict(WHY_NOT[VersionStatus.READY].format(number=version.number)) from None
