"""The guides hold: every marker is known, no number of the grid is typed, every command and file they show is real."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
import jsonschema
import pytest
import yaml

from polyvalidate.cli import main
from polyvalidate.forge.commands import Misread, read
from polyvalidate.model.grid import Activity, Grid
from polyvalidate.model.points import Points
from polyvalidate.model.words import NBSP, points
from polyvalidate.repository import official_schemas
from polyvalidate.site.form import declare, steps
from polyvalidate.site.guides import shown
from polyvalidate.site.guides.example import example
from polyvalidate.site.guides.facts import facts
from polyvalidate.site.pages import BadPage, Forge, Site
from polyvalidate.site.pages.contents import contents
from polyvalidate.site.pages.filling import fill, markers, typeset
from tests.declaring import ON, STUDENTS, errors, make_school
from tests.guiding import LANGUAGES, SPAN, blocks, commands, guides, mentions, options, parse, templates, the_site
from tests.places import ROOT

VERSIONS = re.compile(r"WCAG 2\.1|Python 3\.11|python:3\.13")
AMOUNT = re.compile(
    r"[0-9]+(?:[.,][0-9]+)?\s+(?:points?|pts?|activit|cat[ée]gor|seuil|threshold)|(?<![\w.$-])[1-9]\.[1-9][0-9]?(?![\w.])",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def site() -> Site:
    return the_site()


def typed(template: str) -> list[str]:
    """What a template says of points, categories or activities without asking the grid."""
    return AMOUNT.findall(VERSIONS.sub("", template))


# --- what the templates hold ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", templates(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_number_of_the_grid_is_typed_in_a_guide(path: Path) -> None:
    found = typed(path.read_text(encoding="utf-8"))

    assert found == []


@pytest.mark.parametrize(
    "sentence",
    ["Il faut 10 points.", "It is worth 1.5 points.", "au moins 2 catégories", "The 53 activities", "l'activité 3.1"],
)
def test_a_number_typed_in_a_guide_is_noticed(sentence: str) -> None:
    found = typed(sentence)

    assert found != []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_marker_of_a_guide_is_known(site: Site, lang: str) -> None:
    known = set(facts(site, lang))
    used = {
        marker
        for path in templates()
        if path.parent.name == lang
        for marker in markers(path.read_text(encoding="utf-8"))
    }

    assert used - known == set()


def test_both_languages_have_the_same_guides_with_the_same_anchors() -> None:
    anchors: dict[str, dict[str, list[str]]] = {lang: {} for lang in LANGUAGES}
    for path in templates():
        found = re.findall(r"\{ #([a-z0-9-]+) \}", path.read_text(encoding="utf-8"))
        anchors[path.parent.name][path.name] = [anchor for anchor in found if anchor != "question"]

    assert anchors["en"] == anchors["fr"]


def test_a_marker_that_does_not_exist_stops_the_site_and_names_the_nearest() -> None:
    with pytest.raises(BadPage) as caught:
        fill("Écrivez à ${contcat}.", {"contact": "x", "year": "y"}, "guides/fr/faq.md")

    assert caught.value.text.fr == (
        "guides/fr/faq.md : le repère ${contcat} n'existe pas. Vouliez-vous dire ${contact} ?"
    )


def test_workflows_shown_as_examples_are_no_markers() -> None:
    text = fill("if: ${{ always() }} $HOME", {}, "x")

    assert text == "if: ${{ always() }} $HOME"


def test_a_list_keeps_the_margin_of_its_marker() -> None:
    text = fill("x\n    ${some}\nend", {"some": "- a\n- b"}, "x")

    assert text == "x\n    - a\n    - b\nend"


def test_french_spaces_stay_out_of_what_is_copied() -> None:
    text = typeset('Voici : `a : b ?`\n\n```sh\necho "pourquoi ?"\n```\n\nVraiment ?', "fr")

    assert text == f'Voici{NBSP}: `a : b ?`\n\n```sh\necho "pourquoi ?"\n```\n\nVraiment\u202f?'


# --- what can be copied out of them -----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_of_a_guide_is_one_of_ours(site: Site, lang: str) -> None:
    wrong = []
    number = 0
    for path, text in guides(site, lang).items():
        for words in commands(text):
            number += 1
            try:
                parse(words, lang)
            except click.ClickException as error:
                wrong.append((path, words, error.format_message()))

    assert wrong == []
    assert number > 30


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_named_in_a_sentence_exists_with_its_options(site: Site, lang: str) -> None:
    wrong = [
        (path, words) for path, text in guides(site, lang).items() for words in mentions(text) if options(words, lang)
    ]

    assert wrong == []


@pytest.mark.parametrize(
    "words", [["evaluat", "x"], ["merge", "--head", "x", "--acept"], ["queue", "--category"], ["merge", "--accept"]]
)
def test_a_command_that_is_not_ours_is_noticed(words: list[str]) -> None:
    with pytest.raises(click.ClickException):
        parse(words, "fr")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_for_a_comment_is_understood(site: Site, lang: str) -> None:
    text = guides(site, lang)["guides/evaluer.md"]
    comments = [*blocks(text, "text"), *(span for span in SPAN.findall(text) if span.startswith("/"))]
    read_as = {comment: read(comment) for comment in comments}

    assert [comment for comment, found in read_as.items() if found is None or isinstance(found, Misread)] == []
    assert len(read_as) >= 5


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("guide", "title", "schema"),
    [("jury", "quitus.yml", "quitus")],
)
def test_every_file_shown_has_the_form_of_its_schema(
    site: Site, lang: str, guide: str, title: str, schema: str
) -> None:
    text = guides(site, lang)[f"guides/{guide}.md"]
    shown = re.search(rf'```yaml title="[^"]*{title}"\n(.*?)```', text, re.DOTALL)
    assert shown is not None

    rules = yaml.safe_load(official_schemas()[f"{schema}.schema.json"])
    found = yaml.load(shown[1], Loader=yaml.BaseLoader)
    found = {key: float(value) if key in ("credited", "required") else value for key, value in found.items()}

    assert [error.message for error in jsonschema.Draft202012Validator(rules).iter_errors(found)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_declaration_of_the_student_s_guide_is_accepted_by_the_check(
    site: Site, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_school(tmp_path / "school")
    for number in range(1, 9):
        (tmp_path / f"e{number}.pdf").write_bytes(b"%PDF-1.7\n")
    text = guides(site, lang)["guides/sans-formulaire.md"]
    words = next(words for words in commands(text) if "--student" in words)
    words[words.index("--student") + 1] = STUDENTS["FISE3"]
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.chdir(tmp_path)

    code = main([*words, "--root", str(root), "--on", ON, "--lang", lang])

    assert code == 0
    assert errors(root) == []


@pytest.mark.parametrize(("lang", "goldens"), [("fr", "*.fr.comment"), ("en", "*.en.text")])
def test_the_verdicts_that_the_student_s_guide_quotes_are_those_of_the_check(
    site: Site, lang: str, goldens: str
) -> None:
    quoted = re.findall(r"^> \*\*(.+)\*\*$", guides(site, lang)["guides/etudiant.md"], re.MULTILINE)
    said = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests/school/golden/gate").glob(goldens))

    plain = [" ".join(sentence.split()) for sentence in quoted]
    assert [sentence for sentence in plain if sentence not in " ".join(said.split())] == []
    assert len(quoted) == 2


# --- the example, and other grids -------------------------------------------------------------------------------------


def only(grid: Grid, keep: Callable[[Activity], bool]) -> Grid:
    """The same grid with some activities only, and no category left empty."""
    categories = {
        code: replace(category, activities={c: a for c, a in category.activities.items() if keep(a)})
        for code, category in grid.categories.items()
    }
    categories = {code: category for code, category in categories.items() if category.activities}
    activities = {c: a for category in categories.values() for c, a in category.activities.items()}
    return replace(grid, categories=categories, activities=activities)


OTHERS: dict[str, Callable[[Grid], Grid]] = {
    "two categories": lambda grid: only(grid, lambda one: one.category in "56"),
    "sensitive only": lambda grid: only(grid, lambda one: one.sensitive),
    "ranges only": lambda grid: only(grid, lambda one: one.is_range),
    "on request only": lambda grid: only(grid, lambda one: one.on_request),
    "hours only": lambda grid: only(grid, lambda one: bool(grid.units[one.unit].hours)),
    "one activity": lambda grid: only(grid, lambda one: one.code == "5.1"),
    "no campaign": lambda grid: replace(grid, campaigns=()),
    "the jury fixes all": lambda grid: replace(
        grid, profiles={code: replace(profile, required=None) for code, profile in grid.profiles.items()}
    ),
}


def with_grid(site: Site, change: Callable[[Grid], Grid]) -> Site:
    return replace(site, grids={site.grid.year: change(site.grid)})


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_guides_can_be_written_for_another_grid(site: Site, lang: str, name: str) -> None:
    other = with_grid(site, OTHERS[name])
    made = guides(other, lang)

    links = {code for text in made.values() for code in re.findall(r"grille/categorie-(\d)\.md", text)}
    assert links <= set(other.grid.categories)
    assert [words for text in made.values() for words in commands(text) if not parse(words, lang)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_guides_of_a_school_with_boxes_say_what_is_true_there(site: Site, lang: str) -> None:
    shared = guides(site, lang)
    boxed = guides(with_grid(site, lambda grid: replace(grid, in_boxes=True, boxes="ecole-boites")), lang)
    different = {path.partition("/")[2] for path in shared if shared[path] != boxed[path]}
    student, office = boxed["guides/etudiant.md"], boxed["guides/scolarite.md"]

    students = {"etudiant.md", "sans-formulaire.md", "vie-privee.md", "faq.md"}
    assert different == students | {"evaluer.md", "administrer.md", "scolarite.md"}
    # A code cannot be written in a box that nobody opens yet.
    assert ["K7Q2-9MZX" in student, "roster claims" in office, "roster change s-k3f9q2mz7w" in office] == [0, 0, 1]
    assert ("*fork*" in student, "(a fork)" in student, "`evidence`" in student) == (False, False, True)


def test_the_guides_can_be_written_for_a_school_where_nobody_has_a_role_yet(site: Site) -> None:
    made = guides(replace(site, roles={}, forge=None), "fr")

    assert "Personne n'évalue encore." in made["guides/evaluer.md"]


def test_the_example_is_the_one_that_the_school_names(site: Site) -> None:
    found = example(site.grid, "5.1")

    assert found.activity.code == "5.1"


def test_the_example_is_the_usual_one_when_it_suits(site: Site) -> None:
    found = example(site.grid, "")

    assert (found.activity.code, found.units) == ("3.1", 2)


def test_the_example_is_never_sensitive_where_another_is_possible(site: Site) -> None:
    grid = only(site.grid, lambda one: one.category == "6")
    found = example(grid, "")

    assert not found.activity.sensitive
    assert not found.activity.is_range
    assert not found.activity.on_request


@pytest.mark.parametrize("code", [f"{n}.{m}" for n in range(1, 9) for m in range(1, 9)])
def test_the_example_can_be_any_activity(site: Site, code: str) -> None:
    if code not in site.grid.activities:
        assert example(site.grid, code).activity.code == "3.1"
        return
    found = example(site.grid, code)

    assert 0 < found.reduced <= found.worth
    assert found.worth == found.units * site.grid.activities[code].highest
    assert found.first <= found.last


def test_what_the_guide_says_the_example_is_worth_is_what_the_grid_gives(site: Site) -> None:
    values = facts(site, "fr")
    each = site.grid.activities["3.1"].highest

    assert values["example.worth"] == points(Points(2 * each), "fr")
    assert values["example.claim"] == "2 × demi\\-journée"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_students_must_read_holds_neither_a_file_nor_a_command_for_a_terminal(site: Site, lang: str) -> None:
    made = {page.path: page.text for page in contents(site, lang).pages()}
    read = {"guides/etudiant.md", "guides/faq.md", "declarer.md", "bilans/index.md"}
    read |= {path for path in made if "/categorie" in path}

    assert [path for path in sorted(read) if re.search(r"```(?:ya?ml|sh)|`polyvalidate ", made[path])] == []
    assert "```yaml" in made["guides/sans-formulaire.md"]


# --- what the check answers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_that_a_guide_shows_is_the_check_s_own_on_the_school_s_grid(site: Site, lang: str) -> None:
    theirs = with_grid(site, lambda grid: replace(grid, school="École du fleuve", second_reader_from=Points(1)))
    ours, second = (shown.answer(one, lang) for one in (site, theirs))
    said = {
        "fr": ("Rien à corriger", "| 3.1 Journée portes ouvertes | 1 | 1 |", "la décision de", "une seconde lecture"),
        "en": ("Nothing to mend", "| 3.1 Open day | 1 | 1 |", "a decision by", "a second reading"),
    }[lang]

    assert [words for words in said[:3] if words not in ours] == []
    assert (said[3] in ours, said[3] in second) == (False, True)


@pytest.mark.parametrize("code", sorted(the_site().grid.activities))
def test_any_activity_may_be_the_example_of_which_the_answer_is_shown(site: Site, code: str) -> None:
    answer = shown.answer(replace(site, example=code), "fr")

    assert f"| {code} " in answer


def test_a_guide_reads_without_an_answer_where_the_grid_does_not_take_the_example(site: Site) -> None:
    nobody = with_grid(site, lambda grid: replace(grid, programmes={}))

    assert shown.answer(nobody, "fr") == ""
    assert "${" not in guides(nobody, "fr")["guides/etudiant.md"]


def test_the_answer_is_shown_in_a_school_of_boxes_too(site: Site) -> None:
    boxes = with_grid(site, lambda grid: replace(grid, in_boxes=True, boxes="e-boites"))

    assert "Rien à corriger" in shown.answer(boxes, "fr")


@pytest.mark.parametrize(
    ("kind", "said"),
    [("github", "« Propose changes »"), ("gitlab", "Le texte est copié"), ("forgejo", "En bas de la page")],
)
def test_the_guide_and_the_form_say_the_steps_of_the_school_s_own_forge(site: Site, kind: str, said: str) -> None:
    ours = replace(site, forge=Forge(kind, "https://forge.ecole.fr/e/p", "main"))
    boxes = with_grid(ours, lambda grid: replace(grid, in_boxes=True, boxes="e-boites"))
    guide, form = guides(ours, "fr")["guides/etudiant.md"], declare.page(ours, "fr").text

    assert said.replace(" »", f"{NBSP}»").replace("« ", f"«{NBSP}") in guide
    assert said.split()[-2] in form
    assert ("fork" in steps.listed(ours, "fr"), "fork" in steps.listed(boxes, "fr")) == (True, False)


def test_without_a_forge_the_steps_say_to_add_a_file(site: Site) -> None:
    assert "ajoutez un fichier" in steps.listed(replace(site, forge=None), "fr")
