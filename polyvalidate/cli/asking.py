"""Who answers: a terminal, one line at a time. A test can stand in for it."""

from __future__ import annotations

import sys
from typing import Protocol


class Stopped(Exception):
    """The person closed the conversation: nothing may be written."""


class Person(Protocol):
    """Somebody to talk to."""

    def say(self, text: str = "") -> None: ...

    def ask(self, prompt: str) -> str:
        """One line, without its end. Raises Stopped when there will be no answer any more."""
        ...


class Terminal:
    """The person at the terminal. The conversation goes to standard error: standard output is for results."""

    def say(self, text: str = "") -> None:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()

    def ask(self, prompt: str) -> str:
        try:
            sys.stderr.write(prompt)
            sys.stderr.flush()
            answer = sys.stdin.buffer.readline()
        except KeyboardInterrupt:
            self.say()
            raise Stopped from None
        if not answer:
            self.say()
            raise Stopped
        encoding = sys.stdin.encoding or "utf-8"
        try:
            return answer.decode(encoding).rstrip("\r\n")
        except UnicodeDecodeError:
            return answer.decode("cp1252", "replace").rstrip("\r\n")


def is_there() -> bool:
    """Is somebody at the terminal? Without one, nothing is asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()
