"""The declarations of one folder together: nothing is counted twice, and evidence kept there is cited."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import pairwise

from polyvalidate.model.paths import folder_kind
from polyvalidate.model.points import Points
from polyvalidate.model.score import Basis, computed_points
from polyvalidate.rules.cases import ClaimCase, FolderCase
from polyvalidate.rules.registry import Sees, Yielded, rule

Worth = tuple[Points, ClaimCase]


def _best_first(claims: Sequence[ClaimCase]) -> list[Worth]:
    """The claims that are not refused, the one worth most first: what is decided before what is claimed; of two alike,
    the one whose path comes first."""
    found: list[Worth] = []
    for claim in claims:
        by_grid = claim.grid.merge_decides
        points, basis = computed_points(claim.declaration, claim.activity, claim.computed, by_grid=by_grid)
        if basis is not Basis.REFUSED:
            found.append((points, claim))
    return sorted(found, key=lambda worth: (-worth[0], -worth[1].computed, worth[1].declaration.path))


def _excluded(
    claims: Sequence[ClaimCase], exclude: Callable[[ClaimCase, ClaimCase], bool]
) -> Iterator[tuple[ClaimCase, ClaimCase]]:
    """Each claim that a better one excludes, with that one. A claim that is excluded excludes no other."""
    kept: list[ClaimCase] = []
    for _, claim in _best_first(claims):
        better = next((k for k in kept if exclude(k, claim)), None)
        if better is None:
            kept.append(claim)
        else:
            yield claim, better


def _organisation(claim: ClaimCase) -> str | None:
    """The name of the organisation, accents, case, spaces and punctuation apart."""
    name = claim.declaration.organisation
    if name is None:
        return None
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if c.isalnum())


def _grouped(claims: Iterable[ClaimCase], key: Callable[[ClaimCase], Hashable]) -> Iterator[list[ClaimCase]]:
    """The claims that have the same key, when there are several."""
    groups: dict[Hashable, list[ClaimCase]] = {}
    for claim in claims:
        groups.setdefault(key(claim), []).append(claim)
    return (group for group in groups.values() if len(group) > 1)


def _same_days(one: ClaimCase, other: ClaimCase) -> bool:
    return one.declaration.period.overlaps(other.declaration.period)


def _same_event(one: ClaimCase, other: ClaimCase) -> bool:
    return one.declaration.event is not None and one.declaration.event == other.declaration.event


def _other_role(one: ClaimCase, other: ClaimCase) -> bool:
    """The same role on other days is declared as often as it was held."""
    return one.activity.code != other.activity.code or one.declaration.level != other.declaration.level


def _is_exclusive(one: ClaimCase, other: ClaimCase) -> bool:
    if other.activity.code not in one.activity.exclusive and one.activity.code not in other.activity.exclusive:
        return False
    return _same_days(one, other) and not _same_event(one, other)


def _repeated(claims: Sequence[ClaimCase]) -> Iterator[tuple[ClaimCase, ClaimCase]]:
    """Each claim that a better one repeats: same activity, same organisation, days in common."""
    for alike in _grouped(claims, lambda claim: claim.activity.code):
        periods = sorted(claim.declaration.period for claim in alike)
        if all(one.end < next_one.start for one, next_one in pairwise(periods)):
            continue
        for group in _grouped(alike, _organisation):
            yield from _excluded(group, _same_days)


@rule(
    "PP410",
    Sees.FOLDER,
    fr=(
        "Cette activité est déjà déclarée pour la même organisation et les mêmes jours, dans {other}.",
        "Supprimez l'une des deux déclarations, ou corrigez les dates.",
    ),
    en=(
        "This activity is already declared for the same organisation and days, in {other}.",
        "Delete one of the two declarations, or correct the dates.",
    ),
)
def declared_once(case: FolderCase) -> Yielded:
    """Une même activité ne compte qu'une fois (code de l'éducation, article D611-7). La remarque porte sur la
    déclaration qui vaut le moins.

    One activity counts once only (French code of education, article D611-7). The finding stands on the declaration
    that is worth less.
    """
    for claim, better in _repeated(case.claims):
        yield claim.at("period"), {"other": better.declaration.name}


@rule(
    "PP411",
    Sees.FOLDER,
    fr=(
        "L'activité {code} ne se cumule pas avec l'activité {better} déclarée dans {other}, pour la même organisation "
        "et les mêmes jours.",
        "Gardez l'une des deux déclarations, ou corrigez les dates.",
    ),
    en=(
        "Activity {code} does not add to activity {better} declared in {other}, for the same organisation and days.",
        "Keep one of the two declarations, or correct the dates.",
    ),
)
def exclusive_activities_apart(case: FolderCase) -> Yielded:
    """La grille dit quelles activités en contiennent une autre : organiser un événement, c'est aussi y aider.

    The grid says which activities contain another: to organise an event is also to lend a hand.
    """
    claims = [claim for claim in case.claims if claim.activity.exclusive]
    if not claims:
        return
    declared = {claim.activity.code for claim in case.claims}
    named = {code for claim in claims for code in claim.activity.exclusive}
    if declared.isdisjoint(named):
        return
    concerned = [claim for claim in case.claims if claim.activity.exclusive or claim.activity.code in named]
    for group in _grouped(concerned, _organisation):
        for claim, better in _excluded(group, _is_exclusive):
            codes = {"code": claim.activity.code, "better": better.activity.code}
            yield claim.at("activity"), {**codes, "other": better.declaration.name}


@rule(
    "PP412",
    Sees.FOLDER,
    fr=(
        "Vous avez déjà un autre rôle dans cet événement, dans {other} : seul le meilleur compte.",
        "Supprimez cette déclaration, ou corrigez « event » si ce n'est pas le même événement.",
    ),
    en=(
        "You already have another role in this event, in {other}: only the best one counts.",
        "Delete this declaration, or correct “event” if it is not the same event.",
    ),
)
def best_role_in_an_event(case: FolderCase) -> Yielded:
    """Pour un même événement, un seul rôle compte : le meilleur. Le même rôle tenu plusieurs jours reste possible.

    For one event a single role counts: the best. The same role held on several days remains possible.
    """
    with_event = [claim for claim in case.claims if claim.declaration.event is not None]
    for group in _grouped(with_event, lambda claim: claim.declaration.event):
        repeated = {claim.declaration.path for claim, _ in _repeated(group)}
        for claim, better in _excluded(group, _other_role):
            if claim.declaration.path not in repeated:
                yield claim.at("event"), {"other": better.declaration.name}


def _composed(name: str) -> str:
    return name if name.isascii() else unicodedata.normalize("NFC", name)


@rule(
    "PP420",
    Sees.FOLDER,
    fr=(
        "Le fichier de ce justificatif n'est pas dans le dossier.",
        "Ajoutez-le dans « evidence », à côté de la déclaration, sous ce nom exactement.",
    ),
    en=(
        "The file of this piece of evidence is not in the folder.",
        "Add it in “evidence”, beside the declaration, under exactly this name.",
    ),
)
def cited_evidence_is_there(case: FolderCase) -> Yielded:
    """La personne qui évalue doit trouver la pièce que la déclaration annonce.

    The person who evaluates must find the document that the declaration announces.
    """
    there: set[str] | None = None
    for claim in case.claims:
        for index, piece in enumerate(claim.declaration.evidence):
            if piece.store != "repository" or piece.name is None or claim.activity.sensitive:
                continue
            if piece.store not in claim.grid.evidence.stores:
                continue  # PP332 asks for another place
            there = {_composed(name) for name in case.names} if there is None else there
            if f"evidence/{_composed(piece.name)}" not in there:
                yield claim.at("evidence", index, "name"), {}


@rule(
    "PP421",
    Sees.FOLDER,
    fr=(
        "Aucune déclaration de ce dossier ne cite ce fichier.",
        "Citez-le dans la déclaration qu'il prouve, ou retirez-le.",
    ),
    en=("No declaration of this folder cites this file.", "Cite it in the declaration it proves, or remove it."),
)
def evidence_there_is_cited(case: FolderCase) -> Yielded:
    """Une pièce que rien n'explique ne sert à personne et peut contenir des données personnelles.

    A document that nothing explains serves nobody and may hold personal data.
    """
    there = [name for name in case.names if name.startswith("evidence/")]
    if not there:
        return
    if sum(folder_kind(name) == "declaration" for name in case.names) > len(case.claims):
        return  # a declaration that could not be judged may cite it
    cited = {
        f"evidence/{_composed(piece.name)}"
        for claim in case.claims
        for piece in claim.declaration.evidence
        if piece.store == "repository" and piece.name is not None
    }
    for name in there:
        if _composed(name) not in cited:
            yield case.at(name), {}
