"""Who may do what in a repository of a forge, and the account behind a number. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import IntEnum
from itertools import chain
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote

from polyvalidate.forge.facts import mapping, sequence, text_of, whole
from polyvalidate.forge.fault import Fault
from polyvalidate.forge.http import Api

Found = TypeVar("Found")


class Right(IntEnum):
    """What somebody may do in a repository: each includes those before it. ``ADMIN`` changes its settings."""

    NONE = 0
    READ = 1
    WRITE = 2
    ADMIN = 3


class Person(NamedTuple):
    """An account (``github:583231``), what it is called today, and what it may do. ``direct``: in that repository by
    itself, and not as one of an organisation, a team or a group."""

    account: str
    login: str
    right: Right
    direct: bool = True


def listed(api: Api, path: str, needs: str) -> Iterator[Mapping[str, Any]]:
    """What a list of the forge holds, to its end. Raises ``Misshapen``."""
    return (mapping(one, path) for one in chain.from_iterable(api.pages(path, needs)))


def person_in(forge: str, user: Mapping[str, Any], right: Right, name: str = "login", *, direct: bool = True) -> Person:
    """Somebody as a list shows them. Raises ``Misshapen``."""
    return Person(f"{forge}:{whole(user.get('id'), 'id')}", text_of(user.get(name), name), right, direct)


# --- GitHub ---------------------------------------------------------------------------------------------------------

_BY_GITHUB = {"admin": Right.ADMIN, "maintain": Right.WRITE, "push": Right.WRITE, "pull": Right.READ}


def _at_github(api: Api, place: str) -> Iterator[Person]:
    """Everybody who has access, whatever it comes from; the organisation's owners are ``ADMIN``."""
    path, needs = f"/repos/{place}/collaborators?affiliation", "metadata: read"
    direct = {whole(one.get("id"), "id") for one in listed(api, f"{path}=direct", needs)}
    for user in listed(api, f"{path}=all", needs):
        allowed = mapping(user.get("permissions") or {}, "permissions")
        right = max((right for name, right in _BY_GITHUB.items() if allowed.get(name)), default=Right.NONE)
        yield person_in("github", user, right, direct=user.get("id") in direct)


def _login_at_github(api: Api, number: str) -> str:
    return text_of(mapping(api.get(f"/user/{number}", "metadata: read"), "user").get("login"), "login")


def _number_at_github(api: Api, login: str) -> object:
    return mapping(api.get(f"/users/{quote(login, safe='')}", "metadata: read"), "user").get("id")


# --- GitLab ---------------------------------------------------------------------------------------------------------


def right_at_gitlab(level: int) -> Right:
    """Guests see no file of a private project; reporters do, developers push, maintainers change settings."""
    steps = ((40, Right.ADMIN), (30, Right.WRITE), (20, Right.READ))
    return next((right for least, right in steps if level >= least), Right.NONE)


def _at_gitlab(api: Api, place: str) -> Iterator[Person]:
    path = f"/projects/{quote(place, safe='')}/members"
    direct = {whole(one.get("id"), "id") for one in listed(api, path, "read_api")}
    for user in listed(api, f"{path}/all", "read_api"):
        right = right_at_gitlab(whole(user.get("access_level"), "access_level"))
        yield person_in("gitlab", user, right, "username", direct=user.get("id") in direct)


def _login_at_gitlab(api: Api, number: str) -> str:
    return text_of(mapping(api.get(f"/users/{number}", "read_api"), "user").get("username"), "username")


def _number_at_gitlab(api: Api, login: str) -> object:
    found = sequence(api.get(f"/users?username={quote(login, safe='')}", "read_api"), "users")
    return next((mapping(one, "user").get("id") for one in found), None)


# --- Forgejo --------------------------------------------------------------------------------------------------------

_BY_FORGEJO = {"owner": Right.ADMIN, "admin": Right.ADMIN, "write": Right.WRITE, "read": Right.READ}


def _at_forgejo(api: Api, place: str) -> Iterator[Person]:
    """Collaborators, and whom a team lets write: a list of them shows no right, each is asked for."""
    needs = "read:repository"
    users = {text_of(one.get("login"), "login"): one for one in listed(api, f"/repos/{place}/collaborators", needs)}
    direct = set(users)
    for one in sequence(api.get(f"/repos/{place}/assignees", needs), "assignees"):
        users.setdefault(text_of(mapping(one, "assignee").get("login"), "login"), one)
    for login, user in users.items():
        path = f"/repos/{place}/collaborators/{quote(login, safe='')}/permission"
        said = mapping(api.get(path, needs), "permission").get("permission")
        yield person_in("forgejo", user, _BY_FORGEJO.get(str(said), Right.NONE), direct=login in direct)


def _login_at_forgejo(api: Api, number: str) -> str | None:
    found = sequence(mapping(api.get(f"/users/search?uid={number}", "read:user"), "found").get("data"), "data")
    users = [mapping(one, "user") for one in found]
    return next((text_of(one.get("login"), "login") for one in users if one.get("id") == int(number)), None)


def _number_at_forgejo(api: Api, login: str) -> object:
    return mapping(api.get(f"/users/{quote(login, safe='')}", "read:user"), "user").get("id")


# --- each -----------------------------------------------------------------------------------------------------------

_PEOPLE: Mapping[str, Callable[[Api, str], Iterator[Person]]] = {
    "forgejo": _at_forgejo,
    "github": _at_github,
    "gitlab": _at_gitlab,
}
_LOGINS: Mapping[str, Callable[[Api, str], str | None]] = {
    "forgejo": _login_at_forgejo,
    "github": _login_at_github,
    "gitlab": _login_at_gitlab,
}

_NUMBERS: Mapping[str, Callable[[Api, str], object]] = {
    "forgejo": _number_at_forgejo,
    "github": _number_at_github,
    "gitlab": _number_at_gitlab,
}


def people_in(forge: str, api: Api, place: str) -> list[Person]:
    """Who has access to a repository. Raises ``Fault``, and ``Misshapen``: never a part of them."""
    return list(_PEOPLE[forge](api, place))


def login_of(api: Api, account: str) -> str | None:
    """What an account is called today; None when the forge has none of that number. Raises as ``people_in``."""
    forge, _, number = account.partition(":")
    return _found(lambda: _LOGINS[forge](api, number))


def account_of(forge: str, api: Api, login: str) -> str | None:
    """The account that a login is today; None when the forge has nobody of that name. Raises as ``people_in``."""
    number = _found(lambda: _NUMBERS[forge](api, login))
    return f"{forge}:{whole(number, 'id')}" if number is not None else None


def _found(read: Callable[[], Found]) -> Found | None:
    try:
        return read()
    except Fault as fault:
        if fault.status == 404:
            return None
        raise
