"""The command line: parse, call, print, exit.

Exit codes: 0 clean, 1 findings, 2 wrong usage or unreadable input, 3 our bug (said as such), 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; the console script passes it to the shell."""
    from polyvalidate.cli.language import of_environment, of_words

    words = list(sys.argv[1:] if arguments is None else arguments)
    lang = of_environment(os.environ)
    try:
        lang = of_words(words) or lang
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

    from polyvalidate.cli.commands import build
    from polyvalidate.cli.speaking import name_own_values, speaking
    from polyvalidate.repository import Unreadable

    with speaking(lang):
        try:
            commands = build(lang)
            name_own_values(commands)  # those below are made, and named, when they are called
            code = commands.main(words, prog_name="polyvalidate", standalone_mode=False)
            return code if isinstance(code, int) else 0
        except click.exceptions.Abort:
            return 130
        except click.ClickException as error:
            error.show()
            return 2
        except Unreadable as error:
            click.echo(error.text.in_language(lang), err=True)
            return 2


def _our_bug(error: Exception, lang: str) -> int:
    import traceback

    from polyvalidate.model.words import Text

    sentence = Text(
        "polyvalidate a rencontré un défaut qui est le sien ; rien n'a été validé. Signalez-le avec ce qui suit :",
        "polyvalidate met a defect of its own; nothing was validated. Please report it with what follows:",
    ).of(lang)
    print(sentence, file=sys.stderr)
    traceback.print_exception(error, file=sys.stderr)
    return 3
