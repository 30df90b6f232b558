"""A GitLab that knows settings and groups too: its calls and bodies are those that ``python-gitlab`` knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

from gitlab.v4.objects import (
    ProjectFileManager,
    ProjectManager,
    ProjectMemberManager,
    ProjectProtectedBranchManager,
)

from tests.forge.fake_forge import Answer
from tests.forge.fake_gitlab import BOT, PROJECT, FakeGitLab, held, user
from tests.forge.settled import ADMINISTRATOR, BOXES, Repository, login, number_of
from tests.forge.specimens import REPOSITORY

GROUP = 990
P = r"/api/v4/projects/([^/]+)"
STAFF = 700
"""Somebody whom the group lets read each of its projects."""


class SettledGitLab(FakeGitLab):
    def __init__(self) -> None:
        super().__init__()
        main = {"name": "main", "allow_force_push": False}
        main |= {"push_access_levels": [_level(40, "Maintainers")], "merge_access_levels": [_level(0, "No one")]}
        project = Repository(PROJECT, people={BOT: 40}, rules=[main], more={"forking_access_level": "private"})
        self.repos = {REPOSITORY: project}
        self.gone: set[int] = set()
        self.commit = "0" * 40
        self.token: dict[str, Any] = {"scopes": ["api", "write_repository"], "expires_at": "2027-01-01"}
        self.schedules: list[dict[str, Any]] = [
            {"id": 1, "ref": "refs/heads/main", "active": True, "cron": "*/15 * * * *"}
        ]
        self.variables = [{"key": "GITLAB_TOKEN", "value": "…", "protected": True, "masked": True}]
        self.group_visibility = "private"
        self.group_people: dict[int, int] = {ADMINISTRATOR: 50}
        self.protects_new = True

    def routes(self) -> list[tuple[str, str, Callable[..., Answer]]]:
        return [
            ("GET", r"/api/v4/users/(\d+)", self._account),
            ("GET", "/api/v4/users", self._called),
            (
                "GET",
                "/api/v4/personal_access_tokens/self",
                lambda **_: Answer(200, {"id": 3, "active": True} | self.token),
            ),
            ("GET", r"/api/v4/groups/([^/]+)", self._group),
            ("GET", r"/api/v4/groups/([^/]+)/projects", self._projects),
            ("POST", "/api/v4/projects", self._new_project),
            ("GET", P, self._a_project),
            ("POST", rf"{P}/(un)?archive", self._archive),
            (
                "GET",
                rf"{P}/repository/branches/main",
                lambda *_, **__: Answer(200, {"name": "main", "commit": {"id": self.commit}}),
            ),
            ("GET", rf"{P}/protected_branches", lambda of, **_: Answer(200, self._of(of)[1].rules)),
            ("POST", rf"{P}/protected_branches", self._protect),
            ("DELETE", rf"{P}/protected_branches/([^/]+)", self._unprotect),
            ("GET", rf"{P}/members", self._members),
            ("GET", rf"{P}/members/all", self._all_members),
            ("POST", rf"{P}/members", self._add),
            ("PUT", rf"{P}/members/(\d+)", self._change_member),
            ("DELETE", rf"{P}/members/(\d+)", self._take),
            ("GET", rf"{P}/pipeline_schedules", lambda *_, **__: Answer(200, self.schedules)),
            ("GET", rf"{P}/variables", lambda *_, **__: Answer(200, self.variables)),
            ("GET", rf"{P}/repository/files/([^/]+)", self._file),
            ("POST", rf"{P}/repository/files/([^/]+)", self._write),
            *super().routes(),
        ]

    def _no(self, code: int) -> Answer:
        return Answer(code, {"message": str(code)})

    def _of(self, named: str) -> tuple[str, Repository]:
        """A project by its number or its path. Raises ``KeyError``, as for a call that the real one does not have."""
        path = unquote(named)
        return next((n, known) for n, known in self.repos.items() if path in (n, str(known.number)))

    def _account(self, number: str, **_: Any) -> Answer:
        return self._no(404) if int(number) in self.gone else Answer(200, user(int(number)))

    def _called(self, query: Mapping[str, str], **_: Any) -> Answer:
        number = number_of(query["username"])
        return Answer(200, [] if number in self.gone else [user(number)])

    # --- projects and groups ------------------------------------------------------------------------------------------

    def _shown(self, name: str, known: Repository) -> dict[str, Any]:
        parts = {"id": known.number, "path": name.rpartition("/")[2], "path_with_namespace": name}
        parts |= {"visibility": "private" if known.private else "public", "archived": known.archived}
        parts |= {"default_branch": known.branch if known.files or known.number == PROJECT else None}
        return parts | {"empty_repo": not known.files} | known.more

    def _a_project(self, of: str, **_: Any) -> Answer:
        return Answer(200, self._shown(*self._of(of)))

    def _group(self, of: str, **_: Any) -> Answer:
        return Answer(200, {"id": GROUP, "full_path": unquote(of), "visibility": self.group_visibility})

    def _projects(self, of: str, query: Mapping[str, str], **_: Any) -> Answer:
        path = BOXES if of == str(GROUP) else unquote(of)
        found = [(n, known) for n, known in self.repos.items() if n.startswith(f"{path}/")]
        if query.get("archived") == "false":
            found = [(n, known) for n, known in found if not known.archived]
        return Answer(200, [self._shown(n, known) for n, known in found])

    def _new_project(self, body: Any, **_: Any) -> Answer:
        held(ProjectManager._create_attrs, body)
        name = f"{BOXES}/{body['path']}"
        assert body["namespace_id"] == GROUP
        if name in self.repos:
            return self._no(400)
        more = {key: body[key] for key in ("forking_access_level", "builds_access_level") if key in body}
        known = Repository(self._id(), private=body["visibility"] == "private", more=more)
        self.repos[name] = known
        return Answer(201, self._shown(name, known))

    def _archive(self, of: str, un: str | None, **_: Any) -> Answer:
        self._of(of)[1].archived = un is None
        return Answer(201, self._shown(*self._of(of)))

    def _protect(self, of: str, body: Any, **_: Any) -> Answer:
        held(ProjectProtectedBranchManager._create_attrs, body)
        known = self._of(of)[1]
        if any(rule["name"] == body["name"] for rule in known.rules):
            return self._no(409)
        known.rules.append(_rule(body["name"], body["push_access_level"], body["merge_access_level"]))
        return Answer(201, known.rules[-1])

    def _unprotect(self, of: str, name: str, **_: Any) -> Answer:
        known = self._of(of)[1]
        known.rules[:] = [rule for rule in known.rules if rule["name"] != name]
        return Answer(204, None)

    # --- members ------------------------------------------------------------------------------------------------------

    def _member(self, number: int, level: int) -> dict[str, Any]:
        return user(number) | {"username": login(number), "access_level": level}

    def _members(self, of: str, **_: Any) -> Answer:
        return Answer(200, [self._member(*one) for one in self._of(of)[1].people.items()])

    def _all_members(self, of: str, **_: Any) -> Answer:
        name, known = self._of(of)
        above = self.group_people if name.startswith(f"{BOXES}/") else {}
        return Answer(200, [self._member(*one) for one in {**above, **known.people}.items()])

    def _add(self, of: str, body: Any, **_: Any) -> Answer:
        held(ProjectMemberManager._create_attrs, {key: value for key, value in body.items() if key != "user_id"})
        known = self._of(of)[1]
        if body["user_id"] in known.people:
            return self._no(409)
        known.people[body["user_id"]] = body["access_level"]
        return Answer(201, self._member(body["user_id"], body["access_level"]))

    def _change_member(self, of: str, number: str, body: Any, **_: Any) -> Answer:
        held(ProjectMemberManager._update_attrs, body)
        self._of(of)[1].people[int(number)] = body["access_level"]
        return Answer(200, self._member(int(number), body["access_level"]))

    def _take(self, of: str, number: str, **_: Any) -> Answer:
        return Answer(204, None) if self._of(of)[1].people.pop(int(number), None) else self._no(404)

    # --- files --------------------------------------------------------------------------------------------------------

    def _file(self, of: str, path: str, **_: Any) -> Answer:
        known = self._of(of)[1]
        return Answer(200, {"file_path": path}) if path in known.files else self._no(404)

    def _write(self, of: str, path: str, body: Any, **_: Any) -> Answer:
        held(ProjectFileManager._create_attrs, body | {"file_path": path})
        known = self._of(of)[1]
        if known.archived:
            return self._no(403)
        known.files[path] = body["content"]
        if self.protects_new and not known.rules:
            known.rules.append(_rule(body["branch"], 40, 40))
        return Answer(201, {"file_path": path, "branch": body["branch"]})


def _level(level: int, words: str) -> dict[str, Any]:
    return {"id": 1, "access_level": level, "access_level_description": words, "user_id": None, "group_id": None}


def _rule(name: str, push: int, merge: int) -> dict[str, Any]:
    levels = {"push_access_levels": [_level(push, str(push))], "merge_access_levels": [_level(merge, str(merge))]}
    return {"id": 1, "name": name, "allow_force_push": False} | levels
