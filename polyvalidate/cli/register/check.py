"""``polyvalidate register check``: data of the register, looked for in the repository."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.office.acts.ordinary import ordinary
from polyvalidate.office.acts.search import Hit, Search, Unread, search
from polyvalidate.office.acts.shelf import peek
from polyvalidate.office.register.personal import DATA, Searcher
from polyvalidate.repository import Unreadable

MOST_SHOWN = 40
_PLACES = {
    "commit": Text("dans le commit", "in commit"),
    "tag": Text("dans l'étiquette", "in tag"),
    "name": Text("dans un nom", "in a name"),
    "file": Text("dans le fichier", "in file"),
    "disk": Text("sur le disque, hors de Git", "on disk, outside Git"),
}
_MORE_FILES = Text("  … et {more} {more:autre fichier|autres fichiers}.", "  … and {more} more {more:file|files}.")
_IN_GIT = Text(
    "Un nouveau commit ne suffit pas : Git garde ce qui a été écrit. Prévenez la personne qui garde le dépôt, qui"
    " devra récrire l'histoire (git filter-repo) et prévenir la forge ; et votre délégué à la protection des données.",
    "A new commit is not enough: Git keeps what was written. Tell the keeper of the repository, who must rewrite its"
    " history (git filter-repo) and tell the forge; and your data protection officer.",
)
_ON_DISK = Text(
    "Rien de cela n'est encore dans Git : sortez ces fichiers du dossier avant tout commit.",
    "None of it is in Git yet: take these files out of the folder before any commit.",
)


@command(
    "check",
    Text(
        "Cherche les données personnelles du registre partout dans le dépôt : toute son histoire, toutes ses branches,"
        " les auteurs et les textes des commits, les noms de fichiers, les fichiers que Git ne suit pas.",
        "Look for personal data of the register everywhere in the repository: its whole history, every branch, authors"
        " and texts of commits, names of files, files that Git does not follow.",
    ),
)
@options.register()
@options.repo
def check(terminal: Terminal, register: Path, repo: Path) -> int:
    """0 when nothing of anybody was found, 1 when something was."""
    members = peek(register).members
    if not repo.is_dir():
        raise Unreadable(Text("Le dossier {repo} n'existe pas.", "The folder {repo} does not exist."), repo=repo)
    done = search(repo, Searcher(members, ordinary=ordinary()), terminal.bar(Text("objets Git", "Git objects")))
    terminal.lines(_report(done, len(members), terminal))
    return 1 if done.hits else 0


def _report(done: Search, people: int, terminal: Terminal) -> Iterator[str]:
    """The places, and whose data they hold by pseudonym: this may be read over a shoulder or kept in a log."""
    looked = terminal.of(
        Text(
            "{objects} {objects:objet|objets} Git et les fichiers hors de Git, {people} {people:personne|personnes} du"
            " registre.",
            "{objects} Git {objects:object|objects} and the files outside Git, {people} {people:person|people} of the"
            " register.",
        ),
        objects=done.objects,
        people=people,
    )
    if not done.hits:
        yield terminal.of(
            Text("✓ Aucune donnée du registre : {looked}", "✓ No data of the register: {looked}"), looked=looked
        )
        yield from unread(done.unread, terminal)
        return
    places = _by_place(done.hits)
    yield terminal.of(
        Text(
            "Des données du registre sont dans {n} {n:endroit|endroits} :",
            "Data of the register are in {n} {n:place|places}:",
        ),
        n=len(places),
    )
    yield from rows(done.hits, terminal)
    yield from ("", looked, *unread(done.unread, terminal), "")
    yield terminal.of(_IN_GIT if any(hit.kind != "disk" for hit in done.hits) else _ON_DISK)


def _by_place(hits: Iterable[Hit]) -> dict[tuple[str, str], list[Hit]]:
    places: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        places.setdefault((hit.kind, hit.where), []).append(hit)
    return places


def rows(hits: Iterable[Hit], terminal: Terminal) -> Iterator[str]:
    """The places where data were found, a line for each of the first ones."""
    row = Text("  {kind} {where} : {data}", "  {kind} {where}: {data}")
    places = _by_place(hits)
    for (kind, where), found in list(places.items())[:MOST_SHOWN]:
        yield terminal.of(row, kind=_PLACES[kind], where=where, data=_data(found, terminal))
    if len(places) > MOST_SHOWN:
        more = Text("  … et {more} {more:autre endroit|autres endroits}.", "  … and {more} more {more:place|places}.")
        yield terminal.of(more, more=len(places) - MOST_SHOWN)


def unread(files: Sequence[Unread], terminal: Terminal) -> Iterator[str]:
    """The files about which nothing is said, by path: a person opens them."""
    if files:
        yield terminal.of(
            Text(
                "{n} {n:fichier n'a pas pu être lu|fichiers n'ont pas pu être lus} en entier : regardez-{n:le|les}"
                " vous-même.",
                "{n} {n:file|files} could not be read in full: look at {n:it|them} yourself.",
            ),
            n=len(files),
        )
    for each in files[:MOST_SHOWN]:
        yield f"  {each.where} ({', '.join(map(terminal.of, each.why))})"
    if len(files) > MOST_SHOWN:
        yield terminal.of(_MORE_FILES, more=len(files) - MOST_SHOWN)


def _data(hits: Sequence[Hit], terminal: Terminal) -> str:
    parts = [f"{terminal.of(DATA[hit.found.what])} ({hit.found.code})" for hit in hits[:3]]
    return ", ".join(parts + [f"+{len(hits) - 3}"] * (len(hits) > 3))
