"""Whom a request needs a review of: somebody for each declaration, in turn, and nobody twice."""

from __future__ import annotations

import pytest

from polyvalidate.forge.asking import able, next_of, turn_of
from polyvalidate.forge.facts import Branch, Opened

THREE_FOUR, ONE_TWO = ("a3", "a4"), ("a1", "a2")


def opened(number: int, box: str = "") -> Opened:
    at = "2026-02-03T10:00:00Z"
    return Opened(number, "forge:7", "", Branch("main", ""), at, None, at, box=box)


@pytest.mark.parametrize(
    ("wants", "asked", "most", "barred", "account"),
    [
        ((THREE_FOUR,), (), 15, (), "a4"),
        ((THREE_FOUR,), ("a3",), 15, (), None),
        ((THREE_FOUR,), ("a1",), 15, (), "a4"),
        ((THREE_FOUR,), (), 15, ("a4",), "a3"),
        ((THREE_FOUR,), (), 15, ("a3", "a4"), None),
        ((THREE_FOUR, ONE_TWO), ("a4",), 15, (), "a2"),
        ((THREE_FOUR, ONE_TWO), ("a4",), 1, (), None),
        ((THREE_FOUR, ("a4",)), ("a4",), 15, (), None),
        (((), THREE_FOUR), (), 15, (), "a4"),
        ((THREE_FOUR,), (), 0, (), None),
        ((), (), 15, (), None),
    ],
)
def test_each_declaration_has_somebody_and_who_is_asked_already_is_enough(
    wants: tuple[tuple[str, ...], ...], asked: tuple[str, ...], most: int, barred: tuple[str, ...], account: str | None
) -> None:
    assert next_of(wants, asked, 7, most, barred) == account


def test_requests_come_in_turn_and_each_always_to_the_same_person() -> None:
    whose = [next_of((THREE_FOUR,), (), turn_of(opened(number)), 15, ()) for number in range(6)]
    boxes = {turn_of(opened(1, f"s-base00000{number}")) % 2 for number in range(8)}

    assert (whose, boxes) == (["a3", "a4"] * 3, {0, 1})


def test_nobody_is_asked_of_their_own_request_nor_by_an_account_of_elsewhere() -> None:
    assert able([["forge:7", "forge:8", "other:9"]], "forge", "forge:7") == (("forge:8",),)
