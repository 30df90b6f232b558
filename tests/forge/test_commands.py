"""Commands of comments: read from one line, ruled on by the grid and the roles of the base, answered by a checklist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.forge.answering import Decided, Merged, Plan, answer
from polyvalidate.forge.commanding import plan_of
from polyvalidate.forge.commands import EXAMPLES, Command, Misread, read
from polyvalidate.forge.facts import Comment, Facts
from polyvalidate.judgement.decision import Word
from polyvalidate.judgement.verdict import StudentChange
from polyvalidate.model.points import Points
from polyvalidate.model.score import Basis, Cap, Line, Loss
from polyvalidate.model.words import Text
from tests.forge.test_github_facts import FACTS
from tests.places import RULES
from tests.proposing import FAIR, FOLDER, NOBODY, OTHER, REFERENT_1, REFERENT_3, STUDENT, School

NEW = f"{FOLDER}/3.3-lycee.yml"
GALA = FAIR.replace('"3.3"', '"2.5"').replace("a1a1", "e5e5")
GALA += "  - kind: E6\n    store: pull-request\n    name: bilan.pdf\n    sha256: " + "b2" * 32 + "\n"
TODAY = date(2026, 7, 1)
REFERENT_2, REFERENT_8 = "github:1000002", "github:1000008"


def example(rule: str, name: str) -> str:
    """The good example of a rule, before anybody evaluated it."""
    text = (RULES / rule / "good" / FOLDER / name).read_text(encoding="utf-8")
    return text[: text.index("evaluation:")]


HEAVY = example("PP352", "2.1-tresorerie.yml")
RANGE = example("PP356", "8.3-micro-entreprise.yml")
PUSHED = {"pushed_at": "2026-02-11T10:00:00Z", "judged_at": "2026-02-11T10:05:00Z"}
WHY = "Il manque la liste d'émargement."

# --- reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "command"),
    [
        ("/accepter", Command(Word.ACCEPT)),
        ("/accept", Command(Word.ACCEPT)),
        ("/ACCEPTER", Command(Word.ACCEPT)),
        ("\n  /accepter  \r\n", Command(Word.ACCEPT)),
        ("/accepter\u00a0Présence confirmée.", Command(Word.ACCEPT, None, "Présence confirmée.")),
        ("/accepter\n\nMerci pour votre engagement !", Command(Word.ACCEPT)),
        ("/accepter 3.3", Command(Word.ACCEPT, None, None, "3.3")),
        ("/accepter 3.3-x.yml Bien.", Command(Word.ACCEPT, None, "Bien.", "3.3-x.yml")),
        ("/points 1,5 Rôle tenu.", Command(Word.POINTS, Points(6), "Rôle tenu.")),
        ("/points 1.5 Rôle tenu.", Command(Word.POINTS, Points(6), "Rôle tenu.")),
        ("/points 0,25", Command(Word.POINTS, Points(1))),
        ("/points 2 points Rôle tenu.", Command(Word.POINTS, Points(8), "Rôle tenu.")),
        ("/points 0", Command(Word.POINTS, Points(0))),
        ("/points 3.3 1,5 points Rôle tenu.", Command(Word.POINTS, Points(6), "Rôle tenu.", "3.3")),
        ("/points 3.3-x.yml 0.5", Command(Word.POINTS, Points(2), None, "3.3-x.yml")),
        ("/refuser Il manque la liste.", Command(Word.REFUSE, None, "Il manque la liste.")),
        ("/refuser 4.2 Déjà compté en 3.1.", Command(Word.REFUSE, None, "Déjà compté en 3.1.", "4.2")),
        ("/refuse\tThe list is missing.", Command(Word.REFUSE, None, "The list is missing.")),
        ("/completer la liste", Command(Word.COMPLETE, None, "la liste")),
        ("/compléter la liste", Command(Word.COMPLETE, None, "la liste")),
        ("/complete the list", Command(Word.COMPLETE, None, "the list")),
        ("/refuser \u00a0vraiment\u202f?", Command(Word.REFUSE, None, "vraiment ?")),
        (
            "/refuser ::set-output name=x::y @everyone <b>",
            Command(Word.REFUSE, None, "::set-output name=x::y @everyone <b>"),
        ),
    ],
)
def test_the_first_line_is_the_command(body: str, command: Command) -> None:
    assert read(body) == (command,)


def test_a_list_of_lines_says_one_thing_of_each_declaration() -> None:
    body = "/accepter 3.3\r\n/points 1.2 0,5 Une séance.\r\n/refuser 4.2-y.yml Absence.\r\n\r\nBonne continuation."

    assert read(body) == (
        Command(Word.ACCEPT, None, None, "3.3"),
        Command(Word.POINTS, Points(2), "Une séance.", "1.2"),
        Command(Word.REFUSE, None, "Absence.", "4.2-y.yml"),
    )


@pytest.mark.parametrize(
    "body",
    [
        "",
        "\n\n",
        "Je vais /accepter cette demande.",
        "Merci.\n\n/accepter Présence confirmée.",
        "> /accepter",
        ">/accepter",
        "- /accepter",
        "`/accepter`",
        "    /accepter",
        "\t/accepter",
        "```\n/accepter\n```",
        "```\n/accepter",
        "<!--\n/accepter\n-->",
        "<pre>\n/accepter\n</pre>",
        "<!-- -->/accepter",
        "\u2028/accepter",
        "\u200b/accepter",
        "\x0b/accepter",
        "/home/eleve/accepter",
        "/1",
        "//accepter",
        "Accepter cette déclaration me paraît difficile.",
    ],
)
def test_what_is_quoted_shown_hidden_or_said_in_passing_is_no_command(body: str) -> None:
    assert read(body) is None


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("/acepter", "Vouliez-vous écrire « /accepter »"),
        ("/refusser non", "Vouliez-vous écrire « /refuser motif »"),
        ("/accepter.", "Mettez une espace après le mot de la commande"),
        ("/accepter, merci", "Mettez une espace après le mot de la commande"),
        ("/refuser: motif", "Mettez une espace après le mot de la commande"),
        ("/accepter\u2028/refuser 4.2 x", "Mettez une espace après le mot de la commande"),
        ("/points", "Le nombre de points ne se lit pas"),
        ("/points beaucoup", "Le nombre de points ne se lit pas"),
        ("/points 3.3-x.yml beaucoup", "Le nombre de points ne se lit pas"),
        ("/points 1,3 motif", "Le nombre de points ne se lit pas"),
        ("/points -1 motif", "Le nombre de points ne se lit pas"),
        ("/points 1e3 motif", "Le nombre de points ne se lit pas"),
        ("/points ١ motif", "Le nombre de points ne se lit pas"),
        ("/refuser " + "x" * 1001, "dépasse 1000 caractères"),
        ("/refuser in\u200bvisible", "caractère invisible"),
        ("/refuser \u202egauche", "caractère invisible"),
        ("/refuser \u3164", "caractère invisible"),
        ("/refuser \u2800", "caractère invisible"),
        ("/refuser \ufe0f", "caractère invisible"),
        ("/accepter bien\u115f vu", "caractère invisible"),
        ("/refuser \x1b[31mrouge", "caractère invisible"),
        ("/refuser tard\u2028/accepter", "caractère invisible"),
        ("/accepter 3.3 4.2", "le nom d'une déclaration"),
        ("/accepter 3.3-x.yml 4.2-y.yml", "le nom d'une déclaration"),
        ("/points 0,5 3.3", "le nom d'une déclaration"),
        ("/refuser trop tard\n/accepter", "chacune dit de quelle déclaration"),
        ("/accepter 3.3\n/accepter", "chacune dit de quelle déclaration"),
        ("/accepter 3.3\n/refuser 3.3 Absence.", "Deux lignes parlent de la même déclaration"),
        ("/accepter 3.3\nsauf la seconde journée", "du texte que le programme ne sait pas lire"),
        ("/refuser\nIl manque la liste.", "du texte que le programme ne sait pas lire"),
        ("/accepter 3.3\n\nVoir aussi :\n/refuser 4.2 Absence.", "plus bas dans le commentaire"),
        ("/accepter 3.3\n/cc 4.2", "Ce n'est pas une commande"),
        ("/accepter 3.3\n/home/x", "Ce n'est pas une commande"),
        ("\n".join(f"/accepter 1.{n}" for n in range(60)), "plus de 50 commandes"),
    ],
)
def test_what_is_doubtful_is_obeyed_in_nothing_and_says_what_to_write(body: str, told: str) -> None:
    found = read(body)

    assert isinstance(found, Misread)
    assert (told in found.text.fr, found.surely) == (True, True)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("/valider", "« /accepter »"),
        ("/ok", "« /accepter »"),
        ("/rejeter Absence.", "« /refuser motif »"),
        ("/cc la scolarité", "Celles qui existent"),
        ("accepter", "« /accepter »"),
        ("Accepter 3.3 !", "« /accepter »"),
        ("ok.", "« /accepter »"),
    ],
)
def test_what_only_looks_like_a_command_is_answered_to_an_evaluator_alone(school: School, body: str, told: str) -> None:
    plans = [decide(school, {NEW: FAIR}, said(body, by)) for by in (REFERENT_3, OTHER, STUDENT)]

    assert ([plan.given for plan in plans], told in problems(plans[0])[0]) == ([True, False, False], True)


@pytest.mark.parametrize("word", list(Word))
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_examples_that_are_shown_are_commands(word: Word, lang: str) -> None:
    found = read(EXAMPLES[word].in_language(lang))

    assert found is not None
    assert not isinstance(found, Misread)
    assert [command.word for command in found] == [word]


@given(st.text(alphabet=st.sampled_from("/accepter points,1.5\n`~>\u202e\x00 é"), max_size=60))
def test_reading_never_raises_and_a_reason_is_one_plain_line(body: str) -> None:
    found = read(body)

    assert found is None or isinstance(found, Misread) or all((one.reason or "x").isprintable() for one in found)


# --- ruling -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path / "école")


def said(body: str, by: str = REFERENT_3, **more: Any) -> Facts:
    """The facts of a student's request on which somebody comments, after the last push."""
    comment = Comment(55, by, "2026-02-12T10:00:00Z", body)
    return replace(FACTS, author=STUDENT, comment=comment, **(PUSHED | more))


def decide(school: School, files: dict[str, str | None], facts: Facts) -> Plan:
    return plan_of(school.place, "main", replace(facts, head=school.propose(files)), TODAY)


def problems(plan: Plan) -> list[str]:
    """What is said against a command, in French."""
    return [check.text.fr for check in plan.checks if not check.holds] + [d.why.fr for d in plan.decided if d.why]


def ruled(plan: Plan) -> list[Decided]:
    """What may be written: nothing, unless all of it may."""
    return [one for one in plan.decided if one.ruling and one.awaits is None] if plan.obeyed else []


def signed(plan: Plan) -> list[tuple[str, str, str | None, str | None]]:
    """The file, the decision, who takes it and who confirms it."""
    return [(d.path.rpartition("/")[2], d.ruling.decision, d.by, d.second) for d in ruled(plan) if d.ruling]


def rulings(plan: Plan) -> list[tuple[str, Any, Any, str | None]]:
    found = [(one.ruling, one.by) for one in ruled(plan)]
    return [(r.decision, None if r.points is None else r.points / 4, r.comment, by) for r, by in found if r is not None]


@pytest.mark.parametrize(
    ("body", "ruling"),
    [
        ("/accepter", ("accepted", None, None, "ref-3")),
        ("/accepter Bien.", ("accepted", None, "Bien.", "ref-3")),
        ("/points 0,5 Bien.", ("accepted", 0.5, "Bien.", "ref-3")),
        ("/points 0,25 " + WHY, ("partial", 0.25, WHY, "ref-3")),
        ("/refuser " + WHY, ("refused", None, WHY, "ref-3")),
        ("/completer " + WHY, ("to-complete", None, WHY, "ref-3")),
    ],
)
def test_a_command_of_the_referent_is_a_ruling(school: School, body: str, ruling: Any) -> None:
    plan = decide(school, {NEW: FAIR}, said(body))

    assert rulings(plan) == [ruling]


@pytest.mark.parametrize(
    ("body", "by", "told"),
    [
        ("/refuser", REFERENT_3, "Un refus dit pourquoi"),
        ("/completer", REFERENT_3, "Il manque ce que l'élève doit apporter"),
        ("/points 0,25", REFERENT_3, "il faut dire pourquoi"),
        ("/points 9 motif", REFERENT_3, "Écrivez un nombre qui ne dépasse pas"),
        ("/points 0 motif", REFERENT_3, "Écrivez /refuser"),
        ("/accepter", REFERENT_1, "est évaluée par ref-3"),
        ("/accepter", OTHER, "revient à qui évalue l'activité : ref-3 (Première personne"),
        ("/accepter", NOBODY, "revient à qui évalue l'activité : ref-3 (Première personne"),
        ("/accepter", STUDENT, "Personne ne décide de sa propre déclaration"),
        ("/acepter", REFERENT_3, "Vouliez-vous écrire"),
    ],
)
def test_a_command_that_cannot_be_followed_rules_on_nothing_and_says_why(
    school: School, body: str, by: str, told: str
) -> None:
    plan = decide(school, {NEW: FAIR}, said(body, by))

    assert (rulings(plan), any(told in text for text in problems(plan))) == ([], True)


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("/accepter", "L'activité 8.3 vaut ici de 1\xa0point à 2\xa0points, à votre choix."),
        ("/points 1,5 Quelques heures par mois.", ("accepted", 1.5, "Quelques heures par mois.", "ref-8")),
        ("/points 2", ("accepted", 2, None, "ref-8")),
        ("/points 0,5 Un seul mois.", ("partial", 0.5, "Un seul mois.", "ref-8")),
        ("/points 0,5", "C'est moins que ce que la grille donne"),
    ],
)
def test_a_range_is_the_evaluator_s_to_choose(school: School, body: str, outcome: Any) -> None:
    plan = decide(school, {f"{FOLDER}/8.3-micro-entreprise.yml": RANGE}, said(body, REFERENT_8))

    found = rulings(plan) or problems(plan)
    assert found == [outcome] or outcome in found[0]


@pytest.mark.parametrize(
    ("approvals", "second"),
    [((), None), ((REFERENT_3,), "ref-3"), ((REFERENT_2,), None), ((STUDENT, NOBODY), None)],
)
def test_many_points_need_another_evaluator_s_approval(
    school: School, approvals: tuple[str, ...], second: str | None
) -> None:
    facts = said("/accepter Bilan lu.", REFERENT_2, approvals=approvals)

    plan = decide(school, {f"{FOLDER}/2.1-tresorerie.yml": HEAVY}, facts)

    found = [one.second for one in ruled(plan)]
    assert found == ([second] if second else [])


def test_a_push_after_the_comment_voids_the_command(school: School) -> None:
    late = replace(said("/accepter"), pushed_at="2026-02-12T10:00:00Z")

    plan = decide(school, {NEW: FAIR}, late)

    assert [text[:45] for text in problems(plan)] == ["L'élève a envoyé quelque chose depuis votre c"]


@pytest.mark.parametrize("judged", [None, "2026-02-12T10:00:01Z"])
def test_a_command_that_comes_before_the_check_has_spoken_of_the_head_waits(school: School, judged: str | None) -> None:
    plan = decide(school, {NEW: FAIR}, said("/accepter", judged_at=judged))

    assert [text[:40] for text in problems(plan)] == ["Le contrôle n'avait encore rien dit de c"]


def test_without_the_repository_of_the_head_nobody_knows_what_was_read(school: School) -> None:
    plan = decide(school, {NEW: FAIR}, replace(said("/accepter"), pushed_at=None))

    assert [text[:30] for text in problems(plan)] == ["Le dépôt de l'élève n'existe p"]


def test_a_request_opened_by_another_account_is_still_the_student_s_own(school: School) -> None:
    roles = (school.place / "grid/roles.yml").read_text(encoding="utf-8")
    school.settle({"grid/roles.yml": roles.replace(REFERENT_3, STUDENT)})

    plan = decide(school, {NEW: FAIR}, replace(said("/accepter", STUDENT), author=OTHER))

    assert problems(plan) == [
        "Personne ne décide de sa propre déclaration. Laissez la décision à une autre personne qui évalue."
    ]


def test_roles_are_read_at_the_base(school: School) -> None:
    roles = (school.place / "grid/roles.yml").read_text(encoding="utf-8")

    plan = decide(school, {NEW: FAIR, "grid/roles.yml": roles.replace(REFERENT_3, OTHER)}, said("/accepter", OTHER))

    assert rulings(plan) == []


def test_a_request_that_touches_something_else_is_not_decided_by_a_comment(school: School) -> None:
    plan = decide(school, {NEW: FAIR, "README.md": "Bonjour\n"}, said("/accepter"))

    assert (rulings(plan), [text[:40] for text in problems(plan)]) == (
        [],
        ["La demande change autre chose que des dé"],
    )


def test_a_declaration_in_error_is_mended_first(school: School) -> None:
    plan = decide(school, {NEW: FAIR.replace("2026-02-03}", "2026-01-03}")}, said("/accepter"))

    assert (rulings(plan), "doit d'abord corriger" in problems(plan)[0]) == ([], True)


def test_a_request_that_the_gate_refuses_cannot_be_accepted_but_can_be_sent_back(school: School) -> None:
    late = {"opened_at": "2027-01-10T10:00:00Z"}

    plans = [decide(school, {NEW: FAIR}, said(body, **late)) for body in ("/accepter", "/completer la liste")]

    told = [text[:55] for text in problems(plans[0])]
    assert (told, [rulings(plan) != [] for plan in plans]) == (
        ["Le contrôle demande encore une correction à l'élève. So"],
        [False, True],
    )


def test_a_merged_declaration_is_not_decided_again(school: School) -> None:
    school.settle({NEW: FAIR})

    plan = decide(school, {NEW: FAIR.replace("Lycée", "Collège")}, said("/accepter"))

    assert (rulings(plan), "déjà fusionnée" in problems(plan)[0]) == ([], True)


def test_an_empty_request_has_nothing_to_decide(school: School) -> None:
    plan = decide(school, {}, said("/accepter"))

    assert problems(plan) == ["La demande ne contient aucune déclaration."]


def test_one_number_does_not_decide_two_declarations(school: School) -> None:
    two = {NEW: FAIR, f"{FOLDER}/3.3-autre-lycee.yml": FAIR.replace("a1", "b2").replace("2026-02-03", "2026-02-05")}

    plan = decide(school, two, said("/points 0,5 Bien."))

    assert (rulings(plan), "plusieurs déclarations" in problems(plan)[0]) == ([], True)


def test_one_word_accepts_two_declarations(school: School) -> None:
    two = {NEW: FAIR, f"{FOLDER}/3.3-autre-lycee.yml": FAIR.replace("a1", "b2").replace("2026-02-03", "2026-02-05")}

    plan = decide(school, two, said("/accepter"))

    assert rulings(plan) == [("accepted", None, None, "ref-3")] * 2


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("/accepter 3.3-lycee.yml\n/refuser 3.3-autre-lycee.yml Absence.", ["refused", "accepted"]),
        (f"/accepter 3.3-autre-lycee.yml\n/points {NEW} 0,5 Bien.", ["accepted", "accepted"]),
        ("/accepter 3.3\n/refuser 3.3-lycee.yml Absence.", "Donnez le nom du fichier"),
        ("/accepter 3.3-lycee.yml\n/refuser 4.2-y.yml absence", "n'est pas dans cette demande"),
        (f"/accepter 3.3-lycee.yml\n/refuser {NEW} Absence.", "Deux lignes parlent de la même déclaration"),
        ("/points 1.5 2 fois", "n'est pas dans cette demande"),
    ],
)
def test_each_declaration_is_decided_by_its_own_line(school: School, body: str, outcome: Any) -> None:
    two = {NEW: FAIR, f"{FOLDER}/3.3-autre-lycee.yml": FAIR.replace("a1", "b2").replace("2026-02-03", "2026-02-05")}

    plan = decide(school, two, said(body))

    found: Any = [ruling[0] for ruling in rulings(plan)] or " ".join(problems(plan))
    assert found == outcome or outcome in found


@pytest.mark.parametrize(
    ("body", "approvals", "outcome"),
    [
        ("/accepter", (), []),
        ("/accepter", (REFERENT_1,), [("2.5-gala.yml", "accepted", "ref-1"), ("3.3-lycee.yml", "accepted", "ref-3")]),
        (
            "/accepter 3.3",
            (REFERENT_1,),
            [("2.5-gala.yml", "accepted", "ref-1"), ("3.3-lycee.yml", "accepted", "ref-3")],
        ),
        (
            f"/refuser 3.3 {WHY}",
            (REFERENT_1,),
            [("2.5-gala.yml", "accepted", "ref-1"), ("3.3-lycee.yml", "refused", "ref-3")],
        ),
        ("/accepter", (STUDENT, OTHER, REFERENT_3), []),
    ],
)
def test_the_approval_of_an_evaluator_accepts_what_is_theirs(
    school: School, body: str, approvals: tuple[str, ...], outcome: Any
) -> None:
    plan = decide(school, {NEW: FAIR, f"{FOLDER}/2.5-gala.yml": GALA}, said(body, approvals=approvals))

    found = [(path, decision, by) for path, decision, by, _ in signed(plan)]
    assert (found, plan.noted, problems(plan)) == (outcome, not outcome, [])


# --- several people ---------------------------------------------------------------------------------------------------

BOTH = {NEW: FAIR, f"{FOLDER}/2.5-gala.yml": GALA}
TREASURY = {f"{FOLDER}/2.1-tresorerie.yml": HEAVY}
ACCEPTED_BOTH = [("2.5-gala.yml", "accepted", "ref-1", None), ("3.3-lycee.yml", "accepted", "ref-3", None)]
AWAITED, APART = "awaited", "Deux personnes qui évaluent ont dit ici des choses différentes"


def told(*others: tuple[str, str], at: str = "2026-02-12T09:00:00Z") -> tuple[Comment, ...]:
    """What others have written before the comment that is read."""
    return tuple(Comment(number, by, at, body) for number, (by, body) in enumerate(others, 41))


@pytest.mark.parametrize(
    ("files", "before", "now", "outcome"),
    [
        (BOTH, (), (REFERENT_3, "/accepter"), AWAITED),
        (BOTH, (), (REFERENT_3, "/accepter 3.3"), AWAITED),
        (BOTH, [(REFERENT_3, "/accepter")], (REFERENT_1, "/accepter"), ACCEPTED_BOTH),
        (BOTH, [(REFERENT_3, "/accepter 3.3")], (REFERENT_1, "/accepter 2.5"), ACCEPTED_BOTH),
        (
            BOTH,
            [(REFERENT_3, "/refuser Absence."), (REFERENT_3, "/accepter")],
            (REFERENT_1, "/accepter"),
            ACCEPTED_BOTH,
        ),
        (
            BOTH,
            [(REFERENT_3, f"/refuser {WHY}")],
            (REFERENT_1, "/accepter"),
            [("2.5-gala.yml", "accepted", "ref-1", None), ("3.3-lycee.yml", "refused", "ref-3", None)],
        ),
        (BOTH, [(REFERENT_3, "Merci !"), (REFERENT_3, "/ok")], (REFERENT_1, "/accepter"), AWAITED),
        (
            BOTH,
            [(STUDENT, "/accepter"), (OTHER, "/accepter"), (NOBODY, "/accepter")],
            (REFERENT_1, "/accepter"),
            AWAITED,
        ),
        (BOTH, [(REFERENT_3, "/accepter 2.5")], (REFERENT_1, "/accepter 2.5"), AWAITED),
        (TREASURY, (), (REFERENT_2, "/accepter Bilan lu."), AWAITED),
        (
            TREASURY,
            [(REFERENT_2, "/accepter Bilan lu.")],
            (REFERENT_1, "/accepter"),
            [("2.1-tresorerie.yml", "accepted", "ref-2", "ref-1")],
        ),
        (
            TREASURY,
            [(REFERENT_3, "/accepter")],
            (REFERENT_2, "/accepter Bilan lu."),
            [("2.1-tresorerie.yml", "accepted", "ref-2", "ref-3")],
        ),
        (TREASURY, [(REFERENT_2, "/accepter Bilan lu.")], (REFERENT_2, "/accepter"), AWAITED),
        # Somebody of another category who objects, or speaks of what is theirs, confirms nothing.
        (TREASURY, [(REFERENT_3, f"/refuser 2.1 {WHY}")], (REFERENT_2, "/accepter Bilan lu."), AWAITED),
        (TREASURY, [(REFERENT_3, f"/completer {WHY}")], (REFERENT_2, "/accepter Bilan lu."), AWAITED),
        (TREASURY, [(REFERENT_3, "/points 1 Peu.")], (REFERENT_2, "/accepter Bilan lu."), AWAITED),
        (TREASURY | {NEW: FAIR}, [(REFERENT_2, "/accepter Bilan lu.")], (REFERENT_3, "/accepter"), AWAITED),
        (
            TREASURY | {NEW: FAIR},
            [(REFERENT_2, "/accepter 2.1 Bilan lu.")],
            (REFERENT_3, "/accepter 3.3\n/accepter 2.1"),
            [("2.1-tresorerie.yml", "accepted", "ref-2", "ref-3"), ("3.3-lycee.yml", "accepted", "ref-3", None)],
        ),
        ({NEW: FAIR}, [("github:1000004", f"/refuser {WHY}")], (REFERENT_3, "/accepter"), APART),
        ({NEW: FAIR}, [("github:1000004", "/accepter")], (REFERENT_3, f"/refuser {WHY}"), APART),
        ({NEW: FAIR}, [("github:1000004", f"/points 0,25 {WHY}")], (REFERENT_3, "/points 0,5 Bien."), APART),
        ({NEW: FAIR}, [("github:1000004", f"/completer {WHY}")], (REFERENT_3, "/accepter"), APART),
        (
            {NEW: FAIR},
            [(REFERENT_3, f"/completer {WHY}")],
            (REFERENT_3, "/accepter"),
            [("3.3-lycee.yml", "accepted", "ref-3", None)],
        ),
    ],
)
def test_each_declaration_is_decided_by_its_own_evaluators_each_in_a_comment(
    school: School, files: dict[str, str | None], before: Sequence[tuple[str, str]], now: tuple[str, str], outcome: Any
) -> None:
    by, body = now

    plan = decide(school, files, said(body, by, said=told(*before)))

    found, against = signed(plan), problems(plan)
    if outcome is AWAITED:
        assert (found, against, plan.noted) == ([], [], True)
    elif outcome is APART:
        assert (found, plan.noted, APART in against[0]) == ([], False, True)
    else:
        assert (found, against) == (outcome, [])


def test_an_approval_of_what_is_theirs_is_no_second_reading_of_what_is_not(school: School) -> None:
    plan = decide(school, TREASURY | {NEW: FAIR}, said("/accepter Bilan lu.", REFERENT_2, approvals=(REFERENT_3,)))

    assert [(one.by, one.second, bool(one.awaits)) for one in plan.decided] == [
        ("ref-2", None, True),
        ("ref-3", None, False),
    ]


@pytest.mark.parametrize("at", ["2026-02-11T09:59:00Z", "2026-02-11T10:04:00Z"])
def test_what_was_said_before_the_present_head_and_its_verdict_decides_nothing(school: School, at: str) -> None:
    plan = decide(school, BOTH, said("/accepter", REFERENT_1, said=told((REFERENT_3, "/accepter"), at=at)))

    assert plan.noted


def test_what_is_said_later_is_for_the_later_comment_to_carry_out(school: School) -> None:
    later = (Comment(56, REFERENT_3, "2026-02-12T11:00:00Z", "/accepter"),)

    assert decide(school, BOTH, said("/accepter", REFERENT_1, said=later)).noted


def test_the_answer_names_those_who_are_awaited(school: School) -> None:
    two = answer(decide(school, BOTH, said("/accepter")), "fr")
    second = answer(decide(school, TREASURY, said("/accepter Bilan lu.", REFERENT_2)), "en")

    assert two.splitlines()[0] == "### Décision notée, il en manque une autre"
    one = "ref-1 (Première personne référente des catégories 1 et 2)"
    other = "ref-2 (Seconde personne référente des catégories 1 et 2)"
    assert f"2.5-gala.yml` · à décider par {one} ou {other}" in two
    assert "accepted (ref-2), to be confirmed by ref-1 (First referent of categories 1 and 2)" in second


def test_what_nobody_may_decide_is_said_to_await_nobody_and_keeps_all_of_it_out(school: School) -> None:
    roles = school.read("grid/roles.yml").replace('"2"]', '"2"]\n    until: 2026-01-31')
    school.settle({"grid/roles.yml": roles})

    plan = decide(school, BOTH, said("/accepter"))

    assert (plan.obeyed, plan.noted) == (False, True)
    assert "2.5-gala.yml` · à décider par personne pour l'instant" in answer(plan, "fr")


def test_the_only_evaluator_of_an_activity_awaits_any_other_as_second_reader(school: School) -> None:
    roles = school.read("grid/roles.yml").replace('"2"]', '"2"]\n    until: 2026-01-31', 1)
    school.settle({"grid/roles.yml": roles})

    (one,) = decide(school, TREASURY, said("/accepter Bilan lu.", REFERENT_2)).decided

    assert [holder.code for holder in one.awaits or ()] == [f"ref-{n}" for n in range(3, 9)]


def test_a_comment_without_a_command_is_not_answered(school: School) -> None:
    plan = decide(school, {NEW: FAIR}, said("Merci pour cette demande."))

    assert (plan.given, answer(plan, "fr")) == (False, "")


# --- answers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(
    ("name", "body", "by"),
    [
        ("accepted", "/accepter", REFERENT_3),
        ("partial", "/points 0,25 <b>@everyone</b> #12 `x`", REFERENT_3),
        ("refused", "/refuser ::set-output name=x::y", REFERENT_3),
        ("to-complete", "/completer la liste", REFERENT_3),
        ("unknown", "/acepter", REFERENT_3),
        ("not-entitled", "/accepter", REFERENT_1),
        ("stranger", "/accepter", NOBODY),
        ("own", "/accepter", STUDENT),
    ],
)
def test_a_person_reads_this_answer(
    school: School, golden: Callable[[str, str], None], name: str, body: str, by: str, lang: str
) -> None:
    plan = decide(school, {NEW: FAIR}, said(body, by))

    golden(f"answers/{name}.{lang}.md", answer(plan, lang))


CAPPED = Line(
    NEW,
    "3.3",
    "3",
    "2025-2026",
    Points(4),
    Points(4),
    Points(2),
    Basis.ACCEPTED,
    (Loss(Cap.ACTIVITY_YEAR, Points(2), Points(4)),),
)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        (
            "merged",
            Merged("c" * 40, "main", (StudentChange("s-base000001", Points(4), Points(6), Points(40), ()),), False),
        ),
        (
            "capped",
            Merged("c" * 40, "main", (StudentChange("s-base000001", Points(6), Points(8), None, (CAPPED,)),), True),
        ),
        ("stopped", Text("La demande a changé.", "The request has changed.")),
    ],
)
def test_a_person_reads_what_was_done(
    school: School, golden: Callable[[str, str], None], name: str, outcome: Merged | Text, lang: str
) -> None:
    plan = decide(school, {NEW: FAIR}, said("/accepter"))

    golden(f"answers/{name}.{lang}.md", answer(plan, lang, outcome))


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("body", ["/refuser ATTENTION@everyone", "/acepter ATTENTION@everyone"])
def test_nothing_of_the_comment_is_repeated_in_the_answer(school: School, body: str, lang: str) -> None:
    plan = decide(school, {NEW: FAIR}, said(body))

    assert "ATTENTION" not in answer(plan, lang)
