"""What several rooms say in the same words: decisions, answers and outcomes, why a declaration counts what it counts,
and what stands between a student and the quitus."""

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

ANSWERS = {
    "granted": Text("recours accepté", "appeal granted"),
    "partial": Text("recours accepté en partie", "appeal partly granted"),
    "rejected": Text("recours rejeté", "appeal rejected"),
}
"""What the jury answers to an appeal."""

OUTCOMES = {
    "acquired": Text("acquis", "acquired"),
    "not-acquired": Text("non acquis", "not acquired"),
    "exempted": Text("dispense", "exempted"),
    "second-chance": Text("seconde chance", "second chance"),
}
"""What the jury decides of the quitus, where the quitus is named already."""

QUITUS = {
    "acquired": Text("quitus citoyen acquis", "quitus citoyen acquired"),
    "not-acquired": Text("quitus citoyen non acquis", "quitus citoyen not acquired"),
    "exempted": Text("dispense du quitus citoyen", "exempted from the quitus citoyen"),
    "second-chance": Text("seconde chance pour le quitus citoyen", "second chance for the quitus citoyen"),
}
"""The same, naming it."""

BASES = {
    Basis.GRID: Text("barème de la grille", "as the grid computes"),
    Basis.ACCEPTED: DECISIONS["accepted"],
    Basis.PARTIAL: DECISIONS["partial"],
    Basis.REFUSED: DECISIONS["refused"],
    Basis.AWAITING: Text("à décider", "to be decided"),
    Basis.APPEAL_GRANTED: ANSWERS["granted"],
    Basis.APPEAL_PARTIAL: ANSWERS["partial"],
    Basis.ERROR: Text("à corriger avant d'être comptée", "to be mended before it counts"),
}
CAPS = {
    Cap.ACTIVITY_YEAR: Text("plafond de l'activité pour l'année", "cap of the activity for the year"),
    Cap.ACTIVITY_CYCLE: Text("plafond de l'activité pour le cycle", "cap of the activity for the cycle"),
    Cap.CATEGORY: Text("plafond de la catégorie", "cap of the category"),
    Cap.PROFILE: Text("plafond du profil", "cap of the profile"),
}
WRITERS = {
    "student": Text("les élèves", "students"),
    "evaluator": Text("les référents", "referents"),
    "registry": Text("la scolarité", "the registry office"),
    "jury": Text("le jury", "the jury"),
    "keeper": Text("les gardiens de la grille", "the keepers of the grid"),
}
"""The roles, as those who may write something."""

THEN = Text(" ; ", "; ")
"""Between two things that are told one after the other."""
PAIR = Text("{label} : {value}", "{label}: {value}")
"""A thing and its value."""
COLON = Text(" : ", ": ")
THRESHOLD_UNKNOWN = Text("seuil à fixer par le jury", "threshold to be fixed by the jury")


def reason(line: Line, lang: str) -> str:
    """Why a line is credited what it is: what was decided, then each cap and what it took."""
    parts = (BASES[line.basis].of(lang), *(loss_of(loss, lang) for loss in line.losses))
    return plain(THEN.of(lang).join(parts))


def loss_of(loss: Loss, lang: str) -> str:
    """``plafond de la catégorie (3 points) : 0,5 point en moins``."""
    return Text("{cap} ({limit:points}) : {lost:points} en moins", "{cap} ({limit:points}): {lost:points} less").of(
        lang, cap=CAPS[loss.cap], limit=loss.limit, lost=loss.lost
    )


def what_is_missing(missing: Missing, lang: str) -> str:
    """In words, what stands between a student and the quitus."""
    parts: list[str] = []
    if missing.threshold_unknown:
        parts.append(Text("le seuil doit être fixé par le jury", "the jury has to fix the threshold").of(lang))
    if missing.points:
        parts.append(points(missing.points, lang))
    if missing.categories:
        more = Text("{n} {n:autre catégorie|autres catégories}", "{n} more {n:category|categories}")
        parts.append(more.of(lang, n=missing.categories))
    least = Text("{least:points} en catégorie {code}", "{least:points} in category {code}")
    parts += [least.of(lang, least=asked, code=code) for code, asked in missing.minimums.items()]
    return plain(", ".join(parts))
