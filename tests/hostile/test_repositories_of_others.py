"""A repository names programs in its configuration, its hooks and its attributes: none of them runs when it is read."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from polyvalidate.office.acts.search import search
from polyvalidate.office.register.personal import Searcher
from polyvalidate.repository import Unreadable
from polyvalidate.site import building
from polyvalidate.site.pages import Site
from tests.proposing import FAIR, FOLDER, OPEN_DAY, STUDENT, School
from tests.running import run, typed

NEW = f"{FOLDER}/3.3-lycee.yml"
SITE = "site_name: Essai\n"
KEYS = (
    *("core.fsmonitor", "core.sshCommand", "core.gitProxy", "core.askPass", "core.editor", "core.pager"),
    *("core.alternateRefsCommand", "credential.helper", "gpg.program", "gpg.ssh.program", "diff.external"),
    *("diff.evil.textconv", "diff.evil.command", "filter.evil.clean", "filter.evil.smudge", "merge.evil.driver"),
    *("filter.pid.process", "uploadpack.packObjectsHook", "remote.origin.uploadpack", "sequence.editor"),
    *("interactive.diffFilter", "difftool.evil.cmd", "mergetool.evil.cmd", "pager.log", "pager.status", "alias.log"),
)
HOOKS = ("post-index-change", "reference-transaction", "fsmonitor-watchman", "post-checkout", "pre-auto-gc")
READING = {
    "check": ("check",),
    "check --rev": ("check", "--rev", "main"),
    "gate": ("gate", "--base", "main", "--head", "refs/pull/7/head", "--actor", STUDENT, "--opened-at", "2026-02-10"),
    "audit": ("audit",),
    "queue": ("queue",),
    "balance": ("balance", "--rev", "main"),
    "balance --as-of": ("balance", "--as-of", "2026-03-01"),
    "why": ("why", OPEN_DAY, "evaluation", "points", "--as", "ref-3", "--base", "main"),
    "grid show": ("grid", "show", "--rev", "main"),
    "grid diff": ("grid", "diff", "main~1", "main"),
    "grid impact": ("grid", "impact", "main~1", "refs/pull/7/head"),
    "follow": ("follow",),
    "statement": ("statement", "s-base000001", "--rev", "main"),
    "publish": ("publish", "--cohort", "2025", "--on", "2026-02-11", "--issues", "issues.json"),
    "campaign status": ("campaign", "status"),
    "merge --dry-run": (
        "merge",
        "--head",
        "refs/pull/7/head",
        "--as",
        "ref-3",
        "--accept",
        "--dry-run",
        "--author",
        STUDENT,
    ),
    "pages": ("pages", "--output", "pages"),
}
ON_DISK = {"check"}
"""What reads files and never asks Git."""


class Planted(School):
    """A school that names a program everywhere it can, and a request that was made before its branch moved on."""

    def __init__(self, place: Path) -> None:
        super().__init__(place)
        self.ran = place.parent / "ran"
        self.ran.mkdir()
        request = self.propose({NEW: FAIR, OPEN_DAY: self.read(OPEN_DAY).replace("title: ", "title: Nos ")})
        self.settle({OPEN_DAY: self.read(OPEN_DAY).replace("quantity: 2", "quantity: 1"), "mkdocs.yml": SITE})
        self._add_submodule()
        signed = self.git("cat-file", "commit", request).replace(
            "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n\n", 1
        )
        self.git("update-ref", "refs/pull/7/head", self._store(signed))
        self.plant(place)
        for path in (OPEN_DAY, "grid/roles.yml"):
            os.utime(place / path, (0, 0))  # Git looks at it again, through the filters that it has been told

    def _store(self, commit: str) -> str:
        words = ["git", "-C", str(self.place), "hash-object", "-w", "-t", "commit", "--stdin"]
        return subprocess.run(words, input=commit + "\n", text=True, check=True, capture_output=True).stdout.strip()

    def _add_submodule(self) -> None:
        inner = self.place / "outils"
        subprocess.run(["git", "init", "-q", inner], check=True)
        (inner / "a.txt").write_text("a\n")
        who = ["-c", "user.name=essai", "-c", "user.email=essai@example.org"]
        subprocess.run(["git", "-C", inner, "add", "a.txt"], check=True)
        subprocess.run(["git", "-C", inner, *who, "commit", "-q", "-m", "outils"], check=True)
        self.git("-c", "advice.addEmbeddedRepo=false", "add", "outils")
        self.commit("main", "outils")
        self.plant(inner)
        (inner / "a.txt").write_text("b\n")

    def plant(self, place: Path) -> None:
        folder = place / ".git"
        for hook in HOOKS:
            path = folder / "hooks" / hook
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"#!/bin/sh\ntouch {self.ran}/hook-{hook}\n")
            path.chmod(0o755)
        (folder / "info").mkdir(exist_ok=True)
        (folder / "info" / "attributes").write_text("* merge=evil diff=evil filter=evil\nroles.yml filter=pid\n")
        (folder / "objects" / "info" / "alternates").write_text(f"{place / 'outils' / '.git' / 'objects'}\n")
        lines = ["[include]", "\tpath = more"]
        (folder / "config").write_text((folder / "config").read_text() + "\n".join(lines) + "\n")
        for key in KEYS:
            program = folder / "programs" / key
            program.parent.mkdir(exist_ok=True)
            program.write_text(f"#!/bin/sh\ntouch {self.ran}/{key}\nfalse\n")
            program.chmod(0o755)
            word = f"!{program}" if key.startswith(("alias.", "credential.")) else str(program)
            subprocess.run(["git", "config", "--file", folder / "more", key, word], check=True)
        for setting in ("log.showSignature=true", "submodule.recurse=true", f"core.hooksPath={folder / 'hooks'}"):
            subprocess.run(["git", "config", "--file", folder / "more", *setting.split("=")], check=True)

    def lose_a_tree(self) -> None:
        """A clone without all its objects, which says where the rest may be had."""
        tree = self.git("rev-parse", "main:declarations")
        (self.place / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
        settings = {
            "core.repositoryformatversion": "1",
            "extensions.partialClone": "origin",
            "remote.origin.url": "ssh://127.0.0.1:1/ecole",
            "remote.origin.promisor": "true",
            "protocol.allow": "always",
            "protocol.ssh.allow": "always",
        }
        for key, value in settings.items():
            subprocess.run(["git", "config", "--file", self.place / ".git" / "config", key, value], check=True)

    def started(self) -> list[str]:
        return sorted(path.name for path in self.ran.iterdir())


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    return Planted(tmp_path_factory.mktemp("planted") / "école")


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command writes stays outside the school."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git takes every repository for one of another account; it decides by itself what follows from that."""
    _through(f"GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {shutil.which('git')}", tmp_path, monkeypatch)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)


@pytest.fixture
def older_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Git that has never heard of GIT_NO_LAZY_FETCH."""
    _through(f"unset GIT_NO_LAZY_FETCH; exec {shutil.which('git')}", tmp_path, monkeypatch)


def _through(shell: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git = folder / "bin" / "git"
    git.parent.mkdir()
    git.write_text(f'#!/bin/sh\n{shell} "$@"\n')
    git.chmod(0o755)
    monkeypatch.setenv("PATH", f"{git.parent}:{os.environ['PATH']}")


def test_what_is_planted_runs_when_git_is_asked_plainly(tmp_path: Path) -> None:
    planted = Planted(tmp_path / "école")
    for words in (
        ["status", "--porcelain"],
        ["log", "-1", "refs/pull/7/head"],
        ["merge-tree", "--write-tree", "main", "refs/pull/7/head"],
        ["update-ref", "refs/heads/x", "main"],
    ):
        subprocess.run(["git", "-C", planted.place, "--no-pager", *words], check=False, capture_output=True)
    planted.lose_a_tree()
    subprocess.run(["git", "-C", planted.place, "ls-tree", "-r", "main"], check=False, capture_output=True)

    assert set(planted.started()) >= {
        *("core.fsmonitor", "filter.evil.clean", "filter.pid.process", "gpg.program", "merge.evil.driver"),
        *("hook-reference-transaction", "core.sshCommand"),
    }


@pytest.mark.parametrize("words", READING.values(), ids=READING)
@pytest.mark.usefixtures("elsewhere")
def test_a_command_that_reads_runs_nothing_that_the_repository_names(planted: Planted, words: tuple[str, ...]) -> None:
    code, _, error = run(*words, "--repo", planted.place)

    assert (code == 3 or "Git" in error, planted.started()) == (False, []), error


@pytest.mark.parametrize("words", READING.values(), ids=READING)
@pytest.mark.usefixtures("older_git", "elsewhere")
def test_objects_that_are_missing_are_not_asked_of_a_server(tmp_path: Path, words: tuple[str, ...]) -> None:
    planted = Planted(tmp_path / "école")
    planted.lose_a_tree()
    run(*words, "--repo", planted.place)

    assert planted.started() == []


@pytest.mark.usefixtures("of_others", "elsewhere")
@pytest.mark.parametrize("words", READING.values(), ids=READING)
def test_a_repository_of_another_account_is_refused_with_what_to_do(planted: Planted, words: tuple[str, ...]) -> None:
    code, _, error = run(*words, "--repo", planted.place)
    refused = (2, True) if " ".join(words) not in ON_DISK else (0, False)

    assert (code, f"git config --global --add safe.directory '{planted.place}'" in error) == refused, error
    assert planted.started() == []


@pytest.mark.usefixtures("of_others")
def test_a_repository_that_the_person_trusts_is_read(planted: Planted, tmp_path: Path) -> None:
    code, _, _ = typed("check", "--rev", "main", "--repo", planted.place)
    (tmp_path / ".gitconfig").write_text(f"[safe]\n\tdirectory = {planted.place}\n")
    trusted, said, error = typed("check", "--rev", "main", "--repo", planted.place)

    assert (code, trusted, error) == (2, 0, ""), said
    assert planted.started() == []


def test_a_search_through_a_repository_runs_nothing_that_it_names(planted: Planted) -> None:
    found = search(planted.place, Searcher([]))

    assert (found.hits, planted.started()) == ((), [])


def test_a_module_in_the_folder_of_a_school_is_not_taken_for_the_builder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mkdocs.py").write_text("from pathlib import Path\nPath('ran').touch()\n")
    (tmp_path / "fr.yml").write_text("site_name: [\n")
    monkeypatch.chdir(tmp_path)

    with pytest.raises(Unreadable):
        building.build(tmp_path, "mkdocs", cast("Site", SimpleNamespace(languages=("fr",))))

    assert not (tmp_path / "ran").exists()
