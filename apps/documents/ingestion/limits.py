"""What reading one document may cost."""

from dataclasses import dataclass

from apps.core.confined.limits import Limits as Confinement


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits(Confinement):
    max_pages: int = 2_000


DEFAULT = Limits()
