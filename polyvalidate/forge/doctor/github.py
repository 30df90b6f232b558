"""GitHub, read with what the token may read: the repository, the rules of its branch, its workflows, its people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from polyvalidate.forge.doctor import accounts
from polyvalidate.forge.doctor.asked import Asked, Door, Looks
from polyvalidate.forge.doctor.lines import Check, Line, Look
from polyvalidate.forge.facts import mapping, sequence
from polyvalidate.forge.github import BOT
from polyvalidate.forge.people import listed
from polyvalidate.forge.planning import CONTEXT
from polyvalidate.model.words import Text

ADMIN, META, ACTIONS = "administration: read", "metadata: read", "actions: read"
_RULES = Text("Settings › Rules › Rulesets", "Settings › Rules › Rulesets")
_ACTIONS = Text("Settings › Actions › General", "Settings › Actions › General")
_MEMBERS = Text(
    "Settings › Collaborators and teams : lecture pour les élèves, écriture pour l'équipe",
    "Settings › Collaborators and teams: read for students, write for staff",
)
_ORGANISATION = Text(
    "Organisation : Settings › Member privileges › Base permissions : No permission",
    "Organisation: Settings › Member privileges › Base permissions: No permission",
)
HARMLESS = {"deletion", "non_fast_forward", "required_status_checks", "creation", "branch_name_pattern"}
"""Rules that a commit of the program, checked and then pushed, is never stopped by."""
HISTORY = {"deletion", "non_fast_forward"}


class GitHubLooks(Looks):
    """``machine``: a school that sweeps with an account of its own, and not by the workflow."""

    def __init__(self, door: Door, asked: Asked) -> None:
        super().__init__(door, asked)
        self.place = f"/repos/{asked.place}"
        self.machine = asked.bot not in ("", BOT)

    def all(self) -> list[Look]:
        shared = () if self.asked.boxes else (FORKS,)
        protected = (STATUS, SOURCE, UPDATED, KEPT, PUSH, BYPASS)
        boxes = [
            Look((BASE_NONE, NO_FORK), self.organisation),
            Look((NO_RUN,), self.boxes_run),
            Look((ALL_PRIVATE,), self.boxes),
        ]
        return [
            Look((PRIVATE, MAIN, *shared), self.repository),
            Look((FRESH, ONE_RULE), self.branch),
            Look(protected, self.rules),
            Look((RUNS,), self.actions),
            Look((READ_ONLY,), self.workflow_rights),
            Look((FROM_FORKS,), self.forks),
            Look((SWEPT,), self.workflows),
            Look((PLAN, SEATS), self.plan),
            *accounts.looks(self.door, self.asked, _MEMBERS),
            *(boxes if self.asked.boxes else []),
        ]

    # --- the repository -------------------------------------------------------------------------------------------

    def repository(self) -> Iterator[Line]:
        said = mapping(self.api.get(self.place, META), "repository")
        yield PRIVATE.held(said.get("private"))
        yield MAIN.held(said.get("default_branch"), self.asked.branch)
        if not self.asked.boxes:
            yield FORKS.held(said.get("allow_forking"))

    def branch(self) -> Iterator[Line]:
        said = mapping(self.api.get(f"{self.place}/branches/{self.asked.branch}", "contents: read"), "branch")
        yield FRESH.held(mapping(said.get("commit"), "commit").get("sha"), self.asked.commit)
        older = mapping(said.get("protection") or {}, "protection").get("enabled")
        yield ONE_RULE.unseen(_OLDER) if older else ONE_RULE.good()

    # --- the rules of the branch ------------------------------------------------------------------------------------

    def rules(self) -> Iterator[Line]:
        found = list(listed(self.api, f"{self.place}/rules/branches/{self.asked.branch}", META))
        kinds = {str(rule.get("type")) for rule in found}
        checks = [
            mapping(r.get("parameters"), "parameters") for r in found if r.get("type") == "required_status_checks"
        ]
        asked = [mapping(one, "check") for each in checks for one in sequence(each.get("required_status_checks"), "c")]
        ours = [one for one in asked if one.get("context") == CONTEXT]
        yield STATUS.wrong() if not ours else STATUS.none_of(str(o.get("context")) for o in asked if o not in ours)
        if ours:
            yield self._source({one.get("integration_id") for one in ours})
        else:
            yield SOURCE.wrong(_NO_STATUS)
        yield UPDATED.held(any(each.get("strict_required_status_checks_policy") is True for each in checks))
        yield KEPT.none_of(sorted(HISTORY - kinds))
        yield PUSH.none_of(sorted(kinds - HARMLESS))
        yield self._bypass({rule.get("ruleset_id") for rule in found})

    def _source(self, sources: set[Any]) -> Line:
        """The number of the app GitHub Actions is asked for: an Enterprise server has another."""
        if sources == {None}:
            return SOURCE.wrong(_ANY_SOURCE)
        if self.machine:
            return SOURCE.unseen(_OTHER_SOURCE.filled(bot=self.asked.bot))
        actions = mapping(self.api.get("/apps/github-actions", META), "app").get("id")
        return SOURCE.held(sources - {None}, {actions})

    def _bypass(self, rulesets: set[Any]) -> Line:
        sets = [mapping(self.api.get(f"{self.place}/rulesets/{one}", ADMIN), "ruleset") for one in rulesets if one]
        if not sets:
            return BYPASS.wrong(_NO_RULESET)
        passing = [str(mapping(one, "actor").get("actor_type")) for s in sets for one in s.get("bypass_actors") or []]
        if not passing and any("bypass_actors" not in one for one in sets):
            return BYPASS.unseen(_ONLY_ADMIN)
        return BYPASS.none_of(passing)

    # --- workflows --------------------------------------------------------------------------------------------------

    def actions(self) -> Iterator[Line]:
        said = mapping(self.api.get(f"{self.place}/actions/permissions", ADMIN), "actions")
        if said.get("enabled") and said.get("allowed_actions") == "local_only":
            yield RUNS.wrong(_LOCAL_ONLY)
        else:
            yield RUNS.held(said.get("enabled"))

    def workflow_rights(self) -> Iterator[Line]:
        said = mapping(self.api.get(f"{self.place}/actions/permissions/workflow", ADMIN), "rights")
        yield READ_ONLY.held(said.get("default_workflow_permissions"), "read")

    def forks(self) -> Iterator[Line]:
        path = f"{self.place}/actions/permissions/fork-pr-workflows-private-repos"
        said = mapping(self.api.get(path, ADMIN), "forks")
        given = ("send_write_tokens_to_workflows", "send_secrets_and_variables")
        yield FROM_FORKS.none_of(one for one in given if said.get(one) is not False)

    def workflows(self) -> Iterator[Line]:
        said = mapping(self.api.get(f"{self.place}/actions/workflows?per_page=100", ACTIONS), "workflows")
        flows = [mapping(one, "workflow") for one in sequence(said.get("workflows"), "workflows")]
        states = {str(one.get("path")): str(one.get("state")) for one in flows}
        state = states.get(".github/workflows/sweep.yml", "absent")
        if self.machine:
            yield SWEPT.good() if state != "active" else SWEPT.wrong(_TWICE.filled(bot=self.asked.bot))
        else:
            yield SWEPT.good() if state == "active" else SWEPT.wrong(_STATE.filled(state=state))

    # --- the organisation -------------------------------------------------------------------------------------------

    def plan(self) -> Iterator[Line]:
        said = mapping(self.api.get(f"/orgs/{self.asked.place.partition('/')[0]}", ADMIN), "organisation")
        plan = mapping(said.get("plan") or {}, "plan")
        name, seats, filled = plan.get("name"), plan.get("seats"), plan.get("filled_seats")
        if name is not None:
            yield PLAN.wrong(_FREE) if name == "free" else PLAN.good(Text("{n}", "{n}").filled(n=name))
        if isinstance(seats, int) and isinstance(filled, int):
            taken = Text("{filled} prises sur {seats}", "{filled} taken of {seats}").filled(filled=filled, seats=seats)
            yield SEATS.good(taken) if filled < seats or name == "free" else SEATS.wrong(taken)

    def organisation(self) -> Iterator[Line]:
        said: Mapping[str, Any] = mapping(self.api.get(f"/orgs/{self.asked.boxes}", ADMIN), "organisation")
        yield BASE_NONE.held(said.get("default_repository_permission"), "none")
        yield NO_FORK.held(said.get("members_can_fork_private_repositories"), wanted=False)

    def boxes_run(self) -> Iterator[Line]:
        said = mapping(self.api.get(f"/orgs/{self.asked.boxes}/actions/permissions", ADMIN), "actions")
        yield NO_RUN.held(said.get("enabled_repositories"), "none")

    def boxes(self) -> Iterator[Line]:
        path = f"/orgs/{self.asked.boxes}/repos?type=public"
        yield ALL_PRIVATE.none_of(str(one.get("name")) for one in listed(self.api, path, META))


PRIVATE = Check(
    "private",
    Text("Le dépôt est privé", "The repository is private"),
    Text("Settings › General › Change visibility", "Settings › General › Change visibility"),
)
MAIN = Check(
    "default-branch",
    Text("La branche principale est celle que lit le contrôle", "The default branch is the one that the check reads"),
    Text("Settings › General › Default branch", "Settings › General › Default branch"),
)
FORKS = Check(
    "forks",
    Text("Les élèves peuvent en faire une copie (fork)", "Students may make a copy of it (fork)"),
    Text(
        "Organisation : Settings › Member privileges, puis Settings › General › Features : Allow forking",
        "Organisation: Settings › Member privileges, then Settings › General › Features: Allow forking",
    ),
)
FRESH = Check(
    "up-to-date",
    Text("Cette copie est à jour", "This copy is up to date"),
    Text("git pull, puis relancez", "git pull, then run it again"),
)
ONE_RULE = Check(
    "one-rule",
    Text("Seul un jeu de règles protège la branche", "Only a ruleset protects the branch"),
    Text(
        "Settings › Branches : supprimez l'ancienne règle une fois le jeu de règles actif",
        "Settings › Branches: delete the older rule once the ruleset is active",
    ),
)
STATUS = Check(
    "status",
    Text("La branche exige le statut polyvalidate, et lui seul", "The branch requires the status polyvalidate, alone"),
    Text("{rules} › Require status checks to pass", "{rules} › Require status checks to pass").filled(rules=_RULES),
)
SOURCE = Check(
    "status-source",
    Text("Ce statut doit venir de GitHub Actions", "That status must come from GitHub Actions"),
    Text(
        "{rules} › Require status checks to pass : source GitHub Actions",
        "{rules} › Require status checks to pass: source GitHub Actions",
    ).filled(rules=_RULES),
)
UPDATED = Check(
    "up-to-date-before",
    Text("Une demande doit être à jour avant d'entrer", "A request must be up to date before it enters"),
    Text(
        "{rules} › Require branches to be up to date before merging",
        "{rules} › Require branches to be up to date before merging",
    ).filled(rules=_RULES),
)
KEPT = Check(
    "history",
    Text("Personne ne réécrit ni ne supprime la branche", "Nobody rewrites or deletes the branch"),
    Text("{rules} : Restrict deletions, Block force pushes", "{rules}: Restrict deletions, Block force pushes").filled(
        rules=_RULES
    ),
)
PUSH = Check(
    "push",
    Text("Un commit contrôlé peut être poussé sur la branche", "A checked commit may be pushed to the branch"),
    Text("{rules} : retirez ces règles", "{rules}: take these rules away").filled(rules=_RULES),
)
BYPASS = Check(
    "bypass",
    Text("Personne ne contourne les règles", "Nobody bypasses the rules"),
    Text("{rules} › Bypass list : videz-la", "{rules} › Bypass list: empty it").filled(rules=_RULES),
)
RUNS = Check(
    "actions",
    Text("Les tâches peuvent tourner", "Workflows may run"),
    Text(
        "{actions} : Allow all actions, ou au moins celles de GitHub",
        "{actions}: Allow all actions, or GitHub's at least",
    ).filled(actions=_ACTIONS),
)
READ_ONLY = Check(
    "workflow-rights",
    Text("Une tâche n'a que la lecture si elle ne demande rien", "A workflow may only read unless it asks"),
    Text(
        "{actions} › Workflow permissions : Read repository contents",
        "{actions} › Workflow permissions: Read repository contents",
    ).filled(actions=_ACTIONS),
)
FROM_FORKS = Check(
    "fork-runs",
    Text(
        "Une tâche venue d'un fork n'a ni écriture ni secret",
        "A workflow from a fork can neither write nor see a secret",
    ),
    Text(
        "{actions} › Fork pull request workflows : décochez Send write tokens et Send secrets",
        "{actions} › Fork pull request workflows: untick Send write tokens and Send secrets",
    ).filled(actions=_ACTIONS),
)
SWEPT = Check(
    "sweep",
    Text("Une seule chose fait le tour des demandes", "One thing, and only one, goes over the requests"),
    Text("Actions › sweep › Enable ou Disable workflow", "Actions › sweep › Enable or Disable workflow"),
)
PLAN = Check(
    "plan",
    Text("L'offre permet ces règles sur un dépôt privé", "The plan has these rules for a private repository"),
    Text("Organisation : Settings › Billing", "Organisation: Settings › Billing"),
)
SEATS = Check(
    "seats",
    Text("Il reste des places", "There are seats left"),
    Text("Organisation : Settings › Billing › Manage seats", "Organisation: Settings › Billing › Manage seats"),
)
BASE_NONE = Check(
    "boxes-base",
    Text("Être de l'organisation des boîtes n'en ouvre aucune", "Being in the organisation of the boxes opens none"),
    _ORGANISATION,
)
NO_FORK = Check(
    "boxes-forks",
    Text("Une boîte ne se copie pas (fork)", "A box cannot be copied (fork)"),
    Text(
        "Organisation : Settings › Member privileges : décochez Allow forking of private repositories",
        "Organisation: Settings › Member privileges: untick Allow forking of private repositories",
    ),
)
NO_RUN = Check(
    "boxes-actions",
    Text("Rien ne s'exécute dans une boîte", "Nothing runs in a box"),
    Text(
        "Organisation : Settings › Actions › General : Disabled", "Organisation: Settings › Actions › General: Disabled"
    ),
)
ALL_PRIVATE = Check(
    "boxes-private",
    Text("Aucune boîte n'est publique", "No box is public"),
    Text("Chaque boîte : Settings › General › Change visibility", "Each box: Settings › General › Change visibility"),
)

_OLDER = Text(
    "une ancienne règle de protection s'y ajoute, que cette commande ne lit pas",
    "an older protection rule stands beside it, which this command does not read",
)
_NO_STATUS = Text("le statut n'est pas exigé", "the status is not required")
_ANY_SOURCE = Text("n'importe quelle source", "any source")
_OTHER_SOURCE = Text("voyez vous-même que cette source est {bot}", "see for yourself that this source is {bot}")
_NO_RULESET = Text("aucun jeu de règles actif", "no active ruleset")
_ONLY_ADMIN = Text(
    "GitHub ne montre la liste qu'à qui administre le dépôt", "GitHub shows the list to who administers the repository"
)
_LOCAL_ONLY = Text("seulement celles du dépôt, qui appellent celles de GitHub", "only its own, which call GitHub's")
_STATE = Text("sweep.yml : {state}", "sweep.yml: {state}")
_TWICE = Text(
    "sweep.yml tourne aussi, et {bot} écrirait sous la même demande",
    "sweep.yml runs too, and {bot} would write below the same request",
)
_FREE = Text("offre gratuite", "free plan")
