"""What the guides say of a school: every number, date, link and list that their markers stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from polyvalidate.model.grid import Activity, Grid
from polyvalidate.model.words import Text, day, number, points
from polyvalidate.reports.grids import evidence
from polyvalidate.site.grid import paths
from polyvalidate.site.guides import declared
from polyvalidate.site.guides.example import Example, example
from polyvalidate.site.pages import home
from polyvalidate.site.pages.markdown import html, table, text
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import earns, example_notice, pick, unit

UP = "../"
"""Guides stand one folder below the root of their language."""


def facts(site: Site, lang: str) -> Mapping[str, str]:
    """The value of each marker, as Markdown."""
    grid = site.grid
    found = {
        "school": text(grid.school),
        "year": grid.year,
        "contact": f"[{html(grid.contact)}](mailto:{html(grid.contact)})",
        "ask": home.contact(site, lang),
        "repository": _repository(site, lang),
        "branch": site.forge.branch if site.forge else "main",
        "example_notice": example_notice(lang) if grid.example else "",
        "count.activities": str(len(grid.activities)),
        "count.categories": str(len(grid.categories)),
        "thresholds.table": home.thresholds(grid, lang),
        "campaigns.list": _campaigns(grid, lang),
        "evidence.table": _kinds(grid, lang),
        "evidence.where": _where(grid, lang),
        "second.from": points(grid.second_reader_from, lang),
        "sensitive.list": _some(grid, lambda one: one.sensitive, lang),
        "request.list": _some(grid, lambda one: one.on_request, lang),
        "bulk.list": _some(grid, lambda one: one.bulk, lang),
        "range.list": _some(grid, lambda one: one.is_range, lang),
        "range.example": _range(grid, lang),
        "evaluators.table": _evaluators(site, lang),
        "evaluator": _evaluator(site),
        "second": _evaluator(site, other=True),
        "second.account": next(
            (holder.account for code, holder in site.roles.items() if code == _evaluator(site, other=True)),
            "github:1000004",
        ),
        "today": site.today.isoformat(),
        "yesterday": (site.today - timedelta(days=1)).isoformat(),
        "month": site.today.isoformat()[:7],
        "cohort.ending": _ending(grid, site.today),
        "threshold": _threshold(grid),
        "jury": next((code for code, holder in site.roles.items() if holder.role == "jury"), "jury-1"),
        "profile": next(iter(grid.profiles), "FISE3"),
        "programme": next(iter(grid.programmes), "DI"),
        "accessibility.status": declared.accessibility(site, lang),
        "privacy.table": declared.privacy(site, lang),
    }
    found |= _late(grid)
    return found | {f"example.{name}": value for name, value in _example(grid, site.example, lang).items()}


def _ending(grid: Grid, today: date) -> str:
    """The cohort of the first profile on which a jury of this month decides: until December, the one whose cycle ended
    in August."""
    return str(today.year - next((one.years for one in grid.profiles.values()), 3))


def _late(grid: Grid) -> dict[str, str]:
    """Dates for one more campaign, after all those of a year."""
    start = max([grid.period.start, *(campaign.closes for campaign in grid.campaigns)]) + timedelta(days=1)
    return {"late.opens": start.isoformat(), "late.closes": (start + timedelta(days=13)).isoformat()}


def _threshold(grid: Grid) -> str:
    """The threshold of the first profile that has one, as it is written in files."""
    return next((number(one.required, "en") for one in grid.profiles.values() if one.required is not None), "10")


def link(activity: Activity, lang: str) -> str:
    """An activity, as a link to its place in the grid."""
    title = text(activity.title.in_language(lang))
    return f"[{activity.code} {title}]({UP}{paths.FOLDER}/{paths.link_to(activity)})"


def _example(grid: Grid, named: str, lang: str) -> dict[str, str]:
    """The running example, for sentences and for commands."""
    it = example(grid, named)
    activity = it.activity
    one = text(unit(grid, activity, lang))
    amount = f"--hours {it.hours}" if _by_hours(grid, activity) else f"--quantity {it.units}"
    if it.hours and not _by_hours(grid, activity):
        amount += f" --hours {it.hours}"
    if it.level is not None:
        amount += f" --level {it.level}"
    return {
        "link": link(activity, lang),
        "title": text(activity.title.in_language(lang)),
        "code": activity.code,
        "category": _category(grid, activity, lang),
        "category.code": activity.category,
        "unit": one,
        "earns": earns(activity, lang),
        "claim": f"{it.units} × {one}",
        "worth": points(it.worth, lang),
        "reduced": points(it.reduced, lang),
        "reduced.number": number(it.reduced, lang),
        "caps": _caps(activity, lang),
        "evidence": _evidence(grid, activity, lang),
        "when": _when(it, lang),
        "from": it.first.isoformat(),
        "to": it.last.isoformat(),
        "amount": amount,
        "pieces": _pieces(it),
        "file": it.file,
        "form": f"[{pick('le formulaire', 'the form', lang)}]({UP}declarer.md?activite={activity.code})",
    }


def _by_hours(grid: Grid, activity: Activity) -> bool:
    known = grid.units.get(activity.unit)
    return bool(known and known.hours)


def _pieces(it: Example) -> str:
    """The options that give the evidence: nothing for an activity that asks for none."""
    wanted = [*it.activity.all_of, *it.activity.any_of[:1]]
    return " ".join(f"--evidence {kind}={kind.lower()}.pdf" for kind in wanted)


def _when(it: Example, lang: str) -> str:
    if it.first == it.last:
        return Text("le {first:date}", "on {first:date}").of(lang, first=it.first)
    first, last = day(it.first, lang), day(it.last, lang)
    return Text("du {first} au {last}", "from {first} to {last}").of(lang, first=first, last=last)


def _caps(activity: Activity, lang: str) -> str:
    year, cycle = points(activity.cap_year, lang), points(activity.cap_cycle, lang)
    return Text("{year} par an et {cycle} sur tout le cycle", "{year} a year and {cycle} over the whole cycle").of(
        lang, year=year, cycle=cycle
    )


def _category(grid: Grid, activity: Activity, lang: str) -> str:
    title = grid.categories[activity.category].title.in_language(lang)
    return f"[{activity.category}. {text(title)}]({UP}{paths.FOLDER}/{paths.category_page(activity.category)})"


def _evidence(grid: Grid, activity: Activity, lang: str) -> str:
    """``émargement fourni par l'organisation (E2)``, or that nothing is asked."""
    wanted = (*activity.all_of, *activity.any_of)
    if not wanted:
        return Text("aucun justificatif", "no evidence").of(lang)
    titles = (
        f"{text(grid.evidence.kinds[kind].title.in_language(lang))} ({kind})"
        for kind in wanted
        if kind in grid.evidence.kinds
    )
    between = Text(" ou ", " or ").of(lang) if not activity.all_of else ", "
    return between.join(titles) or evidence(activity, lang)


def _some(grid: Grid, chosen: Callable[[Activity], bool], lang: str) -> str:
    """The activities of a sort, as a list of links, or that there are none."""
    lines = [f"- {link(activity, lang)}" for activity in grid.activities.values() if chosen(activity)]
    return "\n".join(lines) or Text("- Aucune dans cette grille.", "- None in this grid.").of(lang)


def _range(grid: Grid, lang: str) -> str:
    """One activity whose points are chosen, with the command for it; what to expect when the grid has none."""
    found = sorted((one for one in grid.activities.values() if one.is_range), key=lambda one: one.sensitive)
    if not found:
        return Text(
            "Aucune activité de cette grille n'a de fourchette : les points sont toujours ceux de la grille.",
            "No activity of this grid has a range: the points are always the grid's.",
        ).of(lang)
    activity = found[0]
    low, high = number(activity.lowest, lang), number(activity.highest, lang)
    one = text(unit(grid, activity, lang))
    said = Text(
        "vaut {activity} par {one}. `/accepter` seul ne suffit pas : écrivez le nombre retenu, entre "
        "{low} et {high} pour une unité, et pourquoi.\n\n```text\n/points {high} rôle tenu du début à "
        "la fin\n```",
        "is worth {activity} per {one}. `/accept` alone is not enough: write the number you choose, "
        "from {low} to {high} for one unit, and why.\n\n```text\n/points {high} held the role from "
        "start to end\n```",
    ).of(lang, activity=earns(activity, lang), one=one, low=low, high=high)
    return f"{link(activity, lang)} {said}"


def _campaigns(grid: Grid, lang: str) -> str:
    if not grid.campaigns:
        return Text("Aucune campagne n'est annoncée.", "No campaign is announced.").of(lang)
    lines = []
    for campaign in grid.campaigns:
        title = text(campaign.title.in_language(lang))
        first, last, start, end = (day(value, lang) for value in (campaign.opens, campaign.closes, *campaign.covers))
        lines.append(
            Text(
                "- **{title}** : déclarez du {first} au {last} ce que vous avez fait du {start} au {end}.",
                "- **{title}**: from {first} to {last}, declare what you did from {start} to {end}.",
            ).of(lang, title=title, first=first, last=last, start=start, end=end)
        )
    return "\n".join(lines)


def _kinds(grid: Grid, lang: str) -> str:
    rows = [(code, text(kind.title.in_language(lang))) for code, kind in grid.evidence.kinds.items()]
    return table(Text("Code|Justificatif", "Code|Evidence").of(lang).split("|"), rows)


def _where(grid: Grid, lang: str) -> str:
    """Where evidence may be kept, and how large it may be: one line each."""
    policy = grid.evidence
    mega = f"{policy.maximum_size / 1_000_000:.1f}".removesuffix(".0")
    size = Text("{value} Mo", "{mega} MB").of(lang, value=mega.replace(".", ","), mega=mega)
    hosts = ", ".join(f"`{html(host)}`" for host in sorted(policy.hosts))
    said = {
        "pull-request": Text("joint à la demande, {size} au plus ;", "attached to the request, {size} at most;").of(
            lang, size=size
        ),
        "url": Text("en ligne, sur un site admis : {hosts} ;", "online, on a site that is accepted: {hosts};").of(
            lang, hosts=hosts
        ),
        "repository": Text(
            "dans le dépôt, à côté de la déclaration, {size} au plus ;",
            "in the repository, beside the declaration, {size} at most;",
        ).of(lang, size=size),
    }
    lines = [f"- {said[store]}" for store in said if store in policy.stores]
    return "\n".join(lines).removesuffix(" ;").removesuffix(";") + "."


def _evaluators(site: Site, lang: str) -> str:
    rows = [
        (f"`{holder.code}`", text(holder.title.in_language(lang)), ", ".join(sorted(holder.categories)) or "—")
        for holder in site.roles.values()
        if holder.role == "evaluator" and (holder.until is None or holder.until >= site.today)
    ]
    if not rows:
        return Text("Personne n'évalue encore.", "Nobody evaluates yet.").of(lang)
    return table(Text("Code|Fonction|Catégories", "Code|Function|Categories").of(lang).split("|"), rows)


def _evaluator(site: Site, *, other: bool = False) -> str:
    """The code of somebody who evaluates the example, and of somebody else who may read it too."""
    category = example(site.grid, site.example).activity.category
    codes = [
        code for code, holder in site.roles.items() if holder.role == "evaluator" and category in holder.categories
    ]
    rest = [code for code, holder in site.roles.items() if holder.role == "evaluator" and code not in codes]
    ordered: list[str] = [*_first(codes, site, category), *rest, "ref-1", "ref-2"]
    return ordered[1] if other else ordered[0]


def _first(codes: Iterable[str], site: Site, category: str) -> list[str]:
    """The referents of the category before those who only read it a second time."""
    referents = site.grid.categories[category].referents
    return sorted(codes, key=lambda code: code not in referents)


def _repository(site: Site, lang: str) -> str:
    words = Text("le dépôt de l'école", "the school's repository").of(lang)
    return f"[{words}]({html(site.forge.url)})" if site.forge else words
