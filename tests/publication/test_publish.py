"""``polyvalidate publish`` as a person types it, on real repositories: what is written, and when groups change."""

from __future__ import annotations

import json
import re
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
        f"Published: cohort that entered in 2024, on 1 July 2025 ({school.root}/publications/2024/2025-07-01)"
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
    assert out.startswith("Already published, unchanged: cohort that entered in 2024, on 1 July 2025")
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
    assert "The students counted are those of 1 July 2025, in the groups of that day." in out
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


# --- what the grid decides --------------------------------------------------------------------------------------------


def categories_of(school: SmallSchool) -> dict[str, list[int]]:
    code, _, err = publish(school.root, *FIRST)
    assert (code, err) == (0, "")
    plain = json.loads(written(school.root)["2024/2025-07-01/tables.json"])
    return {row["category"]: row["active"] for row in plain["categories"]}


def with_in_categories(school: SmallSchool, files: str, caps: str, other: str) -> None:
    """The grid with another text in place of the caps of some categories."""
    for path in school.root.glob(f"grid/*/{files}"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(f"^caps: {caps}", f"caps: {other}", text, flags=re.MULTILINE), encoding="utf-8")
    school.commit("2025-03-02T10:00:00+01:00")


def test_every_category_is_shown_with_its_lowest_bands_joined(school: SmallSchool) -> None:
    # Two categories for each of 54 students, in seven of the eight: 16 at least. Bands of 54: 0-4, 5-10, 11-15, 16-21…
    assert categories_of(school) == {"3": [27, 32]} | {code: [0, 21] for code in "1245678"}


def test_the_more_categories_the_points_may_take_the_more_bands_are_joined(school: SmallSchool) -> None:
    # The widest caps of an apprentice are 3 and 1: it takes three categories for 5 points. 54 x 3 / 7: 24 at least.
    with_in_categories(school, "[1245678]-*.yml", r"(.*FISA: )\d", r"\g<1>1")

    assert categories_of(school) == {"3": [27, 32]} | {code: [0, 26] for code in "1245678"}


def test_a_category_that_the_quitus_asks_for_is_not_shown(school: SmallSchool) -> None:
    # Whoever has the quitus has points in it: the two would squeeze each other.
    with_in_categories(school, "3-*.yml", "(.*)", r"\g<1>\nminimums: {FISE3: 1}")

    assert list(categories_of(school)) == list("1245678")


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


# --- who counts -------------------------------------------------------------------------------------------------------


def test_somebody_who_left_before_the_first_issue_is_not_counted(tmp_path: Path) -> None:
    made = SmallSchool(tmp_path / "school")
    everybody = students(0, {"DI": 15, "DEE": 15})
    made.enrol(2024, everybody)
    made.enrol(2024, [Enrolled(everybody[0].code, "DI", "left: 2025-02-01\n")])
    made.declare(2024, everybody[1:20], "2025-01-25")
    made.commit("2025-03-01T10:00:00+01:00")

    publish(made.root, *FIRST)

    plain = json.loads(written(made.root)["2024/2025-07-01/tables.json"])
    assert plain["size"] == 29
    assert {row["kind"] for row in plain["groups"]} == {"group", "cohort"}


def test_a_cohort_is_followed_after_its_cycle_and_is_not_begun_then(tmp_path: Path) -> None:
    made = SmallSchool(tmp_path / "school")
    made.enrol(2024, students(0, {"DI": 15, "DEE": 15}), "FISE4")  # two years: over on 1 September 2026
    made.commit("2025-03-01T10:00:00+01:00")

    begun = refused(publish(made.root, "--cohort=2024", "--on=2026-09-02"))
    publish(made.root, *FIRST)
    followed, _, err = publish(made.root, "--cohort=2024", "--on=2026-09-02")

    assert begun == (2, "Cohort 2024 has no student on 2 September 2026: check the year of entry and the date.")
    assert (followed, err) == (0, "")
