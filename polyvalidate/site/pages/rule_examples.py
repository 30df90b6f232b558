"""The example of a rule on its page: the files to mend, what the check says of them, the files mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from polyvalidate.files import source
from polyvalidate.model.words import Text
from polyvalidate.reports.context import url_root
from polyvalidate.site.pages.examples import Example, File, Side
from polyvalidate.site.pages.markdown import html
from polyvalidate.site.pages.showing import code, fenced, file

SITE = "https://polyvalidate.example.org"
"""The site of the examples; a page names the school's own."""


class Shown(NamedTuple):
    """A file to show, and the one that it is compared with; ``found`` is None when there is no such file."""

    path: str
    found: File | None
    other: File | None


def section(example: Example, site: str, lang: str) -> str:
    """The three parts, in Markdown. ``site`` is the address of the school's site."""
    return "\n\n".join(_parts(example, site, lang))


def _parts(example: Example, site: str, lang: str) -> Iterator[str]:
    bad, good = example.bad, example.good
    wrong, right = _shown(bad, good), _shown(good, bad)
    # Examples are left out of the search: their words are those of the grid, which people look for.
    yield f"## {Text('Un exemple à corriger', 'An example to mend').of(lang)} {{ #exemple data-search-exclude }}"
    yield from _request(bad, lang)
    yield from _files(bad, wrong, lang)
    yield from _around(bad, wrong, lang)
    yield f"## {Text('Ce que dit le contrôle', 'What the check says').of(lang)} {{ #remarque data-search-exclude }}"
    yield fenced(example.said[lang].rstrip("\n").replace(SITE, url_root(site) or SITE), "text")
    mended = Text("Le même exemple, corrigé", "The same example, mended").of(lang)
    yield f"## {mended} {{ #corrige data-search-exclude }}"
    if good.change != bad.change:
        yield from _request(good, lang)
    if good.change and right == wrong:
        yield Text("Les fichiers proposés sont les mêmes.", "The files proposed are the same.").of(lang)
    else:
        yield from _files(good, right, lang)
    if good.before != bad.before or good.meanwhile != bad.meanwhile:
        yield from _around(good, right, lang)


def _shown(side: Side, other: Side) -> list[Shown]:
    """What matters on a side: of a change, all that it proposes; of a repository, what is not so on the other side."""
    compared = side.there if side.change else other.files
    paths = sorted({*side.files, *compared})
    return [
        Shown(path, side.files.get(path), compared.get(path))
        for path in paths
        if side.files.get(path) != compared.get(path)
    ]


def _files(side: Side, shown: Sequence[Shown], lang: str) -> Iterator[str]:
    """The files that are there; those that are not only when the repository had them, or when that is all there is."""
    present = any(item.found is not None for item in shown)
    for path, found, other in shown:
        if found is not None:
            yield file(path, found, other, lang)
        elif path in side.there or not present:
            yield Text("Il n'y a pas de fichier {file}.", "There is no file {file}.").of(lang, file=code(path))


def _around(side: Side, shown: Sequence[Shown], lang: str) -> Iterator[str]:
    """The rest of the example, folded: what goes with it, what the repository held, what it has received since."""
    seen = {item.path for item in shown}
    rest = {path: found for path, found in side.own.items() if path not in seen}
    yield from _folded(Text("Le reste de l'exemple", "The rest of the example"), rest, lang)
    before = Text("Ce que contenait déjà le dépôt de l'école", "What the school's repository held already")
    yield from _folded(before, side.before, lang)
    since = Text("Ce que le dépôt de l'école a reçu depuis", "What the school's repository has received since")
    yield from _folded(since, side.meanwhile, lang)


def _folded(title: Text, files: Mapping[str, File], lang: str) -> Iterator[str]:
    if files:
        body = "\n\n".join(file(path, found, None, lang) for path, found in sorted(files.items()))
        indented = "\n".join(f"    {line}".rstrip() for line in body.split("\n"))
        yield f'??? note "{title.of(lang)}"\n\n{indented}'


def _request(side: Side, lang: str) -> Iterator[str]:
    """Who proposes a change, and when."""
    if not side.change:
        return
    opened, on = (date.fromisoformat(side.change[key]) for key in ("opened", "on"))
    yield Text(
        "Une demande de {who}, ouverte le {opened:date} et contrôlée le {on:date} :",
        "A request by {who}, opened on {opened:date} and checked on {on:date}:",
    ).of(lang, who=_who(side, lang), opened=opened, on=on)
    if side.change.get("unrelated"):
        yield Text(
            "Elle part d'une autre histoire Git que celle du dépôt de l'école.",
            "It starts from another Git history than that of the school's repository.",
        ).of(lang)
    made = {
        "shuffled": Text(
            "Les lignes de son dossier principal sont dans un autre ordre que celui de Git.",
            "The rows of its main folder are in another order than Git's.",
        ),
        "message": Text("Le message de son commit est : {value}", "The message of its commit is: {value}"),
        "author": Text("L'auteur de son commit est écrit : {value}", "The author of its commit is written: {value}"),
        "dated": Text(
            "Son commit est daté de {value} secondes après le début de 1970.",
            "Its commit is dated {value} seconds after the beginning of 1970.",
        ),
    }
    for key, text in made.items():
        if key in side.change:
            yield text.of(lang, value=code(str(side.change[key])))
    if "repeated" in side.change:
        repeated = side.change["repeated"]
        yield Text(
            "Elle contient aussi {times} copies du fichier {file}, sous d'autres noms.",
            "It also holds {times} copies of the file {file}, under other names.",
        ).of(lang, times=repeated["times"], file=code(repeated["path"]))


def _who(side: Side, lang: str) -> str:
    """Who an account is in the repository of the example, before the change: a student, a holder of roles, or both."""
    actor = side.change["actor"]
    roles: list[str] = []
    for path, found in sorted(side.there.items()):
        student = source.parse(found.data).data if path.endswith("/student.yml") else None
        if student and student["account"] == actor:
            folder = code(path.split("/")[2])
            roles.append(Text("l'élève du dossier {folder}", "the student of folder {folder}").of(lang, folder=folder))
    for name, holder in source.parse(side.there["grid/roles.yml"].data).data["holders"].items():
        if holder["account"] == actor:
            roles.append(f"{code(name)} ({html(holder['title'][lang])})")
    nobody = Text("quelqu'un que l'école ne connaît pas", "somebody whom the school does not know").of(lang)
    return Text(" qui est aussi ", " who is also ").of(lang).join(roles) or nobody
