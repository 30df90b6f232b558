"""What the adapters of several forges do alike."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from polyvalidate.forge.facts import REPOSITORY, Misshapen, mapping, matching, moment_text, whole
from polyvalidate.forge.fault import Fault, unreadable_answer
from polyvalidate.forge.http import Api
from polyvalidate.forge.marks import SeenComment
from polyvalidate.model.words import Text
from polyvalidate.repository.unreadable import Unreadable


@contextmanager
def answers() -> Iterator[None]:
    """What a forge answered and is not of the shape it describes becomes a fault."""
    try:
        yield
    except Misshapen as error:
        raise unreadable_answer() from error


def place_of(named: str, pattern: re.Pattern[str]) -> str:
    """The repository that is to be swept. Raises ``Unreadable`` when it is none."""
    if not pattern.fullmatch(named):
        raise Unreadable(
            Text(
                "Dites quel dépôt de la forge est à contrôler : --place ecole/points.",
                "Say which repository of the forge is to be checked: --place school/points.",
            )
        )
    return named


def run_of(number: str) -> int:
    """The number of a run, from the variable that holds it; 0 by hand."""
    return int(number) if re.fullmatch(r"[0-9]{1,15}", number, re.ASCII) else 0


def by_us(made: Any, part: str, us: int) -> None:
    """A comment signed by another account would never be found again, and one more would be written at each run.

    ``part`` of what was made says who signed it."""
    author = made.get(part) if isinstance(made, Mapping) else None
    if not isinstance(author, Mapping):
        raise unreadable_answer()
    if author.get("id") != us:
        raise Fault(
            Text(
                "Le jeton écrit sous un autre compte que celui qui est attendu. Donnez le nom de ce compte dans "
                "POLYVALIDATE_BOT.",
                "The token writes as another account than expected. Give the name of that account in POLYVALIDATE_BOT.",
            )
        )


def remove(api: Api, path: str, needs: str) -> None:
    """Remove what stands at a path; what is gone already needs nothing."""
    try:
        api.write("DELETE", path, None, needs, repeatable=True)
    except Fault as fault:
        if fault.status != 404:
            raise


def presented(remote: str, server: str, user: str, token: str) -> Mapping[str, str]:
    """The token as a header that Git sends to this server only: on no command line and in no file."""
    if not remote.startswith(f"{server}/"):
        return {}
    secret = base64.b64encode(f"{user}:{token}".encode()).decode()
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"http.{server}/.extraheader",
        "GIT_CONFIG_VALUE_0": f"AUTHORIZATION: basic {secret}",
        "GIT_TERMINAL_PROMPT": "0",
    }


def expect(made: Any, parts: Mapping[str, Any]) -> None:
    """What the forge says it has made must be what was asked."""
    if not isinstance(made, Mapping) or any(made.get(part) != value for part, value in parts.items()):
        raise unreadable_answer()


def box_of(issue: Mapping[str, Any], owner: str) -> str:
    """The repository that an issue is in; empty for one of somebody else. Raises ``Misshapen``."""
    named = mapping(issue.get("repository"), "repository").get("full_name")
    whose, _, name = matching(REPOSITORY, named, "repository.full_name").partition("/")
    return name if whose.casefold() == owner.casefold() else ""


def seen_comment(data: Any) -> SeenComment:
    """A comment of a forge that has the shape of GitHub, as it is planned against. Raises ``Misshapen``."""
    comment = mapping(data, "comment")
    user = comment.get("user")
    number = mapping(user, "user").get("id") if user is not None else 0
    author = whole(number, "user.id") if number != GHOST else 0
    at = moment_text(comment.get("created_at"), "comment.created_at")
    return SeenComment(whole(comment.get("id"), "comment.id"), author, comment.get("body") or "", at)


GHOST = -1
"""The number under which Forgejo and Gitea show an account that is gone; GitHub shows none."""
