"""What the guides say of a school: every number, date, link and list that their markers stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from polyvalidate.model.accounts import is_said
from polyvalidate.model.grid import Activity, Grid
from polyvalidate.model.words import Text, number, points
from polyvalidate.reports.grids import earns, evidence, unit
from polyvalidate.site.form import example as model
from polyvalidate.site.form import steps
from polyvalidate.site.grid import paths
from polyvalidate.site.guides import accessible, declared, deploying, glossary, intake, shown
from polyvalidate.site.guides.example import Example, example
from polyvalidate.site.pages import home
from polyvalidate.site.pages.markdown import html, table, text
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import example_notice

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
        "example_notice": example_notice(grid, lang),
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
            (
                holder.account
                for code, holder in site.roles.items()
                if code == _evaluator(site, other=True) and is_said(holder.account)
            ),
            "github:1000004",
        ),
        "today": site.today.isoformat(),
        "today.said": Text("{on:date}", "{on:date}").of(lang, on=site.today),
        "yesterday": (site.today - timedelta(days=1)).isoformat(),
        "month": site.today.isoformat()[:7],
        "cohort": grid.year[:4],
        "cohort.ending": _ending(grid, site.today),
        "threshold": _threshold(grid),
        "jury": next((code for code, holder in site.roles.items() if holder.role == "jury"), "jury-1"),
        "profile": next(iter(grid.profiles), "FISE3"),
        "programme": next(iter(grid.programmes), "DI"),
        "site": text(site.name),
        "site.address": f"<{html(site.address(lang))}>" if site.url else "",
        "privacy.table": declared.privacy(site, lang),
        "retention.list": declared.retention(site, lang),
        "glossary.list": glossary.definitions(lang),
        "model.file": model.block(grid, lang),
        "request.steps": steps.listed(site, lang),
        "comment.answer": shown.answer(site, lang),
        "legal.table": declared.legal(site, lang),
        **accessible.facts(site, lang),
        **intake.said(site, lang),
        **deploying.facts(site, lang),
        **{f"privacy.{key}": said for key, said in declared.answers(site, lang).items()},
        "names.list": declared.names(site, lang),
        "attachments.kept": declared.attachments(grid, lang),
    }
    found |= _late(grid) | _years(grid)
    return found | {f"example.{name}": value for name, value in _example(grid, site.example, lang).items()}


def _ending(grid: Grid, today: date) -> str:
    """The cohort of the first profile on which a jury of this month decides: until December, the one whose cycle ended
    in August."""
    return str(today.year - next((one.years for one in grid.profiles.values()), 3))


def _late(grid: Grid) -> dict[str, str]:
    """Dates for one more campaign, after all those of a year."""
    start = max([grid.period.start, *(campaign.closes for campaign in grid.campaigns)]) + timedelta(days=1)
    return {"late.opens": start.isoformat(), "late.closes": (start + timedelta(days=13)).isoformat()}


def _years(grid: Grid) -> dict[str, str]:
    """The year before, its cohorts, the last day, the categories as a list of YAML."""
    year = int(grid.year[:4])
    return {
        "year.before": f"{year - 1}-{year}",
        "cohort.second": str(year - 1),
        "cohort.third": str(year - 2),
        "period.end": grid.period.end.isoformat(),
        "categories.quoted": ", ".join(f'"{code}"' for code in grid.categories),
    }


def _threshold(grid: Grid) -> str:
    """The threshold of the first profile that has one, as it is written in files."""
    return next((number(one.required, "en") for one in grid.profiles.values() if one.required is not None), "10")


def link(activity: Activity, lang: str) -> str:
    """An activity, as a link to its place in the grid."""
    return f"[{activity.code} {text(activity.title.of(lang))}]({UP}{paths.FOLDER}/{paths.link_to(activity)})"


def _example(grid: Grid, named: str, lang: str) -> dict[str, str]:
    """The running example, for sentences and for commands."""
    it = example(grid, named)
    activity = it.activity
    one = text(unit(grid, activity).of(lang))
    amount = f"--hours {it.hours}" if _by_hours(grid, activity) else f"--quantity {it.units}"
    if it.hours and not _by_hours(grid, activity):
        amount += f" --hours {it.hours}"
    if it.level is not None:
        amount += f" --level {it.level}"
    form = Text("[le formulaire]({address})", "[the form]({address})")
    caps = Text(
        "{year:points} par an et {cycle:points} sur tout le cycle",
        "{year:points} a year and {cycle:points} over the whole cycle",
    )
    return {
        "link": link(activity, lang),
        "title": text(activity.title.of(lang)),
        "code": activity.code,
        "category": _category(grid, activity, lang),
        "category.code": activity.category,
        "unit": one,
        "earns": earns(activity, lang),
        "claim": f"{it.units} × {one}",
        "worth": points(it.worth, lang),
        "reduced": points(it.reduced, lang),
        "reduced.number": number(it.reduced, lang),
        "caps": caps.of(lang, year=activity.cap_year, cycle=activity.cap_cycle),
        "evidence": _evidence(grid, activity, lang),
        "when": _when(it, lang),
        "from": it.first.isoformat(),
        "to": it.last.isoformat(),
        "amount": amount,
        "pieces": _pieces(it),
        "file": it.file,
        "form": form.of(lang, address=f"{UP}declarer.md?activite={activity.code}"),
    }


def _by_hours(grid: Grid, activity: Activity) -> bool:
    known = grid.units.get(activity.unit)
    return bool(known and known.hours)


def _pieces(it: Example) -> str:
    """The options that give the evidence: nothing for an activity that asks for none."""
    wanted = [*it.activity.all_of, *it.activity.any_of[:1]]
    return " ".join(f"--evidence {kind}={kind.lower()}.pdf" for kind in wanted)


def _when(it: Example, lang: str) -> str:
    said = Text("du {first:date} au {last:date}", "from {first:date} to {last:date}")
    if it.first == it.last:
        said = Text("le {first:date}", "on {first:date}")
    return said.of(lang, first=it.first, last=it.last)


def _category(grid: Grid, activity: Activity, lang: str) -> str:
    title = text(grid.categories[activity.category].title.of(lang))
    return f"[{activity.category}. {title}]({UP}{paths.FOLDER}/{paths.category_page(activity.category)})"


def _evidence(grid: Grid, activity: Activity, lang: str) -> str:
    """``émargement fourni par l'organisation (E2)``, or that nothing is asked."""
    wanted = (*activity.all_of, *activity.any_of)
    if not wanted:
        return Text("aucun justificatif", "no evidence").of(lang)
    kinds = grid.evidence.kinds
    titles = (f"{text(kinds[code].title.of(lang))} ({code})" for code in wanted if code in kinds)
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
    return Text(
        "{link} vaut {earns} par {unit}. `/accepter` seul ne suffit pas : écrivez le nombre retenu, entre {low:number}"
        " et {high:number} pour une unité, et pourquoi.\n\n"
        "```text\n/points {high:number} rôle tenu du début à la fin\n```",
        "{link} is worth {earns} per {unit}. `/accept` alone is not enough: write the number you choose, from"
        " {low:number} to {high:number} for one unit, and why.\n\n"
        "```text\n/points {high:number} held the role from start to end\n```",
    ).of(
        lang,
        link=link(activity, lang),
        earns=earns(activity, lang),
        unit=text(unit(grid, activity).of(lang)),
        low=activity.lowest,
        high=activity.highest,
    )


def _campaigns(grid: Grid, lang: str) -> str:
    said = Text(
        "- **{title}** : déclarez du {opens:date} au {closes:date} ce que vous avez fait du {first:date} au"
        " {last:date}.",
        "- **{title}**: from {opens:date} to {closes:date}, declare what you did from {first:date} to {last:date}.",
    )
    lines = []
    for one in grid.campaigns:
        title, (first, last) = text(one.title.of(lang)), one.covers
        lines.append(said.of(lang, title=title, opens=one.opens, closes=one.closes, first=first, last=last))
    return "\n".join(lines) or Text("Aucune campagne n'est annoncée.", "No campaign is announced.").of(lang)


def _kinds(grid: Grid, lang: str) -> str:
    rows = [(code, text(kind.title.of(lang))) for code, kind in grid.evidence.kinds.items()]
    return table(Text("Code|Justificatif", "Code|Evidence").of(lang), rows)


_IN_BOXES = Text(
    "dans votre boîte, dossier `evidence`, {size:size} au plus", "in your box, folder `evidence`, {size:size} at most"
)
_STORES = {
    "pull-request": Text("joint à la demande, {size:size} au plus", "attached to the request, {size:size} at most"),
    "url": Text("en ligne, sur un site admis : {hosts}", "online, on a site that is accepted: {hosts}"),
    "repository": Text(
        "dans le dépôt, à côté de la déclaration, {size:size} au plus",
        "in the repository, beside the declaration, {size:size} at most",
    ),
}


def _where(grid: Grid, lang: str) -> str:
    """Where evidence may be kept, and how large it may be: one line each."""
    policy = grid.evidence
    hosts = ", ".join(f"`{html(host)}`" for host in sorted(policy.hosts))
    stores = _STORES | ({"pull-request": _IN_BOXES, "repository": _IN_BOXES} if grid.in_boxes else {})
    kept = dict.fromkeys(said for store, said in stores.items() if store in policy.stores)
    lines = [f"- {said.of(lang, size=policy.maximum_size, hosts=hosts)}" for said in kept]
    return Text(" ;\n", ";\n").of(lang).join(lines) + "."


def _evaluators(site: Site, lang: str) -> str:
    rows = [
        (f"`{holder.code}`", text(holder.title.of(lang)), ", ".join(sorted(holder.categories)) or "—")
        for holder in site.roles.values()
        if holder.role == "evaluator" and (holder.until is None or holder.until >= site.today)
    ]
    if not rows:
        return Text("Personne n'évalue encore.", "Nobody evaluates yet.").of(lang)
    return table(Text("Code|Fonction|Catégories", "Code|Function|Categories").of(lang), rows)


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
