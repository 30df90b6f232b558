"""The API of a forge, opened from the environment: where its root is, and the token that is given there."""

from __future__ import annotations

import re
from collections.abc import Mapping

from polyvalidate.forge.dialects import FORGEJO, GITHUB, GITLAB, Dialect
from polyvalidate.forge.http import Api, Patience

DIALECTS: Mapping[str, Dialect] = {"forgejo": FORGEJO, "github": GITHUB, "gitlab": GITLAB}
"""How each forge is spoken to, by the name that accounts begin with."""
_PLACES = {"forgejo": ("FORGEJO_REPOSITORY", "GITHUB_REPOSITORY"), "github": ("GITHUB_REPOSITORY",)}
_PLACES["gitlab"] = ("CI_PROJECT_PATH",)
_ADDRESS = re.compile(r"(?:(?:https?|ssh)://[^/]+/|[^/:]+:)/?(?P<path>[^/].*?)(?:\.git)?/?")
"""An address of Git on a server; what is after the host is the repository there."""


def api_of(name: str, environment: Mapping[str, str], patience: Patience | None = None) -> Api:
    """Raises ``Unreadable`` without a token, or without an address that one may be sent to."""
    dialect = DIALECTS[name]
    token = dialect.token_in(environment)
    return Api(root_of(name, environment), token, patience=patience, dialect=dialect)


def root_of(name: str, environment: Mapping[str, str]) -> str:
    """Where the API is: as the variables of a job say; by hand, as those of the dialect do."""
    said = environment.get(DIALECTS[name].address, "")
    if name == "forgejo":
        return said or environment.get("GITHUB_API_URL", "")
    if name == "gitlab":
        return said or f"{(environment.get('CI_SERVER_URL') or 'https://gitlab.com').rstrip('/')}/api/v4"
    return said or "https://api.github.com"


def root_beside(name: str, repository: str) -> str:
    """Where the API of the server of a repository is."""
    host = repository.split("/")[2]
    known = {"forgejo": f"https://{host}/api/v1", "gitlab": f"https://{host}/api/v4"}
    return known.get(name) or ("https://api.github.com" if host.lower() == "github.com" else f"https://{host}/api/v3")


def place_in(name: str, environment: Mapping[str, str], address: str = "") -> str:
    """The repository on the forge: that of the job, else the one that an address of Git leads to; empty for none."""
    said = next((environment[key] for key in _PLACES[name] if environment.get(key)), "")
    found = _ADDRESS.fullmatch(address)
    return said or (found["path"] if found is not None else "")
