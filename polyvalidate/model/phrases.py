"""Why a declaration counts what it counts, and what stands between a student and the quitus, in words."""

from __future__ import annotations

from polyvalidate.model.score import Basis, Cap, Line, Loss, Missing
from polyvalidate.model.words import Text, plain, points

DECISIONS = {
    "accepted": Text("acceptée", "accepted"),
    "partial": Text("acceptée en partie", "partly accepted"),
    "refused": Text("refusée", "refused"),
    "to-complete": Text("à compléter", "to be completed"),
}
"""What an evaluator decides of a declaration."""

OUTCOMES = {
    "acquired": Text("acquis", "acquired"),
    "not-acquired": Text("non acquis", "not acquired"),
    "exempted": Text("dispense", "exempted"),
    "second-chance": Text("seconde chance", "second chance"),
}
"""What the jury decides of the quitus, where the quitus is named already."""

BASES = {
    Basis.GRID: ("barème de la grille", "as the grid computes"),
    Basis.ACCEPTED: ("acceptée", "accepted"),
    Basis.PARTIAL: ("acceptée en partie", "partly accepted"),
    Basis.REFUSED: ("refusée", "refused"),
    Basis.AWAITING: ("attend une évaluation", "awaits an evaluation"),
    Basis.APPEAL_GRANTED: ("recours accepté", "appeal granted"),
    Basis.APPEAL_PARTIAL: ("recours accepté en partie", "appeal partly granted"),
    Basis.ERROR: ("à corriger avant d'être comptée", "to be mended before it counts"),
}
CAPS = {
    Cap.ACTIVITY_YEAR: ("plafond de l'activité pour l'année", "cap of the activity for the year"),
    Cap.ACTIVITY_CYCLE: ("plafond de l'activité pour le cycle", "cap of the activity for the cycle"),
    Cap.CATEGORY: ("plafond de la catégorie", "cap of the category"),
    Cap.PROFILE: ("plafond du profil", "cap of the profile"),
}
WRITERS = {
    "student": Text("les élèves", "students"),
    "evaluator": Text("les référents", "referents"),
    "registry": Text("la scolarité", "the registry office"),
    "jury": Text("le jury", "the jury"),
    "keeper": Text("les gardiens de la grille", "the keepers of the grid"),
}
"""The roles, as those who may write something."""

THRESHOLD_UNKNOWN = Text("seuil à fixer par le jury", "threshold to be fixed by the jury")


def _pick(pair: tuple[str, str], lang: str) -> str:
    return pair[0 if lang == "fr" else 1]


def reason(line: Line, lang: str) -> str:
    """Why a line is credited what it is: what was decided, then each cap and what it took."""
    parts = [_pick(BASES[line.basis], lang), *(loss_of(loss, lang) for loss in line.losses)]
    return plain(" ; ".join(parts) if lang == "fr" else "; ".join(parts))


def loss_of(loss: Loss, lang: str) -> str:
    """``plafond de la catégorie (3 points) : 0,5 point en moins``."""
    cap, limit, lost = _pick(CAPS[loss.cap], lang), points(loss.limit, lang), points(loss.lost, lang)
    return Text("{cap} ({limit}) : {lost} en moins", "{cap} ({limit}): {lost} less").of(
        lang, cap=cap, limit=limit, lost=lost
    )


def what_is_missing(missing: Missing, lang: str) -> str:
    """In words, what stands between a student and the quitus."""
    fr = lang == "fr"
    parts: list[str] = []
    if missing.threshold_unknown:
        parts.append(Text("le seuil doit être fixé par le jury", "the jury has to fix the threshold").of(lang))
    if missing.points:
        parts.append(points(missing.points, lang))
    if missing.categories:
        one = missing.categories == 1
        if fr:
            parts.append(f"{missing.categories} {'autre catégorie' if one else 'autres catégories'}")
        else:
            parts.append(f"{missing.categories} more {'category' if one else 'categories'}")
    for code, least in missing.minimums.items():
        parts.append(
            Text("{least:points} en catégorie {code}", "{least:points} in category {code}").of(
                lang, least=least, code=code
            )
        )
    return plain(", ".join(parts))
