"""Files whose text is a trap: hostile YAML, and hostile content in good YAML. Each ends in a code, and quickly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.hostile.scene import VISIT, WITNESS, School, visit, witness


def titled(text: str) -> bytes:
    return visit.replace("Visite au lycée".encode(), text.encode("utf-8", "surrogatepass"))


def with_quantity(text: bytes) -> bytes:
    return visit.replace(b"quantity: 1", b"quantity: " + text)


def with_period(text: bytes) -> bytes:
    return visit.replace(b"{from: 2026-01-20, to: 2026-01-20}", text)


def linked(url: str) -> bytes:
    head = visit[: visit.index(b"evidence:")]
    return head + f'evidence:\n  - {{kind: E7, store: url, url: "{url}"}}\n'.encode()


BOMB = b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"
REFUSED: dict[str, bytes] = {
    "title of blanks": titled('"\u00a0 "'),
    "title that fills": titled("\u3164"),
    "title in empty braille": titled("\u2800"),
    "a tab in the title": titled("Visite\tau lycée"),
    "a question mark between braces": with_period(b"{? from : 2026-01-20, to: 2026-01-20}"),
    "an appeal of blanks": visit + b'appeal: {on: 2026-02-06, reason: "  "}\n',
    "an appeal that fills": visit + "appeal: {on: 2026-02-06, reason: \u115f\u1160}\n".encode(),
    "empty": b"",
    "only comments": b"# rien\n# rien\n",
    "a text": b"bonjour\n",
    "a list": b"- activity: x\n",
    "nothing, in words": b"null\n",
    "two documents": visit + b"---\n" + visit,
    "directive": b"%YAML 1.2\n---\n" + visit,
    "tag directive": b"%TAG ! tag:example.org,2026:\n---\n" + visit,
    "duplicate key": visit + b"quantity: 2\n",
    "duplicate key, nested": with_period(b"{from: 2026-01-20, to: 2026-01-20, to: 2026-01-21}"),
    "alias bomb": BOMB + visit,
    "recursive alias": visit + b"description2: &a [*a]\n",
    "merge key": visit + b"<<: {quantity: 3}\n",
    "python tag": visit + b"level: !!python/object/apply:os.system [id]\n",
    "string tag": with_quantity(b"!!str 1"),
    "local tag": with_quantity(b"!x 1"),
    "50,000 brackets": b"[" * 50_000,
    "50,000 brackets after a key": visit + b"level: " + b"[" * 50_000,
    "30,000 braces": b"{" * 30_000,
    "16 KB of question marks": b"? " * 8_000,
    "16 KB of dashes": b"- " * 8_000,
    "10 MB scalar": visit + b"level: " + b"a" * 10_000_000 + b"\n",
    "4,301 digits": with_quantity(b"9" * 4_301),
    "65,536 commas": visit + b"level: [" + b"," * 60_000 + b"]\n",
    "not a number": with_quantity(b".nan"),
    "infinite": with_quantity(b".inf"),
    "exponent": with_quantity(b"1e3"),
    "hexadecimal": with_quantity(b"0x1F"),
    "octal": with_quantity(b"017"),
    "underscores": with_quantity(b"1_000"),
    "no": with_quantity(b"no"),
    "true": with_quantity(b"true"),
    "sexagesimal": with_quantity(b"12:30"),
    "negative": with_quantity(b"-1"),
    "huge": with_quantity(b"999999999"),
    "Arabic digits": with_quantity("١".encode()),
    "30 February": with_period(b"{from: 2026-02-30, to: 2026-02-30}"),
    "year 9999": with_period(b"{from: 9999-12-31, to: 9999-12-31}"),
    "year 1": with_period(b"{from: 0001-01-01, to: 0001-01-01}"),
    "next year": with_period(b"{from: 2099-01-20, to: 2099-01-20}"),
    "week date": with_period(b"{from: 2026-W04-2, to: 2026-W04-2}"),
    "date and time": with_period(b"{from: 2026-01-20T00:00:00Z, to: 2026-01-20}"),
    "date on two lines": with_period(b'{from: "2026-01-20\\n", to: 2026-01-20}'),
    "dates that are lists": with_period(b"{from: [2026-01-20], to: [2026-01-20]}"),
    "period that is a list": with_period(b"[2026-01-20, 2026-01-20]"),
    "UTF-16": visit.decode().encode("utf-16"),
    "UTF-16 without a mark": visit.decode().encode("utf-16-le"),
    "byte order mark": b"\xef\xbb\xbf" + visit,
    "Latin-1": visit.decode().encode("latin-1"),
    "NUL": titled("a\0b"),
    "lone surrogate": titled("a\ud800b"),
    "escaped surrogate": titled('"a\\uD800b"'),
    "escaped NUL": titled('"a\\0b"'),
    "next line": titled("a\u0085b"),
    "line separator": titled("a\u2028b"),
    "lone return": titled("a\rb"),
    "key that is a number": visit + b"1: x\n",
    "key that is nothing": visit + b"~: x\n",
    "key that is a list": visit + b"[a]: x\n",
    "__class__": visit + b"__class__: {__init__: x}\n",
    "$ref": visit + b"$ref: http://169.254.169.254/\n",
    "right to left": titled("a\u202eb"),
    "escaped right to left": titled('"a\\u202eb"'),
    "zero width": titled("a\u200bb"),
    "tag characters": titled("a\U000e0041b"),
    "activity that is a number": visit.replace(b'"3.3"', b"3.3"),
    "evidence that is a text": visit[: visit.index(b"evidence:")] + b"evidence: oui\n",
    "conflict marks": b"<<<<<<< HEAD\n" + visit + b"=======\n" + visit + b">>>>>>> x\n",
    "address with a password": linked("https://moi:secret@github.com/a"),
    "file address": linked("file:///etc/passwd"),
    "data address": linked("data:text/html,<script>"),
    "javascript address": linked("javascript:alert(1)"),
    "localhost": linked("http://localhost/"),
    "metadata": linked("http://169.254.169.254/latest/meta-data/"),
    "another host": linked("https://evil.example.org/"),
    "host in disguise": linked("https://github.com.evil.example.org/"),
    "host after an at": linked("https://github.com@evil.example.org/"),
    "homoglyph host": linked("https://gіthub.com/a"),
    "e-mail": titled("Écrire à a@example.org"),
    "e-mail in words": titled("Écrire à nom (at) example.org"),
    "phone": titled("Appeler le 06 39 98 12 34"),
    "full-width phone": titled("Appeler le ０６ ３９ ９８ １２ ３４"),
    "student number": titled("Numéro 21904321"),
    "national number": titled("INE 123456789AB"),
    "social security number": titled("1 85 05 78 006 084 91"),
    "phone in a comment": visit + b"# 06 39 98 12 34\n",
    "e-mail in a comment": visit + b"# a@example.org\n",
    "path in an evidence name": visit.replace(b"attestation.pdf", b"../../grid/roles.yml"),
    "program as evidence": visit.replace(b"attestation.pdf", b"attestation.exe"),
}
"""Never accepted."""

INERT: dict[str, str] = {
    "element": "<img src=x onerror=alert(1)>",
    "link": "[clic](javascript:alert(1))",
    "table": "a | b | c",
    "formula": "=cmd|' /C calc'!A0",
    "template": "{{ 7*7 }} {% raw %}",
    "expression": "${{ github.token }}",
    "workflow command": "::set-output name=a::b",
    "mention": "@everyone #1 !2",
    "back-ticks": "```` `id` ````",
    "percent": "%0A%0D::error::x",
}
"""Texts like others: accepted, and repeated to whoever decides only."""


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_a_hostile_text_is_refused_and_the_file_beside_it_judged(tmp_path: Path, data: bytes) -> None:
    school = School(tmp_path / "school")
    answer = school.gate(school.propose({VISIT: data, WITNESS: witness}))

    assert (answer.code, answer.status) == (1, "failure")
    assert answer.codes_of(VISIT)
    assert "PP302" in answer.codes_of(WITNESS)


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_nor_does_a_hostile_grid_get_through(tmp_path: Path, data: bytes) -> None:
    from tests.hostile.scene import KEEPER

    school = School(tmp_path / "school")
    answer = school.gate(school.propose({"grid/2025-2026/3-promotion.yml": data}), KEEPER)

    assert (answer.code, answer.status) == (1, "failure")


@pytest.mark.parametrize("text", INERT.values(), ids=INERT)
def test_a_text_that_means_something_elsewhere_is_text_here(tmp_path: Path, text: str) -> None:
    school = School(tmp_path / "school")
    quoted = "'" + text.replace("'", "''") + "'"
    head = school.propose({VISIT: titled(quoted)})

    assert school.gate(head).status == "pending"
    for form in ("text", "comment", "markdown", "github", "sarif", "gitlab", "junit"):
        place = tmp_path / form
        school.gate(head, "github:2000001", "--format", form, "--output", str(place))
        said = place.read_text(encoding="utf-8")
        # Whoever decides reads it in a fence of the comment (`tests/reports/test_comment.py`); nobody anywhere else.
        assert (text in said, text in re.sub("^(`{3,})text\n.*?\n\\1\n", "", said, flags=re.MULTILINE | re.DOTALL)) == (
            form == "comment",
            False,
        )


BAIT = {
    "at signs": "a@" * 32_000,
    "digits": "0" * 64_000,
    "phones": "06 39 98 12 3 " * 4_500,
    "dots": "a@" + "a." * 31_000,
    "numbers": "1 85 05 78 006 084 " * 3_300,
    "brackets": "a(at" * 16_000,
    "plus": "+1" * 32_000,
}


@pytest.mark.parametrize("text", BAIT.values(), ids=BAIT)
@pytest.mark.parametrize("where", ["title", "comment"])
def test_64_kb_of_bait_for_a_pattern_end_in_a_code(tmp_path: Path, text: str, where: str) -> None:
    school = School(tmp_path / "school")
    data = titled(f'"{text}"') if where == "title" else visit + f"# {text}\n".encode()
    answer = school.gate(school.propose({VISIT: data, WITNESS: witness}))

    assert "PP302" in answer.codes_of(WITNESS)
