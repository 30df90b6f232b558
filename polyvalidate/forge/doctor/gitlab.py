"""GitLab, self-managed and free: what protects the branch is who may push there, since no status is required."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import quote

from polyvalidate.forge.doctor import accounts
from polyvalidate.forge.doctor.asked import Asked, Door, Looks
from polyvalidate.forge.doctor.lines import Check, Line, Look, few
from polyvalidate.forge.facts import mapping, sequence, text_of, whole
from polyvalidate.forge.people import Right, listed, people_in
from polyvalidate.model.words import Text

NEEDS = "read_api"
NOBODY, MAINTAINERS, ADMINISTRATORS = 0, 40, 60
"""Levels of access that GitLab names: 60 is who administers the whole instance."""
SOON = timedelta(days=30)


class GitLabLooks(Looks):
    """One project. The token says what it may do, and until when."""

    def __init__(self, door: Door, asked: Asked) -> None:
        super().__init__(door, asked)
        self.place = f"/projects/{quote(asked.place, safe='')}"

    def all(self) -> list[Look]:
        shared = () if self.asked.boxes else (FORKS,)
        boxes = [Look((GROUP_PRIVATE,), self.group), Look((NO_FORK,), self.boxes)] if self.asked.boxes else []
        return [
            Look((TOKEN, UNTIL), self.token),
            Look((PRIVATE, MAIN, *shared), self.project),
            Look((FRESH,), self.branch),
            Look((PUSH, MERGE, FORCE), self.protection),
            Look((BOT_PUSHES, ALONE), self.maintainers),
            Look((SCHEDULE,), self.schedules),
            Look((VARIABLE,), self.variable),
            *accounts.looks(self.door, self.asked, _MEMBERS),
            *boxes,
        ]

    def token(self) -> Iterator[Line]:
        said = mapping(self.api.get("/personal_access_tokens/self", NEEDS), "token")
        missing = [one for one in ("api", "write_repository") if one not in sequence(said.get("scopes"), "scopes")]
        yield TOKEN.none_of(missing)
        ends = said.get("expires_at")
        if ends is None:
            yield UNTIL.good()
            return
        day = date.fromisoformat(text_of(ends, "expires_at")[:10])
        until = Text("{day:date}", "{day:date}").filled(day=day)
        yield UNTIL.good(until) if day - self.api.now().date() > SOON else UNTIL.wrong(until)

    def project(self) -> Iterator[Line]:
        said = mapping(self.api.get(self.place, NEEDS), "project")
        yield PRIVATE.held(said.get("visibility"), "private")
        yield MAIN.held(said.get("default_branch"), self.asked.branch)
        if not self.asked.boxes:
            level = said.get("forking_access_level")
            yield FORKS.held(None if level is None else level != "disabled")

    def branch(self) -> Iterator[Line]:
        path = f"{self.place}/repository/branches/{quote(self.asked.branch, safe='')}"
        said = mapping(self.api.get(path, NEEDS), "branch")
        yield FRESH.held(mapping(said.get("commit"), "commit").get("id"), self.asked.commit)

    def protection(self) -> Iterator[Line]:
        """Of several rules that match a branch, the one that allows most counts."""
        rules = [
            one
            for one in listed(self.api, f"{self.place}/protected_branches", NEEDS)
            if fnmatchcase(self.asked.branch, text_of(one.get("name"), "name"))
        ]
        if not rules:
            yield from (one.wrong(_NO_RULE) for one in (PUSH, MERGE, FORCE))
            return
        push = [one for rule in rules for one in _levels(rule, "push_access_levels")]
        merge = [one for rule in rules for one in _levels(rule, "merge_access_levels")]
        if all(_level(one) == NOBODY for one in push):
            yield PUSH.wrong(Text("personne ne peut y pousser", "nobody may push there"))
        else:
            wide = [one for one in push if _level(one) not in (NOBODY, MAINTAINERS, ADMINISTRATORS)]
            yield PUSH.none_of(str(one.get("access_level_description")) for one in wide)
        yield MERGE.none_of(str(one.get("access_level_description")) for one in merge if _level(one) != NOBODY)
        yield FORCE.held(any(rule.get("allow_force_push") is True for rule in rules), wanted=False)

    def maintainers(self) -> Iterator[Line]:
        """Who may push to the branch besides the program: nobody whom the school judges or lets judge."""
        people = [one for one in people_in("gitlab", self.api, self.asked.place) if one.right is Right.ADMIN]
        known = {one.account: code for code, one in self.asked.holders.items()} | dict(self.asked.students)
        held = [known[one.account] for one in people if one.account in known]
        us = mapping(self.api.get("/user", NEEDS), "user").get("username")
        yield BOT_PUSHES.held(any(one.login == us for one in people))
        others = [one.login for one in people if one.account not in known and one.login != us]
        if held:
            yield ALONE.wrong(few(held))
        else:
            yield ALONE.unseen(_BY_YOU.filled(who=few(others))) if others else ALONE.good()

    def schedules(self) -> Iterator[Line]:
        found = list(listed(self.api, f"{self.place}/pipeline_schedules", NEEDS))
        ours = [one for one in found if str(one.get("ref")).removeprefix("refs/heads/") == self.asked.branch]
        if not ours:
            yield SCHEDULE.unseen(_BY_MACHINE)
        else:
            yield SCHEDULE.held(any(one.get("active") is True for one in ours))

    def variable(self) -> Iterator[Line]:
        """Whether only the protected branch sees the token of the jobs. Its value comes too, and is not kept."""
        found = [one for one in listed(self.api, f"{self.place}/variables", NEEDS) if one.get("key") == "GITLAB_TOKEN"]
        if not found:
            yield VARIABLE.unseen(_BY_MACHINE)
            return
        asked = ("protected", "masked")
        yield VARIABLE.none_of(part for part in asked if any(one.get(part) is not True for one in found))

    # --- boxes ------------------------------------------------------------------------------------------------------

    def group(self) -> Iterator[Line]:
        said = mapping(self.api.get(f"/groups/{quote(self.asked.boxes, safe='')}", NEEDS), "group")
        yield GROUP_PRIVATE.held(said.get("visibility"), "private")

    def boxes(self) -> Iterator[Line]:
        path = f"/groups/{quote(self.asked.boxes, safe='')}/projects?archived=false"
        open_ones = [one for one in listed(self.api, path, NEEDS) if one.get("forking_access_level") != "disabled"]
        yield NO_FORK.none_of(str(one.get("path")) for one in open_ones)


def _levels(rule: Mapping[str, Any], part: str) -> list[Mapping[str, Any]]:
    return [mapping(one, part) for one in sequence(rule.get(part), part)]


def _level(one: Mapping[str, Any]) -> int:
    """A rule that names a person or a group says no level: it is as wide as any."""
    level = one.get("access_level")
    named = any(one.get(part) is not None for part in ("user_id", "group_id", "deploy_key_id"))
    return -1 if level is None or named else whole(level, "access_level")


_MEMBERS = Text(
    "Manage › Members : Reporter pour les élèves, Developer pour l'équipe",
    "Manage › Members: Reporter for students, Developer for staff",
)
_PROTECTED = Text("Settings › Repository › Protected branches", "Settings › Repository › Protected branches")
TOKEN = Check(
    "token",
    Text("Le jeton a les droits api et write_repository", "The token has the scopes api and write_repository"),
    Text("Settings › Access tokens : rôle Maintainer", "Settings › Access tokens: role Maintainer"),
)
UNTIL = Check(
    "token-until",
    Text("Le jeton vaut encore plus d'un mois", "The token is good for more than a month"),
    Text(
        "Settings › Access tokens › Rotate, puis changez la variable GITLAB_TOKEN",
        "Settings › Access tokens › Rotate, then change the variable GITLAB_TOKEN",
    ),
)
PRIVATE = Check(
    "private",
    Text("Le projet est privé", "The project is private"),
    Text("Settings › General › Visibility › Private", "Settings › General › Visibility › Private"),
)
MAIN = Check(
    "default-branch",
    Text("La branche par défaut est celle que lit le contrôle", "The default branch is the one that the check reads"),
    Text("Settings › Repository › Branch defaults", "Settings › Repository › Branch defaults"),
)
FORKS = Check(
    "forks",
    Text("Les élèves peuvent en faire une copie (fork)", "Students may make a copy of it (fork)"),
    Text("Settings › General › Visibility › Forks", "Settings › General › Visibility › Forks"),
)
FRESH = Check(
    "up-to-date",
    Text("Cette copie est à jour", "This copy is up to date"),
    Text("git pull, puis relancez", "git pull, then run it again"),
)
PUSH = Check(
    "push",
    Text("Seul le rôle Maintainer pousse sur la branche", "Only Maintainers push to the branch"),
    Text("{place} › Allowed to push and merge", "{place} › Allowed to push and merge").filled(place=_PROTECTED),
)
MERGE = Check(
    "merge",
    Text("Personne ne fusionne par le bouton", "Nobody merges with the button"),
    Text("{place} › Allowed to merge : No one", "{place} › Allowed to merge: No one").filled(place=_PROTECTED),
)
FORCE = Check(
    "history",
    Text("Personne ne réécrit la branche", "Nobody rewrites the branch"),
    Text("{place} › Allowed to force push : non", "{place} › Allowed to force push: no").filled(place=_PROTECTED),
)
BOT_PUSHES = Check(
    "bot-pushes",
    Text("Le compte du jeton pousse sur la branche", "The account of the token may push to the branch"),
    Text("Settings › Access tokens : rôle Maintainer", "Settings › Access tokens: role Maintainer"),
)
ALONE = Check(
    "maintainers",
    Text("Aucune personne de l'école n'est Maintainer", "Nobody of the school is a Maintainer"),
    Text("Manage › Members : Developer", "Manage › Members: Developer"),
)
SCHEDULE = Check(
    "sweep",
    Text("Le passage programmé est actif", "The schedule is active"),
    Text("Build › Pipeline schedules", "Build › Pipeline schedules"),
)
VARIABLE = Check(
    "token-variable",
    Text("Les tâches d'une autre branche ne voient pas le jeton", "Jobs of another branch do not see the token"),
    Text(
        "Settings › CI/CD › Variables › GITLAB_TOKEN : Masked, Protected",
        "Settings › CI/CD › Variables › GITLAB_TOKEN: Masked, Protected",
    ),
)
GROUP_PRIVATE = Check(
    "boxes-private",
    Text("Le groupe des boîtes est privé", "The group of the boxes is private"),
    Text("Groupe : Settings › General › Visibility", "Group: Settings › General › Visibility"),
)
NO_FORK = Check(
    "boxes-forks",
    Text("Une boîte ne se copie pas (fork)", "A box cannot be copied (fork)"),
    Text(
        "Chaque boîte : Settings › General › Visibility › Forks : désactivez",
        "Each box: Settings › General › Visibility › Forks: switch off",
    ),
)
_NO_RULE = Text("aucune règle pour cette branche", "no rule for this branch")
_BY_YOU = Text("pousse aussi : {who}", "pushes too: {who}")
_BY_MACHINE = Text(
    "il n'y en a pas : c'est juste si une machine fait le tour (--watch)",
    "there is none: right if a machine goes over the requests (--watch)",
)
