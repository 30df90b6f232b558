"""A GitHub that knows settings and organisations too, in the shapes of its official description."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import Any

from githubkit_schemas.v2022_11_28 import models

from polyvalidate.forge.planning import CONTEXT
from tests.forge.fake_forge import Answer
from tests.forge.fake_github import FakeGitHub, Fault
from tests.forge.settled import ADMINISTRATOR, BOXES, LOGIN, ORGANISATION, Repository, login, number_of
from tests.forge.specimens import REPOSITORY, held_to, specimen, user

ACTIONS_APP = 15368
RIGHTS = {
    "pull": ("pull",),
    "push": ("pull", "triage", "push"),
    "admin": ("pull", "triage", "push", "maintain", "admin"),
}
R = r"/repos/([^/]+/[^/]+)"


class SettledGitHub(FakeGitHub):
    def __init__(self) -> None:
        super().__init__()
        self.repos = {REPOSITORY: Repository(1, people={ADMINISTRATOR: "admin"}, more={"allow_forking": True})}
        self.gone: set[int] = set()
        self.commit = "0" * 40
        self.older = False
        checks = {"required_status_checks": [{"context": CONTEXT, "integration_id": ACTIONS_APP}]}
        self.rules: list[dict[str, Any]] = [
            {"type": "deletion", "ruleset_id": 7},
            {"type": "non_fast_forward", "ruleset_id": 7},
            {
                "type": "required_status_checks",
                "ruleset_id": 7,
                "parameters": checks | {"strict_required_status_checks_policy": True},
            },
        ]
        self.bypass: list[dict[str, Any]] | None = []
        self.actions: dict[str, Any] = {"enabled": True, "allowed_actions": "all"}
        self.workflow_rights = "read"
        self.from_forks = {"send_write_tokens_to_workflows": False, "send_secrets_and_variables": False}
        self.sweep = "active"
        plan = {"name": "team", "space": 1, "private_repos": 9, "seats": 20, "filled_seats": 12}
        self.orgs: dict[str, dict[str, Any]] = {
            ORGANISATION: {"plan": plan},
            BOXES: {"default_repository_permission": "none", "members_can_fork_private_repositories": False},
        }
        self.boxes_run = "none"
        self.rulesets: list[str] = []

    def routes(self) -> list[tuple[str, str, Callable[..., Answer]]]:
        return [
            ("GET", "/user", lambda **_: Answer(200, specimen(models.PublicUser, id=ADMINISTRATOR, login=LOGIN))),
            ("GET", r"/user/(\d+)", self._account),
            ("GET", r"/users/compte-(\d+)", self._account),
            ("GET", R, self._repository),
            ("PATCH", R, self._edit_repository),
            ("GET", rf"{R}/branches/main", self._branch),
            ("POST", rf"{R}/branches/([^/]+)/rename", self._rename),
            ("GET", rf"{R}/rules/branches/main", self._rules),
            ("GET", rf"{R}/rulesets/7", self._ruleset),
            ("GET", "/apps/github-actions", self._app),
            ("GET", rf"{R}/actions/permissions", self._actions),
            ("GET", rf"{R}/actions/permissions/workflow", self._workflow_rights),
            ("GET", rf"{R}/actions/permissions/fork-pr-workflows-private-repos", self._from_forks),
            ("GET", rf"{R}/actions/workflows", self._workflows),
            ("GET", r"/orgs/([^/]+)", self._org),
            ("GET", r"/orgs/([^/]+)/actions/permissions", self._org_actions),
            ("GET", r"/orgs/([^/]+)/rulesets", self._org_rulesets),
            ("POST", r"/orgs/([^/]+)/rulesets", self._new_ruleset),
            ("GET", r"/orgs/([^/]+)/repos", self._org_repos),
            ("POST", r"/orgs/([^/]+)/repos", self._new_repository),
            ("GET", rf"{R}/collaborators", self._people),
            ("PUT", rf"{R}/collaborators/([^/]+)", self._invite),
            ("DELETE", rf"{R}/collaborators/([^/]+)", self._take),
            ("GET", rf"{R}/invitations", self._invitations),
            ("DELETE", rf"{R}/invitations/(\d+)", self._revoke),
            ("GET", rf"{R}/contents/(.+)", self._contents),
            ("PUT", rf"{R}/contents/(.+)", self._write),
            *super().routes(),
        ]

    def _missing(self) -> Answer:
        return Answer(404, self.refusal(Fault(404)))

    def _readonly(self) -> Answer:
        return Answer(403, self.refusal(Fault(403)))

    def _account(self, number: str, **_: Any) -> Answer:
        if int(number) in self.gone:
            return self._missing()
        return Answer(200, specimen(models.PublicUser, id=int(number), login=login(int(number))))

    # --- a repository -----------------------------------------------------------------------------------------------

    def _shown(self, name: str) -> dict[str, Any]:
        known = self.repos[name]
        parts = {"id": known.number, "name": name.partition("/")[2], "full_name": name, "private": known.private}
        return parts | {"archived": known.archived, "default_branch": known.branch} | known.more

    def _repository(self, name: str, **_: Any) -> Answer:
        if name not in self.repos:
            return self._missing()
        return Answer(200, specimen(models.FullRepository, **self._shown(name)))

    def _edit_repository(self, name: str, body: Any, **_: Any) -> Answer:
        held_to(models.ReposOwnerRepoPatchBody, body)
        self.repos[name].archived = body["archived"]
        return self._repository(name)

    def _branch(self, name: str, **_: Any) -> Answer:
        said = {
            "name": "main",
            "commit": {"sha": self.commit},
            "protected": True,
            "protection": {"enabled": self.older},
        }
        return Answer(200, specimen(models.BranchWithProtection, **said))

    def _rename(self, name: str, branch: str, body: Any, **_: Any) -> Answer:
        held_to(models.ReposOwnerRepoBranchesBranchRenamePostBody, body)
        assert self.repos[name].branch == branch
        self.repos[name].branch = body["new_name"]
        return Answer(201, specimen(models.BranchWithProtection, name=body["new_name"]))

    def _rules(self, name: str, **_: Any) -> Answer:
        kinds = [f"RepositoryRuleDetailedOneof{n}" for n in range(25)]
        for rule in self.rules:
            model = next(m for m in (getattr(models, one) for one in kinds) if rule["type"] in str(m.model_fields))
            held_to(model, rule)
        return Answer(200, self.rules)

    def _ruleset(self, name: str, **_: Any) -> Answer:
        said = {"id": 7, "name": "main", "enforcement": "active", "current_user_can_bypass": "never"}
        said |= {} if self.bypass is None else {"bypass_actors": self.bypass}
        return Answer(200, specimen(models.RepositoryRuleset, **said))

    def _app(self, **_: Any) -> Answer:
        said = {"slug": "github-actions", "owner": user(9919)}
        return Answer(200, specimen(models.Integration, id=ACTIONS_APP, **said))

    def _actions(self, name: str, **_: Any) -> Answer:
        return Answer(200, specimen(models.ActionsRepositoryPermissions, **self.actions))

    def _workflow_rights(self, name: str, **_: Any) -> Answer:
        said = {"default_workflow_permissions": self.workflow_rights}
        return Answer(200, specimen(models.ActionsGetDefaultWorkflowPermissions, **said))

    def _from_forks(self, name: str, **_: Any) -> Answer:
        return Answer(200, specimen(models.ActionsForkPrWorkflowsPrivateRepos, **self.from_forks))

    def _workflows(self, name: str, **_: Any) -> Answer:
        flow = specimen(models.Workflow, path=".github/workflows/sweep.yml", state=self.sweep)
        listed = {"total_count": 1, "workflows": [flow]}
        held_to(models.ReposOwnerRepoActionsWorkflowsGetResponse200, listed)
        return Answer(200, listed)

    # --- an organisation ----------------------------------------------------------------------------------------------

    def _org(self, org: str, **_: Any) -> Answer:
        return Answer(200, specimen(models.OrganizationFull, login=org, **self.orgs[org]))

    def _org_actions(self, org: str, **_: Any) -> Answer:
        return Answer(200, specimen(models.ActionsOrganizationPermissions, enabled_repositories=self.boxes_run))

    def _org_rulesets(self, org: str, **_: Any) -> Answer:
        return Answer(200, [specimen(models.RepositoryRuleset, name=one) for one in self.rulesets])

    def _new_ruleset(self, org: str, body: Any, **_: Any) -> Answer:
        held_to(models.OrgsOrgRulesetsPostBody, body)
        self.rulesets.append(body["name"])
        return Answer(201, specimen(models.RepositoryRuleset, name=body["name"]))

    def _org_repos(self, org: str, query: Mapping[str, str], **_: Any) -> Answer:
        names = [name for name in self.repos if name.startswith(f"{org}/")]
        if query.get("type") == "public":
            names = [name for name in names if not self.repos[name].private]
        return Answer(200, [specimen(models.MinimalRepository, **self._shown(name)) for name in names])

    def _new_repository(self, org: str, body: Any, **_: Any) -> Answer:
        held_to(models.OrgsOrgReposPostBody, body)
        name = f"{org}/{body['name']}"
        if name in self.repos:
            return Answer(422, self.refusal(Fault(422)))
        self.repos[name] = Repository(
            self._id(), private=body["private"], branch="master", people={ADMINISTRATOR: "admin"}
        )
        return Answer(201, specimen(models.FullRepository, **self._shown(name)))

    # --- people -------------------------------------------------------------------------------------------------------

    def _people(self, name: str, query: Mapping[str, str], **_: Any) -> Answer:
        shown = []
        for number, right in self.repos[name].people.items():
            if query["affiliation"] == "direct" and number == ADMINISTRATOR:
                continue
            allowed = dict.fromkeys(RIGHTS["admin"], False) | dict.fromkeys(RIGHTS[right], True)
            said = {"id": number, "login": login(number), "role_name": right, "permissions": allowed}
            shown.append(specimen(models.Collaborator, **said))
        return Answer(200, shown)

    def _invite(self, name: str, who: str, body: Any, **_: Any) -> Answer:
        held_to(models.ReposOwnerRepoCollaboratorsUsernamePutBody, body)
        known, number = self.repos[name], number_of(who)
        if known.archived:
            return self._readonly()
        if number in known.people:
            known.people[number] = body["permission"]
            return Answer(204, None)
        waiting = next((i for i, one in known.invited.items() if one == number), None) or self._id()
        known.invited[waiting] = number
        return Answer(201, self._invitation(name, waiting))

    def accept(self, name: str) -> None:
        """Everybody who was invited says yes."""
        known = self.repos[name]
        known.people |= dict.fromkeys(known.invited.values(), "push")
        known.invited.clear()

    def _take(self, name: str, who: str, **_: Any) -> Answer:
        if self.repos[name].archived:
            return self._readonly()
        self.repos[name].people.pop(number_of(who), None)
        return Answer(204, None)

    def _invitation(self, name: str, number: int) -> dict[str, Any]:
        known = self.repos[name]
        invitee, repository = user(known.invited[number], login(known.invited[number])), self._shown(name)
        said = {"id": number, "invitee": invitee, "permissions": "write", "expired": number in known.expired}
        return specimen(
            models.RepositoryInvitation, **said, repository=specimen(models.MinimalRepository, **repository)
        )

    def _invitations(self, name: str, **_: Any) -> Answer:
        return Answer(200, [self._invitation(name, number) for number in self.repos[name].invited])

    def _revoke(self, name: str, number: str, **_: Any) -> Answer:
        if self.repos[name].invited.pop(int(number), None) is None:
            return self._missing()
        return Answer(204, None)

    # --- files --------------------------------------------------------------------------------------------------------

    def _contents(self, name: str, path: str, **_: Any) -> Answer:
        if path not in self.repos[name].files:
            return self._missing()
        return Answer(200, specimen(models.ContentFile, path=path))

    def _write(self, name: str, path: str, body: Any, **_: Any) -> Answer:
        held_to(models.ReposOwnerRepoContentsPathPutBody, body)
        self.repos[name].files[path] = b64decode(body["content"]).decode()
        return Answer(201, specimen(models.FileCommit))
