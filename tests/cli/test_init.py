"""A new school: its jobs are those of its forge, and something can be declared in it on the very day."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from polyvalidate import repository
from polyvalidate.model.findings import Severity
from polyvalidate.model.grid import Campaign
from polyvalidate.model.years import academic_year, years_later
from polyvalidate.office.acts.founding import Wishes, grid_of, reaching
from polyvalidate.repository.own_wheel import FOLDERS
from polyvalidate.repository.template import template_of
from tests.cli.test_upgrade import OURS
from tests.forge.fake_forge import TOKEN
from tests.forge.test_doctor import DIALECTS, KINDS, forge_of
from tests.places import ROOT
from tests.running import run, run_here
from tests.terminal import CTRL_D, talk


@pytest.mark.parametrize("forge", FOLDERS)
def test_a_school_has_the_jobs_of_its_forge_and_installs_from_its_own_files(tmp_path: Path, forge: str) -> None:
    code, _, why = run("init", tmp_path / "école", "--forge", forge)

    school = tmp_path / "école"
    inside = [path for path in school.rglob("*") if path.is_file() and path.relative_to(school).parts[0] != ".git"]
    ours = [path for path in inside if path.relative_to(school).parts[0].startswith(".") and path.suffix != ".whl"]
    installs = {name for path in ours for name in re.findall(r"--requirement ([^\s\"]+)", path.read_text("utf-8"))}
    assert code == 0, why
    assert {name.partition("/")[0] for name in installs} == {FOLDERS[forge]}
    assert all((school / name).is_file() for name in installs)
    assert {path.relative_to(school).parts[0] for path in ours} - {FOLDERS[forge]} == {
        *(".devcontainer", ".gitattributes", ".gitignore", ".pre-commit-config.yaml", ".vscode"),
        *((".gitlab-ci.yml",) if forge == "gitlab" else ()),
    }
    said = yaml.safe_load((school / "mkdocs.yml").read_text(encoding="utf-8"))["extra"]["polyvalidate"].get("forge")
    assert said == (forge if forge in ("gitlab", "forgejo") else None)
    code, said, _ = run("check", school)
    assert (code, set(re.findall("PP[0-9]{3}", said))) == (0, {"PP254"})


QUESTIONS = {
    "github": (".github/ISSUE_TEMPLATE/question.yml", "github-issue-forms"),
    "forgejo": (".forgejo/issue_template/question.yml", "github-issue-forms"),
    "gitlab": (".gitlab/issue_templates/Default.md", None),
}


@pytest.mark.parametrize("forge", FOLDERS)
def test_whoever_asks_a_question_on_a_forge_is_told_that_no_personal_data_belongs_there(forge: str) -> None:
    given = template_of(OURS, forge)
    path, schema = QUESTIONS.get(forge, ("", None))
    asked = {name for name in given if "issue_template" in name.lower()}
    form = given[path].decode() if path else ""

    assert (path in asked, bool(asked)) == (bool(path), bool(path))
    assert all(words in form for words in ("Aucune donnée personnelle", "No personal data") if path)
    if schema is not None:
        config = yaml.safe_load(given[f"{path.rpartition('/')[0]}/config.yml"])
        assert config == {"blank_issues_enabled": False}
        assert list(validator(schema).iter_errors(yaml.safe_load(form))) == []


def validator(name: str) -> Draft7Validator:
    """One of the schemas that check-jsonschema keeps."""
    text = (files("check_jsonschema") / f"builtin_schemas/vendor/{name}.json").read_text(encoding="utf-8")
    return Draft7Validator(json.loads(text))


def test_what_an_editor_is_told_is_what_this_repository_tells_its_own() -> None:
    given = {name: data for name, data in template_of(OURS, "github").items() if name.startswith(".vscode/")}

    assert given == {f".vscode/{path.name}": path.read_bytes() for path in (ROOT / ".vscode").iterdir()}


def test_before_a_commit_the_school_s_own_program_checks_what_it_judges(tmp_path: Path) -> None:
    run("init", tmp_path / "école", "--forge", "gitlab")
    text = (tmp_path / "école/.pre-commit-config.yaml").read_text(encoding="utf-8")
    hook = yaml.safe_load(text)["repos"][0]["hooks"][0]
    program, *words = hook["entry"].split()

    done = subprocess.run([sys.executable, *words], cwd=tmp_path / "école", capture_output=True, text=True, check=False)

    assert (program, done.returncode, "10 fichiers" in done.stdout or "10 files" in done.stdout) == ("python", 0, True)
    assert [bool(re.search(hook["files"], path)) for path in ("grid/roles.yml", "README.md")] == [True, False]
    assert "--require-hashes --requirement .gitlab/requirements.txt" in text


@pytest.mark.parametrize("year", ["2024-2025", "2026-2027", "2031-2032"])
def test_the_grid_is_of_the_year_that_is_asked_for(tmp_path: Path, year: str) -> None:
    run("init", tmp_path / "école", "--year", year)

    text = (tmp_path / "école/grid" / year / "rules.yml").read_text(encoding="utf-8")
    first = int(year[:4])
    years = {int(found) for found in re.findall(r"\b(20[0-9]{2})-", text)}
    assert (years, run("check", tmp_path / "école")[0]) == ({first, first + 1}, 0)


def test_something_can_be_declared_in_a_new_school_on_the_day_it_is_made(tmp_path: Path) -> None:
    run("init", tmp_path / "école")

    today = repository.today(tmp_path / "école")
    code, said, _ = run("campaign", "status", "--repo", tmp_path / "école")

    assert [path.name for path in (tmp_path / "école/grid").iterdir() if path.is_dir()] == [academic_year(today)]
    assert (code, academic_year(today) in said) == (0, True)


def test_on_every_day_of_a_year_something_of_that_day_can_be_declared_in_a_school_made_then() -> None:
    grid = grid_of("2027-2028", date(2026, 11, 30), Wishes()).book.grids["2027-2028"]
    for day in (date(2027, 9, 1) + timedelta(number) for number in range(366)):
        campaigns = dict(enumerate(grid.campaigns))
        moved = reaching(grid.campaigns, grid.period, day)
        campaigns |= dict([moved]) if moved is not None else {}

        assert can_declare(campaigns.values(), day), day


@pytest.mark.parametrize("day", ["2027-09-01", "2027-09-30", "2028-06-16", "2028-06-21", "2028-07-11", "2028-08-31"])
def test_a_grid_whose_campaign_moved_is_one_that_the_check_takes(day: str) -> None:
    today = date.fromisoformat(day)
    made = grid_of(academic_year(today), today, Wishes())

    assert can_declare(made.book.grids["2027-2028"].campaigns, today)
    assert [found for found in made.findings if found.severity is Severity.ERROR] == []


def can_declare(campaigns: Iterable[Campaign], day: date) -> bool:
    """Something that is done on a day, on that same day."""
    return any(one.opens <= day <= one.closes and one.covers.start <= day <= one.covers.end for one in campaigns)


@pytest.mark.parametrize("day", [date(2027, 8, 31), date(2028, 9, 1), date(2026, 11, 30)])
def test_the_campaigns_of_a_year_that_is_not_running_stay_as_the_example_has_them(day: date) -> None:
    campaigns = grid_of("2027-2028", day, Wishes()).book.grids["2027-2028"].campaigns

    assert [(one.opens, one.closes) for one in campaigns] == [
        (date(2027, 10, 1), date(2028, 6, 15)),
        (date(2028, 6, 22), date(2028, 7, 10)),
        (date(2028, 9, 1), date(2028, 10, 15)),
    ]


def test_what_a_school_says_of_itself_stands_where_it_is_read(tmp_path: Path) -> None:
    code, said, why = run(
        *("init", tmp_path / "école", "--name", "École : « Essai »", "--address", "https://points.ecole.example/"),
        *("--repository", "https://forge.ecole.example/points/points", "--intake", "boxes", "--boxes", "ecole/boites"),
        *(
            "--language",
            "en",
            "--contact",
            "points@ecole.example",
            "--threshold",
            "FISE3=12,5",
            "--threshold",
            "FISA=4",
        ),
        *("--programme", "GC=Génie civil / Civil engineering", "--programme", "IA=Réseaux, images"),
        *("--account", "referent:3=github:7003", "--account", "jury=github:7011", "--account", "jury=github:7012"),
    )

    school = tmp_path / "école"
    rules = yaml.safe_load(next((school / "grid").glob("20*/rules.yml")).read_text(encoding="utf-8"))
    settings = yaml.safe_load((school / "mkdocs.yml").read_text(encoding="utf-8"))
    assert (code, why, said.partition("Restent à dire : ")[2]) == (0, "", UNSAID)
    assert [rules[key] for key in ("school", "site", "intake", "boxes", "language", "contact")] == [
        *("École : « Essai »", "https://points.ecole.example", "boxes", "ecole/boites", "en", "points@ecole.example")
    ]
    assert rules["programmes"] == {
        "GC": {"fr": "Génie civil", "en": "Civil engineering"},
        "IA": {"fr": "Réseaux, images", "en": "Réseaux, images"},
    }
    assert [one["required"] for one in rules["profiles"].values()] == [12.5, 6, 4]
    assert accounts(school) == {"ref-3": "github:7003", "jury-1": "github:7011", "jury-2": "github:7012"}
    assert (settings["site_url"], settings["repo_url"], settings["extra"]["polyvalidate"]["forge"]) == (
        *("https://points.ecole.example/", "https://forge.ecole.example/points/points", "github"),
    )
    code, said, _ = run("check", school, lang="fr")
    assert (code, re.findall("PP[0-9]{3}", said)) == (0, ["PP254", "PP254"])


@pytest.mark.parametrize("forge", ["github", "gitlab"])
@pytest.mark.parametrize(("asked", "spoken"), [((), "avertissement"), (("--language", "en"), "warning")])
def test_the_jobs_of_a_school_speak_its_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forge: str, asked: tuple[str, ...], spoken: str
) -> None:
    school = tmp_path / "école"
    run("init", school, "--forge", forge, "--yes", *asked)
    wheels = [path.read_bytes() for path in school.glob(f".{forge}*/wheels/*.whl")]
    jobs = [path.read_text() for path in school.glob(f".{forge}*/**/*") if path.suffix == ".yml"]
    for name in [name for name in os.environ if name.startswith(("LC_", "LANG", "POLYVALIDATE"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", "C.UTF-8")  # as in the containers of the forges: nobody asks for a language

    code, said, _ = run_here(["check", str(school)])
    _, in_english, _ = run_here(["check", str(school), "--lang", "en"])
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    _, in_french, _ = run_here(["check", str(school)])

    assert (code, spoken in said.decode().splitlines()[-1]) == (0, True)
    assert [b"warning" in in_english, b"avertissement" in in_french] == [True, True]
    assert [word for job in jobs for word in re.findall("--lang.*", job)] == []
    assert wheels == [OURS.data]


UNSAID = (
    "les comptes de ref-1, ref-2, ref-4, ref-5, ref-6, ref-7, ref-8, sco-1, sco-2, keeper-1 et keeper-2"
    " (grid/roles.yml).\n"
)
ALL = tuple(
    word
    for role, count in {**{f"referent:{n}": 1 for n in range(1, 9)}, "registry": 2, "jury": 2, "keeper": 2}.items()
    for number in range(count)
    for word in ("--account", f"{role}=gitlab:{7000 + 10 * len(role) + number + (int(role[-1]) if ':' in role else 0)}")
)
"""Somebody for each role of the example."""


def test_a_school_whose_accounts_are_all_said_has_no_finding(tmp_path: Path) -> None:
    code, said, _ = run("init", tmp_path / "école", "--forge", "gitlab", *ALL)

    assert (code, "grid/roles.yml)" in said) == (0, False)
    assert run("check", tmp_path / "école") == (0, "Aucune remarque : 10 fichiers vérifiés.\n", "")


@pytest.mark.parametrize("name", KINDS)
def test_a_login_becomes_its_number_where_a_token_is_at_hand(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("--forge", name, "--account", "referent:3=compte-1000003", "--account", "keeper=compte-1000077")
    with forge_of(name) as there:
        dialect = DIALECTS[name]
        monkeypatch.delenv(dialect.token, raising=False)
        without = run("init", tmp_path / "sans", *words)
        monkeypatch.setenv(dialect.token, TOKEN)
        monkeypatch.setenv(dialect.address, there.root)
        code, _, why = run("init", tmp_path / "école", *words)
        there.gone.add(1000077)
        gone = run("init", tmp_path / "absent", *words)
        calls = there.calls

    assert (code, why) == (0, "")
    assert accounts(tmp_path / "école") == {"ref-3": f"{name}:1000003", "keeper-1": f"{name}:1000077"}
    assert (without[0], "ref-3 et keeper-1 restent à remplir" in without[2]) == (0, True)
    assert accounts(tmp_path / "sans") == {}
    assert (gone[0], "compte-1000077" in gone[2], (tmp_path / "absent").exists()) == (2, True, False)
    assert {call.split()[0] for call in calls} == {"GET"}


def accounts(school: Path) -> dict[str, str]:
    """Those that are said, by the code of their holder."""
    holders = yaml.safe_load((school / "grid/roles.yml").read_text(encoding="utf-8"))["holders"]
    return {code: holder["account"] for code, holder in holders.items() if not holder["account"].endswith(":0")}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--name", "deux\nlignes"), "--name"),
        (("--name", ""), "--name"),
        (("--address", "http://points.ecole.example"), "--address"),
        (("--repository", "https://github.com"), "--repository"),
        (("--repository", "https://gitlab.com/ecole/points"), "github"),
        (("--intake", "boxes"), "--boxes"),
        (("--boxes", "ecole"), "--intake"),
        (("--intake", "boxes", "--boxes", "../ecole"), "--boxes"),
        (("--contact", "Jean Essai"), "--contact"),
        (("--programme", "di=Informatique"), "en majuscules"),
        (("--programme", "DI=Un", "--programme", "DI=Deux"), "une fois"),
        (("--threshold", "FISE5=3"), "FISE3=10, FISE4=6 ou FISA=5"),
        (("--threshold", "FISE3=10,1"), "--threshold"),
        (("--account", "referent:0=quelquun"), "referent:3, registry, jury ou keeper"),
        (("--account", "referent:3=gitlab:12"), "compte de github"),
        (("--account", "referent:3=un", "--account", "referent:3=deux"), "--account"),
        (("--forge", "git", "--intake", "boxes", "--boxes", "ecole"), "Sans forge"),
    ],
)
def test_what_a_school_cannot_say_of_itself_is_refused_and_nothing_is_made(
    tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    code, _, said = run("init", tmp_path / "école", *words)

    assert (code, why in said, (tmp_path / "école").exists()) == (2, True, False), said


def test_at_a_terminal_what_was_not_given_is_asked_and_asked_again(tmp_path: Path) -> None:
    answers = [
        ("Langue de l'école, fr ou en (Entrée : fr) : ", ""),
        ("Adresse du site (Entrée : plus tard) : ", "points.ecole.example"),
        ("Adresse du site (Entrée : plus tard) : ", "https://points.ecole.example"),
        ("Adresse de contact (Entrée : plus tard) : ", "points@ecole.example"),
        ("Adresse du dépôt sur sa forge (Entrée : plus tard) : ", ""),
        ("Organisation des boîtes, si chaque élève a la sienne (Entrée : un dépôt commun) : ", "ecole-boites"),
        ("Spécialités, comme DI=Informatique/Computer science ; … (Entrée : celles de l'exemple) : ", "DI=Un; MA=Deux"),
        ("Seuils, comme FISE3=10 ; FISA=5 (Entrée : ceux de l'exemple) : ", "FISE3=8"),
        (ACCOUNTS, "referent:3=github:7003;"),
    ]
    code, screen = talk(["init", "ecole", "--name", "École d'essai"], answers, tmp_path)

    text = next((tmp_path / "ecole/grid").glob("20*/rules.yml")).read_text(encoding="utf-8")
    assert (code, "Restent à dire : l'adresse du dépôt (mkdocs.yml), les comptes de ref-1" in screen) == (0, True)
    assert accounts(tmp_path / "ecole") == {"ref-3": "github:7003"}
    assert all(
        line in text
        for line in (
            "school: École d'essai\n",
            "site: https://points.ecole.example\n",
            "intake: boxes\n",
            "boxes: ecole-boites\n",
            "contact: points@ecole.example\n",
            "    required: 8\n",
            "  MA:\n    fr: Deux\n",
        )
    )
    left, screen = talk(["init", "autre"], [("Nom de l'école (Entrée : plus tard) : ", CTRL_D)], tmp_path)
    assert (left, "Rien n'a été écrit." in screen, (tmp_path / "autre").exists()) == (1, True, False)
    assert talk(["init", "muette", "--yes"], [], tmp_path)[0] == 0


ACCOUNTS = "Comptes, comme referent:3=identifiant ; keeper=identifiant (Entrée : plus tard) : "


@pytest.mark.parametrize("year", ["2026", "2026-2028", "26-27", "2026-2027 ", "../2026-2027"])
def test_what_is_no_academic_year_is_said_to_be_none(tmp_path: Path, year: str) -> None:
    code, _, why = run("init", tmp_path / "école", "--year", year)

    assert (code, "deux années qui se suivent" in why, (tmp_path / "école").exists()) == (2, True, False)


@given(st.dates(date(2000, 1, 1), date(2089, 12, 31)), st.integers(0, 10))
def test_a_day_some_years_later_is_that_day_of_that_year(day: date, years: int) -> None:
    moved = date.fromisoformat(years_later(f"du {day} au {day}.", years)[3:13])

    assert (moved.year, moved.month) == (day.year + years, day.month)
    assert moved.day == day.day or (day.month, day.day, moved.day) == (2, 29, 28)


def test_what_is_no_day_stays_as_it_is() -> None:
    text = "v2025-13-01 2025-2026 2024-02-29 20256-01-01 2025"

    assert years_later(text, 1) == "v2025-13-01 2026-2027 2025-02-28 20256-01-01 2025"
