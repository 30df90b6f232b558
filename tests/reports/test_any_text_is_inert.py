"""Whatever stands in a path, a key or a detail, each format stays well formed and says nothing of its own accord."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest
import xmlschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polyvalidate.model.findings import START, Finding, Severity, Span
from polyvalidate.reports import FORMATS
from polyvalidate.reports.sarif import relative_uri
from tests.reports.hand_made_reports import CLEAN, MIXED, RULES, HandMade, reader

BAIT = ["\n::error::x", "\r", "::", "##[error]", "|", "\\|", "`", "<b>", "@everyone", "](http://x)", "]]>", "&", "%0A"]
BAIT += ["\x1b[2J", "\u202e", "\u2028", "\x00", "\ufffe", '"', "'", "’", "//", "../", " ", "é", "環", "www.x.org"]
# Git's bytes come decoded with surrogateescape: of the surrogates, these may be in a path.
ESCAPED_BYTES = st.characters(min_codepoint=0xDC80, max_codepoint=0xDCFF)
TEXTS = st.lists(
    st.sampled_from(BAIT) | st.characters(exclude_categories=["Cs"]) | ESCAPED_BYTES, min_size=1, max_size=12
).map("".join)
SPANS = st.just(START) | st.tuples(st.integers(1, 6), st.integers(1, 90), st.integers(0, 2), st.integers(1, 90)).map(
    lambda s: Span(s[0], s[1], s[0] + s[2], max(s[1], s[3]))
)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    code, severity, detail = draw(
        st.sampled_from([("PP019", Severity.ERROR, "expected"), ("PP330", Severity.NOTE, "name")])
    )
    keys = draw(st.lists(TEXTS | st.integers(0, 9), max_size=3).map(tuple))
    return Finding(code, severity, draw(TEXTS), keys, {detail: draw(TEXTS)}, draw(SPANS))


REPORTS = st.lists(findings(), max_size=6).map(
    lambda found: HandMade(tuple(sorted(found, key=lambda f: f.order)), 41, 12)
)
LANGUAGES = st.sampled_from(["fr", "en"])
ONE_FIXTURE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(REPORTS, LANGUAGES)
def test_every_format_can_be_written_as_utf8_without_a_control_character(report: HandMade, lang: str) -> None:
    for render in FORMATS.values():
        written = render(report, RULES, reader(lang)).encode("utf-8").decode("utf-8")

        assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", written) == []


@given(REPORTS, LANGUAGES)
def test_github_sees_one_command_for_each_finding_and_none_of_anybody_else(report: HandMade, lang: str) -> None:
    lines = FORMATS["github"](report, RULES, reader(lang)).split("\n")

    commands = [line for line in lines if line.lstrip().startswith("::")]
    shape = re.compile(
        r"::(error|notice) file=[^,:]*,line=\d+,(col=\d+,)?endLine=\d+,(endColumn=\d+,)?title=PP\d{3}::\S"
    )
    assert len(commands) == len(report.findings)
    assert [line for line in commands if not shape.match(line)] == []
    assert [line for line in lines if line not in commands and "##[" in line] == []


@given(REPORTS, LANGUAGES)
def test_json_and_gitlab_parse_back_with_every_finding(report: HandMade, lang: str) -> None:
    document = json.loads(FORMATS["json"](report, RULES, reader(lang)))
    issues = json.loads(FORMATS["gitlab"](report, RULES, reader(lang)))

    codes = [finding.code for finding in report.findings]
    assert [finding["code"] for finding in document["findings"]] == codes
    assert [issue["check_name"] for issue in issues] == codes
    assert len({issue["fingerprint"] for issue in issues}) == len(codes)


@given(REPORTS, LANGUAGES)
def test_a_markdown_row_always_has_six_bars_and_nothing_active(report: HandMade, lang: str) -> None:
    lines = FORMATS["markdown"](report, RULES, reader(lang)).splitlines()

    rows = [line for line in lines if line.startswith("|")]
    assert {row.count("|") for row in rows} <= {6}
    assert len(rows) == len(report.findings) + 2 * len({finding.path for finding in report.findings})
    cells = ["|".join(row.split("|")[3:]) for row in rows if "[PP" in row]
    assert [cell for cell in cells if re.search(r"[<>`\\\[\]*_]|://|@(?!&#8203;)", cell)] == []


@given(REPORTS, LANGUAGES)
def test_junit_parses_with_a_case_for_each_file(report: HandMade, lang: str) -> None:
    root = ET.fromstring(FORMATS["junit"](report, RULES, reader(lang)))

    cases = list(root.iter("testcase"))
    failing = {finding.path for finding in report.findings if finding.severity is Severity.ERROR}
    assert len(cases) == max(1, len({finding.path for finding in report.findings}))
    assert sum(case.find("failure") is not None for case in cases) == len(failing) == int(root.attrib["failures"])


@ONE_FIXTURE
@given(REPORTS, LANGUAGES)
def test_any_sarif_is_valid_against_the_official_schema(
    sarif_schema: jsonschema_rs.Validator, report: HandMade, lang: str
) -> None:
    document = json.loads(FORMATS["sarif"](report, RULES, reader(lang)))

    assert [error.message for error in sarif_schema.iter_errors(document)] == []


@pytest.fixture(scope="module")
def compiled() -> dict[str, jsonschema_rs.Validator]:
    return {}


@pytest.fixture
def sarif_schema(
    reference: Callable[[str], Path], compiled: dict[str, jsonschema_rs.Validator]
) -> jsonschema_rs.Validator:
    if "sarif" not in compiled:
        schema = json.loads(reference("sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
        compiled["sarif"] = jsonschema_rs.validator_for(schema, validate_formats=True)
    return compiled["sarif"]


def test_the_sarif_schema_refuses_what_is_not_sarif(sarif_schema: jsonschema_rs.Validator) -> None:
    document = json.loads(FORMATS["sarif"](MIXED, RULES, reader("fr")))
    document["runs"][0]["results"][0]["level"] = "blocking"

    assert sarif_schema.is_valid(document) is False


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("report", [MIXED, CLEAN])
def test_junit_is_valid_against_the_schema_of_jenkins(
    reference: Callable[[str], Path], report: HandMade, lang: str
) -> None:
    schema = xmlschema.XMLSchema(reference("junit-10.xsd"))

    written = FORMATS["junit"](report, RULES, reader(lang))

    assert [error.reason for error in schema.iter_errors(ET.fromstring(written))] == []


def test_the_schema_of_jenkins_refuses_what_is_not_junit(reference: Callable[[str], Path]) -> None:
    schema = xmlschema.XMLSchema(reference("junit-10.xsd"))

    written = FORMATS["junit"](CLEAN, RULES, reader("fr")).replace("<testcase name=", "<testcase title=")

    assert schema.is_valid(ET.fromstring(written)) is False


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("declarations/2025/s-k3f9q2mz7w/3.1-jpo.yml", "declarations/2025/s-k3f9q2mz7w/3.1-jpo.yml"),
        ("a:b/é #?.yml", "a%3Ab/%C3%A9%20%23%3F.yml"),
        ("\udcff.yml", "%FF.yml"),
        ("//example.org/x", "%2F%2Fexample.org/x"),
    ],
)
def test_a_path_as_a_uri_is_its_bytes(path: str, expected: str) -> None:
    assert relative_uri(path) == expected
