"""Boxes in an organisation of GitHub. A student is invited, and says yes; one ruleset of the organisation guards all.

The token is that of an owner of the organisation: *Administration*, *Contents* and *Metadata* of its repositories,
*Administration* of the organisation for the ruleset.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cached_property
from typing import Any
from urllib.parse import quote

from polyvalidate.forge.adapting import remove
from polyvalidate.forge.boxes.place import BRANCH, README, Box, Boxes, Invited
from polyvalidate.forge.facts import mapping, text_of, whole
from polyvalidate.forge.fault import Fault
from polyvalidate.forge.people import Person, listed

ADMIN, CONTENTS, META = "administration: write", "contents: write", "metadata: read"
RULESET = "polyvalidate"
_RULES: dict[str, Any] = {
    "name": RULESET,
    "target": "branch",
    "enforcement": "active",
    "conditions": {
        "ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []},
        "repository_name": {"include": ["s-*"], "exclude": []},
    },
    "rules": [{"type": "deletion"}, {"type": "non_fast_forward"}],
}


class GitHubBoxes(Boxes):
    name = "github"
    guards_each = False

    def _at(self, code: str) -> str:
        return f"/repos/{self.place}/{code}"

    def _us(self) -> str:
        return text_of(mapping(self.api.get("/user", META), "user").get("login"), "login")

    def there(self) -> list[Box]:
        found = listed(self.api, f"/orgs/{self.place}/repos?type=all", META)
        return [box_of(one) for one in found]

    def filled(self, code: str) -> bool:
        return has(self, f"{self._at(code)}/contents/{README}", CONTENTS)

    def guarded(self, code: str) -> bool:
        return self._guarded

    @cached_property
    def _guarded(self) -> bool:
        return any(one.get("name") == RULESET for one in listed(self.api, f"/orgs/{self.place}/rulesets", ADMIN))

    def invited(self, code: str) -> list[Invited]:
        """One whose account is gone has no invitee."""
        found = []
        for one in listed(self.api, f"{self._at(code)}/invitations", ADMIN):
            who = mapping(one.get("invitee") or {"id": 0, "login": ""}, "invitee")
            account = f"github:{whole(who.get('id'), 'id')}"
            login, number = text_of(who.get("login"), "login"), whole(one.get("id"), "id")
            found.append(Invited(number, account, login, one.get("expired") is True))
        return found

    def make(self, code: str) -> None:
        body = {"name": code, "private": True, "has_wiki": False, "has_projects": False}
        _ = self.write("POST", f"/orgs/{self.place}/repos", body, ADMIN, repeatable=False)

    def fill(self, code: str, text: str) -> None:
        """The first commit makes the branch that the organisation has said."""
        body = {"message": README, "content": b64encode(text.encode()).decode()}
        _ = self.write("PUT", f"{self._at(code)}/contents/{README}", body, CONTENTS, repeatable=False)
        self.name_branch(code)

    def name_branch(self, code: str) -> None:
        branch = text_of(mapping(self.api.get(self._at(code), META), "repository").get("default_branch"), "branch")
        if branch != BRANCH:
            path = f"{self._at(code)}/branches/{quote(branch, safe='')}/rename"
            _ = self.write("POST", path, {"new_name": BRANCH}, ADMIN)

    def guard(self, code: str) -> None:
        if not self._guarded:
            _ = self.write("POST", f"/orgs/{self.place}/rulesets", _RULES, ADMIN, repeatable=False)

    def give(self, code: str, account: str, login: str, held: Person | None) -> None:
        _ = self.write("PUT", f"{self._at(code)}/collaborators/{quote(login)}", {"permission": "push"}, ADMIN)

    def take(self, code: str, person: Person) -> None:
        self.pace()
        remove(self.api, f"{self._at(code)}/collaborators/{quote(person.login)}", ADMIN)

    def revoke(self, code: str, invited: Invited) -> None:
        self.pace()
        remove(self.api, f"{self._at(code)}/invitations/{invited.number}", ADMIN)

    def archive(self, code: str, *, archived: bool) -> None:
        _ = self.write("PATCH", self._at(code), {"archived": archived}, ADMIN)


def box_of(one: Any) -> Box:
    """A repository as GitHub and Forgejo list it. Raises ``Misshapen``."""
    code, number = text_of(one.get("name"), "name"), whole(one.get("id"), "id")
    branch = text_of(one.get("default_branch") or "", "default_branch")
    return Box(code, number, one.get("private") is True, one.get("archived") is True, branch)


def has(boxes: Boxes, path: str, needs: str) -> bool:
    """Does something stand at a path?"""
    try:
        _ = boxes.api.get(path, needs)
    except Fault as fault:
        if fault.status != 404:
            raise
        return False
    return True
