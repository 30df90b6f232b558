"""What a change of the grid does to people, in words: counts under a request, each student in the terminal of staff."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from polyvalidate import __version__
from polyvalidate.judgement.impact import GIVES, Effect, Group, Impact, credited
from polyvalidate.model.phrases import OUTCOMES
from polyvalidate.model.points import Points, as_number
from polyvalidate.model.score import Balance
from polyvalidate.model.words import Text, number, plain, points
from polyvalidate.reports.context import MORE
from polyvalidate.reports.spreadsheets import Cell, Quarters, csv_for_people

MOSTGROUP_HEADS = 20
"""Rows under a request: more than any school has profiles and cohorts at once."""

TITLE = Text("Effet sur les élèves", "What it does to students")
NOBODY = Text(
    "Aucun bilan ne change, ni aucun seuil ({students:count} {students:élève|élèves}, avant et après).",
    "No balance changes, and no threshold ({students:count} {students:student|students}, before and after).",
)
GROUP_HEADS = {
    "fr": ("Profil", "Entrée", "Élèves", "Gagnent", "Perdent", "Atteignent le seuil", "Ne l'atteignent plus"),
    "en": ("Profile", "Entry", "Students", "Gain", "Lose", "Reach the threshold", "No longer reach it"),
}
STUDENT_HEADS = {
    "fr": ("Élève", "Entrée", "Profil", "Avant", "Après", "Écart", "Seuil", "Ce qui change"),
    "en": ("Student", "Entry", "Profile", "Before", "After", "Change", "Required", "What changes"),
}

_KEPT = Text(
    "{n} {n:décision garde ses points|décisions gardent leurs points} ({sum:points}), que la grille ne donnerait plus "
    ": ce qui est décidé tient.",
    "{n} {n:decision keeps its points|decisions keep their points} ({sum:points}), which the grid would no longer "
    "give: what is decided stands.",
)
_WAITING = Text(
    "{n} {n:déclaration attend|déclarations attendent} une décision et {n:vaudrait|vaudraient} autre chose.",
    "{n} {n:declaration awaits|declarations await} a decision and would be worth something else.",
)
_THRESHOLDS = Text("Le seuil change pour {n} {n:élève|élèves}.", "The threshold changes for {n} {n:student|students}.")
_GIVEN = Text(
    "{n} quitus {n:donné ne correspond plus|donnés ne correspondent plus} au bilan. Ce n'est pas une erreur du jury, "
    "qui a décidé avec la grille d'alors : {n:ce quitus tient|ces quitus tiennent}, ne changez rien.",
    "{n} quitus given no longer {n:agrees|agree} with the balance. It is no error of the jury, who decided with the "
    "grid of then: {n:this quitus stands|these quitus stand}, change nothing.",
)
_NOT_GIVEN = Text(
    "{n} quitus non {n:donné ne correspond plus|donnés ne correspondent plus} au bilan : le jury peut y revenir à sa "
    "prochaine session.",
    "{n} quitus not given no longer {n:agrees|agree} with the balance: the jury may take {n:it|them} up again at its "
    "next session.",
)
_COVERED = Text(
    "Parmi les élèves qui n'atteignent plus le seuil, {n} {n:a|ont} déjà le quitus ou une dispense : rien ne "
    "{n:lui|leur} est retiré.",
    "Among the students who no longer reach the threshold, {n} {n:has|have} the quitus or an exemption already, and "
    "{n:keeps|keep} it.",
)


def sentences(found: Impact, lang: str) -> Iterator[str]:
    """What the counts of the groups do not say, one sentence each; nothing that names anybody."""
    if not found.effects:
        yield NOBODY.of(lang, students=found.students)
    counts = (
        (_THRESHOLDS, found.thresholds),
        (_COVERED, found.covered),
        (_GIVEN, found.standing(acquired=True)),
        (_NOT_GIVEN, found.standing(acquired=False)),
        (_KEPT, found.kept),
        (_WAITING, found.waiting),
    )
    for said, n in counts:
        if n:
            yield said.of(lang, n=n, sum=found.kept_points)


def group_row(group: Group, lang: str) -> tuple[str, ...]:
    """A group under ``GROUP_HEADS``."""
    gains = f"{group.gaining} (+{points(group.gained, lang)})" if group.gaining else "—"
    losses = f"{group.losing} (-{points(group.lost, lang)})" if group.losing else "—"
    crossed = (str(n) if n else "—" for n in (group.rising, group.falling))
    return group.profile, str(group.cohort), str(group.students), gains, losses, *crossed


def as_comment(found: Impact, lang: str) -> Iterator[str]:
    """The lines under a request: counts by profile and year of entry, and how to have the list."""
    yield ""
    yield f"**{TITLE.of(lang)}**"
    if found.groups:
        yield ""
        yield f"| {' | '.join(GROUP_HEADS[lang])} |"
        yield "|---|---|---:|---:|---:|---:|---:|"
        for group in found.groups[:MOSTGROUP_HEADS]:
            yield f"| {' | '.join(group_row(group, lang))} |"
        if len(found.groups) > MOSTGROUP_HEADS:
            yield f"| … {MORE.of(lang, n=len(found.groups) - MOSTGROUP_HEADS)} | | | | | | |"
    yield ""
    for sentence in sentences(found, lang):
        yield f"- {sentence}"


def counted(found: Impact, lang: str) -> Iterator[str]:
    """The same counts in a terminal."""
    from tabulate import tabulate

    if found.groups:
        rows = [group_row(group, lang) for group in found.groups]
        align = ("left",) * 2 + ("right",) * 5
        yield plain(tabulate(rows, GROUP_HEADS[lang], disable_numparse=True, colalign=align))
        yield ""
    yield from sentences(found, lang)


def as_text(found: Impact, lang: str) -> str:
    """The counts, then each student for whom something changes, by pseudonym."""
    from tabulate import tabulate

    parts = [*counted(found, lang)]
    if found.effects:
        rows = [student_row(effect, lang) for effect in found.effects]
        align = ("left",) * 3 + ("right",) * 4 + ("left",)
        parts += ["", tabulate(rows, STUDENT_HEADS[lang], disable_numparse=True, colalign=align)]
    return plain("\n".join(parts)) + "\n"


def student_row(effect: Effect, lang: str) -> tuple[str, ...]:
    """A student under ``STUDENT_HEADS``."""
    student, (before, after) = effect.student, effect.required
    asked = tuple("—" if value is None else number(value, lang) for value in (before, after))
    return (
        student.code,
        str(student.cohort),
        student.profile,
        _credited(effect.before, lang),
        _credited(effect.after, lang),
        _signed(effect.gained, lang),
        asked[0] if asked[0] == asked[1] else " → ".join(asked),
        ", ".join(_changes(effect, lang)),
    )


def _credited(balance: Balance | None, lang: str) -> str:
    return "—" if balance is None else number(balance.credited, lang)


def _signed(gained: Points, lang: str) -> str:
    """``+0,5``, ``-0,5``, ``0``."""
    return f"{'+' if gained > 0 else ''}{number(gained, lang)}"


def _changes(effect: Effect, lang: str) -> Iterator[str]:
    if effect.crossed:
        crossed = Text("atteint le seuil", "reaches the threshold")
        if effect.crossed < 0:
            crossed = Text("n'atteint plus le seuil", "no longer reaches the threshold")
        yield crossed.of(lang)
    if effect.quitus is not None and (effect.crossed < 0 or effect.disagrees):
        said = Text("quitus {outcome}, que le jury peut revoir", "quitus {outcome}, which the jury may take up again")
        if effect.quitus.outcome in GIVES:
            said = Text("quitus {outcome}, qui tient", "quitus {outcome}, which stands")
        yield said.of(lang, outcome=OUTCOMES[effect.quitus.outcome])


def as_csv(found: Impact, lang: str) -> str:
    """Each student for whom something changes, as the spreadsheet of who reads it opens it."""
    rows: list[tuple[Cell, ...]] = []
    for effect in found.effects:
        code, cohort, profile, *_, asked, said = student_row(effect, lang)
        points_of = (credited(effect.before), credited(effect.after), effect.gained)
        rows.append((code, cohort, profile, *map(Quarters, points_of), asked, said))
    return csv_for_people((STUDENT_HEADS[lang], *rows), lang).decode()


def counts(found: Impact) -> dict[str, Any]:
    """The counts for programs, without anybody."""
    return {
        "students": found.students,
        "groups": [
            group._asdict() | {"gained": as_number(group.gained), "lost": as_number(group.lost)}
            for group in found.groups
        ],
        "thresholds": found.thresholds,
        "covered": found.covered,
        "quitus_given": found.standing(acquired=True),
        "quitus_not_given": found.standing(acquired=False),
        "kept": found.kept,
        "kept_points": as_number(found.kept_points),
        "waiting": found.waiting,
    }


def as_json(found: Impact, _lang: str) -> str:
    """The counts, and each student for whom something changes, for programs."""
    document = {"tool": "polyvalidate", "version": __version__, **counts(found)}
    document["effects"] = [
        {
            "student": effect.student.code,
            "cohort": effect.student.cohort,
            "profile": effect.student.profile,
            "before": as_number(credited(effect.before)),
            "after": as_number(credited(effect.after)),
            "required": [None if value is None else as_number(value) for value in effect.required],
            "crossed": effect.crossed,
            "quitus": None if effect.quitus is None else effect.quitus.outcome,
            "disagrees": effect.disagrees,
        }
        for effect in found.effects
    ]
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


FORMATS = {"text": as_text, "csv": as_csv, "json": as_json}
