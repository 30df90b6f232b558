"""What the grid says of an activity, in whole words: what it earns, how far, what proves it, what to know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from polyvalidate.model.discs import discs, svg
from polyvalidate.model.grid import Activity, Grid, RoleHolder
from polyvalidate.model.roles import in_office, may_evaluate
from polyvalidate.model.words import Text, listing, points
from polyvalidate.reports.grids import PER, earns, unit
from polyvalidate.site.pages.markdown import text
from polyvalidate.site.pages.site import Site


def prose(value: Text, lang: str) -> str:
    """A text of the school as running Markdown, with French typography."""
    return text(value.of(lang))


def title_of(grid: Grid, code: str, lang: str) -> str:
    """The title of a profile, or its code when the grid does not know it."""
    profile = grid.profiles.get(code)
    return prose(profile.title, lang) if profile else text(code)


def worth_in_words(grid: Grid, activity: Activity, lang: str) -> str:
    """``0,5 point par demi-journée``; for an activity with levels, the points of each."""
    earned = f"**{earns(activity, lang)}**"
    if activity.levels:
        each = (f"**{points(level.points, lang)}** ({prose(level.title, lang)})" for level in activity.levels.values())
        earned = listing(tuple(each), lang)
    return PER.of(lang, points=earned, unit=prose(unit(grid, activity), lang))


def worth_drawn(activity: Activity) -> str:
    """What one unit earns, in discs; nothing where it varies."""
    varies = activity.levels or activity.is_range
    return "" if varies else svg(discs(activity.highest))


def kind_title(grid: Grid, code: str, lang: str) -> str:
    kind = grid.evidence.kinds.get(code)
    return prose(kind.title, lang) if kind else ""


def evidence(grid: Grid, activity: Activity, lang: str) -> str:
    """Every kind that is needed, and those of which one is enough, as a list; each leads to its explanation."""

    def piece(code: str) -> str:
        return f"[{text(code)}](index.md#{kind_anchor(code)}) {kind_title(grid, code, lang)}".rstrip()

    parts = []
    for codes, several in (
        (activity.all_of, Text("Tous ces justificatifs :", "All of these:")),
        (activity.any_of, Text("L'un de ces justificatifs :", "One of these:")),
    ):
        if codes:
            listed = "\n".join(f"- {piece(code)}" for code in codes)
            parts.append(f"{several.of(lang)}\n\n{listed}" if len(codes) > 1 else listed)
    return Text("\n\net\n\n", "\n\nand\n\n").of(lang).join(parts)


def kind_anchor(code: str) -> str:
    return f"justificatif-{code.lower()}"


def is_open_to_all(grid: Grid, activity: Activity) -> bool:
    return activity.open_to >= set(grid.profiles)


def open_to(grid: Grid, activity: Activity, lang: str) -> str:
    """The profiles that may declare the activity, in the order of the grid."""
    if is_open_to_all(grid, activity):
        return Text("Tous les profils", "Every profile").of(lang)
    known = [code for code in grid.profiles if code in activity.open_to]
    return " · ".join(title_of(grid, code, lang) for code in known) or "—"


ROLES: Mapping[str, Text] = {
    "organiser": Text("vous organisez", "you organise"),
    "participant": Text("vous participez", "you take part"),
    "lead": Text("vous dirigez", "you lead"),
}
SCOPES: Mapping[str, Text] = {
    "internal": Text("dans l'école", "within the school"),
    "external": Text("hors de l'école", "outside the school"),
}


def part_taken(activity: Activity, lang: str) -> str:
    """``Vous participez, dans l'école``."""
    known = (ROLES.get(activity.role), SCOPES.get(activity.scope))
    return capital(", ".join(said.of(lang) for said in known if said))


def capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def evaluators(site: Site, grid: Grid, activities: Iterable[Activity], lang: str) -> str:
    """The titles of those who evaluate all these activities today, never their accounts; empty when nobody does."""
    wanted = list(activities)

    def evaluates(holder: RoleHolder) -> bool:
        return in_office(holder, site.today) and all(
            may_evaluate(holder, activity, grid, site.today) for activity in wanted
        )

    return " · ".join(prose(holder.title, lang) for holder in site.roles.values() if wanted and evaluates(holder))


def legal_bases(grid: Grid, activity: Activity, lang: str) -> str:
    return " · ".join(prose(grid.legal[code], lang) for code in activity.legal if code in grid.legal)
