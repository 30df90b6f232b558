"""Why ``polyvalidate publish`` writes nothing: one sentence for each reason, and everything as it was."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from polyvalidate.publication.attack.record import parse
from tests.publication.small_school import (
    COUNTS,
    ENVIRONMENT,
    FIRST,
    SECOND,
    SmallSchool,
    publish,
    refused,
    students,
    written,
)


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


def test_a_day_before_any_decision_is_published_like_another(school: SmallSchool) -> None:
    # To refuse, or to advise another day, would tell that nobody has any point.
    code, _, err = publish(school.root, "--cohort=2024", "--on=2024-11-01")

    assert (code, err) == (0, "")
    (entry,) = parse(written(school.root)["issues.json"])
    assert {band.lowest for row in entry.tables.rows for band in row.reached} == {0}


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
    assert f"1 error that day: what it touches is not counted. See polyvalidate check --rev {commit[:12]}." in out


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
        f"1 folder of cohort 2024 does not read on 1 July 2026, so the groups are not known. "
        f"See polyvalidate check --rev {commit[:12]}, mend it, then choose a later date.",
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
