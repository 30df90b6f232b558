"""PP2xx: the languages in which a school writes."""

from __future__ import annotations

from polyvalidate.model.findings import Severity
from polyvalidate.model.words import LANGUAGES, Text
from polyvalidate.rules.cases import GridCase
from polyvalidate.rules.registry import Sees, Yielded, rule

_NAMES = dict(zip(LANGUAGES, (Text("français", "French"), Text("anglais", "English")), strict=True))


@rule(
    "PP256",
    Sees.GRID,
    fr=(
        "Ce texte n'est pas écrit en {name}.",
        "Ajoutez « {lang}: … », ou ne gardez qu'une langue dans rules.yml, comme « languages: [fr] ».",
    ),
    en=(
        "This text is not written in {name}.",
        "Add “{lang}: …”, or keep only one language in rules.yml, as “languages: [fr]”.",
    ),
)
def texts_have_the_languages_of_the_grid(case: GridCase) -> Yielded:
    """Une page dans une langue porterait un texte dans une autre. Une école qui n'en veut qu'une le dit une fois : rien
    n'est alors à traduire, et son site n'a que celle-là.

    A page in one language would bear a text in another. A school that wants only one says so once: nothing is then to
    be translated, and its site has that one only.
    """
    for place, lang in case.untranslated:
        yield place, {"name": _NAMES[lang], "lang": lang}


@rule(
    "PP257",
    Sees.GRID,
    fr=(
        "La langue de publication, {name}, n'est pas parmi les langues de la grille.",
        "Écrivez la même dans « language » et dans « languages ».",
    ),
    en=(
        "The language of publication, {name}, is not among the languages of the grid.",
        "Write the same one in “language” and in “languages”.",
    ),
)
def language_is_one_of_the_languages(case: GridCase) -> Yielded:
    """Les réponses aux demandes mènent aux pages du site dans la langue de publication : il faut qu'elles y soient.

    Answers to requests lead to the pages of the site in the language of publication: these must be there.
    """
    if case.grid.language not in case.grid.languages:
        yield case.at("rules", "language"), {"name": _NAMES[case.grid.language]}


@rule(
    "PP220",
    Sees.GRID,
    severity=Severity.WARNING,
    fr=(
        "La consigne de {code} est la même en français et en anglais.",
        "Traduisez-la dans la langue qui manque.",
    ),
    en=("The guidance of {code} is the same in French and in English.", "Translate it into the missing language."),
)
def guidance_in_two_languages(case: GridCase) -> Yielded:
    """La grille est publiée dans les deux langues, pour les élèves venus d'ailleurs comme pour le supplément au
    diplôme. Deux textes identiques sont presque toujours une traduction oubliée ; un titre peut être un nom propre.

    The grid is published in both languages, for students from abroad as for the diploma supplement. Two identical texts
    are nearly always a forgotten translation; a title may be a proper noun.
    """
    if len(case.grid.languages) < len(LANGUAGES):
        return
    for number, category in case.grid.categories.items():
        if _same(category.guidance.fr, category.guidance.en):
            yield case.at(number, "guidance", "en"), {"code": number}
        for activity in category.activities.values():
            if _same(activity.guidance.fr, activity.guidance.en):
                yield case.at(number, "activities", activity.code, "guidance", "en"), {"code": activity.code}


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()
