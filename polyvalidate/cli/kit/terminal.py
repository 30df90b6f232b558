"""The terminal: the language it speaks, what is said on it, where a long work stands, a question before writing."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import click

from polyvalidate.cli.kit import asking
from polyvalidate.model.words import Text, plain, typographic

FILES = Text("fichiers", "files")
NARROWEST, WIDEST = 40, 100
"""Columns of a line that is laid out for the terminal; the widest where there is none."""
YES = ("o", "oui", "y", "yes")
NO = ("", "n", "non", "no")


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where a command speaks, in one language. What it says is plain text: no special space surprises a shell.

    ``asked``: is it that of ``--lang``, which a person has typed, and not of the environment?
    """

    lang: str
    asked: bool = False

    def of(self, text: Text, /, **details: object) -> str:
        """A sentence in words, as it is said here."""
        return plain(text.of(self.lang, **details))

    @property
    def colour(self) -> bool:
        """Does standard output take colours? A terminal that is not dumb, of somebody who did not say NO_COLOR
        (https://no-color.org)."""
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    @property
    def columns(self) -> int:
        """How wide a line may be, on the terminal of standard output."""
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDEST
        return min(max(width, NARROWEST), WIDEST)

    def say(self, text: Text, /, *, err: bool = False, **details: object) -> None:
        """Say a sentence on standard output, or on standard error."""
        erase_bar()
        click.echo(self.of(text, **details), err=err)

    def warn(self, text: Text, /, **details: object) -> None:
        """Say a sentence on standard error: a remark, or why nothing was done."""
        self.say(text, err=True, **details)

    def lines(self, lines: Iterable[str], *, err: bool = False) -> None:
        """Say lines that are already in words; nothing when there are none."""
        said = list(lines)
        if said:
            erase_bar()
            click.echo(plain(typographic("\n".join(said), self.lang)), err=err)

    def wrong(self, text: Text, option: str, /, **details: object) -> click.BadParameter:
        """What is wrong with the value of an option or an argument, to be raised."""
        return click.BadParameter(self.of(text, **details), param_hint=option)

    def misused(self, text: Text, /, **details: object) -> click.UsageError:
        """What does not go together in a command, to be raised."""
        return click.UsageError(self.of(text, **details))

    def nothing_written(self) -> None:
        self.warn(Text("Rien n'a été écrit.", "Nothing was written."))

    def stopped(self, lines: Iterable[str] = ()) -> int:
        """Say why nothing is written, and the exit code that goes with it."""
        self.lines(lines, err=True)
        self.nothing_written()
        return 1

    def agreed(self, question: Text, /, *, yes: bool, **details: object) -> bool:
        """Is it to be written? Without anybody at the terminal and without ``--yes``, the answer is no, and said."""
        if yes:
            return True
        if not asking.is_there():
            self.warn(
                Text(
                    "Personne au terminal pour répondre : ajoutez --yes pour écrire.",
                    "Nobody at the terminal to answer: add --yes to write.",
                )
            )
            return False
        from polyvalidate.files.typed import folded

        person = asking.Keyboard()
        prompt = f"{self.of(question, **details)} [{Text('o/N', 'y/N').in_language(self.lang)}] "
        while True:
            try:
                said = folded(person.ask(prompt)).strip()
            except asking.Stopped:
                return False
            if said in (*YES, *NO):
                return said in YES

    def names_in_git(self, *lists: Path | None) -> None:
        """Say which of these files, which may hold names, stand inside Git, where one commit publishes them. It is no
        refusal: the file is there already, and is only read."""
        from polyvalidate.repository.private_files import repository_around

        for path in lists:
            folder = repository_around(path) if path is not None else None
            if folder is not None:
                self.warn(
                    Text(
                        "Attention : {path} porte peut-être des noms et se trouve dans le dépôt Git {folder}. "
                        "Déplacez-le à côté du registre avant tout commit.",
                        "Beware: {path} may hold names and stands inside the Git repository {folder}. Move it beside "
                        "the register before any commit.",
                    ),
                    path=path,
                    folder=folder,
                )

    def files_left_out(self, root: Path) -> None:
        """Say of a work tree that holds only some of the files of its repository that the answer is about these."""
        from polyvalidate.repository.partial import is_sparse

        if is_sparse(root):
            self.warn(
                Text(
                    "Cette copie ne contient qu'une partie des fichiers du dépôt (git sparse-checkout) : la réponse ne "
                    "parle que d'eux. Pour les avoir tous : git sparse-checkout disable",
                    "This copy holds only some of the files of the repository (git sparse-checkout): the answer is "
                    "about these. To have them all: git sparse-checkout disable",
                )
            )

    def bar(self, what: Text = FILES) -> Bar:
        """Shows where a work stands that may take more than a second."""
        return Bar(what.in_language(self.lang))


class Bar:
    """A progress line on standard error, from the first second on; nothing in a pipe or on a terminal that is dumb."""

    stands: ClassVar[bool] = False
    """A bar that has not come to its end is on the terminal."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.start = time.monotonic()
        self.silent = not sys.stderr.isatty() or os.environ.get("TERM") == "dumb"

    def __call__(self, done: int, total: int) -> None:
        if self.silent or time.monotonic() - self.start < 1:
            return
        width = 30 * done // total if total else 30
        sys.stderr.write(f"\r[{'#' * width}{'.' * (30 - width)}] {done} / {total} {self.word}")
        sys.stderr.flush()
        Bar.stands = True
        if done >= total:
            erase_bar()


def erase_bar() -> None:
    """Take away the bar of a work that ended or failed: what is said next begins its own line."""
    if Bar.stands:
        sys.stderr.write("\r\033[K")
        sys.stderr.flush()
        Bar.stands = False
