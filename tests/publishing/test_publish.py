"""``polyvalidate publish`` as a person types it, on real repositories: what is written, and why nothing is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from small_school import ENVIRONMENT, Enrolled, SmallSchool, publish, students, written

from polyvalidate.anonymising.record import parse
from polyvalidate.publishing.snapshot import commit_of, end_of_day

FIRST, SECOND = ("--cohort=2024", "--on=2025-07-01"), ("--cohort=2024", "--on=2026-07-01")
COUNTS = {"DI": 22, "DEE": 18, "DMS": 14}


@pytest.fixture
def school(tmp_path: Path) -> SmallSchool:
    """Cohort 2024, 54 students: half declared in the first year, three quarters in the second."""
    made = SmallSchool(tmp_path / "school")
    everybody = students(0, COUNTS)
    made.enrol(2024, everybody)
    made.commit("2024-10-01T10:00:00+02:00")
    made.declare(2024, everybody[::2], "2025-01-25")
    made.commit("2025-03-01T10:00:00+01:00")
    made.declare(2024, everybody[::2] + everybody[1::4], "2026-01-31")
    made.commit("2026-03-01T10:00:00+01:00")
    return made


def refused(outcome: tuple[int, str, str]) -> tuple[int, str]:
    """Exit code and sentence; nothing on standard output."""
    code, out, err = outcome
    assert out == ""
    assert "Traceback" not in err
    return code, err.strip()


# --- publishing -------------------------------------------------------------------------------------------------------


def test_an_issue_is_written_and_recorded(school: SmallSchool) -> None:
    code, out, err = publish(school.root, *FIRST)

    assert (code, err) == (0, "")
    assert out.splitlines()[0] == (
        f"Published: cohort 2024, on 1 July 2025 ({school.root}/publications/2024/2025-07-01)"
    )
    assert sorted(written(school.root))[:2] == ["2024/2025-07-01/bands.csv", "2024/2025-07-01/categories.csv"]
    (entry,) = parse(written(school.root)["issues.json"])
    assert [(row.size, row.reached[0]) for row in entry.tables.groups] == [(18, (6, 11)), (22, (11, 16)), (14, (5, 9))]


def test_it_says_it_in_french(school: SmallSchool) -> None:
    code, out, _ = publish(school.root, *FIRST, lang="fr")

    assert code == 0
    assert out.splitlines()[1] == (
        "  54 élèves en 3 groupes ; une, deux ou trois personnes n'en déduisent le résultat de personne."
    )


def test_running_it_twice_gives_the_same_bytes_and_no_second_issue(school: SmallSchool) -> None:
    publish(school.root, *FIRST)
    before = written(school.root)

    code, out, err = publish(school.root, *FIRST)

    assert (code, err) == (0, "")
    assert out.startswith("Already published, unchanged: cohort 2024, on 1 July 2025")
    assert written(school.root) == before


def test_two_machines_give_the_same_bytes(school: SmallSchool, tmp_path: Path) -> None:
    publish(school.root, *FIRST)
    subprocess.run(["git", "clone", "-q", str(school.root), str(tmp_path / "clone")], check=True, capture_output=True)

    publish(tmp_path / "clone", *FIRST, lang="fr")

    assert written(tmp_path / "clone") == written(school.root)


def test_a_lost_folder_is_made_again_from_the_record(school: SmallSchool) -> None:
    publish(school.root, *FIRST)
    before = written(school.root)
    for path in (school.root / "publications/2024/2025-07-01").iterdir():
        path.unlink()

    publish(school.root, *FIRST)

    assert written(school.root) == before


def test_a_second_year_is_attacked_with_the_first(school: SmallSchool) -> None:
    publish(school.root, *FIRST)

    code, out, err = publish(school.root, *SECOND)

    assert (code, err) == (0, "")
    assert "Since the issue before: 0 left or finished, 0 came, 0 changed groups." in out
    entries = parse(written(school.root)["issues.json"])
    assert [entry.tables.on.isoformat() for entry in entries] == ["2025-07-01", "2026-07-01"]
    assert entries[1].previous == entries[0].hash


def test_issues_may_be_kept_elsewhere(school: SmallSchool, tmp_path: Path) -> None:
    code, _, _ = publish(school.root, *FIRST, "--issues", tmp_path / "site" / "record.json")

    assert code == 0
    assert (tmp_path / "site" / "2024" / "2025-07-01" / "tables.json").is_file()
    assert not (school.root / "publications").exists()


def test_the_state_is_that_of_the_end_of_the_day_in_paris(tmp_path: Path) -> None:
    made = SmallSchool(tmp_path / "school")
    before = made.commit("2025-07-01T23:59:59+02:00")
    made.commit("2025-07-02T00:00:00+02:00")

    assert commit_of(made.root, "HEAD", __import__("datetime").date(2025, 7, 1)) == before


@pytest.mark.parametrize(
    ("day", "expected"), [("2025-07-01", "2025-07-01T21:59:59+00:00"), ("2026-01-31", "2026-01-31T22:59:59+00:00")]
)
def test_a_day_ends_at_midnight_in_paris(day: str, expected: str) -> None:
    from datetime import UTC, date, datetime

    assert datetime.fromtimestamp(end_of_day(date.fromisoformat(day)), UTC).isoformat() == expected


def test_explain_needs_nothing(tmp_path: Path) -> None:
    code, out, err = publish(tmp_path, "--explain", lang="fr")

    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "COMMENT CES CHIFFRES VOUS PROTÈGENT"


# --- nobody is in it --------------------------------------------------------------------------------------------------


def test_no_pseudonym_path_or_text_of_a_declaration_is_published(school: SmallSchool) -> None:
    publish(school.root, *FIRST)
    publish(school.root, *SECOND)

    everything = b"\n".join(written(school.root).values())
    forbidden = {student.code for student in students(0, COUNTS)}
    for path in school.root.glob("declarations/*/*/*.yml"):
        forbidden |= {path.name.removesuffix(".yml"), f"declarations/{path.parent.parent.name}/{path.parent.name}"}
    for number in range(1, school.numbers + 1):
        forbidden |= {f"numéro {number}", f"stand {number}", f"confidentielle {number}", f"{number:064x}"}
    forbidden -= {"student"}
    assert len(forbidden) > 200
    assert [text for text in forbidden if text.encode() in everything] == []


# --- why nothing is written -------------------------------------------------------------------------------------------


def test_a_future_day(school: SmallSchool) -> None:
    actual = refused(publish(school.root, "--cohort=2024", "--on=2099-07-01"))

    assert actual == (2, "1 July 2099 is not over yet: an issue is about a day that is over.")
    assert written(school.root) == {}


def test_a_day_before_the_history(school: SmallSchool) -> None:
    actual = refused(publish(school.root, "--cohort=2024", "--on=2020-07-01"))

    assert actual == (2, "The history of this repository begins after 1 July 2020: choose a later date.")
    assert written(school.root) == {}


def test_an_empty_cohort(school: SmallSchool) -> None:
    actual = refused(publish(school.root, "--cohort=2030", "--on=2026-07-01", lang="fr"))

    assert actual == (
        2,
        "La promotion 2030 n'a aucun élève au 1er juillet 2026 : vérifiez l'année d'entrée et la date.",
    )
    assert written(school.root) == {}


def test_a_day_before_any_decision(school: SmallSchool) -> None:
    actual = refused(publish(school.root, "--cohort=2024", "--on=2024-11-01"))

    assert actual == (2, "No declaration of cohort 2024 is decided on 1 November 2024: choose a later date.")
    assert written(school.root) == {}


def small(tmp_path: Path, counts: dict[str, int]) -> SmallSchool:
    made = SmallSchool(tmp_path / "school")
    everybody = students(0, counts)
    made.enrol(2024, everybody)
    made.declare(2024, everybody[:4], "2025-01-25")
    made.commit("2025-03-01T10:00:00+01:00")
    return made


def test_one_single_group(tmp_path: Path) -> None:
    made = small(tmp_path, {"DI": 15})

    actual = refused(publish(made.root, *FIRST))

    assert actual == (
        2,
        "Cohort 2024 makes only one group on 1 July 2025, once those under 11 students are merged: there is nothing to "
        "compare.",
    )
    assert written(made.root) == {}


def test_a_cohort_of_ten(tmp_path: Path) -> None:
    made = small(tmp_path, {"DI": 6, "DEE": 4})

    actual = refused(publish(made.root, *FIRST))

    assert actual == (2, "Cohort 2024 has only 10 students on 1 July 2025: under 11, nothing is published.")
    assert written(made.root) == {}


def test_a_tampered_record(school: SmallSchool) -> None:
    publish(school.root, *FIRST)
    record = school.root / "publications" / "issues.json"
    record.write_bytes(record.read_bytes().replace(b'"quitus":[0,', b'"quitus":[1,', 1))
    before = written(school.root)

    actual = refused(publish(school.root, *SECOND))

    assert actual == (
        2,
        "The record of issues was altered (entry 1). Take it again from the Git history, without touching it.",
    )
    assert written(school.root) == before


def test_a_record_that_lost_its_last_entry(school: SmallSchool) -> None:
    publish(school.root, *FIRST)
    publish(school.root, *SECOND)
    (school.root / "publications" / "issues.json").write_bytes(b"[]\n")

    actual = refused(publish(school.root, "--cohort=2024", "--on=2026-08-01"))

    assert actual == (
        2,
        "The issue 2024/2025-07-01 is not in the record, which has thus lost an entry. "
        "Take it again from the Git history.",
    )


def test_a_record_that_forgot_what_is_committed(school: SmallSchool) -> None:
    publish(school.root, *FIRST)
    school.commit("2025-07-02T10:00:00+02:00")
    publish(school.root, *SECOND)
    school.commit("2026-07-02T10:00:00+02:00")
    # Somebody forgets an issue thoroughly: its entry and its files.
    record = school.root / "publications" / "issues.json"
    lines = record.read_bytes().split(b"\n")
    record.write_bytes(b"\n".join([lines[0], lines[1].removesuffix(b","), *lines[3:]]))
    shutil.rmtree(school.root / "publications/2024/2026-07-01")
    before = written(school.root)

    actual = refused(publish(school.root, *SECOND))

    assert actual == (2, "The record of issues does not continue the one in the Git history: take that one again.")
    assert written(school.root) == before


def test_a_committed_record_is_continued(school: SmallSchool) -> None:
    publish(school.root, *FIRST)
    school.commit("2025-07-02T10:00:00+02:00")

    code, _, err = publish(school.root, *SECOND)

    assert (code, err) == (0, "")
    assert len(parse(written(school.root)["issues.json"])) == 2


def test_errors_of_that_day_are_said(school: SmallSchool) -> None:
    school.declare(2024, students(0, COUNTS)[:1], "2019-01-25")
    commit = school.commit("2026-04-01T10:00:00+02:00")

    code, out, _ = publish(school.root, *SECOND)

    assert code == 0
    assert f"error(s) that day: what they touch is not counted. See polyvalidate check --rev {commit[:12]}." in out


def test_a_second_issue_in_one_year(school: SmallSchool) -> None:
    publish(school.root, *FIRST)
    before = written(school.root)

    actual = refused(publish(school.root, "--cohort=2024", "--on=2025-08-15"))

    assert actual == (
        1,
        "Cohort 2024 already has an issue of 1 July 2025. There is one for each academic year, in the order of dates.",
    )
    assert written(school.root) == before


def test_an_earlier_year_after_a_later_one(school: SmallSchool) -> None:
    publish(school.root, *SECOND)

    code, _ = refused(publish(school.root, *FIRST))

    assert code == 1


def test_a_closed_issue_with_other_numbers(school: SmallSchool) -> None:
    publish(school.root, *FIRST)
    before = written(school.root)
    # A commit of today dated before the issue: the state of that day is no longer the one that was published.
    school.declare(2024, students(0, COUNTS)[1::2], "2025-01-26")
    school.commit("2025-06-30T10:00:00+02:00")

    actual = refused(publish(school.root, *FIRST))

    assert actual == (
        1,
        "The figures of cohort 2024 on 1 July 2025 are no longer those that were published. A closed issue is not made "
        "again: the correction will appear in the next one.",
    )
    assert written(school.root) == before


def test_a_rewritten_history(school: SmallSchool) -> None:
    publish(school.root, *FIRST)
    before = written(school.root)
    tip = school._git("rev-parse", "HEAD^{tree}").strip()
    other = school._git("-c", "user.name=e", "-c", "user.email=e@example.org", "commit-tree", "-m", "x", tip).strip()
    school._git("update-ref", "refs/heads/main", other)
    # The new history begins today: the later issue finds no commit of its day.
    code, sentence = refused(publish(school.root, *SECOND))

    assert (code, sentence) == (2, "The history of this repository begins after 1 July 2026: choose a later date.")
    assert written(school.root) == before


def test_a_state_that_is_no_longer_in_the_history(school: SmallSchool) -> None:
    publish(school.root, *FIRST)
    before = written(school.root)
    school._git("checkout", "-q", "--orphan", "other")
    school.commit("2025-03-01T11:00:00+01:00")

    actual = refused(publish(school.root, *SECOND))

    assert actual == (
        2,
        "The state published on 1 July 2025 is no longer in the history of this repository, which was rewritten. "
        "Nothing is published.",
    )
    assert written(school.root) == before


def test_a_shallow_clone(school: SmallSchool, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "-q", "--depth=1", school.root.as_uri(), str(clone)], check=True, capture_output=True
    )

    actual = refused(publish(clone, *SECOND))

    assert actual == (
        2,
        "This repository has only part of its history: fetch the whole of it (git fetch --unshallow).",
    )


def test_a_folder_that_does_not_read(school: SmallSchool) -> None:
    code = students(0, COUNTS)[0].code
    (school.root / "declarations/2024" / code / "student.yml").write_text("programme: [\n", encoding="utf-8")
    commit = school.commit("2026-04-01T10:00:00+02:00")

    actual = refused(publish(school.root, *SECOND))

    assert actual == (
        2,
        f"1 folder(s) of cohort 2024 do not read on 1 July 2026, so the groups are not known. "
        f"See polyvalidate check --rev {commit[:12]}, mend them, then choose a later date.",
    )


def test_no_cohort_or_no_date(school: SmallSchool) -> None:
    actual = refused(publish(school.root, "--cohort=2024"))

    assert actual == (2, "Give the cohort and the date: polyvalidate publish --cohort 2025 --on 2026-07-01.")


def test_what_is_not_a_repository(tmp_path: Path) -> None:
    code, _ = refused(publish(tmp_path, *FIRST))

    assert code == 2


def test_a_place_that_cannot_be_written(school: SmallSchool, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    code, sentence = refused(publish(school.root, *FIRST, "--issues", tmp_path / "file" / "record.json"))

    assert code == 2
    assert str(tmp_path / "file") in sentence


def test_files_that_cannot_follow_take_the_record_back(school: SmallSchool) -> None:
    publish(school.root, *FIRST)
    # A file where the folder of the issue must stand: the folder cannot take its place.
    (school.root / "publications/2024/2026-07-01").write_text("occupied", encoding="utf-8")
    before = written(school.root)

    code, _ = refused(publish(school.root, *SECOND))

    assert code == 2
    assert written(school.root) == before


def test_without_the_extra_it_says_what_to_install(school: SmallSchool) -> None:
    hidden = (
        "import sys; sys.modules['scipy'] = None\n"
        "from polyvalidate.cli import main\n"
        f"sys.exit(main(['publish', '--root', {str(school.root)!r}, *{list(FIRST)!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", hidden],
        capture_output=True,
        text=True,
        check=False,
        env=ENVIRONMENT | {"POLYVALIDATE_LANG": "fr"},
    )

    assert (done.returncode, done.stderr.strip()) == (
        2,
        "Il manque scipy, dont l'attaque a besoin avant toute publication : pip install 'polyvalidate[publish]'.",
    )


# --- groups that change -----------------------------------------------------------------------------------------------


def test_a_group_that_shrinks_below_eleven_is_merged_and_it_is_said(school: SmallSchool) -> None:
    publish(school.root, *FIRST)
    gone = [s for s in students(0, COUNTS) if s.programme == "DMS"][:4]
    school.enrol(2024, [Enrolled(s.code, s.programme, "left: 2025-10-01\n") for s in gone])
    school.commit("2026-04-01T10:00:00+02:00")

    code, out, err = publish(school.root, *SECOND)

    if code == 0:
        assert "no longer shown by itself" in out
        assert all(row.size >= 11 for row in parse(written(school.root)["issues.json"])[1].tables.rows)
    else:
        assert (code, out) == (1, "")
        assert "Nothing is published for cohort 2024 on 1 July 2026" in err


def test_a_student_who_changes_programme_is_counted_and_it_is_said(school: SmallSchool) -> None:
    publish(school.root, *FIRST)
    mover = students(0, COUNTS)[0]
    school.enrol(2024, [Enrolled(mover.code, "DEE")])
    school.commit("2026-04-01T10:00:00+02:00")

    code, out, _ = publish(school.root, *SECOND)

    assert code == 0
    assert "1 changed groups. The attack takes it into account." in out


def test_a_student_whose_move_would_tell_their_result_stops_the_issue(school: SmallSchool) -> None:
    # Nothing happened in a year but one departure, from a number at the edge of its band.
    made = school
    publish(made.root, *FIRST)
    everybody = students(0, COUNTS)
    with_points = [s for s in everybody[::2] if s.programme == "DI"]
    # DI: 11 of 22 have 25 % (band 11 to 16); with one of them gone and nothing new, 10 of 21 (band 5 to 10).
    for path in made.root.glob("declarations/2024/*/3.2-salon-*.yml"):
        if "2026-01-31" in path.read_text(encoding="utf-8"):
            path.unlink()
    made.enrol(2024, [Enrolled(with_points[0].code, "DI", "left: 2025-10-01\n")])
    made.commit("2026-04-01T10:00:00+02:00")
    before = written(made.root)

    code, sentence = refused(publish(made.root, *SECOND))

    assert code == 1
    assert sentence.startswith("Nothing is published for cohort 2024 on 1 July 2026: with what already is, too much")
    assert "DI 3A (2025-07-01)" in sentence
    assert written(made.root) == before


def test_somebody_who_finished_or_left_is_not_counted(tmp_path: Path) -> None:
    made = SmallSchool(tmp_path / "school")
    everybody = students(0, {"DI": 15, "DEE": 15})
    made.enrol(2024, everybody)
    made.enrol(2024, [Enrolled(everybody[0].code, "DI", "left: 2025-02-01\n")])
    made.declare(2024, everybody[1:20], "2025-01-25")
    made.commit("2025-03-01T10:00:00+01:00")

    publish(made.root, *FIRST)

    plain = json.loads(written(made.root)["2024/2025-07-01/tables.json"])
    assert plain["size"] == 29
    code, sentence = refused(publish(made.root, "--cohort=2024", "--on=2027-09-15"))
    assert code == 2
    assert os.linesep not in sentence
