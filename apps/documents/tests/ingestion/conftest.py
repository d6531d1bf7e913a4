"""Set-up that the allowed and the refused case share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from apps.documents.ingestion.extract import Extraction, extract
from apps.documents.ingestion.kinds import FileKind
from apps.documents.ingestion.limits import DEFAULT, Limits

Extract = Callable[..., Extraction]


@pytest.fixture
def read(tmp_path: Path) -> Extract:
    """Store the bytes as a file and extract it, as the job would."""

    def run(data: bytes, kind: FileKind = FileKind.PDF, limits: Limits = DEFAULT) -> Extraction:
        path = tmp_path / "stored"
        path.write_bytes(data)
        return extract(path, kind, limits=limits)

    return run
