"""Evidence held to its declaration: by a person who has the file, and by the gate where the repository keeps it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from polyvalidate.judgement.verdict import MOST_FILES, Request
from polyvalidate.model.paths import Entry, Node
from polyvalidate.school.check import make_judge
from polyvalidate.school.evidence import declarations, of_tree, pieces
from polyvalidate.school.gate import gate
from tests.examples import FolderTree
from tests.places import BASE
from tests.proposing import FAIR, FOLDER, OPEN_DAY, REFERENT_3, STUDENT, School
from tests.running import run

PDF = b"%PDF-1.7 attestation\n"
OTHER_PDF = b"%PDF-1.7 attestation refaite\n"
SUM = hashlib.sha256(PDF).hexdigest()
NEW = f"{FOLDER}/3.3-lycee.yml"
DECLARED = FAIR.replace("a1" * 32, SUM)
KEPT = DECLARED.replace("store: pull-request", "store: repository")
FILE = f"{FOLDER}/evidence/attestation.pdf"
RULES = "grid/2025-2026/rules.yml"


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path / "école")


def on_disk(place: Path, data: bytes = PDF, name: str = "attestation.pdf") -> Path:
    path = place / name
    path.write_bytes(data)
    return path


def verify(school: School, *words: str | Path, lang: str = "fr") -> tuple[int, str, str]:
    return run("evidence", "verify", "--repo", school.place, *words, lang=lang)


# --- by somebody who has the file -------------------------------------------------------------------------------------


def test_the_file_of_a_declaration_is_known_whatever_its_name(school: School, tmp_path: Path) -> None:
    school.settle({NEW: DECLARED})

    assert verify(school, on_disk(tmp_path, name="reçu par courriel (1).pdf")) == (
        0,
        f"✓ reçu par courriel (1).pdf : justificatif E1 de {NEW} (pas encore décidée)\n",
        "",
    )


def test_a_file_that_was_touched_up_is_told_from_the_one_of_its_name(school: School, tmp_path: Path) -> None:
    school.settle({NEW: DECLARED})
    code, said, _ = verify(school, on_disk(tmp_path, OTHER_PDF), lang="en")

    assert (code, said.splitlines()) == (
        1,
        [
            "✗ attestation.pdf: no declaration has this file.",
            f"  {NEW} cites a file of this name (E1), but with another digest: it has changed, or it is another one.",
        ],
    )


def test_a_request_says_which_of_its_files_are_there_and_which_are_awaited(school: School, tmp_path: Path) -> None:
    second = "  - kind: E2\n    store: pull-request\n    name: liste.pdf\n    sha256: " + "b2" * 32 + "\n"
    school.settle({f"{FOLDER}/3.3-college.yml": FAIR.replace("a1" * 32, hashlib.sha256(OTHER_PDF).hexdigest())})
    school.git("update-ref", "refs/pull/7/head", school.propose({NEW: DECLARED + second}))
    found, foreign = on_disk(tmp_path), on_disk(tmp_path, OTHER_PDF, "autre.pdf")
    code, said, _ = verify(school, found, foreign, "--request", "7")

    assert (code, said.splitlines()) == (
        1,
        [
            f"✓ attestation.pdf : justificatif E1 de {NEW} (pas encore décidée)",
            "✗ autre.pdf : aucune déclaration n'a ce fichier.",
            f"· liste.pdf (E2 de {NEW}) : attendu par la demande, pas parmi ces fichiers.",
        ],
    )


def test_a_request_of_the_office_on_a_whole_cohort_is_looked_at_whole(school: School, tmp_path: Path) -> None:
    many: dict[str, str | None] = {f"{FOLDER}/3.3-lycee-{n}.yml": DECLARED for n in range(MOST_FILES + 1)}
    school.git("update-ref", "refs/pull/7/head", school.propose(many))
    code, said, _ = verify(school, on_disk(tmp_path), "--request", "7")

    assert (code, len(said.splitlines())) == (0, MOST_FILES + 1)


def test_only_declarations_are_read_for_it() -> None:
    class Heard(FolderTree):
        def read(self, nodes: Sequence[Node]) -> list[Entry]:
            heard.extend(node.path for node in nodes)
            return super().read(nodes)

    heard: list[str] = []
    tree = Heard(BASE)
    tree.files |= {FILE: (0o100644, PDF), NEW: (0o100644, DECLARED.encode())}
    found = of_tree(tree, make_judge().reader)

    assert [piece.declaration.path for piece in found] == [OPEN_DAY, NEW]
    assert heard == [OPEN_DAY, NEW]


def test_programs_read_the_same(school: School, tmp_path: Path) -> None:
    school.settle({NEW: DECLARED})
    code, said, _ = verify(
        school, on_disk(tmp_path), on_disk(tmp_path, b"x", "x.pdf"), "--rev", "main", "--format=json"
    )
    cited = {"kind": "E1", "path": NEW, "name": "attestation.pdf"}

    assert (code, json.loads(said)) == (
        1,
        {
            "files": [
                {
                    "file": "attestation.pdf",
                    "sha256": SUM,
                    "size": len(PDF),
                    "evidence_of": [cited],
                    "same_name": [],
                },
                {
                    "file": "x.pdf",
                    "sha256": hashlib.sha256(b"x").hexdigest(),
                    "size": 1,
                    "evidence_of": [],
                    "same_name": [],
                },
            ],
            "missing": [],
        },
    )


def test_what_cannot_be_compared_is_said(school: School, tmp_path: Path) -> None:
    school.git("update-ref", "refs/merge-requests/3/head", school.propose({"README.md": "Bonjour.\n"}))
    file = on_disk(tmp_path)
    absent, empty = verify(school, file, "--request", "9"), verify(school, file, "--request", "3")
    folder = verify(school, tmp_path)

    assert [(code, out) for code, out, _ in (absent, empty, folder)] == [(2, ""), (2, ""), (2, "")]
    assert "git fetch origin refs/pull/9/head:refs/pull/9/head" in absent[2]
    assert "ne change aucune déclaration lisible de main" in empty[2]
    assert str(tmp_path) in folder[2]


# --- by the gate, where the repository keeps it -----------------------------------------------------------------------


def keeping(school: School) -> School:
    """The school once it takes evidence into its repository."""
    school.settle({RULES: school.read(RULES).replace("stores: [pull-request", "stores: [repository, pull-request")})
    return school


def bring(school: School, data: bytes, files: dict[str, str | None]) -> str:
    """The head of a request that brings this file beside a declaration."""
    school.git("checkout", "-q", "--detach", "main")
    school.write(files)
    file = school.place / FILE
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(data)
    head = school.commit("", "demande")
    school.git("checkout", "-q", "main")
    return head


def commented(school: School, head: str, actor: str = STUDENT) -> tuple[int, list[str]]:
    words = ("--base", "main", "--head", head, "--actor", actor, "--on", "2026-02-10", "--format", "comment")
    code, said, error = run("gate", "--repo", school.place, *words)
    assert error == ""
    return code, said.splitlines()


def test_the_gate_says_that_a_file_of_the_repository_is_that_of_its_declaration(school: School) -> None:
    code, lines = commented(school, bring(keeping(school), PDF, {NEW: KEPT}))

    assert "- `3.3-lycee.yml` : ✓ E1, le fichier de la déclaration" in [line.replace("\xa0", " ") for line in lines]
    assert code == 0


def test_a_request_does_not_pass_with_another_file_than_it_declares(school: School) -> None:
    code, lines = commented(school, bring(keeping(school), OTHER_PDF, {NEW: KEPT}))

    assert (code, any("PP631" in line for line in lines)) == (1, True)


def test_a_file_that_is_replaced_after_its_declaration_was_taken_is_seen(school: School) -> None:
    keeping(school)
    school.git("update-ref", "refs/heads/main", bring(school, PDF, {NEW: KEPT}))
    school.git("reset", "-q", "--hard")
    code, lines = commented(school, bring(school, OTHER_PDF, {}))

    assert (code, any("PP631" in line for line in lines)) == (1, True)


def test_whoever_decides_is_shown_a_file_that_differs_since_before_and_is_not_told_to_mend_it(school: School) -> None:
    keeping(school)
    school.git("update-ref", "refs/heads/main", bring(school, OTHER_PDF, {NEW: KEPT}))
    school.git("reset", "-q", "--hard")
    decided = "evaluation:\n  decision: refused\n  by: ref-3\n  on: 2026-02-09\n  comment: Une autre pièce.\n"
    code, lines = commented(school, school.propose({NEW: KEPT + decided}), REFERENT_3)

    assert any("✗ E1, un autre fichier" in line for line in lines)
    assert (code, any("PP631" in line for line in lines)) == (0, False)


def test_nothing_is_read_for_a_change_of_another_file_of_the_folder(school: School) -> None:
    keeping(school)
    school.git("update-ref", "refs/heads/main", bring(school, PDF, {NEW: KEPT}))
    school.git("reset", "-q", "--hard")
    _, lines = commented(school, school.propose({OPEN_DAY: school.read(OPEN_DAY).replace("title: ", "title: Les ")}))

    assert not any("Justificatifs déposés" in line for line in lines)


def read_for(school: School, number: int) -> int:
    """How many objects the gate reads of a request that brings so many files beside a declaration."""
    school.git("checkout", "-q", "--detach", "main")
    school.write({NEW: KEPT, **{f"{FOLDER}/evidence/piece-{n}.pdf": f"%PDF {n}" for n in range(number)}})
    head = school.commit("", "demande")
    school.git("checkout", "-q", "main")
    day = date(2026, 2, 10)
    return gate(school.place, "main", head, Request(STUDENT, day), day).objects_read


def test_no_evidence_is_read_of_a_request_that_brings_too_much(school: School) -> None:
    keeping(school)
    few, many = read_for(school, 1), read_for(school, 2 * MOST_FILES)

    assert many <= few


def test_only_well_formed_declarations_of_students_are_looked_at_for_the_files_whose_digest_they_give() -> None:
    link = FAIR + "  - kind: E1\n    store: url\n    url: https://videos.example.org/a\n"
    path, reader = f"{FOLDER}/3.3-lycee.yml", make_judge().reader
    texts = {path: link, f"{FOLDER}/student.yml": FAIR, path.replace("lycee", "un"): FAIR + "a: [", OPEN_DAY: "a: 1\n"}
    asked = [Entry(each, 0o100644, 1, text.encode()) for each, text in texts.items()]
    asked += [
        Entry(path.replace("lycee", "lien"), 0o120000, 1, FAIR.encode()),
        Entry(f"{path}", 0o100644, 70_000, None),
    ]

    found = list(declarations(reader, asked))
    assert [(one.path, one.name) for one in found] == [(path, "3.3-lycee.yml")]
    assert [(piece.declaration.path, piece.evidence.name) for piece in pieces(found)] == [(path, "attestation.pdf")]
