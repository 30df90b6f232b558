"""A grid for people: every activity with what it earns, and what changed from one version to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from polyvalidate.model.codes import in_order
from polyvalidate.model.grid import Activity, Grid, Profile, Unit
from polyvalidate.model.phrases import COLON, PAIR
from polyvalidate.model.points import Points
from polyvalidate.model.words import NBSP, Text, listing, number, plain, points

HEADS = {
    "fr": ("Code", "Activité", "Unité", "Points", "Max/an", "Max/cycle", "Justificatifs", "Ouverte à"),
    "en": ("Code", "Activity", "Unit", "Points", "Max/year", "Max/cycle", "Evidence", "Open to"),
}
PER = Text("{points} par {unit}", "{points} per {unit}")
"""What one unit earns."""
YES_OR_NO = {True: Text("oui", "yes"), False: Text("non", "no")}


def worth(activity: Activity, lang: str) -> str:
    """The points of one unit: ``0,5``, ``1 à 1,5`` for a range, the levels' values otherwise."""
    if activity.levels:
        return " / ".join(number(level.points, lang) for level in activity.levels.values())
    if activity.is_range:
        text = Text("{least:number} à {most:number}", "{least:number} to {most:number}")
        return text.of(lang, least=activity.lowest, most=activity.highest)
    return number(activity.highest, lang)


def earns(activity: Activity, lang: str) -> str:
    """``0,5 point``, ``1 à 1,5 point``: what one unit is worth, with the noun."""
    if activity.levels or activity.is_range:
        noun = points(activity.highest, lang).partition(NBSP)[2]
        return f"{worth(activity, lang)}{NBSP}{noun}"
    return points(activity.highest, lang)


def unit(grid: Grid, activity: Activity) -> Text:
    known = grid.units.get(activity.unit)
    return known.title if known else Text(activity.unit, activity.unit)


def worth_in_short(grid: Grid, activity: Activity, lang: str) -> str:
    """``0,5 point par demi-journée``, as plain text."""
    return PER.of(lang, points=earns(activity, lang), unit=unit(grid, activity))


def limits(activity: Activity, lang: str) -> str:
    """How many points the activity may count in a year and over the cycle."""
    said = Text("{cycle:points} sur tout le cycle", "{cycle:points} over the whole cycle")
    if activity.cap_year != activity.cap_cycle:
        said = Text(
            "{year:points} par année universitaire, {cycle:points} sur tout le cycle",
            "{year:points} in an academic year, {cycle:points} over the whole cycle",
        )
    return said.of(lang, year=activity.cap_year, cycle=activity.cap_cycle)


def evidence_in_short(activity: Activity, lang: str) -> str:
    """``E1 et E6``, ``E1 ou E2``, ``E1 et (E2 ou E3)``: codes only, as plain text."""
    choice = listing(activity.any_of, lang)
    if activity.all_of and len(activity.any_of) > 1:
        choice = f"({choice})"
    return Text(" et ", " and ").of(lang).join([*activity.all_of, *([choice] if choice else [])])


def evidence(activity: Activity, lang: str) -> str:
    """``E3, E6`` when all are needed, ``E1 ou E2`` when one is enough."""
    parts = [", ".join(activity.all_of)] if activity.all_of else []
    if activity.any_of:
        parts.append(listing(activity.any_of, lang))
    return " + ".join(parts)


def show(grid: Grid, lang: str) -> str:
    from tabulate import tabulate

    parts = [f"{grid.title.in_language(lang)} · {grid.school}"]
    if grid.example:
        parts.append(
            Text(
                "Grille d'exemple, à remplacer par celle de l'école.",
                "An example grid, to be replaced by the school's own.",
            ).of(lang)
        )
    for profile in grid.profiles.values():
        fixed = Text("fixé par le jury", "fixed by the jury")
        asked = fixed if profile.required is None else points(profile.required, lang)
        parts.append(PAIR.of(lang, label=f"  {profile.code}", value=asked))
    for category in grid.categories.values():
        parts.append(f"\n{category.code}. {category.title.in_language(lang)}")
        rows = [
            (
                activity.code,
                activity.title.in_language(lang),
                grid.units[activity.unit].title.in_language(lang) if activity.unit in grid.units else activity.unit,
                worth(activity, lang),
                number(activity.cap_year, lang),
                number(activity.cap_cycle, lang),
                evidence(activity, lang),
                ", ".join(sorted(activity.open_to)),
            )
            for activity in category.activities.values()
        ]
        parts.append(tabulate(rows, HEADS[lang], disable_numparse=True, colalign=("left",) * 3 + ("right",) * 3))
    return plain("\n".join(parts)) + "\n"


def _facts(activity: Activity, lang: str) -> Mapping[str, str]:
    """What a change of one activity can be about, in words."""
    return {
        Text("titre", "title").of(lang): activity.title.in_language(lang),
        Text("unité", "unit").of(lang): activity.unit,
        "points": worth(activity, lang),
        Text("plafond par an", "cap per year").of(lang): number(activity.cap_year, lang),
        Text("plafond par cycle", "cap per cycle").of(lang): number(activity.cap_cycle, lang),
        Text("justificatifs", "evidence").of(lang): evidence(activity, lang),
        Text("ouverte à", "open to").of(lang): ", ".join(sorted(activity.open_to)),
        Text("sur demande motivée", "on a reasoned request").of(lang): YES_OR_NO[activity.on_request].of(lang),
        Text("travail payé admis", "paid work allowed").of(lang): YES_OR_NO[activity.allows_paid].of(lang),
        Text("jamais avec", "never with").of(lang): ", ".join(sorted(activity.exclusive, key=in_order)) or "—",
    }


def _asked(profile: Profile, lang: str) -> Mapping[str, str]:
    """What a profile asks beside its threshold."""
    return {
        Text("années", "years").of(lang): str(profile.years),
        Text("catégories demandées", "categories asked for").of(lang): str(profile.minimum_categories),
        Text("plafond en tout", "cap in all").of(lang): _or_none(profile.total_cap, lang),
    }


def _hours(unit: Unit, lang: str) -> Mapping[str, str]:
    return {
        Text("heures", "hours").of(lang): str(unit.hours or "—"),
        Text("heures au moins", "hours at least").of(lang): str(unit.minimum_hours or "—"),
    }


def _or_none(quarters: Points | None, lang: str) -> str:
    return "—" if quarters is None else number(quarters, lang)


def _differing(what: str, before: Mapping[str, str], after: Mapping[str, str], lang: str) -> Iterator[str]:
    for label, value in after.items():
        if before[label] != value:
            yield f"{what} {label}{COLON.in_language(lang)}{before[label]} → {value}"


def changes(old: Grid, new: Grid, lang: str) -> Iterator[str]:
    """One line per change that somebody could win or lose by."""
    for code in sorted(set(old.profiles) | set(new.profiles)):
        before, after = old.profiles.get(code), new.profiles.get(code)
        said = [
            "—" if p is None else ("jury" if p.required is None else number(p.required, lang)) for p in (before, after)
        ]
        if said[0] != said[1]:
            text = Text("{code} : seuil {before} → {after}", "{code}: threshold {before} → {after}")
            yield text.of(lang, code=code, before=said[0], after=said[1])
        if before is not None and after is not None:
            yield from _differing(code, _asked(before, lang), _asked(after, lang), lang)
    for code in sorted(set(old.units) & set(new.units)):
        what = Text("unité {code}", "unit {code}").of(lang, code=code)
        yield from _differing(what, _hours(old.units[code], lang), _hours(new.units[code], lang), lang)
    for code in sorted(set(old.categories) & set(new.categories), key=in_order):
        for limit, most in (
            (
                Text("catégorie {code}, plafond {profile}", "category {code}, cap for {profile}"),
                [grid.categories[code].caps for grid in (old, new)],
            ),
            (
                Text("catégorie {code}, minimum {profile}", "category {code}, minimum for {profile}"),
                [grid.categories[code].minimums for grid in (old, new)],
            ),
        ):
            for profile in sorted(set(most[0]) | set(most[1])):
                was, now = (_or_none(each.get(profile), lang) for each in most)
                if was != now:
                    yield f"{limit.of(lang, code=code, profile=profile)}{COLON.in_language(lang)}{was} → {now}"
    for code in sorted(set(old.activities) | set(new.activities), key=in_order):
        if code not in new.activities:
            yield Text("{code} : supprimée", "{code}: removed").of(lang, code=code)
        elif code not in old.activities:
            yield Text("{code} : nouvelle", "{code}: new").of(lang, code=code)
        else:
            facts = [_facts(grid.activities[code], lang) for grid in (old, new)]
            yield from _differing(code, facts[0], facts[1], lang)
