"""What is said of personal data holds in the school's own setting, on the page and in the documents of the GDPR."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from polyvalidate.model.grid import Grid, Privacy, Retention
from polyvalidate.model.words import Text
from polyvalidate.office.register.letters import _LETTER
from polyvalidate.publication.figures import explaining
from polyvalidate.repository import DiskTree, Unreadable, starting_files
from polyvalidate.school.check import check
from polyvalidate.site.guides import section
from polyvalidate.site.kit import documents
from polyvalidate.site.pages import BadPage, Site
from tests.guiding import LANGUAGES, guides, the_site
from tests.places import ROOT
from tests.running import run

YEAR = "2025-2026"
"""The last year of the example that these tests know, whatever others it has by now."""
PAGE = "guides/vie-privee.md"
MISSING = re.compile(r"à indiquer par l.école|to be said by the school")
ANSWERS = Privacy(
    Text("La direction <b>de l'école</b>", "The head | of the school"),
    Text("dpo@ecole-riviere.fr", "dpo@ecole-riviere.fr"),
    Text("La forge *de* l'université", "The university's forge"),
    Text("Mission d'intérêt public", "Task in the public interest"),
)
UNTRUE = re.compile(
    r"pas même (?:vos|tes|les) camarades|not even (?:your|their) classmates|sont publiques|which are public"
    r"|Aucun nom[^.]*n'entre|No name[^.]*enters",
    re.IGNORECASE,
)
"""Sentences that do not hold in a repository that each student reads, or whose requests bear names."""


@pytest.fixture(scope="module")
def site() -> Site:
    return the_site()


def with_grid(site: Site, **changes: object) -> Site:
    latest: Grid = replace(site.grids[YEAR], **changes)  # type: ignore[arg-type]
    return replace(site, grids={year: grid for year, grid in site.grids.items() if year < YEAR} | {YEAR: latest})


# --- the page ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_who_answers_and_how_long_as_the_grid_does(site: Site, lang: str) -> None:
    kept = Retention(declarations=24, register=36, attachments=1, minutes=600)
    text = guides(with_grid(site, privacy=ANSWERS, retention=kept), lang)[PAGE].replace("\xa0", " ")
    said = {"fr": ["24 mois", "2 ans", "1 mois", "50 ans"], "en": ["2 years", "1 month ", "50 years"]}[lang]

    assert r"dpo@ecole\-riviere.fr" in text
    assert "<b>" not in text
    assert [words for words in said if words not in text] in ([], ["24 mois"])
    assert not MISSING.search(text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_school_that_does_not_say_who_answers_has_no_site(site: Site, lang: str) -> None:
    assert MISSING.search(guides(with_grid(site, example=True, privacy=None), lang)[PAGE])
    with pytest.raises(BadPage) as caught:
        section(with_grid(site, example=False, privacy=None), lang)

    assert "PP249" in caught.value.text.fr


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_that_other_students_read_declarations(site: Site, lang: str) -> None:
    said = {"fr": "autres élèves qui déclarent ici peuvent lire", "en": "other students who declare here can read"}

    assert said[lang] in guides(site, lang)[PAGE]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_whether_names_enter_the_history_as_the_grid_does(site: Site, lang: str) -> None:
    neutral, named = (guides(with_grid(site, names_land=land), lang)[PAGE] for land in (False, True))
    without = {"fr": "sans votre nom", "en": "without your name"}[lang]
    within = {"fr": "les commits de vos demandes y entrent tels quels", "en": "enter it as they are, and stay there"}[
        lang
    ]

    assert [without in neutral, within in neutral, without in named, within in named] == [True, False, False, True]


def sources() -> Iterator[tuple[str, str]]:
    """What people are given to read about the whole: guides, template, kit, letters, the page of figures."""
    data = ROOT / "polyvalidate" / "_data"
    for path in sorted([*data.rglob("*.md"), *data.rglob("*.html"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md")]):
        if path.name != "CHANGELOG.md":
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
    yield "letter", _LETTER
    for lang in LANGUAGES:
        yield f"figures {lang}", explaining.page(lang)


def test_no_text_promises_what_does_not_hold() -> None:
    found = [(name, said[0]) for name, text in sources() if (said := UNTRUE.search(" ".join(text.split())))]

    assert found == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Rien ne se lit, pas même vos camarades.",
        "vos déclarations, qui sont publiques",
        "No name enters this repository.",
    ],
)
def test_a_promise_that_does_not_hold_is_noticed(sentence: str) -> None:
    assert UNTRUE.search(sentence)


# --- the documents ----------------------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """The elements of a page that are open or were closed out of turn, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "br", "hr", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def read(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    return tags


def test_the_six_documents_say_what_the_grid_says_and_nothing_is_a_mark(site: Site) -> None:
    found = documents(with_grid(site, privacy=ANSWERS, school="École <script>"))
    read_back = {name: read(page.decode()) for name, page in found.items()}

    assert sorted(found) == [
        "analyse-d-impact.fr.html",
        "impact-assessment.en.html",
        "information-des-eleves.fr.html",
        "information-of-students.en.html",
        "record-of-processing.en.html",
        "registre-des-traitements.fr.html",
    ]
    assert {name: (tags.open, tags.wrong) for name, tags in read_back.items()} == {n: ([], []) for n in found}
    for tags in read_back.values():
        assert "dpo@ecole-riviere.fr" in tags.words
        assert "École <script>" in tags.words
        assert not re.search(r"\$\{|\*\*|\]\(|&[a-z]+;", tags.words)
    assert "La direction <b>de l’école</b>" in read_back["registre-des-traitements.fr.html"].words
    assert "La forge *de* l’université" in read_back["registre-des-traitements.fr.html"].words
    assert "The head | of the school" in read_back["record-of-processing.en.html"].words


@pytest.mark.parametrize(
    ("name", "articles"),
    [
        ("information-des-eleves.fr.html", ["Responsable", "Délégué", "Base légale", "Pourquoi", "Combien", "CNIL"]),
        ("registre-des-traitements.fr.html", ["Finalités", "Personnes concernées", "Destinataires", "Transferts"]),
        ("analyse-d-impact.fr.html", ["Nécessité et proportion", "Risques", "Avis de la ou du délégué"]),
    ],
)
def test_each_document_has_what_its_article_asks(site: Site, name: str, articles: list[str]) -> None:
    words = read(documents(site)[name].decode()).words

    assert [article for article in articles if article not in words] == []


def test_the_command_writes_them_and_refuses_as_the_site_does(tmp_path: Path, site: Site) -> None:
    code, said, _ = run("kit", "--output", tmp_path / "rgpd", "--repo", ROOT, "--on", "2026-04-01")

    assert (code, said.count("6 "), len(list((tmp_path / "rgpd").iterdir()))) == (0, 2, 12)
    with pytest.raises(Unreadable, match="PP249"):
        documents(with_grid(site, example=False, privacy=None))


# --- the check --------------------------------------------------------------------------------------------------------


def blamed(files: dict[str, bytes], place: Path) -> list[str]:
    """The files in which the check misses who answers for the data."""
    for path, data in files.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes(data)
    report = check(DiskTree(place), date(2026, 4, 1)).report
    return [finding.path for finding in report.findings if finding.code == "PP249"]


def test_only_the_grid_of_the_last_year_must_say_who_answers(tmp_path: Path) -> None:
    """The years before were right when they were written, and are not rewritten."""
    kept = ("grid/2024-2025/", f"grid/{YEAR}/", "grid/roles.yml")
    example = {path: data for path, data in starting_files().items() if path.startswith(kept)}
    own = {path: data.replace(b"example: true\n", b"") for path, data in example.items()}
    newest = f"grid/{YEAR}/rules.yml"
    silent = own | {newest: own[newest].partition("# Vie privée".encode())[0]}

    assert blamed(example, tmp_path / "example") == []
    assert blamed(own, tmp_path / "own") == []
    assert blamed(silent, tmp_path / "silent") == [newest]


CLASSMATES = re.compile(
    r"autres élèves compris|autres élèves qui déclarent|lu par qui déclare|other students included"
    r"|other students who declare|read by whoever declares"
)
NOT_THEM = re.compile(r"Les autres élèves ne lisent rien de vous|The other students read nothing of yours")


@pytest.mark.parametrize("boxes", [False, True], ids=["shared", "boxes"])
def test_the_documents_say_whether_students_read_each_other(site: Site, boxes: bool) -> None:
    found = documents(with_grid(site, privacy=ANSWERS, in_boxes=boxes))

    for name, data in found.items():
        text = data.decode().replace("\xa0", " ")
        assert bool(CLASSMATES.search(text)) is not boxes, name
        if not name.startswith(("analyse", "impact")):
            assert bool(NOT_THEM.search(text)) is boxes, name
