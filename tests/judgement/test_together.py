"""What open requests would break together, in memory: rules, caps, files and documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from polyvalidate.judgement.together import Clash, Proposed, Twice, clashes, documents, meets
from polyvalidate.model.findings import Finding
from polyvalidate.model.paths import Entry
from polyvalidate.model.points import Points
from polyvalidate.model.score import Cap, Loss
from tests.judgement.changing import DECLARED, HALF, JUDGE, base, book, changed, decision, judged
from tests.places import RULES
from tests.proposing import FAIR, FOLDER, OPEN_DAY

GALA, CLOAKROOM = (
    (RULES / "PP411/bad" / FOLDER / name).read_text(encoding="utf-8").replace("2026-03-2", "2026-02-0")
    for name in ("2.5-gala.yml", "2.6-vestiaire.yml")
)
DAYS = [FAIR.replace("2026-02-03", f"2026-02-0{day}").replace("a1a1", f"f{day}" * 2) for day in range(3, 7)]
A, B, C, D = (f"{FOLDER}/3.3-{name}.yml" for name in "abcd")
Files = Mapping[str, str | None]


def proposed(of: str, after: Files, before: Files | None = None) -> Proposed:
    return Proposed(of, changed(after, before).folders[0])


def found(*requests: Files, before: Files | None = None) -> list[Clash]:
    """What the requests, called 1, 2…, would break together."""
    asked = [proposed(str(number), after, before) for number, after in enumerate(requests, 1)]
    return list(clashes(JUDGE, book(before), asked))


def told(*requests: Files, before: Files | None = None) -> list[tuple[str, str, str]]:
    """By whom, what, and where."""
    return [
        ("".join(one.of), one.why.code if isinstance(one.why, Finding) else str(one.why), one.path)
        for one in found(*requests, before=before)
    ]


def lost(points: int, cap: Cap = Cap.ACTIVITY_YEAR, limit: int = 4) -> str:
    """Of a cap, in quarter-points."""
    return str(Loss(cap, Points(points), Points(limit)))


def test_what_is_right_alone_and_wrong_together_is_told_of_both_where_the_rule_says() -> None:
    gala, cloakroom = {f"{FOLDER}/2.5-gala.yml": GALA}, {f"{FOLDER}/2.6-vestiaire.yml": CLOAKROOM}
    wrong = ("12", "PP411", f"{FOLDER}/2.6-vestiaire.yml")

    assert told(gala, cloakroom) == told(cloakroom, gala) == [wrong]
    assert told({A: DAYS[0]}, gala, cloakroom) == [("23", *wrong[1:])]
    assert told(cloakroom, {**gala, **cloakroom}) == []  # the second is wrong by itself, and is told so
    assert told(gala, {A: DAYS[0]}, before=cloakroom) == []
    assert told(cloakroom, cloakroom, gala) == [
        ("13", *wrong[1:])
    ]  # the first that brings a file is the one that is judged
    assert told(cloakroom, before=gala) == []
    assert told(cloakroom, {A: DAYS[0]}, before=gala) == []
    assert told({**cloakroom, A: DAYS[0].replace("to: 2026-02-03", "to: 2026-02-01")}, {B: DAYS[1]}) == []


def test_what_one_request_brings_and_another_only_uncovers_is_told_of_neither() -> None:
    """The second overlaps what is there, which counts nothing as long as it is excluded itself."""
    days = {path: FAIR.replace("2026-02-03, to: 2026-02-03", f"2026-02-0{day}, to: 2026-02-0{day + 1}") for path, day in
            ((A, 3), (B, 4), (C, 5))}  # fmt: skip
    there = {A: days[A] + decision("ref-3", 0.5), B: days[B].replace("a1a1", "b1b1")}

    assert [f.code for f in judged({**there, C: days[C].replace("a1a1", "c1c1")}).findings] == ["PP410"]
    assert told({A: None}, {C: days[C].replace("a1a1", "c1c1")}, before=there) == []


def test_a_folder_whose_student_cannot_be_read_has_no_balance_to_compare() -> None:
    assert told({A: DAYS[0]}, {B: DAYS[1]}, {C: DAYS[2]}, before={f"{FOLDER}/student.yml": None}) == []


def test_one_request_breaks_nothing_together() -> None:
    assert (told(), told({A: DAYS[0]})) == ([], [])


def test_two_requests_that_make_one_file_otherwise_are_told_of_it_and_those_that_agree_are_not() -> None:
    other = DAYS[0].replace("Présentation", "Une présentation")
    pdf = f"{FOLDER}/evidence/a.pdf"

    assert told({A: DAYS[0]}, {A: other}, {A: DAYS[0]}) == [("123", Twice.FILE, A)]
    assert told({A: DAYS[0]}, {A: DAYS[0]}) == []
    assert told({OPEN_DAY: None}, {OPEN_DAY: None}) == []
    assert told({OPEN_DAY: None}, {OPEN_DAY: base(OPEN_DAY) + "# relu\n"}) == [("12", Twice.FILE, OPEN_DAY)]
    assert told({B: DAYS[1], A: DAYS[0]}, {B: other, A: other}) == [("12", Twice.FILE, A), ("12", Twice.FILE, B)]
    assert told({pdf: "x"}, {pdf: "y"}) == [("12", Twice.FILE, pdf)]

    def large(of: str, mode: int, size: int) -> Proposed:
        change = changed({pdf: "x"}).folders[0]
        kept = tuple(entry for entry in change.after if entry.path != pdf)
        return Proposed(of, change._replace(after=(*kept, Entry(pdf, mode, size, None))))

    link, one, same, longer = (
        large("1", 0o120000, 7),
        large("2", 0o100644, 7),
        large("3", 0o100644, 7),
        large("4", 0o100644, 8),
    )
    pairs = [(link, one), (one, same), (same, longer)]
    assert [len(list(clashes(JUDGE, book(), pair))) for pair in pairs] == [1, 0, 1]


def test_the_first_that_makes_a_file_is_the_one_that_is_judged_with_the_others() -> None:
    gala, elsewhere = f"{FOLDER}/2.5-gala.yml", GALA.replace("Association d'exemple", "Une autre")
    cloakroom = {f"{FOLDER}/2.6-vestiaire.yml": CLOAKROOM}
    rule = ("13", "PP411", f"{FOLDER}/2.6-vestiaire.yml")

    assert told({gala: GALA}, {gala: elsewhere}, cloakroom) == [("12", Twice.FILE, gala), rule]
    assert told({gala: elsewhere}, {gala: GALA}, cloakroom) == [("12", Twice.FILE, gala)]
    assert told({gala: None}, {A: DAYS[0]}, cloakroom, before={gala: GALA}) == []


def test_a_cap_that_takes_more_from_all_than_from_each_is_told_of_those_it_takes_from() -> None:
    """Half a point each, and one a year at most."""
    three = [{path: text} for path, text in zip((A, B, C), DAYS, strict=False)]
    first = DECLARED[HALF].replace("a1a1", "e1e1") + decision("ref-3", 0.5)

    assert told(*three[:2]) == []
    assert told(*three) == [("123", lost(2), "")]
    assert told(*three, {OPEN_DAY: None}) == [("123", lost(2), "")]
    assert told(*three[1:], before={HALF: first}) == [("12", lost(2), "")]
    assert told({A: DAYS[0], B: DAYS[1], C: DAYS[2]}, {D: DAYS[3]}) == [("12", lost(2), "")]
    assert told({A: DAYS[0], B: DAYS[1], C: DAYS[2]}, {OPEN_DAY: None}) == []
    assert told(*three[1:], {OPEN_DAY: None}, before={HALF: first}) == [("12", lost(2), "")]
    assert told({A: None}, *three[1:], before={A: DAYS[0]}) == []
    whole = {A: DAYS[0], B: DAYS[1], C: DAYS[2]}
    assert (told(whole, whole), told(whole, {A: DAYS[0]})) == ([], [])


def test_each_cap_is_its_own() -> None:
    promotion = base("grid/2025-2026/3-promotion.yml")
    cycle = {
        "grid/2025-2026/3-promotion.yml": promotion.replace("caps: {year: 1, cycle: 2}", "caps: {year: 9, cycle: 1}")
    }
    category = {
        "grid/2025-2026/3-promotion.yml": promotion.replace(
            "caps: {year: 1, cycle: 2}", "caps: {year: 9, cycle: 9}"
        ).replace("FISE3: 5", "FISE3: 1")
    }
    three = [{path: text} for path, text in zip((A, B, C), DAYS, strict=False)]

    assert told(*three, before=cycle) == [("123", lost(2, Cap.ACTIVITY_CYCLE), "")]
    assert told(*three, before=category) == [("123", lost(2, Cap.CATEGORY), "")]
    assert told({A: DAYS[0], B: DAYS[1]}, {OPEN_DAY: base(OPEN_DAY) + "# relu\n"}, before=category) == [
        ("12", lost(4, Cap.CATEGORY), "")
    ]
    lower = {
        path: text.replace("FISE3: 1, FISE4: 3, FISA: 3", "FISE3: 5, FISE4: 3, FISA: 1")
        for path, text in category.items()
    }
    moved = {f"{FOLDER}/student.yml": base(f"{FOLDER}/student.yml").replace("profile: FISE3", "profile: FISA")}
    assert told({A: DAYS[0], B: DAYS[1], C: DAYS[2]}, moved, before=lower) == []


def test_what_a_request_may_meet_others_in_is_its_folder_and_the_documents_it_cites() -> None:
    link = FAIR + "  - kind: E1\n    store: url\n    url: https://videos.example.org/a\n"
    twice = DAYS[0] + "  - kind: E2\n    store: pull-request\n    name: b.pdf\n    sha256: " + "c3" * 32 + "\n"
    change = proposed("1", {A: twice, B: link, HALF: FAIR, C: "a: [", f"{FOLDER}/evidence/3.3-a.yml": FAIR}).change

    there = proposed("1", {HALF: FAIR}, {A: DAYS[0]}).change
    assert meets(there, book()) == (FOLDER, "a1" * 32)
    cited = ["f3" * 32, "c3" * 32, "a1" * 32]
    assert meets(change, book()) == (FOLDER, *cited)
    assert meets(proposed("1", {OPEN_DAY: None}).change, book()) == (FOLDER,)
    grid = book().grids["2025-2026"]
    activity = replace(grid.activities["3.3"], bulk=True)
    shared = replace(book(), grids={"2025-2026": replace(grid, activities={**grid.activities, "3.3": activity})})
    assert meets(change, shared) == (FOLDER,)


def test_a_document_that_two_folders_cite_is_told_of_each_set_of_requests_once() -> None:
    cited = {
        "1": ("a", "x", "y"),
        "2": ("a", "x", "z"),
        "3": ("b", "y", "w"),
        "4": ("c", "y", "w"),
        "5": ("d", "v", "u"),
        "6": ("e", "u", "v"),
    }

    assert [(one.of, one.why, one.path) for one in documents(cited)] == [
        (("1", "3", "4"), Twice.DOCUMENT, ""),
        (("3", "4"), Twice.DOCUMENT, ""),
        (("5", "6"), Twice.DOCUMENT, ""),
    ]
