"""What a running Git answers, by line and by size, and how long it may keep silent."""

from __future__ import annotations

import os
import select
import subprocess
import threading
from typing import IO, cast

from polyvalidate.repository.git import patience, silent

_PIPE = 1 << 16
"""Bytes that a pipe holds: what one reading can give."""


class Replies:
    """The output of a process. Raises ``Unreadable``, and stops the process, after ``patience`` seconds of silence."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._number = cast("IO[bytes]", process.stdout).fileno()
        self._poll = select.poll() if hasattr(select, "poll") else None  # Windows cannot wait for a pipe
        if self._poll is not None:
            self._poll.register(self._number, select.POLLIN)
        self._seconds = patience()
        self._kept = b""

    def line(self) -> bytes:
        """The next line, without its end; what there is when the process has stopped."""
        while b"\n" not in self._kept and (more := self._more()):
            self._kept += more
        line, _, self._kept = self._kept.partition(b"\n")
        return line

    def exactly(self, size: int) -> bytes:
        """So many bytes; fewer when the process has stopped."""
        parts = [self._kept]
        left = size - len(self._kept)
        while left > 0 and (more := self._more()):
            parts.append(more)
            left -= len(more)
        whole = b"".join(parts)
        self._kept = whole[size:]
        return whole[:size]

    def _more(self) -> bytes:
        if self._poll is None:
            return self._more_or_stopped()
        if not self._poll.poll(self._seconds * 1000):
            self._process.kill()
            raise silent(self._seconds)
        return os.read(self._number, _PIPE)

    def _more_or_stopped(self) -> bytes:
        """The same where a pipe cannot be waited for: who is silent is stopped, which ends the reading."""
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(self._seconds, stop)
        timer.start()
        try:
            more = os.read(self._number, _PIPE)
        finally:
            timer.cancel()
        if late.is_set() and not more:
            raise silent(self._seconds)
        return more
