"""The boxes of a school's students on its forge: looked at, made, opened to each student, closed again."""

from __future__ import annotations

from collections.abc import Mapping

from polyvalidate.forge.boxes.forgejo import ForgejoBoxes
from polyvalidate.forge.boxes.github import GitHubBoxes
from polyvalidate.forge.boxes.gitlab import GitLabBoxes
from polyvalidate.forge.boxes.pace import GITHUB, Pace
from polyvalidate.forge.boxes.place import Boxes
from polyvalidate.forge.http import Api

BOXES: Mapping[str, type[Boxes]] = {"forgejo": ForgejoBoxes, "github": GitHubBoxes, "gitlab": GitLabBoxes}


def boxes_at(forge: str, api: Api, place: str, bot: str) -> Boxes:
    """The boxes of a place, written to no faster than the forge allows."""
    return BOXES[forge](api, place, Pace(GITHUB, apart=1.0) if forge == "github" else Pace(), bot)
