"""The registry office's year, played whole with many students: what each command leaves, and no name in Git."""

from __future__ import annotations

import csv
import email
import email.policy
import io
from collections import Counter
from pathlib import Path

import openpyxl
import pypdf
import pytest

from tests.maquettes import BIRTH, maquette
from tests.office.school_year import MAP, ROLES, Year, apogee_list, moodle_grades

STUDENTS, TAKEN_OVER = 120, 304
"""How many there are, and the points of last year that come back from Moodle for those of the two older years."""
BORN = BIRTH.strip()
STUDENT = "github:7000000{}"


def excel(path: Path) -> list[dict[str, str]]:
    """A CSV file as French Excel opens it."""
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def sheet(path: Path) -> list[list[object]]:
    """The first sheet of a workbook, line by line."""
    return [list(row) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)]


def september(year: Year) -> None:
    """The list of APOGEE, the pseudonyms, the points of last year, the campaign."""
    roles = year.school / "grid" / "roles.yml"
    roles.write_text(roles.read_text(encoding="utf-8") + ROLES, encoding="utf-8")
    year.git("add", "-A")
    tree = year.git("write-tree")
    roles_set = year.dated("2025-09-15", "commit-tree", tree, "-p", "main", "-m", "Rôles\n\nMerged-by: keeper-1")
    year.git("update-ref", "refs/heads/main", roles_set)
    listed = year.list_file(apogee_list(year.students), "apogee.csv")
    entered = ("--entered", "4=2024", "--entered", "5=2023")
    trial = year.office(
        "roster", "import", listed, "--as", "sco-1", "--cohort", "2025", *entered, "--dry-run", on="2025-09-20"
    )
    assert (not year.register.exists(), f"  {len(year.students)}  nouveaux" in trial) == (True, True)
    year.office("roster", "import", listed, "--as", "sco-1", "--cohort", "2025", *entered, "--yes", on="2025-09-20")
    year.office("roster", "mail", year.desk / "courriels", on="2025-09-20")
    drafts = sorted((year.desk / "courriels").rglob("*.eml"))
    draft = email.message_from_bytes(drafts[0].read_bytes(), policy=email.policy.default)
    assert (len(drafts), "eleve=s-" in draft.get_content()) == (len(year.students), True)
    assert len(excel(year.desk / "courriels" / "publipostage.csv")) == len(year.students)

    accounts = [f"{one.number};{70_000_000 + rank}" for rank, one in enumerate(year.final()[:10])]
    linked = year.list_file("\r\n".join(["N° étudiant;Compte", *accounts, ""]).encode(), "comptes.csv")
    year.office(
        *("roster", "import", listed, "--as", "sco-1", "--cohort", "2025", "--accounts", linked),
        *("--forge", "github", "--yes"),
        on="2025-09-22",
    )
    year.types(
        *("campaign", "open", "principale", "--opens", "2025-09-22", "--as", "keeper-1"),
        *("--repo", year.school, "--on", "2025-09-22", "--yes"),
    )
    export = year.list_file(moodle_grades([one for one in year.students if one.step[-2:] != "3A"]), "moodle.csv")
    mapped = year.list_file(MAP.encode(), "correspondance.yml")
    words = ("moodle", "import", export, "--map", mapped, "--as", "reprise-1", "--yes")
    said = year.office(*words, on="2025-10-02")
    assert (f"reprises, {TAKEN_OVER} points" in said) or len(year.students) != STUDENTS
    head = year.git("rev-parse", "main")
    year.office(*words, on="2025-10-02")
    assert year.git("rev-parse", "main") == head


def winter(year: Year) -> None:
    """Ten students declare, a teacher decides; lists of organisers are credited at once."""
    heads = []
    for rank, student in enumerate(year.final()[:10]):
        paper = year.list_file(f"%PDF-1.7 attestation {rank}".encode(), "attestation.pdf")
        answers = ("--activity", "3.3", "--from", "2026-01-31", "--quantity", "1", "--title", "Intervention")
        evidence = ("--organisation", "Lycée d'exemple", "--evidence", f"E1={paper}")
        heads.append(year.declares(student, *answers, *evidence, on="2026-02-03"))
    said = year.types("queue", "--repo", year.school, "--category", "3", "--older-than", "7d", "--on", "2026-02-11")
    assert said.count("3.3-intervention.yml") == 10
    other = year.types(
        *("gate", "--repo", year.school, "--base", "main", "--head", heads[0], "--actor", STUDENT.format(1)),
        *("--on", "2026-02-11"),
        expect=1,
    )
    assert "PP6" in other
    decisions = [("--accept",)] * 6 + [("--points", "0.25", "--comment", "La première heure.")]
    decisions += [("--refuse", "--comment", "Personne ne vous y a vu.")] * 3
    for rank, (head, decision) in enumerate(zip(heads, decisions, strict=True)):
        year.decides(head, "--as", "ref-3", *decision, author=STUDENT.format(rank), on="2026-02-11")
    assert "Rien n'attend" in year.types("queue", "--repo", year.school, "--on", "2026-02-12")

    crowd = [one for one in year.students if int(one.number) % 4 != 3]
    day = ("--from", "2026-01-30", "--to", "2026-01-31", "--title", "Journée portes ouvertes")
    year.office(
        *("declare-many", "3.1", "--list", year.attendance("portes-ouvertes.csv", crowd, 3)),
        *("--count-column", "Nombre", *day, "--as", "ref-3", "--yes"),
        on="2026-02-12",
    )
    credited(year, "3.2", "salon.csv", 0, "2026-03-14", "ref-3", on="2026-03-20")
    credited(year, "1.4", "conseil.csv", 0, "2026-05-10", "ref-1", on="2026-05-20", times=4)


def credited(year: Year, code: str, name: str, remainder: int, day: str, by: str, *, on: str, times: int = 1) -> None:
    """A list of an organiser, of some students of the last year, credited by who holds the category."""
    listed = year.attendance(name, year.final(remainder), times)
    words = ("declare-many", code, "--list", listed, "--count-column", "Nombre", "--title", "Activité de l'école")
    year.office(*words, "--from", f"{day[:7]}-01", "--to", day, "--as", by, "--yes", on=on)


def spring(year: Year) -> None:
    """A wrong list is undone, a student becomes an apprentice, and the grid changes in the middle of the year."""
    wrong = year.list_file(apogee_list(year.students[:-3]), "liste-coupée.csv")
    before = year.git("rev-parse", "main^{tree}"), year.register.read_bytes()
    words = ("--as", "sco-1", "--cohort", "2025", "--entered", "4=2024", "--entered", "5=2023", "--departures", "--yes")
    year.office("roster", "import", wrong, *words, on="2026-05-21")
    assert year.git("rev-parse", "main^{tree}") != before[0]
    year.office("undo", "--as", "sco-1", "--yes", on="2026-05-21")
    assert (year.git("rev-parse", "main^{tree}"), year.register.read_bytes()) == before

    one = next(student for student in year.final() if student.step == "PDI5A")
    points = year.points(one)
    profile = ("--programme", "DIA", "--profile", "FISA", "--since", "2026-05-22", "--yes")
    year.office("roster", "change", one.number, *profile, "--as", "sco-1", on="2026-05-22")
    assert year.points(one) == points > 0

    everybody = [year.points(student) for student in year.final()[:20]]
    rules = year.school / "grid/2025-2026/3-promotion.yml"
    rules.write_text(rules.read_text("utf-8").replace("points: 0.5", "points: 0.25", 1), "utf-8")
    year.git("add", "-A")
    changed = year.dated(
        "2026-05-25", "commit-tree", year.git("write-tree"), "-p", "main", "-m", "3.1\n\nMerged-by: keeper-1"
    )
    said = year.types("grid", "impact", "main", changed, "--repo", year.school, "--on", "2026-05-25")
    assert "gardent" in said
    year.git("update-ref", "refs/heads/main", changed)
    assert [year.points(student) for student in year.final()[:20]] == everybody


def correction(year: Year) -> None:
    """A decision of July was wrong: the jury says why, the new minutes say which ones they replace."""
    which, on = ("--session", "2026-07", "--cohort", "2023"), "2026-09-03"
    table, old = year.desk / "rectification.xlsx", year.desk / "pv-2026-07"
    year.office("minutes", "prepare", *which, "--output", table, on=on)
    book = openpyxl.load_workbook(table)
    rows = book.worksheets[0]
    heads = [cell.value for cell in rows[1]]
    decision, reason = heads.index("Décision du jury") + 1, heads.index("Motif") + 1
    line = next(n for n in range(2, rows.max_row + 1) if rows.cell(n, decision).value not in (None, "", "dispense"))
    rows.cell(line, decision, "dispense")
    rows.cell(line, reason, "Mobilité oubliée en juillet.")
    book.save(table)
    year.office("minutes", "record", *which, "--table", table, "--as", "jury-1", "--yes", on=on)
    new = year.desk / "pv-2026-07-rectifié"
    year.types("minutes", "print", *which, "--directory", new, *year.words())
    page = " ".join(page.extract_text() for page in pypdf.PdfReader(next(new.glob("*.pdf"))).pages)
    assert "corrige et remplace" in " ".join(page.split())
    assert "Corrigé depuis" in year.types("minutes", "verify", next(old.glob("*.pdf")), *year.words())


def june(year: Year) -> None:
    """Who lacks points is seen and written to; the campaign closes; the jury meets a first time."""
    year.office("follow", "--output", year.desk / "suivi.xlsx", on="2026-06-01")
    book = openpyxl.load_workbook(year.desk / "suivi.xlsx")
    assert {"DI5", "DEE5", "DMS5", "DIA5"} <= set(book.sheetnames)
    year.office("follow", "--output", year.desk / "suivi.csv", "--year", "5A", on="2026-06-01")
    rows = excel(year.desk / "suivi.csv")
    states = Counter(row["Situation"] for row in rows)
    assert states["à risque"] + states["critique"] > len(year.students) // 9
    assert {row["Bilan"] for row in rows} >= {"0", "8,5"}
    year.office("campaign", "remind", year.desk / "rappels", "--to", "at-risk", "--level", "5A", on="2026-06-01")
    assert len(list((year.desk / "rappels").rglob("*.eml"))) == states["à risque"] + states["critique"]
    keeper = ("--as", "keeper-1", "--repo", year.school, "--yes")
    year.types("campaign", "close", "principale", "--closes", "2026-06-10", *keeper, "--on", "2026-06-08")


def jury(year: Year, session: str, on: str) -> Counter[str]:
    """The jury's table, its decisions, the minutes, each form of them verified; the outcomes by their number."""
    which = ("--session", session, "--cohort", "2023")
    table = year.desk / f"jury-{session}.xlsx"
    year.office("minutes", "prepare", *which, "--output", table, on=on)
    book = openpyxl.load_workbook(table)
    heads = [cell.value for cell in book.worksheets[0][1]]
    decision, reason = heads.index("Décision du jury") + 1, heads.index("Motif") + 1
    if session == "2026-06":
        last = book.worksheets[0].max_row
        book.worksheets[0].cell(last, decision, "dispense")
        book.worksheets[0].cell(last, reason, "Mobilité longue, appréciée par le jury.")
        book.save(table)
    words = ("minutes", "record", *which, "--table", table, "--as", "jury-1")
    head = year.git("rev-parse", "main")
    year.office(*words, "--dry-run", on=on)
    assert year.git("rev-parse", "main") == head
    year.office(*words, "--yes", on=on)
    assert year.git("rev-list", "--count", f"{head}..main") == "1"

    printed = year.desk / f"pv-{session}"
    year.types("minutes", "print", *which, "--directory", printed, *year.words())
    files = {path.suffix: path for path in printed.iterdir()}
    assert set(files) == {".pdf", ".xlsx", ".csv", ".json"}
    for path in files.values():
        year.types("minutes", "verify", path, *year.words())
    words_of_pages = " ".join(page.extract_text() for page in pypdf.PdfReader(files[".pdf"]).pages)
    rows = excel(files[".csv"])
    assert [row["Nom"] for row in rows if row["Nom"] not in words_of_pages] == []
    return Counter(row["Décision du jury"] for row in rows)


def summer(year: Year) -> None:
    """The second chance opens, is used, and closes."""
    keeper = ("--as", "keeper-1", "--repo", year.school, "--yes")
    year.types("campaign", "open", "seconde-chance", "--opens", "2026-06-20", *keeper, "--on", "2026-06-18")
    credited(year, "3.2", "forum.csv", 1, "2026-06-19", "ref-3", on="2026-06-25")
    credited(year, "1.4", "commission.csv", 1, "2026-06-26", "ref-1", on="2026-06-28", times=4)
    year.types("campaign", "close", "seconde-chance", "--closes", "2026-07-05", *keeper, "--on", "2026-07-04")
    assert "fermée" in year.types("campaign", "status", "--repo", year.school, "--on", "2026-07-08")


def exports(year: Year, on: str) -> None:
    """What goes to the neighbours, to each student and to everybody."""
    rows = [[one.number, one.surname, one.first, BIRTH, "", "", "", ""] for one in year.final()]
    sent = maquette(rows)
    empty = year.list_file(sent, "PESSAI_V1.txt")
    filled = year.desk / "PESSAI_V1_rempli.txt"
    year.office(
        *("apogee", "fill", empty, "--element", "PQUITUS", "--session", "2026-07", "--cohort", "2023"),
        *("--output", filled),
        on=on,
    )
    lines = zip(sent.split(b"\r\n"), filled.read_bytes().split(b"\r\n"), strict=True)
    changed = [(before, after) for before, after in lines if before != after]
    assert changed
    assert all(after.split(b"\t")[:5] == before.split(b"\t")[:5] for before, after in changed)
    year.office("moodle", "users", "--cohort", "2025", "--output", year.desk / "comptes-moodle.csv", on=on)
    year.types(
        *("moodle", "groups", "--output", year.desk / "groupes-moodle.csv", "--repo", year.school, "--on", on),
    )
    year.office("moodle", "grades", "--cohort", "2023", "--output", year.desk / "notes-moodle.csv", on=on)
    words = ("statement", "--cohort", "2023", "--directory", year.desk / "relevés", "--register", year.register)
    year.types(*words, "--root", year.school, "--on", on)
    assert len(list((year.desk / "relevés").rglob("*.pdf"))) == len(year.final())
    one = year.code(year.final()[0])
    for kind, name in (("supplement", "supplement.txt"), ("elm", "elm.json")):
        year.types("record", kind, one, "--root", year.school, "--on", on, "--output", year.desk / name)


def play(year: Year) -> None:
    """From the first list to the last check of what was written."""
    september(year)
    winter(year)
    spring(year)
    june(year)
    summer_begins = year.git("rev-parse", "main")
    first = jury(year, "2026-06", "2026-06-12")
    summer(year)
    second = jury(year, "2026-07", "2026-07-08")
    exports(year, "2026-07-10")
    correction(year)

    assert (first["dispense"], sum(first.values())) == (1, len(year.final()))
    assert first["acquis"] > 0
    assert first["seconde chance"] > 0
    assert sum(second.values()) == first["seconde chance"]
    assert second["acquis"] > 0
    year.types("check", year.school, "--on", "2026-09-04")
    year.types("audit", "--repo", year.school, "--since", summer_begins)
    year.types("register", "check", *year.words())
    assert year.git("status", "--porcelain") == ""


@pytest.mark.slow
def test_the_year_of_a_whole_school(tmp_path: Path) -> None:
    play(Year(tmp_path, STUDENTS))


def test_a_name_that_is_planted_is_found_at_the_end_of_the_year(tmp_path: Path) -> None:
    """The witness of ``register check``: one name in one message of one commit."""
    year = Year(tmp_path, 24)
    listed = year.list_file(apogee_list(year.students), "apogee.csv")
    year.office("roster", "import", listed, "--as", "sco-1", "--cohort", "2025", "--yes", on="2025-09-20")
    year.types("register", "check", *year.words())
    year.commit("Merci à Élève ANNÉE-0007")

    said = year.types("register", "check", *year.words(), expect=1)
    assert year.git("rev-parse", "HEAD")[:12] in said
