"""PP2xx: who stands in for whom, and whether enough people evaluate in the days ahead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from polyvalidate.model.findings import Severity
from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.roles import evaluates, in_office
from polyvalidate.rules.cases import GridCase
from polyvalidate.rules.grid_shape import nearest
from polyvalidate.rules.registry import Sees, Yielded, rule

AHEAD = timedelta(days=30)
"""How far ahead a category must have two evaluators: the time to find another one."""


@rule(
    "PP252",
    Sees.GRID,
    fr=(
        "« {deputy} » ne peut pas suppléer « {holder} ».",
        "Écrivez le code d'une autre personne qui évalue ({near:list}), pour une personne qui évalue.",
    ),
    en=(
        "“{deputy}” cannot stand in for “{holder}”.",
        "Write the code of another evaluator ({near:list}), for an evaluator.",
    ),
)
def deputies_evaluate(case: GridCase) -> Yielded:
    """Une personne suppléante décide de son compte et sous son code : elle doit être connue ici, et savoir évaluer.

    A deputy decides with their own account and code: they must be known here, and be an evaluator.
    """
    able = {code: holder.person for code, holder in case.roles.items() if holder.role == "evaluator"}
    for code, holder in case.roles.items():
        others = {other for other, person in able.items() if person != holder.person}
        for index, deputy in enumerate(holder.deputies):
            if holder.role != "evaluator" or deputy not in others:
                near = nearest(deputy, others) if others else ("—",)
                details = {"deputy": deputy, "holder": code, "near": near}
                yield case.at("roles", "holders", code, "deputies", index, "code"), details


@rule(
    "PP250",
    Sees.GRID,
    fr=(
        "« {holder} » n'est en fonction aucun jour : la fonction ou la suppléance finit avant de commencer.",
        "Corrigez les dates : from est le premier jour, until le dernier.",
    ),
    en=(
        "“{holder}” is in office on no day: the role or the standing in ends before it begins.",
        "Correct the dates: from is the first day, until the last.",
    ),
)
def dates_have_days(case: GridCase) -> Yielded:
    """En dehors de ses dates, une fonction ne donne aucun droit ; nul ne remplace une fonction finie ou pas commencée.

    Outside its dates a role gives no right; nobody stands in for one that has ended or not begun.
    """
    for code, holder in case.roles.items():
        if _is_empty(holder.since, holder.until):
            yield case.at("roles", "holders", code, "until"), {"holder": code}
    for code, holder in case.roles.items():
        for stand in holder.stands:
            index = case.roles[stand.code].deputies.index(code)
            if _is_empty(stand.since, stand.until):
                yield case.at("roles", "holders", stand.code, "deputies", index, "code"), {"holder": code}


def _fewer(holders: Iterable[RoleHolder], first: date, last: date) -> set[date]:
    """The days, of some that follow each other, on which fewer people may evaluate than the day before; the first."""
    ends = [end for holder in holders for end in (holder.until, *(stand.until for stand in holder.stands))]
    return {first} | {end + timedelta(days=1) for end in ends if end is not None and first <= end < last}


def _is_empty(since: date | None, until: date | None) -> bool:
    return since is not None and until is not None and until < since


@rule(
    "PP251",
    Sees.GRID,
    severity=Severity.WARNING,
    fr=(
        "Le {day:date}, moins de deux personnes évalueront la catégorie {number}.",
        "Dans grid/roles.yml, confiez-la à une autre personne, ou donnez à celle qui l'évalue une suppléance "
        "(deputies) avec ses dates.",
    ),
    en=(
        "On {day:date} fewer than two people will evaluate category {number}.",
        "In grid/roles.yml put another person in charge of it, or give its evaluator a deputy (deputies) with dates.",
    ),
)
def absence_blocks_no_category(case: GridCase) -> Yielded:
    """Quand une seule personne évalue une catégorie, son absence arrête toutes les déclarations, et personne ne décide
    des siennes. Une suppléance prévue d'avance suffit.

    When one person alone evaluates a category, their absence stops every declaration, and nobody decides their own. A
    deputy named in advance is enough.
    """
    if not case.roles or not case.latest:  # the roles are those of now
        return
    days = sorted(_fewer(case.roles.values(), case.today, case.today + AHEAD))
    for number in case.grid.categories:
        for day in days:
            there = {
                holder.person
                for holder in case.roles.values()
                if in_office(holder, day) and evaluates(holder, number, day)
            }
            if len(there) < 2:
                yield case.at(number, "referents"), {"day": day, "number": number}
                break
