"""A fake GitHub for a test, and what the tests of forges say of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from polyvalidate.forge.github import Connection
from polyvalidate.forge.http import Api, Patience
from tests.forge.fake_github import BOT_LOGIN, TOKEN, FakeGitHub


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    """A GitHub that must not have been asked anything that the real one does not answer."""
    fake = FakeGitHub()
    yield fake
    fake.close()
    assert fake.wrong == []


@pytest.fixture
def waits() -> list[float]:
    """The seconds that were waited between attempts, without waiting."""
    return []


@pytest.fixture
def connection(github: FakeGitHub, waits: list[float]) -> Iterator[Connection]:
    api = Api(github.root, TOKEN, waits.append, Patience(reading=0.5, answer=2, later=120))
    yield Connection(api, "https://forge.example.org", BOT_LOGIN)
    api.close()
