"""The page that holds a file to its declaration, in a browser: what it says, and that it sends and keeps nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Page

from polyvalidate.files.canonical import declaration_yaml
from polyvalidate.files.source import parse
from tests.proposing import FAIR

PDF = b"%PDF-1.7 attestation\n"
SUM, OTHER = hashlib.sha256(PDF).hexdigest(), "b2" * 32
DECLARED = FAIR.replace("a1" * 32, SUM)
SECOND = f"  - kind: E2\n    store: pull-request\n    name: liste.pdf\n    sha256: {OTHER}\n"


def opened(page: Page, address: str, lang: str = "fr") -> None:
    page.goto(f"{address}{'en/' if lang == 'en' else ''}verifier/")
    page.wait_for_selector("#proof:not([hidden])")


def given(page: Page, place: Path, files: dict[str, bytes | str]) -> list[str]:
    """What the page says once it is given these files."""
    for name, data in files.items():
        (place / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    page.set_input_files("#proof-files", [place / name for name in files])
    page.wait_for_selector("#proof-said li")
    return said(page)


def said(page: Page) -> list[str]:
    return [text.replace("\xa0", " ") for text in page.locator("#proof-said li").all_text_contents()]


def test_the_file_that_a_declaration_announces_is_recognised(page: Page, address: str, tmp_path: Path) -> None:
    opened(page, address)

    assert given(page, tmp_path, {"reçu.pdf": PDF, "3.3-lycee.yml": DECLARED + SECOND}) == [
        "✓ reçu.pdf : c’est un justificatif de 3.3-lycee.yml.",
        f"3.3-lycee.yml annonce encore un fichier d’empreinte {OTHER}, qui n’est pas là.",
    ]


def test_another_file_is_told_from_it(page: Page, address: str, tmp_path: Path) -> None:
    opened(page, address, "en")
    touched = hashlib.sha256(PDF + b" ").hexdigest()

    assert given(page, tmp_path, {"attestation.pdf": PDF + b" ", "3.3-lycee.yml": DECLARED}) == [
        f"✗ attestation.pdf: it is not the file of any of these declarations. Its digest: {touched}",
        f"3.3-lycee.yml also announces a file with the digest {SUM}, which is not here.",
    ]


def test_a_digest_that_is_pasted_is_enough(page: Page, address: str, tmp_path: Path) -> None:
    opened(page, address)
    alone = given(page, tmp_path, {"attestation.pdf": PDF})
    answers = []
    for typed in (f" {SUM.upper()} ", OTHER, "abc"):
        page.fill("#proof-digest", typed)
        page.wait_for_function(
            "before => document.getElementById('proof-said').textContent !== before", arg="".join(alone)
        )
        page.wait_for_timeout(200)
        answers.append(said(page)[0][:40])

    assert alone == [f"attestation.pdf : empreinte {SUM}. Déposez la déclaration pour comparer."]
    assert answers == [
        "✓ attestation.pdf : il a l’empreinte don",
        "✗ attestation.pdf : ce n’est le fichier ",
        "Une empreinte est faite de 64 chiffres e",
    ]


def test_nothing_is_kept_nor_sent_and_a_name_is_never_a_mark(page: Page, address: str, tmp_path: Path) -> None:
    opened(page, address)
    look = "() => [{...localStorage}, {...sessionStorage}, document.cookie]"
    before = page.evaluate(look)  # the theme keeps the colours that were chosen
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    (told,) = given(page, tmp_path, {"{sha256}<img src=x onerror=alert(1)>.txt": PDF})

    assert told.startswith("{sha256}<img src=x onerror=alert(1)>.txt : empreinte ")
    assert (sent, page.evaluate(look)) == ([], before)


def test_what_is_dropped_on_the_page_is_taken_and_taken_away(page: Page, address: str) -> None:
    opened(page, address)
    page.evaluate(
        """() => {
          const carried = new DataTransfer();
          carried.items.add(new File(["x"], "x.pdf"));
          window.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, cancelable: true }));
        }"""
    )
    page.wait_for_selector("#proof-said li")
    dropped = said(page)[0][:10]
    page.click("#proof-clear")
    page.wait_for_function("!document.querySelector('#proof-said li')")

    assert dropped == "x.pdf : em"


WRITTEN = {
    "as the form writes it": DECLARED.replace(f"sha256: {SUM}", f'"sha256": "{SUM}"'),
    "by hand, on one line": DECLARED.partition("evidence:")[0]
    + f"evidence: [{{kind: E1, sha256: {SUM}, name: a.pdf}}]\n",
    "with the items at the margin": DECLARED.replace("  - kind", "- kind").replace("    ", "  "),
    "in the canonical form": declaration_yaml(parse(DECLARED.encode()).data),
    "under Windows": DECLARED.replace("\n", "\r\n"),
    "with a key after it": DECLARED + "evaluation: {decision: accepted, by: ref-3, on: 2026-02-09}\n",
}
UNLIKE = FAIR.replace("a1" * 32, OTHER)
NOT_ANNOUNCED = {
    "in a comment": DECLARED.replace(f"sha256: {SUM}", f"# sha256: {SUM}"),
    "in a description": UNLIKE.replace("evidence:", f"description: |\n  evidence:\n    - sha256: {SUM}\nevidence:"),
    "in the title": UNLIKE.replace("title: ", f"title: sha256: {SUM} "),
    "in a longer word": DECLARED.replace(SUM, SUM + "0"),
    "under another key": DECLARED.replace("sha256:", "old-sha256:"),
    "in the appeal after it": UNLIKE + f"appeal:\n  reason: |\n    sha256: {SUM}\n",
    "in one list of two": DECLARED + DECLARED[DECLARED.index("evidence:") :],
}


@pytest.mark.parametrize("how", [*WRITTEN, *NOT_ANNOUNCED])
def test_a_digest_counts_in_the_list_of_evidence_only(page: Page, address: str, how: str) -> None:
    opened(page, address)
    found = page.evaluate(
        "async ([url, text]) => (await import(url)).announced(text)",
        [f"{address}form/announced.js", WRITTEN.get(how) or NOT_ANNOUNCED[how]],
    )

    assert (SUM in found) == (how in WRITTEN)
