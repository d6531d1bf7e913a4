"""One measurement: how long calls took, and how long the baseline took in the same run."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """Times in milliseconds. `baseline` is the median of `against`. Where a call does several `units`, as pages of a
    file, the line tells how many in a second."""

    what: str
    median: float
    p95: float
    against: str
    baseline: float
    units: int = 0
    unit: str = ""

    @property
    def ratio(self) -> float:
        return self.median / self.baseline if self.baseline else 0.0

    def line(self) -> str:
        times = f"p50 {self.median:8.1f} ms   p95 {self.p95:8.1f} ms"
        return f"{self.what:44} {times}   {self.ratio:6.1f} x {self.against} ({self.baseline:.1f} ms){self._rates()}"

    def _rates(self) -> str:
        if not self.units:
            return ""
        here, there = (1000 * self.units / time for time in (self.median, self.baseline))
        return f"   {here:.0f} against {there:.0f} {self.unit}/s"


Benchmark = Callable[..., Iterable[Figure]]


def compare(
    what: str,
    calls: Iterable[Callable[[], Any]],
    against: str,
    baseline: Callable[[], Any],
    *,
    warm_up: int = 3,
    units: int = 0,
    unit: str = "",
) -> Figure:
    """Take the calls and the baseline in turns, so that a busy moment of the machine hits both."""
    times, bases = [], []
    for call in calls:
        times.append(_timed(call))
        bases.append(_timed(baseline))
    times, bases = times[warm_up:], bases[warm_up:]
    return Figure(what, median(times), quantiles(times, n=20)[-1], against, median(bases), units, unit)


def _timed(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000
