"""A finding keeps its name when lines move, and no two findings share one."""

from __future__ import annotations

import json

from polyvalidate.model.findings import Finding
from polyvalidate.reports import FORMATS
from polyvalidate.reports.fingerprints import with_fingerprints
from tests.reports.hand_made_reports import MIXED, OPEN_DAY, RULES, WORKSHOP, HandMade, late, reader


def fingerprints(*findings: Finding) -> list[str]:
    return [fingerprint for _, fingerprint in with_fingerprints(findings)]


def test_moving_a_line_changes_no_fingerprint() -> None:
    assert fingerprints(late(line=4)) == fingerprints(late(line=9))


def test_the_same_mistake_in_another_file_has_another_fingerprint() -> None:
    assert fingerprints(late(path=OPEN_DAY)) != fingerprints(late(path=WORKSHOP))


def test_the_same_mistake_twice_at_one_key_has_two_fingerprints() -> None:
    first, second = fingerprints(late(line=4), late(line=5))

    assert first != second


def test_a_path_that_is_not_unicode_has_a_fingerprint() -> None:
    (fingerprint,) = fingerprints(late(path="declarations/\udcff.yml"))

    assert len(fingerprint) == 64


def test_sarif_and_gitlab_agree_in_both_languages() -> None:
    def of_sarif(lang: str) -> list[str]:
        results = json.loads(FORMATS["sarif"](MIXED, RULES, reader(lang)))["runs"][0]["results"]
        return [result["partialFingerprints"]["polyvalidate/v1"] for result in results]

    def of_gitlab(lang: str) -> list[str]:
        return [issue["fingerprint"] for issue in json.loads(FORMATS["gitlab"](MIXED, RULES, reader(lang)))]

    expected = fingerprints(*MIXED.findings)

    assert [of_sarif("fr"), of_sarif("en"), of_gitlab("fr"), of_gitlab("en")] == [expected] * 4
    assert len(set(expected)) == len(HandMade(*MIXED).findings)
