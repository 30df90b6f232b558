"""``polyvalidate new``: a declaration from a conversation or from options, judged before a byte is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import click

from polyvalidate import drafting, repository
from polyvalidate.cli import asking, attaching, questions, typed
from polyvalidate.cli.asking import Person, Stopped
from polyvalidate.cli.desk import Desk, Draft, Seat, root_of
from polyvalidate.cli.interview import Interview, said
from polyvalidate.cli.typed import Unclear
from polyvalidate.cli.writing_out import put, replace_file
from polyvalidate.drafting import Answers, Ask
from polyvalidate.model import Evidence
from polyvalidate.rendering.balances import reason
from polyvalidate.rendering.context import inert
from polyvalidate.wording import plain, points

INTERRUPTED = 130

Say = Callable[[str, str], str]


class Given(NamedTuple):
    """What the options say, as they were typed. ``said`` maps each question to its text."""

    root: Path | None
    student: str | None
    said: Mapping[Ask, str]
    origin: str | None
    files: Sequence[str]
    addresses: Sequence[str]
    yes: bool


def run_new(given: Given, lang: str, person: Person | None = None) -> int:
    """Make one declaration. ``person`` answers; without one, everything must stand in the options."""

    def say(fr: str, en: str) -> str:
        return fr if lang == "fr" else en

    if person is None and asking.is_there():
        person = asking.Terminal()
    desk = Desk(root_of(given.root), repository.today())
    answers, files = _read_options(given, desk, lang)
    try:
        if person is None:
            seat = _seat_from_options(desk, given.student, answers, say)
            draft = seat.draft(answers)
        else:
            seat = _seat(desk, given.student, person, say)
            draft = Interview(person, seat, answers, files, lang).run()
        if draft.errors:
            return _not_written(draft, lang, say)
        if person is not None and not given.yes and not _agreed(person, draft, lang, say):
            raise Stopped
    except Stopped:
        click.echo(say("Rien n'a été écrit.", "Nothing was written."), err=True)
        return INTERRUPTED
    _write(desk.root, seat, draft, files)
    put(plain(_done(draft, files, lang, say)), None)
    return 0


def _seat(desk: Desk, code: str | None, person: Person, say: Say) -> Seat:
    code = code or desk.here()
    if code is not None:
        return desk.seat(code)
    while True:
        try:
            return desk.seat(person.ask(say("Votre code d'élève (s-…) : ", "Your student code (s-…): ")).strip())
        except repository.Unreadable as error:
            person.say(f"  {say(error.text.fr, error.text.en)}")


def _seat_from_options(desk: Desk, code: str | None, answers: Answers, say: Say) -> Seat:
    """The student's place, once every option is there: without anybody to ask, what is missing is named at once."""
    code = code or desk.here()
    activity, unit = desk.activity(answers)
    missing = [questions.OPTIONS[ask] for ask in drafting.missing(activity, unit, answers)]
    if code is None:
        missing.insert(0, "--student")
    if code is None or missing:
        raise click.UsageError(say(f"Il manque : {', '.join(missing)}.", f"Missing: {', '.join(missing)}."))
    return desk.seat(code)


_READ: Mapping[Ask, Callable[[str], Any]] = {
    Ask.ACTIVITY: lambda text: text.strip().replace(",", "."),
    Ask.FROM: typed.day,
    Ask.TO: typed.day,
    Ask.LEVEL: typed.identifier,
    Ask.QUANTITY: typed.count,
    Ask.HOURS: lambda text: typed.hours(text)[0],
    Ask.TITLE: typed.line,
    Ask.ORGANISATION: typed.line,
    Ask.EVENT: typed.event,
    Ask.DESCRIPTION: lambda text: typed.visible(text.strip()),
    Ask.ELSEWHERE: lambda text: typed.choice(text, tuple(questions.ELSEWHERE), ranked=False),
}


def _read_options(given: Given, desk: Desk, lang: str) -> tuple[Answers, dict[Evidence, Path]]:
    """The answers that the options give, and the documents they name. Raises ``click.BadParameter``."""
    answers = Answers()
    files: dict[Evidence, Path] = {}
    for ask, text in given.said.items():
        with _in_option(questions.OPTIONS[ask], lang):
            answers = drafting.with_answer(answers, ask, _READ[ask](text))
    if given.origin is not None:
        with _in_option("--origin", lang):
            answers = replace(answers, origin=typed.identifier(given.origin))
    policy = desk.book.grids[max(desk.book.grids)].evidence
    pieces: list[Evidence] = []
    for option in given.files:
        with _in_option("--evidence", lang):
            piece, path = attaching.from_file(*attaching.split(option, "E2=emargement.pdf"), policy)
            pieces.append(piece)
            files[piece] = path
    for option in given.addresses:
        with _in_option("--evidence-url", lang):
            pieces.append(attaching.from_address(*attaching.split(option, "E7=https://github.com/exemple/projet")))
    return replace(answers, evidence=tuple(pieces)), files


class _in_option:  # noqa: N801 - reads as a sentence where it is used
    """An answer that cannot be understood becomes click's complaint about the option it came from."""

    def __init__(self, name: str, lang: str) -> None:
        self.name = name
        self.lang = lang

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Unclear):
            raise click.BadParameter(error.text.in_language(self.lang), param_hint=self.name) from None


def _not_written(draft: Draft, lang: str, say: Say) -> int:
    for finding in draft.findings:
        click.echo(f"{finding.code}  {said(finding, lang)}\n", err=True)
    click.echo(say("Rien n'a été écrit.", "Nothing was written."), err=True)
    return 1


def _agreed(person: Person, draft: Draft, lang: str, say: Say) -> bool:
    person.say()
    for line in draft.data.decode("utf-8").splitlines()[1:]:
        person.say(f"  {inert(line)}")
    person.say()
    for finding in draft.findings:
        person.say(said(finding, lang))
        person.say()
    answer = person.ask(say("Écrire cette déclaration ? [O/n] ", "Write this declaration? [Y/n] "))
    return typed.folded(answer).strip() in ("", "o", "oui", "y", "yes")


def _write(root: Path, seat: Seat, draft: Draft, files: Mapping[Evidence, Path]) -> None:
    """The documents that the school keeps in the repository first, then the declaration that names them."""
    folder = root / seat.folder.path
    for piece, source in files.items():
        if piece.store == "repository" and piece.name is not None:
            target = folder / "evidence" / piece.name
            target.parent.mkdir(exist_ok=True)
            replace_file(target, source.read_bytes())
    replace_file(root / draft.path, draft.data)


def _done(draft: Draft, files: Mapping[Evidence, Path], lang: str, say: Say) -> str:
    """Where it is, what it would count, what is left to do."""
    lines = [say(f"Écrit : {draft.path}", f"Written: {draft.path}")]
    if draft.line is not None:
        counted = points(draft.line.credited, lang)
        why = reason(draft.line, lang)
        lines.append(say(f"Points comptés : {counted} ({why})", f"Points counted: {counted} ({why})"))
    attached = [piece.name or "" for piece in files if piece.store == "pull-request"]
    if attached:
        names = ", ".join(attached)
        lines.append(say(f"À joindre à votre demande (pull request) : {names}", f"To attach to your request: {names}"))
    lines.append(
        say(
            f"Ensuite : git add {draft.path}, git commit, puis ouvrez la demande.",
            f"Next: git add {draft.path}, git commit, then open the request.",
        )
    )
    return "\n".join(lines) + "\n"
