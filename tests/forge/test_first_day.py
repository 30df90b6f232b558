"""The first day of a school on a plain Git server: nothing is typed but what its guide prints, from an empty folder to
the points of a student; each person with their own login, over ``git http-backend``, each hook a process of its own."""

from __future__ import annotations

import base64
import csv
import os
import re
import subprocess
import sysconfig
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from polyvalidate.model.clock import PARIS, day_in, zone
from polyvalidate.model.years import academic_year
from polyvalidate.repository.own_wheel import own_wheel
from polyvalidate.site import gathering
from tests.forge.git_server import GitServer
from tests.guiding import blocks, guides, the_site

ADDRESS = "https://git.ecole.example/git/"
LIST = "COD_ETU;LIB_NOM_PAT_IND;LIB_NOM_USU_IND;LIB_PR1_IND;COD_ETP;COD_VRS_VET;COD_ANU\r\n"


class Day:
    """The machine of the school and the people around it; ``said`` is the transcript."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.machine = place / "srv"
        self.machine.mkdir()
        self.server = GitServer(self.machine, {}, list)
        self.server.tokens = {
            f"mot-de-passe-{who}": frozenset({"polypoints"}) for who in ("scolarite", "eleve", "evaluation")
        }
        self.server.knows = lambda token: {"REMOTE_USER": token.rpartition("-")[2], "PYTHONPATH": LIBRARIES}
        self.said: list[str] = []

    def types(self, who: str, script: str, letter: Mapping[str, str] | None = None) -> str:
        """Somebody copies what the guide prints; what they read."""
        home = self.machine if who == "srv" else self.place / who
        home.mkdir(exist_ok=True)
        inside = home / "polypoints"
        there = inside if inside.exists() and not script.startswith("cd ") else home
        for printed, own in (letter or {}).items():
            script = script.replace(printed, own)
        done = subprocess.run(
            ["sh", "-e", "-c", script],
            cwd=there,
            env=self._environment(who),
            capture_output=True,
            text=True,
            check=False,
        )
        said = re.sub(r" +$", "", done.stdout + done.stderr, flags=re.MULTILINE)
        self.said.append(f"--- {who}\n{script}\n{said}")
        print(self.said[-1])
        assert done.returncode == 0
        return said

    def _environment(self, who: str) -> dict[str, str]:
        settings = {"user.name": who, "user.email": f"{who}@example.org", f"url.{self.server.root}/.insteadOf": ADDRESS}
        if who != "srv":
            secret = base64.b64encode(f"{who}:mot-de-passe-{who}".encode()).decode()
            settings[f"http.{self.server.root}/.extraheader"] = f"AUTHORIZATION: basic {secret}"
        given = {f"GIT_CONFIG_KEY_{n}": key for n, key in enumerate(settings)}
        given |= {f"GIT_CONFIG_VALUE_{n}": value for n, value in enumerate(settings.values())}
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "POLYVALIDATE", "PYTHON", "PIP_"))}
        own = {
            "PATH": f"{self.machine}/.venv/bin:{Path(sysconfig.get_path('scripts'))}:{os.environ['PATH']}",
            "PYTHONPATH": LIBRARIES,  # what others have written: nothing is fetched
            "PIP_NO_INDEX": "1",
            "PIP_NO_DEPS": "1",
            "POLYVALIDATE_LANG": "fr",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_COUNT": str(len(settings)),
        }
        return clean | own | given


LIBRARIES = sysconfig.get_path("purelib")


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    made = Day(tmp_path)
    yield made
    made.server.close()


def chapters(page: str) -> dict[str, list[str]]:
    """What can be copied out of each part of a page."""
    parts = re.split(r"^## .*\{ #([a-z-]+) \}$", page, flags=re.MULTILINE)
    return {anchor: list(blocks(body, "sh")) for anchor, body in zip(parts[1::2], parts[2::2], strict=True)}


def write(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for pattern, instead in changes:
        text, found = re.subn(pattern, instead, text, flags=re.MULTILINE | re.DOTALL)
        assert found == 1, pattern
    path.write_text(text, encoding="utf-8")


@pytest.mark.slow
def test_a_school_declares_decides_and_counts_on_its_first_day_by_its_guide_alone(day: Day) -> None:
    paris = zone(PARIS)
    assert paris is not None
    today = day_in(datetime.now(UTC), paris)
    year = academic_year(today)
    wheel = own_wheel()
    (day.machine / wheel.name).write_bytes(wheel.data)
    printed = guides(the_site(), "fr")
    first = chapters(printed["guides/ecole.md"])["creer"][0].partition("polyvalidate init")[0]
    install = chapters(printed["guides/serveur.md"])["installer"]

    day.types("srv", first)
    accounts = dict(re.findall(r"(git:[0-9]{12})\t(\w+)", day.types("srv", install[0])))
    school = day.machine / "polypoints"
    office, evaluator = accounts
    write(
        school / "grid/roles.yml",
        (r"(  sco-1:\n.*?account: )git:0", rf"\g<1>{office}"),
        (r"(  ref-3:\n.*?account: )git:0", rf"\g<1>{evaluator}"),
    )
    begins, ends = f"{year[:4]}-09-01", f"{year[5:]}-08-31"
    write(
        school / f"grid/{year}/rules.yml",
        (
            r"(  - code: principale\n.*?opens: ).*?\n  - code.*?\n\n",
            rf"\g<1>{begins}\n    closes: {ends}\n    "
            rf"covers: {{from: {begins}, to: {ends}}}\n\n",
        ),
    )
    day.types("srv", install[1])

    # From here on, the guide is the school's own.
    page = chapters(guides(gathering.gather(school, today), "fr")["guides/serveur.md"])
    (day.place / "scolarite/prive").mkdir(parents=True)
    rows = f"22000001;LOVELACE-ESSAI;;Ada;PDI3A;211;{year[:4]}\r\n"
    (day.place / "scolarite/prive/liste.csv").write_bytes((LIST + rows).encode("cp1252"))
    sent = day.types("scolarite", page["scolarite"][0])
    with (day.place / "scolarite/prive/courriels/publipostage.csv").open(encoding="utf-8-sig") as file:
        letter = next(csv.DictReader(file, delimiter=";"))
    own = {"s-k3f9q2mz7w": letter["pseudonyme"], "K7Q2-9MZX": letter["code_compte"]}

    declare = page["declarer"]
    day.types("eleve", declare[0])
    (day.place / "eleve/polypoints/e2.pdf").write_bytes(b"%PDF-1.7\n% attestation\n%%EOF\n")
    unknown = day.types("eleve", declare[1], own)
    claimed = day.types("eleve", declare[2], own)
    tied = day.types("scolarite", page["comptes"][0])
    decided = day.types("evaluation", page["evaluer"][0])
    balance = day.types("eleve", page["points"][0], own)
    audited = subprocess.run(
        [day.machine / ".venv/bin/polyvalidate", "audit", "--repo", day.machine / "polypoints.git"],
        env=day._environment("srv"), capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "✓ Sur le serveur" in sent
    assert "remote: Demande 1 (accueil)\nremote:\nremote: ✗ À corriger" in unknown
    assert "/compte suivi du code de votre lettre" in unknown
    assert "  git push origin HEAD:demandes/3.1-accueil-du-public\n" in unknown
    assert claimed.startswith("Code reçu\n")
    assert "✓ Sur le serveur" in tied
    assert "✓ Rien à corriger." in decided
    assert "Décision fusionnée : acceptée" in decided
    assert re.search(r"0 → 1 point\b", decided)
    assert "Bilan : 1 / 10\n" in balance
    assert (audited.returncode, audited.stderr) == (0, "")
