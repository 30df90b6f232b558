"""Surgical edits: one value changes, the data is exactly what was asked for, and every other byte stays."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from polyvalidate.files import edit, source
from polyvalidate.files.edit.document import Document
from tests.extent import examples

DECISION = {"decision": "accepted", "points": 1, "by": "ref-3", "on": "2026-02-03"}
WRITTEN = "evaluation:\n  decision: accepted\n  points: 1\n  by: ref-3\n  on: 2026-02-03\n"

# --- files as people write them ---------------------------------------------------------------------------------------

WORDS = st.sampled_from(["un", "deux mots", "Été à Tours", "x-1", "1.5", "12", "true", "a#b", "31/01/2026", "c'est"])
COMMENTS = st.sampled_from(["", "", " # bien", "  # un: deux", "\t# {a: b}"])
INLINE = st.one_of(
    st.builds("{}{}".format, WORDS, COMMENTS),
    st.builds('"{}"{}'.format, st.sampled_from(["a: b", "# non", "l\\nm", "", "3.1", "é"]), COMMENTS),
    st.builds("'{}'{}".format, st.sampled_from(["it''s", "# non", " ", "3.1"]), COMMENTS),
    COMMENTS,
)
NAMES = ["activity", "title", "description", "quantity", "evidence", "evaluation", "appeal", "x", "on", "points", "by"]
LONE = st.sampled_from(["", "# seul", "  # en retrait", "      # très en retrait", "\t", "   "])


@st.composite
def blocks_of_text(draw: st.DrawFn, margin: int) -> list[str]:
    header = draw(st.sampled_from(["|", "|-", "|+", ">", ">-", ">+", "|2", "|-2"])) + draw(
        st.sampled_from(["", " # entête"])
    )
    body = draw(
        st.lists(st.sampled_from(["texte", "# pas un commentaire", "", "  plus loin", "a: b", "- c"]), max_size=4)
    )
    return [header, *(" " * (margin + 2) + line if line else "" for line in body)]


@st.composite
def braces(draw: st.DrawFn, margin: int) -> list[str]:
    pairs = draw(
        st.lists(
            st.tuples(
                st.sampled_from(NAMES), st.sampled_from(["1", "un mot", '"a, b"', "", "{y: 2}", "[1, deux]", "[]"])
            ),
            max_size=3,
            unique_by=lambda pair: pair[0],
        )
    )
    seams = [draw(st.sampled_from([", ", ",", ",  # note\n" + " " * (margin + 3), ",\n" + " " * (margin + 3)]))] * 3
    inside = "".join(f"{key}: {value}" + seams[i] for i, (key, value) in enumerate(pairs))
    whole = "{" + (inside if draw(st.booleans()) else inside.rstrip(", ")) + "}" + draw(COMMENTS)
    return whole.split("\n")


@st.composite
def mappings(draw: st.DrawFn, margin: int, depth: int) -> list[str]:
    lines: list[str] = []
    for key in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5 if depth == 0 else 3, unique=True)):
        lines += [" " * margin * (line.startswith("#")) + line for line in draw(st.lists(LONE, max_size=1))]
        spelled = draw(st.sampled_from([key, key, key, f'"{key}"', f"{key} "]))
        first, *rest = draw(values(margin, depth))
        if draw(st.integers(0, 15)) == 0:
            lines += [f"{' ' * margin}? {spelled}", f"{' ' * margin}: {first}", *rest]
        else:
            lines += [f"{' ' * margin}{spelled}: {first}" if first else f"{' ' * margin}{spelled}:", *rest]
    return lines


@st.composite
def items(draw: st.DrawFn, margin: int, depth: int) -> list[str]:
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        if depth < 2 and draw(st.booleans()):
            first, *rest = draw(mappings(margin + 2, depth + 1))
            lines += [f"{' ' * margin}- {first.lstrip()}", *rest]
        else:
            lines.append(f"{' ' * margin}- {draw(INLINE)}")
    return lines


@st.composite
def values(draw: st.DrawFn, margin: int, depth: int) -> list[str]:
    kind = draw(st.integers(0, 5 if depth < 2 else 3))
    if kind <= 1:
        return [draw(INLINE).lstrip()]
    if kind == 2:
        return draw(blocks_of_text(margin))
    if kind == 3:
        return draw(braces(margin))
    head = draw(st.sampled_from(["", "# dedans"]))
    if kind == 4:
        return [head, *draw(mappings(margin + draw(st.integers(1, 4)), depth + 1))]
    return [head, *draw(items(margin + draw(st.sampled_from([0, 2])), depth + 1))]


@st.composite
def files(draw: st.DrawFn) -> bytes:
    if draw(st.integers(0, 7)) == 0:
        lines = draw(braces(0))
    else:
        lines = draw(mappings(draw(st.sampled_from([0, 0, 0, 2])), 0))
    lines = draw(st.sampled_from([[], [], ["# yaml-language-server: $schema=x"], ["---"], ["# un", ""]])) + lines
    lines += draw(st.lists(LONE, max_size=2)) + draw(st.sampled_from([[], [], [], ["..."]]))
    text = "\n".join(lines) + draw(st.sampled_from(["\n", "\n", ""]))
    data = (text.replace("\n", "\r\n") if draw(st.booleans()) else text).encode()
    assume(source.parse(data).readable)
    return data


TEXTS = st.sampled_from(
    ["simple", "a: b", "# x", "no", "", "l\nm\n", "l\nm", "l\n  m\n", "fin:", "a, b", "«\xa0é\xa0»"]
)
SCALARS = st.one_of(TEXTS, st.none(), st.booleans(), st.integers(0, 200), st.integers(1, 40).map(lambda n: n / 4))
PLAIN = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*NAMES, "no", "é"]), inner, max_size=3)
    ),
    max_leaves=6,
)
BLOCKS = st.dictionaries(st.sampled_from([*NAMES, "decision", "comment", "reason"]), SCALARS, max_size=5)


def routes(plain: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    pairs = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    return [route for key, inner in pairs for route in ((*before, key), *routes(inner, (*before, key)))]


def exactly(plain: Any) -> str:
    """Data as text, 1 told from true and 2.0 the same as 2."""
    text = json.dumps(plain, sort_keys=True)
    return json.dumps(json.loads(text, parse_float=lambda n: int(float(n)) if float(n).is_integer() else float(n)))


def assigned(plain: Any, route: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(plain)
    holder = changed
    for key in route[:-1]:
        holder = holder[key]
    if isinstance(holder, list) and route[-1] == len(holder):
        holder.append(value)
    else:
        holder[route[-1]] = value
    return changed


# --- the laws ---------------------------------------------------------------------------------------------------------


@settings(max_examples=examples(150), deadline=None)
@given(files(), st.data())
def test_any_sequence_of_edits_gives_exactly_the_data_that_was_asked_for(data: bytes, draw: st.DataObject) -> None:
    expected = source.parse(data).data
    for _ in range(3):
        known = routes(expected)
        what = draw.draw(st.sampled_from(["set", "add", "block", "remove"]))
        if what == "block" or not known:
            key, block = draw.draw(st.sampled_from(["evaluation", "appeal"])), draw.draw(BLOCKS)
            data, expected = edit.set_block(data, key, block), {**expected, key: block}
        elif what == "remove":
            route = draw.draw(st.sampled_from(known))
            data = edit.remove(data, route)
            holder = expected = copy.deepcopy(expected)
            for key in route[:-1]:
                holder = holder[key]
            del holder[route[-1]]
        else:
            route = draw.draw(st.sampled_from(known))
            holder = expected
            for key in route:
                holder = holder[key]
            if what == "add" and isinstance(holder, dict):
                route = (*route, draw.draw(st.sampled_from(NAMES)))
            elif what == "add" and isinstance(holder, list):
                route = (*route, len(holder))
            value = draw.draw(PLAIN)
            data, expected = edit.set_value(data, route, value), assigned(expected, route, value)

        assert exactly(source.parse(data).data) == exactly(expected)


def outside(data: bytes, key: str) -> tuple[list[str], list[str]]:
    """The lines before a key of the top and those from the next key of the top on. Line ends are compared too."""
    tops = {k[0]: span.line for (k, at_key), span in source.spans(data).items() if at_key and len(k) == 1}
    lines = data.decode().splitlines(keepends=True)
    later = [line for line in tops.values() if line > tops[key]]
    return lines[: tops[key] - 1], lines[min(later) - 1 :] if later else []


def is_of_blocks(data: bytes) -> bool:
    """Is the top of the file made of lines rather than of braces?"""
    return not Document(data).root.flow_style


@settings(max_examples=examples(150), deadline=None)
@given(files(), st.data(), BLOCKS)
def test_a_block_that_is_replaced_leaves_every_line_outside_as_it_was(
    data: bytes, draw: st.DataObject, block: Any
) -> None:
    assume(is_of_blocks(data))
    key = draw.draw(st.sampled_from(list(source.parse(data).data)))

    edited = edit.set_block(data, key, block)

    assert outside(edited, key) == outside(data, key)


@settings(max_examples=examples(150), deadline=None)
@given(files(), BLOCKS)
def test_a_block_that_is_added_leaves_every_line_as_it_was(data: bytes, block: Any) -> None:
    assume(is_of_blocks(data))
    data = data if data.endswith(b"\n") else data + b"\n"
    key = next(key for key in ("evaluation", "appeal", "arrangement") if key not in source.parse(data).data)

    edited = edit.set_block(data, key, block)

    assert edit.remove(edited, key) == data


@settings(max_examples=examples(150), deadline=None)
@given(files(), st.data())
def test_a_value_that_is_replaced_keeps_every_comment_outside_of_it(data: bytes, draw: st.DataObject) -> None:
    plain = source.parse(data).data
    scalars = [route for route in routes(plain) if not isinstance(edit._at(plain, route), dict | list)]
    assume(scalars)

    edited = edit.set_value(data, draw.draw(st.sampled_from(scalars)), draw.draw(SCALARS))

    assert comments(edited) == comments(data)


def comments(data: bytes) -> list[str]:
    document = Document(data)
    return sorted(document.text[slice(*span)] for span in document.comments)


@settings(max_examples=examples(100), deadline=None)
@given(files(), st.data())
def test_setting_what_is_there_changes_no_byte(data: bytes, draw: st.DataObject) -> None:
    plain = source.parse(data).data
    known = routes(plain)
    assume(known)
    route = draw.draw(st.sampled_from(known))

    assert edit.set_value(data, route, edit._at(plain, route)) == data


# --- as people see it -------------------------------------------------------------------------------------------------


def test_a_decision_goes_before_the_appeal_and_above_its_comment() -> None:
    data = b'activity: "3.1"   # code\n\n# recours de la personne\nappeal:\n    reason: Non\n'

    edited = edit.set_block(data, "evaluation", DECISION)

    assert edited.decode() == (
        f'activity: "3.1"   # code\n\n{WRITTEN}# recours de la personne\nappeal:\n    reason: Non\n'
    )


def test_an_appeal_goes_to_the_end_below_the_last_comment() -> None:
    edited = edit.set_block(b"quantity: 2\n# fin\n", "appeal", {"reason": "Non.", "on": "2026-02-10"})

    assert edited.decode() == "quantity: 2\n# fin\nappeal:\n  on: 2026-02-10\n  reason: Non.\n"


def test_keys_that_remain_keep_their_comments_and_their_bytes_and_the_others_lose_theirs() -> None:
    data = (
        "evaluation:  # par les référents\n"
        "    # vu avec le BDE\n"
        "    decision:   'accepted'  # sûr\n"
        "    # la deuxième personne\n"
        "    second: ref-1  # au besoin\n"
        "    by: ref-3\n"
        "# après\n"
    ).encode()

    edited = edit.set_block(data, "evaluation", {"decision": "accepted", "points": 1.5, "by": "ref-3"})

    assert edited.decode() == (
        "evaluation:  # par les référents\n"
        "    # vu avec le BDE\n"
        "    decision:   'accepted'  # sûr\n"
        "    points: 1.5\n"
        "    by: ref-3\n"
        "# après\n"
    )


def test_braces_become_lines_and_their_comments_follow_their_keys() -> None:
    data = b"evaluation: {decision: partial, # bien\n  # d'abord\n  by: ref-3, second: ref-1} # fin\nquantity: 2\n"

    edited = edit.set_block(data, "evaluation", {"decision": "partial", "points": 1, "by": "ref-3"})

    assert edited.decode() == (
        "evaluation:  # fin\n  decision: partial  # bien\n  points: 1\n  # d'abord\n  by: ref-3\nquantity: 2\n"
    )


def test_windows_line_ends_stay_and_the_new_lines_have_them_too() -> None:
    edited = edit.set_block(b"quantity: 2\r\nappeal: {reason: Non}\r\n", "evaluation", DECISION)

    assert edited.decode() == "quantity: 2\r\n" + WRITTEN.replace("\n", "\r\n") + "appeal: {reason: Non}\r\n"


def test_a_last_line_without_its_end_gets_one() -> None:
    assert edit.set_block(b"quantity: 2", "evaluation", DECISION).decode() == "quantity: 2\n" + WRITTEN


def test_a_last_text_without_a_line_end_keeps_its_very_words() -> None:
    edited = edit.set_block(b"description: |  # ici\n  Accueil\n  # x", "evaluation", DECISION)

    assert edited.decode() == "description: |-  # ici\n  Accueil\n  # x\n" + WRITTEN


def test_a_text_that_looks_like_comments_and_keys_is_a_text() -> None:
    data = b"description: |\n  # Titre\n  evaluation: oui\n  appeal:\n\n\nquantity: 2\n"

    edited = edit.set_value(data, ("quantity",), 3)

    assert edited == data.replace(b"quantity: 2", b"quantity: 3")


def test_a_comment_in_retreat_is_not_swallowed_by_a_text_of_several_lines() -> None:
    data = b"evaluation:\n  decision: partial\n\n      # en retrait\nquantity: 2\n"

    edited = edit.set_block(data, "evaluation", {"decision": "partial", "comment": "Un.\nDeux.\n"})

    assert comments(edited) == ["# en retrait"]


def test_a_file_in_braces_stays_in_braces() -> None:
    edited = edit.set_block(b'{activity: "3.1", appeal: {reason: Non}}\n', "evaluation", {"by": "ref-3"})

    assert edited == b'{activity: "3.1", evaluation: {by: ref-3}, appeal: {reason: Non}}\n'


def test_a_decision_stands_above_the_line_that_ends_the_document() -> None:
    edited = edit.set_block(b"---\nquantity: 2\n...\n", "evaluation", DECISION)

    assert edited.decode() == f"---\nquantity: 2\n{WRITTEN}...\n"


def test_spaces_below_a_key_that_goes_do_not_become_part_of_the_text_above() -> None:
    assert edit.remove(b"description: |\n  Un\ntitle: Deux\n    ", "title") == b"description: |\n  Un\n"


def test_a_value_deep_inside_changes_alone() -> None:
    data = b"evidence:\n- kind: E2   # liste\n  sha256: 'ABC'\n- {kind: E1, size: \"12\"} # dos\n"

    edited = edit.set_value(edit.set_value(data, ("evidence", 0, "sha256"), "abc"), ("evidence", 1, "size"), 12)

    assert edited == b"evidence:\n- kind: E2   # liste\n  sha256: abc\n- {kind: E1, size: 12} # dos\n"


def test_mappings_that_are_missing_on_the_way_are_made() -> None:
    edited = edit.set_value(b"quantity: 2\nappeal:\n", ("appeal", "outcome"), "granted")

    assert edited == b"quantity: 2\nappeal:\n  outcome: granted\n"


def test_removing_what_is_not_there_changes_nothing() -> None:
    assert edit.remove(b"quantity: 2", "evaluation") == b"quantity: 2"
    assert edit.remove(b"title: Un\n", ("title", 0)) == b"title: Un\n"


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (b"a: [\n", ("a",)),
        (b"\xef\xbb\xbfa: 1\n", ("a",)),
        (b"a: &b 1\n", ("a",)),
        (b"a: texte\n", ("a", "b")),
        (b"a: [1]\n", ("a", 3)),
        (b"a: [1]\n", ("a", "b")),
        (b"a: 1\n", (0,)),
        (b"a: texte\n", ("a", 0)),
        (b"a: [1]\n", ("a", -1)),
        (b"? a\n? b\n", ("a",)),
        (b"a: 1\n", ()),
    ],
)
def test_what_cannot_be_edited_is_refused(data: bytes, keys: Any) -> None:
    with pytest.raises(edit.Uneditable):
        edit.set_value(data, keys, 1)


def test_a_result_that_would_not_be_accepted_is_refused() -> None:
    with pytest.raises(edit.Uneditable):
        edit.set_block(b"a: 1\n", "evaluation", {"comment": "x" * source.MAXIMUM_SIZE})


@pytest.mark.parametrize(
    "wrong",
    [
        "quantity: 3\nby: ref-3\n",
        "quantity: 2\n",
        "quantity: [\n",
        "quantity: 2\nby: ref-3\nx: 1\n",
        'quantity: "2"\nby: ref-3\n',
    ],
)
def test_a_way_of_writing_that_says_something_else_is_never_given_back(
    monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setattr(edit.blocks, "inserted", lambda *_: iter([wrong]))

    with pytest.raises(edit.Uneditable):
        edit.set_value(b"quantity: 2\n", ("by",), "ref-3")


def test_a_way_of_writing_that_other_readers_take_for_something_else_is_never_given_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(edit.blocks, "inserted", lambda *_: iter(["quantity: 2\ntitle: no\n"]))

    with pytest.raises(edit.Uneditable):
        edit.set_value(b"quantity: 2\n", ("title",), "no")
