"""Results files as APOGEE exports them, of invented students."""

from __future__ import annotations

from collections.abc import Sequence

COLUMNS = (
    ("ELP", "PQUITUS", "", "2025", "1", "1", "N", "PQUITUS - Quitus citoyen", "1", "1", "Note"),
    ("ELP", "PQUITUS", "", "2025", "1", "1", "B", "", "1", "1", "Barème"),
    ("ELP", "PQUITUS", "", "2025", "1", "1", "R", "", "1", "1", "Résultat"),
    ("ELP", "PANGLAIS", "", "2025", "1", "1", "R", "PANGLAIS - Anglais", "1", "1", "Résultat"),
)
TITLES = (
    "XX-APO_TITRES-XX",
    "apoC_annee\t2025/2026",
    "apoC_cod_dip\tPESSAI",
    "apoC_Cod_Exp\t1",
    "apoC_cod_vdi\t111",
    "apoC_Fichier_Exp\tPESSAI_V1.txt",
    "apoC_lib_dip\tDiplôme d'ingénieur d'essai",
    "apoC_Titre1\tExport Apogée du 13/07/2026 à 14:29",
    "apoC_Titre2",
    "",
)
CODES = (
    "XX-APO_TYP_RES-XX",
    "ADM : Admis\tADMI : Admissible\tAJ : Ajourné\tDEF : Défaillant\t",
    "ABI : Absent\tDEF : Défaillant\tDIS : Dispense d'examen\t",
    "",
)
HEADS = (
    "XX-APO_COLONNES-XX",
    "apoL_a01_code\tType Objet\tCode\tVersion\tAnnée\tSession\tAdmission/Admissibilité\tType Rés."
    "\t\t\tEtudiant\tNuméro",
    "apoL_a02_nom\t\t\t\t\t\t\t\t\t\t\tNom",
    "apoL_a03_prenom\t\t\t\t\t\t\t\t\t\t\tPrénom",
    "apoL_a04_naissance\t\t\t\t\t\t\t\t\tSession\tAdmissibilité\tNaissance",
    "APO_COL_VAL_DEB",
)
BIRTH = " 22/09/2003"


def maquette(
    rows: Sequence[Sequence[str]],
    columns: Sequence[Sequence[str]] = COLUMNS,
    codes: Sequence[str] = CODES,
    encoding: str = "cp1252",
    end: str = "\r\n",
) -> bytes:
    """A file with these lines of students: number, surname, first name, date of birth, then a cell for each column."""
    names = [f"apoL_c{number:04d}" for number in range(1, len(columns) + 1)]
    described = ["\t".join((name, *column)) for name, column in zip(names, columns, strict=True)]
    last = f"apoL_c{len(columns) + 1:04d}\tAPO_COL_VAL_FIN"
    heading = "\t".join(("apoL_a01_code", "apoL_a02_nom", "apoL_a03_prenom", "apoL_a04_naissance", *names))
    lines = [*TITLES, *codes, *HEADS, *described, "APO_COL_VAL_FIN", last, "", "XX-APO_VALEURS-XX", heading]
    return end.join([*lines, *("\t".join(row) for row in rows), ""]).encode(encoding)
