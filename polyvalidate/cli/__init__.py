"""The command line: parse, call, print, exit.

The path of a file is the words of its command: ``roster/import_.py`` is ``polyvalidate roster import``.

Exit codes: 0 clean, 1 findings, 2 wrong usage or unreadable input, 3 our bug (said as such), 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; the console script passes it to the shell."""
    from polyvalidate.cli.kit.language import of_environment

    words = list(sys.argv[1:] if arguments is None else arguments)
    lang = of_environment(os.environ)
    try:
        from polyvalidate.cli.commands import language_asked

        lang = language_asked(words) or lang
        return _run(words, lang)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - an internal error is never a green light, whatever it is
        return _our_bug(error, lang)


def _run(words: list[str], lang: str) -> int:
    import click

    from polyvalidate.cli.commands import POLYVALIDATE
    from polyvalidate.cli.kit.speaking import speaking
    from polyvalidate.cli.kit.terminal import Terminal, erase_bar
    from polyvalidate.repository import Unreadable

    terminal = Terminal(lang)
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
        except Unreadable as error:
            terminal.warn(error.text)
            return 2


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
