"""A Forgejo that knows settings and organisations too, in the shapes of its own description."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import Any

from polyvalidate.forge.planning import CONTEXT
from tests.forge import forgejo_specimens as made
from tests.forge.fake_forge import Answer
from tests.forge.fake_forgejo import BOT, FakeForgejo, Fault
from tests.forge.forgejo_specimens import calls, held
from tests.forge.settled import BOXES, Repository, login, number_of
from tests.forge.specimens import NOW, REPOSITORY

BOT_LOGIN = f"compte-{BOT}"
OWNER = "/repos/{owner}/{repo}"
PARTS = dict.fromkeys(("org", "collaborator", "branch", "name", "username"), "([^/]+)") | {"filepath": "(.+)"}


class SettledForgejo(FakeForgejo):
    def __init__(self) -> None:
        super().__init__()
        rule = {"rule_name": "main", "enable_push": True, "enable_push_whitelist": True, "enable_status_check": True}
        rule |= {
            "push_whitelist_usernames": [BOT_LOGIN],
            "push_whitelist_teams": [],
            "push_whitelist_deploy_keys": False,
        }
        rule |= {"enable_merge_whitelist": True, "merge_whitelist_usernames": [BOT_LOGIN], "merge_whitelist_teams": []}
        rule |= {"status_check_contexts": [CONTEXT]}
        school = Repository(1, people={BOT: "write"}, rules=[rule], more={"has_actions": False})
        self.repos = {REPOSITORY: school}
        self.gone: set[int] = set()
        self.commit = "0" * 40
        self.visibility = "private"
        self.team: dict[int, str] = {}
        """Whom the organisation's teams let in everywhere, and how far."""

    def routes(self) -> list[tuple[str, str, Callable[..., Answer]]]:
        known: list[tuple[str, str, Callable[..., Answer]]] = [
            ("GET", "/users/search", self._search),
            ("GET", "/users/{username}", self._called),
            ("GET", OWNER, self._repository),
            ("PATCH", OWNER, self._edit_repository),
            ("GET", f"{OWNER}/branches/{{branch}}", self._branch),
            ("GET", f"{OWNER}/branch_protections", self._rules),
            ("POST", f"{OWNER}/branch_protections", self._protect),
            ("GET", f"{OWNER}/assignees", self._assignees),
            ("GET", f"{OWNER}/collaborators", self._collaborators),
            ("PUT", f"{OWNER}/collaborators/{{collaborator}}", self._give),
            ("DELETE", f"{OWNER}/collaborators/{{collaborator}}", self._take),
            ("GET", f"{OWNER}/collaborators/{{collaborator}}/permission", self._permission),
            ("GET", f"{OWNER}/contents/{{filepath}}", self._contents),
            ("POST", f"{OWNER}/contents/{{filepath}}", self._write),
            ("GET", "/orgs/{org}", self._org),
            ("GET", "/orgs/{org}/repos", self._org_repos),
            ("POST", "/orgs/{org}/repos", self._new_repository),
        ]
        if {(method, path) for method, path, _ in known} - calls():
            raise LookupError("no such call")
        return [(method, "/api/v1" + _pattern(path), action) for method, path, action in known] + super().routes()

    def _user(self, **_: Any) -> Answer:
        return Answer(200, made.user(self.writer, BOT_LOGIN))

    def _called(self, name: str, **_: Any) -> Answer:
        number = number_of(name)
        if number in self.gone:
            return Answer(404, self.refusal(Fault(404)))
        return Answer(200, held("User", made.user(number, name)))

    def _search(self, query: Mapping[str, str], **_: Any) -> Answer:
        found = [] if int(query["uid"]) in self.gone else [made.user(int(query["uid"]), login(int(query["uid"])))]
        return Answer(200, held("UserSearch200Response", {"ok": True, "data": found}))

    def _missing(self, code: int = 404) -> Answer:
        return Answer(code, self.refusal(Fault(code)))

    # --- a repository -------------------------------------------------------------------------------------------------

    def _shown(self, name: str) -> dict[str, Any]:
        known = self.repos[name]
        parts = {"id": known.number, "name": name.partition("/")[2], "full_name": name, "private": known.private}
        parts |= {"archived": known.archived, "default_branch": known.branch, "empty": not known.files}
        return held("Repository", parts | {"created_at": NOW, "updated_at": NOW} | known.more)

    def _repository(self, name: str, **_: Any) -> Answer:
        return Answer(200, self._shown(name)) if name in self.repos else self._missing()

    def _edit_repository(self, name: str, body: Any, **_: Any) -> Answer:
        held("EditRepoOption", body)
        known = self.repos[name]
        known.archived = body.get("archived", known.archived)
        known.more |= {part: value for part, value in body.items() if part == "has_actions"}
        return self._repository(name)

    def _branch(self, name: str, branch: str, **_: Any) -> Answer:
        commit = held("PayloadCommit", {"id": self.commit})
        pushes = any(BOT_LOGIN in rule["push_whitelist_usernames"] for rule in self.repos[name].rules)
        said = {"name": branch, "commit": commit, "protected": True, "user_can_push": pushes}
        return Answer(200, held("Branch", said))

    def _rules(self, name: str, **_: Any) -> Answer:
        return Answer(200, [held("BranchProtection", rule) for rule in self.repos[name].rules])

    def _protect(self, name: str, body: Any, **_: Any) -> Answer:
        held("CreateBranchProtectionOption", body)
        known = self.repos[name]
        if any(rule["rule_name"] == body["rule_name"] for rule in known.rules):
            return self._missing(403)
        known.rules.append(held("BranchProtection", dict(body)))
        return Answer(201, known.rules[-1])

    # --- people -------------------------------------------------------------------------------------------------------

    def _rights(self, name: str) -> dict[int, str]:
        above = self.team if name.startswith(f"{BOXES}/") else {}
        return {**above, **self.repos[name].people}

    def _assignees(self, name: str, **_: Any) -> Answer:
        able = [number for number, right in self._rights(name).items() if right != "read" or number in self.team]
        return Answer(200, [made.user(one, login(one)) for one in able])

    def _collaborators(self, name: str, **_: Any) -> Answer:
        return Answer(200, [made.user(one, login(one)) for one in self.repos[name].people])

    def _permission(self, name: str, who: str, **_: Any) -> Answer:
        right = self._rights(name).get(number_of(who), "none")
        said = {"permission": right, "role_name": right, "user": made.user(number_of(who), who)}
        return Answer(200, held("RepoCollaboratorPermission", said))

    def _give(self, name: str, who: str, body: Any, **_: Any) -> Answer:
        held("AddCollaboratorOption", body)
        self.repos[name].people[number_of(who)] = body["permission"]
        return Answer(204, None)

    def _take(self, name: str, who: str, **_: Any) -> Answer:
        self.repos[name].people.pop(number_of(who), None)
        return Answer(204, None)

    # --- files, organisations -----------------------------------------------------------------------------------------

    def _contents(self, name: str, path: str, **_: Any) -> Answer:
        if path not in self.repos[name].files:
            return self._missing()
        return Answer(200, held("ContentsResponse", {"path": path, "type": "file"}))

    def _write(self, name: str, path: str, body: Any, **_: Any) -> Answer:
        held("CreateFileOptions", body)
        known = self.repos[name]
        if known.archived:
            return self._missing(423)
        known.files[path] = b64decode(body["content"]).decode()
        return Answer(201, held("FileResponse", {}))

    def _org(self, org: str, **_: Any) -> Answer:
        return Answer(200, held("Organization", {"id": 9, "username": org, "visibility": self.visibility}))

    def _org_repos(self, org: str, **_: Any) -> Answer:
        return Answer(200, [self._shown(name) for name in self.repos if name.startswith(f"{org}/")])

    def _new_repository(self, org: str, body: Any, **_: Any) -> Answer:
        held("CreateRepoOption", body)
        name = f"{org}/{body['name']}"
        if name in self.repos:
            return self._missing(409)
        parts = {"private": body["private"], "branch": body["default_branch"], "more": {"has_actions": True}}
        self.repos[name] = Repository(self._id(), **parts)
        return Answer(201, self._shown(name))


def _pattern(path: str) -> str:
    pattern = path.replace("{owner}/{repo}", "([^/]+/[^/]+)")
    for part, shape in PARTS.items():
        pattern = pattern.replace(f"{{{part}}}", shape)
    return pattern
