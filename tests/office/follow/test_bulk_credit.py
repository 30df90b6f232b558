"""An attendance list becomes declarations: who is credited, who is left aside and why, what enters the repository."""

from __future__ import annotations

import hashlib
import io
import shlex
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polyvalidate.model.words import Text
from polyvalidate.office.acts import credit as crediting
from polyvalidate.office.acts import judge
from polyvalidate.office.acts.credit import Event, Rule
from polyvalidate.office.register.attendance import Asked, Attendance, Attendee, read_attendance
from polyvalidate.office.register.register import Register
from tests.classroom import ADA, ALL, BEA, CLO, DAN, EVE, Classroom, folder
from tests.extent import examples

LIST = "N° étudiant;Nom\n22000001;LOVELACE-ESSAI\n22000002;Béryl-Essai\n02000003;CLAIR\n22000004;\n"
DAY = "2026-02-07"


def credit(classroom: Classroom, data: bytes | str = LIST, *more: str | Path, code: str = "3.1"):  # type: ignore[no-untyped-def]
    words = ("declare-many", code, "--list", classroom.list_file(data), "--as", "ref-3", "--yes")
    return classroom.with_names(*words, *(() if "--from" in more else ("--from", DAY)), *more)


def test_everybody_on_the_list_has_an_accepted_declaration_in_one_commit(classroom: Classroom) -> None:
    before = classroom.tip()

    said = credit(classroom)

    assert said.code == 0, said.text
    assert classroom.school.git("rev-list", "--count", f"{before}..main") == "1"
    files = classroom.written()
    assert sorted(files) == sorted(f"{folder(m)}/3.1-journee-portes-ouvertes.yml" for m in (ADA, BEA, CLO, DAN))
    digest = hashlib.sha256(LIST.encode()).hexdigest()
    assert files[f"{folder(BEA)}/3.1-journee-portes-ouvertes.yml"] == (
        "# yaml-language-server: $schema=../../../schemas/declaration.schema.json\n"
        'activity: "3.1"\n'
        "title: Journée portes ouvertes\n"
        "organisation: École d'exemple\n"
        "period: {from: 2026-02-07, to: 2026-02-07}\n"
        "quantity: 1\n"
        "evidence:\n"
        "  - kind: E2\n"
        "    store: pull-request\n"
        "    name: liste-d-emargement\n"
        f"    sha256: {digest}\n"
        "evaluation:\n"
        "  decision: accepted\n"
        "  points: 0.5\n"
        "  by: ref-3\n"
        "  on: 2026-03-01\n"
        "  comment: Présence attestée par la liste d'émargement."
    )


def test_what_is_committed_passes_the_protected_branch_for_who_signed_and_for_nobody_else(classroom: Classroom) -> None:
    credit(classroom)

    assert classroom.audited("github:1000003").code == 0
    assert classroom.audited("github:1000011").code == 1  # the registry office may not push an evaluation
    assert classroom.audited("github:1000005").code == 1  # nor may a referent of another category


def test_no_name_number_or_address_enters_the_repository(classroom: Classroom) -> None:
    credit(classroom)

    everything = classroom.school.git("log", "-p", "--all", "--format=%an %ae %cn %B")
    for member in ALL:
        found = [text for text in (member.number, member.surname, member.email) if text and text in everything]
        assert found == []


def test_what_is_said_before_and_after(classroom: Classroom, golden: Callable[[str | Path, str], None]) -> None:
    data = "Émargement;\nN° étudiant;Nom\n" + LIST.partition("\n")[2]
    data += "22000005;PARTIE-ESSAI\n29999999;INCONNU\n22000002;BÉRYL-ESSAI\n22000001;AUTRE\n"

    said = credit(classroom, data.encode("cp1252"), "--quantity", "2")

    golden("credit.txt", classroom.shown(said.text))


def test_the_same_list_again_writes_nothing(classroom: Classroom) -> None:
    credit(classroom)
    tip = classroom.tip()

    said = credit(classroom)

    assert (said.code, classroom.tip()) == (0, tip)
    assert "4  déjà déclarées" in said.text


def test_what_a_student_has_declared_of_the_same_event_is_kept_out(classroom: Classroom) -> None:
    said = credit(classroom, LIST, "--from", "2026-01-31", "--organisation", "ecole d’EXEMPLE")

    assert said.code == 0
    assert f"{folder(ADA)}/" not in "".join(classroom.written())
    assert "Déjà déclarée, dans 3.1-portes-ouvertes.yml." in said.text


def test_the_same_day_for_another_organisation_is_credited_and_told(classroom: Classroom) -> None:
    said = credit(classroom, LIST, "--from", "2026-01-31", "--organisation", "Lycée d'exemple")

    assert f"{folder(ADA)}/3.1-journee-portes-ouvertes.yml" in classroom.written()
    assert "1  a déjà déclaré 3.1 ces jours-là, pour une autre organisation" in said.text


def test_a_cap_is_told_to_the_quarter_point(classroom: Classroom) -> None:
    said = credit(classroom, "pseudonyme\ns-base000001\n", "--quantity", "2")

    assert "compte 0,5 de 1 : plafond de l'activité pour l'année" in said.text


def test_somebody_who_evaluates_never_credits_themselves(classroom: Classroom) -> None:
    path = f"{folder(BEA)}/student.yml"
    classroom.school.settle({path: classroom.school.read(path) + "account: github:1000003\n"})

    said = credit(classroom)

    assert f"{folder(BEA)}/" not in "".join(classroom.written())
    assert "PP360 : Cette évaluation est signée par la personne qui déclare." in said.text


def test_the_change_as_a_whole_is_judged_even_if_the_choice_of_who_signs_were_wrong(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crediting, "may_evaluate", lambda *_: True)
    monkeypatch.setattr(judge, "_against", lambda _errors: Text("", ""))
    tip = classroom.tip()

    said = classroom.with_names(
        "declare-many", "3.1", "--list", classroom.list_file(LIST), "--from", DAY, "--as", "ref-5", "--yes"
    )

    assert (said.code, classroom.tip()) == (1, tip)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("3.3", "--as", "ref-3"), "L'activité 3.3 n'est pas créditée en masse : chaque élève la déclare."),
        (("3.9", "--as", "ref-3"), "L'activité 3.9 n'existe pas dans la grille 2025-2026."),
        (("3.1", "--as", "ref-5"), "c'est à écrire par les référents (ref-3 ou ref-4)"),
        (("3.1",), "Dites qui vous êtes avec --as : ref-3 ou ref-4"),
        (("3.1", "--as", "ref-3", "--hours", "7"), "L'activité 3.1 se compte par demi-journée : --quantity."),
        (("3.1", "--as", "ref-3", "--from", "2030-01-01"), "Il n'y a pas de grille pour l'année 2029-2030."),
        (("3.1", "--as", "ref-3", "--from", "hier"), "Cette date n'est pas comprise."),
        (("3.1", "--as", "ref-3", "--count-column", "Nb"), "La colonne « Nb » n'est pas dans cette liste."),
        (("3.1", "--as", "ref-3", "--title", "\u200b"), "Une réponse est nécessaire ici."),
        (("3.1", "--as", "ref-3", "--evidence", "emargement.pdf"), "Le code du justificatif, le signe égal"),
        (("3.1", "--as", "ref-3", "--evidence-url", "E2=http:x"), "Cette adresse est mal formée."),
        (("3.1", "--as", "ref-3", "--digest", "12"), "Une empreinte a 64 chiffres et lettres de a à f."),
        (("3.1", "--as", "ref-3", "--column", "x"), "Écrivez une clé (number, email, code)"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    classroom: Classroom, words: tuple[str, ...], sentence: str
) -> None:
    tip = classroom.tip()
    more = () if "--from" in words else ("--from", DAY)

    said = classroom.with_names("declare-many", *words, "--list", classroom.list_file(LIST), "--yes", *more)

    assert said.code in (1, 2)
    assert sentence in " ".join(said.text.split())
    assert classroom.tip() == tip


def test_a_dry_run_and_a_person_who_does_not_say_yes_write_nothing(classroom: Classroom) -> None:
    tip = classroom.tip()
    words = ("declare-many", "3.1", "--list", classroom.list_file(LIST), "--from", DAY, "--as", "ref-3")

    tried, asked = classroom.with_names(*words, "--dry-run"), classroom.with_names(*words)

    assert (tried.code, asked.code, classroom.tip()) == (0, 1, tip)
    assert "(Essai : rien n'a été écrit.)" in tried.text
    assert "4  comptent 0,5 point" in asked.text


def test_changes_that_are_not_committed_are_never_written_over(classroom: Classroom) -> None:
    mine = classroom.school.place / folder(BEA) / "3.1-journee-portes-ouvertes.yml"
    mine.write_text("à moi\n")
    tip = classroom.tip()

    said = credit(classroom)

    assert (said.code, classroom.tip(), mine.read_text()) == (2, tip, "à moi\n")


def test_the_list_in_pseudonyms_names_nobody_and_gives_the_same_declarations(classroom: Classroom) -> None:
    target = classroom.desk / "pseudonymes.csv"

    said = classroom.with_names(
        "declare-many", "3.1", "--list", classroom.list_file(LIST), "--from", DAY, "--translate", target
    )

    assert target.read_bytes() == "\ufeffpseudonyme\r\n".encode() + b"".join(
        f"{m.code}\r\n".encode() for m in (ADA, BEA, CLO, DAN)
    )
    digest = hashlib.sha256(LIST.encode()).hexdigest()
    assert f"--digest {digest}" in said.text
    done = classroom.run(
        *("declare-many", "3.1", "--list", target, "--digest", digest, "--from", DAY, "--as", "ref-3", "--yes")
    )
    assert done.code == 0
    assert sum(digest in text for text in classroom.written().values()) == 4


def test_the_command_for_who_evaluates_runs_as_it_is_printed(classroom: Classroom) -> None:
    target = classroom.desk / "pseudonymes du jour.csv"
    words = ("declare-many", "3.1", "--list", classroom.list_file(LIST), "--from", "7/2/2026", "--translate", target)

    said = classroom.with_names(*words, "--title", "Stand de l'école")
    line = next(line for line in said.text.splitlines() if line.startswith("  polyvalidate"))
    done = classroom.run(*shlex.split(line)[1:], "--yes")

    assert "(Ou --as ref-4, selon qui évalue.)" in said.text
    assert (done.code, len(classroom.written())) == (0, 4), done.text


@pytest.mark.parametrize(("code", "words"), [("3.99", "n'existe pas"), ("4.1", "n'est pas créditée en masse")])
def test_what_could_not_be_credited_is_not_translated(classroom: Classroom, code: str, words: str) -> None:
    target = classroom.desk / "pseudonymes.csv"
    target.write_bytes("\ufeffpseudonyme\r\n".encode())
    source = classroom.list_file(LIST)

    said = classroom.with_names("declare-many", code, "--list", source, "--from", DAY, "--translate", target)
    older = classroom.with_names("declare-many", "3.1", "--list", source, "--from", DAY, "--translate", target)

    assert (said.code, older.code, target.read_bytes()) == (1, 1, "\ufeffpseudonyme\r\n".encode())
    assert words in said.text
    assert "existe déjà et contient autre chose" in older.text


def test_a_list_that_is_open_in_an_office_program_is_not_read(classroom: Classroom) -> None:
    mark = classroom.desk / f".~lock.{classroom.list_file(LIST).name}#"
    mark.touch()
    tip = classroom.tip()

    said = credit(classroom)

    assert (said.code, classroom.tip()) == (2, tip)
    assert "ouvert dans un autre programme. Fermez-le" in said.text


def test_columns_that_are_not_read_may_be_there_twice(classroom: Classroom) -> None:
    data = "Numéro étudiant;Nom;Groupe;Spécialité\n22000001;LOVELACE-ESSAI;DI3-FISE;DI\n"

    said = credit(classroom, data)

    assert (said.code, len(classroom.written())) == (0, 1), said.text


def test_a_signed_sheet_takes_the_place_of_the_list(classroom: Classroom) -> None:
    sheet = classroom.list_file(b"%PDF-1.4 feuille", "emargement.pdf")

    credit(classroom, LIST, "--evidence", f"E2={sheet}")

    text = classroom.written()[f"{folder(BEA)}/3.1-journee-portes-ouvertes.yml"]
    assert "name: emargement.pdf" in text
    assert "liste-d-emargement" not in text


# --- reading ----------------------------------------------------------------------------------------------------------


def read(data: bytes | str, asked: Asked | None = None, register: Register | None = None) -> Attendance | Text:
    known = register if register is not None else Register("École", "0" * 40, ALL)
    raw = data if isinstance(data, bytes) else data.encode()
    return read_attendance(raw, asked or Asked({}), known, {m.code for m in ALL})


def codes(found: Attendance | Text) -> list[str]:
    assert isinstance(found, Attendance), found
    return [one.code for one in found.people]


def workbook() -> bytes:
    book, data = openpyxl.Workbook(), io.BytesIO()
    for row in (
        ("JPO du 7 février", None),
        (None, None),
        ("Matricule", "Nom"),
        (22000002, "Béryl"),
        (2000003, "Clair"),
    ):
        book.active.append(row)
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("Courriel\nBEA@example.org\nada@EXAMPLE.org\n", [BEA, ADA]),
        ("N° étudiant\n2000003\n", [CLO]),  # Excel took the zero away
        ('N° étudiant\n="02000003"\n', [CLO]),
        ("Nom;Prénom;N° étudiant\nOESSAI Chloé;;02000003\n", [CLO]),
        ("Pseudonyme\nS-BASE000002\n", [BEA]),
        (workbook(), [BEA, CLO]),
        ("N° étudiant\tNom\n22000002\tBERYL\n".encode("utf-16"), [BEA]),
    ],
)
def test_lists_are_read_as_they_come(data: bytes | str, expected: list) -> None:  # type: ignore[type-arg]
    assert codes(read(data)) == [member.code for member in expected]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("29999999;;;", "Personne n'a ce numéro : 29999999."),
        (";;Ada;perdu@example.org", "Personne n'a ce courriel : perdu@example.org."),
        (
            ";LOVELACE;Ada;",
            "Cette ligne est sans numéro ni courriel : un nom ne suffit pas à dire qui c'est. Complétez-la.",
        ),
        ("22000001;BÉRYL;;", "Le nom de cette ligne n'est pas celui du registre pour ce numéro. Vérifiez le numéro."),
        ("22000001;;;bea@example.org", "Le numéro et le courriel de cette ligne sont ceux de deux personnes."),
    ],
)
def test_a_line_that_could_be_somebody_else_is_left_aside_with_its_number(line: str, sentence: str) -> None:
    found = read(f"Numéro;Nom;Prénom;Courriel\n22000002;;;\n{line}\n")

    assert isinstance(found, Attendance)
    assert codes(found) == [BEA.code]
    assert [(doubt.line, doubt.text.fr) for doubt in found.doubts] == [(3, sentence)]


def test_only_those_who_were_there_are_credited() -> None:
    data = "N° étudiant;Émargé\n22000001;X\n22000002;\n02000003;Absent\n22000004;oui\n"

    found = read(data, Asked({}, ("Émargé",)))

    assert isinstance(found, Attendance)
    assert (codes(found), found.absent) == ([ADA.code, DAN.code], 2)


def test_without_the_register_only_pseudonyms_are_known() -> None:
    found = read_attendance(b"N\xc2\xb0 \xc3\xa9tudiant\n22000001\n", Asked({}), None, {ADA.code})

    assert isinstance(found, Text)
    assert found.fr.endswith("Ajoutez --register.")


LINES = st.lists(
    st.tuples(
        st.sampled_from([*(m.number for m in ALL), "29999999", ""]),
        st.sampled_from(["x", "", "non"]),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=12,
)


@given(LINES)
def test_every_line_is_a_person_a_remark_or_somebody_absent(lines: list[tuple[str, str, int]]) -> None:
    data = "N° étudiant;Présent;Nombre\n" + "".join(f"{n};{p};{c}\n" for n, p, c in lines)

    found = read(data, Asked({}, ("Présent",), "Nombre"))

    if isinstance(found, Attendance):
        there = [n for n, p, _ in lines if p == "x"]
        known = {m.number: m.code for m in ALL}
        assert {one.code for one in found.people} <= {known[n] for n in there if n in known}
        assert len(set(codes(found))) == len(found.people)
        assert len(found.people) + len(found.doubts) + found.absent == len(lines)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[Classroom, Rule, Event]:
    classroom = Classroom(tmp_path_factory.mktemp("classe"))
    opened = classroom.opened()
    day = opened.book.today.replace(day=1, month=2)
    event = Event("3.1", day, day, None, None, None, None, (), "a" * 64, None)
    rule = crediting.rule_of(opened, event, "ref-3")
    assert isinstance(rule, Rule)
    return classroom, rule, event


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=examples(25))
@given(people=st.permutations([ADA, BEA, CLO, DAN, EVE]), amounts=st.lists(st.integers(1, 2), min_size=5, max_size=5))
def test_the_order_of_a_list_never_matters_and_nobody_gains_more_than_the_grid_gives(
    ready: tuple[Classroom, Rule, Event],
    people: list,
    amounts: list[int],  # type: ignore[type-arg]
) -> None:
    classroom, rule, event = ready
    opened = classroom.opened()
    wanted = dict(zip((m.code for m in ALL), amounts, strict=True))

    prepared = crediting.prepare(
        opened, rule, event, [Attendee(n, m.code, wanted[m.code]) for n, m in enumerate(people)]
    )
    again = crediting.prepare(opened, rule, event, [Attendee(n, m.code, wanted[m.code]) for n, m in enumerate(ALL)])

    assert prepared.files == again.files
    assert [aside.attendee.code for aside in prepared.asides] == [EVE.code]
    assert all(0 <= one.gained <= one.computed == 2 * wanted[one.attendee.code] for one in prepared.credited)
    assert prepared.findings == ()
