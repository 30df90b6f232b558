"""What the registry office and the jury write of one student: ``student.yml`` and ``quitus.yml``."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from datetime import date

from polyvalidate.model.findings import Severity
from polyvalidate.model.grid import Book
from polyvalidate.model.profiles import same, tells
from polyvalidate.model.roles import in_office
from polyvalidate.model.years import grid_of_entry
from polyvalidate.rules.cases import FolderCase
from polyvalidate.rules.registry import Sees, Yielded, rule


def jury_of(book: Book) -> tuple[str, ...]:
    """The codes of the members of the jury, or a dash, for a sentence."""
    return tuple(code for code, holder in sorted(book.roles.items()) if holder.role == "jury") or ("—",)


def on_the_jury(book: Book, code: str, day: date | None) -> bool:
    """Is this a member of the jury, on that day when it is known?"""
    holder = book.roles.get(code)
    if holder is None or holder.role != "jury":
        return False
    return day is None or in_office(holder, day)


def _nearest(code: str, codes: Collection[str]) -> str:
    near = difflib.get_close_matches(code, codes, n=1, cutoff=0.5)
    return near[0] if near else "—"


@rule(
    "PP402",
    Sees.FOLDER,
    fr=("Le profil {code} n'existe pas dans la grille {year}.", "Écrivez {known:list} ; le plus proche : {nearest}."),
    en=("Profile {code} does not exist in the grid {year}.", "Write {known:list}; the nearest: {nearest}."),
)
def profile_is_known(case: FolderCase) -> Yielded:
    """Le profil fixe le nombre de points à réunir et le temps pour le faire.

    The profile sets the number of points to gather and the time to do so.
    """
    student = case.student
    grid = grid_of_entry(case.book, student.cohort) if student is not None else None
    if student is None or grid is None or student.profile in grid.profiles:
        return
    known = tuple(sorted(grid.profiles))
    details = {"code": student.profile, "year": grid.year, "known": known, "nearest": _nearest(student.profile, known)}
    yield case.at("student.yml", "profile"), details


@rule(
    "PP403",
    Sees.FOLDER,
    fr=(
        "La spécialité {code} n'existe pas dans la grille {year}.",
        "Écrivez {known:list} ; la plus proche : {nearest}.",
    ),
    en=("Programme {code} does not exist in the grid {year}.", "Write {known:list}; the nearest: {nearest}."),
)
def programme_is_known(case: FolderCase) -> Yielded:
    """Les listes et les bilans sont faits par spécialité : une personne mal rangée y manquerait.

    Lists and balances are made by programme: somebody in the wrong place would be missing from them.
    """
    student = case.student
    grid = grid_of_entry(case.book, student.cohort) if student is not None else None
    if student is None or grid is None or student.programme in grid.programmes:
        return
    known = tuple(sorted(grid.programmes))
    near = _nearest(student.programme, known)
    details = {"code": student.programme, "year": grid.year, "known": known, "nearest": near}
    yield case.at("student.yml", "programme"), details


@rule(
    "PP404",
    Sees.FOLDER,
    severity=Severity.WARNING,
    fr=(
        "Le jury n'a pas encore fixé le seuil de cette personne.",
        "Faites ajouter « arrangement » par le jury : tant qu'il manque, le quitus ne peut pas être acquis.",
    ),
    en=(
        "The jury has not set the threshold of this person yet.",
        "Have the jury add “arrangement”: as long as it is missing the quitus cannot be acquired.",
    ),
)
def arrangement_is_fixed(case: FolderCase) -> Yielded:
    """Quand la grille laisse le seuil au jury, il est décidé pour chaque personne, et connu d'elle le plus tôt
    possible.

    Where the grid leaves the threshold to the jury it is decided for each person, who should know it as early as
    possible.
    """
    student = case.student
    grid = grid_of_entry(case.book, student.cohort) if student is not None else None
    profile = grid.profiles.get(student.profile) if student is not None and grid is not None else None
    if student is not None and profile is not None and profile.required is None and student.arrangement is None:
        yield case.at("student.yml", "profile"), {}


@rule(
    "PP406",
    Sees.FOLDER,
    fr=("Le seuil individuel est signé « {by} », qui n'est pas du jury à cette date.", "Faites signer {jury:list}."),
    en=("The individual threshold is signed “{by}”, who is not on the jury at that date.", "Have {jury:list} sign."),
)
def arrangement_is_the_jury_s(case: FolderCase) -> Yielded:
    """Seul le jury peut demander à quelqu'un un autre nombre de points qu'aux autres.

    Only the jury may ask of somebody another number of points than of the others.
    """
    arrangement = case.student.arrangement if case.student is not None else None
    if arrangement is not None and not on_the_jury(case.book, arrangement.by, arrangement.on):
        yield case.at("student.yml", "arrangement", "by"), {"by": arrangement.by, "jury": jury_of(case.book)}


@rule(
    "PP422",
    Sees.FOLDER,
    severity=Severity.NOTE,
    fr=(
        "Ce profil n'est pas nécessaire : « arrangement » suffit.",
        "Écrivez le profil du cycle ; ceux qui comptent de même : {same:list}.",
    ),
    en=(
        "This profile is not needed: “arrangement” is enough.",
        "Write the profile of the cycle; those that count the same: {same:list}.",
    ),
)
def profile_is_the_cycle_s(case: FolderCase) -> Yielded:
    """Un seuil individuel s'écrit à côté du profil de toute la promotion : un profil à part dirait à qui lit le dépôt
    qui en a un, et laisserait deviner pourquoi. « polyvalidate fix » écrit l'autre profil quand un seul compte de même.

    An individual threshold stands beside the profile of the whole cohort: a profile apart would tell whoever reads the
    repository who has one, and let them guess why. “polyvalidate fix” writes the other profile when a single one counts
    the same.
    """
    if case.student is not None and tells(case.student, case.book):
        yield case.at("student.yml", "profile"), {"same": same(case.student, case.book) or ("—",)}


@rule(
    "PP413",
    Sees.QUITUS,
    severity=Severity.WARNING,
    fr=(
        "Le quitus compte {written:points}, mais le bilan donne {credited:points}.",
        "Recopiez le bilan, ou cherchez la déclaration qui a changé ; si c'est la grille, le quitus tient.",
    ),
    en=(
        "The quitus counts {written:points}, but the balance gives {credited:points}.",
        "Copy the balance, or look for the declaration that has changed; if it is the grid, the quitus stands.",
    ),
)
def quitus_agrees_with_the_balance(case: FolderCase) -> Yielded:
    """La décision du jury doit pouvoir être refaite à partir des déclarations. Des points gagnés ensuite ne la
    contredisent pas (PP416). Dans la demande qui change le dossier, c'est une erreur ; la grille, elle, peut changer
    ensuite sans rien retirer à la décision.

    The jury's decision must be possible to compute again from the declarations. Points earned later do not contradict
    it (PP416). In the request that changes the folder this is an error; the grid may change afterwards and take nothing
    from the decision.
    """
    quitus, balance = case.quitus, case.balance
    if quitus is not None and balance is not None and balance.credited < quitus.credited:
        yield case.at("quitus.yml", "credited"), {"written": quitus.credited, "credited": balance.credited}


@rule(
    "PP416",
    Sees.QUITUS,
    severity=Severity.NOTE,
    fr=(
        "Le bilan compte maintenant {credited:points}, plus que le quitus ({written:points}).",
        "Il n'y a rien à corriger si des points ont été gagnés depuis la décision.",
    ),
    en=(
        "The balance now counts {credited:points}, more than the quitus ({written:points}).",
        "There is nothing to correct if points were earned since the decision.",
    ),
)
def balance_has_grown(case: FolderCase) -> Yielded:
    """Une seconde chance fait grandir le bilan ; le jury voit ainsi quels quitus sont à reprendre.

    A second chance makes the balance grow; the jury thus sees which quitus to take up again.
    """
    quitus, balance = case.quitus, case.balance
    if quitus is not None and balance is not None and balance.credited > quitus.credited:
        yield case.at("quitus.yml", "credited"), {"written": quitus.credited, "credited": balance.credited}


@rule(
    "PP418",
    Sees.QUITUS,
    severity=Severity.WARNING,
    fr=(
        "Le seuil de cette personne est de {required:points}, et non de {written:points}.",
        "Écrivez le bon seuil ; si la grille a changé depuis, laissez le quitus, qui tient.",
    ),
    en=(
        "The threshold of this person is {required:points}, not {written:points}.",
        "Write the right threshold; if the grid has changed since, leave the quitus, which stands.",
    ),
)
def quitus_has_the_right_threshold(case: FolderCase) -> Yielded:
    """Le seuil est celui que le jury a fixé pour cette personne, sinon celui du profil dans la grille.

    The threshold is the one that the jury set for this person, else that of the profile in the grid.
    """
    quitus, balance = case.quitus, case.balance
    if quitus is None or balance is None or balance.required is None or balance.required == quitus.required:
        return
    yield case.at("quitus.yml", "required"), {"written": quitus.required, "required": balance.required}


@rule(
    "PP417",
    Sees.QUITUS,
    severity=Severity.WARNING,
    fr=(
        "Le quitus est donné pour acquis alors que le bilan n'atteint pas ce qui est demandé ({credited:points}).",
        "Changez la décision, ou écrivez « exempted » pour une dispense ; si la grille a changé, le quitus tient.",
    ),
    en=(
        "The quitus is said to be acquired although the balance does not reach what is asked ({credited:points}).",
        "Change the outcome, or write “exempted” for an exemption; if the grid has changed, the quitus stands.",
    ),
)
def acquired_when_reached(case: FolderCase) -> Yielded:
    """Le nombre de points, le nombre de catégories et les minimums sont demandés à tout le monde ; une dispense se dit.

    The number of points, the number of categories and the minimums are asked of everyone; an exemption is said.
    """
    quitus, balance = case.quitus, case.balance
    if quitus is not None and balance is not None and quitus.outcome == "acquired" and not balance.reached:
        yield case.at("quitus.yml", "outcome"), {"credited": balance.credited}


@rule(
    "PP419",
    Sees.QUITUS,
    severity=Severity.WARNING,
    fr=(
        "Le quitus n'est pas donné pour acquis alors que le bilan atteint ce qui est demandé ({credited:points}).",
        "Écrivez « outcome: acquired », ou vérifiez le bilan ; si la grille a changé depuis, le jury peut y revenir.",
    ),
    en=(
        "The quitus is not said to be acquired although the balance reaches what is asked ({credited:points}).",
        "Write “outcome: acquired”, or check the balance; if the grid has changed since, the jury may look again.",
    ),
)
def not_acquired_when_missing(case: FolderCase) -> Yielded:
    """Une personne qui a tout réuni au moment de la décision a droit à son quitus.

    Somebody who had gathered everything when the decision was taken is entitled to the quitus.
    """
    quitus, balance = case.quitus, case.balance
    if quitus is None or balance is None or quitus.outcome not in ("not-acquired", "second-chance"):
        return
    if balance.reached and balance.credited == quitus.credited:
        yield case.at("quitus.yml", "outcome"), {"credited": balance.credited}


@rule(
    "PP414",
    Sees.FOLDER,
    fr=("Le quitus est signé « {by} », qui n'est pas du jury à cette date.", "Faites signer {jury:list}."),
    en=("The quitus is signed “{by}”, who is not on the jury at that date.", "Have {jury:list} sign."),
)
def quitus_is_the_jury_s(case: FolderCase) -> Yielded:
    """Le jury est souverain : aucune autre signature ne donne ni ne refuse le quitus.

    The jury is sovereign: no other signature gives or refuses the quitus.
    """
    quitus = case.quitus
    if quitus is not None and not on_the_jury(case.book, quitus.by, quitus.on):
        yield case.at("quitus.yml", "by"), {"by": quitus.by, "jury": jury_of(case.book)}


@rule(
    "PP415",
    Sees.FOLDER,
    fr=("Le quitus est daté du {day:date}, qui n'est pas encore venu.", "Écrivez le jour de la décision."),
    en=("The quitus is dated {day:date}, which has not come yet.", "Write the day of the decision."),
)
def quitus_by_today(case: FolderCase) -> Yielded:
    """Le quitus constate une décision prise, avec le bilan de ce jour-là.

    The quitus records a decision taken, with the balance of that day.
    """
    if case.quitus is not None and case.quitus.on > case.book.today:
        yield case.at("quitus.yml", "on"), {"day": case.quitus.on}
