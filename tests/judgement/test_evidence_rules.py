"""Names and addresses of evidence: what looks like something else is refused, and no bait takes time."""

from __future__ import annotations

import time

import pytest

from polyvalidate.files.source import MAXIMUM_SIZE
from polyvalidate.rules.evidence import host_of
from polyvalidate.rules.evidence_file import is_safe, type_of

ADDRESSES = [
    ("https://github.com/exemple/carte", "github.com"),
    ("https://github.com", "github.com"),
    ("https://github.com?x", "github.com"),
    ("https://github.com#x", "github.com"),
    ("HTTPS://GitHub.com/exemple", "github.com"),
    ("https://github.com/Équipe_(projet)?a=1&b=2#c", "github.com"),
    ("https://github.com./exemple", "github.com."),
    ("https://github.com.example.net/", "github.com.example.net"),
    ("https://github.com%2eexample.net/", None),
    ("https://127.0.0.1/", "127.0.0.1"),
    ("https://localhost/", "localhost"),
    ("https://[::1]/", None),
    ("https://github.com:443/", None),
    ("https://exemple@github.com/", None),
    ("https://github.com:mot@example.net/", None),
    ("https://github.com\\@example.net/", None),
    ("https://github.com/\\example.net", None),
    ("https://gιthub.com/", None),
    ("https://github.com\u3002example.net/", None),
    ("https:///github.com/", None),
    ("https:/github.com/", None),
    ("https:github.com/", None),
    ("//github.com/", None),
    ("http://github.com/", None),
    ("file:///etc/passwd", None),
    ("data:text/html,x", None),
    ("javascript:alert(1)//https://github.com/", None),
    (" https://github.com/", None),
    ("https://github.com/ ", None),
    ("https://github.com/\n", None),
    ("https://github.com/a\tb", None),
    ("https://github.com/<script>", None),
    ("https://", None),
    ("", None),
]


@pytest.mark.parametrize(("address", "host"), ADDRESSES)
def test_an_address_has_one_host_or_none(address: str, host: str | None) -> None:
    actual = host_of(address)

    assert actual == host


@pytest.mark.parametrize(
    "name",
    [
        "emargement.pdf",
        "Attestation signée (mars 2026).pdf",
        "e\u0301margement.pdf",
        "console.pdf",
        "a",
        "relevé-8h_v2.pdf",
        "attestation d'engagement.pdf",
        "attestation d’engagement.pdf",
        "l'.pdf",
    ],
)
def test_a_usual_file_name_is_safe(name: str) -> None:
    actual = is_safe(name)

    assert actual


@pytest.mark.parametrize(
    "name",
    ["../a.pdf", "a/b.pdf", "a\\b.pdf", ".a.pdf", "-a.pdf", " a.pdf", "a.pdf ", "a.", "CON", "aux.pdf", "Com1.tar.gz",
     "a:b.pdf", "a|b.pdf", "<b>.pdf", "$(id).pdf", "`id`.pdf", "a\nb.pdf", "a;b.pdf", "@tous.pdf", "a*.pdf",
     "x" * 101, "", "'a.pdf'", "'a.pdf", "a.pdf'", "’a.pdf", "a.pdf’", "a‘b.pdf", "a\u02bcb.pdf", "a\uff07b.pdf",
     'a"b.pdf'],
)  # fmt: skip
def test_a_file_name_that_means_something_to_a_machine_is_not_safe(name: str) -> None:
    actual = is_safe(name)

    assert not actual


def test_the_type_of_a_file_is_told_by_its_last_ending() -> None:
    actual = [type_of(name) for name in ("a.PDF", "a.pdf.exe", "a.inconnu", "pdf", ".pdf", None)]

    assert actual == ["application/pdf", "application/vnd.microsoft.portable-executable", None, None, None, None]


@pytest.mark.parametrize("bait", ["a", "a.", "-", "/", "@", " ", "https://", "é", "("])
def test_a_bait_as_large_as_a_file_is_read_at_once(bait: str) -> None:
    text = bait * (MAXIMUM_SIZE // len(bait))

    started = time.process_time()
    for text_after in (text, f"https://{text}", f"https://a/{text} "):
        host_of(text_after)
        is_safe(text_after)
        type_of(text_after)
    took = time.process_time() - started

    assert took < 0.1
