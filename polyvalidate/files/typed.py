"""What a person types, at a prompt or in an option, to the values of a declaration; or why it cannot be understood."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from polyvalidate.files.draft import slug
from polyvalidate.model.codes import ACTIVITY
from polyvalidate.model.words import Text

MONTHS = tuple(
    zip(
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split(),
        "january february march april may june july august september october november december".split(),
        strict=True,
    )
)
"""The names of each month as people type them, in either language, once folded."""
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", re.ASCII)
_FRENCH = re.compile(r"([0-9]{1,2})(?: ?[/.-] ?| )([0-9]{1,2})(?: ?[/.-] ?| )([0-9]{4}|[0-9]{2})", re.ASCII)
_WORDS = re.compile(r"([0-9]{1,2})(?:er|st|nd|rd|th)?\s+([a-z]{3,9})\.?\s+([0-9]{4}|[0-9]{2})", re.ASCII)
_BEFORE_A_DAY = re.compile(
    r"^(?:le |on )?(?:(?:lun|mar|mer|jeu|ven|sam|dim)(?:di|credi|dredi|edi|anche)?\.? "
    r"|(?:mon|tues?|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?[.,]? )?",
    re.ASCII,
)
"""« le samedi », “Saturday”: said before a day, and not needed."""
_HOURS = re.compile(
    r"([0-9]{1,4})(?:[.,]([0-9]{1,3}))?\s*(?:h|heures?|hours?)?|([0-9]{1,4})\s*h\s*([0-5][0-9])\s*(?:mn|min|minutes)?",
    re.ASCII,
)
_COUNT = re.compile(r"([0-9]{1,4})(?:[.,]0{1,3})?", re.ASCII)
_ACTIVITY = re.compile(ACTIVITY, re.ASCII)
_DIGEST = re.compile("[0-9a-f]{64}", re.ASCII)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


class Unclear(Exception):
    """An answer that cannot be understood; ``text`` says what to write."""

    def __init__(self, said: Text, **details: object) -> None:
        self.text = said.filled(**details) if details else said
        super().__init__(self.text.en)


def folded(text: str) -> str:
    """Small letters without accents, to compare what people type with what is written."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def day(text: str) -> date:
    """``31/01/2026``, ``samedi 31 janvier 2026``, ``2026-01-31``: the day always comes before the month."""
    typed = " ".join(folded(text).split())
    typed = _BEFORE_A_DAY.sub("", typed, count=1)
    try:
        if found := _ISO.fullmatch(typed):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _FRENCH.fullmatch(typed):
            return date(_year(found[3]), int(found[2]), int(found[1]))
        if found := _WORDS.fullmatch(typed):
            months = [n for n, names in enumerate(MONTHS, 1) if any(name.startswith(found[2]) for name in names)]
            if len(months) == 1:
                return date(_year(found[3]), months[0], int(found[1]))
    except ValueError:
        raise Unclear(
            Text(
                "Ce jour n'existe pas dans le calendrier. Écrivez le jour, le mois et l'année : 31/01/2026.",
                "This day is not in the calendar. Write day, month and year: 31/01/2026.",
            )
        ) from None
    raise Unclear(
        Text(
            "Cette date n'est pas comprise. Écrivez le jour, le mois et l'année : 31/01/2026.",
            "This date is not understood. Write day, month and year: 31/01/2026.",
        )
    )


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def count(text: str) -> int:
    """A whole number of units."""
    found = _COUNT.fullmatch(text.strip())
    if found is None:
        raise Unclear(
            Text(
                "Un nombre entier est attendu ici. Écrivez-le en chiffres : 2.",
                "A whole number is expected here. Write it in digits: 2.",
            )
        )
    return int(found[1])


def hours(text: str) -> tuple[int, bool]:
    """Whole hours, and whether something was rounded down: ``14``, ``14,5``, ``14 h``, ``14h30``."""
    found = _HOURS.fullmatch(folded(text).strip())
    if found is None:
        raise Unclear(
            Text(
                "Un nombre d'heures est attendu ici. Écrivez-le en chiffres : 14 ou 14,5.",
                "A number of hours is expected here. Write it in digits: 14 or 14.5.",
            )
        )
    rest = found[2] or found[4] or ""
    return int(found[1] or found[3]), bool(rest.strip("0"))


def line(text: str) -> str:
    """A text of one line that everyone can see."""
    said = visible(text).strip()
    if not said:
        raise Unclear(Text("Une réponse est nécessaire ici.", "An answer is needed here."))
    if len(said.splitlines()) > 1:
        raise Unclear(
            Text(
                "Ce texte tient sur une seule ligne. Écrivez-le d'un trait.",
                "This text is one line only. Write it without a line break.",
            )
        )
    return said


def paragraph(text: str) -> str | None:
    """A text of several lines that everyone can see; None when it says nothing."""
    return visible(text.replace("\r\n", "\n")).strip() or None


def visible(text: str) -> str:
    """The same text without what a page or an editor slips in unseen (soft hyphens, zero-width and direction marks).

    Raises Unclear for what a keyboard sends by mistake: an arrow or Escape is no part of a text.
    """
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf")
    for character in seen:
        if character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp"):
            raise Unclear(
                Text(
                    "Une touche spéciale ou un caractère invisible (U+{number}) s'est glissé dans cette réponse. "
                    "Tapez-la de nouveau.",
                    "A special key or a character that cannot be seen (U+{number}) slipped into this answer. "
                    "Type it again.",
                ),
                number=f"{ord(character):04X}",
            )
    return seen


def event(text: str) -> str:
    """The short name of an event: ``Gala 2026`` is ``gala-2026``."""
    short = slug(text, 60)
    if not short:
        raise Unclear(
            Text(
                "Ce nom n'a ni lettre ni chiffre. Écrivez par exemple gala-2026.",
                "This name has neither letter nor digit. Write for instance gala-2026.",
            )
        )
    return short


def choice(text: str, codes: tuple[str, ...], ranked: bool = True) -> str:
    """One of the codes, by itself or by its rank in the list that was shown."""
    said = folded(text).strip()
    if said in ("no", "non") and "none" in codes:
        return "none"
    for rank, code in enumerate(codes, 1):
        if said == code.casefold() or (ranked and said == str(rank)):
            return code
    if ranked:
        raise Unclear(
            Text("Répondez par un numéro, de 1 à {count}.", "Answer with a number, from 1 to {count}."),
            count=len(codes),
        )
    shown = ", ".join(codes)
    raise Unclear(
        Text("Répondez par l'un de ces codes : {shown}.", "Answer with one of these codes: {shown}."), shown=shown
    )


def activity(text: str) -> str:
    """The code of an activity, with the comma that a French keypad gives: ``3,1`` is ``3.1``."""
    code = text.strip().strip("\"'").replace(",", ".").upper()
    if not _ACTIVITY.fullmatch(code):
        raise Unclear(
            Text(
                "Le code d'une activité est le code de sa catégorie, un point, puis un nombre, comme 3.1. "
                "La commande polyvalidate grid show les donne tous.",
                "The code of an activity is the code of its category, a dot, then a number, as in 3.1. The "
                "command polyvalidate grid show gives them all.",
            )
        )
    return code


def identifier(text: str) -> str:
    """The code of a level or of a school of origin: small letters, digits and dashes."""
    if not _SLUG.fullmatch(text.strip()):
        raise Unclear(
            Text(
                "Ce code n'a pas la bonne forme : lettres minuscules, chiffres et tirets, comme polytech-nantes.",
                "This code does not have the right form: small letters, digits and dashes, as in polytech-nantes.",
            )
        )
    return text.strip()


def digest(text: str) -> str:
    """The SHA-256 of a file."""
    if not _DIGEST.fullmatch(text.strip()):
        raise Unclear(
            Text("Une empreinte a 64 chiffres et lettres de a à f.", "A digest has 64 digits and letters from a to f.")
        )
    return text.strip()
