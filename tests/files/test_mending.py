"""What is safe to mend in a file: its form, never its words; mending twice is mending once."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from polyvalidate.files import canonical, source
from polyvalidate.files import mend as mending
from polyvalidate.files.edit import _at
from polyvalidate.files.edit.document import Document
from polyvalidate.files.schema import Reader
from polyvalidate.school.check import make_judge
from tests.extent import examples
from tests.files.test_editing import files, routes

PATH = "declarations/2025/s-k3f9q2mz7w/3.1-portes-ouvertes.yml"
MODELINE = "# yaml-language-server: $schema=../../../schemas/declaration.schema.json\n"


@cache
def reader() -> Reader:
    return make_judge().reader


def mend(data: bytes, kind: str = "declaration", path: str = PATH) -> mending.Mended:
    return mending.mend(data, kind, path, reader())


def mended(text: str) -> str:
    """A declaration once mended, its first line for editors left out."""
    return mend(text.encode()).data.decode().removeprefix(MODELINE)


# --- the laws ---------------------------------------------------------------------------------------------------------

TEXTS = st.sampled_from(
    ["Stand robotique", "C'est « l'été »", "Atelier 12", "a, b", "Un\nDeux\n", "Un\n# deux\n  trois"]
)
DECLARATIONS = st.fixed_dictionaries(
    {
        "activity": st.sampled_from(["3.1", "3.10", "1.2"]),
        "title": st.sampled_from(
            ["Stand robotique", "C'est l'été", "Fête, jeux", "Atelier n° 12", "no", "2026", "12:30"]
        ),
        "organisation": st.sampled_from(["Association d'exemple", "@home", "BDE"]),
        "period": st.just({"from": "2026-01-31", "to": "2026-02-14"}),
        "quantity": st.integers(1, 200),
    },
    optional={
        "description": TEXTS,
        "evidence": st.lists(
            st.fixed_dictionaries(
                {
                    "kind": st.just("E2"),
                    "store": st.just("pull-request"),
                    "name": st.just("a.pdf"),
                    "sha256": st.sampled_from(["9f2c" * 16, "12" * 32, "1e" + "3" * 62]),
                },
                optional={"size": st.integers(1, 5_000_000)},
            ),
            min_size=1,
            max_size=2,
        ),
        "evaluation": st.fixed_dictionaries(
            {
                "decision": st.just("partial"),
                "points": st.sampled_from([0.25, 1, 1.5]),
                "by": st.just("ref-3"),
                "on": st.just("2026-02-20"),
                "comment": TEXTS,
            }
        ),
    },
)


def unquoted(data: bytes) -> bytes:
    return re.sub(rb'^(activity|title|organisation): "([^"\\]*)"$', rb"\1: \2", data, flags=re.MULTILINE)


def shuffled(data: bytes) -> bytes:
    first, *lines = data.decode().split("\n")
    start = next(i for i, line in enumerate(lines) if line.startswith("quantity"))
    return "\n".join([first, *lines[start:-1], *lines[:start], ""]).encode()


def without_last_end(data: bytes) -> bytes:
    """The last line loses its end, unless that would be a text that loses it: nobody can tell that it ever had one."""
    cut = data.removesuffix(b"\n")
    before, after = source.parse(data), source.parse(cut)
    return cut if before.readable and after.data == before.data else data


SLIPS: dict[str, Callable[[bytes], bytes]] = {
    "a mark": lambda data: b"\xef\xbb\xbf" + data,
    "Windows lines": lambda data: data.replace(b"\n", b"\r\n"),
    "no last line end": without_last_end,
    "spaces": lambda data: re.sub(rb"^(period|quantity|evidence)(.*)$", rb"\1\2 \t ", data, flags=re.MULTILINE),
    "no quotes": unquoted,
    "quotes": lambda data: re.sub(rb"(quantity|size|points): ([0-9.,]+)", rb'\1: "\2"', data),
    "commas": lambda data: re.sub(rb"points: ([0-9])\.([0-9]+)", rb"points: \1,\2", data),
    "French days": lambda data: re.sub(rb"(from|to|on): ([0-9]{4})-([0-9]{2})-([0-9]{2})", rb"\1: \4/\3/\2", data),
    "capitals": lambda data: re.sub(rb"[0-9a-f]{64}", lambda found: found[0].upper(), data),
    "no line for editors": lambda data: re.sub(rb"^# yaml-language.*\n", b"", data),
    "another order": shuffled,
}


@settings(max_examples=examples(150))
@given(DECLARATIONS, st.lists(st.sampled_from(list(SLIPS)), unique=True, max_size=6))
@example({"activity": "3.10", "title": "no", "organisation": "@home", "quantity": 2}, ["no quotes", "another order"])
def test_the_slips_that_people_make_are_undone_and_the_data_is_what_it_was(
    declaration: dict[str, Any], slips: list[str]
) -> None:
    data = canonical.declaration_yaml(declaration).encode()
    wrong = data
    for slip in sorted(slips, key=list(SLIPS).index, reverse=True):
        wrong = SLIPS[slip](wrong)

    assert source.parse(mend(wrong).data).data == declaration


@settings(max_examples=examples(100))
@given(DECLARATIONS)
def test_a_file_that_the_program_wrote_is_left_alone(declaration: dict[str, Any]) -> None:
    data = canonical.declaration_yaml(declaration).encode()

    assert mend(data) == mending.Mended(data, ())


ALPHABET = st.sampled_from([*"aé1.,:;-#'\"{}[]|>&*!%@~? \t\r\n", "\ufeff", "activity: ", "title: ", "period: ", "on: "])


@settings(max_examples=examples(100))
@given(st.binary(max_size=60) | st.lists(ALPHABET, max_size=40).map(lambda parts: "".join(parts).encode()) | files())
@example("a: 1".encode("utf-16"))
@example(b"title: a: b\r\n\ttitle: [")
@example(b"a: 1\r\r\n")
def test_whatever_the_bytes_mending_twice_is_mending_once(data: bytes) -> None:
    once = mend(data)

    assert mend(once.data) == mending.Mended(once.data, ())


@settings(max_examples=examples(150))
@given(files())
def test_a_file_that_reads_keeps_its_keys_its_words_and_its_comments(data: bytes) -> None:
    before, after = source.parse(data).data, source.parse(mend(data).data).data

    assert sorted(routes(after), key=repr) == sorted(routes(before), key=repr)
    for route in routes(before):
        was, now = _at(before, route), _at(after, route)
        if isinstance(was, str):
            assert now == was or route[-1] in ("points", "quantity") or re.fullmatch(r"[0-9]{2}/[0-9]{2}/[0-9]{4}", was)
        elif not isinstance(was, dict | list):
            assert now == was or isinstance(now, str)
    assert set(comments(data)) <= set(comments(mend(data).data))


def comments(data: bytes) -> list[str]:
    document = Document(data)
    return [document.text[slice(*span)].rstrip() for span in document.comments]


@settings(max_examples=examples(100))
@given(files())
def test_what_no_reader_sees_changes_nothing_of_what_the_file_says(data: bytes) -> None:
    form = mending.mend_form(data)

    assert source.parse(form.data).data == source.parse(data).data
    assert mending.mend_form(form.data) == mending.Mended(form.data, ())


# --- each repair ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("activity: 3.10\n", 'activity: "3.10"\n'),
        ("title: no\n", 'title: "no"\n'),
        ("title: 2026  # l'an\n", 'title: "2026"  # l\'an\n'),
        ("title: true\n", 'title: "true"\n'),
        ("title: 12:30\n", 'title: "12:30"\n'),
        ("title: Concours : robots\n", 'title: "Concours : robots"\n'),
        ("title: [BDE] Soirée\n", 'title: "[BDE] Soirée"\n'),
        ('title: Le "grand" soir: bal\n', 'title: "Le \\"grand\\" soir: bal"\n'),
        ("organisation: @home\n", 'organisation: "@home"\n'),
        ("organisation: *Gala*\n", 'organisation: "*Gala*"\n'),
        ("organisation: 100 %\n", "organisation: 100 %\n"),
        ('quantity: "2"\n', "quantity: 2\n"),
        ("quantity: '2'\n", "quantity: 2\n"),
        ("evidence:\n- size: '1000000'\n", "evidence:\n- size: 1000000\n"),
        ("quantity: '12345678901'\n", "quantity: '12345678901'\n"),
        ("quantity: 2,0\n", "quantity: 2\n"),
        ("evaluation: {points: '1,5'}\n", "evaluation: {points: 1.5}\n"),
        ("evaluation:\n  points: 1,50 # vu\n", "evaluation:\n  points: 1.5 # vu\n"),
        ("period: {from: 31/01/2026, to: '1/2/2026'}\n", "period: {from: 2026-01-31, to: 2026-02-01}\n"),
        ("period: {from: 2026/1/5, to: 05.02.2026}\n", "period: {from: 2026-01-05, to: 2026-02-05}\n"),
        (f"evidence:\n- sha256: {'AB' * 32}\n", f"evidence:\n- sha256: {'ab' * 32}\n"),
        (f"evidence:\n- sha256: {'12' * 32}\n", f'evidence:\n- sha256: "{"12" * 32}"\n'),
        ("evidence:\n\t- kind: E2\n\t  name: a\n", "evidence:\n  - kind: E2\n    name: a\n"),
        ("description: |\n\tUn\n\tDeux\n", "description: |\n  Un\n  Deux\n"),
        ("title: Un \nquantity:\t2\t\n", "title: Un\nquantity:\t2\n"),
        ("description: |  \n  Un  \n  Deux\n", "description: |\n  Un  \n  Deux\n"),
        ("description: |\n  Un", "description: |-\n  Un\n"),
        ("title: Un\r\nquantity: 2\r\n", "title: Un\nquantity: 2\n"),
    ],
)
def test_what_is_certain_is_mended(written: str, expected: str) -> None:
    assert mended(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        # It is not certain what was meant.
        "title: Concours: robots #2\n",
        "title: 'grand' soir\n",
        'title: "pas fermé\n',
        "title: &a Texte\n",
        "title: null\n",
        "title: a: b\n  suite\n",
        "quantity: deux\n",
        "quantity: 1,500\n",
        'quantity: "02"\n',
        "quantity: 1.5\n",
        # It is not certain which is the day.
        "period: {from: 02/01/2026, to: 01/31/2026}\n",
        "period: {from: 31/01/26, to: 32/01/2026}\n",
        # It matters how wide the tab is.
        "description: |\n\tUn\n\t\tDeux\n",
        # It is not a value of the format.
        "evaluation: {decision: yes}\n",
        "evaluation: {points: 1,3}\n",
        "elsewhere: true\n",
        "titre: no: 2\n",
        "- title: a\n",
        "title: a\rquantity: 2\n",
    ],
)
def test_what_is_not_certain_is_left(written: str) -> None:
    assert mended(written) == written


def test_keys_go_to_their_order_with_the_comments_right_above_them() -> None:
    code = '# le code\n# de la grille\nactivity: "3.1"\n\n'
    evidence = "# la preuve\nevidence:  # une\n  - kind: E2\n\n"

    assert mended(f"quantity: 2\n\n{evidence}{code}# fin\n") == f"{code}quantity: 2\n\n{evidence}# fin\n"


@pytest.mark.parametrize(
    "written",
    [
        "# tout le fichier\nquantity: 2\ntitle: Un\n",
        "quantity: 2\ntitle: Un\nautre: 3\n",
        "{quantity: 2, title: Un}\n",
    ],
)
def test_keys_stay_where_it_is_not_certain_what_goes_where(written: str) -> None:
    assert mended(written) == written


def test_an_evaluation_that_moves_keeps_its_bytes() -> None:
    block = "evaluation:   # par les référents\n    by:  ref-3\n    decision: 'accepted'\n"

    assert mended(f"{block}title: Un\n") == f"title: Un\n{block}"


def test_a_file_in_utf_16_becomes_utf_8() -> None:
    assert mend("title: Été\n".encode("utf-16")).data.decode() == MODELINE + "title: Été\n"


def test_a_grid_is_mended_too() -> None:
    written = b"category: 3\nactivities:\n  3.10:\n    points: '1,5'\n    exclusive: [3.1, 3.20]\n"

    assert mend(written, "category", "grid/2025-2026/3-promotion.yml").data.decode() == (
        "# yaml-language-server: $schema=../../schemas/category.schema.json\n"
        'category: "3"\nactivities:\n  "3.10":\n    points: 1.5\n    exclusive: ["3.1", "3.20"]\n'
    )


def test_each_repair_is_told_with_its_line_in_the_file_as_it_was() -> None:
    data = b'\xef\xbb\xbfactivity: 3.1\r\nquantity: "2" \r\ntitle: a: b'

    assert sorted((repair.kind.value, repair.line) for repair in mend(data).repairs) == [
        ("last-line", 3),
        ("line-ends", 1),
        ("line-ends", 2),
        ("mark", 1),
        ("modeline", 1),
        ("number", 2),
        ("order", 2),
        ("quotes", 1),
        ("quotes", 3),
        ("spaces", 2),
    ]


def test_a_file_that_is_too_large_is_left() -> None:
    data = b"title: no\r\n" + b"#" * source.MAXIMUM_SIZE

    assert mend(data) == mending.Mended(data, ())


def test_a_file_that_the_line_for_editors_would_make_too_large_is_left() -> None:
    data = b"title: Un\n#" + b"-" * (source.MAXIMUM_SIZE - 12) + b"\n"

    assert source.parse(data).readable
    assert mend(data) == mending.Mended(data, ())
