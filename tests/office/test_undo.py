"""The last act of the office is taken back: the repository and the register are what they were, whatever happens."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.office.registry import ADA, ELE, FOUR, MAX, ZOE, Office, Student, crowd
from tests.stopping import How, moments, stopped

NEW = (Student("22000011", "NOUVELLE-ESSAI", "Inès", "PDI3A"), Student("22000012", "NOUVEAU-ESSAI", "Tom", "PDMS3A"))


class Undone(Office):
    """An office that imports lists and thinks again."""

    def codes(self) -> dict[str, str]:
        return {member.number: member.code for member in self.known().members} if self.register.exists() else {}

    def undo(self, *words: str) -> tuple[int, str]:
        return self.run("undo", *self.words(), "--as", "sco-1", "--yes", *words)

    @property
    def state(self) -> tuple[str, bytes | None, str]:
        """The files of the branch, the register, and what Git sees of the work tree."""
        register = self.register.read_bytes() if self.register.exists() else None
        return self.git("rev-parse", "main^{tree}"), register, self.git("status", "--porcelain")


@pytest.fixture
def office(tmp_path: Path) -> Undone:
    made = Undone(tmp_path)
    assert made.take_in(FOUR)[0] == 0
    return made


def test_an_import_is_undone_in_the_record_and_in_the_register(office: Undone) -> None:
    before = office.state
    renamed = ELE._replace(surname="DURAND-ESSAI")
    assert office.take_in((ADA._replace(step="PDEE3A"), renamed, *NEW), "--departures")[0] == 0
    assert office.state != before

    tried = office.undo("--dry-run")
    code, said = office.undo()

    assert (tried[0], code, office.state) == (0, 0, before), said
    assert "Ne serait plus au registre : NOUVELLE-ESSAI Inès" in tried[1]
    assert "Registre : 1 ligne remise comme avant" in tried[1]
    assert "les courriels déjà envoyés" in said
    assert office.run("audit", "--repo", office.school)[0] == 0
    assert office.git("log", "-1", "--format=%B", "main").startswith(
        "Annule\xa0: Liste des élèves 2025-2026\n\nUndoes: "
    )
    assert "ESSAI" not in office.git("log", "--format=%B", "main")


def test_run_again_it_undoes_the_act_before_down_to_a_school_without_register(office: Undone) -> None:
    first = office.git("rev-parse", "main~1^{tree}")
    between = office.state
    assert office.take_in((*FOUR, *NEW))[0] == 0

    assert office.undo()[0] == 0
    assert office.state == between
    assert office.undo()[0] == 0
    assert office.state == (first, None, "")
    code, said = office.run("undo", "--repo", office.school, "--as", "sco-1", "--yes")
    assert (code, "il n'y a rien à défaire" in said) == (2, True)


def test_the_same_list_may_be_imported_again_afterwards(office: Undone) -> None:
    assert office.take_in((*FOUR, *NEW))[0] == 0
    assert office.undo()[0] == 0

    assert office.take_in((*FOUR, *NEW))[0] == 0
    assert set(office.codes()) == {student.number for student in (*FOUR, *NEW)}
    assert office.run("check", office.school)[0] == 0


def test_what_somebody_has_written_since_is_not_lost(office: Undone) -> None:
    assert office.take_in((*FOUR, *NEW))[0] == 0
    code = office.codes()[NEW[0].number]
    assert office.run("roster", "change", code, *office.words(), "--as", "sco-2", "--programme", "DMS", "--yes")[0] == 0
    before = office.state

    refused = office.undo()
    own = office.run("undo", *office.words(), "--as", "sco-2", "--yes")

    assert (refused[0], f"{code}/student.yml a changé depuis" in refused[1]) == (2, True)
    assert (own[0], office.state[1]) == (0, before[1]), own[1]
    assert office.undo()[0] == 0  # the file is what the act left
    assert not {one.number for one in NEW} & office.codes().keys()


def test_a_register_that_has_changed_since_is_not_taken_back(office: Undone) -> None:
    assert office.take_in((*FOUR, *NEW))[0] == 0
    assert office.take_in((ADA, ELE._replace(surname="DURAND-ESSAI"), ZOE, MAX, *NEW))[0] == 0
    before = office.state

    code, said = office.undo()

    assert (code, "Le registre a changé depuis" in said, office.state) == (2, True, before)


def test_a_register_whose_former_version_is_gone_is_left_as_it_is(office: Undone) -> None:
    assert office.take_in((*FOUR, *NEW))[0] == 0
    for kept in office.desk.glob("*.bak"):
        kept.unlink()
    before = office.state

    code, said = office.undo()

    assert (code, "n'est plus à côté de lui" in said, office.state) == (2, True, before)


def test_without_a_register_what_enrolled_somebody_asks_for_it(office: Undone) -> None:
    before = office.state

    code, said = office.run("undo", "--repo", office.school, "--as", "sco-1", "--yes")

    assert (code, "ajoutez --register" in said, office.state) == (2, True, before)


def test_an_act_of_another_is_not_undone(office: Undone) -> None:
    before = office.state

    code, said = office.run("undo", *office.words(), "--as", "sco-2", "--yes")

    assert (code, "Aucun acte signé sco-2" in said, office.state) == (2, True, before)


def test_what_is_decided_is_corrected_and_not_undone(office: Undone) -> None:
    present = office.list_file(f"N° étudiant\n{ADA.number}\n".encode(), "presents.csv")
    words = ("--from", "2025-10-04", "--on", "2025-10-06", "--as", "ref-3", "--yes")
    credited = office.run("declare-many", "3.1", "--list", present, *office.words(), *words)
    assert (credited[0], office.git("log", "-1", "--format=%an", "main")) == (0, "ref-3"), credited[1]
    before = office.state

    code, said = office.run("undo", *office.words(), "--as", "ref-3", "--yes")

    assert (code, office.state) == (2, before), said
    assert "une décision se corrige par une autre" in said
    assert f"polyvalidate evaluate declarations/2025/{office.code(ADA)}/3.1-" in said


def test_a_code_that_is_nobody_s_is_told_those_of_the_office(office: Undone) -> None:
    code, said = office.run("undo", *office.words(), "--as", "sco-9", "--yes")

    assert (code, "Écrivez --as sco-1 ou sco-2" in said) == (2, True)


@given(st.lists(st.sampled_from([*FOUR, *crowd(6)]), unique=True, min_size=1), st.data())
@settings(max_examples=8, deadline=None)
def test_undo_after_an_act_is_identity(
    tmp_path_factory: pytest.TempPathFactory, first: list[Student], data: st.DataObject
) -> None:
    second = data.draw(st.lists(st.sampled_from([*FOUR, *crowd(6)]), unique=True, min_size=1))
    moved = [student._replace(step=data.draw(st.sampled_from(["PDI3A", "PDMS3A"]))) for student in second]
    office = Undone(tmp_path_factory.mktemp("bureau"))
    assert office.take_in(first, "--departures", "--changes")[0] == 0
    before = office.state
    head = office.git("rev-parse", "main")
    assert office.take_in(moved, "--departures", "--changes")[0] in (0, 1)

    if office.state != before and office.git("rev-parse", "main") != head:
        code, said = office.undo()
        assert (code, office.state) == (0, before), said


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("avant")
    office = Undone(folder)
    assert office.take_in(FOUR)[0] == 0
    assert office.take_in((*FOUR, *NEW))[0] == 0
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("how", list(How))
def test_stopped_anywhere_the_next_run_finishes(before: Path, tmp_path: Path, how: How) -> None:
    there = Undone.copied(before, tmp_path / "whole")
    wanted = there.git("rev-parse", "main~1^{tree}")
    places: Mapping[How, list[int]] = moments(lambda: there.undo()[0], tmp_path / "whole")
    register = there.register.read_bytes()

    for at in places[how]:
        office = Undone.copied(before, tmp_path / f"{at}")
        code, _ = stopped(lambda office=office: office.undo()[0], at, how)
        folders = set(office.git("ls-tree", "--name-only", "main:declarations/2025").split())
        assert folders <= set(office.codes().values()), (how, at, code)

        _, said = office.undo("--dry-run")
        if office.git("rev-parse", "main^{tree}") != wanted or office.register.read_bytes() != register:
            assert office.undo()[0] == 0, (how, at, said)
        assert (office.git("rev-parse", "main^{tree}"), office.register.read_bytes()) == (wanted, register), (how, at)
        assert office.git("status", "--porcelain") == ""
        shutil.rmtree(tmp_path / f"{at}")
    assert len(places[how]) > 5
