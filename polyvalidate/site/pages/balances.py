"""What is published of cohorts, from ``PublicTables`` only: this module can reach nothing else of a student.

The contract *Figures see public tables only* holds it. Everything shown, files included, is made again
from the tables of the verified record: what stands in a folder of the disk is not believed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from polyvalidate.model.words import Text, day
from polyvalidate.publication.attack.tables import PublicTables
from polyvalidate.publication.figures import charts, explaining, files, sentences, words
from polyvalidate.site.html import render
from polyvalidate.site.pages.markdown import body, text
from polyvalidate.site.pages.page import Page, Section

PROTECTION = "chiffres.md"
DATA = "bilans/donnees"
CHARTS = {
    "quitus": ("quitus", Text("Le quitus", "The quitus"), sentences.quitus),
    "levels": ("points", Text("Les points", "Points"), sentences.levels),
    "categories": ("categories", Text("Les catégories", "Categories"), sentences.categories),
}
"""The charts of an issue: the anchor of each, its title, and what it shows in a sentence."""
FILES = {
    "bands.csv": Text("Les intervalles (CSV)", "The intervals (CSV)"),
    "categories.csv": Text("Les catégories (CSV)", "The categories (CSV)"),
    "tables.json": Text("Tout (JSON)", "Everything (JSON)"),
    "datapackage.json": Text("La description des fichiers (Data Package)", "The description (Data Package)"),
}
COURSE = Text("D'une publication à l'autre", "From one issue to the next")

OWN = Text(
    "**Votre bilan à vous** n'est pas sur ce site. Vous le lisez dans le commentaire que reçoit chacune de vos"
    " demandes ; pour le demander, écrivez `/bilan` en première ligne d'un commentaire, et ouvrez"
    " [Mes points](../mes-points.md). La scolarité peut aussi vous remettre un relevé. Qui d'autre peut le lire :"
    " [Vie privée](../guides/vie-privee.md#qui).",
    "**Your own balance** is not on this site. You read it in the comment that each of your requests receives; to ask"
    " for it, write `/balance` as the first line of a comment, and open [My points](../mes-points.md). The registry"
    " office can also give you a statement. Who else can read it: [Privacy](../guides/vie-privee.md#qui).",
)
OWN_IN_BOXES = Text(
    "**Votre bilan à vous** n'est pas sur ce site. Il est dans votre boîte : sa première page, « Mes points », dit ce"
    " qui compte, ce qui attend et ce qui manque. Qui d'autre peut le lire :"
    " [Vie privée](../guides/vie-privee.md#qui).",
    "**Your own balance** is not on this site. It is in your box: its first page, “My points”, says what counts, what"
    " waits and what is missing. Who else can read it: [Privacy](../guides/vie-privee.md#qui).",
)
"""Where one reads one's own balance."""

Commit = Callable[[str], str]
"""A commit to the HTML that names it."""


def section(issues: Sequence[PublicTables], own: Text, commit: Commit, lang: str) -> Section:
    """The index, a page for each cohort (the latest first), and how the figures protect. ``own`` says where one reads
    one's own balance."""
    index = Page("bilans/index.md", Text("Promotions", "Cohorts").of(lang), body(_index(issues, own, lang)))
    cohorts = [_cohort(cohort, issues, commit, lang) for cohort in _cohorts(issues)]
    title = Text("Comment ces chiffres vous protègent", "How these figures protect you").of(lang)
    return Section(index.title, (index, *cohorts, Page(PROTECTION, title, explaining.page(lang))))


def downloads(issues: Sequence[PublicTables]) -> dict[str, bytes]:
    """The files of every issue, by path below the language's folder."""
    return {f"{folder(issue)}/{name}": data for issue in issues for name, data in files.files(issue).items()}


def latest(issues: Sequence[PublicTables], lang: str) -> str:
    """Where cohorts stand: that of the latest issues which came first, in a sentence that leads to its page, then all
    in a chart."""
    issue = max(issues, key=lambda each: (each.on, -each.cohort))
    said = Text(
        "{occasion} : **{said}**. [Les chiffres](bilans/{cohort}.md) sont des intervalles, pour que personne n'y"
        " reconnaisse quelqu'un.",
        "{occasion}: **{said}**. [The figures](bilans/{cohort}.md) are intervals, so that nobody can be recognised in"
        " them.",
    ).of(lang, occasion=words.begun(words.occasion(issue, lang)), cohort=issue.cohort, said=_counted(issue, lang))
    return body((said, _compared(issues, lang)))


def _compared(issues: Sequence[PublicTables], lang: str) -> str:
    """The cohorts in a chart, by the latest issue of each."""
    return _figure(charts.cohorts([_of(cohort, issues)[0] for cohort in _cohorts(issues)], lang), lang)


def _counted(issue: PublicTables, lang: str) -> str:
    """Who has the quitus: in words, and the interval."""
    row = sentences.total(issue)
    reached = f" ({words.count_of(row.reached[-1], row.size, lang)})" if row is not None else ""
    return f"{sentences.quitus(issue, lang)}{reached}"


def _cohorts(issues: Sequence[PublicTables]) -> list[int]:
    return sorted({issue.cohort for issue in issues}, reverse=True)


def _of(cohort: int, issues: Sequence[PublicTables]) -> list[PublicTables]:
    """The issues of a cohort, the latest first."""
    return sorted((issue for issue in issues if issue.cohort == cohort), key=lambda issue: issue.on, reverse=True)


def folder(issue: PublicTables) -> str:
    """Where the files of an issue are, below the language's folder."""
    return f"{DATA}/{issue.cohort}/{issue.on.isoformat()}"


def _index(issues: Sequence[PublicTables], own: Text, lang: str) -> Iterator[str]:
    yield f"# {Text('Où en sont les promotions', 'Where cohorts stand').of(lang)} {{ #promotions }}"
    if issues:
        yield _protected(lang)
        yield _compared(issues, lang)
        yield "\n".join(_entry(cohort, issues, lang) for cohort in _cohorts(issues))
    else:
        yield NOTHING_YET.of(lang, page=PROTECTION)
    yield f"## {Text('Votre bilan', 'Your own balance').of(lang)} {{ #votre-bilan }}"
    yield own.of(lang)


def _entry(cohort: int, issues: Sequence[PublicTables], lang: str) -> str:
    latest = _of(cohort, issues)[0]
    link = f"- [**{words.begun(words.cohort(cohort).of(lang))}**]({cohort}.md)"
    return Text("{link}, {size}, au {on:date} : {said}.", "{link}, {size}, on {on:date}: {said}.").of(
        lang, link=link, size=words.students(latest.size, lang), on=latest.on, said=_counted(latest, lang)
    )


def _protected(lang: str) -> str:
    return Text(
        "L'école montre comment avance chaque promotion, par des intervalles dont personne ne peut tirer le résultat de"
        " quelqu'un : [comment ces chiffres vous protègent](../{page}).",
        "The school shows how each cohort fares, in intervals from which nobody can deduce anybody's result: [how these"
        " figures protect you](../{page}).",
    ).of(lang, page=PROTECTION)


NOTHING_YET = Text(
    "Rien n'est encore publié : les chiffres d'une promotion paraîtront ici une fois par an ([comment ils vous"
    " protégeront](../{page})).",
    "Nothing is published yet: the figures of a cohort will appear here once a year ([how they will protect"
    " you](../{page})).",
)


def _cohort(cohort: int, issues: Sequence[PublicTables], commit: Commit, lang: str) -> Page:
    title = words.begun(words.cohort(cohort).of(lang))
    return Page(f"bilans/{cohort}.md", title, body(_parts(title, _of(cohort, issues), commit, lang)))


def _parts(heading: str, issues: Sequence[PublicTables], commit: Commit, lang: str) -> Iterator[str]:
    latest, *earlier = issues
    yield f"# {heading}"
    yield _issued(latest, lang)
    yield _protected(lang)
    figures = _figures(latest, lang)
    for name, (anchor, title, said) in CHARTS.items():
        if name in figures:
            yield f"## {title.of(lang)} {{ #{anchor} }}"
            yield f"**{text(sentence)}**" if (sentence := sentences.sentence(said(latest, lang))) else ""
            yield figures[name]
        if name == "levels" and (course := _figure(charts.years(issues, lang), lang)):
            yield f"### {COURSE.of(lang)} {{ #evolution }}"
            yield course
    yield _missing(latest, lang)
    yield f"## {Text('Télécharger', 'Download').of(lang)} {{ #telecharger }}"
    yield _files(latest, commit, lang)
    if earlier:
        yield f"## {Text('Publications précédentes', 'Earlier issues').of(lang)} {{ #precedentes }}"
        yield Text(
            "Une publication n'est jamais refaite : celles-ci restent telles qu'elles ont paru.",
            "An issue is never made again: these stay as they appeared.",
        ).of(lang)
        for issue in earlier:
            yield f"### {day(issue.on, lang)} {{ #publication-{issue.on.isoformat()} }}"
            yield _issued(issue, lang)
            yield render("charts.html", lang, figures=_figures(issue, lang).values())
            yield _missing(issue, lang)
            yield _files(issue, commit, lang)


def _issued(issue: PublicTables, lang: str) -> str:
    said = Text("{size}. Chiffres du **{on:date}**.", "{size}. Figures of **{on:date}**.")
    return f"{said.of(lang, size=words.students(issue.size, lang), on=issue.on)} {words.followed(issue, lang)}".rstrip()


def _figures(issue: PublicTables, lang: str) -> dict[str, str]:
    """The charts of an issue that have something to show, by name, as HTML."""
    drawn = {name: _figure(make(issue, lang), lang) for name, make in charts.CHARTS.items()}
    return {name: figure for name, figure in drawn.items() if figure}


def _figure(chart: charts.Chart, lang: str) -> str:
    """A chart as HTML; "" when it has nothing to show."""
    return charts.figure(chart, lang).strip() if chart.blocks else ""


def _missing(issue: PublicTables, lang: str) -> str:
    said = Text(
        "L'activité par catégorie n'est pas montrée : on aurait pu en déduire trop.",
        "Activity by category is not shown: too much could have been deduced from it.",
    )
    return "" if issue.categories else said.of(lang)


def _files(issue: PublicTables, commit: Commit, lang: str) -> str:
    """The data of an issue, as links, and what they were computed from."""
    place = folder(issue).removeprefix("bilans/")
    made = files.files(issue)
    lines = [f"- [{title.of(lang)}]({place}/{name})" for name, title in FILES.items() if name in made]
    drawn = {f"{name}.{lang}.svg": title for name, (_, title, _said) in CHARTS.items()}
    images = ", ".join(f"[{title.of(lang)}]({place}/{name})" for name, title in drawn.items() if name in made)
    lines.append(Text("- Images (SVG) : {images}", "- Images (SVG): {images}").of(lang, images=images))
    computed = Text(
        "Calculé à partir de l'état {commit} des fichiers de l'école, le dernier de ce jour-là.",
        "Computed from the state {commit} of the school's files, the last of that day.",
    ).of(lang, commit=commit(issue.commit))
    return "\n".join((*lines, "", computed))
