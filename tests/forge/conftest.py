"""Fake forges for a test, and what the tests of forges say of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from polyvalidate.forge.dialects import FORGEJO, GITLAB
from polyvalidate.forge.forgejo import Forgejo
from polyvalidate.forge.github import GitHub
from polyvalidate.forge.gitlab import GitLab
from polyvalidate.forge.http import Api, Patience
from tests.forge.fake_forge import FakeForge
from tests.forge.fake_forgejo import FakeForgejo
from tests.forge.fake_github import BOT_LOGIN, TOKEN, FakeGitHub
from tests.forge.fake_gitlab import FakeGitLab
from tests.forge.specimens import REPOSITORY


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    """A GitHub that must not have been asked anything that the real one does not answer."""
    fake = FakeGitHub()
    yield fake
    fake.close()
    assert fake.wrong == []


@pytest.fixture(params=[FakeGitHub, FakeGitLab, FakeForgejo], ids=lambda made: made.name)
def any_forge(request: pytest.FixtureRequest) -> Iterator[FakeForge]:
    """Each forge in turn, which must not have been asked anything that the real one does not answer."""
    fake: FakeForge = request.param()
    yield fake
    fake.close()
    assert fake.wrong == []


@pytest.fixture
def gitlab() -> Iterator[FakeGitLab]:
    """A GitLab of the same kind."""
    fake = FakeGitLab()
    yield fake
    fake.close()
    assert fake.wrong == []


@pytest.fixture
def forgejo() -> Iterator[FakeForgejo]:
    """A Forgejo of the same kind."""
    fake = FakeForgejo()
    yield fake
    fake.close()
    assert fake.wrong == []


@pytest.fixture
def waits() -> list[float]:
    """The seconds that were waited between attempts, without waiting."""
    return []


@pytest.fixture
def forge(github: FakeGitHub, waits: list[float]) -> Iterator[GitHub]:
    api = Api(github.root, TOKEN, waits.append, Patience(reading=0.5, answer=2, later=120))
    made = GitHub(api, "https://forge.example.org", REPOSITORY, BOT_LOGIN, 41, TOKEN)
    yield made
    made.close()


@pytest.fixture
def gitlab_forge(gitlab: FakeGitLab, waits: list[float]) -> Iterator[GitLab]:
    api = Api(gitlab.root, TOKEN, waits.append, Patience(reading=0.5, answer=2, later=120), GITLAB)
    made = GitLab(api, "https://forge.example.org", REPOSITORY, 41, TOKEN)
    yield made
    made.close()


@pytest.fixture
def forgejo_forge(forgejo: FakeForgejo, waits: list[float]) -> Iterator[Forgejo]:
    api = Api(forgejo.root, TOKEN, waits.append, Patience(reading=0.5, answer=2, later=120), FORGEJO)
    made = Forgejo(api, "https://forge.example.org", REPOSITORY, 41, TOKEN)
    yield made
    made.close()
