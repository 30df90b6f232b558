"""When an activity took place: its academic year, the campaigns, the student's cycle, the day of the check."""

from __future__ import annotations

from datetime import date

from polyvalidate.model.grid import Book, Period
from polyvalidate.model.years import FIRST_MONTH, academic_year, first_day
from polyvalidate.rules.cases import ClaimCase, DeclarationCase
from polyvalidate.rules.registry import Sees, Yielded, rule


def in_one_year(period: Period) -> bool:
    """Is the period in order, and within one academic year? Otherwise PP306 or PP308 says so, and nothing more."""
    return period.start <= period.end and academic_year(period.start) == academic_year(period.end)


@rule(
    "PP303",
    Sees.DECLARATION,
    fr=(
        "Il n'y a pas de grille pour l'année {year}.",
        "Vérifiez la date de début ; les années connues : {known:list}.",
    ),
    en=("There is no grid for the year {year}.", "Check the start date; the known years are {known:list}."),
)
def year_has_a_grid(case: DeclarationCase) -> Yielded:
    """La grille de l'année où l'activité a eu lieu dit combien elle vaut ; sans elle, rien ne peut être compté.

    The grid of the year of the activity says what it is worth; without it nothing can be counted.
    """
    year = _missing_year(case)
    if year and not _is_to_come(year, case.book):
        yield case.at("period", "from"), {"year": year, "known": tuple(sorted(case.book.grids)) or ("—",)}


def _missing_year(case: DeclarationCase) -> str:
    """The academic year of a declaration when it has no grid; empty when it has one, or is not there yet."""
    book, start = case.book, case.declaration.period.start
    year = academic_year(start)
    return "" if year in book.grids or year in book.broken_years or start > book.today else year


def _is_to_come(year: str, book: Book) -> bool:
    """Is it later than any year of which the school has published the grid?"""
    return bool(book.grids) and year > max(book.grids)


@rule(
    "PP307",
    Sees.DECLARATION,
    fr=(
        "Votre école n'a pas encore publié sa grille pour l'année {year}.",
        "Écrivez à {contact} : vous déclarerez cette activité dès qu'elle sera publiée.",
    ),
    en=(
        "Your school has not published its grid for the year {year} yet.",
        "Write to {contact}: you will declare this activity as soon as it is published.",
    ),
)
def year_has_its_grid_already(case: DeclarationCase) -> Yielded:
    """La date est bonne, et l'élève n'y peut rien : c'est à l'école d'écrire la grille de l'année.

    The date is right and there is nothing the student can do: the school has to write the grid of the year.
    """
    year, latest = _missing_year(case), case.book.latest
    if year and latest is not None and _is_to_come(year, case.book):
        yield case.at("period", "from"), {"year": year, "contact": latest.contact}


@rule(
    "PP306",
    Sees.DECLARATION,
    fr=(
        "L'activité s'étend sur deux années universitaires.",
        "Faites deux déclarations : la première jusqu'au {last:date}, la seconde à partir du {next:date}.",
    ),
    en=(
        "The activity runs over two academic years.",
        "Make two declarations: the first until {last:date}, the second from {next:date}.",
    ),
)
def one_academic_year(case: DeclarationCase) -> Yielded:
    """Chaque année a sa grille et ses plafonds ; la part de chacune doit pouvoir être comptée à part.

    Each year has its grid and its caps; the share of each must be counted apart.
    """
    start, end = case.declaration.period
    if end < start or academic_year(start) == academic_year(end):
        return
    year = start.year + (start.month >= FIRST_MONTH)
    yield case.at("period", "to"), {"last": date(year, FIRST_MONTH - 1, 31), "next": first_day(year)}


@rule(
    "PP308",
    Sees.DECLARATION,
    fr=(
        "La date de fin ({end:date}) précède la date de début.",
        "Écrivez une date de fin égale ou postérieure au {start:date}.",
    ),
    en=("The end date ({end:date}) is before the start date.", "Write an end date on or after {start:date}."),
)
def period_is_in_order(case: DeclarationCase) -> Yielded:
    """Une activité commence avant de finir ; une activité d'un seul jour a deux fois la même date.

    An activity begins before it ends; an activity of one day has the same date twice.
    """
    start, end = case.declaration.period
    if end < start:
        yield case.at("period", "to"), {"start": start, "end": end}


@rule(
    "PP309",
    Sees.CLAIM,
    fr=(
        "Aucune campagne de l'année {year} ne couvre ces dates.",
        "Vérifiez-les : une activité déclarée va du {first:date} au {last:date}.",
    ),
    en=(
        "No campaign of the year {year} covers these dates.",
        "Check them: an activity that is declared lies between {first:date} and {last:date}.",
    ),
)
def covered_by_a_campaign(case: ClaimCase) -> Yielded:
    """Chaque campagne annonce les jours d'activité qu'elle couvre, pour que tout le monde ait les mêmes délais. Des
    points apportés d'une autre école ne suivent pas ce calendrier.

    Each campaign announces the days of activity it covers, so that everyone has the same time. Points brought from
    another school do not follow this calendar.
    """
    period, campaigns = case.declaration.period, case.grid.campaigns
    for campaign in campaigns:
        if period.within(campaign.covers):
            return
    if not campaigns or case.declaration.origin is not None or not in_one_year(period):
        return
    yield (
        case.at("period"),
        {
            "year": case.grid.year,
            "first": min(campaign.covers.start for campaign in campaigns),
            "last": max(campaign.covers.end for campaign in campaigns),
        },
    )


@rule(
    "PP311",
    Sees.DECLARATION,
    fr=(
        "Cette activité n'est pas encore terminée au {today:date}.",
        "Vérifiez les dates, ou déclarez-la une fois terminée.",
    ),
    en=("This activity is not over yet on {today:date}.", "Check the dates, or declare it once it is over."),
)
def not_in_the_future(case: DeclarationCase) -> Yielded:
    """On reconnaît ce qui a été fait : ni justificatif ni évaluation ne sont possibles avant la fin.

    What is recognised is what was done: neither evidence nor evaluation is possible before the end.
    """
    start, end = case.declaration.period
    today = case.book.today
    if end > today or start > today:
        yield case.at("period", "to" if end > today else "from"), {"today": today}
