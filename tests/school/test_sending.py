"""How a commit reaches the branch of a server: to a waiting branch, checked there, brought in by fast-forward or
refused with a word; over two real repositories, the server's with a hook that refuses what a test says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, making
from polyvalidate.school import sending
from polyvalidate.school.sending import Landing, Outcome, Patience, Sent
from tests.gitmaking import Repository

MAIN = "refs/heads/main"
WHY = Text("Parce que.", "Because.")


class Places(NamedTuple):
    """A clone, its server, and three commits: the second on the first, and the third beside the second."""

    here: Repository
    server: Repository
    base: str
    ours: str
    theirs: str

    @property
    def waiting(self) -> str:
        return sending.waiting_of(self.ours)

    def at(self, ref: str = MAIN) -> str:
        """Where a reference of the server is; empty when it is not there."""
        return self.server.git("for-each-ref", "--format=%(objectname)", ref)

    def moves(self, commit: str, ref: str = MAIN) -> None:
        """Somebody else has pushed it to the server."""
        self.here.git("push", "-q", str(self.server.folder), f"+{commit}:{ref}")

    def refuses(self, ref: str, says: str = "La politique l'interdit.") -> None:
        hook = self.server.folder / "hooks" / "update"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f'#!/bin/sh\n[ "$1" != "{ref}" ] || {{ echo "{says}" >&2; exit 1; }}\n', encoding="ascii")
        hook.chmod(0o755)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    here, server = Repository(tmp_path / "ici"), Repository(tmp_path / "serveur")
    base = here.commit_of({"un.txt": b"1\n"})
    ours = here.commit_of({"un.txt": b"1\n", "deux.txt": b"2\n"}, base)
    theirs = here.commit_of({"un.txt": b"1\n", "trois.txt": b"3\n"}, base)
    here.git("remote", "add", "origin", str(server.folder))
    made = Places(here, server, base, ours, theirs)
    made.moves(base)
    here.branch("main", ours)
    return made


def entered(places: Places, check: Callable[[], Text | None] = lambda: None) -> sending.Unsent | None:
    landing = Landing(places.base, places.ours, places.waiting)
    return sending.enter(places.here.folder, "origin", MAIN, landing, check)


def sent(places: Places, wait: Callable[[float], None] = lambda _: None, seconds: float = 5.0) -> Sent:
    return sending.hand_in(
        places.here.folder, "origin", MAIN, places.ours, places.base, places.waiting, Patience(seconds, wait)
    )


# --- by the school's own job ------------------------------------------------------------------------------------------


def test_a_merge_is_checked_where_it_waits_and_then_brought_in(places: Places) -> None:
    seen: list[str] = []

    def check() -> None:
        seen.extend((places.at(places.waiting), places.at()))

    assert entered(places, check) is None
    assert seen == [places.ours, places.base]
    assert (places.at(), places.at(places.waiting)) == (places.ours, "")


def test_what_the_check_does_not_pass_stays_outside_and_waits_no_more(places: Places) -> None:
    assert entered(places, lambda: WHY) == sending.Unsent(WHY)
    assert (places.at(), places.at(places.waiting)) == (places.base, "")


def test_a_merge_that_waits_already_is_not_pushed_there_again(places: Places) -> None:
    places.moves(places.ours, places.waiting)
    places.refuses(places.waiting)

    assert entered(places) is None
    assert places.at() == places.ours


def test_another_commit_that_waits_under_the_same_name_gives_way(places: Places) -> None:
    places.moves(places.theirs, places.waiting)

    assert entered(places) is None
    assert places.at() == places.ours


def test_a_merge_that_the_server_holds_is_not_checked_again_and_its_waiting_branch_goes(places: Places) -> None:
    places.moves(places.ours)
    places.moves(places.ours, places.waiting)
    checked: list[bool] = []

    assert entered(places, lambda: checked.append(True)) is None
    assert checked == []
    assert places.at(places.waiting) == ""


def test_a_branch_that_has_moved_is_said_to_have_moved_and_nothing_is_pushed(places: Places) -> None:
    places.moves(places.theirs)

    unsent = entered(places, lambda: pytest.fail("it was checked"))

    assert unsent is not None
    assert unsent.moved
    assert unsent.text.fr.startswith("La branche a changé sur le serveur")
    assert (places.at(), places.at(places.waiting)) == (places.theirs, "")


def test_a_branch_that_moves_while_it_is_checked_is_said_to_have_moved(places: Places) -> None:
    unsent = entered(places, lambda: places.moves(places.theirs))

    assert unsent is not None
    assert unsent.moved
    assert (places.at(), places.at(places.waiting)) == (places.theirs, "")


def test_a_branch_that_refuses_is_said_not_to_accept_yet(places: Places) -> None:
    places.refuses(MAIN)

    unsent = entered(places)

    assert unsent is not None
    assert not unsent.moved
    assert unsent.text.fr.startswith("Le serveur n'accepte pas encore cette fusion")
    assert places.at() == places.base


def test_a_push_whose_answer_is_lost_is_known_by_what_stands_on_the_server(places: Places) -> None:
    def in_the_meantime() -> None:
        places.moves(places.ours)  # the push itself is refused then: the branch is not where it was expected

    assert entered(places, in_the_meantime) is None
    assert places.at() == places.ours


def test_a_server_that_refuses_the_waiting_branch_is_quoted(places: Places) -> None:
    places.refuses(places.waiting)

    unsent = entered(places, lambda: pytest.fail("it was checked"))

    assert unsent is not None
    assert unsent.text.fr.startswith("Le serveur refuse la branche d'attente : La politique l'interdit.")
    assert not unsent.moved


def test_a_server_that_is_gone_is_named_before_and_after_the_check(places: Places) -> None:
    elsewhere = places.server.folder.with_name("ailleurs")

    def gone() -> None:
        places.server.folder.rename(elsewhere)

    after = entered(places, gone)
    before = entered(places, lambda: pytest.fail("it was checked"))

    for unsent in (after, before):
        assert unsent is not None
        assert unsent.text == making.UNREAD.filled(remote="origin")


def test_why_a_commit_is_refused_is_kept_before_its_waiting_branch_goes(places: Places) -> None:
    places.moves(places.ours, places.waiting)

    sending.refuse(places.here.folder, "origin", places.waiting, places.ours, WHY)

    assert places.at(places.waiting) == ""
    kept = places.server.git("cat-file", "blob", sending.SAID + places.ours)
    assert json.loads(kept) == [WHY.fr, WHY.en]


def test_what_cannot_be_kept_leaves_the_waiting_branch(places: Places) -> None:
    places.moves(places.ours, places.waiting)
    places.refuses(sending.SAID + places.ours)

    with pytest.raises(Unreadable, match="origin"):
        sending.refuse(places.here.folder, "origin", places.waiting, places.ours, WHY)

    assert places.at(places.waiting) == places.ours


# --- by whoever writes ------------------------------------------------------------------------------------------------


def test_the_job_answers_while_one_waits(places: Places) -> None:
    paused: list[float] = []

    def job(seconds: float) -> None:
        paused.append(seconds)
        if len(paused) == 3:
            assert places.at(places.waiting) == places.ours
            places.moves(places.ours)
            making.forget(places.here.folder, "origin", places.waiting)

    assert sent(places, job) == Sent(Outcome.ENTERED, places.ours)
    assert paused == [0.5, 0.75, 1.125]


def test_nobody_answers_in_time_and_the_pauses_keep_to_it(places: Places) -> None:
    paused: list[float] = []

    assert sent(places, paused.append, 60.0) == Sent(Outcome.WAITS, places.ours, sending._WAITS)
    assert sum(paused) == 60.0
    assert max(paused) == 10.0
    assert places.at(places.waiting) == places.ours


def test_who_does_not_want_to_wait_waits_not_at_all(places: Places) -> None:
    paused: list[float] = []

    assert sent(places, lambda _: pytest.fail("it waited"), 0).outcome is Outcome.WAITS
    assert sent(places, paused.append, 0.5).outcome is Outcome.WAITS
    assert paused == [0.5]


def test_a_waiting_branch_is_named_after_its_commit() -> None:
    assert sending.waiting_of("0123456789abcdef" * 2) == "refs/heads/polyvalidate/0123456789ab"


def test_why_the_job_refuses_is_said_once_and_then_the_commit_may_be_sent_again(places: Places) -> None:
    def job(_: float) -> None:
        sending.refuse(places.here.folder, "origin", places.waiting, places.ours, WHY)

    assert sent(places, job) == Sent(Outcome.REFUSED, places.ours, WHY)
    assert places.at(sending.SAID + places.ours) == ""
    assert sent(places, seconds=0).outcome is Outcome.WAITS


def test_why_a_commit_was_refused_while_nobody_waited_is_said_at_the_next_command(places: Places) -> None:
    assert sent(places, seconds=0).outcome is Outcome.WAITS
    sending.refuse(places.here.folder, "origin", places.waiting, places.ours, WHY)

    assert sent(places) == Sent(Outcome.REFUSED, places.ours, WHY)
    assert places.at(places.waiting) == ""


def test_a_word_of_before_does_not_answer_for_what_waits_now(places: Places) -> None:
    sending.refuse(places.here.folder, "origin", places.waiting, places.ours, WHY)
    places.moves(places.ours, places.waiting)

    assert sent(places, seconds=0).outcome is Outcome.WAITS


def test_a_branch_that_went_while_nothing_was_said_is_told_so(places: Places) -> None:
    def job(_: float) -> None:
        making.forget(places.here.folder, "origin", places.waiting)

    assert sent(places, job) == Sent(Outcome.REFUSED, places.ours, sending._UNSAID)


@pytest.mark.parametrize("waited", [False, True])
def test_a_branch_that_moves_is_told_whether_the_commit_waited_or_not(places: Places, waited: bool) -> None:
    def job(_: float = 0) -> None:
        places.moves(places.theirs)
        making.forget(places.here.folder, "origin", places.waiting)

    if not waited:
        job()

    assert sent(places, job) == Sent(Outcome.MOVED, places.ours, sending._MOVED.text)
    assert places.at() == places.theirs


@pytest.mark.parametrize("waited", [False, True])
def test_a_commit_that_entered_below_others_has_entered(places: Places, waited: bool) -> None:
    later = places.here.commit_of({"un.txt": b"1\n", "quatre.txt": b"4\n"}, places.ours)

    def job(_: float = 0) -> None:
        places.moves(later)
        making.forget(places.here.folder, "origin", places.waiting)

    if not waited:
        job()

    assert sent(places, job) == Sent(Outcome.ENTERED, places.ours)


def test_a_server_that_is_silent_for_a_moment_has_not_said_no(places: Places) -> None:
    elsewhere = places.server.folder.with_name("ailleurs")
    paused: list[float] = []

    def job(seconds: float) -> None:
        paused.append(seconds)
        if len(paused) == 1:
            places.server.folder.rename(elsewhere)
        elif len(paused) == 2:
            elsewhere.rename(places.server.folder)
            places.moves(places.ours)
            making.forget(places.here.folder, "origin", places.waiting)

    assert sent(places, job) == Sent(Outcome.ENTERED, places.ours)


def test_a_server_that_is_silent_at_once_is_named(places: Places) -> None:
    places.server.folder.rename(places.server.folder.with_name("ailleurs"))

    with pytest.raises(Unreadable, match="origin"):
        sent(places)


def test_what_waits_under_the_name_of_the_commit_is_not_pushed_twice_and_gives_way_when_it_is_another(
    places: Places,
) -> None:
    places.moves(places.theirs, places.waiting)
    assert sent(places, seconds=0).outcome is Outcome.WAITS
    assert places.at(places.waiting) == places.ours

    places.refuses(places.waiting)
    assert sent(places, seconds=0).outcome is Outcome.WAITS


def test_a_waiting_branch_that_is_refused_says_what_the_server_says(places: Places) -> None:
    places.refuses(places.waiting, "Vous n'avez pas ce droit.")

    done = sent(places)

    assert done.outcome is Outcome.REFUSED
    assert done.text.fr.startswith("Le serveur refuse la branche d'attente : Vous n'avez pas ce droit.")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (b'["Non.", "No."]', Text("Non.", "No.")),
        (b'["Non.\\u001b[2J\\nEt.", "No."]', Text("Non.·[2J\nEt.", "No.")),
        ('["A\u00a0: b\u202f!", "a: b"]'.encode(), Text("A\u00a0: b\u202f!", "a: b")),
        (b'["Non."]', sending._UNSAID),
        (b'["Non.", 3]', sending._UNSAID),
        (b'{"a": "Non.", "b": "No."}', sending._UNSAID),
        (b"Non.", sending._UNSAID),
        (b"\xff", sending._UNSAID),
        (b"[" * 100_000, sending._UNSAID),
        (b"", sending._UNSAID),
    ],
)
def test_what_was_said_is_shown_and_nothing_more(said: bytes, shown: Text) -> None:
    assert sending.why_of(said) == shown


# --- send: what a branch has and the server's has not -----------------------------------------------------------------


def all_sent(places: Places, job: Callable[[float], None] = lambda _: None, seconds: float = 5.0) -> Sent:
    return sending.send(places.here.folder, "origin", MAIN, Patience(seconds, job))


def takes(places: Places) -> Callable[[float], None]:
    """The job of the school, which brings in whatever waits."""

    def job(_: float) -> None:
        for row in places.server.git("for-each-ref", "--format=%(objectname) %(refname)", sending.WAITING).splitlines():
            commit, ref = row.split(" ")
            places.server.git("update-ref", MAIN, commit)
            places.server.git("update-ref", "-d", ref)

    return job


def test_what_the_server_holds_is_not_sent_and_what_it_lacks_is(places: Places) -> None:
    assert all_sent(places, takes(places)) == Sent(Outcome.ENTERED, places.ours)
    assert places.at() == places.ours
    assert all_sent(places, lambda _: pytest.fail("it was sent again")) == Sent(Outcome.ENTERED, places.ours)


def test_a_branch_that_is_behind_follows_the_server(places: Places) -> None:
    places.moves(places.ours)
    places.here.branch("main", places.base)

    assert all_sent(places, lambda _: pytest.fail("it was sent")).outcome is Outcome.ENTERED
    assert places.here.git("rev-parse", "main") == places.ours


def test_what_was_made_beside_the_server_is_made_again_on_top_of_it(places: Places) -> None:
    places.moves(places.theirs)

    done = all_sent(places, takes(places))

    assert done.outcome is Outcome.ENTERED
    assert places.at() == done.commit == places.here.git("rev-parse", "main")
    assert places.here.git("rev-parse", f"{done.commit}^") == places.theirs
    assert places.here.git("ls-tree", "--name-only", done.commit).split() == ["deux.txt", "trois.txt", "un.txt"]


def test_a_server_that_goes_on_while_one_waits_is_followed_a_few_times_and_no_more(places: Places) -> None:
    tips = [places.base]

    def job(_: float) -> None:
        tips.append(places.here.commit_of({"un.txt": b"1\n", f"{len(tips)}.txt": b"x\n"}, tips[-1]))
        places.moves(tips[-1])
        for ref in places.server.git("for-each-ref", "--format=%(refname)", sending.WAITING).splitlines():
            places.server.git("update-ref", "-d", ref)

    done = all_sent(places, job)

    assert (done.outcome, done.text) == (Outcome.MOVED, sending._BUSY)
    assert len(tips) == 1 + sending.ROUNDS == 6


def test_who_waited_in_vain_is_told_to_send_again(places: Places) -> None:
    assert all_sent(places, seconds=0) == Sent(Outcome.WAITS, places.ours, sending._NO_WORD)
