"""``polyvalidate new``: a declaration from a conversation or from options, judged before a byte is written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from polyvalidate import repository
from polyvalidate.cli import asking, attaching, previewing, questions, typed
from polyvalidate.cli.asking import Person, Stopped
from polyvalidate.cli.interview import Interview
from polyvalidate.cli.options import Given, read_options
from polyvalidate.files import draft as drafting
from polyvalidate.files.draft import Answers, Ask
from polyvalidate.model.folder import Evidence
from polyvalidate.model.grid import Activity
from polyvalidate.model.words import Text, plain
from polyvalidate.repository import Unreadable
from polyvalidate.repository.output import put, replace_file
from polyvalidate.school.seat import Desk, Draft, Seat, root_of

INTERRUPTED = 130

Say = Callable[[str, str], str]


def run_new(given: Given, lang: str, person: Person | None = None) -> int:
    """Make one declaration. ``person`` answers; without one, everything must stand in the options."""

    def say(fr: str, en: str) -> str:
        return fr if lang == "fr" else en

    if person is None and asking.is_there():
        person = asking.Terminal()
    try:
        desk = Desk(root_of(given.root), given.on or repository.today())
        answers, files = read_options(given, desk, lang)
        if person is None:
            seat = _seat_from_options(desk, given.student, answers, say)
            draft = seat.draft(answers)
        else:
            person.say(say("Ctrl-C arrête tout, sans rien écrire.", "Ctrl-C stops everything, nothing is written."))
            seat = _seat(desk, given.student, person, say)
            draft = Interview(person, seat, answers, files, lang).run()
        if draft.errors:
            return _not_written(draft, lang, say)
        shown = previewing.preview(draft, lang)
        if person is None:
            click.echo(shown, err=True)
        else:
            person.say(shown)
            if not given.yes and not _agreed(person, say):
                raise Stopped
        _write(desk.root, seat, draft, files)
    except (Stopped, KeyboardInterrupt):
        click.echo(say("Rien n'a été écrit.", "Nothing was written."), err=True)
        return INTERRUPTED
    put(plain(previewing.done(draft, seat, lang)), None)
    return 0


def _seat(desk: Desk, code: str | None, person: Person, say: Say) -> Seat:
    code = code or desk.here()
    if code is not None:
        return desk.seat(code)
    while True:
        asked = say("Votre code d'élève (s- puis dix signes) : ", "Your student code (s- and ten characters): ")
        try:
            return desk.seat(person.ask(asked).strip())
        except repository.Unreadable as error:
            person.say(f"  {say(error.text.fr, error.text.en)}")


def _seat_from_options(desk: Desk, code: str | None, answers: Answers, say: Say) -> Seat:
    """The student's place, once every option is there: without anybody to ask, what is missing is named at once."""
    code = code or desk.here()
    activity, unit = desk.activity(answers)
    missing = [
        name for ask in drafting.missing(activity, unit, answers) for name in _named(ask, activity, answers, say)
    ]
    if code is None:
        missing.insert(0, "--student")
    if code is None or missing:
        names = ", ".join(missing)
        raise click.UsageError(
            say(
                f"Il manque : {names}. Sans ces options, lancez la commande dans un terminal : elle posera les"
                " questions.",
                f"Missing: {names}. Without these options, run the command in a terminal: it will ask.",
            )
        )
    unsaid = drafting.silenced(activity, answers) if activity is not None else ()
    if activity is not None and unsaid:
        names = ", ".join(questions.OPTIONS[ask] for ask in unsaid)
        raise click.UsageError(
            say(
                f"L'activité {activity.code} est sensible, sa déclaration ne contient ni texte ni justificatif. "
                f"Retirez {names}.",
                f"Activity {activity.code} is sensitive, its declaration holds neither text nor evidence. "
                f"Remove {names}.",
            )
        )
    seat = desk.seat(code)
    if any(seat.has_another(piece) for piece in answers.evidence):
        taken = attaching.name_taken().text
        raise click.BadParameter(say(taken.fr, taken.en), param_hint="--evidence")
    return seat


def _named(ask: Ask, activity: Activity | None, answers: Answers, say: Say) -> list[str]:
    """The option that answers a question; for evidence one for each document, with the codes that will do."""
    if ask is not Ask.EVIDENCE or activity is None:
        return [questions.OPTIONS[ask]]
    either, file = say(" ou ", " or "), say("FICHIER", "FILE")
    groups = drafting.evidence_wanted(activity, answers)
    return [f"--evidence {either.join(f'{kind}={file}' for kind in group)}" for group in groups]


def _not_written(draft: Draft, lang: str, say: Say) -> int:
    for finding in draft.findings:
        click.echo(f"{finding.code}  {previewing.said(finding, draft.path, lang)}\n", err=True)
    click.echo(say("Rien n'a été écrit.", "Nothing was written."), err=True)
    return 1


def _agreed(person: Person, say: Say) -> bool:
    while True:
        answer = person.ask(say("Écrire cette déclaration ? [O/n] ", "Write this declaration? [Y/n] "))
        said = typed.folded(answer).strip()
        if said in ("", "o", "oui", "y", "yes"):
            return True
        if said in ("n", "non", "no"):
            return False
        person.say(say("  Répondez par o (oui) ou n (non).", "  Answer with y (yes) or n (no)."))


def _write(root: Path, seat: Seat, draft: Draft, files: Mapping[Evidence, Path]) -> None:
    """The documents that the school keeps in the repository first, then the declaration that names them."""
    for piece in draft.answers.evidence:
        if piece.store == "repository" and piece.name is not None:
            target = root / seat.folder.path / "evidence" / piece.name
            source = files[piece]
            try:
                data = source.read_bytes()
                target.parent.mkdir(exist_ok=True)
            except OSError as error:
                raise Unreadable(
                    Text(
                        "Le justificatif {name} ne peut pas être copié : {strerror}.",
                        "The document {name} cannot be copied: {strerror}.",
                    ),
                    name=source.name,
                    strerror=error.strerror,
                ) from error
            if hashlib.sha256(data).hexdigest() != piece.sha256:
                raise Unreadable(
                    Text(
                        "Le justificatif {name} a changé pendant les questions. Recommencez.",
                        "The document {name} changed during the questions. Start again.",
                    ),
                    name=source.name,
                )
            replace_file(target, data)
    replace_file(root / draft.path, draft.data)
