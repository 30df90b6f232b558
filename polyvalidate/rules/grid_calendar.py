"""PP2xx: the dates of the grid agree: the academic year, its folder, its campaigns."""

from __future__ import annotations

from datetime import date

from polyvalidate.model.clock import zone
from polyvalidate.model.findings import Severity
from polyvalidate.model.years import FIRST_MONTH, first_day
from polyvalidate.rules.cases import GridCase
from polyvalidate.rules.registry import Sees, Yielded, rule


def _folder(case: GridCase) -> str:
    """The year that the grid's folder is named after: ``2025-2026``."""
    return case.files["rules"].split("/")[-2]


@rule(
    "PP217",
    Sees.GRID,
    fr=(
        "Dans la campagne {campaign}, le {day:date} précède le {bound:date} alors qu'il doit le suivre.",
        "Écrivez ici une date égale ou postérieure au {bound:date}.",
    ),
    en=(
        "In campaign {campaign}, {day:date} is before {bound:date} although it must come after it.",
        "Write a date here that is {bound:date} or later.",
    ),
)
def campaign_dates_are_in_order(case: GridCase) -> Yielded:
    """Une campagne ouvre avant de fermer, les activités qu'elle couvre commencent avant de finir, et l'on ne déclare
    pas avant qu'elles aient pu commencer. Autrement, toutes les déclarations de la campagne seraient refusées.

    A campaign opens before it closes, the activities it covers begin before they end, and nobody declares before they
    could begin. Otherwise every declaration of the campaign would be refused.
    """
    for index, campaign in enumerate(case.grid.campaigns):
        for keys, day, bound in (
            (("closes",), campaign.closes, campaign.opens),
            (("covers", "to"), campaign.covers.end, campaign.covers.start),
            (("opens",), campaign.opens, campaign.covers.start),
        ):
            if day < bound:
                details = {"campaign": campaign.code, "day": day, "bound": bound}
                yield case.at("rules", "campaigns", index, *keys), details


@rule(
    "PP218",
    Sees.GRID,
    at_key=True,
    fr=(
        "L'année {year} n'a aucune campagne ordinaire.",
        "Ajoutez une campagne sans la mention second_chance.",
    ),
    en=(
        "The year {year} has no ordinary campaign.",
        "Add a campaign without second_chance.",
    ),
)
def an_ordinary_campaign(case: GridCase) -> Yielded:
    """Hors campagne, rien ne se déclare. La seconde chance ne s'adresse qu'aux élèves à qui il manque des points : elle
    ne remplace pas la campagne ordinaire.

    Nothing is declared outside a campaign. The second chance is for the students who lack points: it does not replace
    the ordinary campaign.
    """
    if all(campaign.second_chance for campaign in case.grid.campaigns):
        yield case.at("rules", "campaigns"), {"year": case.grid.year}


@rule(
    "PP219",
    Sees.GRID,
    fr=(
        "Ces règles disent {year}, mais se trouvent dans le dossier {folder}.",
        "Écrivez {folder}, ou déplacez le fichier dans grid/{year}/.",
    ),
    en=(
        "These rules say {year}, but stand in the folder {folder}.",
        "Write {folder}, or move the file to grid/{year}/.",
    ),
)
def year_is_its_folder(case: GridCase) -> Yielded:
    """La date d'une activité désigne la grille qui la juge (règle G6), et cette grille se cherche par le nom de son
    dossier. La différence vient le plus souvent d'une grille copiée de l'année précédente.

    The date of an activity names the grid that judges it (rule G6), and that grid is looked for by the name of its
    folder. The difference most often comes from a grid copied from the year before.
    """
    if case.grid.year != _folder(case):
        yield case.at("rules", "year"), {"year": case.grid.year, "folder": _folder(case)}


@rule(
    "PP229",
    Sees.GRID,
    fr=(
        "La campagne {campaign} couvre le {day:date}, hors de l'année, qui va du {start:date} au {end:date}.",
        "Écrivez une date de cette année.",
    ),
    en=(
        "Campaign {campaign} covers {day:date}, outside the year, which goes from {start:date} to {end:date}.",
        "Write a date in that year.",
    ),
)
def campaigns_cover_the_year(case: GridCase) -> Yielded:
    """Une activité est jugée par la grille de l'année où elle a lieu (règle G6) : ce qui se passe une autre année
    relève des campagnes d'une autre grille.

    An activity is judged by the grid of the year in which it takes place (rule G6): what happens in another year
    belongs to the campaigns of another grid.
    """
    start, end = case.grid.period
    for index, campaign in enumerate(case.grid.campaigns):
        for key, day in (("from", campaign.covers.start), ("to", campaign.covers.end)):
            if not start <= day <= end:
                details = {"campaign": campaign.code, "day": day, "start": start, "end": end}
                yield case.at("rules", "campaigns", index, "covers", key), details


@rule(
    "PP230",
    Sees.GRID,
    fr=("Le code {campaign} désigne déjà une autre campagne.", "Choisissez un code encore libre."),
    en=("Code {campaign} already stands for another campaign.", "Choose a code that is still free."),
)
def each_campaign_code_once(case: GridCase) -> Yielded:
    """Le suivi de la scolarité et les remarques nomment une campagne par son code : il n'en désigne qu'une.

    The registry office's tracking and the findings name a campaign by its code: it stands for one only.
    """
    seen: set[str] = set()
    for index, campaign in enumerate(case.grid.campaigns):
        if campaign.code in seen:
            yield case.at("rules", "campaigns", index, "code"), {"campaign": campaign.code}
        seen.add(campaign.code)


@rule(
    "PP231",
    Sees.GRID,
    fr=(
        "L'année {year} va du {start:date} au {end:date}, et non du {found_start:date} au {found_end:date}.",
        "Écrivez le {start:date} et le {end:date}.",
    ),
    en=(
        "The year {year} goes from {start:date} to {end:date}, not from {found_start:date} to {found_end:date}.",
        "Write {start:date} and {end:date}.",
    ),
)
def period_is_the_academic_year(case: GridCase) -> Yielded:
    """Chaque jour appartient à une seule année universitaire, du 1er septembre au 31 août. Un jour entre deux grilles,
    ou dans les deux, laisserait une activité sans règle ou avec deux règles.

    Each day belongs to one academic year, from 1 September to 31 August. A day between two grids, or in both, would
    leave an activity with no rule or with two.
    """
    year = _folder(case)
    first = int(year[:4])
    start, end = date(first, 9, 1), date(first + 1, 8, 31)
    found = case.grid.period
    if (found.start, found.end) != (start, end):
        details = {"year": year, "start": start, "end": end, "found_start": found.start, "found_end": found.end}
        yield case.at("rules", "period"), details


@rule(
    "PP245",
    Sees.GRID,
    fr=(
        "Le fuseau horaire {timezone} n'existe pas.",
        "Écrivez le nom international de celui de l'école, comme Europe/Paris ou Indian/Reunion.",
    ),
    en=(
        "The time zone {timezone} does not exist.",
        "Write the international name of the school's, as Europe/Paris or Indian/Reunion.",
    ),
)
def timezone_exists(case: GridCase) -> Yielded:
    """Le fuseau dit à quel moment un jour commence à l'école : quand une campagne ouvre et se ferme, et de quel jour
    est une demande.

    The zone says when a day begins at the school: when a campaign opens and closes, and of which day a request is.
    """
    if zone(case.grid.timezone) is None:
        yield case.at("rules", "timezone"), {"timezone": case.grid.timezone}


@rule(
    "PP255",
    Sees.GRID,
    severity=Severity.WARNING,
    at_key=True,
    fr=(
        "L'année {next} commence le {first:date} et n'a pas de grille.",
        "Écrivez-la d'après celle-ci (polyvalidate grid new {next}), puis proposez-la dans une demande.",
    ),
    en=(
        "The year {next} begins on {first:date} and has no grid.",
        "Write it from this one (polyvalidate grid new {next}), then propose it in a request.",
    ),
)
def next_year_is_ready(case: GridCase) -> Yielded:
    """Sans grille, rien de ce qui a lieu dans l'année ne peut être déclaré. Le rappel commence deux mois avant ; une
    grille d'exemple se remplace et n'est pas rappelée.

    Without a grid nothing that takes place in the year can be declared. The reminder begins two months before; an
    example grid is replaced and not reminded of.
    """
    year = int(_folder(case)[:4]) + 1
    if case.newest and not case.grid.example and case.today >= date(year, FIRST_MONTH - 2, 1):
        yield case.at("rules", "year"), {"next": f"{year}-{year + 1}", "first": first_day(year)}
