"""Boxes in a group of GitLab. The group's members read them by the group; a student is *Developer* of their own.

The token is that of an owner of the group, with the scope ``api``.
"""

from __future__ import annotations

from functools import cached_property
from urllib.parse import quote

from polyvalidate.forge.adapting import remove
from polyvalidate.forge.boxes.github import has
from polyvalidate.forge.boxes.place import BRANCH, README, Box, Boxes
from polyvalidate.forge.facts import mapping, sequence, text_of, whole
from polyvalidate.forge.people import Person, listed

NEEDS = "api"
DEVELOPER, MAINTAINER = 30, 40


class GitLabBoxes(Boxes):
    name = "gitlab"

    def _at(self, code: str) -> str:
        return f"/projects/{quote(f'{self.place}/{code}', safe='')}"

    @property
    def _group(self) -> str:
        return f"/groups/{quote(self.place, safe='')}"

    @cached_property
    def _number(self) -> int:
        return whole(mapping(self.api.get(self._group, NEEDS), "group").get("id"), "id")

    def _us(self) -> str:
        return text_of(mapping(self.api.get("/user", NEEDS), "user").get("username"), "username")

    def there(self) -> list[Box]:
        found = []
        for one in listed(self.api, f"{self._group}/projects?with_shared=false", NEEDS):
            code, number = text_of(one.get("path"), "path"), whole(one.get("id"), "id")
            branch = text_of(one.get("default_branch") or "", "default_branch")
            private, archived = one.get("visibility") == "private", one.get("archived") is True
            found.append(Box(code, number, private, archived, branch))
        return found

    def filled(self, code: str) -> bool:
        return has(self, f"{self._at(code)}/repository/files/{quote(README, safe='')}?ref={BRANCH}", NEEDS)

    def guarded(self, code: str) -> bool:
        """A protected branch is not rewritten; nobody but maintainers may push to it or merge into it."""
        levels = [
            whole(mapping(level, "level").get("access_level") or 0, "access_level")
            for rule in listed(self.api, f"{self._at(code)}/protected_branches", NEEDS)
            if rule.get("name") == BRANCH
            for part in ("push_access_levels", "merge_access_levels")
            for level in sequence(rule.get(part), part)
        ]
        return bool(levels) and not any(0 < level < MAINTAINER for level in levels)

    def make(self, code: str) -> None:
        """Without pipelines, which a student's own file would start with what the group keeps for its projects."""
        body = {"name": code, "path": code, "namespace_id": self._number, "visibility": "private"}
        body |= {"default_branch": BRANCH, "forking_access_level": "disabled", "builds_access_level": "disabled"}
        _ = self.write("POST", "/projects", body, NEEDS, repeatable=False)

    def fill(self, code: str, text: str) -> None:
        path = f"{self._at(code)}/repository/files/{quote(README, safe='')}"
        body = {"branch": BRANCH, "content": text, "commit_message": README}
        _ = self.write("POST", path, body, NEEDS, repeatable=False)

    def name_branch(self, code: str) -> None:
        """It is made with its name."""

    def guard(self, code: str) -> None:
        """The free tier changes no rule: one that is too wide is removed, and made again."""
        if self.guarded(code):
            return
        path = f"{self._at(code)}/protected_branches"
        self.pace()
        remove(self.api, f"{path}/{BRANCH}", NEEDS)
        body = {"name": BRANCH, "push_access_level": MAINTAINER, "merge_access_level": MAINTAINER}
        _ = self.write("POST", path, body, NEEDS, repeatable=False)

    def give(self, code: str, account: str, login: str, held: Person | None) -> None:
        number, path = int(account.partition(":")[2]), f"{self._at(code)}/members"
        if held is not None and held.direct:
            _ = self.write("PUT", f"{path}/{number}", {"access_level": DEVELOPER}, NEEDS)
        else:
            body = {"user_id": number, "access_level": DEVELOPER}
            _ = self.write("POST", path, body, NEEDS, repeatable=False)

    def take(self, code: str, person: Person) -> None:
        self.pace()
        remove(self.api, f"{self._at(code)}/members/{person.account.partition(':')[2]}", NEEDS)

    def archive(self, code: str, *, archived: bool) -> None:
        _ = self.write("POST", f"{self._at(code)}/{'archive' if archived else 'unarchive'}", {}, NEEDS)
