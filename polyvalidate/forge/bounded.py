"""A time that some work may take, so that one request keeps no other waiting."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class TooLong(Exception):
    """The work did not end in its time, and was stopped."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises ``TooLong`` when what is inside takes longer: Python, a pattern, or a Git that is waited for.

    Where there is no such alarm (Windows, another thread than the first), each Git has its own patience, and no more.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
