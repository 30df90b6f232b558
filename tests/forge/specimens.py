"""Answers and events of GitHub, built from GitHub's own description: every part it says is there, is there.

``specimen(Model, **parts)`` makes the smallest JSON that the official model accepts, then lays the given parts over it
and validates the whole again. So a fake answer cannot have a shape that GitHub would not give.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from githubkit_schemas.v2022_11_28 import models
from pydantic import BaseModel, TypeAdapter

NOW = "2026-02-10T10:00:00Z"


def specimen(model: type[BaseModel], **parts: Any) -> dict[str, Any]:
    """JSON that the model accepts, with these parts in it (nested parts of a mapping are laid over what is there)."""
    made = _overlaid(_smallest(model), parts)
    held_to(model, made)
    return made


def held_to(model: Any, data: Any) -> None:
    """Raises pydantic's ``ValidationError`` when the official description says otherwise."""
    _adapter(model).validate_python(data)


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def _overlaid(base: Any, parts: Mapping[str, Any]) -> Any:
    result = dict(base) if isinstance(base, Mapping) else {}
    for key, value in parts.items():
        result[key] = _overlaid(result.get(key), value) if isinstance(value, Mapping) else value
    return result


def _smallest(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = annotation.model_fields.items()
        return {(f.alias or name): _smallest(f.annotation) for name, f in fields if f.is_required()}
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _smallest(arguments[0])
    if origin in (Union, types.UnionType):
        return None if type(None) in arguments else _smallest(arguments[0])
    if origin is Literal:
        return arguments[0]
    if origin is list or annotation is list:
        return []
    if origin is dict or annotation in (dict, Any):
        return {}
    return _SIMPLE[annotation]


_SIMPLE: dict[Any, Any] = {
    str: "https://example.org/x",
    int: 1,
    float: 1.0,
    bool: False,
    datetime: NOW,
    date: "2026-02-10",
    types.NoneType: None,
}


# --- the parts that the tests speak of ------------------------------------------------------------------------------


def user(number: int, login: str | None = None) -> dict[str, Any]:
    return specimen(models.SimpleUser, id=number, login=login or f"compte-{number}", type="User")


def status(number: int, creator: int, **parts: Any) -> dict[str, Any]:
    return specimen(models.Status, id=number, creator=user(creator), **parts)


def review(number: int, by: int, state: str, commit: str) -> dict[str, Any]:
    return specimen(
        models.PullRequestReview, id=number, user=user(by), state=state, commit_id=commit, body="", submitted_at=NOW
    )


def comment(number: int, by: int, body: str, created_at: str = NOW) -> dict[str, Any]:
    return specimen(
        models.IssueComment, id=number, user=user(by), body=body, created_at=created_at, updated_at=created_at
    )


def pull(number: int, by: int, head: str, base: str, **parts: Any) -> dict[str, Any]:
    return specimen(
        models.PullRequest,
        number=number,
        state="open",
        user=user(by),
        created_at="2026-02-03T10:00:00Z",
        head={"sha": head, "repo": _smallest(models.Repository) | {"pushed_at": "2026-02-09T10:00:00Z"}},
        base={"ref": "main", "sha": base},
        **parts,
    )


def issues(repository: str, pull: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A request as a list of issues of several repositories shows it, after an issue that is none."""
    parts = {part: pull[part] for part in ("user", "state", "created_at", "updated_at")}
    of = _smallest(models.Repository) | {"full_name": repository}
    plain = specimen(models.Issue, number=pull["number"] + 100, **parts) | {"repository": of}
    about = dict.fromkeys(("diff_url", "html_url", "patch_url", "url"), "https://example.org/x")
    labels = [specimen(models.Label, name=label["name"]) for label in pull.get("labels", [])]
    return [plain, plain | {"number": pull["number"], "pull_request": about, "labels": labels}]


def pull_event(model: type[BaseModel], number: int, by: int, head: str, base: str) -> dict[str, Any]:
    parts = {
        "number": number,
        "user": user(by),
        "created_at": "2026-02-03T10:00:00Z",
        "head": {"sha": head},
        "base": {"ref": "main", "sha": base},
    }
    return specimen(model, number=number, pull_request=parts, repository={"full_name": REPOSITORY})


def comment_event(number: int, spoken: Mapping[str, Any]) -> dict[str, Any]:
    return specimen(
        models.WebhookIssueCommentCreated,
        repository={"full_name": REPOSITORY},
        issue={
            "number": number,
            "pull_request": dict.fromkeys(("diff_url", "html_url", "patch_url", "url"), "https://example.org/x"),
        },
        comment={key: spoken[key] for key in ("id", "body", "created_at")} | {"user": spoken["user"]},
    )


def group_event(number: int, head: str, base: str) -> dict[str, Any]:
    return specimen(
        models.WebhookMergeGroupChecksRequested,
        repository=_smallest(models.RepositoryWebhooks) | {"full_name": REPOSITORY},
        merge_group={
            "head_sha": head,
            "base_sha": base,
            "base_ref": "refs/heads/main",
            "head_ref": f"refs/heads/gh-readonly-queue/main/pr-{number}-{base}",
        },
    )


REPOSITORY = "ecole/points"
BOXES = "ecole-boites"
"""The organisation that holds the boxes of the students."""
