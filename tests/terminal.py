"""A person at a real terminal: the command runs in a pseudo-terminal, and waits are for what it writes."""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path

CTRL_C = "\x03"
CTRL_D = "\x04"
CTRL_V = "\x16"
LEFT = "\x1b[D"
UP = "\x1b[A"
PATIENCE = 60
"""Seconds without a word from the command after which it is taken to wait for somebody."""
PLAIN = {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "TERM": "dumb", "INPUTRC": os.devnull}
"""A terminal that only writes one line after another, and keys that nobody has changed."""
_TAKE_TERMINAL = (
    "import fcntl, os, signal, sys, termios;"
    "fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "signal.signal(signal.SIGINT, signal.default_int_handler);"
    "os.execv(sys.executable, [sys.executable, '-m', 'polyvalidate', *sys.argv[1:]])"
)
"""Only a process that owns its terminal is interrupted by Ctrl-C, unless it was started in the background of a shell,
which has it ignored; it then becomes the program."""


class Conversation:
    """One command in a wide terminal. ``screen`` is what a person would have seen, their typing included. The
    environment is ``PLAIN``, and ``more``."""

    def __init__(
        self,
        arguments: Sequence[str],
        folder: Path,
        lang: str,
        columns: int = 200,
        more: Mapping[str, str] | None = None,
    ) -> None:
        self._here, there = pty.openpty()
        fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "POLYVALIDATE", "COLUMNS"))}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _TAKE_TERMINAL, *arguments],
            stdin=there,
            stdout=there,
            stderr=there,
            cwd=folder,
            env=kept | PLAIN | {"POLYVALIDATE_LANG": lang} | dict(more or {}),
            start_new_session=True,
        )
        os.close(there)
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self.screen = ""
        self._seen = 0

    def read_until(self, prompt: str) -> None:
        """Read until the screen ends with a question. Fails when the command ends before it asks."""
        while not self.screen.endswith(prompt) or len(self.screen) == self._seen:
            if not self._read():
                raise AssertionError(f"the command ended before it asked {prompt!r}:\n{self.screen}")
        self._seen = len(self.screen)

    def type(self, keys: str) -> None:
        """Press these keys, and nothing else: a line ends with ``\\n``."""
        os.write(self._here, keys.encode("utf-8"))

    def interrupt(self) -> None:
        """Press Ctrl-C, and again as long as nothing happens: a key pressed just before the program waits is lost."""
        for _ in range(PATIENCE):
            self.type(CTRL_C)
            ready, _, _ = select.select([self._here], [], [], 1)
            if ready or self._process.poll() is not None:
                return
        self._process.kill()
        raise AssertionError(f"the command does not hear Ctrl-C:\n{self.screen}")

    def end(self) -> int:
        """Read what is left, and give the exit code."""
        while self._read():
            pass
        os.close(self._here)
        return self._process.wait()

    def _read(self) -> bool:
        ready, _, _ = select.select([self._here], [], [], PATIENCE)
        if not ready:
            self._process.kill()
            raise AssertionError(f"the command waits for an answer that the test does not give:\n{self.screen}")
        try:
            data = os.read(self._here, 65536)
        except OSError:  # Linux says so when the other side has closed
            data = b""
        self.screen += self._decoder.decode(data).replace("\r\n", "\n")
        return bool(data)


def talk(
    arguments: Sequence[str], answers: Sequence[tuple[str, str]], folder: Path, lang: str = "fr"
) -> tuple[int, str]:
    """The exit code and the screen, when each question (the end of what is shown) gets its answer."""
    conversation = Conversation(arguments, folder, lang)
    for prompt, answer in answers:
        conversation.read_until(prompt)
        if answer == CTRL_C:
            conversation.interrupt()
        else:
            conversation.type(answer if answer == CTRL_D else f"{answer}\n")
    return conversation.end(), conversation.screen
