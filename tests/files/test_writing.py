"""The one form in which the program writes YAML: read back, it says what was meant, to every reader."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from polyvalidate.files import canonical, source
from polyvalidate.files.source.octets import _FORBIDDEN
from tests.extent import examples

TEXTS = st.text(max_size=120)
SURPRISES = [
    "NO",
    "no",
    "12:30",
    "010",
    "1.10",
    "1_000",
    "0x1F",
    "0o17",
    "1e3",
    ".5",
    "+5",
    "-",
    "--- a",
    "null",
    "~",
    "",
    " ",
    "=",
    "<<",
    "y",
    "2026-01-31",
    "2026-01-31 12:00:00",
    " devant",
    "derrière ",
    "a: b",
    "a :",
    "a #b",
    "a#b",
    "#",
    "@arobase",
    "`",
    "%",
    "&a",
    "*a",
    "!a",
    "[a]",
    "{a: b}",
    "a, b",
    "« Été » à la carte",
    'C\'est "dit"',
    "\\",
    "🚲 vélo",
    "👩‍🔬",
    "fin insécable\xa0",
    "Voulez-vous\u202f?",
    "a\u0085b",
    "a\u2028b",
    "\ufeffa",
    "\x00\x07\x7f",
    "a\tb",
    "\ta",
    "a\r\nb",
    "a\nb",
    "a\nb\n",
    "a\nb\n\n",
    "\na",
    " a\nb",
    "a\n b\n",
    "a\n \nb",
    "a\n\nb\n",
    "# titre\n- un\n- deux: trois\n",
    "\U000e0041",
    "---\n",
    "...\n",
]


def a_declaration(text: str) -> dict[str, object]:
    return {
        "activity": "3.10",
        "title": text,
        "period": {"from": "2026-01-31", "to": "2026-02-01"},
        "quantity": 2,
        "description": text,
        "evidence": [{"kind": "E2", "name": text, "size": 12}, {"kind": "E1", "url": text}],
        "evaluation": {"decision": "partial", "points": 1.25, "comment": text},
    }


def dated_text(data: dict[str, object]) -> dict[str, object]:
    """YAML 1.1 reads a plain day as a date: it is given back as the text it is for us."""
    period = data["period"]
    assert isinstance(period, dict)
    return {**data, "period": {key: str(day) for key, day in period.items()}}


def is_visible(text: str) -> bool:
    """May a file hold this text? Our reader refuses hidden characters, as they are and written as escapes."""
    return _FORBIDDEN.search(text) is None


def are_visible(data: object) -> bool:
    if isinstance(data, dict):
        return all(are_visible(part) for pair in data.items() for part in pair)
    return all(map(are_visible, data)) if isinstance(data, list) else not isinstance(data, str) or is_visible(data)


@settings(max_examples=examples(150), deadline=None)
@given(TEXTS)
def test_any_text_is_read_back_by_our_reader_as_it_was_written_or_refused_for_what_it_hides(text: str) -> None:
    written = canonical.declaration_yaml(a_declaration(text))

    parsed = source.parse(written.encode())

    if is_visible(text):
        assert (parsed.data, parsed.readable) == (a_declaration(text), True)
        assert {refusal.kind for refusal in parsed.refusals} == ({"blank"} if source.is_blank(text) else set())
    else:
        assert (parsed.readable, [refusal.kind for refusal in parsed.refusals]) == (False, ["forbidden-character"])


@settings(max_examples=examples(150), deadline=None)
@given(TEXTS)
def test_any_text_is_read_back_by_a_reader_of_yaml_11_as_it_was_written(text: str) -> None:
    written = canonical.declaration_yaml(a_declaration(text))

    assert dated_text(yaml.safe_load(written)) == a_declaration(text)


@pytest.mark.parametrize("text", SURPRISES)
def test_a_text_that_yaml_could_take_for_something_else_stays_that_text(text: str) -> None:
    written = canonical.declaration_yaml(a_declaration(text))

    assert source.parse(written.encode()).readable == is_visible(text)
    assert dated_text(yaml.safe_load(written)) == a_declaration(text)
    assert dated_text(yaml.load(written, yaml.CSafeLoader)) == a_declaration(text)


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-99_999_999, 99_999_999)
    | st.integers(-9_999, 9_999).map(lambda quarters: quarters / 4)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=examples(150), deadline=None)
@given(st.dictionaries(st.text(max_size=8), PLAIN, min_size=1, max_size=4).filter(are_visible))
@example({"period": {"from": "31/01/2026, 14 h", "to": "}"}, "evidence": [[[]], {}], "evaluation": {}})
@example({"on": "2026-01-31", "session": "2026-07", "": None, "no": "no", "a b": [[1, {"x": "a\nb\n"}], "c\nd"]})
def test_data_of_any_shape_is_read_back_as_it_was_written(data: dict[str, object]) -> None:
    written = canonical.student_yaml(data)

    assert source.parse(written.encode()).data == data


@settings(max_examples=examples(100), deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["title", "period", "evidence", "evaluation", "appeal", "x"]), PLAIN, min_size=1
    ).filter(are_visible)
)
def test_a_declaration_of_any_shape_is_read_back_as_it_was_written(data: dict[str, object]) -> None:
    written = canonical.declaration_yaml(data)

    assert source.parse(written.encode()).data == data


@settings(max_examples=examples(100), deadline=None)
@given(TEXTS.filter(is_visible))
def test_what_was_read_back_is_written_again_the_same(text: str) -> None:
    written = canonical.declaration_yaml(a_declaration(text))

    assert canonical.declaration_yaml(source.parse(written.encode()).data) == written


def test_a_declaration_is_written_in_the_order_and_the_form_of_the_formats() -> None:
    written = canonical.declaration_yaml(
        {
            "evaluation": {
                "comment": "Présence confirmée.",
                "on": "2026-02-03",
                "by": "ref-3",
                "points": 1.0,
                "decision": "accepted",
            },
            "evidence": [{"sha256": "9f2c" * 16, "name": "emargement.pdf", "store": "pull-request", "kind": "E2"}],
            "description": "Accueil des familles.\nMatin et après-midi.\n",
            "quantity": 2,
            "period": {"to": "2026-01-31", "from": "2026-01-31"},
            "organisation": "Association d'exemple 12",
            "title": "Portes ouvertes : stand robotique",
            "activity": "3.1",
        }
    )

    assert written == (
        "# yaml-language-server: $schema=../../../schemas/declaration.schema.json\n"
        'activity: "3.1"\n'
        'title: "Portes ouvertes : stand robotique"\n'
        "organisation: Association d'exemple 12\n"
        "period: {from: 2026-01-31, to: 2026-01-31}\n"
        "quantity: 2\n"
        "description: |\n"
        "  Accueil des familles.\n"
        "  Matin et après-midi.\n"
        "evidence:\n"
        "  - kind: E2\n"
        "    store: pull-request\n"
        "    name: emargement.pdf\n"
        "    sha256: 9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c\n"
        "evaluation:\n"
        "  decision: accepted\n"
        "  points: 1\n"
        "  by: ref-3\n"
        "  on: 2026-02-03\n"
        "  comment: Présence confirmée.\n"
    )


def test_a_student_is_written_in_the_order_and_the_form_of_the_formats() -> None:
    written = canonical.student_yaml(
        {
            "arrangement": {"by": "jury-1", "on": "2025-11-04", "required": 7},
            "profile": "AMENAGE",
            "programme": "DI",
            "account": "github:583231",
        }
    )

    assert written == (
        "# yaml-language-server: $schema=../../../schemas/student.schema.json\n"
        "account: github:583231\n"
        "programme: DI\n"
        "profile: AMENAGE\n"
        "arrangement:\n"
        "  required: 7\n"
        "  on: 2025-11-04\n"
        "  by: jury-1\n"
    )


def test_a_quitus_is_written_in_the_order_and_the_form_of_the_formats() -> None:
    written = canonical.quitus_yaml(
        {
            "by": "jury-1",
            "on": "2026-07-08",
            "required": 10,
            "credited": 10.5,
            "outcome": "acquired",
            "session": "2026-07",
        }
    )

    assert written == (
        "# yaml-language-server: $schema=../../../schemas/quitus.schema.json\n"
        "session: 2026-07\n"
        "outcome: acquired\n"
        "credited: 10.5\n"
        "required: 10\n"
        "on: 2026-07-08\n"
        "by: jury-1\n"
    )


def test_a_digest_that_looks_like_a_number_is_quoted() -> None:
    assert canonical.is_plain("9" * 64) is False
    assert canonical.is_plain("1" * 31 + "e" + "2" * 32) is False
    assert canonical.is_plain("9f2c" * 16) is True


def test_half_a_character_is_refused_rather_than_written() -> None:
    with pytest.raises(ValueError, match="half a character"):
        canonical.declaration_yaml({"title": "\ud83d"})


def test_a_number_that_is_not_finite_is_refused_rather_than_written() -> None:
    with pytest.raises(ValueError, match="float"):
        canonical.declaration_yaml({"quantity": float("nan")})
