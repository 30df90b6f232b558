"""A GitHub on loopback: every answer is held to GitHub's official description before it leaves, every body that arrives
too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from githubkit_schemas.v2022_11_28 import models

from polyvalidate.forge.planning import CONTEXT
from tests.forge import specimens
from tests.forge.fake_forge import ENDLESS, TOKEN, Answer, FakeForge, Fault
from tests.forge.specimens import BOXES, REPOSITORY, held_to, specimen

__all__ = ["BOT", "BOT_LOGIN", "ENDLESS", "TOKEN", "FakeGitHub", "Fault"]


def held(error: dict[str, Any]) -> dict[str, Any]:
    held_to(models.BasicError, error)
    return error


def _simple(pull: Mapping[str, Any]) -> dict[str, Any]:
    """A request as a list shows it: what is in both descriptions, of the whole one."""
    made = specimen(models.PullRequestSimple, number=pull["number"]) | {"requested_reviewers": []}
    return made | {key: pull[key] for key in made if key in pull}


def label_of(name: str) -> dict[str, Any]:
    return specimen(models.PullRequestPropLabelsItems, name=name)


BOT = 41898282
BOT_LOGIN = "github-actions[bot]"


BOT = 41898282
BOT_LOGIN = "github-actions[bot]"


class FakeGitHub(FakeForge):
    name = "github"
    per_page = 30

    def __init__(self, whole: FakeForge | None = None) -> None:
        super().__init__(whole)
        self.users = {BOT_LOGIN: BOT}
        self.gone: set[int] = set()
        self.pulls: dict[int, dict[str, Any]] = {}
        self.reviews: dict[int, list[dict[str, Any]]] = {}
        self.comments: dict[int, list[dict[str, Any]]] = {}
        self.labels: dict[int, list[str]] = {}
        self.statuses: dict[str, list[dict[str, Any]]] = {}
        self.activities: list[dict[str, Any]] = []
        self.writer = BOT

    def refusal(self, fault: Fault) -> dict[str, Any]:
        error = {"message": fault.message, "documentation_url": "https://docs.github.com/rest"}
        held_to(models.ValidationErrorSimple if fault.status == 422 else models.BasicError, error)
        return error

    # --- what GitHub does -----------------------------------------------------------------------------------------

    def routes(self) -> list[tuple[str, str, Callable[..., Answer]]]:
        return [
            ("GET", r"/users/(.+)", self._user),
            ("GET", r"/user/(\d+)", self._account),
            ("GET", rf"/orgs/{BOXES}/issues", self._across),
            ("GET", rf"/repos/{REPOSITORY}/pulls", self._pulls),
            ("GET", rf"/repos/{REPOSITORY}/pulls/(\d+)", self._pull),
            ("GET", rf"/repos/{REPOSITORY}/pulls/(\d+)/reviews", self._reviews),
            ("GET", rf"/repos/{REPOSITORY}/commits/([0-9a-f]+)/statuses", self._statuses),
            ("POST", rf"/repos/{REPOSITORY}/statuses/([0-9a-f]+)", self._set_status),
            ("GET", rf"/repos/{REPOSITORY}/activity", self._activity),
            ("GET", rf"/repos/{REPOSITORY}/issues/(\d+)/comments", self._comments),
            ("POST", rf"/repos/{REPOSITORY}/issues/(\d+)/comments", self._post),
            ("GET", rf"/repos/{REPOSITORY}/issues/comments/(\d+)", self._comment),
            ("PATCH", rf"/repos/{REPOSITORY}/issues/comments/(\d+)", self._edit),
            ("DELETE", rf"/repos/{REPOSITORY}/issues/comments/(\d+)", self._delete),
            ("PATCH", rf"/repos/{REPOSITORY}/pulls/(\d+)", self._close),
            ("PUT", rf"/repos/{REPOSITORY}/issues/(\d+)/labels", self._label),
            ("DELETE", rf"/repos/{REPOSITORY}/issues/(\d+)/labels", self._unlabel),
            ("POST", rf"/repos/{REPOSITORY}/pulls/(\d+)/requested_reviewers", self._ask),
        ]

    def _user(self, login: str, **_: Any) -> Answer:
        number = self.users[login.replace("%5B", "[").replace("%5D", "]")]
        return Answer(200, specimen(models.PublicUser, id=number, login=BOT_LOGIN))

    def _account(self, number: str, **_: Any) -> Answer:
        if int(number) in self.gone:
            return Answer(404, self.refusal(Fault(404)))
        login = f"compte-{number}"
        return Answer(200, specimen(models.PublicUser, id=int(number), login=login, html_url=f"{self.site}/{login}"))

    def _pulls(self, query: Mapping[str, str], **_: Any) -> Answer:
        found = [_simple(p) for _, p in sorted(self.pulls.items()) if p["state"] == query["state"]]
        if query.get("sort") == "updated":
            found.sort(key=lambda p: p["updated_at"], reverse=query.get("direction") == "desc")
        held_to(list[models.PullRequestSimple], found)
        return Answer(200, found)

    def _across(self, query: Mapping[str, str], **_: Any) -> Answer:
        """The requests of all the boxes, as issues, and an issue that is none."""
        assert query["filter"] == "all"
        found = [
            issue
            for name, box in self.boxes.items()
            for known in box.pulls.values()
            for issue in specimens.issues(f"{BOXES}/{name}", known)
            if known["state"] == query["state"] and known["updated_at"] >= query.get("since", "")[:19]
        ]
        held_to(list[models.Issue], found)
        return Answer(200, found)

    def _pull(self, number: str, **_: Any) -> Answer:
        if int(number) not in self.pulls:
            return Answer(404, held({"message": "Not Found"}))
        known = self.pulls[int(number)] | {"comments": len(self.comments.get(int(number), []))}
        held_to(models.PullRequest, known)
        return Answer(200, known)

    def _reviews(self, number: str, **_: Any) -> Answer:
        found = self.reviews.get(int(number), [])
        held_to(list[models.PullRequestReview], found)
        return Answer(200, found)

    def _statuses(self, sha: str, **_: Any) -> Answer:
        found = list(reversed(self.statuses.get(sha, [])))
        held_to(list[models.Status], found)
        return Answer(200, found)

    def _set_status(self, sha: str, body: Any, **_: Any) -> Answer:
        held_to(models.ReposOwnerRepoStatusesShaPostBody, body)
        given = {"description": None, "target_url": None, "created_at": self.now(), **body}
        made = specimens.status(self._id(), self.writer, **given)
        self.statuses.setdefault(sha, []).append(made)
        return Answer(201, made)

    def _activity(self, query: Mapping[str, str], **_: Any) -> Answer:
        found = [each for each in reversed(self.activities) if each["ref"] == query["ref"]]
        held_to(list[models.Activity], found)
        return Answer(200, found)

    def pushed(self, account: int, ref: str, before: str, after: str) -> None:
        """Somebody has pushed a branch: the forge remembers who."""
        actor = specimen(models.SimpleUser, id=account)
        kind = "push" if int(before, 16) else "branch_creation"
        said = {"before": before, "after": after, "ref": ref, "activity_type": kind, "timestamp": self.now()}
        self.activities.append(specimen(models.Activity, id=self._id(), **said) | {"actor": actor})

    def _comments(self, number: str, **_: Any) -> Answer:
        found = self.comments.get(int(number), [])
        held_to(list[models.IssueComment], found)
        return Answer(200, found)

    def _post(self, number: str, body: Any, **_: Any) -> Answer:
        held_to(models.ReposOwnerRepoIssuesIssueNumberCommentsPostBody, body)
        made = specimens.comment(self._id(), self.writer, body["body"], self.now())
        self.comments.setdefault(int(number), []).append(made)
        self.touch(int(number))
        return Answer(201, made)

    def touch(self, number: int) -> None:
        """Something was written under a request: the forge says when."""
        if number in self.pulls:
            self.pulls[number]["updated_at"] = self.now()

    def _comment(self, number: str, **_: Any) -> Answer:
        found = [c for kept in self.comments.values() for c in kept if c["id"] == int(number)]
        return Answer(200, found[0]) if found else Answer(404, held({"message": "Not Found"}))

    def _edit(self, number: str, body: Any, **_: Any) -> Answer:
        held_to(models.ReposOwnerRepoIssuesCommentsCommentIdPatchBody, body)
        found = next(c for kept in self.comments.values() for c in kept if c["id"] == int(number))
        found["body"], found["updated_at"] = body["body"], self.now()
        return Answer(200, found)

    def _delete(self, number: str, **_: Any) -> Answer:
        for kept in self.comments.values():
            kept[:] = [c for c in kept if c["id"] != int(number)]
        return Answer(204, None)

    def _close(self, number: str, body: Any, **_: Any) -> Answer:
        held_to(models.ReposOwnerRepoPullsPullNumberPatchBody, body)
        self.pulls[int(number)] |= body
        self.touch(int(number))
        return self._pull(number)

    def _label(self, number: str, body: Any, **_: Any) -> Answer:
        held_to(models.ReposOwnerRepoIssuesIssueNumberLabelsPutBodyOneof0, body)
        self.labels[int(number)] = body["labels"]
        made = [specimen(models.Label, name=label) for label in body["labels"]]
        held_to(list[models.Label], made)
        if int(number) in self.pulls:
            self.pulls[int(number)]["labels"] = [label_of(label) for label in body["labels"]]
        self.touch(int(number))
        return Answer(200, made)

    def _unlabel(self, number: str, **_: Any) -> Answer:
        self.labels[int(number)] = []
        self.pulls[int(number)]["labels"] = []
        self.touch(int(number))
        return Answer(204, None)

    def _ask(self, number: str, body: Any, **_: Any) -> Answer:
        held_to(models.ReposOwnerRepoPullsPullNumberRequestedReviewersPostBodyAnyof0, body)
        wanted = [int(login.removeprefix("compte-")) for login in body["reviewers"]]
        known = self.pulls[int(number)]
        if {known["user"]["id"], *self.strangers} & set(wanted):
            return Answer(422, self.refusal(Fault(422, message="Reviews may only be requested from collaborators.")))
        new = [specimens.user(one) for one in wanted if one not in self.asked(int(number))]
        known["requested_reviewers"] = [*known.get("requested_reviewers", []), *new]
        self.touch(int(number))
        return Answer(201, _simple(known))

    # --- what people do there -------------------------------------------------------------------------------------

    def opens(self, number: int, by: int, head: str, base: str, at: str) -> None:
        made = specimens.pull(number, by, head, base)
        made["created_at"] = made["head"]["repo"]["pushed_at"] = at
        self.pulls[number] = made

    def opened_at(self, number: int, at: str) -> None:
        self.pulls[number]["created_at"] = at

    def pushes(self, number: int, head: str, at: str) -> None:
        known = self.pulls[number]
        known["head"]["sha"] = head
        known["head"]["repo"]["pushed_at"] = known["updated_at"] = at

    def merged(self, number: int) -> None:
        self.pulls[number]["state"] = "closed"

    def told(self, head: str, at: str) -> None:
        said = specimens.status(self._id(), self.writer, context=CONTEXT, state="pending", created_at=at)
        self.statuses.setdefault(head, []).append(said)

    def forgets(self) -> None:
        self.statuses.clear()

    def writes(self, number: int, by: int, body: str, at: str) -> dict[str, Any]:
        made = specimens.comment(self._id(), by, body, at)
        self.comments.setdefault(number, []).append(made)
        self.touch(number)
        return made

    def reviewed(self, number: int, by: int, state: str, body: str, at: str) -> dict[str, Any]:
        made = specimens.review(self._id(), by, state, self.heads()[number]) | {"body": body, "submitted_at": at}
        self.reviews.setdefault(number, []).append(made)
        left = [one for one in self.pulls[number].get("requested_reviewers", []) if one["id"] != by]
        self.pulls[number]["requested_reviewers"] = left
        self.touch(number)
        return made

    def asked(self, number: int) -> list[int]:
        return [one["id"] for one in self.pulls[number].get("requested_reviewers", [])]

    def is_open(self, number: int) -> bool:
        return bool(self.pulls[number]["state"] == "open")

    def heads(self) -> dict[int, str]:
        return {number: known["head"]["sha"] for number, known in self.pulls.items()}

    def states(self, commit: str) -> list[str]:
        return [status["state"] for status in self.statuses.get(commit, [])]

    def spoken_of(self) -> list[str]:
        return [commit for commit, known in self.statuses.items() if known]

    def bodies(self, number: int) -> list[str]:
        return [comment["body"] for comment in self.comments.get(number, [])]

    def labelled(self, number: int) -> list[str]:
        return self.labels.get(number, [])

    def event(self, number: int) -> Any:
        known = self.pulls[number]
        model = models.WebhookPullRequestSynchronize
        return specimens.pull_event(model, number, known["user"]["id"], known["head"]["sha"], known["base"]["sha"])

    def comment_event(self, number: int, said: Mapping[str, Any]) -> Any:
        return specimens.comment_event(number, said)

    def variables(self, server: str, run: int) -> dict[str, str]:
        self.site = server
        return {
            "GITHUB_API_URL": self.root,
            "GITHUB_SERVER_URL": server,
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_RUN_ID": str(run),
            "GITHUB_TOKEN": TOKEN,
        }

    def ref(self, number: int) -> str:
        return f"refs/pull/{number}/head"
