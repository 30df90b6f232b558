"""Why nothing is published, when the input is sound and the answer is no."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from polyvalidate.model.told import Told
from polyvalidate.model.words import Text
from polyvalidate.model.years import academic_year
from polyvalidate.publication.attack.bands import SMALLEST_GROUP
from polyvalidate.publication.attack.partition import partition
from polyvalidate.publication.attack.releasing import Withheld
from polyvalidate.publication.attack.tables import Leaf, PublicTables
from polyvalidate.publication.snapshot import Snapshot
from polyvalidate.repository import Unreadable

_MOST_NAMED = 4
"""Groups named in a refusal: the first ones are enough to know where to look."""


class NotPublished(Told):
    """Nothing was written; said to the person, exit code 1."""


def refuse_what_says_nothing(cohort: int, on: date, snapshot: Snapshot) -> None:
    if not snapshot.decided:
        raise Unreadable(
            Text(
                "Aucune déclaration de la promotion {cohort} n'est décidée au {on:date} : prenez une date plus "
                "récente.",
                "No declaration of cohort {cohort} is decided on {on:date}: choose a later date.",
            ),
            cohort=cohort,
            on=on,
        )
    size = len(snapshot.standings)
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
    if len(partition(Counter(standing.leaf for standing in snapshot.standings))) == 1:
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


def refuse_unseen_moves(changes: tuple[int, int, int] | None, merged: Sequence[Leaf]) -> None:
    """A change of programme or a group that shrank is most often a slip in a roster, and an issue is never made again:
    a person looks first."""
    if merged:
        raise NotPublished(
            Text(
                "Un groupe est tombé sous {least} élèves, ou serait absorbé par un autre, depuis la publication "
                "précédente : {names}. Vérifiez les dossiers, puis relancez avec --with-moves.",
                "A group has fallen under {least} students, or would be absorbed by another, since the issue before: "
                "{names}. Check the folders, then start again with --with-moves.",
            ),
            least=SMALLEST_GROUP,
            names=", ".join(f"{leaf.programme} {leaf.year}" for leaf in merged),
        )
    elsewhere = changes[2] if changes is not None else 0
    if elsewhere:
        raise NotPublished(
            Text(
                "Depuis la publication précédente, {n} {n:élève a changé|élèves ont changé} de spécialité ou "
                "{n:n'est pas passé|ne sont pas passés} dans l'année suivante. Vérifiez "
                "{n:son dossier|leurs dossiers}, puis relancez avec --with-moves : l'attaque en tient compte.",
                "Since the issue before, {n} {n:student|students} changed programme or did not move up a year. Check "
                "their {n:folder|folders}, then start again with --with-moves: the attack takes it into account.",
            ),
            n=elsewhere,
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


def withheld(cohort: int, on: date, found: Withheld, issues: Sequence[PublicTables]) -> NotPublished:
    """Which groups the attacker found, never what: this sentence may end in a public log."""
    named = {
        (issues[issue].on, "+".join(f"{leaf.programme} {leaf.year}" for leaf in sorted(scope.leaves)))
        for leak in found.leaks
        for issue, scope in (*leak.aim.people.inside, *leak.aim.people.outside)
    }
    shown = sorted(named)
    groups = ", ".join(f"{name} ({when})" for when, name in shown[:_MOST_NAMED]) + (
        ", …" if shown[_MOST_NAMED:] else ""
    )
    return NotPublished(
        Text(
            "Rien n'est publié pour la promotion {cohort} au {on:date} : avec ce qui l'est déjà, on pourrait en "
            "déduire trop sur {groups}. Ces groupes ont changé ou trop peu évolué ; choisissez une date plus tardive.",
            "Nothing is published for cohort {cohort} on {on:date}: with what already is, too much could be deduced "
            "about {groups}. These groups changed, or too little happened in them; choose a later date.",
        ),
        cohort=cohort,
        on=on,
        groups=groups,
    )
