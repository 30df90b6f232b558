"""Balances for people and machines: one student with the reason of every line, or a table of many."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from polyvalidate.judgement import FolderResult
from polyvalidate.model.folder import Student
from polyvalidate.model.grid import Book
from polyvalidate.model.phrases import reason, what_is_missing
from polyvalidate.model.points import as_number
from polyvalidate.model.score import Balance
from polyvalidate.model.words import Text, number, plain
from polyvalidate.reports.spreadsheets import csv_for_people


def _plain(student: Student, balance: Balance, lang: str) -> dict[str, Any]:
    return {
        "student": student.code,
        "cohort": student.cohort,
        "programme": student.programme,
        "profile": student.profile,
        "required": None if balance.required is None else as_number(balance.required),
        "claimed": as_number(balance.claimed),
        "credited": as_number(balance.credited),
        "categories": {code: as_number(value) for code, value in balance.categories.items()},
        "quitus": "reached" if balance.reached else "missing",
        "missing": as_number(balance.missing.points),
        "missing_categories": balance.missing.categories,
        "lines": [
            {
                "path": line.path,
                "activity": line.activity,
                "claimed": as_number(line.claimed),
                "credited": as_number(line.credited),
                "reason": reason(line, lang),
            }
            for line in balance.lines
        ],
    }


def _known(results: Sequence[FolderResult]) -> list[tuple[Student, Balance]]:
    """The students whose folder could be read: the others have findings and no balance."""
    return [(r.student, r.balance) for r in results if r.balance is not None and r.student is not None]


def as_json(results: Sequence[FolderResult], _book: Book, lang: str) -> str:
    students = [_plain(student, balance, lang) for student, balance in _known(results)]
    return json.dumps({"students": students}, ensure_ascii=False, indent=2) + "\n"


HEADS = {
    "fr": ("Élève", "Promotion", "Spécialité", "Profil", "Déclarés", "Comptés", "Seuil", "Quitus", "Il manque"),
    "en": ("Student", "Cohort", "Programme", "Profile", "Claimed", "Credited", "Required", "Quitus", "Missing"),
}
LINES = {
    "fr": ("Déclaration", "Déclarés", "Comptés", "Pourquoi"),
    "en": ("Declaration", "Claimed", "Credited", "Why"),
}


def _rows(results: Sequence[FolderResult], lang: str) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for student, balance in _known(results):
        reached = Text("atteint", "reached") if balance.reached else Text("non atteint", "not reached")
        rows.append(
            (
                student.code,
                str(student.cohort),
                student.programme,
                student.profile,
                number(balance.claimed, lang),
                number(balance.credited, lang),
                "—" if balance.required is None else number(balance.required, lang),
                reached.of(lang),
                what_is_missing(balance.missing, lang),
            )
        )
    return rows


def as_csv(results: Sequence[FolderResult], _book: Book, lang: str) -> str:
    """As the spreadsheet of who reads it opens it."""
    return csv_for_people((HEADS[lang], *_rows(results, lang)), lang).decode()


def as_markdown(results: Sequence[FolderResult], book: Book, lang: str) -> str:
    return _table(results, book, lang, "github")


def as_text(results: Sequence[FolderResult], book: Book, lang: str) -> str:
    known = _known(results)
    if len(known) == 1:
        return one_student(*known[0], book, lang)
    return _table(results, book, lang, "simple")


def _table(results: Sequence[FolderResult], _book: Book, lang: str, form: str) -> str:
    from tabulate import tabulate

    rows = _rows(results, lang)
    reached = sum(1 for _, balance in _known(results) if balance.reached)
    total = Text(
        "{n} {n:élève|élèves}, {reached} {reached:a|ont} atteint le seuil du quitus.",
        "{n} {n:student|students}, {reached} {reached:has|have} reached the threshold of the quitus.",
    ).of(lang, n=len(rows), reached=reached)
    table = (
        tabulate(
            rows,
            HEADS[lang],
            tablefmt=form,
            disable_numparse=True,
            colalign=("left",) * 4 + ("right",) * 3 + ("left",) * 2,
        )
        if rows
        else ""
    )
    return f"{table}\n\n{total}\n"


def one_student(student: Student, balance: Balance, book: Book, lang: str) -> str:
    """Every line with its reason, the categories, and what is missing."""
    from tabulate import tabulate

    rows = [
        (line.path.rsplit("/", 1)[-1], number(line.claimed, lang), number(line.credited, lang), reason(line, lang))
        for line in balance.lines
    ]
    title = Text(
        "{code} · promotion {cohort} · {programme} · {profile}", "{code} · cohort {cohort} · {programme} · {profile}"
    ).of(lang, code=student.code, cohort=student.cohort, programme=student.programme, profile=student.profile)
    parts = [title, ""]
    if rows:
        parts += [tabulate(rows, LINES[lang], disable_numparse=True, colalign=("left", "right", "right", "left")), ""]
    else:
        parts += [Text("Aucune déclaration pour l'instant.", "No declaration yet.").of(lang), ""]
    for code, value in balance.categories.items():
        room = balance.room.get(code)
        more = Text(" (encore {room:number} possible)", " ({room:number} more possible)")
        text = Text("Catégorie {code} : {value:points}{left}", "Category {code}: {value:points}{left}")
        parts.append(text.of(lang, code=code, value=value, left="" if room is None else more.of(lang, room=room)))
    required = "?" if balance.required is None else number(balance.required, lang)
    text = Text("Bilan : {credited:number} / {required}", "Balance: {credited:number} / {required}")
    parts.append(text.of(lang, credited=balance.credited, required=required))
    if balance.reached:
        text = Text("Le seuil du quitus est atteint ; le jury décide.", "The threshold is reached; the jury decides.")
    else:
        text = Text("Il manque : {missing}.", "Missing: {missing}.")
    parts.append(text.of(lang, missing=what_is_missing(balance.missing, lang)))
    if any(grid.example for grid in book.grids.values()):
        parts.append(Text("(Grille d'exemple.)", "(Example grid.)").of(lang))
    return plain("\n".join(parts)) + "\n"


FORMATS = {"text": as_text, "json": as_json, "csv": as_csv, "markdown": as_markdown}
