"""A Forgejo on loopback: every answer is held to Forgejo's description before it leaves, every body that arrives
too."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler
from typing import Any

from polyvalidate.forge.planning import CONTEXT
from tests.forge import forgejo_specimens as made
from tests.forge.fake_forge import TOKEN, Answer, FakeForge, Fault
from tests.forge.forgejo_specimens import calls, held
from tests.forge.specimens import BOXES, REPOSITORY

BOT = 77
STATES = {"CHANGES_REQUESTED": "REQUEST_CHANGES", "COMMENTED": "COMMENT"}
"""What the tests say in GitHub's words."""
HERE = "/repos/{owner}/{repo}"
NOTHING = Answer(200, None)
"""A success without a word: no body at all."""
PARTS = {"index": r"(\d+)", "id": r"(\d+)", "sha": "([0-9a-f]+)", "ref": "(.+)"}
MOST = 50
"""The longest page, whatever is asked."""


class FakeForgejo(FakeForge):
    """``by_hand``: the school lets requests be marked as merged by hand."""

    name = "forgejo"
    per_page = 30

    def __init__(self, whole: FakeForge | None = None) -> None:
        super().__init__(whole)
        self.root += "/api/v1"
        self.writer = BOT
        self.by_hand = True
        self.pulls: dict[int, dict[str, Any]] = {}
        self.proposed: dict[int, str] = {}
        self.reviews: dict[int, list[dict[str, Any]]] = {}
        self.comments: dict[int, list[dict[str, Any]]] = {}
        self.statuses: dict[str, list[dict[str, Any]]] = {}
        self.labels: dict[str, dict[str, Any]] = {}
        self.activities: list[dict[str, Any]] = []

    # --- what Forgejo does ----------------------------------------------------------------------------------------

    def routes(self) -> list[tuple[str, str, Callable[..., Answer]]]:
        known: list[tuple[str, str, Callable[..., Answer]]] = [
            ("GET", "/user", self._user),
            ("GET", "/users/search", self._search),
            ("GET", f"{HERE}/pulls", self._pulls),
            ("GET", f"{HERE}/pulls/{{index}}", self._pull),
            ("PATCH", f"{HERE}/pulls/{{index}}", self._edit_pull),
            ("POST", f"{HERE}/pulls/{{index}}/merge", self._merge),
            ("GET", f"{HERE}/pulls/{{index}}/reviews", self._reviews),
            ("POST", f"{HERE}/pulls/{{index}}/requested_reviewers", self._ask),
            ("GET", f"{HERE}/git/refs/{{ref}}", self._refs),
            ("GET", f"{HERE}/statuses/{{sha}}", self._statuses),
            ("POST", f"{HERE}/statuses/{{sha}}", self._set_status),
            ("GET", f"{HERE}/issues/{{index}}/comments", self._comments),
            ("POST", f"{HERE}/issues/{{index}}/comments", self._post),
            ("PATCH", f"{HERE}/issues/comments/{{id}}", self._edit),
            ("DELETE", f"{HERE}/issues/comments/{{id}}", self._delete),
            ("GET", f"{HERE}/labels", self._labels),
            ("GET", f"{HERE}/activities/feeds", self._activities),
            ("POST", f"{HERE}/labels", self._new_label),
            ("GET", "/repos/issues/search", self._across),
        ]
        if {(method, path) for method, path, _ in known} - calls():
            raise LookupError("no such call")
        return [(method, "/api/v1" + self._pattern(path), action) for method, path, action in known]

    def _pattern(self, path: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda part: PARTS[part[1]], path.replace("{owner}/{repo}", REPOSITORY))

    def refusal(self, fault: Fault) -> dict[str, Any]:
        return held("APIError", {"message": fault.message, "url": f"{made.HERE}/api/swagger"})

    def _send(self, call: BaseHTTPRequestHandler, answer: Answer) -> None:
        if answer == NOTHING:
            return self._send_bytes(call, 200, b"", {}, 0)
        return super()._send(call, answer)

    def _page(self, answer: Answer, path: str, query: Mapping[str, str]) -> Answer:
        """A part of a list, counted whole; comments come all at once, and what others have begun to write is kept."""
        whole = answer.data
        size = min(int(query.get("limit", self.per_page)), MOST)
        start = (int(query.get("page", 1)) - 1) * size
        shown = whole if path.endswith("/comments") else whole[start : start + size]
        shown = [one for one in shown if one.get("state") != "PENDING"]
        return Answer(200, shown, {"x-total-count": str(len(whole))})

    def _user(self, **_: Any) -> Answer:
        return Answer(200, made.user(self.writer, "controle"))

    def _search(self, query: Mapping[str, str], **_: Any) -> Answer:
        known = made.user(int(query["uid"]))
        return Answer(200, {"ok": True, "data": [known | {"html_url": f"{self.site}/{known['login']}"}]})

    def _pulls(self, query: Mapping[str, str], **_: Any) -> Answer:
        found = [known for _, known in sorted(self.pulls.items()) if known["state"] == query["state"]]
        if query["sort"] == "recentupdate":
            found.sort(key=lambda known: known["updated_at"], reverse=True)
        return Answer(200, [held("PullRequest", known) for known in found])

    def _across(self, query: Mapping[str, str], **_: Any) -> Answer:
        """The requests of all the boxes, as issues: without their heads."""
        assert (query["type"], query["owner"]) == ("pulls", BOXES)
        found = [
            made.issue(f"{BOXES}/{name}", known)
            for name, box in self.boxes.items()
            for known in box.pulls.values()
            if known["state"] == query["state"] and known["updated_at"] >= query.get("since", "")[:19]
        ]
        return Answer(200, found)

    def _pull(self, number: str, **_: Any) -> Answer:
        if int(number) not in self.pulls:
            return Answer(404, self.refusal(Fault(404)))
        known = self.pulls[int(number)] | {"comments": len(self.comments.get(int(number), []))}
        return Answer(200, held("PullRequest", known))

    def _edit_pull(self, number: str, body: Any, **_: Any) -> Answer:
        held("EditPullRequestOption", body)
        known = self.pulls[int(number)]
        if "labels" in body:
            known["labels"] = [one for one in self.labels.values() if one["id"] in body["labels"]]
        if "state" in body:
            if known["merged"]:
                return Answer(412, self.refusal(Fault(412)))
            known["state"] = body["state"]
        self.touch(int(number))
        return Answer(201, held("PullRequest", known))

    def _ask(self, number: str, body: Any, **_: Any) -> Answer:
        held("PullReviewRequestOptions", body)
        wanted = [int(login.removeprefix("compte-")) for login in body["reviewers"]]
        known = self.pulls[int(number)]
        if {known["user"]["id"], *self.strangers} & set(wanted):
            return Answer(422, self.refusal(Fault(422)))
        new = [one for one in wanted if one not in self.asked(int(number))]
        known["requested_reviewers"] = [*(known.get("requested_reviewers") or []), *map(made.user, new)]
        self.touch(int(number))
        return Answer(201, [])

    def asked(self, number: int) -> list[int]:
        return [one["id"] for one in self.pulls[number].get("requested_reviewers") or []]

    def _merge(self, number: str, body: Any, **_: Any) -> Answer:
        held("MergePullRequestOption", body)
        known = self.pulls[int(number)]
        if known["merged"] or not self.by_hand or body["Do"] != "manually-merged":
            return Answer(405, self.refusal(Fault(405)))
        if known["state"] == "closed":
            return Answer(404, self.refusal(Fault(404)))
        known |= {"merged": True, "merge_commit_sha": body["MergeCommitID"], "state": "closed"}
        self.touch(int(number))
        return NOTHING

    def _reviews(self, number: str, **_: Any) -> Answer:
        return Answer(200, [held("PullReview", one) for one in self.reviews.get(int(number), [])])

    def _refs(self, ref: str, **_: Any) -> Answer:
        """Where the request stood when it was closed; the branch of its author may be elsewhere by now."""
        number = int(ref.split("/")[1])
        target = {"sha": self.proposed[number], "type": "commit", "url": made.HERE}
        found = {"ref": f"refs/{ref}", "url": made.HERE, "object": target}
        return Answer(200, [held("Reference", found)])

    def _statuses(self, sha: str, query: Mapping[str, str], **_: Any) -> Answer:
        found = self.statuses.get(sha, [])
        return Answer(200, found if query["sort"] == "highestindex" else list(reversed(found)))  # the wrong way round

    def _set_status(self, sha: str, body: Any, **_: Any) -> Answer:
        held("CreateStatusOption", body)
        given = {"status" if part == "state" else part: value for part, value in body.items()}
        known = made.status(self._id(), self.writer, created_at=self.now(), **given)
        self.statuses.setdefault(sha, []).append(known)
        return Answer(201, known)

    def _comments(self, number: str, **_: Any) -> Answer:
        return Answer(200, [held("Comment", one) for one in self.comments.get(int(number), [])])

    def _post(self, number: str, body: Any, **_: Any) -> Answer:
        held("CreateIssueCommentOption", body)
        return Answer(201, self.writes(int(number), self.writer, body["body"], self.now()))

    def touch(self, number: int) -> None:
        """Something was written under a request: the forge says when."""
        if number in self.pulls:
            self.pulls[number]["updated_at"] = self.now()

    def _edit(self, number: str, body: Any, **_: Any) -> Answer:
        held("EditIssueCommentOption", body)
        found = next(c for kept in self.comments.values() for c in kept if c["id"] == int(number))
        found["body"], found["updated_at"] = body["body"], self.now()
        return Answer(200, found)

    def _delete(self, number: str, **_: Any) -> Answer:
        before = sum(map(len, self.comments.values()))
        for kept in self.comments.values():
            kept[:] = [c for c in kept if c["id"] != int(number)]
        gone = sum(map(len, self.comments.values())) == before
        return Answer(404, self.refusal(Fault(404))) if gone else Answer(204, None)

    def _labels(self, **_: Any) -> Answer:
        return Answer(200, list(self.labels.values()))

    def _activities(self, **_: Any) -> Answer:
        return Answer(200, list(reversed(self.activities)))

    def _new_label(self, body: Any, **_: Any) -> Answer:
        held("CreateLabelOption", body)
        return Answer(201, self.label(body["name"]))

    # --- what people do there -------------------------------------------------------------------------------------

    def label(self, name: str) -> dict[str, Any]:
        """A label of the repository, made when it is not there."""
        return self.labels.setdefault(name, made.label(self._id(), name))

    def opens(self, number: int, by: int, head: str, base: str, at: str) -> None:
        self.pulls[number] = made.pull(number, by, head, base, at)
        self.proposed[number] = head

    def opened_at(self, number: int, at: str) -> None:
        self.pulls[number]["created_at"] = at

    def pushed(self, account: int, ref: str, before: str, after: str) -> None:
        """Somebody has pushed a branch: the forge remembers who, twice when it is new, once without a word."""
        told = {"op_type": "commit_repo", "ref_name": ref, "act_user_id": account, "act_user": made.user(account)}
        content = json.dumps({"Commits": [], "HeadCommit": {"Sha1": after}})
        for said in [content, *([] if int(before, 16) else [""])]:
            self.activities.append(held("Activity", told | {"id": self._id(), "content": said, "created": self.now()}))

    def pushes(self, number: int, head: str, at: str) -> None:
        known = self.pulls[number]
        known["head"]["sha"], known["head"]["repo"]["updated_at"] = head, at
        if known["state"] == "open":
            self.proposed[number], known["updated_at"] = head, at

    def merged(self, number: int) -> None:
        """Forgejo looks for itself only where the school has asked it to."""

    def told(self, head: str, at: str) -> None:
        said = made.status(self._id(), self.writer, context=CONTEXT, status="pending", created_at=at)
        self.statuses.setdefault(head, []).append(said)

    def forgets(self) -> None:
        self.statuses.clear()

    def writes(self, number: int, by: int, body: str, at: str) -> dict[str, Any]:
        said = made.comment(self._id(), by, body, at)
        self.comments.setdefault(number, []).append(said)
        self.touch(number)
        return said

    def reviewed(self, number: int, by: int, state: str, body: str, at: str) -> dict[str, Any]:
        said = made.review(self._id(), by, STATES.get(state, state), self.heads()[number], at, body=body)
        self.reviews.setdefault(number, []).append(said)
        self.touch(number)
        return said

    def is_open(self, number: int) -> bool:
        return bool(self.pulls[number]["state"] == "open")

    def heads(self) -> dict[int, str]:
        return {number: known["head"]["sha"] for number, known in self.pulls.items()}

    def states(self, commit: str) -> list[str]:
        return [status["status"] for status in self.statuses.get(commit, [])]

    def spoken_of(self) -> list[str]:
        return [commit for commit, known in self.statuses.items() if known]

    def bodies(self, number: int) -> list[str]:
        return [comment["body"] for comment in self.comments.get(number, [])]

    def labelled(self, number: int) -> list[str]:
        return [label["name"] for label in self.pulls[number]["labels"]]

    def event(self, number: int) -> Any:
        return made.pull_event(self.pulls[number])

    def comment_event(self, number: int, said: Mapping[str, Any]) -> Any:
        return made.comment_event(number, dict(said))

    def variables(self, server: str, run: int) -> dict[str, str]:
        self.site = server
        return {
            "GITEA_ACTIONS": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": self.root,
            "GITHUB_SERVER_URL": f"{server}/",
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_RUN_NUMBER": str(run),
            "FORGEJO_TOKEN": TOKEN,
        }

    def ref(self, number: int) -> str:
        return f"refs/pull/{number}/head"
