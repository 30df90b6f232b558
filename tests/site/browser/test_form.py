"""The form as a student meets it: what is asked, what is wrong and where, what is kept, by hand and by keyboard."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from tests.site.browser.browsing import PHONE
from tests.site.browser.forming import PDF, attach, fill, open_form, prepare

ME = {"code": "s-k3f9q2mz7w", "cohort": "2024", "profile": "FISE3"}
DONE = {
    "from": "2026-01-31",
    "to": "2026-01-31",
    "quantity": "2",
    "title": "Journée portes ouvertes, stand robotique",
    "organisation": "École d'exemple",
}


def asked(page: Page) -> list[str]:
    """The questions that are there to be answered."""
    return page.eval_on_selector_all(
        "#form-step-details [data-ask]", "all => all.filter(n => !n.hidden).map(n => n.dataset.ask)"
    )


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


# --- what is asked ----------------------------------------------------------------------------------------------------


def test_only_what_the_activity_needs_is_asked(page: Page, address: str) -> None:
    found = {}
    for code in ("3.1", "4.4", "4.3", "7.5", "4.5"):
        open_form(page, address, f"?activite={code}")
        found[code] = (asked(page), page.locator(".form-piece").count())

    texts = ["title", "organisation"]
    assert found == {
        "3.1": (["from", "to", "elsewhere", "quantity", *texts, "description"], 1),
        "4.4": (["from", "to", "elsewhere", "hours", *texts, "description"], 2),
        "4.3": (["from", "to", "elsewhere", "quantity", "hours", *texts, "description"], 2),
        "7.5": (["from", "to", "elsewhere", "level", "quantity", *texts, "description"], 1),
        "4.5": (["from", "to", "elsewhere", "quantity"], 0),
    }


def test_the_event_is_asked_of_what_is_short_enough_to_be_one(page: Page, address: str) -> None:
    open_form(page, address, "?activite=3.1")
    fill(page, {"from": "2026-01-31", "to": "2026-02-06"})
    short = "event" in asked(page)
    fill(page, {"to": "2026-02-07"})

    assert (short, "event" in asked(page)) == (True, False)


def test_a_search_without_accents_finds_titles_before_guidance_and_enter_chooses_the_only_one(
    page: Page, address: str
) -> None:
    open_form(page, address)
    page.fill("#form-activity", "benevolat regulier")
    found = page.eval_on_selector_all("#form-found button", "all => all.map(n => n.dataset.code)")
    page.press("#form-activity", "Enter")

    assert (found, focused(page), page.text_content("#form-about-title")) == (
        ["4.1"],
        "form-about-title",
        "4.1 Bénévolat régulier en association solidaire",
    )


def test_activities_closed_to_the_profile_say_to_whom_they_are_open_and_are_refused_when_asked_for(
    page: Page, address: str
) -> None:
    open_form(page, address)
    fill(page, ME | {"profile": "FISA"})
    offered = page.eval_on_selector_all("#form-found button", "all => all.map(n => n.dataset.code)")
    closed = page.locator(".form-closed").filter(has_text="4.3").inner_text()
    open_form(page, address, "?activite=4.3")
    fill(page, {**DONE, "hours": "20"})
    attach(page)
    wrong = prepare(page).wrong

    assert ("4.3" in offered, "Fermée à votre profil" in closed) == (False, True)
    assert list(wrong) == ["chosen"]
    assert wrong["chosen"].startswith("L’activité 4.3 n’est pas ouverte au profil Apprentissage. Elle est ouverte à ")


def test_hours_and_a_half_are_told_the_whole_number_to_write(page: Page, address: str) -> None:
    open_form(page, address, "?activite=4.3")
    fill(page, ME | DONE | {"hours": "15.5"})

    assert prepare(page).wrong["hours"] == "Seules les unités entières comptent. Écrivez 15."


def test_the_grid_is_that_of_the_year_of_the_activity(page: Page, address: str) -> None:
    open_form(page, address, "?activite=3.1")
    before = page.text_content(".form-grid")
    fill(page, {"from": "2025-01-31"})

    assert (before, page.text_content(".form-grid")) == ("Grille 2025-2026", "Grille 2024-2025")


def test_points_and_caps_are_shown_as_the_grid_has_them(page: Page, address: str) -> None:
    open_form(page, address, "?activite=3.1")
    fill(page, ME | {"from": "2026-01-31", "to": "2026-02-02", "quantity": "4"})

    assert page.inner_text("#form-worth").replace("\u00a0", " ").split("\n") == [
        "La grille donne 2 points : 4 × 0,5 point.",
        "Le plafond annuel n’en laisse compter que 1,5 point.",
        "Les points compteront une fois la déclaration acceptée.",
        "Ce qui compte dépend aussi de vos autres déclarations : le contrôle de la demande donne votre bilan.",
    ]
    assert "Au plus 1,5 point par an et 3 points sur tout le cycle." in page.inner_text("#form-about").replace(
        "\u00a0", " "
    )


def test_a_date_without_an_open_campaign_is_said_and_one_without_any_is_refused(page: Page, address: str) -> None:
    open_form(page, address, "?activite=3.1")
    fill(page, ME | DONE)
    closed = page.inner_text("#form-when")
    fill(page, {"from": "2026-06-20", "to": "2026-06-20"})
    coming = page.inner_text("#form-when")
    page.clock.set_fixed_time("2026-09-10T12:00:00")
    fill(page, {"from": "2026-06-20"})
    now = page.inner_text("#form-when")

    plain = [text.replace("\u00a0", " ") for text in (closed, coming, now)]
    assert plain == [
        "La campagne qui couvrait ces dates (Seconde chance) a fermé le 10 juillet 2026."
        " Écrivez à engagement@polyvalidate.example.org avant d’envoyer.",
        "La campagne qui couvre ces dates (Activités de l’été) ouvre le 1er septembre 2026."
        " Votre brouillon peut attendre ici.",
        "Activités de l’été : déclarez jusqu’au 15 octobre 2026.",
    ]


def test_a_campaign_opens_at_midnight_at_the_school_wherever_the_browser_is(page: Page, address: str) -> None:
    open_form(page, address, "?activite=3.1")
    said = []
    for moment in ("2026-08-31T21:59:59Z", "2026-08-31T22:00:00Z"):
        page.clock.set_fixed_time(moment)
        fill(page, ME | DONE | {"from": "2026-06-20", "to": "2026-06-20"})
        said.append("Activités de l’été : déclarez jusqu’au" in page.inner_text("#form-when").replace("\u00a0", " "))

    assert said == [False, True]


# --- a sensitive activity ---------------------------------------------------------------------------------------------


def test_a_sensitive_activity_leads_to_a_person_and_leaves_nothing_in_the_browser(page: Page, address: str) -> None:
    open_form(page, address, "?activite=4.5")
    fill(page, ME | {"from": "2026-01-12", "to": "2026-06-12", "quantity": "1"})
    outcome = prepare(page)

    warning = page.inner_text(".form-warning")
    assert "Parlez-en d’abord de vive voix à la personne référente (Référent·e de la catégorie 4" in warning
    assert outcome.path == "declarations/2024/s-k3f9q2mz7w/4.5-declaration-2026.yml"
    assert outcome.text.splitlines()[1:] == [
        'activity: "4.5"',
        "period: {from: 2026-01-12, to: 2026-06-12}",
        "quantity: 1",
    ]
    assert page.inner_text("#form-attach").startswith("Montrez vos pièces à la personne référente")
    assert "4.5" not in page.evaluate("JSON.stringify(window.localStorage)")


# --- what is wrong ----------------------------------------------------------------------------------------------------


def test_what_is_wrong_is_beside_the_field_and_in_one_list_that_leads_there(page: Page, address: str) -> None:
    open_form(page, address, "?activite=3.1")
    fill(page, ME | DONE | {"to": "2026-01-30", "title": "Appelez le 06 39 98 12 34"})
    wrong = prepare(page).wrong

    assert wrong == {
        "to": "La date de fin (30\u00a0janvier\u00a02026) précède la date de début. Écrivez une date de fin égale ou"
        " postérieure au 31\u00a0janvier\u00a02026.",
        "title": "Ce texte contient un numéro de téléphone. Retirez-le, ou écrivez le nombre autrement si ce n’en est"
        " pas un.",
        "evidence-0": "Il manque ce justificatif. Choisissez le fichier, ou donnez son adresse.",
    }
    assert page.inner_text("#form-summary h2") == "Il reste 3 réponses à corriger."
    asked = ["Date de fin", "Titre", "Justificatif 1\u00a0: Émargement fourni par l’organisation (E2)"]
    said = [f"{label}. {sentence}" for label, sentence in zip(asked, wrong.values(), strict=True)]
    assert page.locator("#form-summary a").all_text_contents() == said
    assert page.get_attribute("#form-summary", "role") == "alert"
    assert focused(page) == "form-summary"
    page.click("#form-summary a")
    assert focused(page) == "form-to"
    assert "form-to-error" in str(page.get_attribute("#form-to", "aria-describedby"))
    assert page.get_attribute("#form-to", "aria-invalid") == "true"


def test_a_control_character_is_refused_beside_the_field(page: Page, address: str) -> None:
    open_form(page, address, "?activite=3.1")
    fill(page, ME | DONE | {"title": "Stand\x07 robotique", "description": "de\u200bux\u00a0: 😀"})
    attach(page)
    wrong = prepare(page).wrong

    assert wrong == {"title": "Il y a ici un caractère invisible (U+0007). Effacez-le et retapez le mot à la main."}


def test_a_mended_field_says_nothing_more_and_a_change_takes_the_text_away(page: Page, address: str) -> None:
    open_form(page, address, "?activite=3.1")
    fill(page, ME | DONE | {"title": ""})
    attach(page)
    first = prepare(page).wrong
    fill(page, {"title": "Stand"})
    mended = page.inner_text("#form-title-error")
    ready = prepare(page)
    page.type("#form-title", "s")

    assert (list(first), mended, ready.wrong) == (["title"], "", {})
    assert page.locator("#form-result").is_hidden()
    assert page.inner_text(
        "#form-status"
    ) == "Vous avez changé une réponse : préparez de nouveau la déclaration.".replace(" :", "\u00a0:")


def test_the_same_in_english(page: Page, address: str) -> None:
    open_form(page, address, "?activite=3.1", lang="en")
    fill(page, ME | DONE | {"to": "2026-01-30"})
    wrong = prepare(page).wrong

    assert wrong["to"] == (
        "The end date (30\u00a0January\u00a02026) is before the start date. Write an end date on or after"
        " 31\u00a0January\u00a02026."
    )
    assert page.inner_text("#form-summary h2") == "2 answers are still to be mended."


def test_what_was_answered_is_recalled_in_words_and_each_line_leads_back(page: Page, address: str) -> None:
    open_form(page, address, "?activite=3.1")
    fill(page, ME | DONE)
    attach(page)
    prepare(page)
    lines = page.locator("#form-answers > div")
    said = {one.locator("dt").inner_text(): one.locator("dd").first.inner_text() for one in lines.all()}
    page.locator("#form-answers").get_by_role("link", name="modifier Titre").click()

    assert said["Activité"] == "3.1 Journée portes ouvertes"
    assert said["Date de début"].replace("\u00a0", " ") == "31 janvier 2026"
    assert said["Titre"] == DONE["title"]
    assert [answer for label, answer in said.items() if label.startswith("Justificatif 1")] == ["pièce 0.pdf"]
    assert page.locator("#form-earned .discs").count() == 1
    assert (focused(page), page.locator("#form-file").get_attribute("open")) == ("form-title", None)


def test_a_click_on_an_activity_is_not_lost_when_the_field_before_it_was_typed_last(page: Page, address: str) -> None:
    open_form(page, address)
    fill(page, {"cohort": ME["cohort"], "profile": ME["profile"]})
    page.focus("#form-code")
    page.keyboard.type(ME["code"])
    page.locator("#form-found button").first.click()

    assert page.locator("#form-chosen").is_visible()


@pytest.mark.parametrize("code", ["constructor", "__proto__", "9.9"])
def test_a_word_that_is_the_code_of_no_activity_opens_the_form(page: Page, address: str, code: str) -> None:
    open_form(page, address, f"?activite={code}")
    shown = page.locator("#form-search").is_visible()
    draft = json.dumps({"student": {}, "drafts": {code: {"values": {}}}, "last": code})
    page.evaluate("draft => localStorage.setItem('polyvalidate:/', draft)", draft)
    open_form(page, address)

    assert (shown, page.locator("#form-search").is_visible()) == (True, True)
    assert page.inner_text("#form-draft").startswith("Un brouillon est gardé ici pour une activité que la grille n’a")


def test_a_fault_of_ours_is_told_as_ours_and_what_is_kept_can_be_erased(window: BrowserContext, address: str) -> None:
    page = window.new_page()
    page.add_init_script(
        "if (!sessionStorage.again) JSON.parse = ((read) => (text) => { \
        const found = read(text); if (found && found.grids) delete found.current; return found; })(JSON.parse)"
    )
    page.goto(f"{address}declarer/", wait_until="domcontentloaded")
    page.locator("#form-again").wait_for()
    said = page.inner_text("#form-off")
    page.evaluate("sessionStorage.again = '1'")
    page.click("#form-again")
    page.wait_for_selector("#form:not([hidden])")
    page.close()

    assert said.startswith("Le formulaire n’a pas pu s’ouvrir, et ce n’est pas votre faute.")


# --- evidence ---------------------------------------------------------------------------------------------------------


def test_a_document_is_hashed_here_and_goes_nowhere(page: Page, address: str) -> None:
    sent: list[Request] = []
    open_form(page, address, "?activite=3.1")
    page.on("request", lambda request: sent.append(request))  # noqa: PLW0108 - it takes no method of a list
    fill(page, ME | DONE)
    attach(page)
    outcome = prepare(page)

    data = PDF["buffer"] + b"\0"
    assert f'    sha256: "{hashlib.sha256(data).hexdigest()}"' in outcome.text
    assert outcome.text.endswith(f'    media_type: "application/pdf"\n    size: {len(data)}\n')
    assert page.inner_text("#form-attach") == "Joignez à la demande\u00a0: pièce 0.pdf."
    # The worker of the search may still be reading its own scripts: a plain GET of a file of the theme carries nothing.
    plain = (f"{address}assets/", f"{address}scripts/")
    assert all(r.method == "GET" and not r.post_data and "?" not in r.url and r.url.startswith(plain) for r in sent)


def test_a_document_that_will_not_do_says_why(page: Page, address: str) -> None:
    open_form(page, address, "?activite=4.4")
    tries = {
        "vide.pdf": b"",
        "grand.pdf": b"x" * 5_000_001,
        "liste.xlsx": b"x",
        ".cache.pdf": b"x",
        "attestation d'engagement (1).PDF": b"x",
        "06 39 98 12 34.pdf": b"x",
    }
    said, better = [], []
    for name, data in tries.items():
        page.set_input_files("#form-evidence-0-file", [{"name": name, "mimeType": "", "buffer": data}])
        error = page.locator("#form-evidence-0-error").filter(has_not_text="Lecture")
        error.filter(has_text=".").wait_for()
        said.append(error.inner_text().split(".")[0])
        if "Renommez" in error.inner_text():
            better.append(error.inner_text().split("«")[1].split("»")[0].strip())
        page.click("#form-evidence-0-online-way")
        page.click("#form-evidence-0-file-way")

    assert said == [
        "Ce fichier est vide",
        "Ce fichier est trop gros (5,1\u00a0Mo)",
        "Ce type de fichier n’est pas accepté pour un justificatif E1",
        "Ce nom de fichier gêne certains outils",
        "Ce nom de fichier gêne certains outils",
        "Ce texte contient un numéro de téléphone",
    ]
    assert better == ["cache.pdf", "attestation-d-engagement-1.pdf"]


def test_an_address_is_held_to_the_hosts_of_the_grid(page: Page, address: str) -> None:
    open_form(page, address, "?activite=5.4")
    page.select_option("#form-evidence-0-kind", "E7")
    page.click("#form-evidence-0-online-way")
    said = []
    for url in ("https://exemple.org/x", "http://github.com/x", "https://u:p@github.com/", "https://github.com/a/b"):
        page.fill("#form-evidence-0-url", url)
        page.dispatch_event("#form-evidence-0-url", "change")
        said.append(page.inner_text("#form-evidence-0-error").split(".")[0])
    fill(page, ME | DONE)
    outcome = prepare(page)

    assert said == [
        "Ce site ne fait pas partie de ceux que l’école accepte",
        "Cette adresse est mal formée",
        "Cette adresse est mal formée",
        "",
    ]
    assert outcome.text.splitlines()[-3:] == [
        '  - kind: "E7"',
        '    store: "url"',
        '    url: "https://github.com/a/b"',
    ]


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_a_draft_comes_back_evidence_included_in_both_languages_until_it_is_erased(page: Page, address: str) -> None:
    open_form(page, address, "?activite=3.1")
    fill(page, ME | DONE)
    attach(page)
    first = prepare(page)
    open_form(page, address, lang="en")
    note = page.inner_text("#form-draft")
    again = prepare(page)
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("#form-clear")
    kept = page.evaluate("JSON.stringify(window.localStorage)")
    open_form(page, address)

    assert note == "Your draft was found again in this browser."
    assert again == first
    assert "polyvalidate" not in kept
    assert (page.input_value("#form-code"), page.locator("#form-chosen").is_hidden()) == ("", True)


def test_each_activity_has_its_draft_and_who_declares_is_typed_once(page: Page, address: str) -> None:
    open_form(page, address, "?activite=3.1")
    fill(page, ME | DONE)
    open_form(page, address, "?activite=3.2")
    other = (page.input_value("#form-code"), page.input_value("#form-title"))
    fill(page, {"title": "Salon"})
    open_form(page, address, "?activite=3.1")

    assert (other, page.input_value("#form-title")) == ((ME["code"], ""), DONE["title"])


def test_once_sent_the_draft_is_erased_and_who_declares_is_kept(page: Page, address: str) -> None:
    open_form(page, address, "?activite=3.1")
    fill(page, ME | DONE)
    attach(page)
    prepare(page)
    page.click("#form-done")
    kept = json.loads(page.evaluate("localStorage.getItem('polyvalidate:/')"))

    assert kept == {"student": ME, "drafts": {}, "last": None}
    assert (page.input_value("#form-title"), page.locator("#form-result").is_hidden()) == ("", True)


def test_what_others_left_in_the_browser_does_no_harm(page: Page, address: str) -> None:
    open_form(page, address)
    for left in ("[1]", "null", "{", '{"drafts": {"3.1": 7}, "student": "x", "last": "3.1"}', '{"last": "9.9"}'):
        page.evaluate("left => localStorage.setItem('polyvalidate:/', left)", left)
        open_form(page, address)

        assert page.input_value("#form-code") == ""


def test_where_the_browser_keeps_nothing_the_form_works_and_says_so(page: Page, address: str) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }")
    open_form(page, address, "?activite=3.1")
    fill(page, ME | DONE)
    attach(page)

    assert prepare(page).wrong == {}
    assert page.inner_text("#form-draft") == "Ce navigateur ne garde rien\u00a0: terminez avant de fermer la page."


def test_the_folder_of_a_student_can_be_pasted_whole(page: Page, address: str) -> None:
    open_form(page, address)
    page.fill("#form-code", "https://forge.example.org/ecole/polypoints/src/branch/main/declarations/2025/s-k3f9q2mz7w")
    page.press("#form-code", "Tab")

    pasted = (page.input_value("#form-code"), page.input_value("#form-cohort"))
    page.fill("#form-code", " S-K3F9Q2MZ7W")
    page.press("#form-code", "Tab")

    assert (pasted, page.input_value("#form-code")) == (("s-k3f9q2mz7w", "2025"), "s-k3f9q2mz7w")


# --- by keyboard, by telephone, without script ------------------------------------------------------------------------


def test_the_whole_form_by_keyboard(page: Page, address: str) -> None:
    open_form(page, address)
    page.focus("#form-code")

    def tab_to(identity: str) -> None:
        for _ in range(20):
            if focused(page) == identity:
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{identity} is not reached from {focused(page)}")

    page.keyboard.type(ME["code"])
    page.keyboard.press("Tab")
    page.keyboard.type(ME["cohort"])
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    tab_to("form-activity")
    page.keyboard.type("portes ouv")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.tagName") != "BUTTON":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    chosen = focused(page)
    tab_to("form-from")
    page.keyboard.type("31012026")
    tab_to("form-quantity")
    page.keyboard.type("2")
    tab_to("form-title")
    page.keyboard.type(DONE["title"])
    tab_to("form-organisation")
    page.keyboard.type(DONE["organisation"])
    tab_to("form-evidence-0-file-way")
    page.keyboard.press("ArrowDown")
    tab_to("form-evidence-0-url")
    page.keyboard.type("https://codeberg.org/exemple/liste")
    tab_to("form-prepare")
    page.keyboard.press("Enter")
    page.wait_for_selector("#form-result:not([hidden])")
    end = focused(page)
    tab_to("form-open")

    assert (chosen, end) == ("form-about-title", "form-result-title")
    assert (page.text_content("#form-path") or "").endswith("/3.1-journee-portes-ouvertes-stand-robotique.yml")
    assert '    url: "https://codeberg.org/exemple/liste"' in (page.text_content("#form-yaml") or "")


def test_nothing_scrolls_sideways_on_a_phone_at_any_step(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    widths = []
    open_form(page, address)
    widths.append(page.evaluate("document.documentElement.scrollWidth"))
    open_form(page, address, "?activite=7.1")
    fill(page, ME | DONE | {"quantity": "1", "title": "x" * 120})
    prepare(page)
    widths.append(page.evaluate("document.documentElement.scrollWidth"))
    attach(page)
    prepare(page)
    widths.append(page.evaluate("document.documentElement.scrollWidth"))

    assert page.locator("#form-result").is_visible()
    assert widths == [PHONE["width"]] * 3


def test_without_script_the_page_says_what_to_do(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}declarer/")
    page.locator("#form-off").wait_for(state="visible")
    text = page.locator("article").inner_text()
    shown = page.locator("#form").is_visible()
    context.close()

    assert not shown
    assert "Le formulaire ne s’est pas ouvert" in text
    assert "déclarer sans le formulaire" in text
    assert "engagement@polyvalidate.example.org" in text


def test_a_search_finds_the_page_and_not_the_inside_of_the_form(built: Path) -> None:
    pages = json.loads((built / "search" / "pages.json").read_text(encoding="utf-8"))["pages"]
    sections = (section for page in pages for section in page["sections"])
    found = {location: text for location, _, text in sections if location.startswith("declarer/")}

    assert list(found) == ["declarer/", "declarer/#sans-ce-formulaire"]
    assert "ne s’est pas ouvert" not in found["declarer/"]


def test_the_copy_and_the_file_are_the_text(page: Page, address: str, tmp_path: Path) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_form(page, address, "?activite=3.1")
    fill(page, ME | DONE)
    attach(page)
    outcome = prepare(page)
    page.click("#form-file summary")
    page.click("#form-copy")
    page.locator("#form-status").filter(has_text="Le texte est copié.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    with page.expect_download() as download:
        page.click("#form-download")
    download.value.save_as(tmp_path / "file")

    assert copied == outcome.text
    assert download.value.suggested_filename == outcome.path.rpartition("/")[2]
    assert (tmp_path / "file").read_bytes() == outcome.text.encode()


def test_the_link_of_the_registry_office_fills_in_who_one_is_and_leaves_the_address(page: Page, address: str) -> None:
    open_form(page, address, "#eleve=s-k3f9q2mz7w&promotion=2025&profil=FISE3")

    values = [page.input_value(f"#form-{ask}") for ask in ("code", "cohort", "profile")]

    assert (values, page.url) == (["s-k3f9q2mz7w", "2025", "FISE3"], f"{address}declarer/")


@pytest.mark.parametrize("given", ["eleve=%3Cscript%3E", "eleve=s-court", "promotion=2025", "top"])
def test_a_link_that_names_no_pseudonym_fills_in_nothing(page: Page, address: str, given: str) -> None:
    open_form(page, address, f"#{given}")

    assert [page.input_value(f"#form-{ask}") for ask in ("code", "cohort")] == ["", ""]
