"""Which forge it is that is swept, and the adapter that speaks to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from polyvalidate.forge import forgejo, github, gitlab
from polyvalidate.forge.adapter import Forge

FORGES: Mapping[str, Callable[[Mapping[str, str], str | None], Forge]] = {
    "forgejo": forgejo.connect,
    "github": github.connect,
    "gitlab": gitlab.connect,
}
"""The adapters, by the name that accounts begin with."""
JOBS = {
    "FORGEJO_ACTIONS": "forgejo",
    "GITEA_ACTIONS": "forgejo",
    "GITHUB_ACTIONS": "github",
    "GITLAB_CI": "gitlab",
}
"""The variables that a forge sets in its jobs; those that also set the variables of another come before it."""


def connect(name: str | None, environment: Mapping[str, str], place: str | None) -> Forge:
    """The adapter of a forge; of the one whose job this is, or GitHub, when none is named.

    Raises ``Unreadable`` without what it takes to speak to it.
    """
    found = name or next((forge for variable, forge in JOBS.items() if environment.get(variable)), "github")
    return FORGES[found](environment, place)
