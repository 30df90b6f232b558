"""``polyvalidate new``: a declaration from a conversation or from options, judged before a byte is written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from polyvalidate.cli.kit import asking, evidence, options
from polyvalidate.cli.kit.asking import Person, Stopped
from polyvalidate.cli.kit.commands import command, option
from polyvalidate.cli.kit.terminal import NO, YES, Terminal
from polyvalidate.cli.new.interview import Interview
from polyvalidate.cli.new.options import Given, given, name_of
from polyvalidate.cli.new.preview import done, preview, said
from polyvalidate.files import draft as drafting
from polyvalidate.files.draft import Answers, Ask
from polyvalidate.files.typed import folded
from polyvalidate.model.folder import Evidence
from polyvalidate.model.grid import Activity
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable
from polyvalidate.repository.output import put, replace_files
from polyvalidate.school.seat import Desk, Draft, Seat, root_of

INTERRUPTED = 130


@command(
    "new",
    Text(
        "Écrit une déclaration : pose les questions, vérifie les réponses, puis écrit le fichier. Chaque réponse peut"
        " aussi être donnée en option.",
        "Write a declaration: ask, check the answers, then write the file. Every answer may also be an option.",
    ),
)
@option(
    "--student", metavar="CODE", help=Text("Votre code d'élève : s-k3f9q2mz7w.", "Your student code: s-k3f9q2mz7w.")
)
@given
@options.found_repo
@options.yes
@options.today(Text("Contrôle comme si l'on était ce jour-là.", "Check as if it were this day."))
def new(terminal: Terminal, student: str | None, given: Given, repo: Path | None, yes: bool, today: date) -> int:
    """Without anybody at the terminal, everything must stand in the options."""
    person = asking.Keyboard() if asking.is_there() else None
    try:
        desk = Desk.at(root_of(repo), None, today)
        answers, files = given.read(desk, terminal)
        if person is None:
            seat = _seat_from_options(desk, student, answers, terminal)
            draft = seat.draft(answers)
        else:
            stop = Text("Ctrl-C arrête tout, sans rien écrire.", "Ctrl-C stops everything, nothing is written.")
            person.say(terminal.of(stop))
            seat = _seat(desk, student, person, terminal)
            draft = Interview(terminal, person, seat, answers, files).run()
        if draft.errors:
            found = (f"{finding.code}  {said(finding, draft.path, terminal.lang)}\n" for finding in draft.findings)
            return terminal.stopped(found)
        shown = preview(draft, terminal.lang)
        if person is None:
            terminal.lines([shown], err=True)
        else:
            person.say(shown)
            if not yes and not _agreed(person, terminal):
                raise Stopped
        _write(desk.place, seat, draft, files)
    except (Stopped, KeyboardInterrupt):
        terminal.nothing_written()
        return INTERRUPTED
    put(done(draft, seat, terminal.lang), None)
    return 0


def _seat(desk: Desk, code: str | None, person: Person, terminal: Terminal) -> Seat:
    code = code or desk.here()
    if code is not None:
        return desk.seat(code)
    who = Text("Votre code d'élève (s- puis dix signes) : ", "Your student code (s- and ten characters): ")
    while True:
        try:
            return desk.seat(person.ask(terminal.of(who)).strip())
        except Unreadable as error:
            person.say(f"  {terminal.of(error.text)}")


def _seat_from_options(desk: Desk, code: str | None, answers: Answers, terminal: Terminal) -> Seat:
    """The student's place, once every option is there: without anybody to ask, what is missing is named at once."""
    code = code or desk.here()
    activity, unit = desk.activity(answers)
    missing = [] if code is not None else ["--student"]
    for ask in drafting.missing(activity, unit, answers):
        missing += _named(ask, activity, answers, terminal)
    if code is None or missing:
        raise terminal.misused(
            Text(
                "Il manque : {names}. Sans ces options, lancez la commande dans un terminal : elle posera les "
                "questions.",
                "Missing: {names}. Without these options, run the command in a terminal: it will ask.",
            ),
            names=", ".join(missing),
        )
    unsaid = drafting.silenced(activity, answers) if activity is not None else ()
    if activity is not None and unsaid:
        raise terminal.misused(
            Text(
                "L'activité {code} est sensible, sa déclaration ne contient ni texte ni justificatif. Retirez {names}.",
                "Activity {code} is sensitive, its declaration holds neither text nor evidence. Remove {names}.",
            ),
            code=activity.code,
            names=", ".join(map(name_of, unsaid)),
        )
    seat = desk.seat(code)
    if any(seat.has_another(piece) for piece in answers.evidence):
        raise terminal.wrong(evidence.name_taken().text, "--evidence")
    return seat


def _named(ask: Ask, activity: Activity | None, answers: Answers, terminal: Terminal) -> list[str]:
    """The option that answers a question; for evidence one for each document, with the codes that will do."""
    if ask is not Ask.EVIDENCE or activity is None:
        return [name_of(ask)]
    one, either = Text("{kind}=FICHIER", "{kind}=FILE"), terminal.of(Text(" ou ", " or "))
    groups = drafting.evidence_wanted(activity, answers)
    return [f"--evidence {either.join(terminal.of(one, kind=kind) for kind in group)}" for group in groups]


def _agreed(person: Person, terminal: Terminal) -> bool:
    """Is it to be written? Here it is, unless the person says no."""
    while True:
        answer = person.ask(terminal.of(Text("Écrire cette déclaration ? [O/n] ", "Write this declaration? [Y/n] ")))
        word = folded(answer).strip()
        if word in ("", *YES):
            return True
        if word in NO:
            return False
        person.say(terminal.of(Text("  Répondez par o (oui) ou n (non).", "  Answer with y (yes) or n (no).")))


def _write(root: Path, seat: Seat, draft: Draft, files: Mapping[Evidence, Path]) -> None:
    """The documents that the school keeps in the repository first, then the declaration that names them."""
    written: dict[Path, bytes] = {}
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
                        "Le justificatif {name} ne peut pas être copié : {why}.",
                        "The document {name} cannot be copied: {why}.",
                    ),
                    name=source.name,
                    why=error.strerror,
                ) from error
            if hashlib.sha256(data).hexdigest() != piece.sha256:
                raise Unreadable(
                    Text(
                        "Le justificatif {name} a changé pendant les questions. Recommencez.",
                        "The document {name} changed during the questions. Start again.",
                    ),
                    name=source.name,
                )
            written[target] = data
    replace_files({**written, root / draft.path: draft.data})
