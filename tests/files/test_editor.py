"""The schemas in a real YAML language server: what a person is offered, told and warned of while typing.

One server answers for the whole module. It is told the settings of ``.vscode/settings.json`` and nothing else, and
needs node: ``make test-node``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.places import ROOT, TESTS
from tests.programs import VERSIONS, asked, installed

pytestmark = pytest.mark.node

CLIENT = Path(__file__).parent / "editor" / "check_language_server.mjs"

STUDENT = "declarations/2025/s-ed{:08}"
PATHS = {
    "declaration": f"{STUDENT}/3.1-portes-ouvertes.yml",
    "student": f"{STUDENT}/student.yml",
    "quitus": f"{STUDENT}/quitus.yml",
    "roles": "grid/roles.yml",
    "rules": "grid/20{:02}-2099/rules.yml",
    "category": "grid/20{:02}-2099/3-promotion.yml",
}
"""Where each kind of file stands; each question has a folder of its own, so that they can be asked together."""

GOOD = {kind: (TESTS / "schemas" / f"{kind}.yml").read_text(encoding="utf-8") for kind in PATHS}
MODELINES = {kind: text.split("\n", 1)[0] + "\n" for kind, text in GOOD.items()}

BEGUN = {
    "declaration": "organisation: École d'exemple\n",
    "student": "extra_years: 1\n",
    "quitus": "comment: Seuil atteint.\n",
    "roles": "",
    "rules": "language: fr\n",
    "category": 'category: "3"\n',
}
OFFERED = {
    "declaration": {
        "activity": "Code de la grille, entre guillemets",
        "period": "Du premier au dernier jour de l'activité",
        "evidence": "Les pièces demandées par la grille",
    },
    "student": {"programme": "Code de la spécialité", "profile": "Code du profil", "left": "a quitté l'école"},
    "quitus": {"session": "Année et mois", "outcome": "acquis"},
    "roles": {"holders": "jamais un nom"},
    "rules": {"campaigns": "Quand on peut déclarer", "site": "Adresse du site", "units": "Un code par unité"},
    "category": {"caps": "Points au plus", "activities": "Une par code", "referents": "grid/roles.yml"},
}

SLIPS = {
    "a text too long": ("event: gala-2026", f"event: {'a' * 61}"),
    "a text of the wrong form": ("level: finalist", "level: Finaliste"),
    "a number in quotes": ("quantity: 2", 'quantity: "2"'),
    "a number too great": ("quantity: 2", "quantity: 201"),
    "a number that is not in quarters": ("points: 1.25", "points: 1.3"),
    "a value that is not offered": ("elsewhere: none", "elsewhere: aucun"),
    "a date with words": ("on: 2026-02-10", "on: 10 février 2026"),
    "a file without a kind": ("  - kind: E2\n    store: pull-request", "  - store: pull-request"),
    "a list with nothing": (GOOD["declaration"].split("evidence:")[1].split("evaluation:")[0], " []\n"),
}


def question(kind: str, text: str, **asked: list[int]) -> dict[str, Any]:
    return {"path": PATHS[kind], "text": text, **asked}


def last_line(text: str) -> list[int]:
    return [text.count("\n"), 0]


def questions() -> dict[tuple[str, str], dict[str, Any]]:
    made = {}
    for kind, good in GOOD.items():
        begun = MODELINES[kind] + BEGUN[kind]
        unmarked = good.removeprefix(MODELINES[kind])
        made[kind, "good"] = question(kind, good)
        made[kind, "begun"] = question(kind, begun, complete=last_line(begun))
        made[kind, "wrong key"] = question(kind, good + "inconnue: 1\n")
        made[kind, "good, by its path"] = question(kind, unmarked)
        made[kind, "wrong key, by its path"] = question(kind, unmarked + "inconnue: 1\n")
    declared = GOOD["declaration"]
    for name, (right, slip) in SLIPS.items():
        assert right in declared
        made["declaration", name] = question("declaration", declared.replace(right, slip, 1))
    made["declaration", "period"] = question("declaration", declared, hover=[4, 2])
    choice = MODELINES["declaration"] + "elsewhere: \n"
    made["declaration", "choice"] = question("declaration", choice, complete=[1, len("elsewhere: ")])
    inside = MODELINES["category"] + 'activities:\n  "3.1":\n    unit: half-day\n    \n'
    made["category", "inside"] = question("category", inside, complete=[4, 4])
    for number, asking in enumerate(made.values()):
        asking["path"] = asking["path"].format(number)
    return made


@pytest.fixture(scope="module")
def answers() -> dict[tuple[str, str], dict[str, Any]]:
    """What the server answers to each question, by kind of file and name of the question."""
    questioned = questions()
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    told = asked(CLIENT, {"settings": settings, "documents": list(questioned.values())})
    return dict(zip(questioned, told, strict=True))


def test_the_server_is_the_version_of_package_json() -> None:
    assert installed("yaml-language-server") == VERSIONS["yaml-language-server"]


@pytest.mark.parametrize("kind", PATHS)
def test_a_good_file_has_no_diagnostic(kind: str, answers: Any) -> None:
    assert answers[kind, "good"]["diagnostics"] == []
    assert answers[kind, "good, by its path"]["diagnostics"] == []


@pytest.mark.parametrize("kind", PATHS)
@pytest.mark.parametrize("found", ["wrong key", "wrong key, by its path"])
def test_a_wrong_key_is_underlined_where_it_stands(kind: str, found: str, answers: Any) -> None:
    line = GOOD[kind].count("\n") - (1 if found.endswith("path") else 0)
    diagnostics = answers[kind, found]["diagnostics"]

    assert [d["line"] for d in diagnostics] == [line]
    assert "inconnue" in diagnostics[0]["message"]


@pytest.mark.parametrize("kind", PATHS)
def test_an_empty_line_offers_the_missing_keys_described_in_french(kind: str, answers: Any) -> None:
    described = {c["label"]: c["documentation"] for c in answers[kind, "begun"]["completions"]}
    missing = {key: text for key, text in OFFERED[kind].items() if text not in described.get(key, "")}

    assert missing == {}


def test_a_key_already_written_is_not_offered_again(answers: Any) -> None:
    labels = [c["label"] for c in answers["declaration", "begun"]["completions"]]

    assert "organisation" not in labels


def test_an_activity_of_the_grid_offers_its_own_keys(answers: Any) -> None:
    labels = {c["label"] for c in answers["category", "inside"]["completions"]}

    assert labels >= {"points", "caps", "evidence", "open_to", "sensitive"}


def test_a_choice_offers_its_values(answers: Any) -> None:
    labels = [c["label"] for c in answers["declaration", "choice"]["completions"]]

    assert labels == ["none", "ects", "internship", "paid"]


def test_pointing_at_a_key_shows_what_it_means(answers: Any) -> None:
    shown = answers["declaration", "period"]["hover"]

    assert "période" in shown
    assert "Du premier au dernier jour de l'activité" in shown


@pytest.mark.parametrize("slip", SLIPS)
def test_each_kind_of_slip_is_underlined(slip: str, answers: Any) -> None:
    assert len(answers["declaration", slip]["diagnostics"]) >= 1
