"""How fast may be written on a forge: so many writings in so many seconds, and never two at once."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

GITHUB = ((80, 60.0), (500, 3600.0))
"""What GitHub says of requests that create content: https://docs.github.com/rest/using-the-rest-api/
rate-limits-for-the-rest-api; and a second between two that write."""


class Pace:
    """Waits before a writing until it is within ``limits``, each a number of writings and of seconds."""

    def __init__(
        self,
        limits: tuple[tuple[int, float], ...] = (),
        apart: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.limits = limits
        self.apart = apart
        self.clock = clock
        self.wait = wait
        self.written: deque[float] = deque(maxlen=max((most for most, _ in limits), default=1))

    def __call__(self) -> None:
        """Before each writing."""
        now = self.clock()
        free = now
        if self.written:
            free = max(free, self.written[-1] + self.apart)
        for most, seconds in self.limits:
            if len(self.written) >= most:
                free = max(free, self.written[-most] + seconds)
        if free > now:
            self.wait(free - now)
        self.written.append(free)

    def hours(self, writings: int) -> int:
        """How many hours so many take, when they take more than one."""
        return max((round(writings / most * seconds / 3600) for most, seconds in self.limits), default=0)
