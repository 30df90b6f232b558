"""An attendance list at the desk: what it would credit is shown, the commit is the one of ``declare-many``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.classroom import ADA, ALL, BEA, CLO, DAN, Classroom, folder
from tests.desk.served import Answer, Served, desk_of, served
from tests.desk.test_changing import command_of, said
from tests.desk.test_lists import bring

LIST = "N° étudiant;Nom\n22000001;LOVELACE-ESSAI\n22000002;Béryl-Essai\n02000003;CLAIR\n22000004;\n29999999;INCONNU\n"
FIELDS = {"activity": "3.1", "first": "2026-02-07"}
PATH = "/lists/attendance"


@pytest.fixture
def classroom(tmp_path: Path) -> Classroom:
    return Classroom(tmp_path)


@pytest.fixture
def desk(classroom: Classroom) -> Iterator[Served]:
    opened = desk_of(classroom.school, "ref-3")
    opened.register = classroom.register
    with served(opened) as one:
        yield one


def drop(desk: Served, text: str = LIST, **fields: str) -> Answer:
    return bring(desk, PATH, {**FIELDS, **fields}, {"list": ("liste.csv", text.encode())})


def again(desk: Served, page: str, **answers: str) -> str:
    """The same list, answered: the page that it leads to."""
    of = page.partition('name="of" value="')[2].partition('"')[0]
    return said(desk.follow(bring(desk, PATH, {**FIELDS, "of": of, **answers}, {})).text)


def of_the_page(page: str) -> str:
    return said(page.partition("<main")[2].partition("</main>")[0])


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"last": "2026-02-08", "amount": "2", "title": "Salon d'exemple", "organisation": "Ville d'exemple"},
        {"event": "Salon 2026", "comment": "Présence vérifiée.", "proof-3": "https://github.com/exemple/e",
         "proof-3-kind": "E2"},
    ],
    ids=["plain", "days", "evidence"],
)  # fmt: skip
def test_a_list_is_credited_by_the_commit_of_the_command_shown(
    desk: Served, classroom: Classroom, fields: dict[str, str]
) -> None:
    before = classroom.tip()
    asked = drop(desk, **fields)
    shown = desk.follow(asked).text

    done = desk.follow(desk.post(asked.headers["location"], {})).text
    ours = classroom.school.git("log", "-1", "--format=%T%n%an%n%B", "main")
    classroom.school.git("reset", "-q", "--hard", before)
    classroom.list_file(LIST)
    words = [str(classroom.desk / "liste.csv") if word == "liste.csv" else word for word in command_of(shown)[1:-2]]
    ran = classroom.run(*words, "--as", "ref-3", "--yes")

    assert "4 déclarations" in said(done)
    assert "Gardez la liste" in said(done)
    assert ran.code == 0, ran.text
    assert classroom.school.git("log", "-1", "--format=%T%n%an%n%B", "main") == ours


def test_it_is_shown_who_is_credited_who_is_not_and_why(desk: Served, classroom: Classroom) -> None:
    before = classroom.tip()

    page = of_the_page(desk.follow(drop(desk)).text)

    assert "4 élèves" in page
    assert "comptent 0,5 point" in page
    assert BEA.name in page
    assert "ligne 6 : " in page
    assert " --" not in page
    assert classroom.tip() == before


def test_no_name_enters_the_record_or_an_address(desk: Served, classroom: Classroom) -> None:
    asked = drop(desk)
    done = desk.post(asked.headers["location"], {})

    record = classroom.school.git("log", "-p", "--all", "--format=%an %ae %cn %B")
    kept = record + asked.headers["location"] + done.headers["location"]
    assert [text for one in ALL for text in (one.number, one.surname, one.email) if text and text in kept] == []


def test_a_document_beside_the_list_is_its_evidence(desk: Served, classroom: Classroom) -> None:
    sheet = b"%PDF-1.7 feuille\n"
    fields = {**FIELDS, "proof-1-kind": "E2"}
    files = {"list": ("liste.csv", LIST.encode()), "proof-1": ("emargement.pdf", sheet)}

    desk.post(bring(desk, PATH, fields, files).headers["location"], {})

    written = classroom.written()[f"{folder(BEA)}/3.1-journee-portes-ouvertes.yml"]
    assert "name: emargement.pdf" in written
    assert hashlib.sha256(sheet).hexdigest() in written


def test_the_same_list_again_credits_nobody(desk: Served, classroom: Classroom) -> None:
    desk.post(drop(desk).headers["location"], {})
    tip = classroom.tip()

    page = of_the_page(desk.follow(drop(desk)).text)

    assert "Il n'y a rien à créditer" in page
    assert "déjà déclarées" in page
    assert "Créditer</button>" not in page
    assert classroom.tip() == tip


def test_columns_of_presence_are_chosen_on_the_page(desk: Served) -> None:
    text = "N° étudiant;Matin;Soir\n22000001;x;\n22000002;x;x\n02000003;;\n"
    page = desk.follow(drop(desk, text)).text
    chosen = again(desk, page, **{"present-1": "Matin", "present-2": "Soir"})

    assert 'value="Soir"' in page
    assert "1 personne absente" in chosen
    assert "compte 1 point" in chosen


@pytest.mark.parametrize(
    ("text", "fields", "sentence"),
    [
        ("Nom\nBÉRYL-ESSAI\n", {}, "un nom ne suffit pas"),
        (LIST, {"activity": "3.3"}, "n'est pas créditée en masse"),
        (LIST, {"first": "2019-02-07"}, "Vérifiez « Premier jour »"),
        (LIST, {"first": ""}, "Cette date n'est pas comprise"),
        (LIST, {"amount": "201"}, "un nombre entier de 1 à 200"),
        (LIST, {"amount": "deux"}, "Écrivez-le en chiffres"),
        (LIST, {"proof-3": "exemple.invalid", "proof-3-kind": "E2"}, "Cette adresse est mal formée"),
        (LIST, {"proof-3": "https://exemple.invalid/e.pdf"}, "quel justificatif elle est"),
        (LIST, {"digest": "abc"}, "64 chiffres"),
        (LIST, {"counted": "Combien"}, "n'est pas dans cette liste"),
        (LIST, {"title": "Salon\u0007"}, "caractère invisible"),
    ],
)
def test_what_cannot_be_credited_is_said_and_the_list_is_kept(
    desk: Served, classroom: Classroom, text: str, fields: dict[str, str], sentence: str
) -> None:
    before = classroom.tip()

    page = desk.follow(drop(desk, text, **fields)).text

    assert sentence in of_the_page(page)
    assert "ne peut pas être créditée ainsi" in of_the_page(page)
    assert "Relisez avant de créditer" in again(desk, page, **{"column-number": "N° étudiant"}) or text != LIST
    assert classroom.tip() == before


def test_who_may_not_sign_is_given_a_list_without_names_that_the_evaluator_drops(classroom: Classroom) -> None:
    office = desk_of(classroom.school, "sco-1")
    office.register = classroom.register
    with served(office) as desk:
        page = desk.follow(drop(desk)).text
        of = page.partition('name="of" value="')[2].partition('"')[0]
        handed = desk.post(f"{PATH}/pseudonyms", {"of": of}).text
    with served(desk_of(classroom.school, "ref-3")) as desk:
        digest = hashlib.sha256(LIST.encode()).hexdigest()
        asked = drop(desk, handed, digest=digest)
        shown = said(desk.follow(asked).text)
        desk.post(asked.headers["location"], {})

    assert "la liste sans noms et l'empreinte de la vôtre" in of_the_page(page)
    assert "Créditer</button>" not in page
    assert "--translate presents.csv" in said(page)
    assert handed.lstrip("\ufeff").split() == ["pseudonyme", *sorted(one.code for one in (ADA, BEA, CLO, DAN))]
    assert "LOVELACE" not in shown
    assert digest in classroom.written()[f"{folder(BEA)}/3.1-journee-portes-ouvertes.yml"]


def test_nobody_signs_who_has_not_said_who_they_are(classroom: Classroom) -> None:
    nobody = desk_of(classroom.school, None)
    nobody.register = classroom.register
    with served(nobody) as desk:
        asked = drop(desk)
        page = desk.follow(asked).text
        here = asked.headers["location"]
        chosen = of_the_page(desk.follow(desk.post("/who", {"code": "ref-3", "back": here})).text)
        done = desk.post(here, {})

    assert 'value="ref-3"' in page
    assert 'value="ref-5"' not in page
    assert "Vous êtes ref-3, qui l'évalue" in chosen
    assert done.headers["location"].startswith("/acts/")  # shown anew, with what may be credited


def test_what_was_shown_to_one_person_is_not_signed_by_another(desk: Served, classroom: Classroom) -> None:
    before, asked = classroom.tip(), drop(desk)
    desk.post("/who", {"code": "ref-4"})

    anew = desk.follow(desk.post(asked.headers["location"], {})).text

    assert "la personne qui est là a changé" in said(anew)
    assert "--as ref-4" in said(anew)
    assert classroom.tip() == before


def test_a_list_of_names_needs_the_register(classroom: Classroom) -> None:
    with served(desk_of(classroom.school, "ref-3")) as desk:
        form, page = desk.get(PATH).text, desk.follow(drop(desk)).text

    assert "la liste doit donner des pseudonymes" in of_the_page(form)
    assert "Ajoutez « Où est le registre »" in of_the_page(page)


def test_what_a_list_holds_is_shown_as_text(desk: Served) -> None:
    text = "N° étudiant;<b>Matin</b>\n22000001;<script>1</script>\n"

    page = desk.follow(drop(desk, text)).text

    assert "<b>" not in page
    assert "<script" not in page


def test_a_desk_to_read_only_credits_nobody(classroom: Classroom) -> None:
    before = classroom.tip()
    with served(desk_of(classroom.school, "ref-3", read_only=True)) as desk:
        page = desk.follow(drop(desk)).text

    assert "lecture seule" in said(page)
    assert classroom.tip() == before
