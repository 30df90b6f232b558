"""The register: where it may stand, who may have it open, what happens to one that is spoiled, and forgetting."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.model.words import NBSP, Text
from polyvalidate.office.register.pseudonyms import CODE, draw
from polyvalidate.office.register.register import Member, Register, parsed, written
from tests.office.registry import ADA, ELE, FOUR, Office, Student

LETTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def members() -> st.SearchStrategy[list[Member]]:
    codes = st.from_regex(CODE, fullmatch=True)
    one = st.builds(Member, codes, st.integers(2000, 2099), LETTERS, LETTERS, LETTERS, LETTERS, LETTERS)
    return st.lists(one, max_size=6, unique_by=(lambda m: m.code, lambda m: m.number))


@given(members(), LETTERS)
def test_what_is_written_is_read_back(people: list[Member], school: str) -> None:
    register = Register(school, "0" * 40, tuple(people), {"digits": 8})

    found = parsed(written(register))

    assert isinstance(found, Register)
    assert set(found.members) == set(people)
    assert (found.school, found.settings, written(found)) == (school, {"digits": 8}, written(register))


@given(st.data())
def test_a_register_cut_or_changed_at_any_byte_is_refused(data: st.DataObject) -> None:
    good = written(Register("École", "0" * 40, (Member("s-k3f9q2mz7w", 2025, "0123", "É", "", "A", ""),)))
    at = data.draw(st.integers(0, len(good) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != good[at]))

    assert isinstance(parsed(good[:at]), Text)
    assert isinstance(parsed(good[:at] + bytes([byte]) + good[at + 1 :]), Text)


def test_pseudonyms_are_random_unique_and_never_only_digits() -> None:
    scripted = iter("0123456789" + "k3f9q2mz7w" + "abcdefghjk")

    assert draw({"s-k3f9q2mz7w"}, lambda _: next(scripted)) == "s-abcdefghjk"
    codes = [draw(set(), secrets.choice) for _ in range(2000)]
    letters = Counter("".join(code[2:] for code in codes))
    assert all(CODE.fullmatch(code) for code in codes)
    assert (len(set(codes)), len(letters)) == (2000, 32)
    assert max(letters.values()) < 1.3 * 20_000 / 32  # eight standard deviations


def test_a_pseudonym_never_changes_hands() -> None:
    register = Register("É", "0", (Member("s-k3f9q2mz7w", 2025, "1", "A", "", "", ""),))

    with pytest.raises(ValueError):
        register.with_members([Member("s-k3f9q2mz7x", 2025, "1", "A", "", "", "")])


@pytest.mark.parametrize("place", ["registre.json", "ignoré/registre.json", ".git/registre.json"])
def test_a_register_inside_git_is_refused_ignored_folders_included(office: Office, place: str) -> None:
    (office.school / ".gitignore").write_text("ignoré/\n")
    (office.school / "ignoré").mkdir()
    office.commit("ignorer")
    office.register = office.school / place

    code, said = office.take_in(FOUR)

    assert (code, "est dans un dépôt Git" in said, office.register.exists()) == (2, True, False)


def test_a_link_from_outside_into_git_is_seen_through(office: Office) -> None:
    office.register.symlink_to(office.school / "registre.json")

    code, said = office.take_in(FOUR)

    assert (code, "est dans un dépôt Git" in said) == (2, True)


def test_a_register_in_use_is_not_touched(office: Office) -> None:
    office.take_in(FOUR)
    before = office.register.read_bytes()
    handle = os.open(office.desk / ".registre.json.lock", os.O_RDWR)
    fcntl.flock(handle, fcntl.LOCK_EX)

    code, said = office.take_in([ELE])
    os.close(handle)

    assert (code, said) == (
        2,
        "registre.json est utilisé par une autre commande ou ouvert dans un autre programme. Fermez-le, puis "
        "recommencez.\n",
    )
    assert office.register.read_bytes() == before


@pytest.mark.parametrize("mark", [".~lock.registre.json#", "~$registre.json"])
def test_a_register_open_in_an_office_program_is_not_touched(office: Office, mark: str) -> None:
    (office.desk / mark).write_text("")

    assert office.take_in(FOUR)[0] == 2
    assert not office.register.exists()


def test_a_lookup_does_not_wait_for_who_is_writing(office: Office) -> None:
    office.take_in(FOUR)
    handle = os.open(office.desk / ".registre.json.lock", os.O_RDWR)
    fcntl.flock(handle, fcntl.LOCK_EX)

    code, said = office.run("register", "find", "Éléonore", "--register", office.register)
    os.close(handle)

    assert (code, office.code(ELE) in said) == (0, True)


SPOILED = {
    "changed by Excel": (lambda data: data.replace(b"22000001", b"2200001"), "modifié par un autre programme"),
    "cut": (lambda data: data[:200], "Ce registre est coupé"),
    "another file": (lambda _: b"a;b\n", "n'est pas un registre de polyvalidate"),
    "empty": (lambda _: b"", "n'est pas un registre de polyvalidate"),
    "later version": (lambda d: d.replace(b'"version": 1', b'"version": 2'), "version plus récente"),
}


@pytest.mark.parametrize("name", sorted(SPOILED))
def test_a_spoiled_register_is_refused_and_the_backup_named(office: Office, name: str) -> None:
    spoil, expected = SPOILED[name]
    office.take_in(FOUR)
    office.take_in([*FOUR, Student("22000009", "ROE", "Jane", "PDI3A")])
    office.register.write_bytes(spoil(office.register.read_bytes()))
    spoiled, head = office.register.read_bytes(), office.git("rev-parse", "main")

    code, said = office.take_in(FOUR)

    backup = next(office.desk.glob("registre.json.2*.bak"))
    assert (code, expected in said, backup.name in said) == (2, True, True), said
    assert (office.register.read_bytes(), office.git("rev-parse", "main")) == (spoiled, head)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o777])
def test_a_register_open_to_others_is_refused_with_the_way_to_close_it(office: Office, mode: int) -> None:
    office.take_in(FOUR)
    office.register.chmod(mode)
    before, head = office.register.read_bytes(), office.git("rev-parse", "main")

    written, read = office.take_in(FOUR[:3]), office.run("register", "check", *office.words())

    assert [(code, f"chmod 600 {office.register}" in said) for code, said in (written, read)] == [(2, True)] * 2
    assert (office.register.read_bytes(), office.git("rev-parse", "main")) == (before, head)
    office.register.chmod(0o600)
    assert office.run("register", "check", *office.words())[0] == 0


def test_the_register_of_another_school_is_refused(office: Office, tmp_path: Path) -> None:
    other = Office(tmp_path / "autre")
    other.begin_anew("autre école")
    other.take_in([Student("33000001", "AUTRE", "Ada", "PDI3A")])
    office.take_in(FOUR)
    office.register = other.register

    code, said = office.take_in(FOUR)

    assert (code, "est le registre d'une autre école" in said) == (2, True), said


def test_a_history_written_anew_keeps_its_register(office: Office) -> None:
    office.take_in(FOUR)
    office.begin_anew("purgé")

    code, said = office.take_in(FOUR)

    assert (code, said.rstrip().splitlines()[-1]) == (0, "Il n'y a rien à changer."), said


def test_former_versions_are_kept_dated_and_private_and_not_for_ever(office: Office) -> None:
    for n in range(13):
        office.take_in([*FOUR, *(Student(f"2200001{i:x}".upper(), "ROE", f"Jane{i}", "PDI3A") for i in range(n))])

    kept = sorted(office.desk.glob("*.bak"))
    assert len(kept) == 10
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}


def test_somebody_is_found_by_name_number_address_or_pseudonym(office: Office) -> None:
    office.take_in(FOUR)
    code = office.code(ELE)

    for who in (["eleonore"], ["DUPONT", "éléonore"], ["22000002"], [code]):
        found, said = office.run("register", "find", *who, "--register", office.register)
        assert (found, len(said.splitlines()), code in said, "22000002" in said) == (0, 2, True, True)
    assert office.run("register", "find", "turing", "--register", office.register)[0] == 1


def test_a_number_whose_zeros_excel_took_away_is_found(office: Office) -> None:
    office.take_in([Student("02000003", "ROE", "Jane", "PDI3A"), *FOUR])

    found, said = office.run("register", "find", "2000003", "--register", office.register)

    assert (found, len(said.splitlines()), "02000003" in said) == (0, 2, True)


def test_a_cohort_that_the_register_does_not_have_is_said(office: Office) -> None:
    office.take_in(FOUR)

    code, said = office.run("register", "show", "--cohort", "2019", "--register", office.register)

    assert (code, "Personne de la promotion 2019 dans ce registre. Ses promotions : 2025." in said) == (2, True), said


def test_forgetting_erases_a_person_from_the_register_and_every_backup(office: Office) -> None:
    office.take_in(FOUR, "--accounts", office.list_file(b"numero;compte\n22000001;github:583231\n", "c.csv"))
    office.take_in([*FOUR, Student("22000009", "ROE", "Jane", "PDI3A")])
    code = office.code(ADA)

    dry = office.run("register", "forget", ADA.number, *office.words(), "--as", "sco-1", "--dry-run")
    still, before = office.known(), office.file(ADA)
    done, said = office.run("register", "forget", ADA.number, *office.words(), "--as", "sco-1", "--yes")

    assert (dry[0], ADA.number in still.by_number, done) == (0, True, 0), said
    assert "Effacée du registre et de 1 sauvegarde." in said
    left = [
        path.name
        for path in office.desk.glob("registre.json*")
        if ADA.surname in path.read_text() or code in path.read_text()
    ]
    assert left == []
    assert office.git("ls-tree", "--name-only", f"main:declarations/2025/{code}") == "student.yml"
    assert {m.number for m in office.known().members} == {"22000002", "22000003", "22000004", "22000009"}
    after = office.git("show", f"main:declarations/2025/{code}/student.yml").partition("\n")[2]
    assert ("account: github:583231\n" in before, after) == (True, before.replace("account: github:583231\n", ""))


def forget(office: Office, *more: str) -> tuple[int, list[str]]:
    """What is said of what remains, from its title to its end."""
    code, said = office.run("register", "forget", ADA.number, *office.words(), "--as", "sco-1", *more)
    return code, said.replace(NBSP, " ").split("\n")


def test_what_remains_is_named_and_what_can_be_taken_away_is(office: Office) -> None:
    mails = office.list_file(b"numero;mail\n22000001;ada@etu.example.org\n", "m.csv")
    accounts = office.list_file(b"numero;compte\n22000001;github:583231\n", "c.csv")
    office.take_in(FOUR, "--emails", mails, "--accounts", accounts, "--mail", office.desk / "courriels")
    code = office.code(ADA)
    (office.school / "declarations/2025" / code / "3.1-stand.yml").write_text(
        'activity: "3.1"\nevidence:\n  - {kind: E1, store: pull-request, name: a.pdf}\n  - {kind: E2, store: url}\n'
    )
    office.commit("Merge\n\nProposed-by: github:583231", author="Ada <583231+ada@users.noreply.github.com>")
    (office.school / "note.md").write_text("Vu avec Ada Lovelace-Essai.")
    office.commit("note")
    note = office.git("rev-parse", "HEAD")[:12]

    done, said = forget(office, "--yes")

    at = said.index("Ce qui mène encore à cette personne :")
    assert (done, [line for line in said[at:] if line]) == (
        0,
        [
            "Ce qui mène encore à cette personne :",
            "  · son compte github:583231 est dans student.yml, et dans l'histoire de Git : il la désigne tant qu'il "
            "existe ;",
            "  · 1 commit dit qui l'a proposé, par ce compte : seule une histoire récrite (git filter-repo) l'enlève ;",
            "  · ses données, dans le dépôt (ce qui est dans Git n'en sort que par une histoire récrite) :",
            f"    dans le fichier note.md ({note}) : nom et prénom ({code})",
            "  · 4 fichiers à côté du registre, qui la nomment ou donnent son pseudonyme :",
            *(f"    {office.desk / name}" for name in ("c.csv", "liste.csv", "m.csv", "courriels/publipostage.csv")),
            "  · 1 lettre écrite pour elle :",
            f"    {office.desk / 'courriels/brouillons'}/{code}.eml",
            f"Dans Git demeure le dossier {code} : spécialité, profil, déclarations, décisions. Ce que la personne y a "
            "écrit peut la faire reconnaître : relisez-le. Cette commande ne voit ni les copies du dépôt et du "
            "registre faites ailleurs, ni les messageries, ni les demandes et leurs commentaires sur la forge.",
            "  · justificatifs joints à ses demandes, sur la forge : 1",
            "  · justificatifs à une adresse web : 1",
            "Si cette personne est encore dans vos listes, le prochain import lui donnera un autre pseudonyme.",
            "✓ 1 lettre supprimée.",
            f"✓ Compte retiré : commit {office.git('rev-parse', 'main')[:12]} sur main.",
            f"  Il n'est encore que sur cette machine. Pour l'envoyer : polyvalidate send --repo '{office.school}'",
        ],
    )
    assert not (office.desk / "courriels/brouillons" / f"{code}.eml").exists()
    assert office.git("log", "-1", "--format=%an%n%B", "main").replace(NBSP, " ") == (
        f"sco-1\n2025/{code} : compte retiré\n\nMerged-by: sco-1"
    )


def test_that_nothing_remains_is_said_only_when_it_is_so(office: Office) -> None:
    office.take_in(FOUR)
    (office.desk / "liste.csv").unlink()
    nothing = "plus rien ne mène à cette personne"

    clean = forget(office, "--dry-run")
    (office.school / "photo.png").write_bytes(b"\x89PNG\r\n")
    unread = forget(office, "--dry-run")

    told = [any(nothing in line for line in said) for _, said in (clean, unread)]
    assert told == [True, False], clean
    assert "  photo.png (image)" in [line[2:] for line in unread[1]]


def test_a_backup_that_cannot_be_read_is_named(office: Office) -> None:
    office.take_in(FOUR)
    (office.desk / "registre.json.2025-01-01T000000.bak").write_bytes(b"\xff")

    code, said = office.run("register", "forget", ADA.number, *office.words(), "--yes")

    assert (code, "✗ registre.json.2025-01-01T000000.bak n'a pas pu être nettoyée" in said) == (1, True)


def test_whoever_is_forgotten_and_comes_again_gets_another_pseudonym(office: Office) -> None:
    office.take_in(FOUR)
    before = office.code(ADA)
    office.run("register", "forget", ADA.number, *office.words(), "--yes")

    office.take_in(FOUR)

    assert office.code(ADA) != before
