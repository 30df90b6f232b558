"""Forgejo and Gitea: what protects the branch is the list of who may push there."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from urllib.parse import quote

from polyvalidate.forge.doctor import accounts
from polyvalidate.forge.doctor.asked import Asked, Door, Looks
from polyvalidate.forge.doctor.lines import Check, Line, Look, few
from polyvalidate.forge.facts import mapping, sequence, text_of
from polyvalidate.forge.people import listed
from polyvalidate.forge.planning import CONTEXT
from polyvalidate.model.words import Text

NEEDS, ORGANISATION = "read:repository", "read:organization"


class ForgejoLooks(Looks):
    """One repository of an instance. No call says what a token may do: what it does not read is unseen."""

    def __init__(self, door: Door, asked: Asked) -> None:
        super().__init__(door, asked)
        self.place = f"/repos/{asked.place}"

    def all(self) -> list[Look]:
        boxes = [Look((PLACE_PRIVATE,), self.organisation), Look((ALL_PRIVATE, NO_FORK), self.boxes)]
        return [
            Look((PRIVATE, MAIN, NO_ACTIONS, BY_HAND), self.repository),
            Look((FRESH, BOT_PUSHES), self.branch),
            Look((PUSH, MERGE, STATUS), self.protection),
            *accounts.looks(self.door, self.asked, _MEMBERS),
            *(boxes if self.asked.boxes else []),
        ]

    def repository(self) -> Iterator[Line]:
        said = mapping(self.api.get(self.place, NEEDS), "repository")
        yield PRIVATE.held(said.get("private"))
        yield MAIN.held(said.get("default_branch"), self.asked.branch)
        yield NO_ACTIONS.held(said.get("has_actions"), wanted=False)
        yield BY_HAND.unseen(_NOT_TOLD)

    def branch(self) -> Iterator[Line]:
        said = mapping(self.api.get(f"{self.place}/branches/{quote(self.asked.branch, safe='')}", NEEDS), "branch")
        yield FRESH.held(mapping(said.get("commit"), "commit").get("id"), self.asked.commit)
        us = text_of(mapping(self.api.get("/user", "read:user"), "user").get("login"), "login")
        whose = Text("{us}", "{us}").filled(us=us)
        if self.asked.bot not in ("", us):
            yield BOT_PUSHES.unseen(_NOT_THE_BOT.filled(us=us, bot=self.asked.bot))
        else:
            yield BOT_PUSHES.good(whose) if said.get("user_can_push") else BOT_PUSHES.unseen(_NOT_US.filled(us=us))

    def protection(self) -> Iterator[Line]:
        """A rule of that very name counts, else the first whose pattern matches."""
        path = f"{self.place}/branch_protections"
        rules = [mapping(one, "rule") for one in sequence(self.api.get(path, NEEDS), "rules")]
        rules.sort(key=lambda one: one.get("rule_name") != self.asked.branch)
        rule = next((one for one in rules if fnmatchcase(self.asked.branch, str(one.get("rule_name")))), None)
        if rule is None:
            yield from (one.wrong(_NO_RULE) for one in (PUSH, MERGE, STATUS))
            return
        teams = [str(one) for one in rule.get("push_whitelist_teams") or []]
        names = [str(one) for one in rule.get("push_whitelist_usernames") or []]
        if not rule.get("enable_push"):
            yield PUSH.wrong(Text("personne ne peut y pousser", "nobody may push there"))
        elif not rule.get("enable_push_whitelist"):
            yield PUSH.wrong(Text("toute personne qui écrit y pousse", "whoever writes pushes there"))
        elif teams or rule.get("push_whitelist_deploy_keys") or len(names) != 1:
            yield PUSH.wrong(few([*names, *teams]))
        else:
            yield PUSH.good(few(names))
        merging = [*(rule.get("merge_whitelist_usernames") or []), *(rule.get("merge_whitelist_teams") or [])]
        if not rule.get("enable_merge_whitelist"):
            yield MERGE.wrong(Text("toute personne qui écrit fusionne", "whoever writes merges"))
        else:
            yield MERGE.none_of(str(one) for one in merging if one not in names)
        contexts = rule.get("status_check_contexts") or []
        yield STATUS.held(bool(rule.get("enable_status_check")) and CONTEXT in contexts)

    # --- boxes ------------------------------------------------------------------------------------------------------

    def organisation(self) -> Iterator[Line]:
        said = mapping(self.api.get(f"/orgs/{self.asked.boxes}", ORGANISATION), "organisation")
        yield PLACE_PRIVATE.held(said.get("visibility"), "private")

    def boxes(self) -> Iterator[Line]:
        repositories = listed(self.api, f"/orgs/{self.asked.boxes}/repos", ORGANISATION)
        yield ALL_PRIVATE.none_of(str(one.get("name")) for one in repositories if one.get("private") is not True)
        yield NO_FORK.unseen(_ALWAYS_FORKS)


_MEMBERS = Text(
    "Paramètres › Collaboration : lecture pour les élèves, écriture pour l'équipe",
    "Settings › Collaborators: read for students, write for staff",
)
_BRANCHES = Text("Paramètres › Branches", "Settings › Branches")
PRIVATE = Check(
    "private",
    Text("Le dépôt est privé", "The repository is private"),
    Text("Paramètres › Dépôt › Visibilité", "Settings › Repository › Visibility"),
)
MAIN = Check(
    "default-branch",
    Text("La branche par défaut est celle que lit le contrôle", "The default branch is the one that the check reads"),
    Text("{branches} › Branche par défaut", "{branches} › Default branch").filled(branches=_BRANCHES),
)
NO_ACTIONS = Check(
    "no-actions",
    Text("Les Actions sont désactivées dans ce dépôt", "Actions are switched off in this repository"),
    Text("Paramètres › Unités › Actions", "Settings › Units › Actions"),
)
BY_HAND = Check(
    "by-hand",
    Text("Une demande peut être marquée comme fusionnée", "A request may be marked as merged"),
    Text(
        "Paramètres › Unités › Pull requests : « Marquer comme fusionnée manuellement »",
        "Settings › Units › Pull requests: “Mark pull request as manually merged”",
    ),
)
FRESH = Check(
    "up-to-date",
    Text("Cette copie est à jour", "This copy is up to date"),
    Text("git pull, puis relancez", "git pull, then run it again"),
)
BOT_PUSHES = Check(
    "bot-pushes",
    Text("Le compte du contrôle peut pousser sur la branche", "The account of the check may push to the branch"),
    Text("{branches} : liste de qui pousse", "{branches}: list of who pushes").filled(branches=_BRANCHES),
)
PUSH = Check(
    "push",
    Text("Un seul compte pousse sur la branche", "One account only pushes to the branch"),
    Text(
        "{branches} : envoi réservé au compte du contrôle", "{branches}: push restricted to the account of the check"
    ).filled(branches=_BRANCHES),
)
MERGE = Check(
    "merge",
    Text("Personne d'autre ne fusionne", "Nobody else merges"),
    Text(
        "{branches} : fusion réservée au compte du contrôle", "{branches}: merge restricted to the account of the check"
    ).filled(branches=_BRANCHES),
)
STATUS = Check(
    "status",
    Text("Le bouton de fusion exige le statut polyvalidate", "The merge button requires the status polyvalidate"),
    Text("{branches} : contrôle de statut polyvalidate", "{branches}: status check polyvalidate").filled(
        branches=_BRANCHES
    ),
)
PLACE_PRIVATE = Check(
    "boxes-place",
    Text("L'organisation des boîtes est privée", "The organisation of the boxes is private"),
    Text("Organisation : Paramètres › Visibilité", "Organisation: Settings › Visibility"),
)
ALL_PRIVATE = Check(
    "boxes-private",
    Text("Aucune boîte n'est publique", "No box is public"),
    Text("Chaque boîte : Paramètres › Dépôt › Visibilité", "Each box: Settings › Repository › Visibility"),
)
NO_FORK = Check(
    "boxes-forks",
    Text("Une boîte ne se copie pas (fork)", "A box cannot be copied (fork)"),
    Text("Seule l'instance peut l'interdire", "Only the instance can forbid it"),
)
_NO_RULE = Text("aucune règle pour cette branche", "no rule for this branch")
_NOT_TOLD = Text("Forgejo ne le dit pas : voyez vous-même", "Forgejo does not say: see for yourself")
_NOT_US = Text(
    "ce jeton, de {us}, ne le peut pas : est-ce celui du contrôle ?", "this token, of {us}, may not: is it the check's?"
)
_NOT_THE_BOT = Text("ce jeton est de {us}, et non de {bot}", "this token is of {us}, and not of {bot}")
_ALWAYS_FORKS = Text(
    "Forgejo laisse copier ce qui se lit ; la copie reste privée, et à l'élève",
    "Forgejo lets be copied what can be read; the copy stays private, and the student's",
)
