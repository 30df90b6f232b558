"""Attempts to gain points, to take some away, or to write what is somebody else's; and what people may honestly do.

Each is a request on the school of ``scene``: what the base holds beside its files, what the request changes (None takes
a file away), who sends it, and the answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pytest

from tests.gitmaking import Repository
from tests.hostile.scene import (
    BASE,
    JURY,
    KEEPER,
    ME,
    MINE,
    OPEN_DAY,
    OTHER,
    REF1,
    REF3,
    REF4,
    REF5,
    REGISTRY,
    STRANGER,
    THEIRS,
    VISIT,
    School,
    appealed,
    decided,
    declared,
    student,
    visit,
)

STUDENT = f"{MINE}/student.yml"
NEW = "declarations/2025/s-new0000001"
QUITUS = f"{MINE}/quitus.yml"
THEIR_DAY = f"{THEIRS}/3.1-portes-ouvertes.yml"
ROLES = "grid/roles.yml"
Files = dict[str, bytes | None]

roles, rules = BASE[ROLES], BASE["grid/2025-2026/rules.yml"]
LOW = {"grid/2025-2026/rules.yml": rules.replace(b"second_reader_from: 3", b"second_reader_from: 1")}
"""A grid in which a point takes two readers."""

KEEPS = {"grid/2025-2026/rules.yml": rules.replace(b"[pull-request, url]", b"[pull-request, url, repository]")}
"""A grid that keeps evidence in the repository."""
NOTES = "declarations/2025/notes.md"
CODE = f"{MINE}/evidence/conftest.py"
DOCUMENT = f"{MINE}/evidence/attestation.pdf"
APOSTROPHE = f"{MINE}/evidence/attestation d’engagement.pdf"
PDF = b"%PDF-1.7\n"
kept = re.sub(rb"[0-9a-f]{64}", sha256(PDF).hexdigest().encode(), visit).replace(b"pull-request", b"repository")
KEPT = {**KEEPS, VISIT: kept, DOCUMENT: PDF}

NOBODY = {STUDENT: student.replace(b"profile:", b"profile")}
"""A folder whose student.yml cannot be read."""
LEFT = b"    until: 2025-12-31\n"
ALL_GONE = {ROLES: roles.replace(b"    until: 2027-08-31\n", LEFT).replace(b"  ref-5:", LEFT + b"  ref-5:")}
"""The evaluators of the open day, ref-3 and ref-4, are no longer in office."""

refused = declared + decided("refused", comment="Sans date.")
another_day = declared.replace(b"9f2c", b"8f2c").replace(b"01-31", b"01-24")
long_day = declared.replace(b": 2\n", b": 3\n").replace(b"to: 2026-01-31", b"to: 2026-02-01")
undated = declared.replace(b"period: {from: 2026-01-31, to: 2026-01-31}\n", b"")
dated_by_a_list = declared.replace(b"{from: 2026-01-31, to: 2026-01-31}", b"[2026-01-31]")
numbered = declared.replace(b"from: 2026-01-31", b"from: 20260131")
long_ago = declared.replace(b"2026-01-31", b"2019-01-31")
listed = declared.replace(b'"3.1"', b'["3.1"]')
unknown = declared.replace(b'"3.1"', b'"3.9"')
halved = decided("partial", points=1, second="ref-4", comment="Deux demi-journées.")
answered = appealed(outcome="rejected", by="jury-1", decided="2026-02-08")
arranged = b"arrangement:\n  required: 8\n  on: 2026-02-09\n  by: jury-1\n"
quitus = b"""session: 2026-07
outcome: not-acquired
credited: 1
required: 10
by: jury-1
on: 2026-02-09
"""


@dataclass(frozen=True)
class Attempt:
    actor: str
    changes: Files
    base: Files = field(default_factory=dict)
    codes: frozenset[str] = frozenset()
    status: str = "failure"
    words: tuple[str, ...] = ()


def no(actor: str, changes: Files, *codes: str, base: Files | None = None, words: tuple[str, ...] = ()) -> Attempt:
    return Attempt(actor, changes, base or {}, frozenset(codes), "failure", words)


def yes(actor: str, changes: Files, *, base: Files | None = None, words: tuple[str, ...] = ()) -> Attempt:
    return Attempt(actor, changes, base or {}, frozenset(), "success", words)


def wait(actor: str, changes: Files, *, base: Files | None = None, words: tuple[str, ...] = ()) -> Attempt:
    return Attempt(actor, changes, base or {}, frozenset(), "pending", words)


def mine_is(account: str) -> Files:
    return {STUDENT: student.replace(b"github:2000001", account.encode())}


ATTEMPTS: dict[str, Attempt] = {
    # --- another person's folder
    "edit another's declaration": no(ME, {THEIR_DAY: declared.replace(b"quantity: 2", b"quantity: 1")}, "PP602"),
    "delete another's declaration": no(ME, {THEIR_DAY: None}, "PP602"),
    "rename another's declaration away": no(ME, {THEIR_DAY: None, VISIT: declared}, "PP602"),
    "delete another's whole folder": no(ME, {THEIR_DAY: None, f"{THEIRS}/student.yml": None}, "PP602"),
    "form of another's declaration": no(ME, {THEIR_DAY: declared.replace(b"9f2c", b"5f2c") + b"# x\n"}, "PP602"),
    "copy another's evidence": Attempt(
        ME, {VISIT: visit}, {THEIRS + "/3.3-visite.yml": visit}, frozenset({"PP501"}), "pending", ("--across",)
    ),
    "an account for two folders": no(REGISTRY, {f"{NEW}/student.yml": student}, "PP502", words=("--across",)),
    "a stranger declares": no(STRANGER, {VISIT: visit}, "PP602"),
    "a stranger makes a folder": no(STRANGER, {f"{NEW}/student.yml": student}, "PP601"),
    "a stranger takes a folder": no(STRANGER, {**mine_is(STRANGER), VISIT: visit}, "PP602"),
    "the owner gives the folder away": no(ME, mine_is("github:3000001"), "PP603"),
    "the owner changes profile": no(ME, {STUDENT: student.replace(b"FISE3", b"FISA")}, "PP603"),
    "the owner leaves whole": no(ME, {OPEN_DAY: None, STUDENT: None}, "PP603", "PP604"),
    # --- one's own evaluation
    "evaluate oneself in a new file": no(ME, {VISIT: visit + decided()}, "PP603"),
    "evaluate oneself afterwards": no(ME, {OPEN_DAY: declared + decided()}, "PP603"),
    "evaluate oneself in a misspelt key": no(ME, {VISIT: visit + decided().replace(b"evaluation", b"evaluatoin")}),
    "evaluation that is a list": no(ME, {VISIT: visit + b"evaluation: []\n"}, "PP603"),
    "evaluation that is a text": no(ME, {VISIT: visit + b"evaluation: accepted\n"}, "PP603"),
    "evaluation that is nothing": no(ME, {VISIT: visit + b"evaluation:\n"}, "PP603"),
    "remove one's refusal": no(ME, {OPEN_DAY: declared}, "PP603", base={OPEN_DAY: refused}),
    "remove a refused declaration": no(ME, {OPEN_DAY: None}, "PP604", base={OPEN_DAY: refused}),
    "make a refused declaration again": no(
        ME, {OPEN_DAY: None, f"{MINE}/3.1-portes-ouvertes-bis.yml": declared}, "PP604", base={OPEN_DAY: refused}
    ),
    "points in one's refusal": no(
        ME, {OPEN_DAY: refused.replace(b"refused", b"accepted")}, "PP603", base={OPEN_DAY: refused}
    ),
    "more of an awarded declaration": no(
        ME, {OPEN_DAY: declared.replace(b"01-31}", b"02-01}").replace(b": 2\n", b": 4\n")}, "PP604"
    ),
    "another activity": no(ME, {OPEN_DAY: declared.replace(b'"3.1"', b'"3.3"')}, "PP604"),
    "evidence added once more": no(ME, {OPEN_DAY: declared + declared[declared.index(b"  - kind") :]}, "PP604"),
    "number that is a text": no(ME, {OPEN_DAY: declared.replace(b": 2\n", b': "2"\n')}, "PP604"),
    "number that is true": no(ME, {OPEN_DAY: declared.replace(b": 2\n", b": true\n")}, "PP604"),
    "number that is a decimal": no(ME, {OPEN_DAY: declared.replace(b": 2\n", b": 2.5\n")}, "PP604"),
    "unreadable afterwards": no(ME, {OPEN_DAY: b"[" + declared}, "PP604"),
    "empty afterwards": no(ME, {OPEN_DAY: b""}, "PP604", "PP006"),
    "too large afterwards": no(ME, {OPEN_DAY: declared + b"#" * 70_000}, "PP604"),
    # --- appeals
    "grant one's own appeal": no(
        ME,
        {OPEN_DAY: refused + appealed(outcome="granted", by="jury-1", decided="2026-02-08")},
        "PP603",
        base={OPEN_DAY: refused},
    ),
    "grant one's own appeal, later": no(
        ME, {OPEN_DAY: refused + appealed(outcome="granted")}, "PP603", base={OPEN_DAY: refused + appealed()}
    ),
    "points in one's own appeal": no(ME, {OPEN_DAY: refused + appealed(points=1)}, "PP603", base={OPEN_DAY: refused}),
    "appeal in a new file, granted": no(
        ME, {VISIT: visit + appealed(outcome="granted", by="jury-1", decided="2026-02-08", points=4)}, "PP603"
    ),
    "appeal becomes a text": no(
        ME, {OPEN_DAY: refused + b"appeal: granted\n"}, "PP603", base={OPEN_DAY: refused + appealed()}
    ),
    "appeal that is a text": no(ME, {OPEN_DAY: refused + b"appeal: granted\n"}, "PP103", base={OPEN_DAY: refused}),
    "appeal that is empty": no(ME, {OPEN_DAY: refused + b"appeal: {}\n"}, "PP603", base={OPEN_DAY: refused}),
    "withdraw a text in the place of an appeal": yes(
        ME, {OPEN_DAY: refused}, base={OPEN_DAY: refused + b"appeal: granted\n"}
    ),
    "appeal and a key of nobody's": no(
        ME, {OPEN_DAY: refused + appealed(verdict="granted")}, "PP101", base={OPEN_DAY: refused}
    ),
    "withdraw an answered appeal": no(ME, {OPEN_DAY: refused}, "PP608", base={OPEN_DAY: refused + answered}),
    "amend an appeal being answered": no(
        ME,
        {OPEN_DAY: (refused + appealed(by="jury-1", decided="2026-02-08")).replace(b"verso", b"recto")},
        "PP608",
        base={OPEN_DAY: refused + appealed(by="jury-1", decided="2026-02-08")},
    ),
    "appeal where nothing was refused": no(ME, {OPEN_DAY: declared + appealed()}, "PP370"),
    "appeal": yes(ME, {OPEN_DAY: refused + appealed()}, base={OPEN_DAY: refused}),
    "withdraw an appeal": yes(ME, {OPEN_DAY: refused}, base={OPEN_DAY: refused + appealed()}),
    "the jury answers": yes(JURY, {OPEN_DAY: refused + answered}, base={OPEN_DAY: refused + appealed()}),
    "the jury writes the reason too": no(JURY, {OPEN_DAY: refused + answered}, "PP603", base={OPEN_DAY: refused}),
    "the jury signs for another": no(
        JURY,
        {OPEN_DAY: refused + answered.replace(b"jury-1", b"jury-2")},
        "PP607",
        base={OPEN_DAY: refused + appealed()},
    ),
    "the jury signs with a list": no(
        JURY,
        {OPEN_DAY: refused + answered.replace(b"jury-1", b"[jury-1]")},
        "PP607",
        base={OPEN_DAY: refused + appealed()},
    ),
    "an evaluator answers an appeal": no(
        REF3, {OPEN_DAY: refused + answered}, "PP603", base={OPEN_DAY: refused + appealed()}
    ),
    "the jury answers itself": no(
        JURY, {OPEN_DAY: refused + answered}, "PP605", base={**mine_is(JURY), OPEN_DAY: refused + appealed()}
    ),
    # --- evaluating
    "evaluate": yes(REF3, {OPEN_DAY: declared + decided()}),
    "evaluate another category": no(REF5, {OPEN_DAY: declared + decided(by="ref-5")}, "PP606"),
    "evaluate what has no day": no(REF3, {OPEN_DAY: undated + decided()}, "PP606", base={OPEN_DAY: undated}),
    "evaluate what has a period that is a list": no(
        REF3, {OPEN_DAY: dated_by_a_list + decided()}, "PP606", base={OPEN_DAY: dated_by_a_list}
    ),
    "evaluate what begins on a number": no(REF3, {OPEN_DAY: numbered + decided()}, "PP606", base={OPEN_DAY: numbered}),
    "evaluate what no grid judges": no(REF3, {OPEN_DAY: long_ago + decided()}, "PP606", base={OPEN_DAY: long_ago}),
    "evaluate an activity that is a list": no(REF3, {OPEN_DAY: listed + decided()}, "PP606", base={OPEN_DAY: listed}),
    "evaluate an activity that is not in the grid": no(
        REF3, {OPEN_DAY: unknown + decided()}, "PP606", base={OPEN_DAY: unknown}
    ),
    "evaluate where every evaluator has left": no(
        REF5, {OPEN_DAY: declared + decided(by="ref-5")}, "PP606", base=ALL_GONE
    ),
    "evaluate in a key of nobody's": no(REF3, {OPEN_DAY: declared + decided(weight=2)}),
    "evaluate for another": no(REF3, {OPEN_DAY: declared + decided(by="ref-4")}, "PP607"),
    "evaluate with a list of codes": no(REF3, {OPEN_DAY: declared + decided(by="[ref-3]")}, "PP607"),
    "evaluate with a mapping": no(REF3, {OPEN_DAY: declared + decided(by="{ref-3: ref-3}")}, "PP607"),
    "evaluate with a list of second readers": no(REF3, {OPEN_DAY: declared + decided(second="[ref-4]")}),
    "second reader that is a list": no(
        REF4, {OPEN_DAY: declared + decided(second="[ref-4]")}, base={OPEN_DAY: declared + decided()}
    ),
    "evaluate oneself, as an evaluator": no(REF3, {OPEN_DAY: declared + decided()}, "PP605", base=mine_is(REF3)),
    "have oneself evaluated, as second": no(
        REF3,
        {OPEN_DAY: declared + decided(by="ref-4", second="ref-3")},
        "PP605",
        base={**mine_is(REF3), OPEN_DAY: declared + decided(by="ref-4")},
    ),
    "remove an evaluation": no(REF3, {OPEN_DAY: declared}, "PP609", base={OPEN_DAY: refused}),
    "remove the signature": no(
        REF3, {OPEN_DAY: refused.replace(b"  by: ref-3\n", b"")}, "PP607", base={OPEN_DAY: refused}
    ),
    "remove a declaration, as an evaluator": no(REF3, {OPEN_DAY: None}, "PP609"),
    "change the claim, as an evaluator": no(
        REF3, {OPEN_DAY: declared.replace(b": 2\n", b": 1\n") + decided()}, "PP603"
    ),
    "change the activity to one's own category": no(
        REF1, {OPEN_DAY: declared.replace(b'"3.1"', b'"1.1"') + decided(by="ref-1")}, "PP603"
    ),
    "role that has ended": no(
        REF3, {OPEN_DAY: declared + decided(on="2027-09-01")}, "PP602", words=("--on", "2027-09-01")
    ),
    "role that has ended, dated back": no(
        REF3, {OPEN_DAY: declared + decided()}, "PP602", words=("--on", "2027-09-01")
    ),
    "decide in a folder that nobody owns": no(REF3, {OPEN_DAY: declared + decided()}, "PP611", base=NOBODY),
    "the jury decides in a folder that nobody owns": no(JURY, {QUITUS: quitus}, "PP611", base=NOBODY),
    "the office brings a declaration in a folder that nobody owns": yes(
        REGISTRY, {VISIT: visit + b"origin: autre-ecole\n"}, base=NOBODY
    ),
    "declare in a folder that nobody owns": no(ME, {VISIT: visit}, "PP601", base=NOBODY),
    "credit in bulk": yes(REF3, {f"{MINE}/3.1-salon.yml": another_day + decided()}),
    "credit in bulk, unsigned": no(REF3, {f"{MINE}/3.1-salon.yml": another_day}, "PP607"),
    "credit one's own in bulk": no(
        REF3, {f"{MINE}/3.1-salon.yml": another_day + decided()}, "PP605", base=mine_is(REF3)
    ),
    "declare for a student": no(REF3, {VISIT: visit + decided()}, "PP603"),
    "evaluate anew what the jury has answered": no(
        REF3, {OPEN_DAY: declared + decided() + answered}, "PP608", base={OPEN_DAY: refused + answered}
    ),
    "an office that studies takes its own folder away": no(
        REGISTRY, {OPEN_DAY: None, STUDENT: None}, "PP605", base=mine_is(REGISTRY)
    ),
    # --- second readers
    "a second reader who has left": wait(
        REF3,
        {OPEN_DAY: declared + decided(second="ref-4", on="2026-02-04")},
        base={**LOW, ROLES: roles.replace(b"  ref-5:", b"    until: 2026-02-05\n  ref-5:")},
        words=("--approved-by", REF4),
    ),
    "no second reader": no(REF3, {OPEN_DAY: declared + decided()}, "PP352", base=LOW),
    "a second reader who has not signed": wait(REF3, {OPEN_DAY: declared + decided(second="ref-4")}, base=LOW),
    "a second reader approves": yes(
        REF3, {OPEN_DAY: declared + decided(second="ref-4")}, base=LOW, words=("--approved-by", REF4)
    ),
    "somebody else approves": wait(
        REF3, {OPEN_DAY: declared + decided(second="ref-4")}, base=LOW, words=("--approved-by", REF5)
    ),
    "the student approves": wait(
        REF3, {OPEN_DAY: declared + decided(second="ref-4")}, base=LOW, words=("--approved-by", ME)
    ),
    "one's own second reader": no(REF3, {OPEN_DAY: declared + decided(second="ref-3")}, "PP353", base=LOW),
    "sign as first for another": no(REF4, {OPEN_DAY: declared + decided(second="ref-4")}, "PP607", base=LOW),
    "the second reader signs": yes(
        REF4, {OPEN_DAY: declared + decided(second="ref-4")}, base={**LOW, OPEN_DAY: declared + decided()}
    ),
    "the second reader changes the points too": no(
        REF4,
        {OPEN_DAY: declared + decided(second="ref-4")},
        "PP607",
        base={**LOW, OPEN_DAY: declared + decided("partial", points=0.5, comment="Une seule.")},
    ),
    "points changed after the second reading": wait(
        REF3,
        {OPEN_DAY: declared + decided(second="ref-4", comment="Relu.")},
        base={**LOW, OPEN_DAY: declared + decided("partial", points=0.5, second="ref-4", comment="Une seule.")},
    ),
    "an appeal does not undo a second reading": yes(
        ME, {OPEN_DAY: long_day + halved + appealed()}, base={**LOW, OPEN_DAY: long_day + halved}
    ),
    "form does not undo a second reading": yes(
        ME, {OPEN_DAY: long_day + halved + b"# relu\n"}, base={**LOW, OPEN_DAY: long_day + halved}
    ),
    # --- the offices
    "the office enrols": yes(REGISTRY, {f"{NEW}/student.yml": student.replace(b"1\n", b"9\n", 1)}),
    "the office binds a folder to itself": no(REGISTRY, mine_is(REGISTRY), "PP605"),
    "the office makes itself a folder": no(
        REGISTRY, {f"{NEW}/student.yml": student.replace(b"2000001", b"1000011")}, "PP605"
    ),
    "the office declares for a student": no(REGISTRY, {VISIT: visit}, "PP603"),
    "the office evaluates": no(REGISTRY, {OPEN_DAY: declared + decided()}, "PP603"),
    "the office changes a claim": no(REGISTRY, {OPEN_DAY: declared.replace(b": 2\n", b": 1\n")}, "PP603"),
    "the office removes one declaration": no(REGISTRY, {OPEN_DAY: None}, "PP609"),
    "the office forgets a person": yes(REGISTRY, {OPEN_DAY: None, STUDENT: None}),
    "an evaluator forgets a person": no(REF3, {OPEN_DAY: None, STUDENT: None}, "PP609"),
    "the office grants the quitus": no(REGISTRY, {QUITUS: quitus}, "PP603"),
    "the jury decides the quitus": yes(JURY, {QUITUS: quitus}, base={OPEN_DAY: declared + decided()}),
    "the student writes the quitus": no(ME, {QUITUS: quitus.replace(b"not-acquired", b"acquired")}, "PP603"),
    "the jury signs the quitus for another": no(JURY, {QUITUS: quitus.replace(b"jury-1", b"ref-3")}, "PP607"),
    "the jury writes its own quitus": no(JURY, {QUITUS: quitus}, "PP605", base=mine_is(JURY)),
    "the jury removes the quitus": no(JURY, {QUITUS: None}, "PP609", base={QUITUS: quitus}),
    "a keeper writes a declaration": no(KEEPER, {VISIT: visit}, "PP603"),
    "a keeper evaluates": no(KEEPER, {OPEN_DAY: declared + decided()}, "PP603"),
    "a keeper makes an evaluator who evaluates": no(
        KEEPER,
        {ROLES: roles.replace(b"github:1000003", b"github:1000031"), OPEN_DAY: declared + decided()},
        "PP620",
        "PP603",
    ),
    "an evaluator widens their role": no(REF5, {ROLES: roles.replace(b'["5", "6"]', b'["3", "5"]')}, "PP603"),
    "an evaluator widens their role and evaluates": no(
        REF5,
        {ROLES: roles.replace(b'["5", "6"]', b'["3", "5"]'), OPEN_DAY: declared + decided(by="ref-5")},
        "PP603",
        "PP606",
        "PP620",
    ),
    "a student edits the grid with a declaration": no(
        ME, {"grid/2025-2026/rules.yml": rules.replace(b"required: 10", b"required: 1"), VISIT: visit}, "PP603", "PP620"
    ),
    "the office says where a declaration comes from": yes(
        REGISTRY, {OPEN_DAY: declared + decided() + b"origin: autre-ecole\n"}, base={OPEN_DAY: declared + decided()}
    ),
    "the office brings a declaration": wait(REGISTRY, {VISIT: visit + b"origin: autre-ecole\n"}),
    "the office brings its own": no(
        REGISTRY, {VISIT: visit + b"origin: autre-ecole\n"}, "PP605", base=mine_is(REGISTRY)
    ),
    "the office brings what cannot be read": no(REGISTRY, {VISIT: b"[" + visit}, "PP603"),
    "declare what cannot be read": no(ME, {VISIT: b"[" + visit}),
    "declare nothing": no(ME, {VISIT: b"{}\n"}),
    "nothing in the place of what could not be read": no(
        ME, {OPEN_DAY: b"{}\n"}, base={OPEN_DAY: declared + b"\t- x\n"}
    ),
    "a keeper in the place of a folder": no(KEEPER, {"schemas": b"x\n"}, "PP610"),
    "a file that nothing provides for": no(ME, {f"{MINE}/notes.txt": b"x\n"}, "PP610"),
    "a file that nothing provides for, from a stranger": no(STRANGER, {f"{MINE}/notes.txt": b"x\n"}, "PP610"),
    "the jury arranges": yes(JURY, {STUDENT: student + arranged}, base={STUDENT: student}),
    "the jury arranges for another": no(
        JURY, {STUDENT: student + arranged.replace(b"jury-1", b"jury-2")}, "PP607", base={STUDENT: student}
    ),
    "the jury takes an arrangement back": no(JURY, {STUDENT: student}, "PP609", base={STUDENT: student + arranged}),
    "the jury arranges its own studies": no(
        JURY, {STUDENT: student.replace(ME.encode(), JURY.encode()) + arranged}, "PP605", base=mine_is(JURY)
    ),
    "the office arranges": no(REGISTRY, {STUDENT: student + arranged}, "PP603", base={STUDENT: student}),
    "the student says it comes from elsewhere": no(ME, {VISIT: visit + b"origin: autre-ecole\n"}, "PP603"),
    # --- paths that nothing provides for
    "a keeper writes among the declarations": no(KEEPER, {"declarations/2025/notes.md": b"x\n"}, "PP610"),
    "a keeper takes away what is not expected": yes(KEEPER, {NOTES: None}, base={NOTES: b"x\n"}),
    "a keeper takes it out of a folder": yes(KEEPER, {f"{MINE}/notes.txt": None}, base={f"{MINE}/notes.txt": b"x\n"}),
    "a keeper takes code out of evidence": yes(KEEPER, {CODE: None}, base={**KEEPS, CODE: b"x\n"}),
    "a keeper takes a document away": no(KEEPER, {DOCUMENT: None}, "PP603", base={**KEEPS, DOCUMENT: b"%PDF-1.7\n"}),
    "a keeper takes a declaration away": no(KEEPER, {OPEN_DAY: None}, "PP609"),
    "a keeper changes what is not expected": no(KEEPER, {NOTES: b"y\n"}, "PP610", base={NOTES: b"x\n"}),
    "an evaluator takes away what is not expected": no(REF3, {NOTES: None}, "PP610", base={NOTES: b"x\n"}),
    "a keeper explains the declarations": yes(KEEPER, {"declarations/2025/README.md": b"x\n"}),
    "a keeper explains the school": yes(KEEPER, {"README.md": b"# Points\n\nx\n"}),
    "a student explains the declarations": no(ME, {"declarations/2025/README.md": b"x\n"}, "PP603"),
    "remove an unreadable declaration": yes(ME, {OPEN_DAY: None}, base={OPEN_DAY: declared + b"\t- x\n"}),
    "an answer of points alone": no(
        ME,
        {OPEN_DAY: (refused + appealed(points=0)).replace(b"verso", b"recto")},
        "PP608",
        base={OPEN_DAY: refused + appealed(points=0)},
    ),
    "the jury removes a line of the quitus": no(
        JURY, {QUITUS: quitus.replace(b"required: 10\n", b"")}, "PP609", base={QUITUS: quitus}
    ),
    "the jury takes out the reason of a former decision": yes(
        JURY,
        {QUITUS: quitus.replace(b"not-acquired", b"second-chance")},
        base={OPEN_DAY: declared + decided(), QUITUS: quitus + b"comment: Relu.\n"},
    ),
    "the jury corrects the quitus": yes(
        JURY, {QUITUS: quitus + b"comment: Relu.\n"}, base={OPEN_DAY: declared + decided(), QUITUS: quitus}
    ),
    # --- form
    "form, by a keeper": yes(KEEPER, {OPEN_DAY: declared + b"# x\n"}),
    "form, by an evaluator": no(REF3, {OPEN_DAY: declared + b"# x\n"}, "PP603"),
    "form of student.yml, by the office": yes(REGISTRY, {STUDENT: student + b"# x\n"}),
    "form of student.yml, by the student": no(ME, {STUDENT: student + b"# x\n"}, "PP603"),
    "form of student.yml, by an evaluator": no(REF3, {STUDENT: student + b"# x\n"}, "PP603"),
    "form, by another student": no(OTHER, {OPEN_DAY: declared + b"# x\n"}, "PP602"),
    # --- documents kept in the repository
    "keep a document": wait(ME, {VISIT: kept, DOCUMENT: PDF}, base=KEEPS),
    "keep another document than the one declared": no(ME, {VISIT: kept, DOCUMENT: b"%PDF-2.0\n"}, "PP631", base=KEEPS),
    "keep a document whose name has an apostrophe": wait(
        ME,
        {VISIT: kept.replace(b"attestation.pdf", "attestation d’engagement.pdf".encode()), APOSTROPHE: b"%PDF-1.7\n"},
        base=KEEPS,
    ),
    "keep a document whose name is in quotes": no(
        ME, {f"{MINE}/evidence/'attestation'.pdf": b"%PDF-1.7\n"}, "PP610", base=KEEPS
    ),
    "keep a document nobody cites": no(ME, {DOCUMENT: b"%PDF-1.7\n"}, "PP421", base=KEEPS),
    "keep a document in a school that keeps none": no(ME, {DOCUMENT: b"%PDF-1.7\n"}, "PP610"),
    "keep code": no(ME, {f"{MINE}/evidence/conftest.py": b"x\n"}, "PP610", base=KEEPS),
    "keep a page": no(ME, {f"{MINE}/evidence/a.html": b"x\n"}, "PP610", base=KEEPS),
    "keep attributes": no(ME, {f"{MINE}/evidence/.gitattributes": b"x\n"}, "PP610", base=KEEPS),
    "keep a document under an odd name": no(ME, {f"{MINE}/evidence/-a$(id).pdf": b"x\n"}, "PP610", base=KEEPS),
    "change a document": no(ME, {DOCUMENT: b"%PDF-2.0\n"}, "PP604", base=KEPT),
    "remove a document": no(ME, {DOCUMENT: None}, "PP604", base=KEPT),
    "change a document, as the office": no(REGISTRY, {DOCUMENT: b"%PDF-2.0\n"}, "PP603", base=KEPT),
    "the office removes a document whose time is up": yes(
        REGISTRY, {DOCUMENT: None}, base={**KEEPS, DOCUMENT: b"%PDF-1.7\n"}
    ),
    "an evaluator removes a document": no(REF3, {DOCUMENT: None}, "PP603", base=KEPT),
    "another student removes a document": no(OTHER, {DOCUMENT: None}, "PP602", base=KEPT),
    "another student adds a document": no(OTHER, {DOCUMENT: b"%PDF-1.7\n"}, "PP602", base=KEEPS),
    # --- what the base gives hold of
    "an unreadable decision is still one": no(ME, {OPEN_DAY: declared}, "PP604", base={OPEN_DAY: refused + b"\t- x\n"}),
    "an unreadable decision is not removed": no(ME, {OPEN_DAY: None}, "PP604", base={OPEN_DAY: refused + b"\t- x\n"}),
    "mend an unreadable declaration": wait(ME, {OPEN_DAY: declared}, base={OPEN_DAY: declared + b"\t- x\n"}),
    "one unreadable text for another": no(
        ME, {OPEN_DAY: declared + b"\t- y: 0639981234\n"}, "PP010", base={OPEN_DAY: declared + b"\t- x\n"}
    ),
    "one address for another": no(
        ME,
        {OPEN_DAY: declared.replace(b"stand robotique\n", b"b@example.org\n", 1)},
        "PP345",
        base={OPEN_DAY: declared.replace(b"stand robotique\n", b"a@example.org\n", 1)},
    ),
    "a new declaration beside a broken one": wait(
        ME, {VISIT: visit}, base={OPEN_DAY: declared.replace(b'"3.1"', b'"3.9"')}
    ),
    "a document nobody cites, beside a broken declaration": no(
        ME,
        {f"{MINE}/evidence/a.svg": b"<svg onload='alert(1)'/>"},
        "PP610",
        base={OPEN_DAY: declared.replace(b'"3.1"', b'"3.9"')},
    ),
    # --- what people honestly do
    "declare": wait(ME, {VISIT: visit}),
    "add a comment": yes(ME, {OPEN_DAY: declared + b"# en avance\n"}),
    "order of the keys": yes(ME, {OPEN_DAY: declared.replace(b"quantity: 2\n", b"") + b"quantity: 2\n"}),
    "other line ends": yes(ME, {OPEN_DAY: declared.replace(b"\n", b"\r\n")}),
}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """One for the hundreds of requests that are only looked at."""
    return Repository(tmp_path_factory.mktemp("hostile") / "school")


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
@pytest.mark.parametrize("stale", [False, True], ids=["fresh", "stale"])
def test_who_may_do_what(repository: Repository, attempt: Attempt, stale: bool) -> None:
    school = School(repository, attempt.base)
    head = school.propose(attempt.changes)
    base = school.propose({"docs/index.md": b"# Meanwhile\n"}) if stale else school.base
    answer = school.gate(head, attempt.actor, *attempt.words, base=base)

    assert answer.status == attempt.status, answer
    assert attempt.codes <= answer.codes
    assert answer.code == (1 if attempt.status == "failure" else 0)
    assert answer.verdict is not None
    told = answer.verdict["changes"]
    assert {change["path"] for change in told} == set(attempt.changes)
    assert all(change["allowed"] for change in told) or attempt.status == "failure"
    known = {**BASE, **attempt.base, **attempt.changes}
    assert {finding["path"] for finding in answer.verdict["findings"]} <= {"", *known}


def test_what_is_refused_is_refused_to_everybody_who_has_no_right(tmp_path: Path) -> None:
    """Whoever sends a self-evaluation, only those who evaluate the category come through."""
    school = School(tmp_path / "school")
    head = school.propose({OPEN_DAY: declared + decided()})
    passed = [
        actor
        for actor in (ME, OTHER, STRANGER, REF1, REF3, REF4, REF5, REGISTRY, JURY, KEEPER)
        if school.gate(head, actor).status == "success"
    ]

    assert passed == [REF3]


SAID = {
    "evaluate for another": ["Sign with ref-3."],
    "the jury signs for another": ["Sign with jury-1."],
    "the jury signs the quitus for another": ["Sign with jury-1."],
    "evaluate another category": ["Leave the decision to ref-3 or ref-4."],
    "the owner changes profile": ["Take this edit out; it may be made by: the registry office."],
    "the student writes the quitus": ["Take this edit out; it may be made by: the jury."],
    "form of student.yml, by the student": ["Take this edit out; it may be made by: the registry office."],
    "change a document, as the office": ["Take this edit out; it may be made by: students."],
    "an evaluator widens their role": ["Take this edit out; it may be made by: the keepers of the grid."],
    "the office changes a claim": ["Take this edit out; it may be made by: students."],
    "the owner leaves whole": ["Take this edit out; it may be made by: the registry office."],
    "declare for a student": ["Take this edit out; it may be made by: students."],
}
"""What the refusal tells the person to do instead."""


@pytest.mark.parametrize("name", SAID)
def test_a_refusal_names_those_who_may(tmp_path: Path, name: str) -> None:
    attempt = ATTEMPTS[name]
    school = School(tmp_path / "school", attempt.base)
    answer = school.gate(school.propose(attempt.changes), attempt.actor)

    assert answer.verdict is not None
    mends = {f["help"] for f in answer.verdict["findings"] if f["code"] in ("PP603", "PP606", "PP607")}
    assert sorted(mends) == SAID[name]
