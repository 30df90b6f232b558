"""Evidence from a file or an address: paths as terminals write them, and files that will not do."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from polyvalidate.cli.kit import evidence
from polyvalidate.files.typed import Unclear
from polyvalidate.judgement.attaching import online
from polyvalidate.model.folder import Evidence
from polyvalidate.model.grid import EvidencePolicy
from polyvalidate.model.words import plain

CONTENT = b"%PDF-1.7 present\n"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def policy(*stores: str, most: int = 100) -> EvidencePolicy:
    return EvidencePolicy(stores=frozenset(stores), hosts=frozenset(), maximum_size=most, kinds={})


ATTACHED = policy("pull-request", "url")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, and the home."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def refused(text: str, rules: EvidencePolicy = ATTACHED) -> str:
    with pytest.raises(Unclear) as raised:
        evidence.from_file("E2", text, rules)
    assert raised.value.text.en
    return raised.value.text.fr


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("piece.pdf", "piece.pdf"),
        ("  piece.pdf  ", "piece.pdf"),
        ("./piece.pdf", "piece.pdf"),
        ("{folder}/piece.pdf", "piece.pdf"),
        ("~/piece.pdf", "piece.pdf"),
        ("'{folder}/ma piece (1).pdf'", "ma piece (1).pdf"),
        ('"{folder}/ma piece (1).pdf"', "ma piece (1).pdf"),
        (r"{folder}/ma\ piece\ \(1\).pdf", "ma piece (1).pdf"),
        ("{folder}/ma piece (1).pdf", "ma piece (1).pdf"),
        ("file://{folder}/ma%20piece%20(1).pdf", "ma piece (1).pdf"),
        ("'file://{folder}/ma%20piece%20(1).pdf'", "ma piece (1).pdf"),
        ("file://localhost{folder}/piece.pdf", "piece.pdf"),
        (r"'{folder}/l'\''émargement.pdf'", "l'émargement.pdf"),
        ("l'émargement.pdf", "l'émargement.pdf"),
        ("{folder}/l’attestation d’engagement.pdf", "l’attestation d’engagement.pdf"),
        (r"{folder}/note\(2\).pdf", "note(2).pdf"),
        ("{folder}/émargement.pdf", "émargement.pdf"),
    ],
)
def test_a_path_is_understood_as_terminals_write_it(folder: Path, typed: str, name: str) -> None:
    for there in {"piece.pdf", "ma piece (1).pdf", "émargement.pdf", "note(2).pdf", "l'émargement.pdf", name}:
        (folder / there).write_bytes(CONTENT)
    text = typed.replace("{folder}", str(folder))

    piece, path = evidence.from_file("E2", text, ATTACHED)
    assert piece == Evidence("E2", "pull-request", name, None, DIGEST, "application/pdf", len(CONTENT))
    assert path.read_bytes() == CONTENT


def test_a_name_is_written_with_composed_accents(folder: Path) -> None:
    (folder / "e\u0301te\u0301.pdf").write_bytes(CONTENT)

    assert evidence.from_file("E2", "e\u0301te\u0301.pdf", ATTACHED)[0].name == "été.pdf"


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.pdf", "application/pdf"),
        ("a.PDF", "application/pdf"),
        ("a.jpeg", "image/jpeg"),
        ("a.md", "text/markdown"),
        ("a.xyz", None),
        ("a", None),
    ],
)
def test_the_media_type_is_the_one_the_name_announces(folder: Path, name: str, media_type: str | None) -> None:
    (folder / name).write_bytes(CONTENT)

    assert evidence.from_file("E2", name, ATTACHED)[0].media_type == media_type


@pytest.mark.parametrize(
    "text",
    [
        "absent.pdf",
        "nulle/part.pdf",
        "~personne-de-ce-nom/a.pdf",
        "a\x00b",
        "'",
        "/" * 5000 + "x",
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_file_that_is_not_there_is_said_so(text: str) -> None:
    assert refused(text) in (
        "Ce fichier est introuvable. Vérifiez le chemin, ou glissez le fichier dans cette fenêtre.",
        "Ce fichier ne peut pas être lu (File name too long). Vérifiez vos droits, ou copiez le fichier ailleurs.",
    )


def test_a_folder_a_pipe_and_a_device_are_no_files(folder: Path) -> None:
    os.mkfifo(folder / "pipe.pdf")

    assert {refused(text) for text in (".", "pipe.pdf", "/dev/zero", "file://", "file://[x")} == {
        "Ce chemin ne mène pas à un fichier. Indiquez le fichier lui-même."
    }


def test_an_empty_file_proves_nothing(folder: Path) -> None:
    (folder / "vide.pdf").touch()

    assert refused("vide.pdf") == "Ce fichier est vide. Indiquez celui qui contient la pièce."


def test_a_file_may_have_the_largest_size_and_no_more(folder: Path) -> None:
    (folder / "juste.pdf").write_bytes(b"x" * 100)
    (folder / "gros.pdf").write_bytes(b"x" * 101)

    assert evidence.from_file("E2", "juste.pdf", ATTACHED)[0].size == 100
    said = "Ce fichier est trop gros (101 octets). La limite est de 100 octets : réduisez-le"
    assert plain(refused("gros.pdf")).startswith(said)


def test_a_file_that_cannot_be_opened_is_said_with_the_reason(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "secret.pdf").write_bytes(CONTENT)
    (folder / "boucle.pdf").symlink_to("boucle.pdf")

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)  # the tests may run as root, whom no permission stops

    assert refused("secret.pdf").startswith("Ce fichier ne peut pas être lu (Permission denied).")
    assert refused("boucle.pdf").startswith("Ce fichier ne peut pas être lu")


def test_a_link_is_read_for_what_it_leads_to_under_its_own_name(folder: Path) -> None:
    (folder / "piece.pdf").write_bytes(CONTENT)
    (folder / "lien.pdf").symlink_to("piece.pdf")
    (folder / "mort.pdf").symlink_to("rien.pdf")

    piece, _ = evidence.from_file("E2", "lien.pdf", ATTACHED)

    assert (piece.name, piece.sha256) == ("lien.pdf", DIGEST)
    assert refused("mort.pdf").startswith("Ce fichier est introuvable.")


@pytest.mark.parametrize(
    "name", [".cache.pdf", "-rf.pdf", "CON.pdf", "a\u202efdp.exe", "'a'.pdf", "a;b.pdf", "a\nb.pdf"]
)
def test_a_name_that_does_not_suit_every_machine_is_asked_to_be_changed(folder: Path, name: str) -> None:
    (folder / name).write_bytes(CONTENT)

    assert refused(f"./{name}").startswith("Ce nom de fichier ne convient pas à toutes les machines.")


@pytest.mark.parametrize(
    ("stores", "store"),
    [
        (("pull-request", "url"), "pull-request"),
        (("pull-request", "repository"), "pull-request"),
        (("repository",), "repository"),
        (("repository", "url"), "repository"),
        (("url",), "pull-request"),
    ],
)
def test_a_file_goes_where_the_school_keeps_files(folder: Path, stores: tuple[str, ...], store: str) -> None:
    (folder / "piece.pdf").write_bytes(CONTENT)

    assert evidence.from_file("E2", "piece.pdf", policy(*stores))[0].store == store


@pytest.mark.parametrize(
    "address",
    [
        "http://github.com/x",
        "https://",
        "https://u:p@github.com/x",
        "https://github.com:8080/x",
        "https://github.com/a b",
    ],
)
def test_an_address_that_may_lead_elsewhere_is_refused(address: str) -> None:
    with pytest.raises(Unclear) as raised:
        online("E7", address)

    assert raised.value.text.fr.startswith("Cette adresse est mal formée.")


def test_an_address_is_kept_as_it_is_and_nothing_is_fetched() -> None:
    piece = online("E7", " https://exemple.invalid/projet ")

    assert piece == Evidence("E7", "url", None, "https://exemple.invalid/projet", None, None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.fr", True),
        ("HTTP://a.fr", True),
        (" https://a.fr", True),
        ("a.pdf", False),
        ("file:///a.pdf", False),
    ],
)
def test_an_address_is_told_from_a_path(text: str, expected: bool) -> None:
    assert evidence.is_address(text) == expected


@pytest.mark.parametrize(
    ("option", "expected"),
    [("E2=a.pdf", ("E2", "a.pdf")), ("e2 = a=b.pdf", ("E2", "a=b.pdf")), ("E12=~/a b.pdf", ("E12", "~/a b.pdf"))],
)
def test_an_option_is_a_code_and_a_document(option: str, expected: tuple[str, str]) -> None:
    assert evidence.split(option, "E2=a.pdf") == expected


@given(st.text(max_size=30))
def test_any_option_is_a_code_and_a_document_or_a_sentence(option: str) -> None:
    try:
        code, rest = evidence.split(option, "E2=a.pdf")
    except Unclear as unclear:
        code, rest = "E2", unclear.text.fr

    assert (code[0], bool(rest.strip())) == ("E", True)


@given(st.text(max_size=60))
@example("~\x00")
def test_any_path_is_a_piece_of_evidence_or_a_sentence(text: str) -> None:
    try:
        said = evidence.from_file("E2", f"{text}.absent", ATTACHED)[0].name or ""
    except Unclear as unclear:
        said = unclear.text.fr

    assert said.endswith(".")
