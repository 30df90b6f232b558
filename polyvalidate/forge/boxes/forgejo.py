"""Boxes in an organisation of Forgejo or Gitea. A team that includes all repositories lets staff read; a student is a
collaborator of their own box, without being asked.

The token is that of an owner of the organisation: ``read:user``, ``write:organization``, ``write:repository``.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection, Mapping
from urllib.parse import quote

from polyvalidate.forge.adapting import remove
from polyvalidate.forge.boxes.github import box_of, has
from polyvalidate.forge.boxes.place import BRANCH, README, Box, Boxes
from polyvalidate.forge.facts import mapping, sequence, text_of
from polyvalidate.forge.people import Person, listed

READ, WRITE, ORGANISATION = "read:repository", "write:repository", "write:organization"


class ForgejoBoxes(Boxes):
    name = "forgejo"
    _asked = False

    def _at(self, code: str) -> str:
        return f"/repos/{self.place}/{code}"

    def _us(self) -> str:
        return text_of(mapping(self.api.get("/user", "read:user"), "user").get("login"), "login")

    def there(self) -> list[Box]:
        return [box_of(one) for one in listed(self.api, f"/orgs/{self.place}/repos", "read:organization")]

    def filled(self, code: str) -> bool:
        return has(self, f"{self._at(code)}/contents/{README}", READ)

    def unread(self, code: str, staff: Collection[str], people: Mapping[str, Person]) -> list[str]:
        """No list shows who reads by a team, and the team is that of all boxes: each is asked for in one of them."""
        if not self._asked:
            self._asked = True
            return sorted(account for account in staff if account not in people and not self._reads(code, account))
        return []

    def _reads(self, code: str, account: str) -> bool:
        login = self.login(account)
        if login is None:
            return False
        path = f"{self._at(code)}/collaborators/{quote(login, safe='')}/permission"
        return mapping(self.api.get(path, READ), "permission").get("permission") not in (None, "none")

    def guarded(self, code: str) -> bool:
        """A protected branch is not rewritten; and no Actions: a review would run the student's own file, with what the
        organisation keeps for its repositories."""
        if mapping(self.api.get(self._at(code), READ), "repository").get("has_actions") is not False:
            return False
        rules = sequence(self.api.get(f"{self._at(code)}/branch_protections", READ), "rules")
        return any(mapping(one, "rule").get("rule_name") == BRANCH for one in rules)

    def make(self, code: str) -> None:
        body = {"name": code, "private": True, "default_branch": BRANCH, "auto_init": False}
        _ = self.write("POST", f"/orgs/{self.place}/repos", body, ORGANISATION, repeatable=False)

    def fill(self, code: str, text: str) -> None:
        body = {"message": README, "content": b64encode(text.encode()).decode(), "branch": BRANCH}
        _ = self.write("POST", f"{self._at(code)}/contents/{README}", body, WRITE, repeatable=False)

    def name_branch(self, code: str) -> None:
        """It is made with its name."""

    def guard(self, code: str) -> None:
        _ = self.write("PATCH", self._at(code), {"has_actions": False}, WRITE)
        if self.guarded(code):
            return
        us = [self.bot or self.us]
        body = {"rule_name": BRANCH, "enable_push": True, "enable_push_whitelist": True, "push_whitelist_usernames": us}
        body |= {"enable_merge_whitelist": True, "merge_whitelist_usernames": us}
        _ = self.write("POST", f"{self._at(code)}/branch_protections", body, WRITE, repeatable=False)

    def give(self, code: str, account: str, login: str, held: Person | None) -> None:
        _ = self.write("PUT", f"{self._at(code)}/collaborators/{quote(login)}", {"permission": "write"}, WRITE)

    def take(self, code: str, person: Person) -> None:
        self.pace()
        remove(self.api, f"{self._at(code)}/collaborators/{quote(person.login)}", WRITE)

    def archive(self, code: str, *, archived: bool) -> None:
        _ = self.write("PATCH", self._at(code), {"archived": archived}, WRITE)
