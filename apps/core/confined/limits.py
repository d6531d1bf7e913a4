"""What one file may cost. The child process sets these upon itself; the parent enforces wall time and output."""

import json
from dataclasses import asdict, dataclass
from typing import Self

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    memory_bytes: int = 768 * MEGABYTE
    cpu_seconds: int = 60
    wall_seconds: float = 90.0
    output_bytes: int = 20 * MEGABYTE
    open_files: int = 64

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        return cls(**json.loads(text))
