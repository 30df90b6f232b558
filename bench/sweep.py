"""``make bench``: what a sweep of a thousand open requests costs, in calls of the forge and in seconds of processor.

A school of a thousand students on a Git server of this machine, one open request of each, and the forge of the tests,
which holds its answers to GitHub's own description. Swept once, again with nothing changed, and with twenty pushes.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time

from bench.bench import GIT, PLACE, make
from tests.forge.fake_github import TOKEN, FakeGitHub
from tests.forge.specimens import REPOSITORY, pull
from tests.proposing import FAIR

REQUESTS, CHANGED = int(os.environ.get("POLYVALIDATE_BENCH_REQUESTS", "1000")), 20
SCHOOL = 10_000
OPENED = "2026-02-03T10:00:00Z"


class Place:
    """The server, the clone that is swept, and the forge."""

    def __init__(self) -> None:
        source = make(SCHOOL)
        shutil.rmtree(PLACE / "sweep", ignore_errors=True)
        self.server, self.clone = PLACE / "sweep" / "server.git", PLACE / "sweep" / "clone"
        subprocess.run([*GIT, "clone", "-q", "--bare", source, self.server], check=True)
        self.github = FakeGitHub()
        folders = sorted((source / "declarations/2025").iterdir())[:REQUESTS]
        self.folders = [f"declarations/2025/{folder.name}" for folder in folders]
        self.base = self.git("rev-parse", "main")
        self.propose(range(REQUESTS), "1")
        subprocess.run([*GIT, "clone", "-q", self.server, self.clone], check=True)

    def git(self, *words: str, stdin: str = "") -> str:
        done = subprocess.run(
            ["git", "-C", self.server, *words], input=stdin, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def propose(self, numbers: range, quantity: str) -> None:
        """One more declaration of each of these students, as the head of their request."""
        stream = []
        for at in numbers:
            text = FAIR.replace("a1" * 32, f"{at:064x}").replace("quantity: 1", f"quantity: {quantity}")
            data, path = text.encode(), f"{self.folders[at]}/3.3-lycee.yml"
            stream.append(
                f"commit refs/pull/{at + 1}/head\ncommitter essai <essai@example.org> 1770000000 +0000\n"
                f"data 7\ndemande\nfrom {self.base}\nM 100644 inline {path}\ndata {len(data)}\n{text}\n"
            )
        self.git("fast-import", "--quiet", "--force", stdin="".join(stream))
        heads = dict(row.split() for row in self.git("for-each-ref", "--format=%(refname) %(objectname)").splitlines())
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        for at in numbers:
            made = pull(at + 1, 900_000 + at, heads[f"refs/pull/{at + 1}/head"], self.base, updated_at=now)
            self.github.pulls[at + 1] = made | {"created_at": OPENED}

    def swept(self) -> tuple[int, float, float]:
        """Calls, seconds of processor of the sweep and its Gits, seconds on the clock."""
        self.github.calls.clear()
        here = {"GITHUB_TOKEN": TOKEN, "GITHUB_API_URL": self.github.root, "GITHUB_REPOSITORY": REPOSITORY}
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        words = [sys.executable, "-P", "-m", "polyvalidate", "sweep", "--on", "2026-03-01"]
        done = subprocess.run(words, cwd=self.clone, env=os.environ | here, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"sweep failed: {done.stderr[-800:]}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return len(self.github.calls), spent, time.perf_counter() - start


def main() -> None:
    place = Place()
    try:
        rows = [("all of them new", *place.swept()), ("touched by our own writing", *place.swept())]
        rows.append(("none changed", *place.swept()))
        place.propose(range(CHANGED), "2")
        rows.append((f"{CHANGED} changed", *place.swept()))
    finally:
        place.github.close()
    print(f"\nA sweep of {REQUESTS:,} open requests, a school of {SCHOOL:,} files:")
    for name, calls, spent, clock in rows:
        print(f"  {name:28} {calls:6,} calls {spent:7.1f} s of processor {clock:7.1f} s")


if __name__ == "__main__":
    main()
