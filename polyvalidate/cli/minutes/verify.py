"""``polyvalidate minutes verify``: old minutes made again from their commit, and compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from polyvalidate import repository
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.people import people
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.minutes import words
from polyvalidate.model.words import Text
from polyvalidate.office.acts.jury_history import Recording, recordings, since, with_earlier
from polyvalidate.office.acts.jury_print import forms
from polyvalidate.office.acts.jury_session import decided, read_cohort
from polyvalidate.office.jury.comparing import Difference, differences
from polyvalidate.office.jury.content import LAYOUT, Provenance
from polyvalidate.office.jury.reading import Form, read_form
from polyvalidate.office.jury.tables import People
from polyvalidate.office.lists.cells import shown
from polyvalidate.repository import Unreadable, private_files
from polyvalidate.repository.history import moment_of
from polyvalidate.repository.making import contains

MOST_SHOWN = 40


@command(
    "verify",
    Text(
        "Refait le PV FILE (PDF, XLSX, CSV ou JSON) à partir de son commit, et dit s'il est égal ou ce qui diffère,"
        " élève par élève. Un PV nominatif demande le registre.",
        "Make the minutes FILE (PDF, XLSX, CSV or JSON) again from their commit, and say whether they are equal or"
        " what differs, student by student. Minutes with names need the register.",
    ),
)
@argument("file", type=options.NEW_FILE)
@options.office("names", "repo", "branch")
def verify(terminal: Terminal, file: Path, office: Office) -> int:
    """0 when the minutes are those of their commit, and the commit is in the branch, whatever was corrected since; 1
    when something differs."""
    data = private_files.read_bytes(file)
    if data is None:
        raise Unreadable(Text("Le fichier {file} n'existe pas.", "The file {file} does not exist."), file=file)
    form = read_form(data)
    if isinstance(form, Text):
        raise Unreadable(Text("{name} : {form}", "{name}: {form}"), name=file.name, form=form)
    provenance = form.provenance
    if provenance.kind != "minutes":
        raise Unreadable(
            Text(
                "Ce fichier est la table de travail du jury, non un PV : elle s'enregistre avec polyvalidate minutes "
                "record.",
                "This file is the jury's working table, not minutes: it is recorded with polyvalidate minutes record.",
            )
        )
    if provenance.layout > LAYOUT:
        raise Unreadable(
            Text(
                "Ce PV a été imprimé par une version plus récente de polyvalidate. Mettez la vôtre à jour pour le "
                "vérifier.",
                "A more recent version of polyvalidate printed these minutes. Upgrade yours to verify them.",
            )
        )
    members = people(office.register, office.repo, office.branch) if provenance.named else None
    if provenance.named and members is None:
        raise Unreadable(
            Text(
                "Ce PV porte des noms : ajoutez --register pour qu'ils soient vérifiés aussi.",
                "These minutes hold names: add --register so that they are verified too.",
            )
        )
    known = _known(office.repo, provenance)
    inside = contains(office.repo, office.branch, provenance.commit)
    recorded = recordings(office.repo, known, provenance.asked)
    minutes = decided(read_cohort(office.repo, known, provenance.day, provenance.asked))
    minutes = replace(with_earlier(minutes, office.repo, recorded), layout=provenance.layout)
    who = People(members, provenance.coded)
    made = forms(minutes, who, provenance.lang, moment_of(office.repo, known), [form.kind])[f"pv.{form.kind}"]
    again = read_form(made)
    if isinstance(again, Text):
        raise Unreadable(again)
    numbers = () if members is None or provenance.coded else {member.number for member in members.values()}
    found = differences(form, again, terminal.lang, numbers)
    remark = _remark(form, again, same_bytes=data == made)
    if found and all(each.naming for each in found):
        terminal.lines(_named_otherwise(file, provenance, found, terminal))
    elif found:
        terminal.lines(_different(file, form, found, terminal))
    else:
        terminal.say(
            _EQUAL if remark is None else _BYTES,
            name=file.name,
            where=provenance.asked.words,
            n=len(minutes.rows),
            commit=minutes.commit[:12],
        )
    if remark is not None:
        terminal.lines([terminal.of(remark)])
        if found and provenance.named:
            terminal.lines(_perhaps_names(file, office, terminal))
    if inside:
        later = since(minutes, recorded, recordings(office.repo, office.branch, provenance.asked))
        terminal.lines(_since_lines(later, provenance, office, terminal))
    else:
        terminal.say(_LOST, commit=provenance.commit[:12], branch=office.branch)
    return 0 if inside and not found and remark is None else 1


def _known(repo: Path, provenance: Provenance) -> str:
    try:
        return repository.resolve(repo, provenance.commit)
    except Unreadable:
        repository.resolve(repo, "HEAD")  # a place that is no repository says so itself
        raise Unreadable(
            Text(
                "Le commit de ce PV ({commit}) n'est pas dans ce dépôt. Vérifiez --repo, ou complétez votre copie "
                "(git fetch). S'il n'est nulle part, l'histoire a été réécrite.",
                "The commit of these minutes ({commit}) is not in this repository. Check --repo, or complete your "
                "copy (git fetch). If it is nowhere, history was rewritten.",
            ),
            commit=provenance.commit[:12],
        ) from None


# --- words ------------------------------------------------------------------------------------------------------------

_EQUAL = Text(
    "✓ {name} est égal au PV refait : session {where}, {n} {n:décision|décisions}, commit {commit}.",
    "✓ {name} equals the minutes made again: session {where}, {n} {n:decision|decisions}, commit {commit}.",
)
_BYTES = Text(
    "✗ {name} : les textes sont ceux du PV refait (session {where}), les octets non.",
    "✗ {name}: the texts are those of the minutes made again (session {where}), the bytes are not.",
)
_LOST = Text(
    "✗ Le commit {commit} n'est plus dans l'histoire de {branch} : elle a été réécrite depuis ce PV. Prévenez qui "
    "garde le dépôt ; polyvalidate audit --witness dit depuis quand.",
    "✗ Commit {commit} is no longer in the history of {branch}: it was rewritten after these minutes. Tell whoever "
    "keeps the repository; polyvalidate audit --witness says since when.",
)


def _since_lines(later: Sequence[Recording], provenance: Provenance, office: Office, terminal: Terminal) -> list[str]:
    """What the session recorded after these minutes, and how to print those that hold it."""
    if not later:
        return []
    corrected = len(frozenset().union(*(each.corrected for each in later)))
    added = len(frozenset().union(*(each.added for each in later)))
    last = Text(" ({n:commit|commits} {commits})", " ({n:commit|commits} {commits})").filled(
        n=len(later), commits=", ".join(each.commit[:12] for each in later)
    )
    sentence = Text(
        "Corrigé depuis : {n} {n:décision|décisions}{last}.", "Corrected since: {n} {n:decision|decisions}{last}."
    )
    more = Text("Complété depuis : {n} {n:décision|décisions}{last}.", "Added since: {n} {n:decision|decisions}{last}.")
    asked = provenance.asked
    which = ["--programme", asked.programme] if asked.programme else []
    return [
        *([terminal.of(sentence, n=corrected, last=last)] if corrected else []),
        *([terminal.of(more, n=added, last=last)] if added else []),
        terminal.of(Text("Pour le PV qui le remplace :", "For the minutes that replace them:")),
        words.then(office, "print", *which, "--directory", terminal.of(Text("DOSSIER", "FOLDER")), asked=asked),
    ]


def _remark(form: Form, again: Form, *, same_bytes: bool) -> Text | None:
    """What is said of a PDF whose bytes differ: its texts may be the same, and something be drawn over them."""
    if form.kind != "pdf" or same_bytes:
        return None  # the other forms are their cells, whoever saved them
    if form.maker != again.maker:
        return Text(
            "Ce PDF dit avoir été composé par {told}, et il l'est ici par {here} : ses octets ne peuvent pas être "
            "comparés. Installez cette version de typst, ou vérifiez le XLSX, le CSV ou le JSON.",
            "This PDF says that it was typeset by {told}, and is typeset here by {here}: its bytes cannot be compared. "
            "Install that version of typst, or verify the XLSX, the CSV or the JSON.",
        ).filled(told=shown(form.maker), here=again.maker)
    return Text(
        "Les octets du PDF ne sont pas ceux que minutes print écrit : il a été enregistré ou signé par un autre "
        "programme, imprimé par une autre version de polyvalidate, ou modifié. Comparez-le à l'œil avec un nouveau, ou "
        "vérifiez le XLSX, le CSV ou le JSON.",
        "The bytes of the PDF are not those that minutes print writes: another program saved or signed it, another "
        "version of polyvalidate printed it, or it was changed. Compare it by eye with a new one, or verify the XLSX, "
        "the CSV or the JSON.",
    )


def _different(file: Path, form: Form, found: Sequence[Difference], terminal: Terminal) -> list[str]:
    provenance = form.provenance
    title = Text(
        "✗ {name} diffère du PV refait (session {where}, commit {commit}) :",
        "✗ {name} differs from the minutes made again (session {where}, commit {commit}):",
    )
    right = Text(
        "Le dépôt fait foi. Pour un PV juste : polyvalidate minutes print.",
        "The repository is the record. For right minutes: polyvalidate minutes print.",
    )
    sides = Text("Dans le fichier", "In the file"), Text("D'après le dépôt", "From the repository")
    return [
        terminal.of(title, name=file.name, where=provenance.asked.words, commit=provenance.commit[:12]),
        *_table(found, sides, terminal),
        # With names in a PDF, it may be the register that has changed, and then these minutes are right.
        *([] if form.kind == "pdf" and provenance.named else [terminal.of(right)]),
    ]


def _named_otherwise(file: Path, provenance: Provenance, found: Sequence[Difference], terminal: Terminal) -> list[str]:
    """Names are in no commit: when they alone differ, the decisions are verified, and the names cannot be."""
    equal = Text(
        "✓ {name} : les décisions sont égales à celles du PV refait (session {where}, commit {commit}).",
        "✓ {name}: the decisions equal those of the minutes made again (session {where}, commit {commit}).",
    )
    only = Text(
        "✗ Seuls des noms ou numéros diffèrent, pour {n} {n:élève|élèves} :",
        "✗ Only names or numbers differ, for {n} {n:student|students}:",
    )
    why = Text(
        "Le registre a changé depuis (nom corrigé, personne oubliée), ou ce fichier a été modifié : le dépôt ne garde "
        "aucun nom et ne peut pas le dire. Comparez ces noms à ceux de l'original signé.",
        "The register has changed since (a name corrected, somebody forgotten), or this file was changed: the "
        "repository keeps no name and cannot say which. Compare these names with those of the signed original.",
    )
    sides = Text("Dans le fichier", "In the file"), Text("D'après le registre", "From the register")
    return [
        terminal.of(equal, name=file.name, where=provenance.asked.words, commit=provenance.commit[:12]),
        terminal.of(only, n=len({each.student for each in found})),
        *_table(found, sides, terminal),
        terminal.of(why),
    ]


def _perhaps_names(file: Path, office: Office, terminal: Terminal) -> list[str]:
    """In a PDF, names are not told apart from decisions; in the other forms they are."""
    perhaps = Text(
        "Si un nom a changé dans le registre depuis, ou si quelqu'un y a été oublié, un PV juste diffère aussi : le "
        "CSV, le XLSX ou le JSON imprimé avec lui dit s'il n'y a que cela.",
        "If a name has changed in the register since, or somebody was forgotten in it, right minutes differ too: the "
        "CSV, the XLSX or the JSON printed with them says whether there is nothing else.",
    )
    beside = file.with_suffix(".csv")
    return [terminal.of(perhaps), *([words.then(office, "verify", beside)] if beside.exists() else [])]


def _table(found: Sequence[Difference], sides: tuple[Text, Text], terminal: Terminal) -> list[str]:
    from tabulate import tabulate

    heads = [terminal.of(head) for head in (Text("Élève", "Student"), Text("Quoi", "What"), *sides)]
    rows = [tuple(shown(cell) for cell in each[:4]) for each in found[:MOST_SHOWN]]
    more = len(found) - MOST_SHOWN
    others = Text(
        "… et {more} {more:autre différence|autres différences}.", "… and {more} more {more:difference|differences}."
    )
    lines = ["", tabulate(rows, heads, disable_numparse=True), ""]
    return [*lines, terminal.of(others, more=more)] if more > 0 else lines
