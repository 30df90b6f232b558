"""How long the whole command ``polyvalidate gate`` takes, among more and more declarations.

POLYVALIDATE_BENCH_MILLION=1 adds a million, which takes a minute to make.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.crowds import Crowd, make_crowd

RUNS = 9
# The program runs as it is installed, compiled; a developer's setting must not make it compile each time.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def seconds(crowd: Crowd) -> list[float]:
    words = ["gate", "--repo", str(crowd.folder), "--base", crowd.base, "--head", crowd.head, "--actor", crowd.actor]
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        command = [sys.executable, "-m", "polyvalidate", *words, "--on", "2026-02-10", "--format", "json"]
        done = subprocess.run(command, capture_output=True, check=False, env=ENVIRONMENT)
        taken.append(time.perf_counter() - start)
        if done.returncode != 0:
            sys.exit(done.stderr.decode() or done.stdout.decode())
    return sorted(taken)


def main() -> None:
    sizes = [1_000, 10_000, 100_000]
    if os.environ.get("POLYVALIDATE_BENCH_MILLION") == "1":
        sizes.append(1_000_000)
    print("polyvalidate gate, one request on one folder (whole process)")
    print(f"{'declarations':>14}  {'median':>8}  {'least':>8}  {'most':>8}")
    with tempfile.TemporaryDirectory(prefix="polyvalidate-bench-") as place:
        for size in sizes:
            taken = seconds(make_crowd(Path(place) / str(size), size))
            middle = statistics.median(taken)
            print(f"{size:>14,}  {middle * 1e3:>5.0f} ms  {taken[0] * 1e3:>5.0f} ms  {taken[-1] * 1e3:>5.0f} ms")


if __name__ == "__main__":
    main()
