"""What the registry office and the jury do at the desk, in a real browser: pages for everybody, and a season played."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from polyvalidate.desk.state import Desk
from tests.desk import test_attendance as attendance
from tests.desk.served import Served, served
from tests.desk.test_campaigns import LONGER
from tests.desk.test_lists import HEAD, bring, drop
from tests.maquettes import BIRTH, maquette
from tests.office.jury.sitting import ANA, BOB, CAT, GUS, PEOPLE, Jury, build
from tests.site.browser.accessible import violations
from tests.site.browser.browsing import DESKTOP, PHONE

TABLE = "/jury/2026-07/2023"
LIST = HEAD + "".join(
    f"{one.number};{one.surname.lstrip('=')};{one.first};{'DEE' if one is CAT else 'DI'};5;{one.email}\n"
    for one in PEOPLE
    if one is not GUS
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("office"))


@pytest.fixture
def jury(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Jury:
    return Jury.copied(built, tmp_path / "jury", monkeypatch)


@pytest.fixture
def desk(jury: Jury) -> Iterator[Served]:
    made = Desk(jury.school.place, "main", "fr", lambda: date(2026, 7, 3), None)
    made.register = jury.register
    with served(made) as opened:
        yield opened


def pages(desk: Served) -> Iterator[str]:
    """The address of each kind of page, made ready to be looked at."""
    code = ANA.code
    yield from ("/", "/students", f"/students/{code}", f"/students/{code}/change", "/register", "/lists", "/letters")
    yield from ("/campaigns", "/campaigns/2025-2026", "/campaigns/2025-2026/principale", "/jury", TABLE)
    yield from ("/letters?to=missing", "/letters?cohort=2023", f"{TABLE}/screen", f"{TABLE}/screen?names=1")
    student = desk.desk.whole().school.students[code]
    same = {
        "programme": student.programme,
        "profile": student.profile,
        "account": "",
        "left": "",
        "since": "2026-07-03",
    }
    yield desk.post(f"/students/{code}/change", {**same, "extra_years": "1"}).headers["location"]
    yield desk.post(f"/students/{code}/change", {**same, "extra_years": "x"}).headers["location"]
    yield drop(desk, LIST, cohort="2023").headers["location"]
    yield drop(desk, LIST.replace(";DI;", ";QUOI;"), cohort="2023").headers["location"]
    yield drop(desk, "rien", cohort="2023").headers["location"]
    present = f"N° étudiant;Matin;Soir\n{ANA.number};x;x\n29999999;x;\n"
    yield attendance.PATH
    yield attendance.drop(desk, present).headers["location"]
    desk.post("/who", {"code": "ref-3"})
    yield attendance.drop(desk, present).headers["location"]
    yield attendance.drop(desk, present, first="hier").headers["location"]
    desk.post("/who", {"code": "grille-1"})
    yield from ("/grid", "/grid/2025-2026/3.1", "/grid/2025-2026/3", "/grid/2025-2026/FISE3")
    yield desk.post("/grid/2025-2026/FISE3", {"required": "1"}).headers["location"]
    yield desk.post("/grid/2025-2026/3.1", {"year": "9", "cycle": "1"}).headers["location"]
    yield desk.post("/grid", {}).headers["location"]
    yield desk.post("/campaigns/2025-2026/principale", LONGER).headers["location"]
    yield desk.post("/campaigns/2025-2026/principale", LONGER | {"closes": "2025-09-20"}).headers["location"]
    desk.post("/who", {"code": "jury-1"})
    commit = desk.desk.seen().school.commit
    fields = {f"outcome-{CAT.code}": "exempted", "commit": commit, "back": TABLE, "go": "1", "on": "2026-07-02"}
    yield desk.post(TABLE, fields).headers["location"]
    asked = desk.post(TABLE, fields | {f"comment-{CAT.code}": "Mobilité."}).headers["location"]
    yield asked
    desk.post(asked, {})
    yield from (f"{TABLE}/minutes", "/exchanges")
    given = maquette(tuple((one.number, one.surname, one.first, BIRTH, "", "", "", "") for one in (ANA, BOB)))
    fields = {"element": "PQUITUS", "session": "2026-07", "cohort": "2023"}
    yield bring(desk, "/exchanges", fields, {"list": ("maquette.txt", given)}).headers["location"]


@pytest.mark.parametrize(("lang", "scheme", "screen"), [("fr", "light", PHONE), ("en", "dark", DESKTOP)])
def test_every_page_of_the_office_can_be_used_by_everybody(
    desk: Served, browser: Browser, lang: str, scheme: str, screen: dict[str, int]
) -> None:
    context = browser.new_context(viewport=screen, color_scheme=scheme, bypass_csp=True, locale="fr-FR")  # type: ignore[arg-type]
    page, found = context.new_page(), {}
    page.goto(desk.first)
    desk.post("/language", {"to": lang})
    for path in pages(desk):
        page.goto(desk.address + path)
        titled = page.locator("h1").count() == 1 and page.title() != ""
        if page.evaluate("document.documentElement.scrollWidth > innerWidth") or not titled or violations(page):
            found[path] = violations(page)
    context.close()

    assert found == {}


def test_a_season_is_played_without_a_terminal(desk: Served, jury: Jury, browser: Browser, tmp_path: Path) -> None:
    """A list, a campaign, reminders, a jury with a correction, its minutes, what is sent; then the record is sound."""
    page, before = browser.new_page(locale="fr-FR", accept_downloads=True), jury.tip()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(desk.first)
    (tmp_path / "liste.csv").write_text(LIST + "23000099;NOUVEAU-ESSAI;Zoé;DI;3;zoe@example.org\n", "utf-8")

    def menu(name: str) -> None:
        page.locator("header nav").get_by_text(name).click()

    menu("Listes")
    page.set_input_files("#list", tmp_path / "liste.csv")
    page.select_option("#cohort", "2025")
    page.click("text=Lire la liste")
    page.click("button.main >> text=Importer")
    page.wait_for_selector(".note.good")
    menu("Campagnes")
    page.select_option("select#office", "grille-1") if page.locator("select#office").count() else None
    page.click("text=Seconde chance >> nth=0")
    page.fill("#closes", "2026-07-10")
    page.fill("#covers_to", "2026-07-05")
    page.click("button.main")
    page.click("button.main >> text=Enregistrer")
    page.wait_for_selector(".note.good")
    page.click("text=Écrire aux élèves")
    page.click("text=Compter >> nth=0")
    with page.expect_download() as download:
        page.click("text=Télécharger les brouillons")
    menu("Jury")
    page.fill("#session", "2026-07")
    page.select_option("#cohort", "2023")
    page.click("text=Ouvrir la table")
    page.select_option(f"[name=outcome-{CAT.code}]", "exempted")
    page.fill(f"[name=comment-{CAT.code}]", "Mobilité appréciée.")
    page.click("text=Voir ce qui serait enregistré")
    page.click("text=Enregistrer ces décisions")
    page.wait_for_selector(".note.good")
    page.click("text=Compléter ou corriger")
    page.select_option(f"[name=outcome-{BOB.code}]", "exempted")
    page.fill(f"[name=comment-{BOB.code}]", "Erreur de saisie.")
    page.click("text=Voir ce qui serait enregistré")
    page.click("text=Enregistrer ces décisions")
    page.wait_for_selector(".note.good")
    replaced = page.inner_text("main")
    page.close()

    subjects = jury.school.git("log", "-4", "--format=%s", "main").splitlines()
    audited = jury.run("audit", "--since", before, which=False)
    assert download.value.suggested_filename == "rappels-2026-07-03.zip"
    assert [one.partition(" ")[0] for one in subjects] == ["Jury", "Jury", "Campagne", "Liste"]
    assert "remplace" in replaced
    assert audited.code == 0, audited.text
    assert errors == []
