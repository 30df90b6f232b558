"""How each forge wants to be spoken to over HTTP, and what its settings are called. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from polyvalidate.model.words import Text
from polyvalidate.repository.unreadable import Unreadable


class Dialect(NamedTuple):
    """``headers`` go with each call. ``page`` asks for the longest page of a list, by its number. ``token`` and
    ``address`` are the variables of the environment that hold the token and the root of the API; ``rights`` is where
    what the token may do is set. ``total`` is the header that counts a list; empty where the address of the next page
    comes with each."""

    headers: Mapping[str, str]
    page: str
    token: str
    address: str
    rights: Text
    total: str = ""

    def token_in(self, environment: Mapping[str, str]) -> str:
        """Raises ``Unreadable`` without a token that can stand in a header."""
        token = environment.get(self.token, "")
        if not token or not token.isascii() or not token.isprintable():
            raise Unreadable(
                Text(
                    "Il manque le jeton de la forge. Mettez-le dans la variable {variable}.",
                    "The token of the forge is missing. Put it in the variable {variable}.",
                ),
                variable=self.token,
            )
        return token


GITHUB = Dialect(
    # The version of the API that Enterprise servers in use know too.
    {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"},
    "per_page=100",
    "GITHUB_TOKEN",
    "GITHUB_API_URL",
    Text("aux permissions de la tâche", "to the permissions of the job"),
)
GITLAB = Dialect(
    {"Accept": "application/json"},
    "per_page=100",
    # A variable of its own: CI_JOB_TOKEN, which every job has, can write neither notes nor statuses.
    "GITLAB_TOKEN",
    "CI_API_V4_URL",
    Text("aux droits du jeton de projet", "to the rights of the project's token"),
)
FORGEJO = Dialect(
    {"Accept": "application/json"},
    "limit=50&page={number}",
    # Runners set this one themselves, to a token that may not push to a protected branch: a step must give its own.
    "FORGEJO_TOKEN",
    "FORGEJO_API_URL",
    Text("aux droits du jeton", "to the scopes of the token"),
    # Some lists, reviews among them, come with no address of a next page; each is counted.
    "x-total-count",
)
