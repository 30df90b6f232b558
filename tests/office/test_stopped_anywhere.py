"""An import killed at any call, or met by a full disk: the old state or the new, and the next run puts all in order."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from polyvalidate.model.words import Text
from polyvalidate.office.register.register import parsed
from tests.office.registry import ADA, ELE, FOUR, MAX, ZOE, Office, Student, apogee
from tests.stopping import KILLED, How, limited, moments, stopped

NEW = (Student("22000009", "SECRET-ESSAI", "Jane", "PDMS3A"), Student("22000010", "AUTRE-ESSAI", "Zed", "PDI4A"))
SECOND = [ADA._replace(step="PDEE3A"), ELE, MAX, *NEW]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school with four students and a register, as a folder to copy."""
    folder = tmp_path_factory.mktemp("before")
    office = Office(folder)
    assert office.take_in(FOUR)[0] == 0
    office.list_file(apogee(SECOND))
    return folder


class Copy(Office):
    """The same office, somewhere else."""

    def second(self) -> int:
        words = ["roster", "import", self.desk / "liste.csv", *self.words(), "--as", "sco-1", "--cohort", "2025"]
        return self.run(*words, "--on", "2025-10-01", "--yes", "--mail", self.desk / "courriels")[0]

    def codes(self) -> dict[str, str]:
        return {member.number: member.code for member in self.known().members}

    def left_behind(self) -> list[str]:
        names = {p.name for p in self.desk.iterdir()} - {
            "liste.csv",
            "registre.json",
            ".registre.json.lock",
            "courriels",
        }
        return sorted(name for name in names if not name.endswith(".bak"))


@pytest.fixture(scope="module")
def places(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[How, list[int]]:
    """Where to stop the second import."""
    folder = tmp_path_factory.mktemp("whole") / "office"
    return moments(Copy.copied(before, folder).second, folder)


def hold(office: Copy, before: Path, when: str) -> None:
    """What is true at any moment: a register whole, no pseudonym changed, no folder of nobody, no name in Git."""
    known = {m.number: m.code for m in parsed((before / "bureau/registre.json").read_bytes()).members}  # type: ignore[union-attr]
    register = parsed(office.register.read_bytes())
    assert not isinstance(register, Text), when
    assert known.items() <= office.codes().items(), when
    folders = set(office.git("ls-tree", "--name-only", "main:declarations/2025").split())
    assert folders <= set(office.codes().values()), when
    assert "ESSAI" not in office.git("log", "-p", "main", "--", "declarations"), when
    for kept in office.desk.glob("*.bak"):
        assert not isinstance(parsed(kept.read_bytes()), Text), when


@pytest.mark.slow
@pytest.mark.parametrize("how", list(How))
def test_stopped_at_any_call_the_state_is_whole_and_the_next_run_finishes(
    before: Path, places: Mapping[How, list[int]], tmp_path: Path, how: How
) -> None:
    outcomes = set()

    for at in places[how]:
        office = Copy.copied(before, tmp_path / f"{at}")
        head = office.git("rev-parse", "main")
        code, _ = stopped(office.second, at, how)
        when = f"{how} call {at}: exit {code}"
        outcomes.add(code)
        hold(office, before, when)
        if office.git("rev-parse", "main") != head:
            assert office.git("rev-parse", "main^") == head, when
        codes = office.codes()

        shutil.rmtree(office.desk / "courriels", ignore_errors=True)
        assert office.second() == 0, when

        hold(office, before, when)
        assert codes.items() <= office.codes().items(), when
        assert set(office.codes()) == {s.number for s in (*FOUR, *NEW)}, when
        assert [office.file(s).split("\n")[0] for s in (ADA, ZOE, *NEW)] == [
            "programme: DEE", "programme: DMA", "programme: DMS", "programme: DI",
        ], when  # fmt: skip
        assert office.file(ZOE).endswith("left: 2025-10-01"), when
        assert office.git("status", "--porcelain") == "", when
        assert office.git("rev-list", "--count", f"{head}..main") == "1", when
        assert office.left_behind() == [], when
        shutil.rmtree(tmp_path / f"{at}")

    assert len(places[how]) > 9
    assert outcomes == {2 if how is How.FULL else KILLED}


@pytest.mark.parametrize("largest", [0, 300, 900, 1500, 4000])
def test_a_disk_without_room_is_said_in_a_sentence_and_nothing_is_lost(
    before: Path, tmp_path: Path, largest: int
) -> None:
    office = Copy.copied(before, tmp_path / "full")
    head = office.git("rev-parse", "main")
    words = [
        "roster",
        "import",
        office.desk / "liste.csv",
        *office.words(),
        "--as",
        "sco-1",
        "--cohort",
        "2025",
        "--yes",
    ]

    code, screen = limited(lambda: office.run(*words), largest)

    said = screen.strip().splitlines()[-1]
    hold(office, before, said)
    if code == 0:
        assert (largest, office.git("rev-parse", "main^")) == (4000, head), said
    else:
        assert (code, office.git("rev-parse", "main")) == (2, head), said
        assert any(why in said for why in ("ne peut pas être écrit", "Git n'a pas pu enregistrer", "arrêté net")), said
