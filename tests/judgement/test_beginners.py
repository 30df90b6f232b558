"""What somebody reads who declares for the first time: every slip is told at once, with the line as it must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from polyvalidate.files import source
from polyvalidate.files.schema import read_declaration
from polyvalidate.judgement import Report
from polyvalidate.model.findings import Severity
from polyvalidate.model.folder import Unread, without
from polyvalidate.school.check import check
from tests.examples import RULES_FOLDER, FolderTree
from tests.judgement.test_rules import TODAY, rendered

FOLDER = "declarations/2025/s-base000001"
PATH = f"{FOLDER}/3.1-portes-ouvertes.yml"
Files = dict[str, str]
Slip = Callable[[Files], Files]


def spelt(*changes: tuple[str, str]) -> Slip:
    """Other words in the declaration, wherever it stands."""

    def change(files: Files) -> Files:
        path = next(path for path in files if path.endswith(".yml"))
        for old, new in changes:
            assert old in files[path]
            files = files | {path: files[path].replace(old, new)}
        return files

    return change


SLIPS: Mapping[str, Slip] = {
    "le code sans guillemets": spelt(('activity: "3.1"', "activity: 3.1")),
    "des dates françaises": spelt(("from: 2026-01-31, to: 2026-01-31", "from: 31/01/2026, to: 31/01/2026")),
    "deux-points dans le titre": spelt(("ouvertes, stand", "ouvertes : stand")),
    "un nombre entre guillemets": spelt(("quantity: 2", 'quantity: "2"')),
    "un téléphone": spelt(("Accueil des familles", "Écrire au 06 39 98 12 34. Accueil")),
    "un nom de ligne en français": spelt(("title:", "titre:")),
    "la fin avant le début": spelt(("to: 2026-01-31", "to: 2026-01-30")),
    "un nombre en lettres": spelt(("quantity: 2", "quantity: deux")),
    "une empreinte coupée": spelt(("a0b9c8d7e6f5a4b3c2d1e0f", "")),
    "une ligne inventée": spelt(("description:", "lieu: Tours\ndescription:")),
    "un accent dans le nom du fichier": lambda files: {
        f"{FOLDER}/3.1-journée portes ouvertes.yml": files[PATH],
        **{path: text for path, text in files.items() if path != PATH},
    },
    "le justificatif à côté": lambda files: files | {f"{FOLDER}/emargement.pdf": "%PDF-1.7\n"},
    "l'organisation oubliée": spelt(("organisation: École d'exemple\n", "")),
    "un niveau pour rien": spelt(("description:", "level: national\ndescription:")),
    "un justificatif d'un autre type": spelt(("kind: E2", "kind: E5")),
}
TOGETHER = tuple(tuple(SLIPS)[start : start + 5] for start in range(0, len(SLIPS), 5))
ALONE: dict[str, Slip] = {
    "deux activités dans un fichier": lambda files: {
        PATH: files[PATH] + files[PATH].partition("\n")[2].replace('"3.1"', '"3.3"').replace("ouvertes", "au lycée")
    },
    "une activité qui n'existe pas": spelt(('"3.1"', '"3.9"')),
}


def told(slips: Sequence[str], more: str = "") -> tuple[FolderTree, Report]:
    files: Files = {PATH: FolderTree(RULES_FOLDER / "base").files[PATH][1].decode("utf-8") + more}
    for slip in slips:
        files = (SLIPS | ALONE)[slip](files)
    tree = FolderTree(RULES_FOLDER / "base")
    del tree.files[PATH]
    tree.files |= {path: (0o100644, text.encode("utf-8")) for path, text in files.items()}
    return tree, check(tree, TODAY).report


def errors(slips: Sequence[str], more: str = "") -> set[tuple[str, object]]:
    found = told(slips, more)[1].findings
    return {(finding.code, finding.keys) for finding in found if finding.severity is Severity.ERROR}


@pytest.mark.parametrize("slips", TOGETHER, ids=lambda slips: slips[0])
def test_what_is_wrong_in_five_ways_says_all_that_each_alone_would_say(slips: tuple[str, ...]) -> None:
    at_once = errors(slips)

    assert {slip: errors([slip]) - at_once for slip in slips} == {slip: set() for slip in slips}


def test_what_a_beginner_reads(golden: Callable[[Path, str], None]) -> None:
    pages = []
    for slips in (*([slip] for slip in (*SLIPS, *ALONE)), *TOGETHER):
        said = rendered(*told(slips)).rstrip("\n")
        pages.append(f"=== {', '.join(slips)}\n\n{said}\n")
        assert errors(slips) != set()

    golden(Path(__file__).parent / "golden/beginners.txt", "\n".join(pages))


def test_a_declaration_ten_times_too_long_is_told_its_first_slip_only() -> None:
    assert {code for code, _ in errors(tuple(SLIPS)[:4], more="# rien\n" * 1200)} == {"PP010"}


def test_what_could_not_be_read_is_asked_by_no_rule_and_the_rest_is_what_it_was() -> None:
    whole = FolderTree(RULES_FOLDER / "base").files[PATH][1]
    read = read_declaration(PATH, PATH.rpartition("/")[2], source.parse(whole).data)
    part = without(read, ("quantity", "period"))

    assert (part.title, part.activity, tuple(part) == tuple(read)) == (read.title, read.activity, True)
    for name in ("quantity", "period"):
        with pytest.raises(Unread):
            getattr(part, name)


def test_a_line_is_shown_as_it_must_be_only_where_what_it_says_is_certain(monkeypatch: pytest.MonkeyPatch) -> None:
    slip = spelt(('"3.1"', "3.1\n             a"), ("quantity: 2", 'quantity: "2"'))
    monkeypatch.setitem(ALONE, "un code sur deux lignes", slip)

    found = told(["un code sur deux lignes"])[1].findings

    said = {finding.keys: str(finding.details.get("help") or finding.details.get("shape")) for finding in found}
    assert ("quantity: 2" in said["quantity",], "activity: " in said["activity",]) == (True, False)
