"""What django-ratelimit counts under: the limit can be read, so that operators see how full it is."""

import hashlib
import re
from dataclasses import dataclass
from typing import Self

from .limit_cache import PREFIX

TOLD = re.compile(r"(?P<group>[a-z_]+)(?P<limit>\d+)/(?P<seconds>\d+)s")
KEPT = re.compile(re.escape(PREFIX) + r"rl:(?P<group>[a-z_]+):(?P<limit>\d+):(?P<seconds>\d+):(?P<whose>[0-9a-f]+)")


class CounterKey:
    """For `RATELIMIT_HASH_ALGORITHM`: as a hash of hashlib, over group, rate, value and window in one piece."""

    def __init__(self, told: bytes) -> None:
        self.told = told

    def hexdigest(self) -> str:
        limit = TOLD.match(self.told.decode())
        if limit is None:
            raise ValueError("not what django-ratelimit counts under")
        return ":".join([*limit.groups(), hashlib.sha256(self.told).hexdigest()])


@dataclass(frozen=True, slots=True)
class CountedKey:
    """`whose` names nobody."""

    group: str
    limit: int
    seconds: int
    whose: str

    @classmethod
    def read(cls, key: str) -> Self | None:
        found = KEPT.fullmatch(key)
        return found and cls(found["group"], int(found["limit"]), int(found["seconds"]), found["whose"])
