"""What is planned is written on a forge, however often and wherever it stops: the second time finds what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from polyvalidate.forge.adapter import NOTHING, Forge, Heard, facts_of, seen_of
from polyvalidate.forge.facts import Facts, Opened
from polyvalidate.forge.fault import Fault
from polyvalidate.forge.judging import is_ours
from polyvalidate.forge.planning import ERROR, Action, Judged, Seen, SetLabels, SetStatus, plan

ROUNDS = 3
"""How often what stands on the forge is looked at anew, and the plan remade, when writing met a passing fault."""


def tell(forge: Forge, opened: Opened, heard: Heard, judged: Judged, comment: str) -> Iterator[Action]:
    """Make the forge say the verdict; yields each writing once it is done.

    After a fault the status that blocks is written all the same where it can be, ``error`` in the place of a success;
    then the fault is raised.
    """
    said = False
    facts = facts_of(forge, opened, heard)
    url = forge.url(opened.number)
    try:
        for action in carry_out(forge, opened, heard, lambda seen: plan(facts, judged, comment, seen, url)):
            said = said or isinstance(action, SetStatus)
            yield action
    except Fault:
        if not said:
            block(forge, facts, ERROR if judged.status == "success" else judged)
        raise


def carry_out(
    forge: Forge, opened: Opened, heard: Heard, planned: Callable[[Seen], tuple[Action, ...]]
) -> Iterator[Action]:
    """Plan and write; after a passing fault look and plan again, since what was written may have been kept."""
    for attempt in range(1, ROUNDS + 1):
        try:
            if attempt > 1:
                now = forge.request(opened.number)
                still = now.open and (opened.merge_group or now.head == opened.head)
                opened = opened._replace(open=still, silent=False)
                heard = forge.heard(opened)
            for action in planned(seen_of(forge, opened, heard)):
                forge.write(action)
                yield action
        except Fault as fault:
            if not fault.transient or attempt == ROUNDS:
                raise
        else:
            return


def label(forge: Forge, opened: Opened, wanted: Iterable[str]) -> Iterator[Action]:
    """Give a request those labels of ours and no other; those of others stay."""
    labels = (*(one for one in opened.labels if not is_ours(one)), *sorted(wanted))
    if {one.casefold() for one in labels} != {one.casefold() for one in opened.labels}:
        action = SetLabels(opened.number, labels)
        forge.write(action)
        yield action


def listen(forge: Forge, opened: Opened) -> Heard:
    """What is said of a request; when that cannot be read, an older verdict does not stay as if it had been."""
    try:
        return forge.heard(opened)
    except Fault:
        block(forge, facts_of(forge, opened, NOTHING), ERROR)
        raise


def block(forge: Forge, facts: Facts, judged: Judged) -> None:
    """The status alone. Best effort: the fault that is being raised is the one to tell."""
    with suppress(Fault):
        status, *_ = plan(facts, judged, "", Seen(None, None, (), 0), forge.url(facts.number))
        forge.write(status)
