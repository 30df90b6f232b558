"""Open data: the grid as JSON, as a Data Package and its way back, published figures, the feed, other schools."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from polyvalidate.model.grid import Grid
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable
from polyvalidate.site.editions import brought, edits
from polyvalidate.site.gathering import gather
from polyvalidate.site.grid import files, open_data, section
from polyvalidate.site.grid.comparing import compared
from polyvalidate.site.grid.data import in_points
from polyvalidate.site.grid.feed import feed
from polyvalidate.site.grid.matching import matches, words
from polyvalidate.site.grid.schools import page as schools_page
from polyvalidate.site.others import others
from polyvalidate.site.pages import Site, balances, shared_grids
from polyvalidate.site.pages.packages import package
from polyvalidate.site.pages.shared_grids import BadPackage, SharedActivity, SharedGrid, SharedProfile, read
from polyvalidate.site.pages.site import GridEdit
from tests.anygrids import grids, site_of
from tests.extent import examples
from tests.gitmaking import Repository
from tests.places import ROOT
from tests.site.sites import published

DAY = date(2026, 4, 1)
FEW = settings(max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
ATOM = "{http://www.w3.org/2005/Atom}"
TYPES: dict[str, Callable[[str], object]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
}


@cache
def ours() -> Site:
    return gather(ROOT, DAY)


# --- the page ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_page_of_open_data_as_it_is_read(lang: str, golden: Callable[[str, str], None]) -> None:
    golden(f"pages/donnees.{lang}.md", open_data.page(published(), lang).markdown())


def test_every_link_of_the_page_of_open_data_leads_to_a_file_that_is_given() -> None:
    site = published()
    led = set(re.findall(r"\]\(\.\./((?:api|bilans)/[^)]+)\)", open_data.page(site, "fr").text))
    given = {*files(site, "fr"), *balances.downloads([entry.tables for entry in site.releases])}

    assert len(led) > 15
    assert led <= given


def test_when_nothing_is_published_the_page_of_open_data_says_so_in_one_sentence() -> None:
    assert "Rien n'est encore publié.\n\n## " in open_data.page(ours(), "fr").text


# --- JSON -------------------------------------------------------------------------------------------------------------


def test_quarters_are_exact_numbers_of_points() -> None:
    assert [in_points(Points(q)) for q in (0, 1, 2, 3, 4, 6, 401)] == [0, 0.25, 0.5, 0.75, 1, 1.5, 100.25]
    assert in_points(None) is None


def test_the_json_of_a_grid_says_what_its_files_say() -> None:
    data = json.loads(files(ours(), "fr")["api/grid/2025-2026.json"])
    (category,) = [c for c in data["categories"] if c["code"] == "7"]
    (activity,) = [a for a in category["activities"] if a["code"] == "7.5"]

    assert (data["format"], data["year"], data["example"]) == ("polyvalidate-grid/1", "2025-2026", True)
    assert [(p["code"], p["required"]) for p in data["profiles"]] == [
        ("FISE3", 10),
        ("FISE4", 6),
        ("FISA", 5),
    ]
    assert activity["points"] == {"from": 0.5, "to": 1}
    assert [(level["code"], level["points"]) for level in activity["levels"]] == [("participant", 0.5), ("laureate", 1)]
    assert (activity["caps"], activity["evidence"]) == ({"year": 2, "cycle": 3}, {"all": [], "any": ["E5", "E7"]})


def test_the_data_names_nobody_who_decides() -> None:
    data = b"".join(made for name, made in files(ours(), "fr").items() if name.startswith("api/"))

    assert [
        code for code, holder in ours().roles.items() if code.encode() in data or holder.account.encode() in data
    ] == []
    assert len(ours().roles) > 8


def test_data_stands_at_the_same_addresses_in_both_languages() -> None:
    french, english = files(ours(), "fr"), files(ours(), "en")

    assert set(french) == set(english)
    assert {name for name in french if french[name] != english[name]} == {"grille.atom"}


def test_every_schema_is_published_under_its_own_name() -> None:
    made = files(ours(), "fr")
    schemas = {name: json.loads(data) for name, data in made.items() if name.startswith("schemas/")}

    assert len(schemas) >= 6
    assert [name for name, schema in schemas.items() if not schema["$id"].endswith(f"/{name}")] == []


# --- the package ------------------------------------------------------------------------------------------------------


@FEW
@given(grids())
def test_a_package_says_a_grid_and_is_read_back(grid: Grid) -> None:
    back = read(package(grid))

    assert (back.school, back.year, back.example) == (grid.school, grid.year, grid.example)
    assert list(back.profiles) == [SharedProfile(p.code, p.title, p.years, p.required) for p in grid.profiles.values()]
    assert back.categories == {code: category.title for code, category in grid.categories.items()}
    assert [(a.code, a.title, a.lowest, a.highest, a.cap_year, a.cap_cycle) for a in back.activities] == [
        (a.code, a.title, a.lowest, a.highest, a.cap_year, a.cap_cycle) for a in grid.activities.values()
    ]


@FEW
@given(grids())
def test_a_package_describes_its_files_and_their_columns(grid: Grid) -> None:
    made = package(grid)
    described = json.loads(made["datapackage.json"])

    assert described["profile"] == "tabular-data-package"
    assert re.fullmatch(r"[a-z0-9._-]+", described["name"])
    assert {r["path"] for r in described["resources"]} == set(made) - {"datapackage.json"}
    tables = {
        r["name"]: list(csv.DictReader(io.StringIO(made[r["path"]].decode()), strict=True))
        for r in described["resources"]
    }
    for resource in described["resources"]:
        data, rows, schema = made[resource["path"]], tables[resource["name"]], resource["schema"]
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        assert [field["name"] for field in schema["fields"]] == data.decode().split("\n", 1)[0].split(",")
        keys = Counter(tuple(row[key] for key in schema["primaryKey"]) for row in rows)
        assert [key for key, times in keys.items() if times > 1] == []
        for link in schema.get("foreignKeys", []):
            there = {row[link["reference"]["fields"]] for row in tables[link["reference"]["resource"]]}
            assert {row[link["fields"]] for row in rows} <= there
        for field in schema["fields"]:
            for row in rows:
                if row[field["name"]]:
                    TYPES[field["type"]](row[field["name"]])


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("activities.csv", b"0.5", b"0.4", "a number cannot be read"),
        ("activities.csv", b"cap_cycle", b"cap", "activities.csv, line 2"),
        ("activities.csv", b"activity,", b'"activity,', "activities.csv is missing or cannot be read"),
        ("profiles.csv", b"FISE3", b"FISE\xff", "profiles.csv is missing or cannot be read"),
        ("datapackage.json", b"{", b"[", "datapackage.json is missing or cannot be read"),
    ],
)
def test_a_package_that_cannot_be_compared_says_why(name: str, before: bytes, after: bytes, said: str) -> None:
    made = package(ours().grid)
    assert before in made[name]

    with pytest.raises(BadPackage) as refused:
        read(made | {name: made[name].replace(before, after, 1)})
    assert said in refused.value.text.en


# --- other schools ----------------------------------------------------------------------------------------------------


def other_school(**titles: str) -> SharedGrid:
    """A school that exists in this test only: an activity for each code."""
    activities = tuple(
        SharedActivity(code, "A", Text(title, title), Text("jour", "day"), Points(4), Points(8), Points(8), Points(12))
        for code, title in titles.items()
    )
    profiles = (SharedProfile("ING", Text("Ingénieur", "Engineer"), 3, Points(80)),)
    return SharedGrid(
        "École B (fictive)", "2025-2026", True, "", profiles, {"A": Text("Engagement", "E")}, activities, {}
    )


def test_activities_match_by_half_of_the_words_of_their_titles() -> None:
    mine = read(package(ours().grid))
    theirs = other_school(A1="Journées portes ouvertes", A2="Tournoi d'échecs", A3="Don du sang")
    found = {(m.ours.code, m.theirs.code, m.declared) for m in matches(mine, theirs)}

    assert found == {("3.1", "A1", False), ("6.6", "A3", False)}  # Don de sang, plasma, plaquettes
    assert words(Text("Journées portes ouvertes", "")) == words(Text("Journée porte ouverte", ""))


def test_a_declared_pair_goes_before_the_words() -> None:
    mine = read(package(ours().grid))
    theirs = other_school(A1="Journées portes ouvertes", A2="Tournoi")._replace(pairs={"3.1": "A2", "9.9": "A1"})

    assert [(m.ours.code, m.theirs.code, m.declared) for m in matches(mine, theirs)] == [("3.1", "A2", True)]


@FEW
@given(grids(), grids())
def test_no_activity_is_matched_twice(mine: Grid, other: Grid) -> None:
    found = matches(read(package(mine)), read(package(other)))

    assert max(Counter(m.ours.code for m in found).values(), default=1) == 1
    assert max(Counter(m.theirs.code for m in found).values(), default=1) == 1


@FEW
@given(grids())
def test_a_grid_is_like_itself(grid: Grid) -> None:
    shared = read(package(grid))
    titled = {a.title.fr for a in shared.activities if words(a.title)}

    assert {m.ours.title.fr for m in matches(shared, shared)} >= titled


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_comparison_reads_well(lang: str, golden: Callable[[str | Path, str], None]) -> None:
    theirs = other_school(A1="Journées portes ouvertes", A2="Tournoi d'échecs", A3="<b>Don</b> | de sang")
    site = replace(ours(), others=(theirs._replace(pairs={"6.6": "A3"}),))
    golden(f"pages/ecoles.{lang}.md", schools_page(site, lang).markdown())


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_comparison_reads_well_in_a_terminal(lang: str, golden: Callable[[str | Path, str], None]) -> None:
    mine = read(package(ours().grid))
    theirs = other_school(A1="Journées portes ouvertes", A2="Tournoi d'échecs", A3="Don \x1b[31m de sang")
    asked = [theirs._replace(pairs={"6.6": "A3"}), theirs._replace(school="École C", example=False, activities=())]

    golden(f"ecoles.{lang}.txt", "\n".join(compared(mine, asked, lang, code) for code in (None, "6.6", "3.2")))


def test_without_another_school_the_page_says_so_and_leads_who_keeps_the_site_to_their_guide() -> None:
    text = schools_page(ours(), "fr").text

    assert "Aucune autre école n'est comparée ici pour l'instant." in text
    assert "(../guides/administrer.md)" in text
    assert "datapackage.json" not in text


def a_school_with(root: Path, **changed: bytes) -> Path:
    folder = root / "comparaisons" / "b"
    folder.mkdir(parents=True)
    for name, data in (package(ours().grid) | changed).items():
        (folder / name).write_bytes(data)
    return root


def test_other_grids_are_read_from_this_repository(tmp_path: Path) -> None:
    root = a_school_with(tmp_path / "school")
    path = "comparaisons/b/datapackage.json"
    plain, paired = others(root, [path, {"path": path, "pairs": {"3.1": "3.2"}}])

    assert (len(plain.activities), plain.pairs, paired.pairs) == (53, {}, {"3.1": "3.2"})
    assert others(root, None) == ()


@pytest.mark.parametrize(
    "listed",
    [
        "comparaisons/b/datapackage.json",
        ["comparaisons/absent/datapackage.json"],
        ["comparaisons/b/activities.csv"],
        ["../school/comparaisons/b/datapackage.json"],
        ["/etc/datapackage.json"],
        ["elsewhere/datapackage.json"],
        ["https://example.org/datapackage.json"],
        [{"path": "comparaisons/b/datapackage.json", "pairs": {3.1: "3.2"}}],
        [3],
    ],
)
def test_what_is_not_in_this_repository_is_refused(tmp_path: Path, listed: object) -> None:
    outside = a_school_with(tmp_path / "outside")
    root = a_school_with(tmp_path / "school")
    (root / "elsewhere").symlink_to(outside / "comparaisons" / "b")

    with pytest.raises(Unreadable):
        others(root, listed)


def test_a_package_that_is_too_large_is_refused(tmp_path: Path) -> None:
    root = a_school_with(tmp_path / "school", **{"caps.csv": b"x" * (shared_grids.LARGEST + 1)})

    with pytest.raises(Unreadable, match=r"caps\.csv"):
        others(root, ["comparaisons/b/datapackage.json"])


# --- news -------------------------------------------------------------------------------------------------------------


def changed(grid: Grid, code: str, cap: int) -> Grid:
    """The same grid, where an activity counts more over a cycle."""
    activity = replace(grid.activities[code], cap_cycle=Points(cap))
    category = grid.categories[activity.category]
    category = replace(category, activities={**category.activities, code: activity})
    categories = {**grid.categories, category.code: category}
    return replace(grid, categories=categories, activities={**grid.activities, code: activity})


def test_the_feed_tells_each_year_and_each_change() -> None:
    grid = ours().grid
    edit = GridEdit("c" * 40, datetime(2025, 11, 4, 9, tzinfo=UTC), changed(grid, "3.1", 8), grid)
    site = replace(ours(), edits=(edit,), brought={"2025-2026": datetime(2025, 7, 1, tzinfo=UTC)})
    root = ET.fromstring(feed(site, "fr"))
    entries = root.findall(f"{ATOM}entry")

    assert [(e.findtext(f"{ATOM}title"), e.findtext(f"{ATOM}updated")) for e in entries] == [
        ("Grille 2025-2026, changée le 4\u00a0novembre\u00a02025", "2025-11-04T09:00:00Z"),
        ("Grille 2025-2026", "2025-07-01T00:00:00Z"),
        ("Grille 2024-2025", "2024-09-01T00:00:00Z"),
    ]
    assert root.findtext(f"{ATOM}updated") == "2025-11-04T09:00:00Z"
    assert "plafond par cycle" in (entries[0].findtext(f"{ATOM}content") or "")
    assert feed(site, "fr") == feed(site, "fr")


def test_two_schools_on_one_host_have_feeds_of_their_own() -> None:
    one, other = (replace(ours(), url=f"https://x.example/{name}/") for name in ("one", "other"))
    found = [{i.text for i in ET.fromstring(feed(site, "fr")).iter(f"{ATOM}id")} for site in (one, other)]

    assert "tag:x.example,2025:/one/grille/fr" in found[0]
    assert found[0] & found[1] == set()
    assert ET.fromstring(feed(ours(), "fr")).findtext(f"{ATOM}id") == "tag:polyvalidate.example.org,2025:grille/fr"


@FEW
@given(grids(), grids("2024-2025"))
def test_a_feed_is_well_formed_and_complete(grid: Grid, older: Grid) -> None:
    root = ET.fromstring(feed(site_of(older, grid), "en"))
    entries = root.findall(f"{ATOM}entry")
    ids = [element.findtext(f"{ATOM}id") for element in (root, *entries)]

    assert len(entries) == 2
    assert len(set(ids)) == len(ids)
    for element in (root, *entries):
        assert all(element.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "link"))
    assert root.findtext(f"{ATOM}author/{ATOM}name") is not None


def test_the_record_says_when_a_grid_came_and_changed(tmp_path: Path) -> None:
    rules = {f"grid/2025-2026/{p.name}": p.read_bytes() for p in (ROOT / "grid" / "2025-2026").iterdir()}
    rules["grid/roles.yml"] = (ROOT / "grid" / "roles.yml").read_bytes()
    folder = tmp_path / "school"
    repository = Repository(folder, bare=False)
    for path, data in rules.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)

    def commit(day: str) -> str:
        repository.git("add", "--all")
        who = ("-c", "user.name=Essai", "-c", "user.email=essai@example.org")
        repository.git(*who, "commit", "--quiet", "--allow-empty", f"--date={day}", "-m", "x")
        return repository.git("rev-parse", "HEAD")

    first = commit("2025-07-01T12:00:00Z")
    path = folder / "grid" / "2025-2026" / "3-promotion.yml"
    path.write_bytes(path.read_bytes().replace(b"caps: {year: 1.5, cycle: 3}", b"caps: {year: 1.5, cycle: 2.5}", 1))
    second = commit("2025-11-04T12:00:00Z")
    commit("2025-12-01T12:00:00Z")
    found = edits(folder, DAY)

    assert [edit.commit for edit in found] == [second]
    assert found[0].before.activities["3.1"].cap_cycle == 12
    assert found[0].after.activities["3.1"].cap_cycle == 10
    when = datetime.fromtimestamp(int(repository.git("log", "-1", "--format=%ct", first)), UTC)
    assert brought(folder, ["2025-2026", "2030-2031"]) == {"2025-2026": when}

    repository.git("clone", "--quiet", "--depth=1", f"file://{folder}", str(tmp_path / "shallow"))
    assert (edits(tmp_path / "shallow", DAY), brought(tmp_path / "shallow", ["2025-2026"])) == ((), {})
    assert edits(tmp_path, DAY) == ()


def test_the_page_of_years_tells_the_changes_and_leads_to_each_grid() -> None:
    (page,) = [page for page in section(ours(), "fr").pages if page.path == "grille/annees.md"]

    assert page.text.index("annee-2025-2026") < page.text.index("annee-2024-2025")
    assert "- [3.1 Journée portes ouvertes](categorie-3.md#a-3-1)\n    - points&#58; 0,25" in page.text.replace(
        "\u00a0", ""
    )
    assert "[Grille d'exemple 2024\\-2025](2024-2025.md)" in page.text
