"""One story, the same words, on every forge and on a plain server, in a shared repository and in boxes: a year of a
small school, from the list of its students to the minutes of its jury; then the audit of all of it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest

from polyvalidate.forge import boxes as boxes_of_a_forge
from polyvalidate.forge.boxes.pace import Pace
from polyvalidate.office.register.claims import code_of
from polyvalidate.office.register.register import Register, parsed
from tests.forge.box_world import BoxWorld
from tests.forge.fake_forge import FakeForge
from tests.forge.fake_forgejo import FakeForgejo
from tests.forge.fake_github import FakeGitHub
from tests.forge.fake_gitlab import FakeGitLab
from tests.forge.plain_world import PlainGit, PlainWorld
from tests.forge.settled import BOXES
from tests.forge.test_doctor import KINDS, Settled
from tests.forge.world import World, crosses, title
from tests.proposing import FAIR, FOLDER, JURY, KEEPER, OPEN_DAY, REFERENT_3, REFERENT_4, REGISTRY
from tests.running import run

ANA, BOB, CAT, DEB, EVA, FOX = (f"github:200000{n}" for n in range(1, 7))
STUDENTS = (ANA, BOB, CAT, DEB, EVA, FOX)
"""Bob is the one whose account nobody has listed, Fox the one who leaves. Ana evaluates as well."""
STAFF = (REGISTRY, JURY, KEEPER)
HEAD = "COD_ETU;LIB_NOM_PAT_IND;LIB_NOM_USU_IND;LIB_PR1_IND;COD_ETP;COD_VRS_VET;COD_ANU"
NAME = "3.3-lycee.yml"
RULES, ROLES = "grid/2025-2026/rules.yml", "grid/roles.yml"
AT_ONCE = ("--yes", "--push", "origin", "--wait", "1s")
SHARED = (FakeGitHub, FakeGitLab, FakeForgejo, PlainGit)
IN_BOXES = (FakeGitHub, FakeGitLab, FakeForgejo)


def claim(proof: int, **words: str) -> dict[str, str | None]:
    """A declaration and the paper that proves it."""
    paper = f"Attestation {proof}.\n"
    text = FAIR.replace("a1" * 32, hashlib.sha256(paper.encode()).hexdigest())
    for old, new in words.items():
        text = text.replace(old, new)
    return {NAME: text, "evidence/attestation.pdf": paper}


def plain(answer: str) -> str:
    return title(answer).replace("\xa0", " ")


class Story:
    """What the people of the school do."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.private = world.place / "prive"
        self.register = self.private / "registre.json"
        self.private.mkdir()

    def begins(self) -> str:
        """A grid, roles, and no student; its commit."""
        self.world.school.settle({f"{FOLDER}/student.yml": None, OPEN_DAY: None})
        self.world.opens()
        return self.world.server_git("rev-parse", "main")

    def office(self, who: str, code: str, *words: str | Path) -> str:
        """A command in the clone of somebody of the staff; what it says."""
        _, said, why = run(*words, "--repo", self.world.desk(who), "--as", code)
        return said + why

    def imports(self) -> dict[str, str]:
        """The list of the university, and the accounts that are known; the folders, by account."""
        rows = [f"2200000{n};ESSAI-{n};;Élève;PDI3A;211;2025" for n in range(1, 7)]
        (self.private / "liste.csv").write_bytes("\r\n".join([HEAD, *rows, ""]).encode("cp1252"))
        known = [f"2200000{account[-1]};{self.account(account)}" for account in STUDENTS if account != BOB]
        (self.private / "comptes.csv").write_text("\r\n".join(["N° étudiant;Compte", *known, ""]), encoding="utf-8")
        given = ("--cohort", "2025", "--accounts", self.private / "comptes.csv", "--register", self.register)
        said = self.office(REGISTRY, "scolarite-1", "roster", "import", self.private / "liste.csv", *given, *AT_ONCE)
        assert "6  nouveaux" in said, said
        self.world.swept()
        members = json.loads(self.register.read_text(encoding="utf-8"))["members"]
        return {f"github:200000{one['number'][-1]}": f"declarations/2025/{one['code']}" for one in members}

    def account(self, account: str) -> str:
        return self.world.forge.account(int(account.rpartition(":")[2]))

    def claimed(self, code: str) -> str:
        """What Bob's letter gives him to write."""
        register = parsed(self.register.read_bytes())
        assert isinstance(register, Register)
        return code_of(register, next(one for one in register.members if one.code == code))

    def said(self, who: str, student: str, number: int, body: str) -> Said:
        """A comment, or an approval when there is nothing to read."""
        world = self.world
        made = world.comments(who, student, number, body) if body else world.reads(who, student, number)
        return Said(student, number, made)

    def answers(self, *asked: Said) -> list[str]:
        """How each comment was answered: the title, without the words that are the same."""
        return [plain(self.world.answered(*one)).removeprefix("### ") for one in asked]

    def states(self, *requests: tuple[str, int]) -> list[str]:
        return [self.world.told(*one)[0] for one in requests]

    def ties(self) -> None:
        self.office(REGISTRY, "scolarite-1", "roster", "claims", "--register", self.register, *AT_ONCE)

    def leaves(self, student: str) -> None:
        who, gone = f"2200000{student[-1]}", ("--left", "2026-02-09", "--since", "2026-02-09")
        self.office(REGISTRY, "scolarite-1", "roster", "change", who, *gone, "--register", self.register, *AT_ONCE)

    def hires(self, student: str) -> None:
        """A keeper makes an evaluator of a student."""
        roles = self.world.read(ROLES)
        block = roles[roles.index("  ref-3:\n") : roles.index("  ref-4:\n")].replace("ref-3", "ref-9")
        made = block.replace(self.world.forge.account(1000003), self.account(student))
        self.world.sends(KEEPER, {ROLES: f"{roles}\n{made}"}, "roles")

    def changes(self) -> None:
        """A keeper changes the grid."""
        rules = self.world.read(RULES).replace("second_reader_from: 3", "second_reader_from: 0.75")
        self.world.sends(KEEPER, {RULES: f"{rules}\n"}, "grille")

    def points(self) -> dict[str, float]:
        """What is counted for each student, by their folder."""
        clone = self.world.place / "bilan"
        subprocess.run(["git", "clone", "-q", self.world.main, clone], check=True, capture_output=True)
        _, data, why = run("balance", "--root", clone, "--format", "json")
        assert why == ""
        return {f"declarations/2025/{one['student']}": one["credited"] for one in json.loads(data)["students"]}

    def minutes(self, exempted: str) -> None:
        """The jury exempts one student, and decides nothing of the others yet: they are in their first year."""
        table, desk = self.private / "jury.csv", self.world.desk(JURY)
        subprocess.run(["git", "-C", desk, "pull", "-q", "--ff-only"], check=True, capture_output=True)
        which = ("--session", "2026-11", "--cohort", "2025")
        code, said, why = run("minutes", "prepare", *which, "--everybody", "--output", table, "--repo", desk)
        assert code == 0, said + why
        head, *rows = csv.reader(io.StringIO(table.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";")
        for row in rows:
            if row[0] == exempted:
                row[head.index("Décision du jury")] = "dispense"
                row[head.index("Motif")] = "Mobilité appréciée par le jury."
        with table.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows([head, *rows])
        self.office(JURY, "jury-1", "minutes", "record", *which, "--table", table, *AT_ONCE)

    def boxes(self, there: Settled, *words: str) -> None:
        """What ``polyvalidate boxes`` writes where the boxes stand."""
        forge = self.world.forge
        known = forge.variables(self.world.server.root, 1)
        there_too = {name: said.replace(forge.root, there.root) for name, said in known.items()}
        at_once = patch.object(boxes_of_a_forge, "Pace", partial(Pace, wait=lambda _seconds: None))
        with patch.dict(os.environ, there_too), at_once:
            code, said, why = run("boxes", *words, "--yes", "--repo", self.world.desk(REGISTRY))
        assert code == 0, said + why


ENTERED = [
    "1 compte rattaché",
    "2025/… : départ",
    "Demande … fusionnée par ref-3",
    "Demande … fusionnée par ref-4",
    "Demande … fusionnée par ref-4",
    "Demande … fusionnée par ref-4",
    "Décision corrigée par ref-4",
    "Jury 2026-11, promotion 2025 : 1 décision",
    "Liste des élèves 2025-2026",
    "recours accepté par jury-1",
    "recours déposé par …",
    "À la main",
    "À la main",
]
"""All that has entered the record."""


class Said(NamedTuple):
    """Something that was said below a request of a student, as the place remembers it."""

    student: str
    number: int
    made: Mapping[str, Any]


def stage(kind: type[FakeForge | PlainGit], boxed: bool, place: Path) -> World:
    forge = kind()
    if isinstance(forge, PlainGit):
        return PlainWorld(forge, place, STUDENTS, STAFF)
    return BoxWorld(forge, place, {}, STAFF) if boxed else World(forge, place, STUDENTS, STAFF)


@pytest.fixture(
    params=[*((kind, False) for kind in SHARED), *((kind, True) for kind in IN_BOXES)],
    ids=lambda one: f"{one[0].name}-{'boxes' if one[1] else 'shared'}",
)
def story(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Story]:
    world = stage(*request.param, tmp_path)
    with closing(world.server), closing(world.forge):
        yield Story(world)
    assert getattr(world.forge, "wrong", []) == []


@pytest.fixture
def settled(story: Story) -> Iterator[Settled | None]:
    """Where the boxes of a school are made, for a school that has any."""
    if not isinstance(story.world, BoxWorld):
        yield None
        return
    with closing(KINDS[story.world.forge.name]()) as there:
        yield there
    assert there.wrong == []


def test_a_year_of_a_small_school(story: Story, settled: Settled | None) -> None:
    world = story.world
    began = story.begins()
    folders = story.imports()
    if settled is not None:
        story.boxes(settled, "create")
        story.boxes(settled, "invite")
        made = {name.partition("/")[2] for name in settled.repos if name.startswith(f"{BOXES}/s-")}
        assert made == {folder.rpartition("/")[2] for folder in folders.values()}
    for account, folder in folders.items():
        world.gives(account, folder)

    # Everybody declares: Ana wrongly, Bob before anybody knows him, Fox too late.
    world.asks(ANA, 4, claim(4, **{"to: 2026-02-03": "to: 2026-02-01"}))
    world.asks(BOB, 5, claim(5, **{"2026-02-03": "2026-02-05", "quantity: 1": "quantity: 2"}))
    world.asks(CAT, 6, claim(6))
    world.asks(DEB, 7, claim(7))
    world.asks(FOX, 9, claim(9))
    world.at(FOX).opened_at(9, "2026-12-24T10:00:00Z")
    world.looks(4)
    assert story.states((ANA, 4), (BOB, 5), (CAT, 6), (DEB, 7), (FOX, 9)) == [
        "failure",
        "failure",
        "pending",
        "pending",
        "failure",
    ]
    told = ["PP308" in world.told(ANA, 4)[1], "/compte" in world.told(BOB, 5)[1], "PP621" in world.told(FOX, 9)[1]]
    assert told == [True, True, True]

    # A code, a refusal, a piece that cannot be read, what nobody may decide; Ana mends, and is made an evaluator.
    code = story.said(BOB, BOB, 5, f"/compte {story.claimed(folders[BOB].rpartition('/')[2])}")
    refused = story.said(REFERENT_4, CAT, 6, "/refuse Nobody saw them there.")
    completed = story.said(REFERENT_4, DEB, 7, "/completer L'attestation est illisible.")
    late = story.said(REFERENT_4, FOX, 9, "/accepter")
    world.asks(ANA, 4, claim(4))
    story.hires(ANA)
    world.hears(*refused[1:])
    assert story.answers(code, refused, completed, late) == [
        "Code reçu",
        "Décision fusionnée : refusée",
        "Décision lue : à compléter",
        "La commande n'est pas exécutée",
    ]

    # The office ties the account of Bob; Deb mends; Ana does not evaluate herself; Cat appeals.
    story.ties()
    world.asks(DEB, 7, claim(17))
    world.looks(7)
    assert story.states((ANA, 4), (BOB, 5), (DEB, 7)) == ["pending", "pending", "pending"]
    own, approved = story.said(ANA, ANA, 4, "/accepter"), story.said(ANA, ANA, 4, "")
    accepted = story.said(REFERENT_4, ANA, 4, "/accepter Merci.")
    partial = story.said(REFERENT_3, DEB, 7, "/points 0,25 La première heure.")
    appealed = story.said(CAT, CAT, 6, "/recours L'organisateur confirme ma présence.")
    world.hears(*partial[1:])
    assert story.answers(own, approved, accepted, partial, appealed) == [
        "La commande n'est pas exécutée",
        "La commande n'est pas exécutée",
        "Décision fusionnée : acceptée",
        "Décision fusionnée : acceptée en partie",
        "Recours déposé",
    ]
    assert all("Personne ne décide" in world.answered(*one) for one in (own, approved))

    # The jury answers, a referent corrects, Eva shows a piece of Ana's; a point takes two readers from here on.
    story.changes()
    granted = story.said(JURY, CAT, 6, "/recours accordé Attestation reçue.")
    corrected = story.said(REFERENT_4, ANA, 4, "/corriger points 0,25 Le matin seulement.")
    world.asks(EVA, 8, claim(4))
    world.looks(8)
    assert story.answers(granted, corrected) == ["Recours accepté", "Décision corrigée : acceptée en partie"]
    assert (story.states((EVA, 8)), "PP501" in world.told(EVA, 8)[1]) == (["pending"], True)

    # One reader in a review, another by a command; Fox leaves.
    first = story.said(REFERENT_3, BOB, 5, "")
    world.swept()
    story.leaves(FOX)
    second = story.said(REFERENT_4, BOB, 5, "/accept")
    world.hears(*second[1:])
    again = story.said(REFERENT_3, BOB, 5, "/accepter")
    world.hears(*again[1:])
    assert story.answers(first, second, again) == [
        "Décision notée, il en manque une autre",
        "Décision fusionnée : acceptée",
        "La commande n'est pas exécutée",
    ]
    assert [one.partition("), ")[2] for one in crosses(world.answered(*again))] == ["avec la même décision."]

    # The jury.
    story.minutes(folders[CAT].rpartition("/")[2])
    world.swept()

    counted = story.points()
    assert {account: counted[folder] for account, folder in folders.items()} == {
        ANA: 0.25,
        BOB: 1,
        CAT: 0.5,
        DEB: 0.25,
        EVA: 0,
        FOX: 0,
    }
    assert "outcome: exempted" in world.read(f"{folders[CAT]}/quitus.yml")
    assert (world.refs(), run("audit", "--repo", world.main)[0]) == (["refs/heads/main"], 0)
    told = world.server_git("log", "--first-parent", "--format=%s", f"{began}..main")
    assert sorted(re.sub(r"s-\w{10}|(?<=Demande )\d+", "…", told.replace("\xa0", " ")).splitlines()) == ENTERED
    if settled is None or not isinstance(world, BoxWorld):
        return
    story.boxes(settled, "archive")
    assert [name for name, one in settled.repos.items() if one.archived] == [f"{BOXES}/{world.students[FOX]}"]
    shown = [(world.box(one).is_open(number), world.box(one).labelled(number)) for one, number in ((ANA, 4), (CAT, 6))]
    assert shown == [(False, ["acceptée"]), (False, ["refusée"])]
    for account, words in (
        (ANA, ("**0,25 point** sur 10", "acceptée en partie — Le matin seulement.")),
        (BOB, ("**1 point** sur 10", "| 1 | 1 | acceptée |")),
        (CAT, ("**0,5 point** sur 10", "Quitus citoyen : dispense", "recours accepté — Attestation reçue.")),
        (EVA, ("**0 point** sur 10", "à décider")),
    ):
        page = world.page(account).replace("\xa0", " ")
        assert [one for one in words if one not in page] == []
