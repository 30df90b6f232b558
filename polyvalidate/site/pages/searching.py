"""What the search of the site reads: the builder's index as plain text, page by page, and the words that mean another.

Needs no builder: it is text in, text out. The script that reads it is ``_data/site/scripts/search.js``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any

from polyvalidate.model.words import Text, apostrophes
from polyvalidate.site.pages.filling import BadPage

FILE = "search/pages.json"
"""Asked for when somebody searches. The builder's own index, which the theme reads on every page, is left empty."""
TITLES_ONLY = re.compile(r"regles/PP\d+/")
"""Pages looked for by their code and their title; what they say would hide the grid and the guides."""
_TAG = re.compile(r"<[^<>]*>")
_SPACES = re.compile(r"\s+")

SYNONYMS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "fr": {
        "jpo": ("journée portes ouvertes",),
        "bde": ("bureau association",),
        "bds": ("bureau association sport",),
        "bda": ("bureau association culture",),
        "asso": ("association",),
        "hackathon": ("concours", "compétition"),
        "bénévole": ("bénévolat",),
        "soutien scolaire": ("tutorat scolaire",),
        "alternance": ("apprentissage",),
        "alternant": ("apprenti",),
        "erasmus": ("international",),
        "second lecteur": ("seconde lecture",),
        "don du sang": ("don de sang",),
        "pompier": ("sapeur-pompier",),
        "prof": ("enseignant",),
        "calendrier": ("quand déclarer",),
        "date limite": ("quand déclarer",),
        "deadline": ("quand déclarer",),
        "jusqu'à quand": ("quand déclarer",),
        "combien de points": ("combien de points faut-il",),
        "recours": ("contester décision",),
        "contestation": ("contester décision",),
        "preuve": ("justificatif",),
        "attestation": ("justificatif attestation",),
        "pull request": ("demande",),
        "mot de passe": ("compte",),
        "données personnelles": ("vie privée",),
        "rgpd": ("vie privée",),
        "handicap": ("accessibilité",),
    },
    "en": {
        "jpo": ("open day",),
        "club": ("association",),
        "society": ("association",),
        "hackathon": ("competition", "contest"),
        "firefighter": ("fire",),
        "deadline": ("when to declare",),
        "until when": ("when to declare",),
        "how many points": ("how many points are needed",),
        "appeal": ("contest decision",),
        "proof": ("evidence",),
        "certificate": ("evidence certificate",),
        "erasmus": ("international",),
        "pull request": ("request",),
        "gdpr": ("privacy",),
        "personal data": ("privacy",),
        "disability": ("accessibility",),
    },
}
"""What people type, and what the pages say."""


def synonyms(settings: Mapping[str, Any], lang: str) -> dict[str, list[str]]:
    """Ours and the school's (``extra.polyvalidate.synonyms``: what is typed -> what the grid says, or several). Raises
    BadPage for another shape."""
    found = {typed: list(said) for typed, said in SYNONYMS[lang].items()}
    own = settings.get("synonyms")
    if own is None:
        return found
    if not isinstance(own, dict) or not all(isinstance(typed, str) and _is_said(said) for typed, said in own.items()):
        raise BadPage(_NOT_WORDS)
    return found | {typed: said if isinstance(said, list) else [said] for typed, said in own.items()}


def _is_said(said: object) -> bool:
    return isinstance(said, str) or (isinstance(said, list) and all(isinstance(one, str) for one in said))


_NOT_WORDS = Text(
    "mkdocs.yml : extra.polyvalidate.synonyms donne, pour ce que l'on tape, ce que dit la grille : « wei: accueil ».",
    "mkdocs.yml: extra.polyvalidate.synonyms gives, for what people type, what the grid says: “wei: welcome”.",
)


def pages(index: str, words: Mapping[str, Iterable[str]]) -> tuple[str, str]:
    """The builder's index without its pages, and the pages for our own search."""
    data = json.loads(index)
    found: dict[str, dict[str, Any]] = {}
    for entry in data["docs"]:
        location = entry["location"]
        path = location.partition("#")[0]
        if path in found and TITLES_ONLY.fullmatch(path):
            continue
        text = "" if TITLES_ONLY.fullmatch(path) else _plain(entry.get("text", ""))
        page = found.setdefault(path, {"weight": entry.get("boost", 1), "sections": []})
        page["sections"].append([location, _plain(entry.get("title", "")), text])
    written = {"pages": list(found.values()), "synonyms": {typed: list(said) for typed, said in words.items()}}
    return _json({**data, "docs": []}), _json(written)


def _plain(html: str) -> str:
    """The words of mark-up: a tag parts two words, a text of ours is never a mark."""
    return apostrophes(_SPACES.sub(" ", unescape(_TAG.sub(" ", html))).strip())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
