"""``make bench``: how long ``polyvalidate check`` takes and how much memory, beside other tools on the same files.

Each run makes synthetic repositories of 1,000, 10,000 and 30,000 files under ``build/bench``, checks them from disk and
from a Git revision, and at the largest size runs check-jsonschema and ajv-cli (when npm can install it) on the
declarations with the schema alone, and plainly reads the files. Every figure is the best of a few runs in one go.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "build" / "bench"
BASE = ROOT / "tests" / "rules" / "base"
FOLDER = BASE / "declarations" / "2025" / "s-base000001"
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
PER_FOLDER = 10
SIZES = (1_000, 10_000, 30_000)
GIT = ("git", "-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "gc.auto=0")


def make(files: int) -> Path:
    """A repository of ``files`` files: ten to a folder, nine of them declarations that differ."""
    place = PLACE / str(files)
    if (place / "made").exists():
        return place / "school"
    shutil.rmtree(place, ignore_errors=True)
    school = place / "school"
    shutil.copytree(BASE / "grid", school / "grid")
    text = (FOLDER / "3.1-portes-ouvertes.yml").read_text(encoding="utf-8")
    student = (FOLDER / "student.yml").read_text(encoding="utf-8")
    (digest,) = (line.split()[1] for line in text.splitlines() if "sha256:" in line)
    (account,) = (line.split()[1] for line in student.splitlines() if line.startswith("account:"))
    for index in range(files // PER_FOLDER):
        code = "".join(ALPHABET[(index >> 5 * place_) & 31] for place_ in range(10))
        folder = school / "declarations" / "2025" / f"s-{code}"
        folder.mkdir(parents=True)
        (folder / "student.yml").write_text(student.replace(account, f"github:{900_000 + index}"), encoding="utf-8")
        for number in range(PER_FOLDER - 1):
            own = text.replace(digest, f"ab{index * PER_FOLDER + number:062x}")
            # Quoted, since other tools read a plain date as a moment and then refuse it as a text.
            own = own.replace("2026-01-31", f'"2026-01-{number + 10}"')
            (folder / f"3.1-jpo-{number}.yml").write_text(own, encoding="utf-8")
    subprocess.run([*GIT, "init", "-q", "-b", "main"], cwd=school, check=True)
    subprocess.run([*GIT, "add", "-A"], cwd=school, check=True)
    subprocess.run([*GIT, "commit", "-q", "-m", "bench"], cwd=school, check=True)
    # As in every clone, which is what continuous integration checks.
    subprocess.run([*GIT, "repack", "-adq"], cwd=school, check=True)
    (place / "made").touch()
    return school


def measured(command: list[str], runs: int, accepted: tuple[int, ...] = (0,)) -> tuple[float, float]:
    """Best wall time in seconds, and the largest resident size in MB of one process of the command."""
    best, peak = float("inf"), 0.0
    # Programs run as they are installed, compiled; a developer's setting must not make one of them compile each time.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(runs):
        start = time.perf_counter()
        done = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
        error = done.stderr.read() if done.stderr else b""
        _, status, usage = os.wait4(done.pid, 0)
        best = min(best, time.perf_counter() - start)
        peak = max(peak, usage.ru_maxrss / 1024)
        if os.waitstatus_to_exitcode(status) not in accepted:
            sys.exit(f"{command[0]} failed: {error.decode(errors='replace')[-500:]}")
    return best, peak


def read_plainly(school: Path) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        for path in school.glob("declarations/*/*/*.yml"):
            path.read_bytes()
        best = min(best, time.perf_counter() - start)
    return best


def ajv() -> Path | None:
    """ajv-cli in build/bench/node, installed on the first run; None without npm."""
    place = PLACE / "node"
    program = place / "node_modules" / ".bin" / "ajv"
    if not program.exists() and shutil.which("npm"):
        place.mkdir(parents=True, exist_ok=True)
        (place / "package.json").write_text(
            json.dumps({"private": True, "dependencies": {"ajv-cli": "5.0.0", "ajv-formats": "3.0.1"}})
        )
        subprocess.run(
            ["npm", "install", "--no-package-lock", "--silent", "--no-audit", "--no-fund"], cwd=place, check=False
        )
    return program if program.exists() else None


def main() -> None:
    ours = [sys.executable, "-m", "polyvalidate", "check", "--on", "2026-10-31", "--format", "json"]
    print(f"{'files':>7} {'':24} {'seconds':>8} {'files/s':>9} {'MB':>6}")
    reference = 0.0
    for size in SIZES:
        school = make(size)
        for label, extra in (("polyvalidate, disk", []), ("polyvalidate, --rev HEAD", ["--rev", "HEAD"])):
            seconds, peak = measured([*ours, str(school), *extra], 3)
            print(f"{size:>7} {label:24} {seconds:8.2f} {size / seconds:9.0f} {peak:6.0f}", flush=True)
            reference = seconds
    school = make(SIZES[-1])
    declarations = sorted(str(p) for p in school.glob("declarations/*/*/[1-8].*.yml"))
    schema = str(ROOT / "schemas" / "declaration.schema.json")
    print(f"\nThe schema alone, {len(declarations)} declarations of the {SIZES[-1]} files, and ratio to --rev HEAD:")
    print(f"  {'reading the files':24} {read_plainly(school):8.2f}")
    program = ajv()
    if program is None:
        print("  ajv-cli                  not measured: npm is missing")
    else:
        pattern = str(school / "declarations" / "*" / "*" / "[1-8].*.yml")
        command = [str(program), "validate", "--spec=draft2020", "-c", "ajv-formats", "--strict=false", "-s", schema]
        seconds, _ = measured([*command, "-d", pattern], 1)
        print(f"  {'ajv-cli':24} {seconds:8.2f}  x{seconds / reference:.1f}", flush=True)
    checker = Path(sys.executable).with_name("check-jsonschema")
    # The command line of a system holds about 2 MB: as many calls as it takes, their times added.
    total = 0.0
    for start in range(0, len(declarations), 9_000):
        total += measured([str(checker), "--schemafile", schema, *declarations[start : start + 9_000]], 1)[0]
    print(f"  {'check-jsonschema':24} {total:8.2f}  x{total / reference:.1f}")


if __name__ == "__main__":
    main()
