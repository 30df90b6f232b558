"""The pages of accounts: asked once, of this forge alone, and never in the way of a verdict."""

from __future__ import annotations

import pytest

from polyvalidate.forge.connecting import connect
from polyvalidate.forge.forgejo import Forgejo
from polyvalidate.forge.github import GitHub
from polyvalidate.forge.pages import Pages
from tests.forge.fake_forge import FakeForge, Fault
from tests.forge.fake_forgejo import FakeForgejo
from tests.forge.fake_github import FakeGitHub

SITE = "https://forge.example.org"
ACCOUNT = {
    "github": f"{SITE}/compte-1000003",
    "gitlab": f"{SITE}/-/u/1000003",
    "forgejo": f"{SITE}/compte-1000003",
}


def test_a_page_is_asked_once_and_accounts_of_another_forge_never(any_forge: FakeForge) -> None:
    forge = connect(any_forge.name, any_forge.variables(SITE, 1), None)
    pages, name = Pages(forge), any_forge.name

    found = [pages.of([f"{name}:1000003", "ailleurs:1000003"]) for _ in range(3)]
    forge.close()

    assert found == [{f"{name}:1000003": ACCOUNT[name]}] * 3
    assert len(any_forge.calls) == (0 if name == "gitlab" else 1)


def test_an_account_that_is_gone_has_none(github: FakeGitHub, forge: GitHub) -> None:
    github.gone = {1000003}

    assert dict(Pages(forge).of(["github:1000003", "github:1000004"])) == {"github:1000004": f"{SITE}/compte-1000004"}


@pytest.mark.parametrize("site", ["https://ailleurs.example.org", f"{SITE}.example.net", f"{SITE}/x) [y](https:", ""])
def test_a_page_elsewhere_is_none(forgejo: FakeForgejo, forgejo_forge: Forgejo, site: str) -> None:
    forgejo.site = site

    assert dict(Pages(forgejo_forge).of(["forgejo:1000003"])) == {}


def test_a_forge_that_does_not_answer_is_not_asked_again(github: FakeGitHub, forge: GitHub) -> None:
    github.faults["GET", "/user/"] = [Fault(403)] * 40
    pages = Pages(forge)

    found = [dict(pages.of([f"github:{number}"])) for number in (1000003, 1000003, 1000004)]

    assert (found, len(github.calls)) == ([{}, {}, {}], 1)
