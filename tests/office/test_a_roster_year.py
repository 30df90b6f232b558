"""The registry office's year: who comes, goes, changes, repeats, comes back, and what is left for a person to see."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from polyvalidate.cli.kit.terminal import FILES, Terminal
from polyvalidate.model.words import Text
from tests.extent import WHOLE
from tests.office.registry import ADA, ELE, FOUR, MAX, ZOE, Office, Student, apogee, crowd
from tests.terminal import talk


def changed(office: Office, before: str) -> list[str]:
    return sorted(office.git("diff", "--name-only", before, "main").split())


def test_a_first_list_gives_pseudonyms_and_files_without_names(office: Office) -> None:
    code, said = office.take_in(FOUR)

    assert code == 0, said
    assert [office.file(s) for s in FOUR] == [
        "programme: DI\nprofile: FISE3",
        "programme: DI\nprofile: FISE3",
        "programme: DMA\nprofile: FISA",
        "programme: DEE\nprofile: FISE4",
    ]
    assert office.git("status", "--porcelain") == ""
    assert office.git("log", "-1", "--format=%an <%ae>|%cn|%B", "main").strip() == (
        "sco-1 <sco-1@polyvalidate.invalid>|sco-1|Liste des élèves 2025-2026\n\n4 inscriptions\n\n"
        f"Act: {office.known().settings['act']}\nMerged-by: sco-1"
    )
    assert (office.register.stat().st_mode & 0o777, len(office.known().members)) == (0o600, 4)


def test_what_is_said_before_it_is_written(office: Office, golden) -> None:
    office.take_in(FOUR)
    new = [ADA, ELE._replace(step="PDIA3A"), MAX._replace(first="Maxime"), Student("22000009", "ROE", "Jane", "PDMS4A")]

    _, said = office.take_in(new, "--dry-run")

    for student in FOUR:
        said = said.replace(office.code(student), f"<code de {student.first}>")
    golden("import.txt", said)


def test_the_same_list_again_changes_nothing(office: Office) -> None:
    office.take_in(FOUR)
    head, register = office.git("rev-parse", "main"), office.register.read_bytes()

    code, said = office.take_in(FOUR)

    assert (code, said.rstrip().splitlines()[-1]) == (0, "Il n'y a rien à changer.")
    assert (office.git("rev-parse", "main"), office.register.read_bytes()) == (head, register)


def test_a_dry_run_writes_nothing(office: Office) -> None:
    head = office.git("rev-parse", "main")

    code, said = office.take_in(FOUR, "--dry-run")

    assert (code, said.rstrip().splitlines()[-1]) == (0, "(Essai : rien n'a été écrit.)")
    assert (office.git("rev-parse", "main"), office.register.exists()) == (head, False)


def test_a_dry_run_says_that_a_register_will_begin(office: Office) -> None:
    _, before = office.take_in(FOUR, "--dry-run")
    office.take_in(FOUR)
    _, after = office.take_in(FOUR[:3], "--dry-run")

    assert f"Un nouveau registre sera créé : {office.register}" in before
    assert "Un nouveau registre" not in after


@pytest.mark.parametrize("more", [("--dry-run",), ()])
def test_a_mistyped_register_is_not_begun_beside_the_right_one(office: Office, more: tuple[str, ...]) -> None:
    office.take_in(FOUR)
    right, head = office.register, office.git("rev-parse", "main")
    office.register = office.desk / "registe.json"

    code, said = office.take_in(FOUR, *more)

    assert (code, office.register.exists(), office.git("rev-parse", "main")) == (1, False, head)
    assert f"{office.register} n'existe pas, alors que le dépôt a déjà 4 dossiers d'élèves" in said
    assert f"À côté se trouve {right}." in said
    assert office.take_in(FOUR, *more, "--new-register")[0] == 0


def test_nobody_at_the_terminal_is_no_agreement(office: Office) -> None:
    words = ["roster", "import", office.list_file(apogee(FOUR)), *office.words(), "--as", "sco-1", "--cohort", "2025"]

    code, said = office.run(*words)

    assert (code, said.splitlines()[-1], office.register.exists()) == (1, "Rien n'a été écrit.", False)


@pytest.mark.parametrize(("answer", "expected"), [("n", 1), ("", 1), ("o", 0)])
def test_the_person_is_asked_and_decides(office: Office, answer: str, expected: int) -> None:
    words = ["roster", "import", office.list_file(apogee(FOUR)), *office.words(), "--as", "sco-1", "--cohort", "2025"]

    code, screen = talk(list(map(str, words)), [("[o/N] ", answer)], office.desk)

    assert (code, office.register.exists()) == (expected, expected == 0), screen


def test_who_is_not_in_the_list_any_more_has_left(office: Office) -> None:
    office.take_in(FOUR)

    office.take_in([ELE, ZOE, MAX])

    assert office.file(ADA) == "programme: DI\nprofile: FISE3\nleft: 2025-10-01"
    assert office.code(ADA)


def test_a_list_of_one_year_of_study_says_nothing_of_the_others(office: Office) -> None:
    office.take_in(FOUR)

    office.take_in([ADA, ELE, ZOE])

    assert office.file(MAX) == "programme: DEE\nprofile: FISE4"


def test_a_list_cut_in_half_does_not_make_a_cohort_leave(office: Office) -> None:
    office.take_in(crowd(40))
    before = office.git("rev-parse", "main")

    code, said = office.take_in(crowd(20))
    confirmed, _ = office.take_in(crowd(20), "--departures")

    assert (code, "20 élèves sur 40 ne sont pas dans cette liste." in said) == (1, True)
    assert (confirmed, len(changed(office, before))) == (0, 20)


def test_a_change_of_programme_keeps_what_the_file_says_beside(office: Office) -> None:
    office.take_in(FOUR)
    path = office.school / f"declarations/2025/{office.code(ADA)}/student.yml"
    path.write_text(path.read_text() + "# un mot de la scolarité\nextra_years: 1\n")
    office.commit("note")

    office.take_in([ADA._replace(step="PDEE3A"), ELE, ZOE, MAX])

    assert office.file(ADA) == "programme: DEE\nprofile: FISE3\n# un mot de la scolarité\nextra_years: 1"


def test_apprenticeship_changes_the_profile_too(office: Office) -> None:
    office.take_in(FOUR)

    office.take_in([ADA._replace(step="PDIA3A"), ELE, ZOE, MAX])
    office.take_in([ADA._replace(step="PDIA4A"), ELE._replace(step="PDIA4A"), ZOE, MAX], year=2026)

    former = "programme: DIA\nprofile: FISA\nformerly:\n  - profile: FISE3\n    until: "
    assert (office.file(ADA)[:-10], office.file(ELE)) == (former, former + "2026-08-31")
    assert office.file(ADA)[-10:] == "2025-09-30"


def test_who_is_still_in_the_same_year_repeats_it_once(office: Office) -> None:
    office.take_in(FOUR)
    next_year = [ADA, *(s._replace(step=s.step[:-2] + str(int(s.step[-2]) + 1) + "A") for s in FOUR[1:])]

    office.take_in(next_year, year=2026)
    again = office.take_in(next_year, year=2026)

    assert office.file(ADA) == "programme: DI\nprofile: FISE3\nextra_years: 1"
    assert again[1].rstrip().endswith("Il n'y a rien à changer.")
    assert "declarations/2025/" + office.code(ADA) in office.git("ls-tree", "-r", "--name-only", "main")


def test_who_comes_back_another_year_keeps_the_pseudonym(office: Office) -> None:
    office.take_in(FOUR)
    office.take_in([ELE, ZOE, MAX])
    code = office.code(ADA)

    office.take_in([ADA], year=2026)

    assert (office.code(ADA), office.file(ADA)) == (code, "programme: DI\nprofile: FISE3\nextra_years: 1")


def test_who_left_this_year_is_not_taken_back_by_an_old_list(office: Office) -> None:
    office.take_in(FOUR)
    office.run("roster", "change", ADA.number, *office.words(), "--as", "sco-1", "--left", "2025-11-30", "--yes")

    _, said = office.take_in(FOUR)

    assert "a quitté l'école le 30 novembre 2025 et figure encore dans la liste : rien n'est changé." in said
    assert office.file(ADA).endswith("left: 2025-11-30")


DOUBTFUL = {
    "another name": (ADA._replace(surname="TURING", first="Alan"), "le registre a un autre nom pour ce numéro"),
    "same address": (Student("22000009", "ROE", "Jane", "PDI3A", "ada@etu.example.org"), "mais l'adresse de s-"),
    "last year": (Student("22000009", "ROE", "Jane", "PDI5A"), "arrive en dernière année sans avoir été inscrit avant"),
}


@pytest.mark.parametrize("name", sorted(DOUBTFUL))
def test_a_doubtful_line_waits_for_a_person(office: Office, name: str) -> None:
    line, expected = DOUBTFUL[name]
    office.take_in(FOUR, "--emails", office.list_file(b"numero;mail\n22000001;ada@etu.example.org\n", "m.csv"))
    before = office.git("rev-parse", "main")
    students = [s for s in FOUR if s.number != line.number] + [line]
    mails = office.list_file(f"numero;mail\n{line.number};{line.email}\n".encode(), "m.csv")

    code, said = office.take_in(students, *(["--emails", mails] if line.email else []), "--accept", "99999999")
    aside = office.git("rev-parse", "main")
    office.take_in(students, *(["--emails", mails] if line.email else []), "--accept", line.number)

    assert (code, expected in said, aside) == (0, True, before)
    assert office.known().by_number[line.number].surname == line.surname


def test_names_cut_or_married_are_the_same_person(office: Office) -> None:
    office.take_in(FOUR)

    office.take_in([ADA._replace(surname="LOVEL"), ELE._replace(surname="DURAND"), ZOE, MAX])

    assert [office.known().by_number[s.number].surname for s in (ADA, ELE)] == ["LOVEL", "DURAND"]


def test_accounts_are_bound_by_number_only(office: Office) -> None:
    office.take_in(FOUR)
    good = "numero;compte\n22000001;github:583231\n22000002;777\n;\n"
    bad = "numero;compte\n22000001;ada-l\n22000003;github:1000009\n22000004;777\n22000002;777\n99;5\n"

    refused, said = office.take_in(FOUR, "--accounts", office.list_file(bad.encode(), "c.csv"), "--forge", "github")
    unchanged = office.file(ADA)
    code, _ = office.take_in(FOUR, "--accounts", office.list_file(good.encode(), "c.csv"), "--forge", "github")

    assert refused == 1
    assert [line.split(" : Comptes : ")[0] for line in said.splitlines() if "Comptes" in line] == [
        f"  ligne {n}" for n in (2, 3, 5, 6)
    ]
    assert (code, unchanged) == (0, "programme: DI\nprofile: FISE3")
    assert [office.file(s).splitlines()[0] for s in (ADA, ELE)] == ["account: github:583231", "account: github:777"]


def test_new_students_may_come_with_their_accounts(office: Office) -> None:
    accounts = office.list_file(b"numero;compte\n22000001;github:583231\n", "c.csv")

    office.take_in(FOUR, "--accounts", accounts)

    assert office.file(ADA) == "account: github:583231\nprogramme: DI\nprofile: FISE3"


def test_whose_threshold_the_jury_fixed_is_given_no_profile_that_tells_it(office: Office) -> None:
    office.take_in([ADA])
    rules = office.school / "grid/2025-2026/rules.yml"
    telling = "AMENAGE: {title: {fr: a, en: a}, years: 3, required: jury, minimum_categories: 2}"
    rules.write_text(rules.read_text().replace("profiles:\n", f"profiles:\n  {telling}\n"))
    place = office.school / f"declarations/2025/{office.code(ADA)}/student.yml"
    data = f"Numéro étudiant;Nom;Prénom;Étape;Profil\n{ADA.number};{ADA.surname};{ADA.first};{ADA.step};%s\n"
    place.write_text(place.read_text() + "arrangement:\n  required: 7\n  on: 2025-09-30\n  by: jury-1\n")
    office.commit("seuil")

    told, cycle = (office.take_in((data % profile).encode()) for profile in ("AMENAGE", "FISE4"))

    assert (told[0], told[1].rstrip().splitlines()[-1]) == (0, "Il n'y a rien à changer.")
    assert (
        cycle[0],
        "profile: FISE4\nformerly:\n  - profile: FISE3\n    until: 2025-09-30\narrangement:" in place.read_text(),
    ) == (0, True)


def test_a_school_that_begins_midway_says_when_its_students_entered(office: Office) -> None:
    older = [ADA._replace(step="PDI5A"), MAX]

    code, _ = office.take_in(older, "--entered", "5=2023", "--entered", "4=2024")

    cohorts = {m.number: m.cohort for m in office.known().members}
    assert (code, cohorts) == (0, {ADA.number: 2023, MAX.number: 2024})
    assert [office.file(s) for s in older] == ["programme: DI\nprofile: FISE3", "programme: DEE\nprofile: FISE3"]


def test_what_was_said_of_a_list_is_remembered(office: Office) -> None:
    data = "Matricule X;Nom;Prénom;Cursus\n1234567;ROE;Jane;PINFO3\n".encode()
    first = office.take_in(
        data, "--column", "number=Matricule X", "--programme", "PINFO3=DI3", "--digits", "8", "--profile", "DI3=FISA"
    )
    second = office.take_in(data)

    assert (first[0], second[0], second[1].rstrip().splitlines()[-1]) == (0, 0, "Il n'y a rien à changer.")
    assert [m.number for m in office.known().members] == ["01234567"]
    assert office.git("show", f"main:declarations/2025/{office.known().members[0].code}/student.yml").endswith("FISA")


# --- refusals: nothing moves ------------------------------------------------------------------------------------------


def test_changes_of_one_s_own_in_the_folder_stop_the_import_before_the_register(office: Office) -> None:
    (office.school / "grid/roles.yml").write_text("à moi\n")
    office.git("add", "-A")

    code, said = office.take_in(FOUR)

    assert (code, "contient des changements qui ne sont pas enregistrés" in said) == (2, True)
    assert not office.register.exists()


def test_files_that_git_does_not_know_do_not_disturb(office: Office) -> None:
    (office.school / "notes.txt").write_text("à moi\n")

    assert office.take_in(FOUR)[0] == 0
    assert office.git("status", "--porcelain") == "?? notes.txt"


def test_a_bare_repository_is_written_to(office: Office, tmp_path: Path) -> None:
    office.git("clone", "-q", "--bare", ".", str(tmp_path / "nu"))
    office.school = tmp_path / "nu"

    code, said = office.take_in(FOUR)

    assert (code, office.file(ADA)) == (0, "programme: DI\nprofile: FISE3"), said


def test_the_office_says_who_it_is(office: Office) -> None:
    words = ["roster", "import", office.list_file(apogee(FOUR)), *office.words(), "--cohort", "2025", "--yes"]

    unnamed, stranger = office.run(*words), office.run(*words, "--as", "ref-3")

    assert [unnamed[0], stranger[0]] == [2, 2]
    assert unnamed[1] == "Dites qui vous êtes avec --as : sco-1 ou sco-2 (grid/roles.yml).\n"
    assert not office.register.exists()


@pytest.mark.parametrize("day", ["2025-09-30", "2025-10-01"])
def test_another_profile_takes_nothing_away_and_what_it_would_spoil_waits_for_the_jury(
    office: Office, day: str
) -> None:
    """A mandate that is decided keeps its points; one that nobody has decided is judged by the profile of its day."""
    office.take_in(FOUR)
    folder = office.school / f"declarations/2025/{office.code(ADA)}"
    mandate = (
        'activity: "2.1"\ntitle: Présidence du club\norganisation: Club\nperiod: {from: 2025-09-10, to: 2025-10-01}\n'
        "quantity: 1\nevidence:\n"
        + "".join(
            f"  - kind: {k}\n    store: pull-request\n    name: {k}.pdf\n    sha256: {d * 64}\n"
            for k, d in (("E3", "a"), ("E6", "b"))
        )
    )
    decision = "evaluation:\n  decision: accepted\n  points: 3\n  by: ref-1\n  second: ref-2\n  on: 2025-10-01\n"
    (folder / "2.1-presidence.yml").write_text(mandate + decision)
    other = mandate.replace("2025-09-10", day).replace("aa", "cc").replace("bb", "dd").replace("Club", "Radio")
    (folder / "2.1-radio.yml").write_text(other)
    office.commit("déclarations")
    before = office.git("rev-parse", "main")

    _, said = office.take_in([ADA._replace(step="PDIA3A"), ELE, ZOE, MAX])
    stopped = office.git("rev-parse", "main")
    code, _ = office.take_in([ADA._replace(step="PDIA3A"), ELE, ZOE, MAX], "--accept", ADA.number)

    spoils = day == "2025-10-01"
    assert ("ce changement mettrait 1 élément de son dossier en erreur" in said, stopped == before) == (spoils, spoils)
    assert (code, office.file(ADA)) == (
        0,
        "programme: DIA\nprofile: FISA\nformerly:\n  - profile: FISE3\n    until: 2025-09-30",
    )
    balance = office.run("balance", office.code(ADA), "--repo", office.school, "--rev", "main", "--on", "2025-10-02")
    assert "3 points" in balance[1]


# --- one student ------------------------------------------------------------------------------------------------------


def test_one_student_changes_by_name_in_one_commit(office: Office) -> None:
    office.take_in(FOUR)

    code, said = office.run(
        "roster", "change", "éléonore dupont", *office.words(), "--as", "sco-2", "--programme", "DMS", "--extra-years",
        "1", "--since", "2026-02-01", "--yes",
    )  # fmt: skip

    assert (code, office.file(ELE)) == (0, "programme: DMS\nprofile: FISE3\nextra_years: 1"), said
    assert office.git("log", "-1", "--format=%B", "main") == (
        f"2025/{office.code(ELE)} : spécialité, années supplémentaires\n\nÀ compter du 1er février 2026.\n\n"
        "Merged-by: sco-2"
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--since", "2026-01-01"), "profile: FISA\nformerly:\n  - profile: FISE3\n    until: 2025-12-31"),
        ((), "profile: FISA\nformerly:\n  - profile: FISE3\n    until: 2026-02-28"),
        (("--mistake",), "profile: FISA"),
    ],
)
def test_a_former_profile_stays_with_its_last_day_unless_it_was_a_mistake(
    office: Office, words: tuple[str, ...], expected: str
) -> None:
    office.take_in(FOUR)
    change = ("roster", "change", ELE.number, *office.words(), "--as", "sco-2", "--on", "2026-03-01", "--yes")

    code, said = office.run(*change, "--profile", "FISA", *words)
    again, _ = office.run(*change, "--profile", "FISE4", "--since", "2026-01-01")

    assert (code, "  profil : FISE3 → FISA\n" in said, again) == (0, True, 0)
    written = expected.partition("formerly:")[2] or "\n  - profile: FISA\n    until: 2025-12-31"
    assert office.git("show", f"main~1:declarations/2025/{office.code(ELE)}/student.yml").endswith(expected)
    assert office.file(ELE) == f"programme: DI\nprofile: FISE4\nformerly:{written}"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--programme", "DX"), "PP403"),
        (("--profile", "FISE9"), "PP402"),
        (("--account", "ada"), "n'est pas un numéro de compte"),
        (("--account", "github:1000009"), "Ce compte est déjà celui"),
        (("--left", "2026-01-01", "--returned"), "Dites ce qui change"),
        ((), "Dites ce qui change"),
    ],
)
def test_an_impossible_change_is_refused(office: Office, words: tuple[str, ...], expected: str) -> None:
    office.take_in(FOUR)
    before = office.git("rev-parse", "main")

    code, said = office.run("roster", "change", ADA.number, *office.words(), "--as", "sco-1", "--yes", *words)

    assert (code in (1, 2), expected in said, office.git("rev-parse", "main")) == (True, True, before), said


def test_the_audit_finds_the_office_s_commits_legal(office: Office) -> None:
    office.take_in(FOUR)
    office.take_in([ADA._replace(step="PDEE3A"), ZOE, MAX])
    office.run("roster", "change", MAX.number, *office.words(), "--as", "sco-1", "--account", "github:5", "--yes")

    code, said = office.run("audit", "--repo", office.school)

    assert (code, said[:19]) == (0, "✓ 3 fusions rejouée"), said


# --- letters ----------------------------------------------------------------------------------------------------------


def test_letters_give_each_student_their_pseudonym_and_nobody_else_s(office: Office) -> None:
    mails = office.list_file(b"numero;mail\n22000001;ada@etu.example.org\n22000002;\n", "m.csv")

    code, said = office.take_in(FOUR, "--emails", mails, "--mail", office.desk / "courriels")

    folder = office.desk / "courriels"
    rows = list(
        csv.DictReader(io.StringIO((folder / "publipostage.csv").read_bytes().decode("utf-8-sig")), delimiter=";")
    )
    drafts = sorted((folder / "brouillons").iterdir())
    message = email.message_from_bytes(drafts[0].read_bytes(), policy=email.policy.default)
    link = f"https://polyvalidate.example.org/declarer/#eleve={office.code(ADA)}&promotion=2025&profil=FISE3"
    assert (code, [path.name for path in drafts]) == (0, [f"{office.code(ADA)}.eml"]), said
    assert {(r["pseudonyme"], r["groupe"], r["lien"].partition("#")[2].partition("&")[0]) for r in rows} == {
        (office.code(s), g, f"eleve={office.code(s)}")
        for s, g in zip(FOUR, ("DI3", "DI3", "DMA3", "DEE4"), strict=True)
    }
    assert (message["To"], message["X-Unsent"], link in message.get_content()) == ("ada@etu.example.org", "1", True)
    assert "3 élèves n'ont pas d'adresse connue" in said
    assert oct(folder.stat().st_mode & 0o777) == "0o700"


def test_the_letters_that_are_suggested_go_to_the_new_students_only(office: Office) -> None:
    _, first = office.take_in(FOUR[:3])
    _, second = office.take_in([*FOUR[:3], Student("22000009", "ROE", "Jane", "PDI3A")])
    first_command, second_command = (
        shlex.split(said.partition("Pour leur écrire leur pseudonyme : ")[2].splitlines()[0])
        for said in (first, second)
    )
    code = office.known().by_number["22000009"].code

    assert first_command[1:4] == ["roster", "mail", str(office.desk / "courriels")]
    assert first_command[-2:] != ["--who", code]
    assert second_command[-2:] == ["--who", code]
    assert "publipostage.csv (3 lignes)" not in office.run(*second_command[1:])[1]
    assert len(list((office.desk / "courriels").rglob("publipostage.csv"))) == 1


def test_a_command_that_names_many_people_goes_over_lines_and_is_one_for_a_shell(office: Office) -> None:
    office.take_in(FOUR[:3])
    _, said = office.take_in([*FOUR, *(Student(f"2200001{n}", f"ROE{n}", "Jane", "PDI3A") for n in range(9))])
    lines = said.partition("Pour leur écrire leur pseudonyme : ")[2].split("\n")
    while not lines[-1].startswith("    --who"):
        lines.pop()
    words = subprocess.run(
        ["sh", "-c", 'printf "%s\\n" ' + "\n".join(lines)], capture_output=True, text=True, check=True
    )
    known = office.known().by_number
    new = sorted(known[number].code for number in known if number not in {one.number for one in FOUR[:3]})

    assert words.stdout.split("\n")[-2 * len(new) - 1 : -1] == [word for code in new for word in ("--who", code)]
    assert [line for line in lines[1:] if len(line) > 100] == []


def test_few_new_students_are_named_before_they_are_written(office: Office) -> None:
    _, said = office.take_in([ADA], "--dry-run")

    assert "    1  nouveau\n         DI3 FISE3 : 1\n         22000001  LOVELACE-ESSAI Ada  DI3 FISE3\n" in said
    assert said.startswith("Liste : 1 élève (")


def test_a_list_with_names_inside_the_repository_is_remarked_and_read(office: Office) -> None:
    inside = office.school / "liste.csv"
    inside.write_bytes(apogee(FOUR))
    words = [*office.words(), "--as", "sco-1", "--cohort", "2025", "--on", "2025-10-01", "--dry-run"]

    code, said = office.run("roster", "import", inside, *words)
    _, outside = office.run("roster", "import", office.list_file(apogee(FOUR)), *words)

    assert (code, f"Attention : {inside} porte peut-être des noms" in " ".join(said.split())) == (0, True)
    assert "Attention" not in outside


def test_letters_never_go_inside_git_nor_over_something(office: Office) -> None:
    (office.school / ".gitignore").write_text("prive/\n")
    (office.school / "prive").mkdir()
    (office.desk / "plein").mkdir()
    (office.desk / "plein/x").write_text("x")

    inside = office.take_in(FOUR, "--mail", office.school / "prive" / "courriels")
    full = office.take_in(FOUR, "--mail", office.desk / "plein")

    assert (inside[0], "est dans un dépôt Git" in inside[1]) == (2, True)
    assert (full[0], "n'est pas un dossier vide" in full[1]) == (2, True)
    assert not office.register.exists()


def test_a_formula_in_a_name_is_inert_in_what_excel_opens(office: Office) -> None:
    refused = office.take_in([ADA._replace(surname="=cmd|x", first="@SUM(1)")])
    office.take_in([ADA._replace(surname="-ESSAI", first="-Ada")], "--mail", office.desk / "courriels")
    office.run("register", "show", "--register", office.register, "--output", office.desk / "r.csv")

    for name in ("courriels/publipostage.csv", "r.csv"):
        text = (office.desk / name).read_bytes().decode("utf-8-sig")
        assert "'-ESSAI" in text
        assert "'-Ada" in text
    assert (refused[0], "un signe qu'aucun nom n'a" in refused[1]) == (1, True)


def test_one_letter_is_one_line_and_one_student_without_an_address(office: Office) -> None:
    _, said = office.take_in([ADA], "--mail", office.desk / "courriels")
    again = office.run("roster", "mail", office.desk / "encore", *office.words(), "--on", "2025-10-01", "--dry-run")

    assert "publipostage.csv (1 ligne) et 0 brouillon\n" in said
    assert "  1 élève n'a pas d'adresse connue : relancez l'import avec --emails.\n" in said
    assert again == (0, "(Essai : 1 élève.)\n")


def test_long_commands_say_where_they_stand(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, int, int]] = []

    def bar(_terminal: Terminal, what: Text = FILES) -> Callable[[int, int], None]:
        return lambda done, total: told.append((what.fr, done, total))

    monkeypatch.setattr(Terminal, "bar", bar)
    office.take_in([ADA, ELE])
    office.run("register", "check", *office.words()[:2], "--repo", office.school)
    office.run("follow", "--repo", office.school)

    assert told[:4] == 2 * [("élèves", 1, 2), ("élèves", 2, 2)]
    assert [what for what, done, total in told[4:] if done == total] == ["objets Git", "fichiers"]


@pytest.mark.slow
def test_thousands_of_rows_are_imported_at_once(office: Office) -> None:
    count = 10_000 if WHOLE else 1_000

    code, said = office.take_in(crowd(count))

    assert (code, len(office.known().members)) == (0, count), said
    assert office.git("ls-tree", "-r", "--name-only", "main", "declarations").count("student.yml") == count


def test_four_times_as_many_rows_do_not_cost_much_more_than_four_times_as_much(tmp_path: Path) -> None:
    """Counted in calls of functions, which no other work of the machine changes."""

    def calls(rows: int) -> int:
        office, made = Office(tmp_path / str(rows)), 0

        def count(*_: object) -> None:
            nonlocal made
            made += 1

        before = sys.getprofile()
        sys.setprofile(count)
        try:
            code, said = office.take_in(crowd(rows))
        finally:
            sys.setprofile(before)
        assert code == 0, said
        return made

    few, many = calls(100), calls(400)

    assert many / few < 5


def test_the_register_is_json_that_holds_no_more_than_it_must(office: Office) -> None:
    office.take_in(FOUR)

    plain = json.loads(office.register.read_bytes())

    assert set(plain) == {"format", "version", "school", "root", "settings", "members", "sha256"}
    assert set(plain["members"][0]) == {"code", "cohort", "number", "surname", "usual", "first", "email"}
    assert plain["root"] == office.git("rev-list", "--max-parents=0", "main")
    assert os.path.basename(office.register) == "registre.json"


@pytest.mark.parametrize("boxes", [False, True], ids=["shared", "boxes"])
def test_a_letter_asks_for_the_account_in_the_way_that_there_is(office: Office, boxes: bool) -> None:
    rules = office.school / "grid/2025-2026/rules.yml"
    rules.write_text(rules.read_text(encoding="utf-8") + ("intake: boxes\nboxes: ecole-boites\n" if boxes else ""))
    office.commit("boîtes")
    mails = office.list_file(b"numero;mail\n22000001;ada@etu.example.org\n", "m.csv")
    office.take_in(FOUR[:1], "--emails", mails, "--mail", office.desk / "courriels")

    (draft,) = (office.desk / "courriels").rglob("*.eml")
    message = email.message_from_bytes(draft.read_bytes(), policy=email.policy.default)
    text = message.get_content()
    (table,) = (office.desk / "courriels").rglob("publipostage.csv")
    code = table.read_text(encoding="utf-8-sig").splitlines()[1].split(";")[-1]

    # Whoever is not let into a box yet reads no request below which a code could be written.
    assert ["/compte " in text, "/account " in text, len(code) > 0] == [not boxes] * 3
    assert ["le nom de ce compte" in text, "the name of this account" in text] == [boxes] * 2
    assert ["autres élèves compris" in text, "les autres élèves ne" in text] == [not boxes, boxes]
    assert message["From"] in text


def test_a_whole_cohort_that_repeats_is_to_be_confirmed(office: Office) -> None:
    assert office.take_in(crowd(12))[0] == 0
    before = office.git("rev-parse", "main")

    code, said = office.take_in(crowd(12), year=2026)
    stays = office.git("rev-parse", "main")
    confirmed, _ = office.take_in(crowd(12), "--changes", year=2026)

    assert (code, stays) == (1, before)
    assert "12 élèves sur les 12 de cette liste qui sont déjà connus auraient une année supplémentaire" in said
    assert "Vérifiez --cohort 2026 et la liste" in said
    assert (confirmed, office.file(crowd(1)[0]).count("extra_years: 1")) == (0, 1)
