"""The command line: parse, call, print, exit.

The path of a file is the words of its command: ``roster/import_.py`` is ``polyvalidate roster import``.

Exit codes: 0 clean, 1 findings, 2 wrong usage or unreadable input, 3 our bug (said as such), 130 interrupted.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from polyvalidate.repository.unreadable import Unreadable


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; the console script passes it to the shell."""
    from polyvalidate.cli.kit.language import of_environment

    _open_streams()
    words = list(sys.argv[1:] if arguments is None else arguments)
    lang = of_environment(os.environ)
    try:
        from polyvalidate.cli.commands import language_asked

        asked = language_asked(words)
        lang = asked or lang
        code = _run(words, lang, asked is not None)
        sys.stdout.flush()  # what is not written is known before the exit code
        return code
    except BrokenPipeError:
        _give_up(sys.stdout)
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - an internal error is never a green light, whatever it is
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return _unwritten(error, lang)
        return _our_bug(error, lang)


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What a disk or a terminal that takes no more answers. Whoever wrote a file of ours has said so in other words."""


def _open_streams() -> None:
    """A stream that was closed is /dev/null: a file opened in its place would be written to."""
    for number, (name, mode) in enumerate({"stdin": "r", "stdout": "w", "stderr": "w"}.items()):
        if getattr(sys, name) is None:
            os.dup2(os.open(os.devnull, os.O_RDWR), number)
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


def _give_up(stream: TextIO) -> None:
    """Nothing more is said there, at the end of the program neither."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _unwritten(error: OSError, lang: str) -> int:
    from polyvalidate.cli.kit.terminal import Terminal
    from polyvalidate.model.words import Text

    said = Text("Le résultat ne peut pas être écrit : {why}.", "The result cannot be written: {why}.")
    with suppress(OSError):
        Terminal(lang).warn(said, why=error.strerror)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            _give_up(stream)
    return 2


def _run(words: list[str], lang: str, asked: bool) -> int:
    import click

    from polyvalidate.cli.commands import POLYVALIDATE
    from polyvalidate.cli.kit.speaking import speaking
    from polyvalidate.cli.kit.terminal import Terminal, erase_bar

    terminal = Terminal(lang, asked)
    with speaking(lang):
        try:
            try:
                code = POLYVALIDATE.main(words, prog_name="polyvalidate", standalone_mode=False, obj=terminal)
            finally:
                erase_bar()
            return code if isinstance(code, int) else 0
        except click.exceptions.Abort:
            return 130
        except click.ClickException as error:
            error.show()
            return 2
        except _unreadable() as error:  # known once something has been raised: help reads no repository
            terminal.warn(error.text)
            return 2


def _unreadable() -> type[Unreadable]:
    from polyvalidate.repository.unreadable import Unreadable

    return Unreadable


def _our_bug(error: Exception, lang: str) -> int:
    import traceback

    from polyvalidate.cli.kit.terminal import Terminal
    from polyvalidate.model.words import Text

    Terminal(lang).warn(
        Text(
            "polyvalidate a rencontré un défaut qui est le sien ; rien n'a été validé. Signalez-le avec ce qui suit :",
            "polyvalidate met a defect of its own; nothing was validated. Please report it with what follows:",
        )
    )
    traceback.print_exception(error, file=sys.stderr)
    return 3
