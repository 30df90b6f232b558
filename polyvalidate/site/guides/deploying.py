"""What the engagement of so many students costs a school, in hours, seats and minutes: estimates, each with its formula
and with numbers that the school changes (``extra.polyvalidate.estimate`` of its ``mkdocs.yml``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from polyvalidate.model.roles import in_office
from polyvalidate.model.words import Text, grouped
from polyvalidate.site.pages.filling import BadPage
from polyvalidate.site.pages.markdown import html, table, text, wide
from polyvalidate.site.pages.site import Site

ASSUMED: Mapping[str, tuple[int, Text]] = {
    "students": (100, Text("élèves", "students")),
    "declarations": (4, Text("déclarations par élève et par an", "declarations for each student and year")),
    "declare": (10, Text("minutes pour déclarer une activité", "minutes to declare an activity")),
    "evaluate": (3, Text("minutes pour lire et décider une déclaration", "minutes to read and decide a declaration")),
    "decide": (2, Text("minutes du jury par élève en fin de cycle", "minutes of the jury for each student who ends")),
    "office": (
        24,
        Text("heures de scolarité par an, listes et campagnes", "hours of the office a year, lists, campaigns"),
    ),
    "found": (16, Text("heures pour installer, une fois", "hours to set up, once")),
    "runs": (4, Text("passages du contrôle par déclaration", "runs of the check for each declaration")),
    "run": (2, Text("minutes par passage", "minutes for each run")),
}
"""What the estimates stand on, by the keys of the settings: our assumptions, none of which was measured in a school."""
READ_ON = date(2026, 9, 20)
"""The day on which the public prices below were read."""
TEAM_PRICE, TEAM_MINUTES, PREMIUM_PRICE, PREMIUM_MINUTES = 4, 3_000, 29, 10_000
"""Dollars for a seat and month, minutes in a month. (github.com/pricing, about.gitlab.com/pricing)"""
MONTHS = 10
"""In which people declare."""
HOURLY, QUARTERLY = 13 * 5 * 52 // 12, 12 * 4 * 5 * 52 // 12
"""Scheduled runs in a month: those of ``sweep.yml``, and those that the guide proposes for GitLab."""


class Hours(NamedTuple):
    """Who spends how many ``minutes``, and how these are found."""

    who: Text
    formula: Text
    minutes: int


class Estimate(NamedTuple):
    """``given`` are the numbers that it stands on, by their keys; ``staff`` counts those who hold a role."""

    given: Mapping[str, int]
    years: int
    staff: int

    @property
    def declarations(self) -> int:
        """In a year."""
        return self.given["students"] * self.given["declarations"]

    @property
    def seats(self) -> int:
        return self.given["students"] + self.staff

    def hours(self) -> Sequence[Hours]:
        """Those of a year, then those that are spent once."""
        it = self.given
        each = Text(
            "{students} élèves × {declarations} déclarations × {minutes} min",
            "{students} students × {declarations} declarations × {minutes} min",
        )
        known = {"students": it["students"], "declarations": it["declarations"]}
        ending = Text(
            "{students} élèves ÷ {years} ans × {minutes} min", "{students} students ÷ {years} years × {minutes} min"
        )
        fixed = Text("quel que soit l'effectif", "however many students there are")
        return (
            Hours(
                Text("Élèves", "Students"),
                each.filled(**known, minutes=it["declare"]),
                self.declarations * it["declare"],
            ),
            Hours(
                Text("Évaluation", "Evaluators"),
                each.filled(**known, minutes=it["evaluate"]),
                self.declarations * it["evaluate"],
            ),
            Hours(
                Text("Jury", "Jury"),
                ending.filled(students=it["students"], years=self.years, minutes=it["decide"]),
                it["students"] * it["decide"] // self.years,
            ),
            Hours(Text("Scolarité", "Registry office"), fixed, it["office"] * 60),
            Hours(Text("Mise en place, une fois", "Setting up, once"), fixed, it["found"] * 60),
        )

    def minutes(self, scheduled: int, runs: int) -> int:
        """Of the forge's machines in a month: what is scheduled, and so many runs for each declaration."""
        return (scheduled + self.declarations * runs // MONTHS) * self.given["run"]


def estimate(site: Site) -> Estimate:
    """Raises BadPage for settings of another shape."""
    asked: Any = site.settings.get("estimate") or {}
    if not isinstance(asked, dict) or not all(
        key in ASSUMED and type(value) is int and 0 < value < 1_000_000 for key, value in asked.items()
    ):
        raise BadPage(
            Text(
                "mkdocs.yml : extra.polyvalidate.estimate donne des nombres entiers, comme « students: 300 ». Les noms"
                " possibles : {known:all}.",
                "mkdocs.yml: extra.polyvalidate.estimate gives whole numbers, such as “students: 300”. The possible"
                " names: {known:all}.",
            ).filled(known=tuple(ASSUMED))
        )
    years = max((profile.years for profile in site.latest.profiles.values()), default=3)
    staff = len({holder.account for holder in site.roles.values() if in_office(holder, site.today)})
    return Estimate({key: asked.get(key, value) for key, (value, _) in ASSUMED.items()}, years, staff)


def in_hours(minutes: int, lang: str) -> str:
    """``20 h``: whole hours, since it is an estimate; at least one."""
    return f"{grouped(max(1, round(minutes / 60)), lang)}\u00a0h"


def facts(site: Site, lang: str) -> Mapping[str, str]:
    """The values of the markers of the guide."""
    it = estimate(site)
    rows = [(one.who.of(lang), one.formula.of(lang), in_hours(one.minutes, lang)) for one in it.hours()]
    assumed = [(f"`{key}`", title.of(lang), grouped(it.given[key], lang)) for key, (_, title) in ASSUMED.items()]
    heads = Text("Qui|Calcul|Par an", "Who|Formula|In a year"), Text("Nom|Ce que c'est|Valeur", "Name|What it is|Value")
    return {
        "deploy.students": grouped(it.given["students"], lang),
        "deploy.evaluating": in_hours(it.hours()[1].minutes, lang),
        "deploy.office": in_hours(it.hours()[3].minutes, lang),
        "deploy.hours": table(heads[0].of(lang), rows, right=(2,)),
        "deploy.assumed": table(heads[1].of(lang), assumed, right=(2,)),
        "deploy.forges": _forges(it, lang),
        "deploy.read": Text("{on:date}", "{on:date}").of(lang, on=READ_ON),
        "deploy.contacts": contacts(site, lang),
    }


_COST = Text(
    "{seats:count} × {price} $ × 12 = {total:count} $ par an", "{seats:count} × ${price} × 12 = ${total:count} a year"
)


def _forges(it: Estimate, lang: str) -> str:
    """Seats, minutes and public prices of each forge."""
    github, gitlab = it.minutes(HOURLY, it.given["runs"]), it.minutes(QUARTERLY, 0)
    team, premium = (
        _COST.of(lang, seats=it.seats, price=price, total=it.seats * price * 12)
        for price in (TEAM_PRICE, PREMIUM_PRICE)
    )
    none = Text("aucun", "none")
    rows = (
        (
            "GitHub Team",
            grouped(it.seats, lang),
            Text("{used:count} sur {most:count}", "{used:count} of {most:count}").of(
                lang, used=github, most=TEAM_MINUTES
            ),
            Text(
                "{team} ; 0 $ par GitHub Education, pour une personne enseignante vérifiée",
                "{team}; $0 through GitHub Education, for a verified teacher",
            ).of(lang, team=team),
        ),
        (
            "GitLab.com Premium",
            grouped(it.seats, lang),
            Text("{used:count} sur {most:count}", "{used:count} of {most:count}").of(
                lang, used=gitlab, most=PREMIUM_MINUTES
            ),
            premium,
        ),
        (
            Text("GitLab de l'école", "The school's GitLab").of(lang),
            Text("sans limite", "no limit").of(lang),
            Text("{used:count}, sans quota par défaut", "{used:count}, no quota by default").of(lang, used=gitlab),
            none.of(lang),
        ),
        (
            Text("Forgejo de l'école", "The school's Forgejo").of(lang),
            Text("sans limite", "no limit").of(lang),
            "0",
            none.of(lang),
        ),
        (
            Text("Serveur Git seul", "Git server alone").of(lang),
            Text("sans limite", "no limit").of(lang),
            "0",
            none.of(lang),
        ),
    )
    heads = Text("Forge|Places|Minutes par mois|Prix public", "Forge|Seats|Minutes a month|Public price")
    name = Text("Places, minutes et prix de chaque forge", "Seats, minutes and price of each forge").of(lang)
    return wide(table(heads.of(lang), rows, right=(1,)), name)


def contacts(site: Site, lang: str) -> str:
    """Who answers for each category, by their office and never by a name."""
    address = html(site.grid.contact)
    rows = []
    for category in site.grid.categories.values():
        held = [site.roles[code] for code in category.referents if code in site.roles]
        now = [holder.title for holder in held if in_office(holder, site.today)]
        first = text(now[0].of(lang)) if now else Text("*à désigner*", "*to be named*").of(lang)
        rows.append((f"{category.code}. {text(category.title.of(lang))}", first, f"[{address}](mailto:{address})"))
    return table(Text("Catégorie|Qui répond|Où écrire", "Category|Who answers|Where to write").of(lang), rows)
