"""The jury's decisions recorded: one commit or none, by the jury alone; every slip of a table said in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from polyvalidate.cli import main
from tests.office.jury.sitting import (
    ANA,
    BOB,
    CAT,
    DEB,
    EVA,
    PEOPLE,
    Jury,
    column,
    fill,
    folder,
    line,
    open_day,
    quitus,
)

Golden = Callable[[str | Path, str], None]


def files(jury: Jury) -> dict[str, str]:
    names = jury.school.git("diff", "--name-only", "main~1", "main").split("\n")
    return {name: jury.school.git("show", f"main:{name}").partition("\n")[2] for name in names}


def test_one_commit_holds_the_decisions_of_the_cohort(jury: Jury, golden: Golden) -> None:
    jury.prepared()
    base = jury.tip()
    jury.edit("jury.csv", lambda rows: fill(rows, CAT, "Dispensée", "Mobilité appréciée par le jury."))

    said = jury.recorded()

    assert said.code == 0, said.text
    golden("record.fr.txt", jury.masked(said.text))
    assert jury.school.git("rev-list", "--count", f"{base}..main") == "1"
    signed = "on: 2026-07-02\nby: jury-1"
    assert files(jury) == {
        f"{folder(ANA)}/quitus.yml": f"session: 2026-07\noutcome: acquired\ncredited: 1\nrequired: 1\n{signed}",
        f"{folder(BOB)}/quitus.yml": f"session: 2026-07\noutcome: second-chance\ncredited: 1\nrequired: 10\n{signed}",
        f"{folder(CAT)}/quitus.yml": f"session: 2026-07\noutcome: exempted\ncredited: 0\nrequired: 10\n{signed}\n"
        "comment: Mobilité appréciée par le jury.",
        f"{folder(EVA)}/quitus.yml": f"session: 2026-07\noutcome: not-acquired\ncredited: 0\nrequired: 10\n{signed}",
    }
    message = jury.school.git("log", "-1", "--format=%an <%ae>%n%B")
    assert message == (
        "jury-1 <jury-1@polyvalidate.invalid>\nJury 2026-07, promotion 2023 : 4 décisions\n\n"
        f"Decided-on: {base}\nMerged-by: jury-1"
    )


def test_the_check_is_clean_and_the_protected_branch_takes_it_from_the_jury_only(jury: Jury) -> None:
    jury.decide()

    audit = ("audit", "--since", "main~1", "--pushed-by")
    assert jury.run(*audit, "github:1000021", which=False).code == 0
    assert jury.run(*audit, "github:1000011", which=False).code == 1
    assert main(["check", str(jury.school.place), "--rev", "main", "--on", "2026-07-03"]) == 0
    assert jury.school.git("status", "--porcelain") == ""


def test_a_reason_that_names_another_student_is_not_recorded(jury: Jury) -> None:
    jury.prepared()
    before = jury.tip()
    jury.edit("jury.csv", lambda rows: fill(rows, CAT, "Dispensée", "Même mobilité que Bob Bêta-Essai."))

    tried = jury.recorded("jury.csv", "--register", jury.register, "--dry-run")
    refused = jury.recorded("jury.csv", "--register", jury.register)
    stays = jury.tip() == before
    other = jury.recorded("jury.csv", "--register", jury.register, "--somebody-else", "Bob Bêta-Essai")

    expected = f"{folder(CAT)}/quitus.yml (comment) : nom et prénom, « Bob Bêta-Essai »"
    assert (tried.code, refused.code, stays, other.code) == (1, 1, True, 0), refused.text
    assert expected in tried.text
    assert expected in refused.text


def test_everybody_is_named_even_when_they_are_many(jury: Jury, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polyvalidate.cli.minutes.record.MOST_SHOWN", 0)
    jury.prepared()

    said = jury.run("minutes", "record", "--table", jury.desk / "jury.csv", "--dry-run")

    assert [member.code for member in (ANA, BOB, CAT, DEB, EVA) if member.code not in said.text] == []


def test_with_the_register_everybody_is_shown_by_name_before_anything_is_recorded(
    jury: Jury, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polyvalidate.cli.minutes.record.MOST_SHOWN", 0)
    jury.prepared()

    said = jury.recorded("jury.csv", "--register", jury.register, "--dry-run")

    assert "s-pvte000002 DI 1 point / 10 BÊTA-ESSAI Bob" in said.flat
    assert [member.name for member in (ANA, BOB, CAT, DEB, EVA) if member.name not in said.text] == []


def test_one_decision_alone_is_told_as_one(jury: Jury) -> None:
    jury.prepared("jury.csv", "--register", jury.register)
    for member in (BOB, CAT, EVA):
        jury.edit("jury.csv", lambda rows, member=member: fill(rows, member, ""))  # type: ignore[misc]

    said = jury.recorded()

    assert jury.school.git("log", "-1", "--format=%s") == "Jury 2026-07, promotion 2023 : 1 décision"
    assert "✓ Un commit sur main, 1 décision : " in said.flat
    assert "--register REGISTRE" in said.text  # the table has names, and no register was given to say them again
    assert "1 déjà enregistrée, inchangée" in jury.recorded().flat


def test_the_same_table_again_writes_nothing(jury: Jury) -> None:
    jury.decide()
    tip = jury.tip()

    said = jury.recorded()

    assert (said.code, jury.tip()) == (0, tip)
    assert "4 déjà enregistrées, inchangées" in said.flat


def test_a_decision_is_corrected_by_a_new_table(jury: Jury) -> None:
    jury.decide()
    jury.prepared("correction.csv")
    rows = jury.rows("correction.csv")
    assert line(rows, CAT)[column(rows, "Décision du jury")] == "dispense"
    reason = "La mobilité n'a pas eu lieu."
    jury.edit("correction.csv", lambda rows: fill(rows, CAT, "seconde chance", reason))

    said = jury.recorded("correction.csv")

    assert said.code == 0, said.text
    assert list(files(jury)) == [f"{folder(CAT)}/quitus.yml"]
    assert "outcome: second-chance\n" in files(jury)[f"{folder(CAT)}/quitus.yml"]
    assert f"comment: {reason}" in files(jury)[f"{folder(CAT)}/quitus.yml"]
    assert jury.run("audit", "--since", "main~1", "--pushed-by", "github:1000021", which=False).code == 0


@pytest.mark.parametrize("reason", ["", "Mobilité appréciée par le jury."])
def test_a_correction_asks_its_own_reason(jury: Jury, reason: str) -> None:
    jury.decide()
    jury.prepared("correction.csv")
    jury.edit("correction.csv", lambda rows: fill(rows, CAT, "seconde chance", reason))
    tip = jury.tip()

    said = jury.recorded("correction.csv")

    assert (said.code, jury.tip()) == (1, tip)
    assert "Cette session a déjà enregistré « dispense ». Pour corriger cette décision, écrivez pourquoi" in said.flat


def test_what_the_jury_left_empty_stays_empty_in_a_table_made_again(jury: Jury) -> None:
    jury.prepared()
    jury.edit("jury.csv", lambda rows: fill(rows, EVA, ""))  # "non acquis" was proposed
    jury.recorded()

    said = jury.prepared("correction.csv")
    jury.edit("correction.csv", lambda rows: fill(rows, CAT, "dispense", "Mobilité appréciée par le jury."))
    recorded = jury.recorded("correction.csv")

    assert "2 sans décision de cette session : laissé vide, rien n'y est proposé de nouveau" in said.flat
    assert "Le jury en corrige une en écrivant pourquoi, ou en ajoute, puis :" in said.flat
    rows = jury.rows("correction.csv")
    assert [line(rows, EVA)[column(rows, head)] for head in ("Proposition", "Décision du jury")] == ["non acquis", ""]
    assert recorded.code == 0, recorded.text
    assert list(files(jury)) == [f"{folder(CAT)}/quitus.yml"]


def test_no_name_number_or_address_enters_the_repository(jury: Jury) -> None:
    jury.prepared("jury.csv", "--register", jury.register)
    jury.recorded("jury.csv", "--register", jury.register)

    everything = jury.school.git("log", "-p", "--all", "--format=%an %ae %cn %B")
    for member in PEOPLE:
        assert [text for text in (member.number, member.surname, member.email) if text in everything] == []


def test_nothing_is_written_without_a_yes_or_in_a_dry_run(jury: Jury) -> None:
    jury.prepared()
    tip = jury.tip()
    words = ("minutes", "record", "--table", jury.desk / "jury.csv", "--as", "jury-1")

    tried, asked = jury.run(*words, "--dry-run"), jury.run(*words)

    assert (tried.code, asked.code, jury.tip()) == (0, 1, tip)
    assert "(Essai : rien n'a été écrit.)" in tried.text
    assert "ajoutez --yes" in asked.text


# --- a record that moves ----------------------------------------------------------------------------------------------


def test_a_record_that_has_moved_for_a_student_stops_everything_and_says_how_to_go_on(
    jury: Jury, golden: Golden
) -> None:
    jury.prepared()
    jury.school.settle({f"{folder(BOB)}/3.1-rentree.yml": open_day(BOB, "2025-10-11")})
    tip = jury.tip()

    said = jury.recorded()

    assert (said.code, jury.tip()) == (1, tip)
    golden("moved.fr.txt", said.text)


def test_what_moves_elsewhere_stops_nothing(jury: Jury) -> None:
    jury.prepared()
    jury.school.settle({f"{folder(DEB)}/3.1-rentree.yml": open_day(DEB, "2025-10-11")})  # nothing is decided of DEB

    assert jury.recorded().code == 0


def test_another_decision_recorded_meanwhile_is_not_written_over(jury: Jury) -> None:
    jury.prepared()
    jury.school.settle({f"{folder(BOB)}/quitus.yml": quitus("2026-07", "not-acquired", "2026-07-01", "Autre.", "1")})

    said = jury.recorded()

    assert (said.code, "une autre décision a été enregistrée" in said.flat) == (1, True)


def test_a_table_of_another_history_is_refused(jury: Jury) -> None:
    jury.prepared()
    made = jury.school.git("commit-tree", "main^{tree}", "-m", "autre histoire")
    jury.school.git("update-ref", "refs/heads/main", made)

    said = jury.recorded()

    assert (said.code, "n'est pas dans la branche main" in said.flat) == (2, True)


def test_the_change_is_judged_as_a_whole_even_if_the_table_were_believed(
    jury: Jury, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polyvalidate.office.jury.decisions._against", lambda *_: [])
    jury.prepared()
    jury.edit("jury.csv", lambda rows: fill(rows, BOB, "acquis"))
    tip = jury.tip()

    said = jury.recorded()

    assert (said.code, jury.tip(), "PP417" in said.text) == (1, tip, True)
