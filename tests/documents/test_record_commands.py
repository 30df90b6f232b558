"""``record`` and ``badge`` as the registry office, the student and a recruiter type them."""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from polyvalidate.cli import main
from polyvalidate.documents.badges.emblem import emblem
from tests.documents.people import ACQUIRED, RUNNING
from tests.places import ROOT

ISSUER = "https://ecole.example.org/badges/issuer.json"
LIST = "https://ecole.example.org/badges/revocations.json"


def committed(place: Path) -> Path:
    git = ["git", "-C", str(place), "-c", "user.name=essai", "-c", "user.email=essai@example.org"]
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "essai"]):
        subprocess.run([*git, *words], check=True)
    return place


class Said(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture(scope="session")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example repository, committed."""
    place = tmp_path_factory.mktemp("école")
    for folder in ("grid", "schemas", "declarations"):
        shutil.copytree(ROOT / folder, place / folder)
    return committed(place)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("POLYVALIDATE_LANG", "fr")

    def command(*words: str | Path) -> Said:
        code = main([str(word) for word in words])
        return Said(code, *capsys.readouterr())

    return command


@pytest.fixture
def key(tmp_path: Path, run: Run) -> Path:
    """A new key, made by the command."""
    assert run("badge", "key", "new", tmp_path / "cle.pem").code == 0
    return tmp_path / "cle.pem"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def issue(run: Run, school: Path, key: Path, *words: str | Path, student: str = ACQUIRED) -> Said:
    command = ("badge", "issue", student, "--root", school, "--key", key, "--issuer", ISSUER, "--on", "2026-11-02")
    return run(*command, *words)


def test_the_life_of_a_badge(tmp_path: Path, school: Path, key: Path, run: Run) -> None:
    person, badge, profile, revocations = (tmp_path / n for n in ("p.json", "badge.png", "issuer.json", "liste.json"))
    person.write_text('{"first": "Camille", "surname": "Exemple"}', encoding="utf-8")
    person.chmod(0o600)
    assert run("badge", "key", "profile", key, "--issuer", ISSUER, "--root", school, "--output", profile).code == 0
    issued = issue(run, school, key, "--recipient", person, "--revocations", LIST, "-o", badge)
    assert (issued.code, issued.out, mode(badge)) == (0, "", 0o600)

    good = run("badge", "verify", badge, "--key", profile, "--recipient", "Camille Exemple", "--on", "2027-01-01")
    assert good.code == 0
    assert "✓ Ce badge est authentique et valable." in good.out

    assert run("badge", "revoke", badge, "--revocations", revocations).code == 0
    assert json.loads(revocations.read_text(encoding="utf-8"))["id"] == LIST
    bad = run("badge", "verify", badge, "--key", profile, "--revocations", revocations, "--on", "2027-01-01")
    assert (bad.code, "✗ L'école a révoqué ce badge." in bad.out) == (1, True)


def test_a_new_key_is_for_its_owner_alone_and_never_printed(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "cle.pem"
    said = run("badge", "key", "new", path)
    body = path.read_text(encoding="ascii").splitlines()[1]

    assert (said.code, mode(path)) == (0, 0o600)
    assert re.fullmatch(r"z6Mk[1-9A-HJ-NP-Za-km-z]{44}\n", said.out)
    assert body not in said.out + said.err
    assert run("badge", "key", "new", path).code == 2  # never written over


def test_nothing_private_is_written_into_git_not_even_where_it_is_ignored(school: Path, key: Path, run: Run) -> None:
    (school / ".gitignore").write_text("privé/\n", encoding="utf-8")
    (school / "privé").mkdir(exist_ok=True)
    inside = school / "privé" / "fichier.json"
    shutil.copy(key, inside.with_name("cle.pem"))
    codes = [
        run("badge", "key", "new", inside).code,
        issue(run, school, key, "-o", inside).code,
        issue(run, school, inside.with_name("cle.pem")).code,
        run("record", "supplement", ACQUIRED, "--root", school, "-o", inside).code,
        run("record", "elm", ACQUIRED, "--root", school, "-o", inside).code,
    ]

    assert (codes, inside.exists()) == ([2] * 5, False)


def test_a_key_open_to_others_is_refused_with_the_way_to_close_it(school: Path, key: Path, run: Run) -> None:
    key.chmod(0o644)
    said = issue(run, school, key)

    assert (said.code, said.out, f"chmod 600 {key}" in said.err) == (2, "", True)


def test_a_key_that_is_none_is_said_without_a_word_of_it(tmp_path: Path, school: Path, run: Run) -> None:
    path = tmp_path / "autre.pem"
    path.write_text("-----BEGIN SECRET-----\nhunter2\n", encoding="utf-8")
    path.chmod(0o600)
    said = issue(run, school, path)

    assert (said.code, said.out, "hunter2" in said.err) == (2, "", False)


@pytest.mark.parametrize("issuer", ["http://ecole.example.org", "https://ecole.example.org/#x", "ecole", "did:web:x"])
def test_an_issuer_is_an_address_of_the_school(issuer: str, school: Path, key: Path, run: Run) -> None:
    assert run("badge", "issue", ACQUIRED, "--root", school, "--key", key, "--issuer", issuer).code == 2


def test_no_quitus_no_badge(school: Path, key: Path, run: Run) -> None:
    said = issue(run, school, key, student=RUNNING)

    assert (said.code, said.out) == (1, "")
    assert said.err == "Le jury n'a pas donné le quitus : pas de badge. Pour une activité reconnue : --of 3.2.\n"


def test_a_badge_verified_without_a_key_is_not_a_green_light(tmp_path: Path, school: Path, key: Path, run: Run) -> None:
    path = tmp_path / "badge.json"
    issue(run, school, key, "-o", path)
    said = run("badge", "verify", path, "--on", "2027-01-01", "--format", "json")

    assert (said.code, json.loads(said.out)["failures"]) == (1, ["untrusted"])


def test_a_badge_without_a_list_cannot_be_revoked(tmp_path: Path, school: Path, key: Path, run: Run) -> None:
    path, revocations = tmp_path / "badge.json", tmp_path / "liste.json"
    issue(run, school, key, "-o", path)

    assert (run("badge", "revoke", path, "--revocations", revocations).code, revocations.exists()) == (2, False)


def test_a_badge_of_another_list_is_not_added(tmp_path: Path, school: Path, key: Path, run: Run) -> None:
    path, revocations = tmp_path / "badge.json", tmp_path / "liste.json"
    issue(run, school, key, "--revocations", LIST, "-o", path)
    text = '{"id": "https://ecole.example.org/autre.json", "revokedCredential": []}'
    revocations.write_text(text, encoding="utf-8")

    assert run("badge", "revoke", path, "--revocations", revocations).code == 2
    assert revocations.read_text(encoding="utf-8") == text


def test_baking_takes_the_school_s_image(tmp_path: Path, school: Path, key: Path, run: Run) -> None:
    path, image, baked = (tmp_path / name for name in ("badge.json", "école.png", "badge.png"))
    image.write_bytes(emblem())
    issue(run, school, key, "-o", path)
    assert run("badge", "bake", path, "--image", image, "-o", baked).code == 0

    assert run("badge", "verify", baked, "--format", "json").out == run("badge", "verify", path, "--format", "json").out
    assert run("badge", "bake", path, "--image", path, "-o", baked).code == 2
    assert run("badge", "bake", image, "-o", baked).code == 2


@pytest.mark.parametrize("data", [b"", b"{}", emblem(), emblem()[:-5], b"\x89PNG\r\n\x1a\n"])
def test_a_file_that_is_no_badge_is_said(data: bytes, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "badge"
    path.write_bytes(data)
    said = run("badge", "verify", path)

    assert (said.code, said.out.startswith("✗ Ce fichier n'est pas un badge Open Badges 3.0.")) == (1, True)


def test_a_badge_cannot_write_on_the_terminal_of_who_verifies_it(
    tmp_path: Path, school: Path, key: Path, run: Run
) -> None:
    path = tmp_path / "badge.json"
    issue(run, school, key, "-o", path)
    document = json.loads(path.read_text(encoding="utf-8"))
    document["name"] = "\x1b[2J\u202e" + "x" * 1000
    path.write_text(json.dumps(document), encoding="utf-8")
    said = run("badge", "verify", path)

    assert not set("\x1b\u202e") & set(said.out)
    assert max(map(len, said.out.splitlines())) < 400


def test_the_supplement_names_the_commit_it_was_made_from(school: Path, run: Run) -> None:
    said = run("record", "supplement", ACQUIRED, "--root", school, "--on", "2026-11-02", "--languages", "en")

    assert (said.code, said.out.splitlines()[0]) == (0, "6.1 Additional information")
    assert re.search(r"on 2 November 2026, commit [0-9a-f]{40};", said.out.replace("\u00a0", " "))


def test_the_european_credential_is_json_without_a_name(school: Path, run: Run) -> None:
    said = run("record", "elm", RUNNING, "--root", school, "--on", "2026-11-02")

    assert (said.code, "fullName" in json.loads(said.out)["credentialSubject"]) == (0, False)


@pytest.mark.parametrize("student", ["s-inconnu001", "../..", "S-DEM0000001"])
def test_a_student_that_is_not_there_ends_with_two(student: str, school: Path, run: Run) -> None:
    assert run("record", "supplement", student, "--root", school).code == 2


def test_nothing_is_handed_over_of_a_folder_in_error(tmp_path: Path, run: Run, key: Path) -> None:
    place = tmp_path / "école"
    for folder in ("grid", "schemas", "declarations"):
        shutil.copytree(ROOT / folder, place / folder)
    path = place / "declarations" / "2024" / ACQUIRED / "3.1-portes-ouvertes-2025.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("quantity: 2", "quantity: 0"), encoding="utf-8")
    committed(place)
    codes = [
        run("record", "supplement", ACQUIRED, "--root", place),
        run("record", "elm", ACQUIRED, "--root", place),
        issue(run, place, key),
    ]

    assert [(said.code, said.out) for said in codes] == [(1, "")] * 3


def test_without_the_extra_the_way_to_get_it_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, run: Run) -> None:
    import importlib.util

    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    said = run("badge", "key", "new", tmp_path / "cle.pem")

    assert (said.code, "pip install 'polyvalidate[badges]'" in said.err) == (2, True)
