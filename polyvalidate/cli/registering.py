"""``polyvalidate register show``, ``find`` and ``check``: the register looked at, and looked for."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from polyvalidate.cli.checks import Bar
from polyvalidate.model.words import Text, plain, typographic
from polyvalidate.office.acts.search import Hit, Search, search
from polyvalidate.office.acts.shelf import peek
from polyvalidate.office.lists.cells import inert
from polyvalidate.office.register.personal import Searcher, What
from polyvalidate.office.register.register import Member, Register, matching
from polyvalidate.repository import Unreadable, private_files
from polyvalidate.repository.output import put

MOST_SHOWN = 40
_COLUMNS = ("promotion", "pseudonyme", "numero", "nom", "nom_usage", "prenom", "courriel")


def run_show(register_file: Path, cohort: int | None, output: Path | None, lang: str) -> int:
    register = peek(register_file)
    members = [member for member in register.members if cohort in (None, member.cohort)]
    if cohort is not None and not members:
        known = ", ".join(str(year) for year in sorted({member.cohort for member in register.members})) or "—"
        raise Unreadable(
            Text(
                "Personne de la promotion {cohort} dans ce registre. Ses promotions : {known}.",
                "Nobody of the cohort {cohort} in this register. Its cohorts: {known}.",
            ),
            cohort=cohort,
            known=known,
        )
    if output is None:
        put(_table(members, lang) + "\n", None)
        return 0
    real = private_files.outside_git(output)
    text = io.StringIO(newline="")
    rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
    rows.writerow(_COLUMNS)
    for m in members:
        # Excel would take the zeros at the beginning of a number away.
        number = f'="{m.number}"' if m.number.startswith("0") else m.number
        rows.writerow((m.cohort, m.code, number, *map(inert, (m.surname, m.usual, m.first, m.email))))
    try:
        private_files.place(real, "\ufeff".encode() + text.getvalue().encode())
    except OSError as error:
        raise private_files.unwritable(real, error) from error
    count, s = len(members), "s" if len(members) > 1 else ""
    put(Text("{count} élève{s} : {real}\n", "{count} student{s}: {real}\n").of(lang, count=count, s=s, real=real), None)
    return 0


def run_find(who: Sequence[str], register_file: Path, lang: str) -> int:
    """0 when somebody is found, 1 when nobody is."""
    found = matching(peek(register_file), " ".join(who))
    if not found:
        click.echo(Text("Personne dans le registre pour cela.", "Nobody in the register for this.").of(lang), err=True)
        return 1
    put(_table(found, lang) + "\n", None)
    return 0


def _table(members: Sequence[Member], lang: str) -> str:
    from tabulate import tabulate

    heads = (
        ("Promotion", "Pseudonyme", "Numéro", "Nom", "Prénom", "Courriel")
        if lang == "fr"
        else ("Cohort", "Pseudonym", "Number", "Surname", "First name", "E-mail")
    )
    rows = [
        (str(m.cohort), m.code, m.number, f"{m.surname} ({m.usual})" if m.usual else m.surname, m.first, m.email)
        for m in members
    ]
    return tabulate(rows, heads, tablefmt="plain", disable_numparse=True)


def run_check(register_file: Path, repo: Path, lang: str) -> int:
    """0 when nothing of anybody was found, 1 when something was."""
    register = peek(register_file)
    if not repo.is_dir():
        raise Unreadable(Text("Le dossier {repo} n'existe pas.", "The folder {repo} does not exist."), repo=repo)
    done = search(repo, Searcher(register.members), Bar(lang))
    click.echo(plain(typographic("\n".join(_report(register, done, lang)), lang)))
    return 1 if done.hits else 0


_PLACES = {
    "commit": ("dans le commit", "in commit"),
    "tag": ("dans l'étiquette", "in tag"),
    "name": ("dans un nom", "in a name"),
    "file": ("dans le fichier", "in file"),
    "disk": ("sur le disque, hors de Git", "on disk, outside Git"),
}
_DATA = {
    What.NUMBER: ("numéro étudiant", "student number"),
    What.EMAIL: ("adresse de courriel", "e-mail address"),
    What.NAME: ("nom et prénom", "name and first name"),
}


def _report(register: Register, done: Search, lang: str) -> list[str]:
    """The places, and whose data they hold by pseudonym: this may be read over a shoulder or kept in a log."""
    index = 0 if lang == "fr" else 1
    fr = lang == "fr"
    people = len(register.members)
    looked = Text(
        "{objects} objets Git et les fichiers hors de Git, {people} personnes du registre.",
        "{objects} Git objects and the files outside Git, {people} people of the register.",
    ).of(lang, objects=done.objects, people=people)
    unread = []
    if done.unread:
        unread.append(
            Text(
                "{unread} fichiers compressés ou trop grands (PDF, images, archives) n'ont pas pu être lus.",
                "{unread} compressed or too large files (PDF, pictures, archives) could not be looked into.",
            ).of(lang, unread=done.unread)
        )
    if not done.hits:
        return [
            Text("✓ Aucune donnée du registre : {looked}", "✓ No data of the register: {looked}").of(
                lang, looked=looked
            ),
            *unread,
        ]
    by_place = Counter((hit.kind, hit.where) for hit in done.hits)
    places = len(by_place)
    french, english = "Des données du registre sont dans", "Data of the register are in"
    lines = [
        Text("{french} {places} endroit(s) :", "{english} {places} place(s):").of(
            lang, french=french, places=places, english=english
        )
    ]
    shown: list[tuple[str, str]] = []
    for kind, where in by_place:
        if len(shown) == MOST_SHOWN:
            more = len(by_place) - MOST_SHOWN
            lines.append(Text("  … et {more} autres endroits.", "  … and {more} more places.").of(lang, more=more))
            break
        shown.append((kind, where))
        data = _data([hit for hit in done.hits if (hit.kind, hit.where) == (kind, where)], index)
        lines.append(f"  {_PLACES[kind][index]} {where} : {data}")
    lines += ["", looked, *unread, ""]
    in_git = any(hit.kind != "disk" for hit in done.hits)
    if fr:
        lines.append(
            "Un nouveau commit ne suffit pas : Git garde ce qui a été écrit. Prévenez la personne qui garde le "
            "dépôt, qui "
            "devra récrire l'histoire (git filter-repo) et prévenir la forge ; et votre délégué à la protection des "
            "données."
            if in_git
            else "Rien de cela n'est encore dans Git : sortez ces fichiers du dossier avant tout commit."
        )
    else:
        lines.append(
            "A new commit is not enough: Git keeps what was written. Tell the keeper of the repository, who must "
            "rewrite its "
            "history (git filter-repo) and tell the forge; and your data protection officer."
            if in_git
            else "None of it is in Git yet: take these files out of the folder before any commit."
        )
    return lines


def _data(hits: Sequence[Hit], index: int) -> str:
    parts = [f"{_DATA[hit.found.what][index]} ({hit.found.code})" for hit in hits[:3]]
    return ", ".join(parts) + (f", +{len(hits) - 3}" if len(hits) > 3 else "")
