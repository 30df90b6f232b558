"""The record is only ever added to: whatever is altered, removed or added by hand is seen."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.publication.attack.record import BadRecord, Entry, added, canonical, parse, seal, serialise
from tests.publication.issues import an_issue


@cache
def entries() -> tuple[Entry, ...]:
    """Three issues of two cohorts, each sealed by the one before."""
    found: tuple[Entry, ...] = ()
    for cohort, on in ((2024, date(2025, 7, 1)), (2025, date(2026, 7, 1)), (2024, date(2026, 7, 1))):
        found = added(found, an_issue(cohort, on))
    followed = replace(found[-1].tables, formed=date(2025, 7, 1))
    return added(found[:-1], followed)


@cache
def record() -> bytes:
    return serialise(entries())


def entry_of(error: BadRecord) -> str:
    return error.text.en


def changed(change: Any) -> bytes:
    """The record after a change to its plain data, written the same way, its hashes left alone."""
    plain = json.loads(record())
    change(plain)
    return ("[\n" + ",\n".join(canonical(item) for item in plain) + "\n]\n").encode()


def resealed(change: Any) -> bytes:
    """The same by somebody who knows how hashes are made."""
    plain = json.loads(changed(change))
    previous = "0" * 64
    import hashlib

    for item in plain:
        item["previous"] = previous
        item["hash"] = previous = hashlib.sha256(f"{previous}\n{canonical(item['tables'])}".encode()).hexdigest()
    return ("[\n" + ",\n".join(canonical(item) for item in plain) + "\n]\n").encode()


def test_a_record_reads_back_as_it_was_written() -> None:
    read = parse(record())

    assert read == entries()
    assert serialise(read) == record()


def test_an_empty_record_reads() -> None:
    assert parse(serialise(())) == ()


def test_each_entry_is_sealed_by_the_one_before() -> None:
    first, second, _ = entries()

    assert first.previous == "0" * 64
    assert second.previous == first.hash
    assert second.hash == seal(first.hash, second.tables)


def test_an_entry_holds_what_was_published_and_nothing_else() -> None:
    plain = json.loads(record())[0]

    assert sorted(plain) == ["hash", "previous", "tables"]
    assert sorted(plain["tables"]) == ["categories", "cohort", "commit", "date", "groups", "size", "titles"]
    assert json.loads(record())[2]["tables"]["formed"] == "2025-07-01"


def raise_a_band(plain: Any) -> None:
    plain[1]["tables"]["groups"][0]["reached"]["quitus"] = [5, 9]


def widen_a_band(plain: Any) -> None:
    plain[1]["tables"]["groups"][0]["reached"]["quitus"] = [0, 9]


def widen_a_total(plain: Any) -> None:
    plain[1]["tables"]["groups"][-1]["reached"]["quitus"][1] += 1


def widen_a_category(plain: Any) -> None:
    plain[1]["tables"]["categories"][0]["active"][0] -= 8


def say_that_groups_were_formed_later(plain: Any) -> None:
    plain[1]["tables"]["formed"] = "2026-07-02"


def shrink_a_group(plain: Any) -> None:
    plain[1]["tables"]["groups"][0]["size"] -= 1


def drop_a_group(plain: Any) -> None:
    del plain[1]["tables"]["groups"][0]


def drop_the_first(plain: Any) -> None:
    del plain[0]


def swap(plain: Any) -> None:
    plain[0], plain[1] = plain[1], plain[0]


def say_something(plain: Any) -> None:
    plain[1]["tables"]["note"] = "s-k3f9q2mz7w"


def a_second_one_of_the_year(plain: Any) -> None:
    plain[1]["tables"]["cohort"] = 2024
    plain[1]["tables"]["date"] = "2025-06-30"


def a_fraction(plain: Any) -> None:
    plain[1]["tables"]["size"] += 0.5


@pytest.mark.parametrize(
    ("change", "number"),
    [
        (raise_a_band, 2),
        (widen_a_band, 2),
        (widen_a_total, 2),
        (widen_a_category, 2),
        (say_that_groups_were_formed_later, 2),
        (shrink_a_group, 2),
        (drop_a_group, 2),
        (drop_the_first, 1),
        (swap, 1),
        (say_something, 2),
        (a_second_one_of_the_year, 2),
        (a_fraction, 2),
    ],
)
def test_a_change_is_seen_and_its_entry_named(change: Any, number: int) -> None:
    with pytest.raises(BadRecord) as caught:
        parse(changed(change))

    assert f"(entry {number})" in entry_of(caught.value)
    assert f"(entrée {number})" in caught.value.text.fr


@pytest.mark.parametrize(
    "change",
    [
        widen_a_band,
        widen_a_total,
        widen_a_category,
        say_that_groups_were_formed_later,
        shrink_a_group,
        drop_a_group,
        say_something,
        a_second_one_of_the_year,
        a_fraction,
    ],
)
def test_new_hashes_do_not_make_an_issue_that_anonymising_would_not_make(change: Any) -> None:
    with pytest.raises(BadRecord):
        parse(resealed(change))


@given(st.data(), st.integers(0, 255))
def test_any_changed_byte_is_seen(data: st.DataObject, byte: int) -> None:
    place = data.draw(st.integers(0, len(record()) - 1))
    altered = record()[:place] + bytes([byte]) + record()[place + 1 :]
    if altered == record():
        return

    with pytest.raises(BadRecord):
        parse(altered)


@given(st.binary(max_size=200))
def test_no_bytes_make_it_stumble(data: bytes) -> None:
    try:
        entries = parse(data)
    except BadRecord:
        return

    assert entries == ()


@pytest.mark.parametrize(
    "data", [b"", b"null", b"3", b"{}", b"[[]]", b'["x"]', b"[" * 5_000, b"\xff", b'[{"tables":1}]']
)
def test_what_is_not_a_record_is_said_so(data: bytes) -> None:
    with pytest.raises(BadRecord):
        parse(data)
