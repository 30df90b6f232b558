"""What a sweep costs in calls: nothing for a request that has not changed, however many there are, and few for another.

``make bench`` shows the same for a thousand, and the time it takes.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest

from polyvalidate.forge.connecting import connect
from polyvalidate.forge.obeying import Place
from polyvalidate.forge.sweeping import Sweep
from tests.forge.crowd import DAY, Crowd
from tests.forge.fake_forge import FakeForge

FEW, MORE = 4, 12


def calls(crowd: Crowd) -> int:
    """Those of one sweep."""
    crowd.rests()
    crowd.forge.calls.clear()
    with patch.dict(os.environ, crowd.environment()):
        forge = connect(None, os.environ, None)
        try:
            made = Sweep(forge, Place(crowd.clone, "origin", "main"), lambda: date.fromisoformat(DAY))
            list(made.run())
        finally:
            forge.close()
    assert (made.failed, made.defects) == ([], [])
    return len(crowd.forge.calls)


@pytest.mark.parametrize("boxes", [False, True], ids=["shared", "boxes"])
def test_calls_grow_with_what_has_changed_and_with_nothing_else(
    any_forge: FakeForge, tmp_path: Path, boxes: bool
) -> None:
    crowd = Crowd(any_forge, tmp_path, MORE, boxes=boxes)
    new = calls(crowd)
    calls(crowd)  # what the first one wrote has touched every request
    still = calls(crowd)
    crowd.propose(range(FEW), "2")
    changed = calls(crowd)
    calls(crowd)
    crowd.propose(range(MORE), "3")
    all_of_them = calls(crowd)

    forgejo, gitlab = any_forge.name == "forgejo", any_forge.name == "gitlab"
    head = 1 if boxes and not gitlab else 0  # which a list over many repositories does not say
    once = 1 if gitlab else 3  # who we are, and the pages of the two who may decide
    labels = (
        (3 if not boxes else 3 * MORE) if forgejo else 0
    )  # they are numbers there, of each repository: two are made
    assert still == (4 if boxes else 2)  # lists
    assert (changed - still, all_of_them - still) == ((4 + head) * FEW + once, (4 + head) * MORE + once)
    assert new - still == 6 * MORE + once + labels


@pytest.mark.parametrize("boxes", [False, True], ids=["shared", "boxes"])
def test_a_request_that_is_mended_before_anybody_was_asked_costs_one_call_more(
    any_forge: FakeForge, tmp_path: Path, boxes: bool
) -> None:
    crowd = Crowd(any_forge, tmp_path, FEW, boxes=boxes, quantity="0")
    calls(crowd)
    calls(crowd)
    still = calls(crowd)
    crowd.propose(range(FEW), "1")
    mended = calls(crowd)

    gitlab = any_forge.name == "gitlab"
    once = 1 if gitlab else 3
    labels = (3 if not boxes else 3 * FEW) if any_forge.name == "forgejo" else 0
    assert mended - still == (8 if boxes and not gitlab else 7) * FEW + once + labels
