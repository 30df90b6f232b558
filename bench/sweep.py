"""``make bench``: what a sweep of a thousand open requests costs, in calls of the forge and in seconds of processor.

A school of a thousand students on a Git server of this machine, one open request of each, in the school's own
repository or in as many boxes, and the forges of the tests, which hold their answers to descriptions of the real ones.
Swept once, again with nothing changed, and with twenty pushes.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time

from bench.bench import PLACE
from tests.forge.crowd import DAY, Crowd
from tests.forge.fake_forge import FakeForge
from tests.forge.fake_forgejo import FakeForgejo
from tests.forge.fake_github import FakeGitHub
from tests.forge.fake_gitlab import FakeGitLab

REQUESTS, CHANGED, DECLARED = int(os.environ.get("POLYVALIDATE_BENCH_REQUESTS", "1000")), 20, 9
STILL_CALLS, STILL_SECONDS, CHANGED_CALLS, CHANGED_SECONDS = 30, 5.0, 6, 60.0
"""The budget: of a sweep in which nothing has changed, and of one with twenty changed requests."""
Cost = tuple[int, float, float]


def swept(crowd: Crowd) -> Cost:
    """Calls, seconds of processor of the sweep and its Gits, seconds on the clock."""
    crowd.rests()
    crowd.forge.calls.clear()
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    words = [sys.executable, "-P", "-m", "polyvalidate", "sweep", "--on", DAY]
    done = subprocess.run(
        words, cwd=crowd.clone, env=os.environ | crowd.environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"sweep failed: {done.stderr[-800:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return len(crowd.forge.calls), spent, time.perf_counter() - start


def measured(forge: FakeForge, *, boxes: bool) -> dict[str, Cost]:
    """A hundred boxes are written to in a sweep, so there are as many sweeps before nothing is left to do."""
    place = PLACE / "sweep"
    shutil.rmtree(place, ignore_errors=True)
    crowd = Crowd(forge, place, REQUESTS, boxes=boxes, declared=DECLARED)
    rows = {"all of them new": swept(crowd), "touched by our own writing": swept(crowd)}
    for _ in range(REQUESTS // 100 if boxes else 0):
        swept(crowd)
    rows["none changed"] = swept(crowd)
    crowd.propose(range(CHANGED), "2")
    rows[f"{CHANGED} changed"] = swept(crowd)
    return rows


def main() -> None:
    over = []
    print(f"\nA sweep of {REQUESTS:,} open requests, a school of {REQUESTS * (DECLARED + 1):,} files:")
    for kind in (FakeGitHub, FakeGitLab, FakeForgejo):
        for boxes in (False, True):
            forge: FakeForge = kind()
            try:
                rows = measured(forge, boxes=boxes)
            finally:
                forge.close()
            print(f"  {forge.name}, {'boxes' if boxes else 'one repository'}")
            for name, (calls, spent, clock) in rows.items():
                print(f"    {name:28} {calls:6,} calls {spent:7.1f} s of processor {clock:7.1f} s")
            still, changed = rows["none changed"], rows[f"{CHANGED} changed"]
            most = still[0] + CHANGED_CALLS * CHANGED
            kept = still[0] <= STILL_CALLS and still[1] <= STILL_SECONDS and changed[0] <= most
            over += [] if kept and changed[1] < CHANGED_SECONDS else [f"{forge.name}, boxes: {boxes}"]
    if over:
        sys.exit(f"over the budget: {'; '.join(over)}")


if __name__ == "__main__":
    main()
