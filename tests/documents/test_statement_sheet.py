"""The statement that a student is handed, as it is typed for, read and opened: text, PDF, a folder of a cohort."""

from __future__ import annotations

import io
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import NamedTuple

import pypdf
import pytest

from polyvalidate.cli import main
from polyvalidate.documents import typesetting
from polyvalidate.documents.sheet_rows import row
from polyvalidate.model.discs import GLYPHS
from polyvalidate.office.register.register import Member, Register, written
from tests.documents.dossiers import DAY, EMPTY, FULL, HOSTILE, WRONG, dossiers
from tests.documents.people import statement
from tests.office.pdf_rules import broken
from tests.proposing import School

ADA = Member(FULL, 2025, "22000001", "LOVELACE-ESSAI", "", "Ada", "ada@example.org")
BEA = Member(EMPTY, 2025, "22000002", "BÉRYL-ESSAI", "", "Béa", "")


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    return dossiers(tmp_path_factory.mktemp("relevés") / "école")


@pytest.fixture(scope="module")
def register(school: School, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register, which does not know one of the three students."""
    path = tmp_path_factory.mktemp("bureau") / "registre.json"
    path.write_bytes(
        written(Register("École d'exemple", school.git("rev-list", "--max-parents=0", "HEAD"), (ADA, BEA)))
    )
    path.chmod(0o600)
    return path


class Said(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(school: School, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*words: str | Path, lang: str = "fr") -> Said:
        code = main(["--lang", lang, "statement", *map(str, words), "--root", str(school.place), "--on", DAY])
        return Said(code, *capsys.readouterr())

    return command


def opened(data: Path | bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data if isinstance(data, bytes) else data.read_bytes()))


def text_of(reader: pypdf.PdfReader) -> str:
    """The text, in one line: lines end where the column does."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split()).replace("\u200b", "")


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("student", [FULL, EMPTY, WRONG])
def test_the_text_as_it_is_read(student: str, lang: str, run: Run, golden: Callable[[str, str], None]) -> None:
    said = run(student, lang=lang)

    assert said.code == (1 if student == WRONG else 0)
    golden(f"statement-{student}.{lang}.txt", re.sub("[0-9a-f]{12,}", "<digest>", said.out))


def test_with_the_register_the_statement_is_named_and_the_pseudonym_is_nowhere(run: Run, register: Path) -> None:
    said = run(FULL, "--register", register)

    assert "Ada" in said.out
    assert "LOVELACE-ESSAI" in said.out
    assert "n° 22000001" in said.out
    assert FULL not in said.out
    assert "polyvalidate statement CODE --rev" in said.out


def test_a_student_that_the_register_does_not_know_keeps_the_pseudonym(run: Run, register: Path) -> None:
    said = run(WRONG, "--register", register)

    assert WRONG in said.out
    assert "n'est pas dans le registre" in said.err


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_pdf_says_all_that_the_text_says(lang: str, run: Run, tmp_path: Path) -> None:
    assert run(FULL, "-o", tmp_path / "relevé.pdf", lang=lang).code == 0
    assert broken((tmp_path / "relevé.pdf").read_bytes()) == []
    reader, text = opened(tmp_path / "relevé.pdf"), run(FULL, lang=lang).out
    found = text_of(reader).replace("\u00a0", " ").replace("\u202f", " ")
    words = {word.rstrip(":") for word in text.split() if set(word) - set(f"=-·:{GLYPHS}")}

    assert not [word for word in words if word not in found]
    assert reader.trailer["/Root"]["/Lang"] == lang
    assert stat.S_IMODE((tmp_path / "relevé.pdf").stat().st_mode) == 0o600


def test_the_pdf_is_tagged_titled_and_dated_by_the_commit(run: Run, tmp_path: Path) -> None:
    run(FULL, "-o", tmp_path / "relevé.pdf")
    reader = opened(tmp_path / "relevé.pdf")
    root, xmp = reader.trailer["/Root"], reader.trailer["/Root"]["/Metadata"].get_data().decode()
    tags = tags_of(root["/StructTreeRoot"])

    assert (reader.metadata.title, reader.metadata.author) == ("Relevé d'engagement", "École d'exemple")
    assert reader.metadata.creation_date.isoformat() == "2026-02-10T10:00:00+00:00"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in xmp
    assert {"/Title", "/H1", "/Table", "/THead", "/TH", "/TD"} <= tags
    assert [f"page {n} / {len(reader.pages)}" in p.extract_text() for n, p in enumerate(reader.pages, 1)] == [True] * 2


def test_a_screen_reader_is_told_what_each_piece_of_text_is(run: Run, tmp_path: Path) -> None:
    run(FULL, "-o", tmp_path / "relevé.pdf")
    tree = opened(tmp_path / "relevé.pdf").trailer["/Root"]["/StructTreeRoot"]
    (document,) = [each.get_object() for each in tree["/K"]]
    below = [each.get_object()["/S"] for each in document["/K"]]

    assert set(below) == {"/Title", "/P", "/H1", "/L", "/Table"}
    assert below[:4] == ["/Title", "/P", "/P", "/P"]  # whose it is comes before what to beware of


def tags_of(element: object) -> set[str]:
    found: set[str] = set()
    waiting = [element]
    while waiting:
        each = waiting.pop()
        each = each.get_object() if isinstance(each, pypdf.generic.IndirectObject) else each
        if isinstance(each, list):
            waiting += each
        elif isinstance(each, dict):
            found.add(str(each.get("/S", "")))
            waiting.append(each.get("/K"))
    return found


def test_the_same_record_gives_the_same_bytes_under_another_clock_and_locale(
    school: School, run: Run, tmp_path: Path
) -> None:
    run(FULL, "-o", tmp_path / "here.pdf")
    command = (
        sys.executable, "-m", "polyvalidate", "--lang", "fr", "statement", FULL,
        "--root", school.place, "--on", DAY, "-o", tmp_path / "there.pdf",
    )  # fmt: skip
    subprocess.run(command, env=os.environ | {"TZ": "Pacific/Auckland", "LC_ALL": "tr_TR.UTF-8"}, check=True)

    assert (tmp_path / "here.pdf").read_bytes() == (tmp_path / "there.pdf").read_bytes()


def test_a_folder_with_an_error_gives_a_statement_that_says_so_on_each_page(run: Run, tmp_path: Path) -> None:
    said = run(WRONG, "-o", tmp_path / "relevé.pdf")
    pages = opened(tmp_path / "relevé.pdf").pages

    assert (said.code, "provisoire" in said.err) == (1, True)
    assert all("PROVISOIRE" in page.extract_text() for page in pages)


def test_what_a_student_typed_is_printed_and_never_run(run: Run, tmp_path: Path) -> None:
    run(WRONG, "-o", tmp_path / "relevé.pdf")
    text = text_of(opened(tmp_path / "relevé.pdf"))

    assert HOSTILE.replace("😀", "□").replace("漢字", "□□") in text
    assert "□ remplace un caractère" in text


def test_every_page_is_marked_as_an_example(run: Run, tmp_path: Path) -> None:
    run(FULL, "-o", tmp_path / "relevé.pdf")

    assert all("GRILLE D'EXEMPLE" in page.extract_text() for page in opened(tmp_path / "relevé.pdf").pages)


def test_a_cohort_is_a_private_folder_with_a_pdf_for_each(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "relevés"
    said = run("--cohort", "2025", "-d", folder)

    assert sorted(path.name for path in folder.iterdir()) == [f"{each}.pdf" for each in (FULL, EMPTY, WRONG)]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert said.code == 1
    assert f"Provisoires, dossier à corriger (polyvalidate check) : {WRONG}." in said.out


def test_the_pdf_of_a_cohort_is_the_one_that_the_student_gets_alone(run: Run, tmp_path: Path) -> None:
    run("--cohort", "2025", "-d", tmp_path / "relevés")
    run(FULL, "-o", tmp_path / "seul.pdf")

    assert (tmp_path / "relevés" / f"{FULL}.pdf").read_bytes() == (tmp_path / "seul.pdf").read_bytes()


def test_several_processes_write_what_one_writes(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("--cohort", "2025", "-d", tmp_path / "un")
    monkeypatch.setattr(typesetting, "WORTH_PROCESSES", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    run("--cohort", "2025", "-d", tmp_path / "deux")

    assert contents(tmp_path / "un") == contents(tmp_path / "deux")


def contents(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}


def test_files_are_called_by_name_or_by_pseudonym_never_by_both(run: Run, register: Path, tmp_path: Path) -> None:
    folder = tmp_path / "relevés"
    said = run("--cohort", "2025", "-d", folder, "--register", register, "--drafts")
    names = sorted(path.name for path in folder.glob("*.pdf"))
    draft = message_from_bytes((folder / "brouillons" / "lovelace-essai-ada-22000001.eml").read_bytes(), policy=default)
    (attached,) = draft.iter_attachments()

    assert names == ["beryl-essai-bea-22000002.pdf", "lovelace-essai-ada-22000001.pdf", f"{WRONG}.pdf"]
    assert f"Sans nom, absents du registre : {WRONG}." in said.out
    assert "1 brouillon de courriel." in said.out
    assert "Sans brouillon, faute d'adresse au registre : 2." in said.out
    assert draft["To"] == "ada@example.org"
    assert attached.get_filename() == "lovelace-essai-ada-22000001.pdf"
    assert attached.get_content() == (folder / "lovelace-essai-ada-22000001.pdf").read_bytes()
    assert FULL not in text_of(opened(attached.get_content()))


def test_the_same_cohort_gives_the_same_folder_twice(run: Run, register: Path, tmp_path: Path) -> None:
    for name in ("un", "deux"):
        run("--cohort", "2025", "-d", tmp_path / name, "--register", register, "--drafts")
    one, two = (
        {p.relative_to(f): p.read_bytes() for p in f.rglob("*.*")} for f in (tmp_path / "un", tmp_path / "deux")
    )

    assert one == two


def test_a_dry_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    said = run("--cohort", "2025", "-d", tmp_path / "relevés", "--dry-run")

    assert "3 relevés" in said.out
    assert "Rien n'est écrit." in said.out
    assert not (tmp_path / "relevés").exists()


def test_a_programme_without_students_is_said(run: Run, tmp_path: Path) -> None:
    assert run("--cohort", "2025", "--programme", "DI", "-d", tmp_path / "a", "--dry-run").code == 1
    assert run("--cohort", "2025", "--programme", "XX", "-d", tmp_path / "a").code == 2
    said = run("--cohort", "2019", "-d", tmp_path / "a")

    assert (said.code, "Aucun élève dans cette promotion (2019)" in said.err) == (2, True)


def test_a_student_file_that_cannot_be_read_is_named_as_left_out(
    school: School, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    copy = tmp_path / "école"
    shutil.copytree(school.place, copy)
    (copy / "declarations" / "2025" / EMPTY / "student.yml").write_text("programme: [\n", encoding="utf-8")
    broken = School.__new__(School)
    broken.place = copy
    broken.commit("main", "illisible")
    code = main(["--lang", "en", "statement", "--cohort", "2025", "-d", str(tmp_path / "a"), "--root", str(copy)])

    assert code == 1
    assert f"No statement, unreadable student.yml (polyvalidate check): {EMPTY}." in capsys.readouterr().out


def test_nothing_is_written_inside_the_repository(run: Run, school: School) -> None:
    inside = school.place / "relevés"

    assert run(FULL, "-o", school.place / "relevé.pdf").code == 2
    assert run(FULL, "-o", school.place / "relevé.txt").code == 2
    assert run("--cohort", "2025", "-d", inside).code == 2
    assert school.git("status", "--porcelain") == ""


def test_a_folder_that_holds_something_is_not_touched(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("à moi", encoding="utf-8")

    assert run("--cohort", "2025", "-d", tmp_path).code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_the_register_of_another_school_names_nobody(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "registre.json"
    other.write_bytes(written(Register("Ailleurs", "0" * 40, (ADA._replace(code="s-zzzzzzzzzz"),))))

    assert run(FULL, "--register", other).code == 2


@pytest.mark.parametrize(
    "words",
    [
        (),
        (FULL, "--cohort", "2025"),
        (FULL, "--drafts"),
        (FULL, "--format", "pdf"),
        ("--cohort", "2025"),
        ("--cohort", "2025", "-d", "a", "--format", "text"),
        ("--cohort", "2025", "-d", "a", "--drafts"),
        ("s-nobody0000",),
        ("Ada",),
    ],
)
def test_what_does_not_go_together_is_said(words: tuple[str, ...], run: Run) -> None:
    said = run(*words)

    assert said.code == 2
    assert said.err.strip()


def test_without_typst_the_text_remains(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    typesetting._compiler.cache_clear()
    said = run(FULL, "-o", tmp_path / "relevé.pdf")

    assert (said.code, "polyvalidate[office]" in said.err) == (2, True)
    assert run(FULL).code == 0


@pytest.mark.parametrize(
    ("origin", "said"), [("moodle", "reprise de Moodle"), ("polytech-nantes", "points d'une autre école du réseau")]
)
def test_it_says_where_points_come_from_and_a_title_once(origin: str, said: str) -> None:
    declared = statement().activities[0]
    brought = replace(declared, origin=origin, own_title=declared.title.fr, organisation="École d'exemple")

    about = row(brought, "fr").about

    assert about[0] == "École d'exemple"
    assert about[1].endswith(f" · {said}")
