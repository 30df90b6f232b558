"""A decision from the word of an evaluator to its file, in memory: who speaks, what is missing, what is written."""

from __future__ import annotations

from datetime import date

import pytest

from polyvalidate.judgement.awaiting import Await, Awaited
from polyvalidate.judgement.decision import Ruling, Word
from polyvalidate.judgement.evaluation import (
    Bench,
    Signature,
    Spoken,
    Written,
    claim_of,
    holder_of,
    ruled,
    with_data,
    write,
)
from polyvalidate.judgement.verdict import Outcome, Status
from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.paths import Entry
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text
from tests.judgement.changing import (
    BETWEEN,
    DECLARED,
    HALF,
    HALF_AGAIN,
    JUDGE,
    ROLES,
    RULES,
    TABLE,
    THREE,
    base,
    book,
    claim,
    entries,
    judged,
    laid,
)
from tests.proposing import FOLDER, STUDENT

ON = date(2026, 2, 9)
"""The day that a decision is signed with; it is judged on the day after."""


def by(code: str) -> Signature:
    return Signature(book().roles[code], ON)


def said(found: object) -> tuple[str, str]:
    assert isinstance(found, Text)
    return found.fr, found.en


# --- who speaks


def test_a_code_speaks_for_its_holder_in_office() -> None:
    found = holder_of("ref-3", book())

    assert isinstance(found, RoleHolder)
    assert found.code == "ref-3"


@pytest.mark.parametrize(
    ("code", "shown"),
    [("ref-99", "ref-99"), ("réf-3", "r\\xe9f-3"), ("ref\x1b[1m", "ref\\x1b[1m"), ("ref\\3", "ref\\3")],
)
def test_a_code_that_nobody_holds_is_shown_without_anything_that_a_terminal_obeys(code: str, shown: str) -> None:
    assert said(holder_of(code, book())) == (
        f"Le code {shown} n'est pas dans grid/roles.yml. Vérifiez-le avec la scolarité.",
        f"The code {shown} is not in grid/roles.yml. Check it with the registry office.",
    )


def test_who_has_left_does_not_speak() -> None:
    assert said(holder_of("ref-3", book(day=date(2027, 9, 1)))) == (
        "La fonction ref-3 s'est achevée, ou n'a pas commencé. Demandez à une personne en fonction.",
        "The role ref-3 has ended, or has not begun. Ask somebody in office.",
    )


# --- what is missing for a ruling


def test_a_claim_is_found_by_the_path_of_its_declaration() -> None:
    result = judged({HALF: DECLARED[HALF]})

    assert claim_of(result, HALF) == claim(HALF)
    assert claim_of(result, THREE) is None


def test_an_activity_is_decided_by_its_evaluators_who_are_named() -> None:
    assert said(ruled(Spoken(Word.ACCEPT), claim(HALF), by("ref-1"))) == (
        "ref-1 n'évalue pas l'activité 3.3. Laissez la décision à ref-3 ou ref-4.",
        "ref-1 does not evaluate activity 3.3. Leave the decision to ref-3 or ref-4.",
    )


def test_nobody_decides_what_is_theirs() -> None:
    roles = {ROLES: base(ROLES).replace("account: github:1000004", f"account: {STUDENT}")}
    own = claim(HALF, more=roles)

    assert said(ruled(Spoken(Word.ACCEPT), own, Signature(own.book.roles["ref-4"], ON))) == (
        "Cette déclaration est la vôtre. Laissez la décision à ref-3.",
        "This declaration is yours. Leave the decision to ref-3.",
    )


@pytest.mark.parametrize(
    ("spoken", "path", "who", "fr", "en"),
    [
        (
            Spoken(Word.REFUSE),
            HALF,
            "ref-3",
            "Un refus dit pourquoi, pour pouvoir être compris et contesté. Ajoutez --comment avec la raison.",
            "A refusal says why, so that it can be understood and appealed. Add --comment with the reason.",
        ),
        (
            Spoken(Word.ACCEPT),
            BETWEEN,
            "ref-7",
            "L'activité 8.3 vaut ici de 1\xa0point à 2\xa0points, à votre choix. Remplacez --accept par --points "
            "et le nombre retenu.",
            "Activity 8.3 is worth 1\xa0point to 2\xa0points here, as you choose. Replace --accept by --points "
            "and the number.",
        ),
        (
            Spoken(Word.POINTS, Points(0)),
            HALF,
            "ref-3",
            "Aucun point, c'est un refus. Remplacez --points par --refuse, avec la raison dans --comment.",
            "No points at all is a refusal. Replace --points by --refuse, with the reason in --comment.",
        ),
        (
            Spoken(Word.POINTS, Points(3)),
            HALF,
            "ref-3",
            "L'activité 3.3 vaut ici 0,5\xa0point au plus. Donnez un nombre inférieur ou égal.",
            "Activity 3.3 is worth 0.5\xa0points at most here. Give a number within this limit.",
        ),
        (
            Spoken(Word.POINTS, Points(1)),
            HALF,
            "ref-3",
            "C'est moins que ce que la grille donne (0,5\xa0point). Ajoutez --comment avec la raison.",
            "This is less than the grid gives (0.5\xa0points). Add --comment with the reason.",
        ),
        (
            Spoken(Word.ACCEPT),
            THREE,
            "ref-1",
            "À partir de 3\xa0points, une seconde personne relit. Ajoutez --second avec son code : ref-2.",
            "From 3\xa0points, a second person reads too. Add --second with their code: ref-2.",
        ),
    ],
)
def test_the_command_line_says_what_is_missing(spoken: Spoken, path: str, who: str, fr: str, en: str) -> None:
    assert said(ruled(spoken, claim(path), by(who))) == (fr, en)


@pytest.mark.parametrize(
    ("spoken", "ruling"),
    [
        (Spoken(Word.ACCEPT, second="ref-2"), Ruling("accepted", None, None)),
        (Spoken(Word.POINTS, Points(11), "Onze mois."), Ruling("partial", Points(11), "Onze mois.")),
        (Spoken(Word.REFUSE, comment="Non."), Ruling("refused", None, "Non.")),
        (Spoken(Word.COMPLETE, comment="Le bilan."), Ruling("to-complete", None, "Le bilan.")),
    ],
)
def test_only_what_grants_three_points_needs_a_second_reader(spoken: Spoken, ruling: Ruling) -> None:
    assert ruled(spoken, claim(THREE), by("ref-1")) == ruling


def test_what_is_to_be_completed_needs_no_second_reader_even_where_any_point_does() -> None:
    always = {RULES: base(RULES).replace("second_reader_from: 3", "second_reader_from: 0")}
    spoken = Spoken(Word.COMPLETE, comment="Le bilan.")

    assert ruled(spoken, claim(THREE, more=always), by("ref-1")) == Ruling("to-complete", None, "Le bilan.")
    assert isinstance(ruled(Spoken(Word.REFUSE, comment="Non."), claim(THREE, more=always), by("ref-1")), Text)


# --- what is written


@pytest.mark.parametrize(
    ("ruling", "second", "lines"),
    [
        (Ruling("accepted", None, None), None, ("accepted", "  points: 3", "  by: ref-1")),
        (Ruling("accepted", None, None), "ref-2", ("accepted", "  points: 3", "  by: ref-1", "  second: ref-2")),
        (Ruling("partial", Points(6), "Six."), None, ("partial", "  points: 1.5", "  by: ref-1")),
        (Ruling("refused", None, "Non."), None, ("refused", "  by: ref-1")),
    ],
)
def test_a_decision_is_written_with_its_points_who_and_when(
    ruling: Ruling, second: str | None, lines: tuple[str, ...]
) -> None:
    comment = [] if ruling.comment is None else [f"  comment: {ruling.comment}"]
    written = "\n".join(["evaluation:", f"  decision: {lines[0]}", *lines[1:], "  on: 2026-02-09", *comment, ""])

    assert write(DECLARED[THREE].encode(), ruling, claim(THREE), second, by("ref-1")).decode() == (
        DECLARED[THREE] + written
    )


def test_other_bytes_have_their_own_size_and_the_others_stay() -> None:
    one, two = Entry("a", 0o100644, 1, b"1"), Entry("b", 0o100664, 1, b"2")

    assert with_data((one, two), {"b": b"other"}) == (one, Entry("b", 0o100664, 5, b"other"))


# --- a folder decided


BENCH = Bench(JUDGE, book(), TABLE)


def folder(*paths: str) -> tuple[Entry, ...]:
    return entries(laid({path: DECLARED[path] for path in paths}), f"{FOLDER}/")


def decided(spoken: dict[str, Spoken], who: str, *approvals: str) -> list[Written]:
    found = BENCH.decide(folder(*spoken), spoken, by(who), frozenset(approvals))
    assert isinstance(found, list)
    return found


def test_two_declarations_of_a_folder_are_decided_in_one_change_of_their_evaluator() -> None:
    spoken = {
        HALF: Spoken(Word.ACCEPT),
        HALF_AGAIN: Spoken(Word.POINTS, Points(1), "La moitié.", "ref-4"),
    }
    first, last = decided(spoken, "ref-3")
    rulings = [Ruling("accepted", None, None), Ruling("partial", Points(1), "La moitié.")]
    blocks = [
        "evaluation:\n  decision: accepted\n  points: 0.5\n  by: ref-3\n  on: 2026-02-09\n",
        "evaluation:\n  decision: partial\n  points: 0.25\n  by: ref-3\n  second: ref-4\n  on: 2026-02-09\n"
        "  comment: La moitié.\n",
    ]
    verdict = first.verdict
    student = verdict.students[0]

    assert [first, last] == [
        Written(HALF, rulings[0], Points(2), None, (DECLARED[HALF] + blocks[0]).encode(), verdict, by("ref-3")),
        Written(
            HALF_AGAIN,
            rulings[1],
            Points(1),
            "ref-4",
            (DECLARED[HALF_AGAIN] + blocks[1]).encode(),
            verdict,
            by("ref-3"),
        ),
    ]
    assert [(f.code, f.path, f.keys) for f in verdict.introduced] == []
    assert (verdict.outcome, verdict.status, verdict.awaits) == (Outcome.OK, Status.SUCCESS, ())
    assert (student.student, student.before, student.after) == ("s-base000001", 0, 3)
    assert [line.path for line in student.lines] == [HALF, HALF_AGAIN]


def test_one_word_that_gives_no_ruling_stops_the_others() -> None:
    spoken = {HALF: Spoken(Word.ACCEPT), HALF_AGAIN: Spoken(Word.REFUSE)}
    found = BENCH.decide(folder(*spoken), spoken, by("ref-3"))

    assert said(found)[1].startswith("A refusal says why")


def test_a_second_reading_is_awaited_until_it_is_approved() -> None:
    spoken = {THREE: Spoken(Word.ACCEPT, second="ref-2")}

    assert decided(spoken, "ref-1")[0].verdict.awaits == (Await(Awaited.SECOND, THREE, ("ref-2",)),)
    assert decided(spoken, "ref-1", "github:1000002")[0].verdict.awaits == ()


def test_what_a_holder_replaces_is_judged_as_their_own_change_of_that_day() -> None:
    block = "evaluation:\n  decision: accepted\n  points: 0.5\n  by: ref-3\n  on: 2026-02-10\n"
    new = {HALF: (DECLARED[HALF] + block).encode()}
    theirs, another_s = (BENCH.judged(folder(HALF), new, by(code), frozenset()) for code in ("ref-3", "ref-1"))

    assert [(change.path, change.allowed) for change in theirs.changes] == [(HALF, True)]
    assert [(change.path, change.allowed) for change in another_s.changes] == [(HALF, False)]


def test_a_declaration_that_makes_no_claim_cannot_be_decided() -> None:
    with pytest.raises(KeyError):
        BENCH.decide(folder(HALF), {THREE: Spoken(Word.ACCEPT)}, by("ref-3"))
