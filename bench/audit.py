"""``make bench``: how long the whole command ``polyvalidate audit`` takes to replay the history of a school.

The schools are those of ``polyvalidate demo``, whose merges have the form of real ones.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = (100, 900)
# The program runs as it is installed, compiled; a developer's setting must not make it compile each time.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
PROGRAM = [sys.executable, "-m", "polyvalidate"]


def run(*words: str) -> bytes:
    done = subprocess.run([*PROGRAM, *words], capture_output=True, check=False, env=ENVIRONMENT)
    if done.returncode != 0:
        sys.exit(done.stderr.decode() or done.stdout.decode())
    return done.stdout


def main() -> None:
    print("polyvalidate audit, from the first merge to the last (whole process)")
    print(f"{'students':>10}  {'merges':>8}  {'time':>8}  {'per merge':>10}")
    with tempfile.TemporaryDirectory(prefix="polyvalidate-bench-") as place:
        for students in SIZES:
            school = str(Path(place) / str(students))
            run("demo", school, "--students", str(students))
            start = time.perf_counter()
            merges = json.loads(run("audit", "--repo", school, "--format", "json"))["merges"]
            took = time.perf_counter() - start
            print(f"{students:>10,}  {merges:>8,}  {took:>6.1f} s  {took / merges * 1e3:>7.1f} ms")


if __name__ == "__main__":
    main()
