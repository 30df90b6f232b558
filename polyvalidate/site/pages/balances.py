"""What is published of cohorts, from ``PublicTables`` only: this module can reach nothing else of a student.

The contract *Figures see public tables only* holds it. Everything shown, files included, is made again
from the tables of the verified record: what stands in a folder of the disk is not believed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from polyvalidate.model.words import Text, day
from polyvalidate.publication.attack.tables import PublicTables
from polyvalidate.publication.figures import charts, explaining, files, words
from polyvalidate.site.html import render
from polyvalidate.site.pages.markdown import body
from polyvalidate.site.pages.page import Page, Section

PROTECTION = "chiffres.md"
DATA = "bilans/donnees"
CHARTS = {
    "quitus": ("quitus", Text("Le quitus", "The quitus")),
    "levels": ("points", Text("Les points", "Points")),
    "categories": ("categories", Text("Les catégories", "Categories")),
}
"""The charts of an issue: the anchor of each, and its title."""
FILES = {
    "bands.csv": Text("Les intervalles (CSV)", "The intervals (CSV)"),
    "categories.csv": Text("Les catégories (CSV)", "The categories (CSV)"),
    "tables.json": Text("Tout (JSON)", "Everything (JSON)"),
    "datapackage.json": Text("La description des fichiers (Data Package)", "The description (Data Package)"),
}
COHORT = Text("Promotion {cohort}", "Cohort {cohort}")

Commit = Callable[[str], str]
"""A commit to the HTML that names it."""


def section(issues: Sequence[PublicTables], commit: Commit, lang: str) -> Section:
    """The index, a page for each cohort (the latest first), and how the figures protect."""
    index = Page("bilans/index.md", Text("Bilans", "Balances").of(lang), body(_index(issues, lang)))
    cohorts = [_cohort(cohort, issues, commit, lang) for cohort in _cohorts(issues)]
    title = Text("Comment ces chiffres vous protègent", "How these figures protect you").of(lang)
    return Section(index.title, (index, *cohorts, Page(PROTECTION, title, explaining.page(lang))))


def downloads(issues: Sequence[PublicTables]) -> dict[str, bytes]:
    """The files of every issue, by path below the language's folder."""
    return {f"{_folder(issue)}/{name}": data for issue in issues for name, data in files.files(issue).items()}


def _cohorts(issues: Sequence[PublicTables]) -> list[int]:
    return sorted({issue.cohort for issue in issues}, reverse=True)


def _of(cohort: int, issues: Sequence[PublicTables]) -> list[PublicTables]:
    """The issues of a cohort, the latest first."""
    return sorted((issue for issue in issues if issue.cohort == cohort), key=lambda issue: issue.on, reverse=True)


def _folder(issue: PublicTables) -> str:
    return f"{DATA}/{issue.cohort}/{issue.on.isoformat()}"


def _index(issues: Sequence[PublicTables], lang: str) -> Iterator[str]:
    yield f"# {Text('Bilans', 'Balances').of(lang)}"
    yield f"## {Text('Votre bilan', 'Your own balance').of(lang)} {{ #votre-bilan }}"
    yield Text(
        "Votre bilan n'est publié nulle part. Vous le lisez à deux endroits :",
        "Your own balance is published nowhere. You read it in two places:",
    ).of(lang)
    yield Text(
        "- **Dans le commentaire** que reçoit chacune de vos demandes (pull requests) : vos points comptés avant et"
        " après, le seuil à atteindre, et le plafond qui a joué s'il y en a un.\n"
        "- **Dans une copie du dépôt**, avec la commande `polyvalidate balance` suivie du nom de votre dossier : chaque"
        " déclaration, ce qu'elle rapporte, et pourquoi.",
        "- **In the comment** that each of your requests (pull requests) receives: your points counted before and"
        " after, the threshold to reach, and the cap that limited them if there is one.\n"
        "- **In a copy of the repository**, with the command `polyvalidate balance` and the name of your folder:"
        " each declaration, what it earns, and why.",
    ).of(lang)
    yield f"## {Text('Les promotions', 'Cohorts').of(lang)} {{ #promotions }}"
    if issues:
        yield _protected(lang)
        yield "\n".join(_entry(cohort, issues, lang) for cohort in _cohorts(issues))
    else:
        yield from _nothing_yet(lang)


def _entry(cohort: int, issues: Sequence[PublicTables], lang: str) -> str:
    latest = _of(cohort, issues)[0]
    link = f"- [**{COHORT.of(lang, cohort=cohort)}**]({cohort}.md)"
    return Text("{link} : {size}, au {on:date}", "{link}: {size}, on {on:date}").of(
        lang, link=link, size=words.students(latest.size, lang), on=latest.on
    )


def _protected(lang: str) -> str:
    return Text(
        "L'école montre comment avance chaque promotion, par des intervalles dont personne ne peut tirer le résultat de"
        " quelqu'un : [comment ces chiffres vous protègent](../{page}).",
        "The school shows how each cohort fares, in intervals from which nobody can deduce anybody's result: [how these"
        " figures protect you](../{page}).",
    ).of(lang, page=PROTECTION)


def _nothing_yet(lang: str) -> Iterator[str]:
    yield Text(
        "Rien n'est encore publié. L'école publie les chiffres d'une promotion une fois par an, à une date fixe :",
        "Nothing is published yet. The school publishes the figures of a cohort once a year, on a fixed date:",
    ).of(lang)
    yield "```sh\npolyvalidate publish --cohort 2025 --on 2026-07-01\ngit add publications\ngit commit\n```"
    yield Text(
        "Avant d'écrire quoi que ce soit, la commande essaie de retrouver le résultat de quelqu'un, et renonce si elle"
        " y parvient : [comment ces chiffres protègent](../{page}).",
        "Before it writes anything, the command tries to find out somebody's result, and gives up if it can: [how these"
        " figures protect](../{page}).",
    ).of(lang, page=PROTECTION)


def _cohort(cohort: int, issues: Sequence[PublicTables], commit: Commit, lang: str) -> Page:
    title = COHORT.of(lang, cohort=cohort)
    return Page(f"bilans/{cohort}.md", title, body(_parts(title, _of(cohort, issues), commit, lang)))


def _parts(heading: str, issues: Sequence[PublicTables], commit: Commit, lang: str) -> Iterator[str]:
    latest, *earlier = issues
    yield f"# {heading}"
    yield _issued(latest, commit, lang)
    yield _protected(lang)
    for name, figure in _figures(latest, lang).items():
        anchor, title = CHARTS[name]
        yield f"## {title.of(lang)} {{ #{anchor} }}"
        yield figure
    yield _missing(latest, lang)
    yield f"## {Text('Télécharger', 'Download').of(lang)} {{ #telecharger }}"
    yield _files(latest, lang)
    if earlier:
        yield f"## {Text('Publications précédentes', 'Earlier issues').of(lang)} {{ #precedentes }}"
        yield Text(
            "Une publication n'est jamais refaite : celles-ci restent telles qu'elles ont paru.",
            "An issue is never made again: these stay as they appeared.",
        ).of(lang)
        for issue in earlier:
            yield f"### {day(issue.on, lang)} {{ #publication-{issue.on.isoformat()} }}"
            yield _issued(issue, commit, lang)
            yield render("charts.html", lang, figures=_figures(issue, lang).values())
            yield _missing(issue, lang)
            yield _files(issue, lang)


def _issued(issue: PublicTables, commit: Commit, lang: str) -> str:
    said = Text(
        "{size}. Chiffres du **{on:date}**, calculés à partir du commit {commit}.",
        "{size}. Figures of **{on:date}**, computed from commit {commit}.",
    ).of(lang, size=words.students(issue.size, lang), on=issue.on, commit=commit(issue.commit))
    return f"{said} {words.followed(issue, lang)}".rstrip()


def _figures(issue: PublicTables, lang: str) -> dict[str, str]:
    """The charts of an issue that have something to show, by name, as HTML."""
    drawn = {name: make(issue, lang) for name, make in charts.CHARTS.items()}
    return {name: charts.figure(chart, lang).strip() for name, chart in drawn.items() if chart.blocks}


def _missing(issue: PublicTables, lang: str) -> str:
    said = Text(
        "L'activité par catégorie n'est pas montrée : on aurait pu en déduire trop.",
        "Activity by category is not shown: too much could have been deduced from it.",
    )
    return "" if issue.categories else said.of(lang)


def _files(issue: PublicTables, lang: str) -> str:
    """The data of an issue, as links."""
    folder = _folder(issue).removeprefix("bilans/")
    made = files.files(issue)
    lines = [f"- [{title.of(lang)}]({folder}/{name})" for name, title in FILES.items() if name in made]
    drawn = {f"{name}.{lang}.svg": title for name, (_, title) in CHARTS.items()}
    images = ", ".join(f"[{title.of(lang)}]({folder}/{name})" for name, title in drawn.items() if name in made)
    lines.append(Text("- Images (SVG) : {images}", "- Images (SVG): {images}").of(lang, images=images))
    return "\n".join(lines)
