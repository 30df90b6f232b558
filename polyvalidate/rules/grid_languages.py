"""PP2xx: the languages in which a school writes."""

from __future__ import annotations

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
