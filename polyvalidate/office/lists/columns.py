"""The names that columns have in APOGEE, in the university's feed, in Moodle, in ScoDoc and in lists made by hand."""

from __future__ import annotations

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
        " numerodidentification",
        "surname": "libnompatind nom nomfamilleetudiant nomdefamille nomdenaissance nompatronymique nometudiant "
        "lastname"
        " surname familyname",
        "usual": "libnomusuind nomusuel nomusage nomdusage nommarital",
        "first": "libpr1ind prenom prenoms prenom1 prenometudiant firstname givenname",
        "email": "email mail courriel courrieletudiant adressedecourriel adressecourriel adressemail adresseemail"
        " adresseelectronique emailaddress mailetudiant emailetudiant adressemel mel",
        "programme": "codetp codesetape codeetape etape cursus specialite programme filiere formation departement"
        " groupe group1 codeetapes parcours",
        "level": "anneedetudes anneeetude anneedetude niveau yearofstudy niveauetude",
        "year": "codanu anneeuniversitaire anneeuniv anneeinscription academicyear",
        "profile": "profil profile statut",
        "account": "compte account compteforge forge idgithub githubid idcompte numerodecompte",
        "code": "pseudonyme pseudonym codeeleve student",
    }.items()
    for name in names.split()
}  # fmt: skip


def recognised(header: Sequence[str], named: Mapping[str, str]) -> dict[str, list[int]]:
    """The positions of each key in a header; ``named`` maps keys to the names a person gave, which come first."""
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
    return found


def missing(key: str, header: Sequence[str]) -> Text:
    """Why a column was not found, and how to say which it is."""
    return Text(
        "La colonne « {title} » manque. Les colonnes lues sont {header}. Si l'une d'elles convient, dites laquelle : "
        '--column {key}="{example}".',
        "The column “{title}” is missing. The columns read are {header}. If one of them will do, say which: "
        '--column {key}="{example}".',
    ).filled(
        title=TITLES[key], header=quoted(header), key=key, example=next((shown(cell) for cell in header if cell), "…")
    )


def quoted(header: Iterable[str], most: int = 400) -> Text:
    """The cells of a header, as a sentence lists them."""
    cells = [shown(cell) for cell in header if cell] or ["—"]
    return Text(", ".join(f"« {cell} »" for cell in cells)[:most], ", ".join(f"“{cell}”" for cell in cells)[:most])
