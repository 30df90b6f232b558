"""Why nothing is published, when the input is sound and the answer is no: sizes and dates decide it, never results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from polyvalidate.model.told import Told
from polyvalidate.model.words import Text
from polyvalidate.model.years import academic_year
from polyvalidate.publication.attack.bands import SMALLEST_GROUP
from polyvalidate.publication.attack.partition import partition
from polyvalidate.publication.attack.standing import Standing
from polyvalidate.publication.attack.tables import PublicTables
from polyvalidate.repository import Unreadable


class NotPublished(Told):
    """Nothing was written; said to the person, exit code 1."""


def refuse_what_says_nothing(cohort: int, on: date, standings: Sequence[Standing]) -> None:
    size = len(standings)
    if size < SMALLEST_GROUP:
        raise Unreadable(
            Text(
                "La promotion {cohort} n'a que {size} {size:élève|élèves} au {on:date} : sous {least}, rien n'est "
                "publié.",
                "Cohort {cohort} has only {size} {size:student|students} on {on:date}: under {least}, nothing is "
                "published.",
            ),
            cohort=cohort,
            size=size,
            on=on,
            least=SMALLEST_GROUP,
        )
    if len(partition(Counter(standing.leaf for standing in standings))) == 1:
        raise Unreadable(
            Text(
                "La promotion {cohort} ne forme qu'un seul groupe au {on:date}, une fois réunis ceux de moins de "
                "{least} élèves : il n'y a rien à comparer.",
                "Cohort {cohort} makes only one group on {on:date}, once those under {least} students are merged: "
                "there is nothing to compare.",
            ),
            cohort=cohort,
            on=on,
            least=SMALLEST_GROUP,
        )


def refuse_another_of_the_year(cohort: int, on: date, published: Sequence[PublicTables]) -> None:
    year = academic_year(on)
    for tables in published:
        if academic_year(tables.on) == year or tables.on > on:
            raise NotPublished(
                Text(
                    "La promotion {cohort} a déjà une publication du {on:date}. Il y en a une par année "
                    "universitaire, dans l'ordre des dates.",
                    "Cohort {cohort} already has an issue of {on:date}. There is one for each academic year, in the "
                    "order of dates.",
                ),
                cohort=cohort,
                on=tables.on,
            )


def closed(cohort: int, on: date) -> NotPublished:
    return NotPublished(
        Text(
            "Les chiffres de la promotion {cohort} au {on:date} ne sont plus ceux qui ont été publiés. Une "
            "publication close n'est pas refaite : la correction paraîtra dans la suivante.",
            "The figures of cohort {cohort} on {on:date} are no longer those that were published. A closed issue is "
            "not made again: the correction will appear in the next one.",
        ),
        cohort=cohort,
        on=on,
    )


def attacked(cohort: int, on: date) -> NotPublished:
    """One sentence whether the attack broke down or found something: it may end in a public log."""
    return NotPublished(
        Text(
            "L'attaque des chiffres de la promotion {cohort} au {on:date} ne s'est pas terminée comme elle le doit : "
            "rien n'est publié. Signalez-le aux personnes qui tiennent ce programme.",
            "The attack on the figures of cohort {cohort} on {on:date} did not end as it must: nothing is published. "
            "Please report it to those who maintain this program.",
        ),
        cohort=cohort,
        on=on,
    )
