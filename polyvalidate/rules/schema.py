"""PP1xx: a file that reads well and does not have the expected shape.

The schemas say what is expected; these rules turn each JSON Schema keyword into a sentence about the declaration.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from polyvalidate.files.schema import ONE_LINE, Violation
from polyvalidate.model.words import Detail, Text
from polyvalidate.rules.cases import SchemaCase
from polyvalidate.rules.registry import Sees, Yielded, rule

TYPES = {
    "string": Text("un texte entre guillemets", "a text in quotes"),
    "integer": Text("un nombre entier, sans guillemets", "a whole number, without quotes"),
    "number": Text("un nombre avec un point, sans guillemets", "a number, without quotes"),
    "boolean": Text("true ou false", "true or false"),
    "array": Text(
        "une liste : une ligne par élément, qui commence par un tiret",
        "a list: one line per item, beginning with a dash",
    ),
    "object": Text(
        "plusieurs lignes « nom : valeur » décalées vers la droite", "several “name: value” lines, indented"
    ),
    "null": Text("rien", "nothing"),
}


def _of(case: SchemaCase, *keywords: str) -> Iterator[Violation]:
    return (v for v in case.violations if v.keyword in keywords)


def _named(violation: Violation) -> dict[str, Detail]:
    """What people call the value: the schema's title, or the key itself when the schema gives none."""
    last = next((str(k) for k in reversed(violation.keys) if isinstance(k, str)), "")
    return {"label": Text(violation.label.fr or last, violation.label.en or last)}


@rule(
    "PP101",
    Sees.SCHEMA,
    at_key=True,
    fr=("Le nom de cette ligne n'est pas prévu ici.", "Écrivez {known}, ou retirez la ligne."),
    en=("The name of this line is not expected here.", "Write {known}, or take the line out."),
)
def known_keys(case: SchemaCase) -> Yielded:
    """Une ligne au nom mal orthographié serait ignorée, et ce qu'elle dit perdu.

    A line whose name is misspelt would be ignored, and what it says lost.
    """
    for violation in _of(case, "additionalProperties", "propertyNames"):
        expected = violation.expected if isinstance(violation.expected, tuple) else ()
        near = violation.nearest or next(iter(difflib.get_close_matches(violation.key, expected, 1, 0.5)), "")
        # The name that was meant is enough: a dozen others beside it would hide it.
        others = Text("l'un des noms prévus ({expected:list})", "one of the names expected ({expected:list})")
        known = Text(near, near) if near else others.filled(expected=tuple(expected) or ("…",))
        yield case.at(violation), {"known": known}


@rule(
    "PP102",
    Sees.SCHEMA,
    fr=("Il manque « {label} ».", "Ajoutez une ligne « {key}: … »."),
    en=("“{label}” is missing.", "Add a line “{key}: …”."),
)
def needed_keys(case: SchemaCase) -> Yielded:
    """Sans cette information, la déclaration ne peut être ni comptée ni évaluée.

    Without this piece of information the declaration can be neither counted nor evaluated.
    """
    for violation in _of(case, "required"):
        yield case.at(violation), {**_named(violation), "key": violation.key}


@rule(
    "PP103",
    Sees.SCHEMA,
    fr=("« {label} » n'est pas écrit sous la forme attendue.", "Écrivez {shape}."),
    en=("“{label}” is not written in the expected form.", "Write {shape}."),
)
def right_type(case: SchemaCase) -> Yielded:
    """Un nombre entre guillemets est un texte, et 3.10 sans guillemets est le nombre 3,1.

    A number in quotes is a text, and 3.10 without quotes is the number 3.1.
    """
    for violation in _of(case, "type"):
        wanted = violation.expected if isinstance(violation.expected, str) else violation.expected[0]
        line = case.instead.get(violation.keys)
        yield case.at(violation), {**_named(violation), "shape": Text(line, line) if line else TYPES[wanted]}


@rule(
    "PP104",
    Sees.SCHEMA,
    fr=("Cette valeur n'est pas possible pour « {label} ».", "Choisissez {choices:list}."),
    en=("This value is not possible for “{label}”.", "Choose {choices:list}."),
)
def listed_values(case: SchemaCase) -> Yielded:
    """Les valeurs sont en nombre limité pour être comprises partout de la même façon.

    The values are few so that they are understood alike everywhere.
    """
    for violation in _of(case, "enum", "const"):
        values = violation.expected if violation.keyword == "enum" else [violation.expected]
        yield case.at(violation), {**_named(violation), "choices": tuple(str(v) for v in values)}


@rule(
    "PP105",
    Sees.SCHEMA,
    fr=("« {label} » est trop long.", "Écrivez {most} caractères au plus."),
    en=("“{label}” is too long.", "Write {most} characters at most."),
)
def short_texts(case: SchemaCase) -> Yielded:
    """La personne qui évalue lit des dizaines de déclarations ; le détail va dans les justificatifs.

    The person who evaluates reads dozens of declarations; details belong in the evidence.
    """
    for violation in _of(case, "maxLength"):
        yield case.at(violation), {**_named(violation), "most": int(violation.expected)}


@rule(
    "PP106",
    Sees.SCHEMA,
    fr=("« {label} » est vide.", "Complétez cette ligne, ou supprimez-la si elle n'est pas nécessaire."),
    en=("“{label}” is empty.", "Complete this line, or delete it if it is not needed."),
)
def filled_texts(case: SchemaCase) -> Yielded:
    """Une ligne vide ne dit rien et laisse croire qu'elle dit quelque chose.

    An empty line says nothing and looks as if it said something.
    """
    for violation in _of(case, "minLength", "minItems", "minProperties"):
        yield case.at(violation), {**_named(violation)}


@rule(
    "PP107",
    Sees.SCHEMA,
    fr=("« {label} » n'a pas la bonne forme.", "Écrivez cette valeur ainsi : {help}"),
    en=("“{label}” does not have the right form.", "Write this value so: {help}"),
)
def right_form(case: SchemaCase) -> Yielded:
    """Codes, comptes et empreintes ont une forme fixe : une lettre en trop désignerait autre chose, ou rien.

    Codes, accounts and digests have a fixed form: one letter too many would mean something else, or nothing.
    """
    for violation in _of(case, "pattern"):
        if violation.expected != ONE_LINE:
            yield case.at(violation), {**_named(violation), "help": _instead(case, violation) or violation.help}


def _instead(case: SchemaCase, violation: Violation) -> Text | None:
    """The line as it must be, and what a day that is written otherwise was: its digits are no words."""
    line, found = case.instead.get(violation.keys), violation.found
    if line is None and violation.keys[-1:] == ("sha256",) and isinstance(found, str):
        return _DIGEST.filled(n=len(found.strip()))
    if line is None:
        return None
    if isinstance(found, str) and _DAY.fullmatch(found):
        said = Text("{line} ; vous avez écrit {found}.", "{line}; you wrote {found}.")
        return said.filled(line=line, found=found)
    return Text(f"{line}.", f"{line}.")


_DIGEST = Text(
    "64 signes, chiffres ou lettres de a à f ; vous en avez écrit {n}. Le formulaire et la page Vérifier du site "
    "calculent l'empreinte du fichier : copiez-la en entier.",
    "64 signs, digits or letters from a to f; you wrote {n}. The form and the page Verify of the site compute the "
    "digest of the file: copy the whole of it.",
)
_DAY = re.compile(r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}", re.ASCII)


@rule(
    "PP108",
    Sees.SCHEMA,
    fr=("« {label} » n'est pas une date qui existe.", "Écrivez l'année, le mois et le jour : 2026-01-31."),
    en=("“{label}” is not a date that exists.", "Write year, month and day: 2026-01-31."),
)
def existing_dates(case: SchemaCase) -> Yielded:
    """Le 30 février ou un mois 13 ne peuvent être placés dans aucune campagne.

    30 February or a month 13 cannot be placed in any campaign.
    """
    for violation in _of(case, "format"):
        yield case.at(violation), {**_named(violation)}


@rule(
    "PP109",
    Sees.SCHEMA,
    fr=("« {label} » est hors des limites.", "Écrivez un nombre de {least} à {most}."),
    en=("“{label}” is out of bounds.", "Write a number from {least} to {most}."),
)
def bounded_numbers(case: SchemaCase) -> Yielded:
    """Une valeur démesurée est une faute de frappe ou un essai.

    An outsize value is a typing slip or a trial.
    """
    for violation in _of(case, "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
        low, high = violation.limits
        yield case.at(violation), {**_named(violation), "least": low, "most": high}


@rule(
    "PP110",
    Sees.SCHEMA,
    fr=("« {label} » n'est pas un multiple de 0,25.", "Les points vont de quart en quart : 0.25, 0.5, 0.75, 1…"),
    en=("“{label}” is not a multiple of 0.25.", "Points go by quarters: 0.25, 0.5, 0.75, 1…"),
)
def quarter_points(case: SchemaCase) -> Yielded:
    """Les points se comptent en quarts exacts, sans arrondi (règle G1 de la grille).

    Points are counted in exact quarters, without rounding (rule G1 of the grid).
    """
    for violation in _of(case, "multipleOf"):
        yield case.at(violation), {**_named(violation)}


@rule(
    "PP111",
    Sees.SCHEMA,
    fr=("« {label} » a trop d'éléments.", "Gardez-en {most} au plus."),
    en=("“{label}” has too many items.", "Keep {most} at most."),
)
def short_lists(case: SchemaCase) -> Yielded:
    """Au-delà, une seule pièce qui récapitule les autres est plus facile à vérifier.

    Beyond that, a single document that sums up the others is easier to verify.
    """
    for violation in _of(case, "maxItems", "maxProperties"):
        yield case.at(violation), {**_named(violation), "most": int(violation.expected)}


@rule(
    "PP112",
    Sees.SCHEMA,
    fr=("Deux éléments de « {label} » sont identiques.", "Gardez-en un seul."),
    en=("Two items of “{label}” are the same.", "Keep only one."),
)
def distinct_items(case: SchemaCase) -> Yielded:
    """Une valeur répétée laisse croire qu'il y en a deux.

    A repeated value looks as if there were two.
    """
    for violation in _of(case, "uniqueItems"):
        yield case.at(violation), {**_named(violation)}


@rule(
    "PP113",
    Sees.SCHEMA,
    fr=(
        "« {label} » doit tenir sur une seule ligne, sans espace au début ni à la fin.",
        "Écrivez ce texte à la suite du nom de la ligne, sans retour à la ligne ni tabulation.",
    ),
    en=(
        "“{label}” must be on one line, without a space at its beginning or end.",
        "Write this text after the name of the line, without a line end or a tab.",
    ),
)
def texts_of_one_line(case: SchemaCase) -> Yielded:
    """Un titre de la grille se lit dans un menu, un calendrier, une case de tableau : un retour à la ligne n'y a pas sa
    place, et le site ne pourrait pas être construit.

    A title of the grid is read in a menu, a calendar, a cell of a table: a line end has no place there, and the site
    could not be built.
    """
    for violation in _of(case, "pattern"):
        if violation.expected == ONE_LINE and violation.found:  # an empty one is PP106's
            yield case.at(violation), {**_named(violation)}


HANDLED = frozenset(
    "additionalProperties propertyNames required type enum const maxLength minLength minItems minProperties pattern "
    "format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf maxItems maxProperties uniqueItems".split()
)
"""Every keyword that a schema of ours may use to refuse; a test holds the schemas to it."""
