"""``polyvalidate minutes verify``: old minutes made again from their commit, and compared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from polyvalidate import repository
from polyvalidate.cli.jury import people, say
from polyvalidate.cli.jury_next import Given
from polyvalidate.model.words import Text
from polyvalidate.office.acts.jury_print import forms
from polyvalidate.office.acts.jury_session import decided, read_cohort
from polyvalidate.office.jury.comparing import Difference, differences
from polyvalidate.office.jury.content import Minutes, Provenance
from polyvalidate.office.jury.reading import Form, read_form
from polyvalidate.office.jury.working_table import provenance_words
from polyvalidate.office.lists.cells import shown
from polyvalidate.repository import Unreadable, private_files
from polyvalidate.repository.history import moment_of
from polyvalidate.repository.making import contains

MOST_SHOWN = 40


def run_verify(file: Path, register_file: Path | None, repo: Path, branch: str, lang: str) -> int:
    """0 when the minutes are those of their commit, and the commit is in the branch; 1 when something differs."""
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
                "Ce fichier est la table de travail du jury, non un PV : elle s'enregistre avec polyvalidate "
                "minutes record.",
                "This file is the jury's working table, not minutes: it is recorded with polyvalidate minutes record.",
            )
        )
    members = people(register_file, repo, branch) if provenance.named else None
    if provenance.named and members is None:
        raise Unreadable(
            Text(
                "Ce PV porte des noms : ajoutez --register pour qu'ils soient vérifiés aussi.",
                "These minutes hold names: add --register so that they are verified too.",
            )
        )
    known = _known(repo, provenance)
    inside = contains(repo, branch, provenance.commit)
    minutes = decided(read_cohort(repo, known, provenance.day, provenance.asked))
    made_on = moment_of(repo, known)
    data_again = forms(minutes, members, provenance.lang, made_on, [form.kind])[f"pv.{form.kind}"]
    again = read_form(data_again)
    if isinstance(again, Text):
        raise Unreadable(again)
    found = differences(form, again, lang)
    remark = _remark(form, again, same_bytes=data == data_again)
    if found and all(each.naming for each in found):
        say(_named_otherwise(file, provenance, found, lang), lang)
    elif found or remark is not None:
        say(_different(file, form, found, lang), lang)
    else:
        say(_equal(file, form, minutes, lang), lang)
    if remark is not None:
        say([remark.in_language(lang)], lang)
        if found and provenance.named:
            given = Given(provenance.asked, register_file, repo, branch)
            say(_perhaps_names(file, given, lang), lang)
    if not inside:
        say([_lost(provenance, branch).in_language(lang)], lang)
    return 0 if inside and not found and remark is None else 1


def _known(repo: Path, provenance: Provenance) -> str:
    try:
        return repository.resolve(repo, provenance.commit)
    except Unreadable:
        repository.resolve(repo, "HEAD")  # a place that is no repository says so itself
        raise Unreadable(
            Text(
                "Le commit de ce PV ({commit}) n'est pas dans ce dépôt. Vérifiez --repo, ou complétez votre "
                "copie (git fetch). S'il n'est nulle part, l'histoire a été réécrite.",
                "The commit of these minutes ({commit}) is not in this repository. Check --repo, or complete "
                "your copy (git fetch). If it is nowhere, history was rewritten.",
            ),
            commit=provenance.commit[:12],
        ) from None


def _remark(form: Form, again: Form, *, same_bytes: bool) -> Text | None:
    """What is said of a PDF whose bytes differ: its texts may be the same, and something be drawn over them."""
    if form.kind != "pdf" or same_bytes:
        return None  # the other forms are their cells, whoever saved them
    if form.maker != again.maker:
        return Text(
            "Ce PDF dit avoir été composé par {maker}, et il l'est ici par {maker2} : ses octets ne "
            "peuvent pas être comparés. Installez cette version de typst, ou vérifiez le XLSX, le CSV ou "
            "le JSON.",
            "This PDF says that it was typeset by {maker}, and is typeset here by {maker2}: its bytes "
            "cannot be compared. Install that version of typst, or verify the XLSX, the CSV or the JSON.",
        ).filled(maker=shown(form.maker), maker2=again.maker)
    return Text(
        "Les octets du PDF ne sont pas ceux que minutes print écrit : il a été enregistré ou signé par un autre "
        "programme, ou modifié. Comparez-le à l'œil avec un nouveau, ou vérifiez le XLSX, le CSV ou le JSON.",
        "The bytes of the PDF are not those that minutes print writes: another program saved or signed it, or it was "
        "changed. Compare it by eye with a new one, or verify the XLSX, the CSV or the JSON.",
    )


def _lost(provenance: Provenance, branch: str) -> Text:
    commit = provenance.commit[:12]
    return Text(
        "✗ Le commit {commit} n'est plus dans l'histoire de {branch} : elle a été réécrite depuis ce "
        "PV. Prévenez qui garde le dépôt ; polyvalidate audit --witness dit depuis quand.",
        "✗ Commit {commit} is no longer in the history of {branch}: it was rewritten after these "
        "minutes. Tell whoever keeps the repository; polyvalidate audit --witness says since when.",
    ).filled(commit=commit, branch=branch)


def _equal(file: Path, form: Form, minutes: Minutes, lang: str) -> list[str]:
    where = provenance_words(form.provenance, lang)
    count, commit = len(minutes.rows), minutes.commit[:12]
    if lang == "fr":
        return [f"✓ {file.name} est égal au PV refait : {where}, {count} décisions, commit {commit}."]
    return [f"✓ {file.name} equals the minutes made again: {where}, {count} decisions, commit {commit}."]


def _different(file: Path, form: Form, found: Sequence[Difference], lang: str) -> list[str]:
    provenance = form.provenance
    fr, where = lang == "fr", provenance_words(provenance, lang)
    if not found:
        return [
            Text(
                "✗ {name} : les textes sont ceux du PV refait ({where}), les octets non.",
                "✗ {name}: the texts are those of the minutes made again ({where}), the bytes are not.",
            ).of(lang, name=file.name, where=where)
        ]
    lines = [
        Text(
            "✗ {name} diffère du PV refait ({where}, commit {commit}) :",
            "✗ {name} differs from the minutes made again ({where}, commit {commit}):",
        ).of(lang, name=file.name, where=where, commit=provenance.commit[:12])
    ]
    lines += _table(found, lang)
    if form.kind == "pdf" and provenance.named:
        return lines  # it may be the register that has changed, and then these minutes are right
    lines.append(
        Text(
            "Le dépôt fait foi. Pour un PV juste : polyvalidate minutes print.",
            "The repository is the record. For right minutes: polyvalidate minutes print.",
        ).of(lang)
    )
    return lines


def _named_otherwise(file: Path, provenance: Provenance, found: Sequence[Difference], lang: str) -> list[str]:
    """Names are in no commit: when they alone differ, the decisions are verified, and the names cannot be."""
    fr, where = lang == "fr", provenance_words(provenance, lang)
    count = len({each.student for each in found})
    return [
        Text(
            "✓ {name} : les décisions sont égales à celles du PV refait ({where}, commit {commit}).",
            "✓ {name}: the decisions equal those of the minutes made again ({where}, commit {commit}).",
        ).of(lang, name=file.name, where=where, commit=provenance.commit[:12]),
        Text(
            "✗ Seuls des noms ou numéros diffèrent, pour {count} {count:élève|élèves} :",
            "✗ Only names or numbers differ, for {count} {count:student|students}:",
        ).of(lang, count=count),
        *_table(found, lang, ("Dans le fichier", "D'après le registre"), ("In the file", "From the register")),
        Text(
            "Le registre a changé depuis (nom corrigé, personne oubliée), ou ce fichier a été modifié : "
            "le dépôt ne garde aucun nom et ne peut pas le dire. Comparez ces noms à ceux de l'original "
            "signé.",
            "The register has changed since (a name corrected, somebody forgotten), or this file was "
            "changed: the repository keeps no name and cannot say which. Compare these names with those "
            "of the signed original.",
        ).of(lang),
    ]


def _perhaps_names(file: Path, given: Given, lang: str) -> list[str]:
    """In a PDF, names are not told apart from decisions; in the other forms they are."""
    lines = [
        Text(
            "Si un nom a changé dans le registre depuis, ou si quelqu'un y a été oublié, un PV juste "
            "diffère aussi : le CSV, le XLSX ou le JSON imprimé avec lui dit s'il n'y a que cela.",
            "If a name has changed in the register since, or somebody was forgotten in it, right minutes "
            "differ too: the CSV, the XLSX or the JSON printed with them says whether there is nothing "
            "else.",
        ).of(lang)
    ]
    beside = file.with_suffix(".csv")
    return [*lines, given.verify(beside, lang)] if beside.exists() else lines


def _table(
    found: Sequence[Difference],
    lang: str,
    sides_fr: tuple[str, str] = ("Dans le fichier", "D'après le dépôt"),
    sides_en: tuple[str, str] = ("In the file", "From the repository"),
) -> list[str]:
    from tabulate import tabulate

    fr = lang == "fr"
    heads = ("Élève", "Quoi", *sides_fr) if fr else ("Student", "What", *sides_en)
    rows = [tuple(shown(cell) for cell in each[:4]) for each in found[:MOST_SHOWN]]
    more = len(found) - MOST_SHOWN
    lines = ["", tabulate(rows, heads, disable_numparse=True), ""]
    if more > 0:
        lines.append(Text("… et {more} autres différences.", "… and {more} more differences.").of(lang, more=more))
    return lines
