"""GitHub, read with what the token may read: the repository, the rules of its branch, its workflows, its people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from polyvalidate.forge.doctor import accounts
from polyvalidate.forge.doctor import github_checks as must
from polyvalidate.forge.doctor.asked import Asked, Door, Looks
from polyvalidate.forge.doctor.lines import Line, Look
from polyvalidate.forge.facts import mapping, sequence
from polyvalidate.forge.github import BOT
from polyvalidate.forge.people import listed
from polyvalidate.forge.planning import CONTEXT
from polyvalidate.model.words import Text

ADMIN, META, ACTIONS = "administration: read", "metadata: read", "actions: read"


class GitHubLooks(Looks):
    """``machine``: a school that sweeps with an account of its own, and not by the workflow."""

    def __init__(self, door: Door, asked: Asked) -> None:
        super().__init__(door, asked)
        self.place = f"/repos/{asked.place}"
        self.machine = asked.bot not in ("", BOT)

    def all(self) -> list[Look]:
        shared = () if self.asked.boxes else (must.FORKS,)
        protected = (must.STATUS, must.SOURCE, must.UPDATED, must.KEPT, must.PUSH, must.BYPASS)
        boxes = [
            Look((must.BASE_NONE, must.NO_FORK), self.organisation),
            Look((must.NO_RUN,), self.boxes_run),
            Look((must.ALL_PRIVATE,), self.boxes),
        ]
        return [
            Look((must.PRIVATE, must.MAIN, *shared), self.repository),
            Look((must.FRESH, must.ONE_RULE), self.branch),
            Look(protected, self.rules),
            Look((must.RUNS,), self.actions),
            Look((must.READ_ONLY,), self.workflow_rights),
            Look((must.FROM_FORKS,), self.forks),
            Look((must.SWEPT,), self.workflows),
            Look((must.PLAN, must.SEATS), self.plan),
            *accounts.looks(self.door, self.asked, must.MEMBERS),
            *(boxes if self.asked.boxes else []),
        ]

    # --- the repository -------------------------------------------------------------------------------------------

    def repository(self) -> Iterator[Line]:
        said = mapping(self.api.get(self.place, META), "repository")
        yield must.PRIVATE.held(said.get("private"))
        yield must.MAIN.held(said.get("default_branch"), self.asked.branch)
        if not self.asked.boxes:
            yield must.FORKS.held(said.get("allow_forking"))

    def branch(self) -> Iterator[Line]:
        said = mapping(self.api.get(f"{self.place}/branches/{self.asked.branch}", "contents: read"), "branch")
        yield must.FRESH.held(mapping(said.get("commit"), "commit").get("sha"), self.asked.commit)
        older = mapping(said.get("protection") or {}, "protection").get("enabled")
        yield must.ONE_RULE.unseen(must.OLDER) if older else must.ONE_RULE.good()

    # --- the rules of the branch ------------------------------------------------------------------------------------

    def rules(self) -> Iterator[Line]:
        found = list(listed(self.api, f"{self.place}/rules/branches/{self.asked.branch}", META))
        kinds = {str(rule.get("type")) for rule in found}
        checks = [
            mapping(r.get("parameters"), "parameters") for r in found if r.get("type") == "required_status_checks"
        ]
        asked = [mapping(one, "check") for each in checks for one in sequence(each.get("required_status_checks"), "c")]
        ours = [one for one in asked if one.get("context") == CONTEXT]
        yield (
            must.STATUS.wrong()
            if not ours
            else must.STATUS.none_of(str(o.get("context")) for o in asked if o not in ours)
        )
        if ours:
            yield self._source({one.get("integration_id") for one in ours})
        else:
            yield must.SOURCE.wrong(must.NO_STATUS)
        yield must.UPDATED.held(any(each.get("strict_required_status_checks_policy") is True for each in checks))
        yield must.KEPT.none_of(must.CALLED[kind] for kind in sorted(must.HISTORY - kinds))
        yield must.PUSH.none_of(must.CALLED.get(kind, kind) for kind in sorted(kinds - must.HARMLESS))
        yield self._bypass({rule.get("ruleset_id") for rule in found})

    def _source(self, sources: set[Any]) -> Line:
        """The number of the app GitHub Actions is asked for: an Enterprise server has another."""
        if sources == {None}:
            return must.SOURCE.wrong(must.ANY_SOURCE)
        if self.machine:
            return must.SOURCE.unseen(must.OTHER_SOURCE.filled(bot=self.asked.bot))
        actions = mapping(self.api.get("/apps/github-actions", META), "app").get("id")
        return must.SOURCE.held(sources - {None}, {actions})

    def _bypass(self, rulesets: set[Any]) -> Line:
        sets = [mapping(self.api.get(f"{self.place}/rulesets/{one}", ADMIN), "ruleset") for one in rulesets if one]
        if not sets:
            return must.BYPASS.wrong(must.NO_RULESET)
        passing = [str(mapping(one, "actor").get("actor_type")) for s in sets for one in s.get("bypass_actors") or []]
        if not passing and any("bypass_actors" not in one for one in sets):
            return must.BYPASS.unseen(must.ONLY_ADMIN)
        return must.BYPASS.none_of(passing)

    # --- workflows --------------------------------------------------------------------------------------------------

    def actions(self) -> Iterator[Line]:
        said = mapping(self.api.get(f"{self.place}/actions/permissions", ADMIN), "actions")
        if said.get("enabled") and said.get("allowed_actions") == "local_only":
            yield must.RUNS.wrong(must.LOCAL_ONLY)
        else:
            yield must.RUNS.held(said.get("enabled"))

    def workflow_rights(self) -> Iterator[Line]:
        said = mapping(self.api.get(f"{self.place}/actions/permissions/workflow", ADMIN), "rights")
        yield must.READ_ONLY.held(said.get("default_workflow_permissions"), "read")

    def forks(self) -> Iterator[Line]:
        path = f"{self.place}/actions/permissions/fork-pr-workflows-private-repos"
        said = mapping(self.api.get(path, ADMIN), "forks")
        yield must.FROM_FORKS.none_of(words for part, words in must.GIVEN.items() if said.get(part) is not False)

    def workflows(self) -> Iterator[Line]:
        said = mapping(self.api.get(f"{self.place}/actions/workflows?per_page=100", ACTIONS), "workflows")
        flows = [mapping(one, "workflow") for one in sequence(said.get("workflows"), "workflows")]
        states = {str(one.get("path")): str(one.get("state")) for one in flows}
        state = states.get(".github/workflows/sweep.yml", "absent")
        if self.machine:
            yield must.SWEPT.good() if state != "active" else must.SWEPT.wrong(must.TWICE.filled(bot=self.asked.bot))
        else:
            yield (
                must.SWEPT.good()
                if state == "active"
                else must.SWEPT.wrong(must.STATES.get(state, must.STATES["absent"]))
            )

    # --- the organisation -------------------------------------------------------------------------------------------

    def plan(self) -> Iterator[Line]:
        said = mapping(self.api.get(f"/orgs/{self.asked.place.partition('/')[0]}", ADMIN), "organisation")
        plan = mapping(said.get("plan") or {}, "plan")
        name, seats, filled = plan.get("name"), plan.get("seats"), plan.get("filled_seats")
        if name is not None:
            yield must.PLAN.wrong(must.FREE) if name == "free" else must.PLAN.good(Text("{n}", "{n}").filled(n=name))
        if isinstance(seats, int) and isinstance(filled, int):
            taken = Text("{filled} prises sur {seats}", "{filled} taken of {seats}").filled(filled=filled, seats=seats)
            yield must.SEATS.good(taken) if filled < seats or name == "free" else must.SEATS.wrong(taken)

    def organisation(self) -> Iterator[Line]:
        said: Mapping[str, Any] = mapping(self.api.get(f"/orgs/{self.asked.boxes}", ADMIN), "organisation")
        yield must.BASE_NONE.held(said.get("default_repository_permission"), "none")
        yield must.NO_FORK.held(said.get("members_can_fork_private_repositories"), wanted=False)

    def boxes_run(self) -> Iterator[Line]:
        said = mapping(self.api.get(f"/orgs/{self.asked.boxes}/actions/permissions", ADMIN), "actions")
        yield must.NO_RUN.held(said.get("enabled_repositories"), "none")

    def boxes(self) -> Iterator[Line]:
        path = f"/orgs/{self.asked.boxes}/repos?type=public"
        yield must.ALL_PRIVATE.none_of(str(one.get("name")) for one in listed(self.api, path, META))
