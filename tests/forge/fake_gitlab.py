"""A GitLab on loopback. Its calls, and the bodies that it takes, are those that ``python-gitlab`` knows; that client
reads what it answers, in ``test_gitlab_facts``.

What a reading of GitLab's own source shows to matter is done as there: a merge request is touched once a minute at
most, a status that waits becomes the next one and never another that waits, an approval is a note of the system and
outlives a push.
"""

from __future__ import annotations

import email.utils
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import quote

from gitlab.types import RequiredOptional
from gitlab.v4.objects import (
    GroupMergeRequestManager,
    ProjectCommitStatusManager,
    ProjectEventManager,
    ProjectMergeRequestManager,
    ProjectMergeRequestNoteManager,
)

from polyvalidate.forge.gitlab_events import APPROVED, READ_AS
from polyvalidate.forge.planning import CONTEXT
from tests.forge import specimens
from tests.forge.fake_forge import TOKEN, Answer, FakeForge, Fault
from tests.forge.specimens import BOXES, REPOSITORY

BOT = 4242
PROJECT = 77
ALWAYS = {"page", "per_page", "order_by", "sort"}
MOST_OFTEN = timedelta(minutes=1)


def held(described: RequiredOptional, body: Mapping[str, Any]) -> None:
    """Raises ``LookupError`` for a body that GitLab's other client does not know."""
    if not set(described.required) <= set(body) <= {*described.required, *described.optional}:
        raise LookupError(f"no such body: {sorted(body)}")


def user(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "username": f"compte-{number}",
        "name": f"Compte {number}",
        "state": "active",
        "locked": False,
        "avatar_url": None,
        "web_url": f"https://forge.example.org/compte-{number}",
    }


def note(number: int, by: int, body: str, at: str = specimens.NOW, *, system: bool = False) -> dict[str, Any]:
    return {
        "id": number,
        "type": None,
        "body": body,
        "author": user(by),
        "created_at": at,
        "updated_at": at,
        "system": system,
        "noteable_id": 9000,
        "noteable_type": "MergeRequest",
        "project_id": PROJECT,
        "resolvable": not system,
        "confidential": False,
        "internal": False,
        "noteable_iid": 7,
        "commands_changes": {},
    }


def request(number: int, by: int, head: str, at: str = "2026-02-03T10:00:00.000Z") -> dict[str, Any]:
    return {
        "id": 9000 + number,
        "iid": number,
        "project_id": PROJECT,
        "title": "Une déclaration",
        "description": None,
        "state": "opened",
        "created_at": at,
        "updated_at": at,
        "target_branch": "main",
        "source_branch": "demande",
        "source_project_id": PROJECT + by,
        "target_project_id": PROJECT,
        "author": user(by),
        "labels": [],
        "draft": False,
        "sha": head,
        "merge_commit_sha": None,
        "user_notes_count": 0,
        "detailed_merge_status": "mergeable",
        "web_url": f"https://forge.example.org/{REPOSITORY}/-/merge_requests/{number}",
        "references": {"short": f"!{number}", "relative": f"!{number}", "full": f"{REPOSITORY}!{number}"},
    }


class FakeGitLab(FakeForge):
    name = "gitlab"
    per_page = 20

    def __init__(self, whole: FakeForge | None = None) -> None:
        super().__init__(whole)
        self.root += "/api/v4"
        self.requests: dict[int, dict[str, Any]] = {}
        self.versions: dict[int, list[dict[str, Any]]] = {}
        self.notes: dict[int, list[dict[str, Any]]] = {}
        self.approved: dict[int, list[int]] = {}
        self.statuses: dict[str, list[dict[str, Any]]] = {}
        self.events: list[dict[str, Any]] = []
        self.writer = BOT

    def refusal(self, fault: Fault) -> dict[str, Any]:
        return {"message": f"{fault.status} {fault.message}"}

    def knows(self, call: BaseHTTPRequestHandler) -> bool:
        return TOKEN in (
            call.headers.get("authorization", "").removeprefix("Bearer "),
            call.headers.get("private-token"),
        )

    def date(self) -> str:
        latest = max([self.latest, *(box.latest for box in self.boxes.values())], key=datetime.fromisoformat)
        return email.utils.format_datetime(datetime.fromisoformat(latest))

    def moment(self, at: str | None = None) -> str:
        self.latest = max(self.latest, at or self.now())
        return at or self.latest

    def touch(self, number: int, at: str) -> None:
        known = self.requests.get(number)
        if known is not None and _apart(known["updated_at"], at) > MOST_OFTEN:
            known["updated_at"] = at

    # --- what GitLab does -----------------------------------------------------------------------------------------

    def routes(self) -> list[tuple[str, str, Callable[..., Answer]]]:
        place = rf"/api/v4/projects/(?:{PROJECT}|{quote(REPOSITORY, safe='')})"
        return [
            ("GET", "/api/v4/user", self._user),
            ("GET", place, self._project),
            ("GET", rf"/api/v4/groups/{BOXES}/merge_requests", self._across),
            ("GET", rf"{place}/merge_requests", self._requests),
            ("GET", rf"{place}/merge_requests/(\d+)", self._request),
            ("PUT", rf"{place}/merge_requests/(\d+)", self._change),
            ("GET", rf"{place}/merge_requests/(\d+)/versions", self._versions),
            ("GET", rf"{place}/merge_requests/(\d+)/approvals", self._approvals),
            ("GET", rf"{place}/merge_requests/(\d+)/notes", self._notes),
            ("POST", rf"{place}/merge_requests/(\d+)/notes", self._post),
            ("PUT", rf"{place}/merge_requests/(\d+)/notes/(\d+)", self._edit),
            ("DELETE", rf"{place}/merge_requests/(\d+)/notes/(\d+)", self._delete),
            ("GET", rf"{place}/repository/commits/([0-9a-f]+)/statuses", self._statuses),
            ("POST", rf"{place}/statuses/([0-9a-f]+)", self._set_status),
            ("GET", rf"{place}/events", self._events),
        ]

    def _user(self, **_: Any) -> Answer:
        return Answer(200, user(self.writer))

    def _project(self, **_: Any) -> Answer:
        return Answer(200, {"id": PROJECT, "path_with_namespace": REPOSITORY, "default_branch": "main"})

    def _requests(self, query: Mapping[str, str], **_: Any) -> Answer:
        if not set(query) <= {*ProjectMergeRequestManager._list_filters, *ALWAYS}:
            raise LookupError(f"no such filter: {sorted(query)}")
        found = [one for one in self.requests.values() if query["state"] in ("all", one["state"])]
        since = query.get("updated_after")
        if since is not None:
            found = [one for one in found if _apart(since, one["updated_at"]) >= timedelta(0)]
        found.sort(key=lambda one: one[query["order_by"]], reverse=query["sort"] == "desc")
        return Answer(200, found)

    def _across(self, query: Mapping[str, str], **_: Any) -> Answer:
        """The requests of all the boxes."""
        if not set(query) <= {*GroupMergeRequestManager._list_filters, *ALWAYS}:
            raise LookupError(f"no such filter: {sorted(query)}")
        found = [
            known | {"references": {"full": f"{BOXES}/{name}!{known['iid']}"}}
            for name, box in self.boxes.items()
            for known in box._requests(query).data
        ]
        return Answer(200, found)

    def _request(self, number: str, **_: Any) -> Answer:
        found = self.requests.get(int(number))
        return Answer(200, found) if found else Answer(404, {"message": "404 Not found"})

    def _change(self, number: str, body: Any, **_: Any) -> Answer:
        held(ProjectMergeRequestManager._update_attrs, body)
        known = self.requests[int(number)]
        if "labels" in body:
            names = body["labels"]  # GitLab takes a list as well as names with commas between
            known["labels"] = sorted(one for one in (names if isinstance(names, list) else names.split(",")) if one)
        if "reviewer_ids" in body:  # without a licence, the first; who does not read the project is dropped
            known["reviewers"] = [user(one) for one in body["reviewer_ids"][:1] if one not in self.strangers]
        if body.get("state_event") == "close" and known["state"] == "opened":
            known["state"] = "closed"
        known["updated_at"] = self.moment()
        return Answer(200, known)

    def _versions(self, number: str, **_: Any) -> Answer:
        return Answer(200, self.versions.get(int(number), []))

    def _approvals(self, number: str, **_: Any) -> Answer:
        by = [{"user": user(one)} for one in self.approved.get(int(number), [])]
        return Answer(
            200, {"user_has_approved": False, "user_can_approve": False, "approved": bool(by), "approved_by": by}
        )

    def _notes(self, number: str, query: Mapping[str, str], **_: Any) -> Answer:
        found = sorted(self.notes.get(int(number), []), key=lambda one: (one["created_at"], one["id"]))
        return Answer(200, found[:: -1 if query["sort"] == "desc" else 1])

    def _post(self, number: str, body: Any, **_: Any) -> Answer:
        held(ProjectMergeRequestNoteManager._create_attrs, body)
        return Answer(201, self.writes(int(number), self.writer, body["body"], self.moment()))

    def _note(self, number: str, identifier: str) -> dict[str, Any] | None:
        return next((one for one in self.notes.get(int(number), []) if one["id"] == int(identifier)), None)

    def _edit(self, number: str, identifier: str, body: Any, **_: Any) -> Answer:
        held(ProjectMergeRequestNoteManager._update_attrs, body)
        found = self._note(number, identifier)
        if found is None or found["author"]["id"] != self.writer:
            return Answer(404 if found is None else 403, {"message": "no"})
        found |= {"body": body["body"], "updated_at": self.moment()}
        return Answer(200, found)

    def _delete(self, number: str, identifier: str, **_: Any) -> Answer:
        found = self._note(number, identifier)
        if found is None:
            return Answer(404, {"message": "404 Note Not Found"})
        self.notes[int(number)].remove(found)
        return Answer(204, None)

    def _statuses(self, sha: str, query: Mapping[str, str], **_: Any) -> Answer:
        if not set(query) <= {"ref", "stage", "name", "all", "pipeline_id", *ALWAYS}:
            raise LookupError(f"no such filter: {sorted(query)}")
        known = self.statuses.get(sha, [])
        return Answer(200, [one for one in known if query.get("name") in (None, one["name"])])

    def _set_status(self, sha: str, body: Any, **_: Any) -> Answer:
        described = ProjectCommitStatusManager._create_attrs
        held(described, body)
        known, ref = self.statuses.setdefault(sha, []), body.get("ref") or self._ref(sha)
        waits = [one for one in known if one["status"] in ("pending", "running") and one["ref"] == ref]
        waits = [one for one in waits if one["name"] == body["name"] and one["author"]["id"] == self.writer]
        if waits and body["state"] == "pending":
            return Answer(400, {"message": f"Cannot transition status via :enqueue from :{waits[0]['status']}"})
        if not waits:
            waits = [self.status(sha, self.writer, body["state"], self.moment(), name=body["name"], ref=ref)]
        waits[0] |= {
            "status": body["state"],
            **{key: body[key] for key in ("description", "target_url") if key in body},
        }
        return Answer(201, waits[0])

    def status(self, sha: str, by: int, state: str, at: str, name: str = CONTEXT, ref: str = "") -> dict[str, Any]:
        made = {
            "id": self._id(),
            "sha": sha,
            "ref": ref or self._ref(sha),
            "status": state,
            "name": name,
            "target_url": None,
            "description": None,
            "created_at": at,
            "started_at": None,
            "finished_at": None,
            "allow_failure": False,
            "coverage": None,
            "pipeline_id": 1,
            "author": user(by),
        }
        self.statuses.setdefault(sha, []).append(made)
        return made

    def _ref(self, sha: str) -> str:
        return next((self.ref(number) for number, head in self.heads().items() if head == sha), "polyvalidate/x")

    def _events(self, query: Mapping[str, str], **_: Any) -> Answer:
        if not set(query) <= {*ProjectEventManager._list_filters, *ALWAYS} or query["action"] != "pushed":
            raise LookupError(f"no such filter: {sorted(query)}")
        return Answer(200, [one for one in reversed(self.events) if one["created_at"][:10] > query["after"]])

    def pushed(self, account: int, ref: str, before: str, after: str) -> None:
        data = {"commit_count": 1, "ref_type": "branch", "ref": ref.removeprefix("refs/heads/"), "ref_count": None}
        data |= {"commit_from": before if int(before, 16) else None, "commit_to": after, "commit_title": "À la main"}
        told = {"id": self._id(), "project_id": PROJECT, "action_name": "pushed to", "created_at": self.moment()}
        self.events.append(told | {"author_id": account, "author": user(account), "push_data": data})

    # --- what people do there -------------------------------------------------------------------------------------

    def opens(self, number: int, by: int, head: str, base: str, at: str) -> None:
        self.requests[number] = request(number, by, head, self.moment(at))
        self.versions[number] = [{"id": self._id(), "head_commit_sha": head, "created_at": at, "state": "collected"}]

    def opened_at(self, number: int, at: str) -> None:
        self.requests[number]["created_at"] = at

    def pushes(self, number: int, head: str, at: str) -> None:
        self.requests[number] |= {"sha": head, "updated_at": self.moment(at)}
        version = {"id": self._id(), "head_commit_sha": head, "created_at": at, "state": "collected"}
        self.versions[number].insert(0, version)

    def merged(self, number: int) -> None:
        self.requests[number] |= {"state": "merged", "updated_at": self.moment()}

    def told(self, head: str, at: str) -> None:
        self.status(head, self.writer, "pending", self.moment(at))

    def forgets(self) -> None:
        self.statuses.clear()

    def writes(self, number: int, by: int, body: str, at: str, *, system: bool = False) -> dict[str, Any]:
        made = note(self._id(), by, body, self.moment(at), system=system)
        self.notes.setdefault(number, []).append(made)
        self.touch(number, at)
        return made

    def reviewed(self, number: int, by: int, state: str, body: str, at: str) -> dict[str, Any]:
        approved = self.approved.setdefault(number, [])
        if by in approved:
            approved.remove(by)
        if state == "APPROVED":
            approved.append(by)
        words = {"APPROVED": APPROVED, "CHANGES_REQUESTED": "requested changes", "DISMISSED": f"un{APPROVED}"}
        made = self.writes(number, by, words[state], at, system=True) if state in words else {}
        said = self.writes(number, by, body, at) if body else {}  # a note of its own
        return made or said

    def asked(self, number: int) -> list[int]:
        return [one["id"] for one in self.requests[number].get("reviewers", [])]

    def is_open(self, number: int) -> bool:
        return bool(self.requests[number]["state"] == "opened")

    def heads(self) -> dict[int, str]:
        return {number: known["sha"] for number, known in self.requests.items()}

    def states(self, commit: str) -> list[str]:
        return [READ_AS[one["status"]] for one in self.statuses.get(commit, []) if one["name"] == CONTEXT]

    def spoken_of(self) -> list[str]:
        return [commit for commit, known in self.statuses.items() if known]

    def bodies(self, number: int) -> list[str]:
        return [one["body"] for one in self.notes.get(number, []) if not one["system"]]

    def labelled(self, number: int) -> list[str]:
        return list(self.requests[number]["labels"])

    def event(self, number: int) -> Any:
        attributes = {"iid": number, "action": "update", "target_project_id": PROJECT}
        return {"object_kind": "merge_request", "project": self._named(), "object_attributes": attributes}

    def comment_event(self, number: int, said: Mapping[str, Any]) -> Any:
        attributes = {"id": said["id"], "note": said["body"], "noteable_type": "MergeRequest"}
        about = {"iid": number, "target_project_id": PROJECT}
        return {
            "object_kind": "note",
            "project": self._named(),
            "object_attributes": attributes,
            "merge_request": about,
        }

    def _named(self) -> dict[str, Any]:
        return {"id": PROJECT, "path_with_namespace": REPOSITORY}

    def variables(self, server: str, run: int) -> dict[str, str]:
        return {
            "GITLAB_CI": "true",
            "CI_API_V4_URL": self.root,
            "CI_SERVER_URL": server,
            "CI_PROJECT_PATH": REPOSITORY,
            "CI_PIPELINE_ID": str(run),
            "GITLAB_TOKEN": TOKEN,
        }

    def ref(self, number: int) -> str:
        return f"refs/merge-requests/{number}/head"


def _apart(one: str, other: str) -> timedelta:
    return datetime.fromisoformat(other) - datetime.fromisoformat(one)
