"""Whatever a student types in the form, what comes passes the check as it is, or it says why not beside the field."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from polyvalidate.files import source
from polyvalidate.files.draft import Answers, plain
from polyvalidate.model.grid import Activity, Grid
from tests.declaring import errors
from tests.extent import examples
from tests.site.browser.forming import declared, written


def of(known: list[tuple[Grid, Activity]], code: str) -> tuple[Grid, Activity]:
    """An activity of the latest grid."""
    return next(pair for pair in reversed(known) if pair[1].code == code)


def test_the_file_says_what_was_typed_and_no_more(form: Page, address: str, known: list[tuple[Grid, Activity]]) -> None:
    outcome = declared(form, address, *of(known, "3.1"), {"description": "010\n\n  NO: [x] # 1.10 👩\n"})
    parsed = source.parse(outcome.text.encode())

    assert outcome.path == "declarations/2024/s-base000001/3.1-une-activite-l-ete.yml"
    assert (parsed.refusals, {key: parsed.data[key] for key in parsed.data if key != "evidence"}) == (
        (),
        {
            "activity": "3.1",
            "title": "Une activité : l'été",
            "organisation": "École d'exemple",
            "period": {"from": "2026-01-12", "to": "2026-01-20"},
            "quantity": 1,
            "description": "010\n\n  NO: [x] # 1.10 👩",
        },
    )


SEEN = st.characters(codec="utf-8", exclude_categories=("Cc", "Cn", "Co"))
HOSTILE = st.one_of(
    st.text(SEEN, min_size=1, max_size=130),
    st.text(max_size=40),
    st.sampled_from(
        [
            *("NO", "no", "~", "12:30", "010", "1.10", "0x1F", "- a", "a: b", "a #b", "@x", "`", "&a *b", "%YAML", "|"),
            *("!!python/object:os.system", "{", "[", '"', "'", "\\", "\\u0041", "---", "...", "é", "e\u0301", "\u00a0"),
            *(
                "a\u00a0: b",
                "\u2028",
                "\u202e",
                "\u200b",
                "\ufeff",
                "\x00",
                "\x1b[2J",
                "\x85",
                "\x7f",
                "1",
                "-1",
                "1e9",
            ),
            *("2026-01-31", "lea@example.org", "06 12 34 56 78", "06;12;34;56;78", "21234567", "1 85 05 78 006 084"),
            *(
                "a\nb",
                "a\r\nb",
                "<script>alert(1)</script>",
                "</script>",
                "=cmd",
                "\t",
                " ",
                "",
                "🤖",
                "👩\u200d🔬",
                "١",
            ),
            *("ß", "ﬁ", "Ǆ", "œuvre", "\u3000", "\u2003", "x" * 121, "a" * 2001, "[" * 600, "- " * 600, "," * 1999),
        ]
    ),
)
TEXTS = ("title", "organisation", "event", "description")
NUMBERS = st.one_of(st.integers(-5, 3000).map(str), st.sampled_from(["1.5", "1e2", "007", "", "201", "0"]))
CHANGES = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(TEXTS, HOSTILE) | {"quantity": NUMBERS, "hours": NUMBERS},
)


@pytest.mark.slow
@settings(max_examples=examples(15), deadline=None, suppress_health_check=list(HealthCheck))
@given(pick=st.integers(0, 105), changes=CHANGES)
@example(pick=60, changes={"title": "06;12;34;56;78"})
@example(pick=60, changes={"title": "NO", "organisation": "12:30", "description": "010"})
def test_whatever_is_typed_what_comes_out_passes_the_check(
    form: Page, address: str, school: Path, known: list[tuple[Grid, Activity]], pick: int, changes: dict[str, str]
) -> None:
    outcome = declared(form, address, *known[pick], changes)

    event("refused beside the field" if outcome.wrong else "written")
    if not outcome.wrong:
        with written(school, outcome):
            assert errors(school) == []
    else:
        # Nothing is refused but what was typed on purpose, or what goes with it.
        assert set(outcome.wrong) <= {*changes, "title", "description", "from", "to", "hours", "quantity"}


def test_the_text_is_what_the_program_itself_would_say(
    form: Page, address: str, known: list[tuple[Grid, Activity]]
) -> None:
    outcome = declared(form, address, *of(known, "7.5"), {"level": "laureate"})
    parsed = source.parse(outcome.text.encode()).data
    same = plain(
        Answers(
            activity="7.5",
            first=date(2026, 1, 12),
            last=date(2026, 1, 20),
            level="laureate",
            quantity=1,
            title="Une activité : l'été",
            organisation="École d'exemple",
        )
    )

    assert list(parsed) == [*same, "evidence"]
    assert {key: parsed[key] for key in same} == same
