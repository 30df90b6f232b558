"""``polyvalidate declare-many``: an attendance list becomes one decided declaration for each student."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from polyvalidate.cli.declare_many.translate import translate
from polyvalidate.cli.declare_many.words import at_once, outcome
from polyvalidate.cli.kit import at_once as kit
from polyvalidate.cli.kit import evidence, options, workbook
from polyvalidate.cli.kit.commands import argument, command, option, together
from polyvalidate.cli.kit.doubts import doubt_lines
from polyvalidate.cli.kit.opening import register_of
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.kit.values import Read
from polyvalidate.files import typed
from polyvalidate.judgement.attaching import online
from polyvalidate.model.folder import Evidence
from polyvalidate.model.grid import EvidencePolicy
from polyvalidate.model.words import Text
from polyvalidate.office.acts.credit import Event, prepare, rule_of
from polyvalidate.office.acts.crediting import counted
from polyvalidate.office.register.attendance import Asked, read_attendance
from polyvalidate.repository.private_files import read_closed
from polyvalidate.school.school import open_school


@dataclass(frozen=True, slots=True)
class Attended:
    """What was attended."""

    first: date
    last: date | None
    title: str | None
    organisation: str | None
    event: str | None
    quantity: int | None
    hours: int | None
    comment: str | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves it: documents, and the digest of the list of which another is the translation."""

    evidence: tuple[str, ...]
    evidence_url: tuple[str, ...]
    digest: str | None


LINE = Read(typed.line)


@command(
    "declare-many",
    Text(
        "Crédite en masse l'activité CODE : la liste de l'organisation (CSV ou Excel) devient une déclaration acceptée"
        " par élève, en un seul commit signé de la personne qui évalue (--as). Les personnes inconnues ou déjà"
        " créditées sont dites et laissées de côté. Sans le registre, la liste doit donner des pseudonymes :"
        " --translate la prépare pour la personne qui évalue.",
        "Credit the activity CODE in bulk: the organiser's list (CSV or Excel) becomes one accepted declaration for"
        " each student, in a single commit signed by the person who evaluates (--as). People who are unknown or"
        " credited already are told and left aside. Without the register the list must give pseudonyms: --translate"
        " prepares it for the person who evaluates.",
    ),
)
@argument("code", type=Read(typed.activity))
@option(
    "--list",
    "list_file",
    required=True,
    type=options.PATH,
    metavar="FILE",
    help=Text("Liste des personnes présentes.", "List of the people who were there."),
)
@together(
    "attended",
    Attended,
    option(
        "--from",
        "first",
        type=options.DAY,
        metavar="DATE",
        required=True,
        help=Text("Jour de l'activité : 2026-01-31 ou 31/01/2026.", "Day of the activity: 2026-01-31."),
    ),
    option(
        "--to",
        "last",
        type=options.DAY,
        metavar="DATE",
        help=Text("Dernier jour (le premier par défaut).", "Last day (the first by default)."),
    ),
    option(
        "--title",
        type=LINE,
        help=Text("Ce que c'était (par défaut, l'intitulé de la grille).", "What it was."),
    ),
    option(
        "--organisation",
        type=LINE,
        help=Text("Qui l'organisait (par défaut, l'école).", "Who organised it (the school)."),
    ),
    option(
        "--event",
        type=Read(typed.event),
        help=Text("Nom court de l'événement : gala-2026.", "Short name of the event: gala-2026."),
    ),
    option(
        "--quantity",
        type=click.IntRange(1, 200),
        metavar="N",
        help=Text(
            "Combien pour chaque personne, dans l'unité de l'activité (1).",
            "How many for each person, in the unit of the activity (1).",
        ),
    ),
    option(
        "--hours",
        type=click.IntRange(1, 2000),
        metavar="N",
        help=Text("Heures, pour une activité comptée en heures.", "Hours, for an activity counted in hours."),
    ),
    option("--comment", type=LINE, help=Text("Commentaire de l'évaluation.", "Comment of the evaluation.")),
)
@together(
    "asked",
    Asked,
    kit.columns(
        Text(
            "Nom d'une colonne de la liste : number=Identifiant, email=Contact, code=Élève.",
            "Name of a column of the list: number=Identifier, email=Contact, code=Student.",
        )
    ),
    option(
        "--present-column",
        "present",
        metavar="NAME",
        multiple=True,
        help=Text(
            "Colonne qui dit qui était là ; une case vide, « non » ou « absent » ne crédite rien. Donnée plusieurs"
            " fois (matin, après-midi), les présences s'ajoutent.",
            "Column that says who was there; an empty cell, “no” or “absent” credits nothing. Given several times"
            " (morning, afternoon), presences add up.",
        ),
    ),
    option(
        "--count-column",
        "counted",
        metavar="NAME",
        help=Text(
            "Colonne qui dit combien (demi-journées, heures) pour chaque personne.",
            "Column that says how many (half-days, hours) for each person.",
        ),
    ),
    workbook.sheet,
    workbook.hidden_rows,
)
@together(
    "proof",
    Proof,
    option(
        "--evidence",
        multiple=True,
        metavar="CODE=FILE",
        help=Text(
            "Émargement signé : E2=emargement.pdf. Sans lui, l'empreinte de la liste en tient lieu.",
            "Signed sheet: E2=sheet.pdf. Without it, the digest of the list stands for it.",
        ),
    ),
    option(
        "--evidence-url",
        multiple=True,
        metavar="CODE=URL",
        help=Text("Justificatif en ligne : E2=https://…", "Evidence online: E2=https://…"),
    ),
    option(
        "--digest",
        type=Read(typed.digest),
        metavar="SHA256",
        help=Text(
            "Empreinte de la liste d'origine, quand --list en est la traduction.",
            "Digest of the original list, when --list is its translation.",
        ),
    ),
)
@option(
    "--translate",
    "target",
    type=options.NEW_FILE,
    metavar="FILE",
    help=Text(
        "Écrit seulement la liste des pseudonymes, sans noms, pour la personne qui évalue.",
        "Only write the list of pseudonyms, without names, for the person who evaluates.",
    ),
)
@options.office("names", "as", "repo", "branch", "on", "yes", "dry-run", "push", "wait")
def declare_many(
    terminal: Terminal,
    code: str,
    list_file: Path,
    attended: Attended,
    asked: Asked,
    proof: Proof,
    target: Path | None,
    office: Office,
) -> int:
    """0 when everybody who can be credited is (or would be, or was), 1 when nothing was written."""
    school = open_school(office.repo, office.branch, office.today)
    data = read_closed(list_file)
    register = None
    if office.register is not None:
        register = register_of(school, office)
        terminal.names_in_git(list_file)
    attendance = read_attendance(data, asked, register, school.folders)
    if isinstance(attendance, Text):
        return terminal.stopped([terminal.of(attendance)])
    event = Event(
        code,
        attended.first,
        attended.last or attended.first,
        attended.title,
        attended.organisation,
        attended.event,
        attended.quantity if attended.hours is None else attended.hours,
        _evidence(proof, school.latest.evidence, terminal) if target is None else (),
        proof.digest or hashlib.sha256(data).hexdigest(),
        attended.comment,
    )
    if target is not None:
        given = {
            "--from": event.first,
            "--to": attended.last,
            "--title": event.title,
            "--organisation": event.organisation,
            "--event": event.event,
            "--quantity": attended.quantity,
            "--hours": attended.hours,
            "--comment": event.comment,
            "--evidence": proof.evidence,
            "--evidence-url": proof.evidence_url,
            "--digest": event.digest,
        }
        return translate(school, attendance, event, given, target, office, terminal)
    rule = counted(rule_of(school, event, office.signer), attended.quantity, attended.hours, asked)
    if isinstance(rule, Text):
        return terminal.stopped([terminal.of(rule)])
    prepared = prepare(school, rule, event, attendance.people)
    names = {member.code: member.name for member in register.members} if register is not None else {}
    terminal.lines(outcome(prepared, attendance, event, names, terminal.lang))
    terminal.lines(doubt_lines(attendance.doubts, terminal.lang), err=True)
    return kit.write(school, at_once(prepared, event, school.latest.language), office, terminal)


def _evidence(proof: Proof, policy: EvidencePolicy, terminal: Terminal) -> tuple[Evidence, ...]:
    """The documents given. Raises ``click.BadParameter`` for one that will not do."""
    option = "--evidence"
    try:
        found = [evidence.from_file(*evidence.split(text, "E2=emargement.pdf"), policy)[0] for text in proof.evidence]
        option = "--evidence-url"
        found += [online(*evidence.split(text, "E2=https://…")) for text in proof.evidence_url]
    except typed.Unclear as error:
        raise terminal.wrong(error.text, option) from None
    return tuple(found)
