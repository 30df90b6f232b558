"""``polyvalidate boxes``: what the roster says is what stands on the forge, however often a run was stopped; nobody
else has access; every difference is named; no faster than a forge allows."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from gitlab import Gitlab

from polyvalidate.forge.boxes import BOXES as KINDS
from polyvalidate.forge.boxes.checking import Difference, Kind, differences
from polyvalidate.forge.boxes.pace import GITHUB, Pace
from polyvalidate.forge.boxes.place import Boxes
from polyvalidate.forge.boxes.steps import Refused, Roster, Step, archiving, carried, creating, inviting
from polyvalidate.forge.fault import Fault as Stopped
from polyvalidate.forge.http import Api
from polyvalidate.office.register.pseudonyms import CODE
from tests.extent import WHOLE, spread
from tests.forge.fake_forge import TOKEN, Fault
from tests.forge.settled import ADMINISTRATOR, Repository
from tests.forge.settled import BOXES as PLACE
from tests.forge.settled_github import SettledGitHub
from tests.forge.settled_gitlab import SettledGitLab
from tests.forge.test_doctor import DIALECTS, LEVELS, Settled
from tests.forge.test_doctor import KINDS as FAKES
from tests.proposing import School
from tests.running import run

ONE, TWO, NEW, GONE = "s-aaaaaaaaa1", "s-aaaaaaaaa2", "s-aaaaaaaaa3", "s-aaaaaaaaa4"
STAFF, STRANGER, OTHER = 1000003, 9999, 2000002
FORGES = sorted(FAKES)


def roster_on(name: str) -> Roster:
    """Three students, the account of the third not known yet; one who has left."""
    present = {ONE: f"{name}:2000001", TWO: f"{name}:{OTHER}", NEW: None}
    known = frozenset((*present, GONE))
    departed: dict[str, str | None] = {GONE: f"{name}:2000004"}
    return Roster(present, departed, frozenset({f"{name}:{STAFF}"}), "# Votre boîte\n", known, is_code)


def is_code(name: str) -> bool:
    return CODE.fullmatch(name) is not None


@contextmanager
def place_on(name: str) -> Iterator[Settled]:
    """A place with what earlier years left: the box of who has gone, still open, and the school's own repository."""
    there: Settled = FAKES[name]()
    write, read, admin = LEVELS[name]
    there.repos[f"{PLACE}/points"] = Repository(90, people={STAFF: write})
    gone = Repository(91, files={"README.md": "…"}, people={2000004: write, STRANGER: read, STAFF: read})
    there.repos[f"{PLACE}/{GONE}"] = gone
    if isinstance(there, SettledGitHub):
        gone.people[ADMINISTRATOR] = admin
        gone.invited[92] = OTHER
    elif isinstance(there, SettledGitLab):
        there.group_people[STAFF] = read
    else:
        there.team[STAFF] = read
    try:
        yield there
    finally:
        there.close()
    assert there.wrong == []


@contextmanager
def boxes_on(there: Settled, waits: list[float] | None = None) -> Iterator[Boxes]:
    kept: list[float] = [] if waits is None else waits
    api = Api(there.root, TOKEN, kept.append, dialect=DIALECTS[there.name])
    try:
        yield KINDS[there.name](api, PLACE, Pace())
    finally:
        api.close()


def silent(done: int, total: int) -> None:
    assert done <= total


def runs(there: Settled, *plans: Callable[..., Iterator[Step]]) -> list[Refused]:
    """Each command in turn, as in runs of their own; those who are invited say yes."""
    refused = []
    with boxes_on(there) as one:
        for plan in plans:
            boxes, roster = type(one)(one.api, one.place, one.pace), roster_on(there.name)
            refused += carried(boxes, list(plan(boxes, roster, silent)), roster, silent)
            accepted(there)
    return refused


def accepted(there: Settled) -> None:
    if isinstance(there, SettledGitHub):
        for name in (ONE, TWO, NEW):
            if f"{PLACE}/{name}" in there.repos:
                there.accept(f"{PLACE}/{name}")
                there.repos[f"{PLACE}/{name}"].people[STAFF] = "pull"  # the role of the organisation


def differ(there: Settled) -> list[Difference]:
    with boxes_on(there) as boxes:
        return list(differences(boxes, roster_on(there.name), silent))


def state(there: Settled) -> Any:
    """All that stands there, but for the numbers that the forge gives."""
    return {
        name: (r.private, r.archived, r.branch, r.files, r.people, sorted(r.invited.values()), r.rules, r.more)
        for name, r in there.repos.items()
    }, getattr(there, "rulesets", None)


ALL = (creating, inviting, archiving)


@pytest.mark.parametrize("name", FORGES)
def test_a_cohort_has_its_boxes_and_nobody_else_is_in_them(name: str) -> None:
    write, _, _ = LEVELS[name]
    with place_on(name) as there:
        refused = runs(there, *ALL)
        repos, found = there.repos, differ(there)
        steps = []
        with boxes_on(there) as boxes:
            for plan in ALL:
                steps += list(plan(boxes, roster_on(name), silent))

    mine, theirs = repos[f"{PLACE}/{ONE}"], repos[f"{PLACE}/{GONE}"]
    assert (refused, steps) == ([], [])
    assert (mine.private, mine.branch, mine.files, mine.people[2000001]) == (
        True,
        "main",
        {"README.md": "# Votre boîte\n"},
        write,
    )
    assert {OTHER, STRANGER} & set(mine.people) == set()
    assert (theirs.archived, set(theirs.people) - {ADMINISTRATOR}, theirs.invited) == (True, {STAFF}, {})
    assert repos[f"{PLACE}/points"].people == {STAFF: write}
    assert [one for one in found if one.kind is not Kind.ADMINISTERS] == [Difference(Kind.NO_ACCOUNT, NEW)]


@pytest.mark.parametrize("name", FORGES)
def test_a_box_cannot_be_rewritten_copied_or_made_to_run_anything(name: str) -> None:
    with place_on(name) as there:
        runs(there, creating)
        made = there.repos[f"{PLACE}/{ONE}"]

    if isinstance(there, SettledGitHub):
        assert there.rulesets == ["polyvalidate"]
    elif isinstance(there, SettledGitLab):
        assert made.more == {"forking_access_level": "disabled", "builds_access_level": "disabled"}
        assert made.rules != []
    else:
        assert made.more == {"has_actions": False}
        assert made.rules[0]["push_whitelist_usernames"] == ["compte-77"]


def test_a_branch_of_gitlab_that_developers_may_push_to_is_guarded_anew() -> None:
    with place_on("gitlab") as there:
        assert isinstance(there, SettledGitLab)
        there.protects_new = False
        runs(there, creating)
        levels = there.repos[f"{PLACE}/{ONE}"].rules[0]["push_access_levels"]
        levels[0]["access_level"] = 30
        seen = [one.kind for one in differ(there) if one.code == ONE]
        runs(there, creating)

        (rule,) = there.repos[f"{PLACE}/{ONE}"].rules

    assert Kind.NOT_GUARDED in seen
    assert rule["push_access_levels"][0]["access_level"] == 40


def test_another_client_of_gitlab_sets_and_reads_what_the_fake_holds() -> None:
    with place_on("gitlab") as there:
        client = Gitlab(there.root.removesuffix("/api/v4"), private_token=TOKEN)
        group = client.groups.get(PLACE)
        said = {
            "name": ONE,
            "path": ONE,
            "namespace_id": group.id,
            "visibility": "private",
            "builds_access_level": "disabled",
        }
        box = client.projects.create(said)
        box.files.create({"file_path": "README.md", "branch": "main", "content": "#", "commit_message": "README.md"})
        box.members.create({"user_id": OTHER, "access_level": 30})
        (rule,) = box.protectedbranches.list(get_all=True)
        rule.delete()
        box.protectedbranches.create({"name": "main", "push_access_level": 40, "merge_access_level": 40})
        box.archive()
        seen = next(one for one in group.projects.list(get_all=True) if one.path == ONE)
        school = client.projects.get(77)

        found = {one.id: one.access_level for one in box.members_all.list(get_all=True)}
        (schedule,) = school.pipelineschedules.list(get_all=True)
        token = client.personal_access_tokens.get("self")
        user = client.users.get(OTHER)
        variables = [one.protected for one in school.variables.list(get_all=True)]

    assert (seen.archived, seen.visibility, found[OTHER], found[STAFF]) == (True, "private", 30, 20)
    assert (schedule.active, token.scopes, user.username, variables) == (
        True,
        ["api", "write_repository"],
        f"compte-{OTHER}",
        [True],
    )


# --- stopped ----------------------------------------------------------------------------------------------------------


class Killed(BaseException):
    """The machine went away."""


def writings(there: Settled, at: int | None, monkeypatch: pytest.MonkeyPatch) -> int:
    """All the commands, killed before the writing of that number; how many writings were begun.

    Between one and the next they only read: killed there, they leave the same.
    """
    count, write = itertools.count(), Api.write

    def writing(self: Api, *words: Any, **more: Any) -> Any:
        if next(count) == at:
            raise Killed
        return write(self, *words, **more)

    with monkeypatch.context() as patched:
        patched.setattr(Api, "write", writing)
        try:
            runs(there, *ALL)
        except Killed:
            assert at is not None
    return next(count)


@pytest.mark.parametrize("name", FORGES)
def test_a_run_that_is_killed_at_any_writing_is_finished_by_the_next(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place_on(name) as there:
        most = writings(there, None, monkeypatch)
        whole = state(there)

    # The order of writings is the same on each forge: all of them on one, some on the others.
    for at in spread(range(most), 8 if WHOLE else 4, all_of_them=WHOLE and name == "github"):
        with place_on(name) as there:
            assert writings(there, at, monkeypatch) == at + 1
            runs(there, *ALL)
            found = state(there)

        assert found == whole, at


# --- what the forge does not take -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORGES)
def test_an_account_that_is_gone_keeps_nobody_else_out(name: str) -> None:
    with place_on(name) as there:
        there.gone.add(2000001)
        refused = runs(there, *ALL)

        people = there.repos[f"{PLACE}/{TWO}"].people

    assert [(one.step.code, one.why.en) for one in refused] == [(ONE, f"there is no account {name}:2000001")]
    assert people[OTHER] == LEVELS[name][0]


@pytest.mark.parametrize("fault", [Fault(403), Fault(500), Fault(-1)])
@pytest.mark.parametrize("name", FORGES)
def test_what_would_meet_every_box_stops_the_run_and_nothing_is_said_to_be_done(name: str, fault: Fault) -> None:
    with place_on(name) as there:
        there.faults["POST", "/(repos|projects)$"] = [None, *[fault] * 9]
        with pytest.raises(Stopped):
            runs(there, creating)
        there.faults.clear()
        refused = runs(there, *ALL)
        found = {one.kind for one in differ(there)} - {Kind.ADMINISTERS}

    assert (refused, found) == ([], {Kind.NO_ACCOUNT})


def test_a_plan_that_has_no_rulesets_keeps_nobody_from_having_a_box() -> None:
    with place_on("github") as there:
        there.faults["POST", "/rulesets$"] = [Fault(403)]
        (refused,) = runs(there, creating)

        assert f"{PLACE}/{TWO}" in there.repos

    assert (refused.step.code, "the boxes work without" in refused.why.en) == ("", True)


# --- check ------------------------------------------------------------------------------------------------------------

Change = Callable[[Any], object]


def _box(there: Settled) -> Repository:
    return there.repos[f"{PLACE}/{ONE}"]


def _right(at: int) -> Change:
    return lambda there: _box(there).people.update({2000001: LEVELS[there.name][at]})


CHANGES: list[tuple[Kind, Change]] = [
    (Kind.MISSING, lambda there: there.repos.pop(f"{PLACE}/{ONE}")),
    (Kind.NOT_PRIVATE, lambda there: setattr(_box(there), "private", False)),
    (Kind.NOT_READY, lambda there: setattr(_box(there), "archived", True)),
    (Kind.NOT_READY, lambda there: _box(there).files.clear()),
    (Kind.NOT_READY, lambda there: setattr(_box(there), "branch", "master")),
    (Kind.NOT_INVITED, lambda there: _box(there).people.pop(2000001)),
    (Kind.OTHER_RIGHT, _right(2)),
    (Kind.OTHER_RIGHT, _right(1)),
    (Kind.STRANGER, lambda there: _box(there).people.update({OTHER: LEVELS[there.name][1]})),
    (Kind.STRANGER, lambda there: _box(there).people.update({OTHER: LEVELS[there.name][2]})),
    (Kind.ADMINISTERS, lambda there: _box(there).people.update({STRANGER: LEVELS[there.name][2]})),
    (Kind.DEPARTED, lambda there: setattr(there.repos[f"{PLACE}/{GONE}"], "archived", False)),
    (Kind.STILL_IN, lambda there: there.repos[f"{PLACE}/{GONE}"].people.update({2000004: LEVELS[there.name][1]})),
    (Kind.NOBODYS, lambda there: there.repos.update({f"{PLACE}/s-zzzzzzzzz9": Repository(300)})),
]


@pytest.mark.parametrize("name", FORGES)
def test_every_difference_is_named(name: str) -> None:
    with place_on(name) as there:
        runs(there, *ALL)
        settled, before = deepcopy(there.repos), set(differ(there))
        for kind, change in CHANGES:
            change(there)
            found = set(differ(there)) - before
            there.repos = deepcopy(settled)

            assert kind in {one.kind for one in found}, kind


def test_an_invitation_that_waits_or_has_expired_is_named_and_made_again_once() -> None:
    with place_on("github") as there:
        assert isinstance(there, SettledGitHub)
        runs(there, creating)
        with boxes_on(there) as boxes:
            roster = roster_on("github")
            carried(boxes, list(inviting(boxes, roster, silent)), roster, silent)
            again = list(inviting(boxes, roster, silent))
            waiting = {one.kind for one in differences(boxes, roster, silent) if one.code == ONE}
            there.repos[f"{PLACE}/{ONE}"].expired |= set(there.repos[f"{PLACE}/{ONE}"].invited)
            expired = {one.kind for one in differences(boxes, roster, silent) if one.code == ONE}
            renewed = [type(step).__name__ for step in inviting(boxes, roster, silent)]

    assert (again, waiting - {Kind.NOT_READ}, expired - {Kind.NOT_READ}, renewed) == (
        [],
        {Kind.WAITING},
        {Kind.EXPIRED},
        ["Revoke", "Give"],
    )


# --- how fast -------------------------------------------------------------------------------------------------------


def test_nine_hundred_boxes_are_written_no_faster_than_github_allows() -> None:
    now, moments = [0.0], list[float]()

    def wait(seconds: float) -> None:
        now[0] += seconds

    pace = Pace(GITHUB, apart=1.0, clock=lambda: now[0], wait=wait)
    for _ in range(1800):
        pace()
        moments.append(now[0])

    for most, seconds in GITHUB:
        assert all(b - a >= seconds for a, b in zip(moments, moments[most:], strict=False))
    assert min(b - a for a, b in itertools.pairwise(moments)) >= 1.0
    assert moments[-1] < 4 * 3600
    assert (pace.hours(1800), Pace().hours(1800)) == (4, 0)


# --- the commands -----------------------------------------------------------------------------------------------------


def test_the_office_sees_what_would_be_done_before_it_is_and_again_nothing_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = School(tmp_path / "école")
    rules = school.read("grid/2025-2026/rules.yml")
    school.settle({"grid/2025-2026/rules.yml": f"{rules}intake: boxes\nboxes: {PLACE}\n"})
    code = f"{PLACE}/s-base000001"
    with place_on("github") as there:
        assert isinstance(there, SettledGitHub)
        for variable, value in {"TOKEN": TOKEN, "API_URL": there.root}.items():
            monkeypatch.setenv(f"GITHUB_{variable}", value)
        here = ("--repo", school.place)
        _, planned, _ = run("boxes", "create", "--dry-run", *here)
        nobody, _, why = run("boxes", "create", *here)
        untouched = code in there.repos
        made, said, _ = run("boxes", "create", "--yes", *here)
        again, nothing, _ = run("boxes", "create", "--yes", *here)
        invited = run("boxes", "invite", "--yes", *here, lang="en")
        checked, data, _ = run("boxes", "check", "--format", "json", *here)
        _, told, _ = run("boxes", "check", *here)

        files, waiting = there.repos[code].files, list(there.repos[code].invited.values())

    assert "    1  boîte à créer\n         s-base000001\n" in planned
    assert (nobody, untouched, "ajoutez --yes" in why) == (1, False, True)
    assert (made, "✓ 3 écritures faites sur 3." in said, again, "rien à faire" in nothing) == (0, True, 0, True)
    assert (invited[0], waiting, "1  student to invite" in invited[1]) == (0, [2000001], True)
    assert files["README.md"].startswith("# Votre boîte\n\nCe dépôt privé est à vous")
    assert (checked, {one["kind"] for one in json.loads(data)["differences"]}) == (
        1,
        {"waiting", "not-read", "nobodys"},
    )
    assert "invitation sans réponse : l'élève l'accepte sur la forge" in told


def test_a_school_without_boxes_is_told_how_to_have_them(tmp_path: Path) -> None:
    school = School(tmp_path / "école")

    code, _, error = run("boxes", "check", "--repo", school.place)

    assert (code, "Écrivez intake: boxes" in error) == (2, True)
