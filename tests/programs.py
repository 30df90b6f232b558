"""Programs of others that need node, as the tests ask them: a YAML language server, a verifier of badges."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.places import ROOT, TESTS

MODULES = Path(os.environ.get("POLYVALIDATE_NODE_MODULES") or ROOT / "build" / "node" / "node_modules")
VERSIONS: dict[str, str] = json.loads((TESTS / "node" / "package.json").read_text(encoding="utf-8"))["dependencies"]


def installed(package: str) -> str:
    """The version of a package that stands there; empty without it."""
    path = MODULES / package / "package.json"
    return str(json.loads(path.read_text(encoding="utf-8"))["version"]) if path.is_file() else ""


def asked(client: Path, question: Any) -> Any:
    """What a client of ours, in JavaScript, answers to a question; both are JSON. Without node, the test fails."""
    program = shutil.which("node")
    missing = [package for package in VERSIONS if not installed(package)]
    if program is None or missing:
        pytest.fail(
            f"node and its packages ({', '.join(missing)}) are needed here: run `make node-tools`, "
            "or give the folder of the packages in POLYVALIDATE_NODE_MODULES.",
            pytrace=False,
        )
    run = subprocess.run(
        [program, str(client), str(MODULES), str(ROOT)],
        input=json.dumps(question),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    if run.returncode != 0:
        pytest.fail(f"{client.name} did not answer:\n{run.stderr}", pytrace=False)
    return json.loads(run.stdout)
