"""The names that columns have in APOGEE, in the university's feed, in Moodle, in ScoDoc and in lists made by hand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from polyvalidate.model.words import Text
from polyvalidate.office.lists.cells import folded, shown

KEYS = ("number", "surname", "usual", "first", "email", "programme", "level", "year", "profile", "account", "code")
"""What a column may be: student number, birth and usual surname, first name, address, programme or step, year of study
(3, 4, 5), academic year, profile, forge account, pseudonym."""

TITLES = {
    "number": Text("numéro étudiant", "student number"),
    "surname": Text("nom", "surname"),
    "usual": Text("nom d'usage", "usual surname"),
    "first": Text("prénom", "first name"),
    "email": Text("courriel", "e-mail"),
    "programme": Text("spécialité", "programme"),
    "level": Text("année d'études", "year of study"),
    "year": Text("année universitaire", "academic year"),
    "profile": Text("profil", "profile"),
    "account": Text("compte", "account"),
    "code": Text("pseudonyme", "pseudonym"),
}

_KNOWN: Mapping[str, str] = {
    name: key
    for key, names in {
        "number": "codetu codetudiant codeetudiant codenip nip netudiant noetudiant numetudiant numeroetudiant numero"
        " numerodetudiant numerodudossier matricule matriculeetudiant idnumber numeroapogee napogee studentnumber"
        " numerodidentification codeapprenant numeroapprenant",
        "surname": "libnompatind nom nomfamilleetudiant nomdefamille nomdenaissance nompatronymique nometudiant "
        "lastname"
        " surname familyname",
        "usual": "libnomusuind nomusuel nomusage nomdusage nommarital",
        "first": "libpr1ind prenom prenoms prenom1 prenometudiant firstname givenname",
        "email": "email mail courriel courrieletudiant adressedecourriel adressecourriel adressemail adresseemail"
        " adresseelectronique emailaddress mailetudiant emailetudiant adressemel mel"
        " mailinstitutionnel courrielinstitutionnel emailinstitutionnel adressedemessagerie useremail",
        "programme": "codetp codesetape codeetape etape cursus specialite programme filiere formation departement"
        " groupe group1 codeetapes parcours"
        " codeformation",
        "level": "anneedetudes anneeetude anneedetude niveau yearofstudy niveauetude",
        "year": "codanu anneeuniversitaire anneeuniv anneeinscription academicyear"
        " codeperiode",
        "profile": "profil profile statut",
        "account": "compte account compteforge forge idgithub githubid idcompte numerodecompte",
        "code": "pseudonyme pseudonym codeeleve student",
    }.items()
    for name in names.split()
}  # fmt: skip


_LIKELY = {
    "number": re.compile(
        r"\b(?:numero|num|no|n°|code) ?d?[' ]?(?:de l'|d'|l')?(?:etudiante?|apprenant)\b|\bstudent (?:number|id)\b"
    ),
    "email": re.compile(r"\b(?:e-?mail|mail|courriel|messagerie)\b"),
}
"""How a form asks for it: « Votre numéro étudiant ? »."""
_NOT_OF_THE_SCHOOL = re.compile(
    r"\b(?:perso\w*|privee?|parents?|secours|responsable|tuteur|tutrice|entreprise|private)\b"
)
UNSURE = frozenset({"numero"})
"""Names that are those of a student number in one program, and of the line or the answer in another."""
INE = frozenset("ine codnneind codcleneind codclenneind numeroine codeine nne nnecle ineinterne".split())
"""The national number: it is the person's for life, and no school knows its students by it."""


def recognised(
    header: Sequence[str], named: Mapping[str, str], remembered: Mapping[str, str] = {}
) -> dict[str, list[int]]:
    """The positions of each key in a header; ``named`` maps keys to the names a person gave, which come first.
    ``remembered`` are the names that were given for other lists: those that this one does not have give way."""
    there = {folded(cell) for cell in header}
    named = {key: name for key, name in remembered.items() if folded(name) in there} | dict(named)
    by_name = {folded(name): key for key, name in named.items()}
    found: dict[str, list[int]] = {}
    for position, cell in enumerate(header):
        name = folded(cell)
        key = by_name.get(name)
        if key is None and name:
            key = _KNOWN.get(name)
            if key in named:
                key = None  # this key has the column that was named
        if key is not None:
            found.setdefault(key, []).append(position)
    for key, asks in _LIKELY.items():
        if key not in found and key not in named:
            likely = [position for position, cell in enumerate(header) if _is_asked(cell, asks)]
            found |= {key: likely} if likely else {}
    return found


def _is_asked(cell: str, asks: re.Pattern[str]) -> bool:
    plain = "".join(c for c in unicodedata.normalize("NFKD", cell.casefold()) if not unicodedata.combining(c))
    return "@" not in cell and asks.search(plain) is not None and not _NOT_OF_THE_SCHOOL.search(plain)


def missing(key: str, header: Sequence[str], example: str | None) -> Text:
    """Why a column was not found, and how to say which it is. ``example`` is one that may be meant."""
    title = TITLES[key]
    if key == "number" and any(folded(cell) in INE for cell in header):
        return (
            _INE_ONLY.filled(header=quoted(header))
            if example is None
            else _MISSING_WITH_INE.filled(header=quoted(header), example=shown(example))
        )
    text = _MISSING if example is None else _MISSING_WITH
    return text.filled(title=title, header=quoted(header), key=key, example=shown(example or ""))


_MISSING = Text(
    "La colonne « {title} » manque. Les colonnes lues sont {header}.",
    "The column “{title}” is missing. The columns read are {header}.",
)
_MISSING_WITH = Text(
    "La colonne « {title} » manque. Les colonnes lues sont {header}. Si l'une d'elles convient, dites laquelle : "
    '--column {key}="{example}".',
    "The column “{title}” is missing. The columns read are {header}. If one of them will do, say which: "
    '--column {key}="{example}".',
)
_INE_ONLY = Text(
    "La colonne « numéro étudiant » manque, et l'INE n'en tient pas lieu : refaites l'extraction avec ce numéro. Les "
    "colonnes lues sont {header}.",
    "The column “student number” is missing, and the INE does not stand for it: make the extraction again with this "
    "number. The columns read are {header}.",
)
_MISSING_WITH_INE = Text(
    "La colonne « numéro étudiant » manque, et l'INE n'en tient pas lieu. Les colonnes lues sont {header}. Si l'une "
    'd\'elles convient, dites laquelle : --column number="{example}".',
    "The column “student number” is missing, and the INE does not stand for it. The columns read are {header}. If one "
    'of them will do, say which: --column number="{example}".',
)


def taken(columns: Mapping[str, str], titles: Mapping[str, Text] = TITLES) -> Text:
    """What each column was taken for, as a sentence lists it."""
    said = [(name, titles[key]) for key, name in columns.items() if key in titles]
    return Text(
        ", ".join(f"{shown(name)} = {title.fr}" for name, title in said),
        ", ".join(f"{shown(name)} = {title.en}" for name, title in said),
    )


def quoted(header: Iterable[str], most: int = 400) -> Text:
    """The cells of a header, as a sentence lists them."""
    cells = [shown(cell) for cell in header if cell] or ["—"]
    return Text(", ".join(f"« {cell} »" for cell in cells)[:most], ", ".join(f"“{cell}”" for cell in cells)[:most])
