"""The command line as somebody types it: in this process, which knows the program already, or in one of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from polyvalidate.cli import main


def _environment(lang: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "POLYVALIDATE"))}
    return kept | {"POLYVALIDATE_LANG": lang}


def run(*arguments: str | Path, lang: str = "fr") -> tuple[int, str, str]:
    """The exit code, standard output and standard error of one command, without a terminal."""
    with patch.dict(os.environ, _environment(lang), clear=True):
        code, out, error = run_here([str(one) for one in arguments])
    return code, out.decode(), error


def typed(*arguments: str | Path, lang: str = "fr") -> tuple[int, str, str]:
    """The same in a process of its own: for what only a process shows, as its exit code and its streams."""
    command = [sys.executable, "-m", "polyvalidate", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=False, env=_environment(lang), stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def run_here(words: list[str]) -> tuple[int, bytes, str]:
    """A command in this process, in this environment: its exit code, the bytes it printed, what it said in error."""
    out, error = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with _streams(stdin=io.StringIO(), stdout=out, stderr=error):
        code = main(words)
    out.flush()
    return code, out.buffer.getvalue(), error.getvalue()  # type: ignore[attr-defined]


@contextmanager
def _streams(**streams: io.TextIOBase) -> Iterator[None]:
    kept: Mapping[str, object] = {name: getattr(sys, name) for name in streams}
    for name, stream in streams.items():
        setattr(sys, name, stream)
    try:
        yield
    finally:
        for name, stream in kept.items():
            setattr(sys, name, stream)
