"""What is published of cohorts, from ``PublicTables`` only: this module can reach nothing else of a student.

The contract *Figures see public tables only* holds it. Everything shown, files included, is made again
from the tables of the verified record: what stands in a folder of the disk is not believed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from polyvalidate.model.words import Text, day, typographic
from polyvalidate.publication.attack.tables import PublicTables
from polyvalidate.publication.figures import charts, explaining, files, words
from polyvalidate.site.pages.page import Page, Section

PROTECTION = "chiffres.md"
DATA = "bilans/donnees"
CHARTS = {
    "quitus": ("quitus", Text("Le quitus", "The quitus")),
    "levels": ("points", Text("Les points", "Points")),
    "categories": ("categories", Text("Les catégories", "Categories")),
}
"""The charts of an issue: the anchor of each, and its title."""

Commit = Callable[[str], str]
"""A commit to the HTML that names it."""


def pick(fr: str, en: str, lang: str) -> str:
    return Text(fr, en).in_language(lang)


def section(issues: Sequence[PublicTables], commit: Commit, lang: str) -> Section:
    """The index, a page for each cohort (the latest first), and how the figures protect."""
    index = _page("bilans/index.md", Text("Bilans", "Balances").of(lang), _index(issues, lang))
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


def _page(path: str, title: str, parts: Iterator[str]) -> Page:
    return Page(path, title, "\n\n".join(part for part in parts if part))


def _index(issues: Sequence[PublicTables], lang: str) -> Iterator[str]:
    yield f"# {pick('Bilans', 'Balances', lang)}"
    yield f"## {pick('Votre bilan', 'Your own balance', lang)} {{ #votre-bilan }}"
    yield _say(
        "Votre bilan n'est publié nulle part. Vous le lisez à deux endroits :",
        "Your own balance is published nowhere. You read it in two places:",
        lang,
    )
    yield _say(
        "- **Dans le commentaire** que reçoit chacune de vos demandes (pull requests) : vos points comptés avant et"
        " après, le seuil à atteindre, et le plafond qui a joué s'il y en a un.\n"
        "- **Dans une copie du dépôt**, avec la commande `polyvalidate balance` suivie du nom de votre dossier : chaque"
        " déclaration, ce qu'elle rapporte, et pourquoi.",
        "- **In the comment** that each of your requests (pull requests) receives: your points counted before and"
        " after, the threshold to reach, and the cap that limited them if there is one.\n"
        "- **In a copy of the repository**, with the command `polyvalidate balance` and the name of your folder:"
        " each declaration, what it earns, and why.",
        lang,
    )
    yield f"## {pick('Les promotions', 'Cohorts', lang)} {{ #promotions }}"
    if issues:
        yield _protected(lang)
        yield "\n".join(_entry(cohort, issues, lang) for cohort in _cohorts(issues))
    else:
        yield from _nothing_yet(lang)


def _entry(cohort: int, issues: Sequence[PublicTables], lang: str) -> str:
    latest = _of(cohort, issues)[0]
    name = Text("Promotion {cohort}", "Cohort {cohort}").of(lang, cohort=cohort)
    size, when = words.students(latest.size, lang), day(latest.on, lang)
    link = f"- [**{name}**]({cohort}.md)"
    return _say(f"{link} : {size}, au {when}", f"{link}: {size}, on {when}", lang)


def _protected(lang: str) -> str:
    return _say(
        "L'école montre comment avance chaque promotion, par des intervalles dont personne ne peut tirer le résultat"
        f" de quelqu'un : [comment ces chiffres vous protègent](../{PROTECTION}).",
        "The school shows how each cohort fares, in intervals from which nobody can deduce anybody's result:"
        f" [how these figures protect you](../{PROTECTION}).",
        lang,
    )


def _nothing_yet(lang: str) -> Iterator[str]:
    yield _say(
        "Rien n'est encore publié. L'école publie les chiffres d'une promotion une fois par an, à une date fixe :",
        "Nothing is published yet. The school publishes the figures of a cohort once a year, on a fixed date:",
        lang,
    )
    yield "```sh\npolyvalidate publish --cohort 2025 --on 2026-07-01\ngit add publications\ngit commit\n```"
    yield _say(
        "Avant d'écrire quoi que ce soit, la commande essaie de retrouver le résultat de quelqu'un, et renonce si"
        f" elle y parvient : [comment ces chiffres protègent](../{PROTECTION}).",
        "Before it writes anything, the command tries to find out somebody's result, and gives up if it can:"
        f" [how these figures protect](../{PROTECTION}).",
        lang,
    )


def _cohort(cohort: int, issues: Sequence[PublicTables], commit: Commit, lang: str) -> Page:
    title = Text("Promotion {cohort}", "Cohort {cohort}").of(lang, cohort=cohort)
    return _page(f"bilans/{cohort}.md", title, _parts(title, _of(cohort, issues), commit, lang))


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
    yield f"## {pick('Télécharger', 'Download', lang)} {{ #telecharger }}"
    yield _files(latest, lang)
    if earlier:
        yield f"## {pick('Publications précédentes', 'Earlier issues', lang)} {{ #precedentes }}"
        yield _say(
            "Une publication n'est jamais refaite : celles-ci restent telles qu'elles ont paru.",
            "An issue is never made again: these stay as they appeared.",
            lang,
        )
        for issue in earlier:
            yield f"### {day(issue.on, lang)} {{ #publication-{issue.on.isoformat()} }}"
            yield _issued(issue, commit, lang)
            yield _folded(Text("Les graphiques", "The charts").of(lang), _figures(issue, lang).values())
            yield _missing(issue, lang)
            yield _files(issue, lang)


def _issued(issue: PublicTables, commit: Commit, lang: str) -> str:
    when, size = day(issue.on, lang), words.students(issue.size, lang)
    return _say(
        f"{size}. Chiffres du **{when}**, calculés à partir du commit {commit(issue.commit)}.",
        f"{size}. Figures of **{when}**, computed from commit {commit(issue.commit)}.",
        lang,
    )


def _figures(issue: PublicTables, lang: str) -> dict[str, str]:
    """The charts of an issue that have something to show, by name, as HTML."""
    drawn = {name: make(issue, lang) for name, make in charts.CHARTS.items()}
    return {name: charts.figure(chart, lang).strip() for name, chart in drawn.items() if chart.blocks}


def _missing(issue: PublicTables, lang: str) -> str:
    if issue.categories:
        return ""
    return _say(
        "L'activité par catégorie n'est pas montrée : on aurait pu en déduire trop.",
        "Activity by category is not shown: too much could have been deduced from it.",
        lang,
    )


def _folded(title: str, parts: Iterable[str]) -> str:
    return f"<details>\n<summary>{title}</summary>\n" + "\n".join(parts) + "\n</details>"


def _files(issue: PublicTables, lang: str) -> str:
    """The data of an issue, as links."""
    folder = _folder(issue).removeprefix("bilans/")
    named = {
        "bands.csv": Text("Les intervalles (CSV)", "The intervals (CSV)").of(lang),
        "categories.csv": Text("Les catégories (CSV)", "The categories (CSV)").of(lang),
        "tables.json": Text("Tout (JSON)", "Everything (JSON)").of(lang),
        "datapackage.json": Text("La description des fichiers (Data Package)", "The description (Data Package)").of(
            lang
        ),
    }
    made = files.files(issue)
    lines = [f"- [{title}]({folder}/{name})" for name, title in named.items() if name in made]
    drawn = {name: f"{name}.{lang}.svg" for name in charts.CHARTS}
    images = [f"[{CHARTS[name][1].of(lang)}]({folder}/{file})" for name, file in drawn.items() if file in made]
    colon = _say("Images (SVG) :", "Images (SVG):", lang)
    return "\n".join([*lines, f"- {colon} {', '.join(images)}"])


def _say(fr: str, en: str, lang: str) -> str:
    return typographic(pick(fr, en, lang), lang)
