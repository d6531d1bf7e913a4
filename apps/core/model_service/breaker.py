"""Spares a model that is down, and the people who would wait for it.

After some failures in a row nobody asks, and after a pause one question tries.
"""

import threading
import time
from collections.abc import Callable


class Breaker:
    def __init__(self, failures: int, pause: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._pause, self._clock = failures, pause, clock
        self._lock = threading.Lock()
        self._failures, self._retry_at = 0, 0.0

    def allows(self) -> bool:
        """Whether to ask now. Once a pause is over, the first who asks is the trial and the others wait for its end."""
        with self._lock:
            if self._failures < self._most:
                return True
            if self._clock() < self._retry_at:
                return False
            self._retry_at = self._clock() + self._pause
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._retry_at = self._clock() + self._pause
