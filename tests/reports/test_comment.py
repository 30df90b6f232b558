"""The comment of a request, for whoever decides: all that they need in one fold, and nothing of the author outside its
fences, whatever the author wrote."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from polyvalidate.forge.judging import as_in_box
from polyvalidate.forge.plain.showing import in_a_terminal
from polyvalidate.judgement.change import check_change
from polyvalidate.judgement.rights import Authority, actor_of
from polyvalidate.judgement.verdict import Around, Compared, Request
from polyvalidate.judgement.waiting import Past
from polyvalidate.model.findings import START, Finding, Severity
from polyvalidate.model.folder import Evidence
from polyvalidate.reports import VERDICT_FORMATS
from polyvalidate.reports.comment import MOST_BYTES
from polyvalidate.reports.context import Context
from polyvalidate.reports.fence import MOST_CHARACTERS
from polyvalidate.reports.verdict_words import Judgement
from polyvalidate.rules import RULES
from polyvalidate.rules.cases import Precedent
from tests.judgement.changing import (
    BETWEEN,
    DAY,
    DECLARED,
    HALF,
    HALF_AGAIN,
    JUDGE,
    TABLE,
    THREE,
    Files,
    base,
    book,
    changed,
    claim,
    decision,
)
from tests.judgement.changing import (
    RULES as RULES_FILE,
)
from tests.proposing import REFERENT_1, STUDENT

SITE = "https://polyvalidate.example.org"
GFM = MarkdownIt("gfm-like", {"html": True})


def judgement(after: Files, actor: str = STUDENT, more: Files | None = None, **known: Any) -> Judgement:
    """What is known of a request in a school over which files were laid."""
    there = book(more)
    authority = Authority(actor_of(actor, there), there, TABLE)
    verdict = check_change(JUDGE, authority, changed(after, more), Request(actor, DAY), there, Around(across=True))
    return Judgement(verdict, there, "a" * 40, "b" * 40, DAY, **known)


def rendered(of: Judgement, lang: str = "fr") -> str:
    return VERDICT_FORMATS["comment"](of, RULES, Context(lang, SITE, "1.0.0", lambda _path: ()))


def with_said(of: Judgement, path: str = HALF, **said: Any) -> Judgement:
    """The same, of which one declaration says something else; a file could not even hold some of it."""
    there = of.verdict.claims[path]
    declaration = there.declaration._replace(**said)
    return replace(of, verdict=replace(of.verdict, claims={path: there._replace(declaration=declaration)}))


def precedents(*decided: tuple[str, float | None, str], path: str = HALF) -> Past:
    """Decisions on the activity of a declaration: the word, the points, and who signs."""
    of = [
        Precedent.of(claim(path, DECLARED[path] + decision(by, points, said, comment="Vu.")))
        for said, points, by in decided
    ]
    return Past({}, {claim(path).activity.code: of})


# --- what is read


def test_whoever_decides_has_all_of_it_in_one_fold(golden: Callable[[str, str], None]) -> None:
    link = "  - kind: E2\n    store: url\n    url: https://github.com/ecole/photos\n"
    described = "description: |\n  Présentation aux élèves de terminale.\n\n  ```\n  Deux classes, le `matin`.\n"
    files = {HALF: DECLARED[HALF] + link + described, BETWEEN: DECLARED[BETWEEN]}
    past = precedents(("accepted", None, "ref-3"), ("accepted", None, "ref-4"), ("refused", None, "ref-3"))
    found = judgement(files, past=past)

    for lang in ("fr", "en"):
        golden(f"comment.{lang}.md", rendered(found, lang))


def test_a_second_reader_has_the_decision_and_no_command(golden: Callable[[str, str], None]) -> None:
    signed = DECLARED[THREE] + decision("ref-1", said="accepted", second="ref-2", comment="Mandat d'un an.")

    golden("comment-second.fr.md", rendered(judgement({THREE: signed}, REFERENT_1, {THREE: DECLARED[THREE]})))


def commands(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("/")]


def test_a_command_names_the_activity_or_the_file_where_the_request_has_two_of_it() -> None:
    both = {HALF: DECLARED[HALF], HALF_AGAIN: DECLARED[HALF_AGAIN]}

    assert [line for line in commands(rendered(judgement(both))) if "accepter" in line] == [
        "/accepter 3.3-autre.yml",
        "/accepter 3.3-lycee.yml",
    ]
    assert commands(rendered(judgement({HALF: DECLARED[HALF]}), "en")) == [
        "/accept 3.3",
        "/points 3.3 0.25 reason",
        "/refuse 3.3 reason",
        "/complete 3.3 what is missing",
    ]
    assert commands(rendered(judgement({BETWEEN: DECLARED[BETWEEN]})))[0] == "/points 8.3 1"


def test_what_is_to_be_mended_first_is_nobody_s_to_decide() -> None:
    said = rendered(judgement({HALF: DECLARED[HALF].replace("to: 2026-02-03", "to: 2026-02-01")}))

    assert ("Pour la personne qui évalue" in said, "Lycée d'exemple" in said) == (False, False)


def test_what_had_an_error_already_is_nobody_s_to_decide_and_not_repeated() -> None:
    wrong = DECLARED[HALF].replace("Présentation des études", "Appelez le 06 39 98 12 34")
    found = judgement({HALF: wrong.replace("organisation: ", "organisation: Le ")}, more={HALF: wrong})

    assert (found.verdict.to_mend, [wait.path for wait in found.verdict.awaits]) == (False, [HALF])
    assert ("Pour la personne qui évalue" in rendered(found), "06 39" in rendered(found)) == (False, False)


@pytest.mark.parametrize(
    ("agrees", "said"),
    [
        (True, "✓ E1 (Attestation signée (missions, dates, heures)), le fichier de la déclaration"),
        (False, "✗ E1 (Attestation signée (missions, dates, heures)), un autre fichier que celui de la déclaration"),
        (None, "E1 (Attestation signée (missions, dates, heures)), trop gros pour être comparé"),
    ],
)
def test_each_piece_says_whether_it_is_the_one_that_was_declared(agrees: bool | None, said: str) -> None:
    found = judgement({HALF: DECLARED[HALF]})
    found = replace(found, verdict=replace(found.verdict, evidence=(Compared(HALF, "E1", agrees, 0),)))

    assert f"- Justificatif 1 : {said}\n" in rendered(found).replace("\u00a0", " ")


def told(found: Judgement) -> str:
    return rendered(found).replace("\u00a0", " ")


def test_what_others_were_given_is_numbers_of_times_and_of_points_only() -> None:
    past = precedents(*[("accepted", None, "ref-3")] * 2, ("partial", 0.25, "ref-4"), ("refused", None, "ref-3"))

    assert (
        "- Dernières décisions sur cette activité : 2 acceptées, 1 acceptée en partie, 1 refusée ; médiane 0,5 point ; "
        "pour la même quantité : 2 fois 0,5 point, 1 fois 0,25 point\n"
    ) in told(judgement({HALF: DECLARED[HALF]}, past=past)).replace("\u202f", " ")
    assert "sur cette activité : aucune\n" in told(judgement({HALF: DECLARED[HALF]}, past=Past({}, {})))


def test_where_students_do_not_read_each_other_nothing_of_others_is_told() -> None:
    boxes = {RULES_FILE: base(RULES_FILE) + "intake: boxes\nboxes: boites\n"}
    past = precedents(("accepted", None, "ref-3"))
    found = judgement({HALF: DECLARED[HALF]}, more=boxes, past=past)

    assert "Dernières décisions" not in rendered(found)
    assert "Dernières décisions" not in rendered(judgement({HALF: DECLARED[HALF]}))


def test_of_a_sensitive_activity_nothing_of_others_is_told() -> None:
    found = judgement({HALF: DECLARED[HALF]}, past=precedents(("accepted", None, "ref-3")))
    there = found.verdict.claims[HALF]
    sensitive = there._replace(activity=replace(there.activity, sensitive=True))

    assert "Dernières décisions" in rendered(found)
    assert "Dernières décisions" not in rendered(
        replace(found, verdict=replace(found.verdict, claims={HALF: sensitive}))
    )


# --- whatever the author wrote


def outside(text: str) -> list[tuple[str, str]]:
    """What a reader of Markdown sees of a comment, but for what stands in fenced blocks."""

    def flat(tokens: Iterable[Token]) -> Iterator[tuple[str, str]]:
        for token in tokens:
            # What a fence is made of is its author's: its length and its lines.
            yield token.type, "" if token.type in ("fence", "inline") else token.content
            yield from flat(token.children or ())

    return list(flat(GFM.parse(text)))


def ordered(text: str) -> list[str]:
    """The quick actions that GitLab carries out: a line that begins with one, outside of what it takes for code."""
    found = re.findall(r"^```.+?\n```$|^/(close|merge|assign|label|approve)\b", text, re.MULTILINE | re.DOTALL)
    return [one for one in found if one]


def unfolded(comment: str) -> list[str]:
    """What an evaluator reads in a terminal, without what stands behind the bar that marks the words of the author."""
    return [line for line in in_a_terminal(comment, unfolded=True) if not line.startswith("  │")]


def test_in_a_terminal_whoever_decides_reads_what_is_folded_on_a_page(golden: Callable[[str, str], None]) -> None:
    found = rendered(judgement({HALF: DECLARED[HALF]}, past=precedents(("accepted", None, "ref-3"))))

    golden("comment-in-a-terminal.fr.txt", "\n".join(in_a_terminal(found, unfolded=True)) + "\n")


BAIT = "` `` ``` ```` ~~~ @everyone #1 !2 ![x](http://x.example) www.x.example <b> <!-- --> </details> | * _ #".split()
BAIT += ["\n", "\n\n", "\n/close\n", "\n```\n/merge\n", "\n</details>\n", "\n>>>\n", "> ", "- ", "    ", "\t", "\r"]
BAIT += ["\u2028", "\u202e", "\u200b", "\u3164", "\x00", "\x1b[2J", "\ud800", "`declarations/2025/s-0123456789/`"]
TEXTS = st.lists(st.sampled_from(BAIT) | st.characters(), max_size=14).map("".join)
QUIET = "Une visite"


def said_everywhere(text: str) -> dict[str, Any]:
    """A declaration that says a text wherever it may say one."""
    pieces = (
        Evidence("E1", "pull-request", text, None, "a" * 64, None, None),
        Evidence("E2", "url", None, text, None, None, None),
    )
    evaluation = claim(HALF, DECLARED[HALF] + decision("ref-3")).evaluation._replace(comment=text or None)
    said = dict.fromkeys(("title", "organisation", "event", "origin", "description"), text or None)
    return said | {"evidence": pieces, "evaluation": evaluation}


@pytest.fixture(scope="module")
def known() -> Judgement:
    return judgement({HALF: DECLARED[HALF]}, past=precedents(("accepted", None, "ref-3")))


@given(text=TEXTS)
def test_nothing_of_the_author_is_anywhere_but_in_the_fence(known: Judgement, text: str) -> None:
    comment = rendered(with_said(known, **said_everywhere(text)))
    quiet = rendered(with_said(known, **said_everywhere(QUIET)))

    for shown in (str, as_in_box):
        assert outside(shown(comment)) == outside(shown(quiet))
    assert list(in_a_terminal(comment)) == list(in_a_terminal(quiet))
    assert unfolded(comment) == unfolded(quiet)
    assert ordered(comment) == []
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u3164\ud800-\udfff]", comment) == []


def test_what_gets_out_of_a_fence_is_seen() -> None:
    got_out = ["```\n@everyone\n", "```\n<b>\n", "```\n\n    /close\n"]

    assert [outside(f"```\n{text}```\n") == outside("```\nx\n```\n") for text in [*got_out, "@everyone\n"]] == [
        *[False] * 3,
        True,
    ]
    assert [ordered(text) for text in ("```\n/close\n```\n", "text\n/close\n")] == [[], ["close"]]


def test_what_is_shown_is_what_was_written_and_longer_than_its_backquotes(known: Judgement) -> None:
    text = "Une ligne\n\n````\n  décalée ``` ici\n````"
    fences = [t for t in GFM.parse(rendered(with_said(known, description=text))) if t.type == "fence"]

    assert [(t.markup, t.info) for t in fences] == [("`````", "text"), ("```", "text")]
    at = fences[0].content.splitlines()
    assert [line[16:] for line in at[4:9]] == text.split("\n")
    assert {line[:16].strip() for line in at[5:9]} == {""}


@pytest.mark.parametrize(("length", "cut"), [(MOST_CHARACTERS, False), (MOST_CHARACTERS + 1, True)])
def test_a_text_that_is_too_long_is_cut_and_said_to_be(known: Judgement, length: int, cut: bool) -> None:
    said = rendered(with_said(known, description="x" * length))

    assert said.count("x") - rendered(known).count("x") == MOST_CHARACTERS + (1 if cut else 0)
    assert ("Texte trop long, coupé ici (Description)" in said) is cut


# --- however much there is


def whole(text: str) -> bool:
    """Is each fold closed, and each fence?"""
    html = [token.content for token in GFM.parse(text) if token.type == "html_block"]
    opened = sum(one.count("<details>") for one in html)
    return opened == sum(one.count("</details>") for one in html) and text.endswith("\n")


def many(number: int, text: str) -> Judgement:
    found = judgement({HALF: DECLARED[HALF]})
    wait, there = found.verdict.awaits[0], found.verdict.claims[HALF]
    paths = [HALF.replace("lycee", f"lycee-{n}") for n in range(number)]
    said = there.declaration._replace(description=text)
    claims = {path: there._replace(declaration=said._replace(path=path)) for path in paths}
    return replace(
        found, verdict=replace(found.verdict, awaits=tuple(wait._replace(path=path) for path in paths), claims=claims)
    )


@pytest.mark.parametrize("number", [1, 5, 25, 200])
@pytest.mark.parametrize("text", ["`" * MOST_CHARACTERS, "\u202e" * MOST_CHARACTERS, "é" * MOST_CHARACTERS])
def test_declarations_are_left_out_whole(number: int, text: str) -> None:
    said = rendered(many(number, text))
    shown = said.count("\n/accepter ")
    left = re.search(r"(\d+) autres? déclarations? atten", said)

    assert len(said.encode()) <= MOST_BYTES
    assert (whole(said), shown + (int(left[1]) if left else 0)) == (True, number)
    assert shown > 0
    assert "Ce que le contrôle a regardé" in said


def test_remarks_that_take_all_the_room_are_whole_lines() -> None:
    found = judgement({HALF: DECLARED[HALF]})
    details = {"character": "`<&" * 2_000}
    wrong = tuple(Finding("PP005", Severity.ERROR, HALF, (n,), details, START) for n in range(15))
    said = rendered(replace(found, verdict=replace(found.verdict, introduced=wrong)))

    assert len(said.encode()) <= MOST_BYTES
    assert (whole(said), {line[-3:] for line in said.splitlines() if line.startswith("- ")}) == (True, {"/))"})
