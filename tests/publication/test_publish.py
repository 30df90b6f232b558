"""``polyvalidate publish`` as a person types it, on real repositories: what is written, and when groups change."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from polyvalidate.publication.attack.record import parse
from polyvalidate.publication.snapshot import commit_of, end_of_day
from tests.publication.small_school import (
    COUNTS,
    FIRST,
    SECOND,
    Enrolled,
    SmallSchool,
    publish,
    refused,
    students,
    written,
)

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

    assert commit_of(made.root, "HEAD", date(2025, 7, 1)) == before


@pytest.mark.parametrize(
    ("day", "expected"), [("2025-07-01", "2025-07-01T21:59:59+00:00"), ("2026-01-31", "2026-01-31T22:59:59+00:00")]
)
def test_a_day_ends_at_midnight_in_paris(day: str, expected: str) -> None:
    last = end_of_day(date.fromisoformat(day), ZoneInfo("Europe/Paris"))

    assert datetime.fromtimestamp(last, UTC).isoformat() == expected


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


# --- groups that change -----------------------------------------------------------------------------------------------


def test_a_group_that_shrinks_below_eleven_is_merged_and_it_is_said(school: SmallSchool) -> None:
    publish(school.root, *FIRST)
    gone = [s for s in students(0, COUNTS) if s.programme == "DMS"][:4]
    school.enrol(2024, [Enrolled(s.code, s.programme, "left: 2025-10-01\n") for s in gone])
    school.commit("2026-04-01T10:00:00+02:00")

    before = written(school.root)
    refused, _, why = publish(school.root, *SECOND, lang="fr")

    assert (refused, written(school.root)) == (1, before)
    assert "Vérifiez l" in why
    assert "--with-moves" in why

    code, out, err = publish(school.root, *SECOND, "--with-moves")

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

    before = written(school.root)
    refused_code, _, why = publish(school.root, *SECOND, lang="fr")

    assert (refused_code, written(school.root)) == (1, before)
    assert "1 élève a changé de spécialité" in why

    code, out, _ = publish(school.root, *SECOND, "--with-moves")

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
