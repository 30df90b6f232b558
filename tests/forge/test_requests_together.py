"""Open requests that would break a rule together are told so, each of the other, as long as both are open."""

from __future__ import annotations

from pathlib import Path

from tests.forge.fake_forge import FakeForge
from tests.forge.fake_forgejo import FakeForgejo
from tests.forge.fake_github import FakeGitHub
from tests.forge.test_boxes import begun
from tests.forge.world import World, number_of
from tests.places import RULES
from tests.proposing import FAIR, FOLDER, OTHER, REFERENT_1, STUDENT

GALA, CLOAKROOM = (
    (RULES / "PP411/bad" / FOLDER / name).read_text(encoding="utf-8") for name in ("2.5-gala.yml", "2.6-vestiaire.yml")
)
DIGEST = "8aaa44dde542e708d926a76708c6c63b65e0e47a244a1bfbbd233e6b6ce5f4aa"
THEIRS = FAIR.replace("a1" * 32, DIGEST)
OTHER_FOLDER = "declarations/2025/s-base000002"
NOT_BOTH = (
    "L'activité 2.6 ne se cumule pas avec l'activité 2.5 déclarée dans 2.5-gala.yml, pour la même organisation et les "
    "mêmes jours. ([PP411](https://polyvalidate.example.org/regles/PP411/))"
)
CITED = (
    "le même justificatif est cité par deux personnes. Vérifiez à qui il est ; une pièce commune, comme un PV, est "
    "possible. ([PP501](https://polyvalidate.example.org/regles/PP501/))"
)


def told(forge: FakeForge, number: int) -> list[str]:
    """What the comment of the check says of other requests."""
    body = next(body for body in forge.bodies(number) if "polyvalidate:verdict" in body)
    body = body.replace("\xa0", " ").replace("\u202f", " ")
    return [line for line in body.splitlines() if line.startswith(("- Demande", "- Une demande"))]


def test_each_names_the_other_while_both_are_open_and_neither_is_blocked(github: FakeGitHub, tmp_path: Path) -> None:
    world = World(github, tmp_path, (STUDENT, OTHER))
    student = world.school.read(f"{FOLDER}/student.yml").replace(str(number_of(STUDENT)), str(number_of(OTHER)))
    world.school.settle({f"{OTHER_FOLDER}/student.yml": student})
    world.opens()
    world.opened(7, STUDENT, {f"{FOLDER}/2.5-gala.yml": GALA})
    world.swept()
    alone = told(github, 7)
    heads = [
        world.opened(8, STUDENT, {f"{FOLDER}/2.6-vestiaire.yml": CLOAKROOM}),
        world.opened(9, OTHER, {f"{OTHER_FOLDER}/3.3-lycee.yml": THEIRS}),
        world.opened(10, OTHER, {f"{FOLDER}/2.6-a.yml": CLOAKROOM}),  # nobody may write there: to be mended first
    ]

    world.swept()
    both = [told(github, number) for number in (7, 8, 9, 10)]
    states = [world.state(head) for head in heads]
    github.calls.clear()
    world.swept()
    written = [call for call in github.calls if not call.startswith("GET")]
    github.pulls[8]["state"] = "closed"
    github.touch(8)
    world.swept()
    closed = told(github, 7)
    world.says(REFERENT_1, 7, "/accepter")
    world.server.close()

    assert (alone, states, written) == ([], ["pending", "pending", "failure"], [])
    assert both == [
        [f"- Demande 8 — `2.6-vestiaire.yml` — {NOT_BOTH}", f"- Demande 9 — {CITED}"],
        [f"- Demande 7 — `2.6-vestiaire.yml` — {NOT_BOTH}"],
        [f"- Demande 7 — {CITED}"],
        [],
    ]
    assert closed == [f"- Demande 9 — {CITED}"]
    assert told(github, 9) == []  # 7 has entered: what it cites is in the record, and PP501 says the rest


def test_in_boxes_a_request_of_somebody_else_is_not_named(forgejo: FakeForgejo, tmp_path: Path) -> None:
    world = begun(forgejo, tmp_path)
    world.asks(STUDENT, 1, {"2.5-gala.yml": GALA})
    world.asks(STUDENT, 2, {"2.6-vestiaire.yml": CLOAKROOM})
    world.asks(OTHER, 1, {"3.3-lycee.yml": THEIRS})

    world.swept()
    world.server.close()

    assert told(world.box(STUDENT), 1) == [
        f"- Demande 2 — `2.6-vestiaire.yml` — {NOT_BOTH}",
        f"- Une demande d'une autre personne — {CITED}",
    ]
    assert told(world.box(STUDENT), 2) == [f"- Demande 1 — `2.6-vestiaire.yml` — {NOT_BOTH}"]
    assert told(world.box(OTHER), 1) == [f"- Une demande d'une autre personne — {CITED}"]
