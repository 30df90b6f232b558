"""What somebody must know before declaring an activity: hours, requests, privacy, lists, exclusions."""

from __future__ import annotations

from collections.abc import Iterator

from polyvalidate.model.grid import Activity, Grid
from polyvalidate.model.words import Text
from polyvalidate.site.grid.paths import link_to
from polyvalidate.site.grid.saying import prose


def notices(grid: Grid, activity: Activity, lang: str) -> Iterator[str]:
    """One sentence each, in the order in which they matter."""
    if activity.on_request:
        yield Text(
            "**Sur demande motivée** : expliquez d'abord votre situation à la personne référente ; rien n'est"
            " compté avant sa décision.",
            "**On reasoned request**: first explain your situation to the referent; nothing counts before the"
            " decision.",
        ).of(lang)
    if activity.sensitive:
        yield Text(
            "**Activité sensible** : ne déposez ni texte ni document. La déclaration ne contient que des dates"
            " et une quantité ; la personne référente regarde le justificatif et ne le garde pas.",
            "**Sensitive activity**: file no text and no document. The declaration holds dates and a quantity"
            " only; the referent looks at the evidence and does not keep it.",
        ).of(lang)
    if activity.bulk:
        yield Text(
            "**Liste de l'organisation** : la personne qui organise peut faire compter les points de tout le"
            " monde à la fois, avec sa liste de présence.",
            "**Organiser's list**: the organiser can have everybody's points counted at once, with the"
            " attendance list.",
        ).of(lang)
    yield from _counting(grid, activity, lang)
    if activity.allows_paid:
        yield Text("Un travail payé peut compter.", "Paid work may count.").of(lang)
    others = [grid.activities[code] for code in sorted(activity.exclusive) if code in grid.activities]
    if others:
        links = ", ".join(f"[{other.code} {prose(other.title, lang)}]({link_to(other)})" for other in others)
        yield Text(
            "Ne se cumule pas, pour la même organisation au même moment, avec : {links}.",
            "Does not add up, for the same organisation at the same time, with: {links}.",
        ).of(lang, links=links)
    if activity.cap_year >= grid.second_reader_from:
        yield Text(
            "À partir de {least:points} accordés, une seconde personne relit la décision.",
            "From {least:points} granted, a second person reads the decision.",
        ).of(lang, least=grid.second_reader_from)


def _counting(grid: Grid, activity: Activity, lang: str) -> Iterator[str]:
    unit = grid.units.get(activity.unit)
    if activity.is_range:
        yield Text(
            "La personne qui évalue choisit les points, dans cette fourchette.",
            "The person who evaluates chooses the points, within this range.",
        ).of(lang)
    if unit is not None and unit.hours:
        yield Text(
            "Déclarez vos heures : elles s'ajoutent, et seuls les blocs entiers de {hours} h comptent.",
            "Declare your hours: they add up, and only whole blocks of {hours} h count.",
        ).of(lang, hours=unit.hours)
    if unit is not None and unit.minimum_hours:
        yield Text(
            "Déclarez aussi vos heures : il en faut au moins {minimum_hours} pour chaque unité déclarée.",
            "Declare your hours too: each unit declared needs at least {minimum_hours} of them.",
        ).of(lang, minimum_hours=unit.minimum_hours)
