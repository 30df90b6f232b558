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


class Keyboard:
    """The person at the keyboard. The conversation goes to standard error: standard output is for results."""

    def say(self, text: str = "") -> None:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()

    def ask(self, prompt: str) -> str:
        try:
            return self._edited(prompt) if _can_edit() else self._typed(prompt)
        except (KeyboardInterrupt, EOFError):
            self.say()
            raise Stopped from None

    def _edited(self, prompt: str) -> str:
        """A line in which the arrows move, and the one above gives the answer before."""
        try:
            return input(prompt)
        except UnicodeDecodeError:
            return self._typed(prompt)

    def _typed(self, prompt: str) -> str:
        sys.stderr.write(prompt)
        sys.stderr.flush()
        answer = sys.stdin.buffer.readline()
        if not answer:
            raise EOFError
        try:
            return answer.decode(sys.stdin.encoding or "utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            return answer.decode("cp1252", "replace").rstrip("\r\n")


def _can_edit() -> bool:
    """Does Python have the readline library here, and can it draw where the person types?"""
    try:
        import readline  # noqa: F401 - once imported, ``input`` uses it
    except ImportError:
        return False
    return sys.stdout.isatty()


def is_there() -> bool:
    """Is somebody at the terminal? Without one, nothing is asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()
