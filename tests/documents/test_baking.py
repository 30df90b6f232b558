"""A badge inside a PNG image, and what is no image."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.documents.badges.baking import KEYWORD, bake, baked
from polyvalidate.documents.badges.emblem import emblem
from polyvalidate.documents.badges.png import Chunk, NotPng, chunks, written
from tests.documents.badges import badge_text


def with_chunk(data: bytes, kind: bytes = b"iTXt") -> bytes:
    first, *rest = chunks(emblem())
    return written([first, Chunk(kind, data), *rest])


def test_what_was_baked_is_read_back() -> None:
    assert baked(bake(emblem(), badge_text())) == badge_text()


def test_the_badge_stands_uncompressed_under_the_keyword_of_the_standard() -> None:
    parts = chunks(bake(emblem(), "{}"))

    assert [part.kind for part in parts] == [b"IHDR", b"iTXt", b"IDAT", b"IEND"]
    assert parts[1].data == b"openbadgecredential\0\0\0\0\0{}"


def test_baking_again_replaces_the_badge_and_keeps_the_image() -> None:
    twice = bake(bake(emblem(), "{}"), badge_text())

    assert twice == bake(emblem(), badge_text())


@pytest.mark.parametrize(
    "chunk",
    [
        b"\0\1\0\0\0{}",  # compressed, which the standard forbids
        b"\0\0\0\0",
        b"\0\0\0\0\0\xff",
    ],
)
def test_a_badge_that_cannot_be_read_is_none(chunk: bytes) -> None:
    assert baked(with_chunk(KEYWORD + chunk)) is None


def test_an_image_without_one_badge_holds_none() -> None:
    once = chunks(bake(emblem(), "{}"))

    assert baked(emblem()) is None
    assert baked(with_chunk(KEYWORD + b"\0\0\0\0\0{}", b"tEXt")) is None
    assert baked(written([*once[:2], *once[1:]])) is None


def test_a_language_and_a_translated_keyword_are_skipped() -> None:
    assert baked(with_chunk(KEYWORD + b"\0\0\0fr\0badge\0{}")) == "{}"


@given(st.binary(max_size=200))
def test_bytes_that_are_no_image_are_refused(data: bytes) -> None:
    with pytest.raises(NotPng):
        chunks(data)


@given(st.data(), st.integers(1, 255))
def test_a_damaged_image_is_refused(data: st.DataObject, difference: int) -> None:
    changed = bytearray(emblem())
    changed[data.draw(st.integers(8, len(changed) - 1))] ^= difference

    with pytest.raises(NotPng):
        bake(bytes(changed), "{}")


def test_an_image_cut_short_is_refused() -> None:
    with pytest.raises(NotPng):
        chunks(emblem()[:-1])
