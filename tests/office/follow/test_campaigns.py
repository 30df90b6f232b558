"""Campaigns opened, moved, closed; reminders: what is written, what is refused, what is said."""

from __future__ import annotations

import csv
import email
import email.policy
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.files import schema, source
from polyvalidate.model.grid import Campaign, Period
from polyvalidate.model.words import Text
from polyvalidate.office.acts.campaigns import edited, grid_for
from polyvalidate.office.acts.follow import follow
from polyvalidate.office.follow.gathering import Chosen
from polyvalidate.office.follow.reminders import Who, chosen, draft
from polyvalidate.office.follow.standing import State
from polyvalidate.office.register.letters import School
from polyvalidate.repository import Unreadable
from tests.classroom import ADA, ALL, BEA, CLO, DAN, EVE, Classroom
from tests.places import BASE

RULES = "grid/2025-2026/rules.yml"
KEEPER, REGISTRY = "github:1000031", "github:1000011"


def opened(classroom: Classroom, *words: str, on: str = "2026-03-01"):  # type: ignore[no-untyped-def]
    return classroom.run("campaign", "open", *words, "--yes", on=on)


def changed(classroom: Classroom) -> list[str]:
    """The lines that the last commit took away and added."""
    shown = classroom.school.git("show", "--unified=0", "--format=", "main").split("\n")
    return [line for line in shown if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_a_second_chance_is_added_and_nothing_else_changes(classroom: Classroom) -> None:
    said = opened(
        classroom, "rattrapage", "--second-chance", "--opens", "06/07/2026", "--closes", "2026-07-20",
        "--title-en", "Catch-up", "--title", "Rattrapage",
    )  # fmt: skip

    assert said.code == 0, said.text
    assert changed(classroom) == [
        "+  - code: rattrapage",
        "+    title:",
        "+      fr: Rattrapage",
        "+      en: Catch-up",
        "+    opens: 2026-07-06",
        "+    closes: 2026-07-20",
        "+    covers:",
        "+      from: 2025-09-01",
        "+      to: 2026-07-20",
        "+    second_chance: true",
    ]
    assert classroom.audited(KEEPER).code == 0
    assert classroom.audited(REGISTRY).code == 1  # the rules are the keepers'


def test_a_campaign_is_prolonged_with_its_comments_kept(classroom: Classroom) -> None:
    text = classroom.school.read(RULES).replace("closes: 2026-06-15", "closes: 2026-06-15   # voté en conseil")
    classroom.school.settle({RULES: text})

    said = opened(classroom, "principale", "--closes", "20 juin 2026")

    assert changed(classroom) == [
        "-    closes: 2026-06-15   # voté en conseil",
        "+    closes: 2026-06-20   # voté en conseil",
    ]
    assert "15 juin 2026 → 20 juin 2026" in said.text
    assert "Les activités couvertes s'arrêtent toujours au 15 juin 2026. (--covers-to les prolonge)" in said.text


def test_what_is_said_of_a_change(classroom: Classroom, golden: Callable[[str | Path, str], None]) -> None:
    head = classroom.school.propose({"declarations/2025/s-base000001/notes.txt": "x"})
    classroom.school.git("update-ref", "refs/pull/9/head", head)
    words = (
        ("status",),
        ("open", "seconde-chance", "--opens", "2026-06-10", "--yes"),
        ("close", "principale", "--yes"),
        ("close", "principale", "--yes"),
        ("status",),
    )

    shown = []
    for each in words:
        said = classroom.run("campaign", *each, on="2026-06-05").text
        shown.append(f"$ {' '.join(each)}\n{classroom.shown(said)}")

    golden("campaigns.txt", "\n".join(shown))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("open", "principale", "--closes", "2025-09-15"), "PP217"),
        (("open", "été", "--closes", "2026-07-01"), "Le code d'une campagne est en minuscules"),
        (("open", "hiver"), "Dites jusqu'à quand l'on pourra déclarer : --closes."),
        (("open", "hiver", "--closes", "2026-07-01", "--covers-to", "2026-10-01"), "PP229"),
        (("open", "hiver", "--closes", "demain"), "Cette date n'est pas comprise."),
        (("open", "hiver", "--closes", "2026-07-01", "--year", "2031-2032"), "Il n'y a pas de grille 2031-2032."),
        (("open", "hiver", "--closes", "2026-07-01", "--as", "scolarite-1"), "c'est à écrire par les gardiens de la"),
        (("open", "hiver", "--closes", "2025-10-01"), "une nouvelle campagne ouvre aujourd'hui"),
        (("close", "hiver"), "Il n'y a pas de campagne hiver en 2025-2026."),
        (("close", "seconde-chance"), "Cette campagne n'ouvre que le 22 juin 2026"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    classroom: Classroom, words: tuple[str, ...], sentence: str
) -> None:
    tip = classroom.tip()

    said = classroom.run("campaign", *words, "--yes")

    assert said.code in (1, 2)
    assert sentence in " ".join(said.text.split())
    assert (classroom.tip(), classroom.school.git("status", "--porcelain")) == (tip, "")


def test_when_no_grid_covers_today_the_year_is_asked(classroom: Classroom) -> None:
    book = classroom.opened(on="2031-01-01").book
    book = replace(book, grids={**book.grids, "2027-2028": book.grids["2025-2026"]})

    with pytest.raises(Unreadable) as caught:
        grid_for(book, "principale", None)

    assert "Dites l'année avec --year : 2025-2026, 2027-2028." in caught.value.text.fr


def test_dates_that_would_leave_a_decided_declaration_out_are_refused(classroom: Classroom) -> None:
    classroom.school.settle({RULES: classroom.school.read(RULES).partition("  - code: seconde-chance")[0] + _rest()})
    tip = classroom.tip()

    said = opened(classroom, "principale", "--covers-to", "2026-01-15")

    assert (said.code, classroom.tip()) == (1, tip)
    assert "PP309" in said.text


def _rest() -> str:
    """The rules after the campaigns."""
    text = (BASE / RULES).read_text(encoding="utf-8")
    return text[text.index("evidence:\n  stores") :]


def test_a_dry_run_writes_nothing(classroom: Classroom) -> None:
    tip = classroom.tip()

    said = classroom.run("campaign", "close", "principale", "--dry-run")

    assert (said.code, classroom.tip()) == (0, tip)
    assert "(Essai : rien n'a été écrit.)" in said.text


DAYS = st.dates(date(2025, 9, 1), date(2026, 8, 31))
TITLES = st.text(st.characters(max_codepoint=0x2FF, categories=("L", "N", "P", "S")), min_size=1, max_size=30)


@given(st.sampled_from([0, 1, None]), DAYS, st.integers(0, 300), TITLES, st.booleans())
def test_the_file_says_exactly_the_campaign_that_was_asked_and_the_others_stay(
    index: int | None, first: date, length: int, title: str, second: bool
) -> None:
    data = (BASE / RULES).read_bytes()
    before = schema.read_grid(source.parse(data).data, {}).campaigns
    code = before[index].code if index is not None else "nouvelle"
    kept = index is not None and before[index].second_chance
    last = first + timedelta(length)
    asked = Campaign(code, Text(title, title), first, last, Period(first, last), second or kept)

    after = schema.read_grid(source.parse(edited(data, index, len(before), asked)).data, {}).campaigns

    expected = [asked if n == index else c for n, c in enumerate(before)] + ([asked] if index is None else [])
    assert after == tuple(expected)


# --- reminders --------------------------------------------------------------------------------------------------------


def test_letters_say_what_is_missing_and_until_when(
    classroom: Classroom, golden: Callable[[str | Path, str], None]
) -> None:
    folder = classroom.desk / "rappels"

    said = classroom.with_names("campaign", "remind", folder, on="2026-06-23")

    assert said.code == 0, said.text
    letter = email.message_from_bytes(
        (folder / "brouillons" / f"{ADA.code}.eml").read_bytes(), policy=email.policy.default
    )
    assert (letter["To"], letter["X-Unsent"]) == (ADA.email, "1")
    assert "Campagne ouverte : seconde-chance, jusqu'au 3 juillet 2026 inclus." in said.text
    golden("reminder.txt", letter.get_content().replace("\r\n", "\n"))
    rows = list(csv.DictReader(io.StringIO((folder / "publipostage.csv").read_text("utf-8-sig")), delimiter=";"))
    assert [(row["nom"], row["bilan"], row["manque"]) for row in rows] == [
        ("CLAIR", "0", "5 points, 2 autres catégories"),
        ("BÉRYL-ESSAI", "0", "10 points, 2 autres catégories"),
        ("LOVELACE-ESSAI", "1", "9 points, 1 autre catégorie"),
        ("'=ESSAI", "0", "6 points, 2 autres catégories"),
    ]
    assert sorted(path.name for path in (folder / "brouillons").iterdir()) == [f"{m.code}.eml" for m in (ADA, BEA, CLO)]
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    assert "1 élève n'a pas d'adresse connue." in said.text


def test_how_many_are_reminded_agrees(classroom: Classroom) -> None:
    words = ("campaign", "remind", classroom.desk / "rappels", "--register", classroom.register, "--programme", "DEE")

    french, english = (classroom.run(*words, "--dry-run", lang=lang).text.split("\n")[0] for lang in ("fr", "en"))

    assert french == "1 élève à prévenir, sur 1 suivi."
    assert english == "1 student to remind, of 1 who is followed."


def test_without_the_register_there_are_pseudonyms_only(classroom: Classroom) -> None:
    said = classroom.run("campaign", "remind", "--to", "at-risk")

    assert said.text == (
        "\ufeffpseudonyme;promotion;groupe;situation;bilan;seuil;manque;en_attente;a_corriger;declarer_jusqu_au\r\n"
        "s-base000004;2024;DI5;critique;0;6;6 points, 2 autres catégories;0;0;15/06/2026\r\n"
    )


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.ON_TIME, ""),
        (State.WATCH, "Il reste du temps."),
        (State.AT_RISK, "À ce rythme, le seuil risque de ne pas être atteint"),
        (State.CRITICAL, "Répondez à ce message"),
    ],
)
def test_the_letter_follows_the_level(classroom: Classroom, state: State, sentence: str) -> None:
    found = follow(classroom.school.place, "main", date(2026, 3, 1), Chosen(), None)
    one = next(one for one in found.students if one.student.code == ADA.code)._replace(state=state)
    sender = School("École d'exemple", "https://polyvalidate.example.org", "a@example.org")

    letter = email.message_from_bytes(draft(sender, one, ADA, None, found.today), policy=email.policy.default)

    said = letter.get_content().replace("\r\n", "\n")
    assert sentence in said
    assert said.count("\n\n") == (7 if not sentence else 9)


def test_a_level_takes_those_that_are_worse(classroom: Classroom) -> None:
    following = follow(classroom.school.place, "main", date(2026, 3, 1), Chosen(), None)
    states = (State.WATCH, State.AT_RISK, State.CRITICAL, State.ON_TIME)
    ranked = [one._replace(state=state) for one, state in zip(following.students, states, strict=True)]
    found = following._replace(students=tuple(ranked))

    assert [len(chosen(found, who)) for who in (Who.MISSING, Who.WATCH, Who.AT_RISK, Who.CRITICAL)] == [4, 3, 2, 1]


def test_those_who_declared_nothing_this_year(classroom: Classroom) -> None:
    said = classroom.run("campaign", "remind", "--to", "undeclared")

    found = [line.partition(";")[0] for line in said.text.split("\r\n")[1:-1]]
    assert sorted(found) == [BEA.code, CLO.code, DAN.code]
    assert EVE.code not in said.text


def test_letters_never_stand_in_the_repository(classroom: Classroom) -> None:
    said = classroom.with_names("campaign", "remind", classroom.school.place / "rappels")

    assert said.code == 2
    assert "est dans un dépôt Git" in said.text


def test_a_disk_that_refuses_leaves_nothing(classroom: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = classroom.desk / "rappels"

    def full(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)

    said = classroom.with_names("campaign", "remind", folder)

    assert said.code == 2
    assert sorted(path.name for path in classroom.desk.iterdir()) == ["registre.json"]


def test_nobody_of_the_register_is_named_without_it(classroom: Classroom) -> None:
    said = classroom.run("campaign", "remind").text

    assert [m.surname for m in ALL if m.surname in said] == []
