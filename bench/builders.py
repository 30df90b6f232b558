"""The same pages built by the successors of mkdocs: which pages come out, which are missing. Blocks nothing.

properdocs comes with the development environment; zensical is installed in build/ when it can.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import venv
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def pages_of(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*.html")}


def build(python: str, builder: str, folder: Path) -> tuple[set[str], str, float]:
    """The pages that a builder makes of a folder of pages, what it said, and how long it took (seconds)."""
    start = time.perf_counter()
    said = ""
    for lang in ("fr", "en"):
        done = subprocess.run(
            [python, "-m", builder, "build", "--strict", "--clean", "--config-file", str(folder / f"{lang}.yml")],
            capture_output=True, text=True, check=False, cwd=folder,
        )  # fmt: skip
        if done.returncode:
            said += (done.stdout + done.stderr)[-600:]
    return pages_of(folder / "site"), said, time.perf_counter() - start


def main() -> int:
    from polyvalidate.site import gathering, writing

    with tempfile.TemporaryDirectory(dir=ROOT / "build", prefix="builders-") as made:
        folders = {}
        for builder in ("mkdocs", "properdocs", "zensical"):
            folders[builder] = Path(made) / builder / "pages"
            writing.write(gathering.gather(ROOT, date.today()), ROOT, folders[builder])
        expected, said, seconds = build(sys.executable, "mkdocs", folders["mkdocs"])
        print(f"mkdocs: {len(expected)} pages, {seconds:.1f} s {said}")
        found, said, seconds = build(sys.executable, "properdocs", folders["properdocs"])
        print(f"properdocs: {len(found)} pages, {seconds:.1f} s; missing {sorted(expected - found)} {said}")
        environment = ROOT / "build" / "zensical"
        venv.create(environment, with_pip=True, clear=True)
        python = str(environment / "bin" / "python")
        installed = subprocess.run([python, "-m", "pip", "install", "--quiet", "zensical"], check=False)
        if installed.returncode:
            print("zensical: does not install here")
            return 0
        found, said, seconds = build(python, "zensical", folders["zensical"])
        print(f"zensical: {len(found)} pages, {seconds:.1f} s; missing {len(expected - found)}: "
              f"{sorted(expected - found)[:10]} {said}")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
