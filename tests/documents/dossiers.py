"""A school whose students have had everything happen to them, for the tests of what a student is handed."""

from __future__ import annotations

from pathlib import Path

from tests.proposing import ACCEPTED, FAIR, FOLDER, OPEN_DAY, School

FULL, EMPTY, WRONG = "s-base000001", "s-base000002", "s-base000003"
DAY = "2026-08-01"
HOSTILE = '#read("/etc/passwd") *gras* 😀 漢字'
_STUDENT = "# yaml-language-server: $schema=../../../schemas/student.schema.json\nprogramme: DI\nprofile: FISE3\n"


def declared(activity: str, title: str, day: str, rest: str, amount: str = "quantity: 1") -> str:
    text = FAIR.replace('"3.3"', f'"{activity}"').replace("Présentation des études d'ingénieur", title)
    text = text.replace("{from: 2026-02-03, to: 2026-02-03}", day).replace("quantity: 1", amount)
    return text + rest


def evidence(kind: str, digest: str) -> str:
    return f"  - kind: {kind}\n    store: pull-request\n    name: {kind.lower()}.pdf\n    sha256: {digest * 32}\n"


def on(first: str, last: str | None = None) -> str:
    return f"{{from: {first}, to: {last or first}}}"


def ruled(decision: str, by: str, day: str, comment: str = "", points: str = "") -> str:
    lines = ["evaluation:", f"  decision: {decision}"]
    lines += [f"  points: {points}"] * bool(points) + [f"  by: {by}", f"  on: {day}"]
    return "\n".join(lines + [f"  comment: {comment}"] * bool(comment)) + "\n"


FILES = {
    f"{FOLDER}/3.3-accepte.yml": declared(
        "3.3", "Collège d'exemple", on("2026-01-14"), ruled("accepted", "ref-3", "2026-02-02", "Présence confirmée.")
    ),
    f"{FOLDER}/3.3-partiel.yml": declared(
        "3.3", "Lycée B d'exemple", on("2026-01-15"),
        ruled("partial", "ref-3", "2026-02-02", "Une seule classe.", "0.25")
    ).replace("a1a1", "b1a1"),
    f"{FOLDER}/3.3-recours-rejete.yml": declared(
        "3.3", "Lycée C d'exemple", on("2026-03-12"),
        ruled("refused", "ref-3", "2026-04-15", "Le lycée ne confirme pas.")
        + "appeal:\n  on: 2026-04-20\n  reason: Le lycée a confirmé depuis.\n  outcome: rejected\n  by: jury-1\n"
        "  decided: 2026-05-12\n  comment: Le lycée interrogé ne confirme toujours pas.\n",
    ).replace("a1a1", "c1a1"),
    f"{FOLDER}/3.3-recours-en-partie.yml": declared(
        "3.3", "Lycée D d'exemple", on("2026-03-13"), ruled("refused", "ref-3", "2026-04-15", "Date à préciser.")
        + "appeal:\n  on: 2026-04-20\n  reason: |\n    La date est sur l'attestation.\n    Deux classes ont suivi.\n"
        "  outcome: partial\n  points: 0.25\n  by: jury-1\n  decided: 2026-05-12\n",
    ).replace("a1a1", "d1a1"),
    f"{FOLDER}/8.3-recours-attend.yml": declared(
        "8.3", "Micro-entreprise d'exemple", on("2025-10-01", "2026-05-29"),
        evidence("E6", "8e") + ruled("accepted", "ref-7", "2026-06-03", "Quelques heures par mois.", "1")
        + "appeal:\n  on: 2026-06-08\n  reason: Le relevé montre deux jours par semaine.\n",
    ).replace("kind: E1", "kind: E4").replace("a1a1", "e1a1"),
    f"{FOLDER}/4.5-attend.yml": "# yaml-language-server: $schema=../../../schemas/declaration.schema.json\n"
    f"activity: '4.5'\nperiod: {on('2026-02-02', '2026-05-29')}\nquantity: 1\n",
    f"{FOLDER}/quitus.yml": "# yaml-language-server: $schema=../../../schemas/quitus.schema.json\n"
    "session: 2026-07\noutcome: second-chance\ncredited: 3\nrequired: 10\non: 2026-07-08\nby: jury-1\n",
    f"declarations/2025/{EMPTY}/student.yml": _STUDENT,
    f"declarations/2025/{WRONG}/student.yml": _STUDENT,
    f"declarations/2025/{WRONG}/3.3-a-l-envers.yml": declared(
        "3.3", f"'{HOSTILE}'", on("2026-02-03", "2026-02-01"), ""
    ).replace("a1a1", "91a1"),
}  # fmt: skip


def dossiers(place: Path) -> School:
    school = School(place)
    school.settle({OPEN_DAY: school.read(OPEN_DAY) + ACCEPTED, **FILES})
    return school
