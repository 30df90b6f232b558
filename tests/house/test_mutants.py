"""The last step of ``make mutants``: what makes it fail."""

from __future__ import annotations

import pytest

from tests.house.mutants import LIST, Mutant, complaints, read_list

ONE, TWO = Mutant("pv.f", ("return 1",)), Mutant("pv.f", ("return 2",))
ENTRY = "# Why.\npv.f\n    + return 1\n    Nobody can tell,\n    whatever they do.\n"


def test_the_list_gives_a_reason_for_each_mutant() -> None:
    assert read_list(f"{ENTRY}\npv.f\n+ return 2\nNor here.\n") == {
        ONE: "Nobody can tell, whatever they do.",
        TWO: "Nor here.",
    }
    assert read_list("# Nothing yet.\n") == {}
    assert isinstance(read_list(LIST.read_text("utf-8")), dict)


@pytest.mark.parametrize("entry", ["pv.f\n+ return 1\n", "pv.f\nNobody can tell.\n", f"{ENTRY}\n{ENTRY}"])
def test_an_entry_that_is_half_finished_or_said_twice_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match=r"mutants\.txt: pv\.f"):
        read_list(entry)


def test_a_mutant_that_lives_without_a_reason_is_told() -> None:
    assert complaints([ONE, TWO], [TWO]) == ["pv.f lives, and no test notices:\n    + return 1"]


def test_a_reason_whose_mutant_lives_no_more_is_told() -> None:
    assert complaints([ONE], [ONE, TWO]) == ["pv.f is in mutants.txt and lives no more:\n    + return 2"]


def test_exactly_the_excused_may_live() -> None:
    assert complaints([ONE, ONE], [ONE]) == []
