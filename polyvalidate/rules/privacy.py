"""What must never enter the repository: who somebody is, how to reach them, what a sensitive activity reveals.

Git keeps what is written for ever, so these rules look at every text. They never repeat what they found. Each search
takes a time proportional to the length of the text.
"""

from __future__ import annotations

import re

from polyvalidate.model.findings import Place
from polyvalidate.rules.cases import ClaimCase, TextCase
from polyvalidate.rules.registry import Sees, Yielded, rule
from polyvalidate.rules.texts import simplified

_AT = re.compile(
    r"(?<=[\w+-])(?:@|\s?[\[(]\s?(?:at|arobase|chez)\s?[\])]\s?)(?:[\w-]+\.){1,8}[^\W\d_]{2}", re.IGNORECASE
)
_PHONE = re.compile(
    r"(?<![0-9A-Za-z])"
    r"(?:"
    r"0[1-9]([ .-]?)[0-9]{2}(?:\1[0-9]{2}){3}"  # 06 39 98 12 34, 06.39.98.12.34, 0639981234: one separator throughout
    r"|0[1-9][0-9]{2}([ .-])[0-9]{3}\2[0-9]{3}"  # 0639 981 234
    r"|(?:\+|00)33[ .-]?(?:\(0\))?[ .-]?[1-9](?:[ .-]?[0-9]{2}){4}"  # +33 6 39 98 12 34, 0033 6…
    r"|\+[1-9](?:[ .()-]{0,2}[0-9]){8,14}"  # another country
    r"|00[1-9][0-9](?:[ .-]?[0-9]){8,12}"
    r")(?![0-9A-Za-z])"
)
_STUDENT_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?<![0-9][.,])[12][0-9]{7}(?![0-9A-Za-z])(?![.,][0-9])")
_NATIONAL_STUDENT_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{9}(?:[0-9][A-Za-z]|[A-Z]{2})(?![0-9A-Za-z])")
_SOCIAL_SECURITY_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])"
    r"([1278])([ .-]?)([0-9]{2})\2(0[1-9]|1[0-2]|[2-9][0-9])\2([0-9]{2}|2[ABab])\2([0-9]{3})\2([0-9]{3})"
    r"(?:\2([0-9]{2}))?(?![0-9A-Za-z])"
)


def has_email(text: str) -> bool:
    """Does the text hold an e-mail address, plain or written « nom (at) example.org »?"""
    plain = simplified(text)
    return ("@" in plain or "(" in plain or "[" in plain) and _AT.search(plain) is not None


def has_phone(text: str) -> bool:
    """Does the text hold a telephone number, French or international? Dates, hours and amounts are none."""
    return _PHONE.search(simplified(text)) is not None


def _is_date(digits: str) -> bool:
    """20260131, or 31012026."""
    for year, month, day in ((digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2])):
        if year[:2] in ("19", "20") and "01" <= month <= "12" and "01" <= day <= "31":
            return True
    return False


def has_student_number(text: str) -> bool:
    """Does the text hold a student number: eight digits, the first of them 1 or 2, that are not a date?"""
    for found in _STUDENT_NUMBER.finditer(simplified(text)):
        digits = found.group()
        if not _is_date(digits) and not digits.endswith("0000"):
            return True
    return False


def has_national_number(text: str) -> bool:
    """Does the text hold a national student number (INE) or a social security number (NIR)?

    A NIR of fifteen digits must have the right key; one of thirteen must be written in groups.
    """
    plain = simplified(text)
    if _NATIONAL_STUDENT_NUMBER.search(plain):
        return True
    for found in _SOCIAL_SECURITY_NUMBER.finditer(plain):
        sex, separator, year, month, department, town, order, key = found.groups()
        if key is None:
            if separator:
                return True
            continue
        # In Corsica, 2A counts as 19 and 2B as 18 (INSEE).
        department = {"2A": "19", "2B": "18"}.get(department.upper(), department)
        if 97 - int(sex + year + month + department + town + order) % 97 == int(key):
            return True
    return False


def is_personal(text: str) -> bool:
    """Does the text hold any of these?"""
    return has_email(text) or has_phone(text) or has_student_number(text) or has_national_number(text)


@rule(
    "PP324",
    Sees.CLAIM,
    fr=(
        "Cette activité est sensible : sa déclaration ne contient aucun texte.",
        "Supprimez cette ligne, et parlez-en de vive voix à la personne référente ou à la scolarité.",
    ),
    en=(
        "This activity is sensitive: its declaration holds no text.",
        "Delete this line, and talk about it in person with the referent or the registry office.",
    ),
    at_key=True,
)
def sensitive_without_text(case: ClaimCase) -> Yielded:
    """Quelques mots peuvent révéler la santé, les opinions ou la famille de quelqu'un, et resteraient lisibles pour
    toujours.

    A few words may reveal somebody's health, opinions or family, and would remain readable for ever.
    """
    if not case.activity.sensitive:
        return
    declaration = case.declaration
    for key in ("title", "organisation", "description"):
        if getattr(declaration, key) is not None:
            yield case.at(key), {}
    if declaration.appeal is not None and declaration.appeal.reason is not None:
        yield case.at("appeal", "reason"), {}


@rule(
    "PP325",
    Sees.CLAIM,
    fr=(
        "Cette activité est sensible : sa déclaration ne cite aucun justificatif.",
        "Supprimez ces lignes, et montrez vos pièces à la personne référente ou à la scolarité.",
    ),
    en=(
        "This activity is sensitive: its declaration cites no evidence.",
        "Delete these lines, and show your documents to the referent or the registry office.",
    ),
    at_key=True,
)
def sensitive_without_evidence(case: ClaimCase) -> Yielded:
    """Les pièces de ces activités peuvent contenir des données de santé, d'opinion ou de famille ; elles se montrent
    et ne se déposent pas.

    The documents of these activities may hold data on health, opinions or family; they are shown, not stored.
    """
    if case.activity.sensitive and case.declaration.evidence:
        yield case.at("evidence"), {}


@rule(
    "PP345",
    Sees.TEXT,
    fr=(
        "Ce texte contient une adresse de courriel.",
        "Retirez-la : la fonction de la personne suffit (« responsable du stand »).",
    ),
    en=(
        "This text holds an e-mail address.",
        "Remove it: the person's function is enough (“in charge of the stand”).",
    ),
)
def no_email(case: TextCase) -> Yielded:
    """Le dépôt ne contient aucune coordonnée : tout ce qui y entre y reste, même effacé ensuite.

    The repository holds no contact details: whatever enters it stays there, even when deleted later.
    """
    for keys, text in case.texts:
        if has_email(text):
            yield case.at(*keys), {}


@rule(
    "PP346",
    Sees.TEXT,
    fr=(
        "Ce texte contient un numéro de téléphone.",
        "Retirez-le, ou écrivez le nombre autrement si ce n'en est pas un.",
    ),
    en=("This text holds a telephone number.", "Remove it, or write the number otherwise if it is not one."),
)
def no_phone(case: TextCase) -> Yielded:
    """Le dépôt ne contient aucune coordonnée, ni la vôtre ni celle d'une autre personne.

    The repository holds no contact details, neither yours nor anybody else's.
    """
    for keys, text in case.numbered():
        if has_phone(text):
            yield case.at(*keys), {}


@rule(
    "PP347",
    Sees.TEXT,
    fr=(
        "On trouve ici un nombre qui ressemble à un numéro étudiant.",
        "Retirez-le : votre dossier est déjà le vôtre sans lui.",
    ),
    en=(
        "There is a number here that looks like a student number.",
        "Remove it: your folder is already yours without it.",
    ),
)
def no_student_number(case: TextCase) -> Yielded:
    """Le lien entre un dossier et une personne n'existe que dans le registre de la scolarité.

    The link between a folder and a person exists in the registry office's register only.
    """
    for keys, text in case.numbered():
        if has_student_number(text):
            yield case.at(*keys), {}


@rule(
    "PP348",
    Sees.TEXT,
    fr=(
        "Ce texte contient un numéro national (INE ou sécurité sociale).",
        "Retirez-le, et masquez-le aussi sur vos justificatifs.",
    ),
    en=(
        "This text holds a national number (student or social security number).",
        "Remove it, and hide it on your evidence too.",
    ),
)
def no_national_number(case: TextCase) -> Yielded:
    """Ces numéros suivent une personne toute sa vie et la loi en réserve l'usage.

    These numbers follow a person for life, and the law restricts their use.
    """
    for keys, text in case.numbered():
        if has_national_number(text):
            yield case.at(*keys), {}


@rule(
    "PP349",
    Sees.TEXT,
    fr=(
        "Ce commentaire contient une coordonnée ou un numéro personnel.",
        "Retirez-le : les lignes qui commencent par # entrent aussi dans le dépôt et y restent.",
    ),
    en=(
        "This comment holds contact details or a personal number.",
        "Remove it: lines that begin with # enter the repository too, and stay there.",
    ),
)
def no_personal_data_in_comments(case: TextCase) -> Yielded:
    """Un commentaire ne compte pour rien dans la déclaration, mais tout le monde peut le lire, pour toujours.

    A comment counts for nothing in the declaration, but everyone can read it, for ever.
    """
    for span, text in case.comments:
        if is_personal(text):
            yield Place(case.path), {}, span
