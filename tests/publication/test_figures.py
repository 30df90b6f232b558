"""What people see: every number is a size or the bound of a band, and charts speak to everybody."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from polyvalidate.model.words import Text as Words
from polyvalidate.model.words import plain
from polyvalidate.publication.attack.bands import bands, category_bands
from polyvalidate.publication.attack.tables import Leaf, PublicTables
from polyvalidate.publication.figures import charts
from polyvalidate.publication.figures.files import files
from tests.publication.issues import ASKED, CATEGORIES, COUNTS, an_issue


@cache
def issue() -> PublicTables:
    return an_issue()


@cache
def written() -> dict[str, bytes]:
    return files(issue())


SIDES = ("x", "y", "width", "height")
SVG = "{http://www.w3.org/2000/svg}"
CHARTS = [(name, lang) for name in charts.CHARTS for lang in ("fr", "en")]


def triples(tables: PublicTables) -> set[tuple[int, int, int]]:
    """What is published: (size, lowest, highest) of every band."""
    shown = {(row.size, band.lowest, band.highest) for row in tables.rows for band in row.reached}
    return shown | {(tables.size, row.active.lowest, row.active.highest) for row in tables.categories}


def said(text: str) -> set[tuple[int, int]]:
    """The intervals that a text says in words."""
    return {(int(a), int(b)) for a, b in re.findall(r"(\d+) (?:à|to) (\d+)", plain(text))}


class Text(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.cells: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside = tag in ("td", "th")
        if self.inside:
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.cells[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.inside = False


# --- every number -----------------------------------------------------------------------------------------------------


def test_every_interval_published_is_a_band_of_its_group() -> None:
    cut = category_bands(issue().size, ASKED, len(CATEGORIES))

    assert {row.size for row in issue().groups} == {31, 36, 13}
    assert all(band in bands(row.size) for row in issue().groups for band in row.reached)
    assert all(row.active in cut for row in issue().categories)


def test_a_total_adds_up_its_groups_and_says_nothing_more() -> None:
    groups, cohort = issue().groups, issue().rows[-1]

    assert cohort.size == sum(group.size for group in groups) == 80
    assert [tuple(band) for band in cohort.reached] == [
        tuple(sum(group.reached[rank][end] for group in groups) for end in (0, 1)) for rank in range(4)
    ]


def test_the_json_says_the_tables_and_nothing_else() -> None:
    plain_tables = json.loads(written()["tables.json"])

    numbers = re.findall(r"-?\d+(?:\.\d+)?", json.dumps([plain_tables["groups"], plain_tables["categories"]]))
    allowed = {number for triple in triples(issue()) for number in triple}
    names = {25, 50, 75, 3, 4, 1, 2}  # thresholds, years of study 3A and 4A, categories
    assert {int(number) for number in numbers} <= allowed | names


def test_the_csv_says_the_same_bands() -> None:
    rows = list(csv.DictReader(io.StringIO(written()["bands.csv"].decode())))

    actual = {(int(row["students"]), int(row["lowest"]), int(row["highest"])) for row in rows}
    assert actual == {(row.size, *band) for row in issue().rows for band in row.reached}
    assert [row["threshold"] for row in rows[:4]] == ["25", "50", "75", "quitus"]


def test_the_csv_of_categories_says_the_same_bands() -> None:
    rows = list(csv.DictReader(io.StringIO(written()["categories.csv"].decode())))

    actual = [(row["category"], int(row["lowest"]), int(row["highest"])) for row in rows]
    assert actual == [(row.category, *row.active) for row in issue().categories]


@pytest.mark.parametrize(("name", "lang"), CHARTS)
def test_a_chart_says_and_draws_only_bands(name: str, lang: str) -> None:
    root = ET.fromstring(written()[f"{name}.{lang}.svg"])

    texts = " | ".join(element.text or "" for element in root.iter() if element.tag in (f"{SVG}text", f"{SVG}desc"))
    assert said(texts) <= {(lowest, highest) for _, lowest, highest in triples(issue())}
    # The ranges: their ends, in the units of the drawing, are those of some band of some group, to a tenth.
    ranges = [{key: float(r.get(key, "")) for key in SIDES} for r in root.iter(f"{SVG}rect") if r.get("rx")]
    scales = [{key: float(r.get(key, "")) for key in SIDES} for r in root.iter(f"{SVG}rect") if not r.get("rx")]
    if name == "levels":  # nobody is the lowest of three lines, everybody the highest
        bottoms = [line["y"] + 0.5 for line in scales[::3]]
        span = bottoms[0] - scales[2]["y"] - 0.5
        drawn = {
            (round(below - one["y"] - one["height"], 1), one["height"])
            for one in ranges
            if (below := min(bottom for bottom in bottoms if bottom >= one["y"]))
        }
    else:
        span = scales[0]["width"]
        drawn = {(round(one["x"] - scales[0]["x"], 1), one["width"]) for one in ranges}
    possible = [(span * lowest / size, span * (highest - lowest) / size) for size, lowest, highest in triples(issue())]
    assert len(ranges) >= len(issue().rows)
    assert [
        (start, length)
        for start, length in drawn
        if not any(abs(start - low) < 0.11 and abs(length - long) < 0.11 for low, long in possible)
    ] == []


@pytest.mark.parametrize(("name", "lang"), CHARTS)
def test_the_table_of_a_figure_says_only_bands_and_sizes(name: str, lang: str) -> None:
    page = Text()
    page.feed(charts.figure(charts.CHARTS[name](issue(), lang), lang))

    cells = [plain(cell) for cell in page.cells]
    intervals = {pair for cell in cells for pair in said(cell)}
    alone = {int(cell) for cell in cells if cell.isdigit()}
    assert intervals <= {(lowest, highest) for _, lowest, highest in triples(issue())}
    assert intervals
    assert alone <= {row.size for row in issue().rows}


def test_two_cohorts_in_the_same_bands_are_drawn_the_same() -> None:
    # What is not published cannot show: other results in the same bands give the same bytes.
    other = an_issue(counts={**COUNTS, Leaf("DI", "3A"): (3, 19, 7, 2, 0)})

    assert files(other) == written()


def test_results_in_other_bands_are_drawn_otherwise() -> None:
    other = an_issue(counts={**COUNTS, Leaf("DI", "3A"): (3, 10, 15, 3, 0)})

    assert files(other) != written()


# --- files ------------------------------------------------------------------------------------------------------------


def test_the_files_of_an_issue_are_these() -> None:
    assert list(written()) == [
        "bands.csv",
        "categories.csv",
        "categories.en.svg",
        "categories.fr.svg",
        "datapackage.json",
        "levels.en.svg",
        "levels.fr.svg",
        "quitus.en.svg",
        "quitus.fr.svg",
        "tables.json",
    ]


def test_the_data_package_describes_every_file_and_every_column() -> None:
    import hashlib

    package = json.loads(written()["datapackage.json"])

    assert package["profile"] == "data-package"
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    assert {resource["path"] for resource in package["resources"]} == set(written()) - {"datapackage.json"}
    assert len({resource["name"] for resource in package["resources"]}) == len(package["resources"])
    for resource in package["resources"]:
        data = written()[resource["path"]]
        assert re.fullmatch(r"[a-z0-9._-]+", resource["name"])
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        if resource["path"].endswith(".csv"):
            heads = data.decode().split("\n", 1)[0].split(",")
            assert [field["name"] for field in resource["schema"]["fields"]] == heads


def test_the_csv_files_are_of_the_types_they_are_said_to_be() -> None:
    readers: dict[str, Callable[[str], object]] = {"integer": int, "string": str, "date": date.fromisoformat}
    for resource in json.loads(written()["datapackage.json"])["resources"]:
        if resource["path"].endswith(".csv"):
            for row in csv.DictReader(io.StringIO(written()[resource["path"]].decode())):
                for field in resource["schema"]["fields"]:
                    readers[field["type"]](row[field["name"]])


# --- charts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "lang"), CHARTS)
def test_a_chart_is_well_formed_named_and_described(name: str, lang: str) -> None:
    root = ET.fromstring(written()[f"{name}.{lang}.svg"])

    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert (root.get("role"), root.get("lang")) == ("img", lang)
    assert title is not None
    assert root.get("aria-label") == title.text
    assert description is not None
    assert said(description.text or "")


@pytest.mark.parametrize(("name", "lang"), CHARTS)
def test_a_chart_runs_nothing_and_fetches_nothing(name: str, lang: str) -> None:
    drawn = charts.figure(charts.CHARTS[name](issue(), lang), lang) + written()[f"{name}.{lang}.svg"].decode()

    foreign = re.findall(r"<script|on[a-z]+=|href|url\((?!#)|@import|https?://(?!www\.w3\.org/2000/svg)", drawn)
    assert foreign == []


@pytest.mark.parametrize(("name", "lang"), CHARTS)
def test_a_chart_takes_its_colour_from_the_page(name: str, lang: str) -> None:
    drawn = charts.svg(charts.CHARTS[name](issue(), lang), lang)

    assert re.findall(r"#[0-9a-fA-F]{3,6}\b|rgb", drawn) == []
    assert 'fill="currentColor"' in drawn


@pytest.mark.parametrize(("name", "lang"), CHARTS)
def test_a_figure_has_a_caption_and_a_table_with_heads(name: str, lang: str) -> None:
    page = Text()
    page.feed(charts.figure(charts.CHARTS[name](issue(), lang), lang))

    tags = [tag for tag, _ in page.tags]
    scopes = {attrs.get("scope") for tag, attrs in page.tags if tag == "th"}
    assert tags.count("figcaption") == tags.count("details") == tags.count("summary") == tags.count("table") == 1
    assert scopes == {"col", "row"}


def test_a_title_of_the_grid_stays_inert() -> None:
    drawn = written()["categories.fr.svg"].decode()

    assert "Représentation &amp; vie de l'école" in drawn or "Représentation &amp; vie de l&#x27;école" in drawn


@pytest.mark.parametrize(("name", "lang"), CHARTS)
def test_a_long_name_goes_on_below_instead_of_out_of_the_drawing(name: str, lang: str) -> None:
    title = Words(
        "Ingénierie des systèmes de production et de maintenance", "Engineering of production and maintenance"
    )
    long = replace(issue(), programmes=dict.fromkeys(issue().programmes, title))
    root = ET.fromstring(charts.svg(charts.CHARTS[name](long, lang), lang, standalone=True))

    # 13 units high letters are about 7 wide.
    room = 192 if name == "levels" else 400
    texts = [element.text or "" for element in root.iter(f"{SVG}text")]
    assert [text for text in texts if len(text) * 7 > room] == []


def test_the_whole_comes_first_and_groups_follow_in_the_same_order_everywhere() -> None:
    orders = [[row[0] for row in chart(issue(), "fr").table.rows] for chart in (charts.quitus, charts.levels)]

    assert (
        orders
        == [
            [
                "Toute la promotion",
                "Toute la 3e année",
                "Électronique, 3e année",
                "Informatique, 3e année",
                "Autres groupes",
            ]
        ]
        * 2
    )


def test_one_issue_is_no_course_of_years_and_two_are() -> None:
    later = replace(issue(), on=date(2027, 7, 1))

    assert charts.years([issue()], "fr").blocks == ()
    assert [block.heading for block in charts.years([later, issue()], "en").blocks] == [
        "1\u00a0July\u00a02026, 80\u00a0students",
        "1\u00a0July\u00a02027, 80\u00a0students",
    ]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_figures_read_well(lang: str, golden: Callable[[str | Path, str], None]) -> None:
    drawn = [charts.CHARTS[name](issue(), lang) for name in charts.CHARTS]

    golden(f"figures.{lang}.html", "\n".join(charts.figure(chart, lang) for chart in drawn))


@pytest.mark.parametrize("name", ["bands.csv", "categories.csv", "tables.json", "datapackage.json", "levels.fr.svg"])
def test_the_files_read_well(name: str, golden: Callable[[str | Path, str], None]) -> None:
    golden(name, written()[name].decode())
