"""A school looked at on its forge, with calls that read only: what is right, what is not, what could not be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from polyvalidate.forge.doctor.asked import Asked, Door, Looks
from polyvalidate.forge.doctor.forgejo import ForgejoLooks
from polyvalidate.forge.doctor.github import GitHubLooks
from polyvalidate.forge.doctor.gitlab import GitLabLooks
from polyvalidate.forge.doctor.lines import Line, looked

LOOKS: Mapping[str, Callable[[Door, Asked], Looks]] = {
    "forgejo": ForgejoLooks,
    "github": GitHubLooks,
    "gitlab": GitLabLooks,
}


def examined(door: Door, asked: Asked) -> Iterator[Line]:
    """What the forge says of a school, one line for each thing that it must have."""
    return looked(LOOKS[asked.forge](door, asked).all())
