"""The documents that a data protection officer asks for, filled with what a school's grid says: what students are told
(GDPR, article 13), the record of processing (article 30), the impact assessment (article 35).

Pages of HTML: a browser prints them, and a word processor opens them to complete what only people can say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable
from polyvalidate.site.guides.facts import facts
from polyvalidate.site.html import render
from polyvalidate.site.pages.filling import BadPage, fill, heading, typeset
from polyvalidate.site.pages.finishing import printed
from polyvalidate.site.pages.site import Site
from polyvalidate.site.writing import need_the_extra

DOCUMENTS = {
    "notice": Text("information-des-eleves", "information-of-students"),
    "registre": Text("registre-des-traitements", "record-of-processing"),
    "aipd": Text("analyse-d-impact", "impact-assessment"),
}
"""The templates of ``kit/<language>/``, and how the documents are called."""

_WITHIN_THE_SITE = re.compile(r"\[((?:[^\[\]]|\\[\[\]])*)\]\((?!https?:|mailto:)[^()\s]*\)")


def documents(site: Site) -> Mapping[str, bytes]:
    """Each document in each language, by file name. Raises ``Unreadable`` where a school does not say who answers for
    the data, and without the libraries of the site."""
    need_the_extra()
    try:
        return {
            f"{name.of(lang)}.{lang}.html": _document(site, kind, lang).encode()
            for kind, name in DOCUMENTS.items()
            for lang in site.languages
        }
    except BadPage as error:
        raise Unreadable(error.text) from error


def _document(site: Site, kind: str, lang: str) -> str:
    import markdown  # type: ignore[import-untyped]  # it comes with mkdocs, and says nothing of its types
    from markupsafe import Markup

    path = f"kit/{lang}/{kind}.md"
    values = {name: _WITHIN_THE_SITE.sub(r"\1", value) for name, value in facts(site, lang).items()}
    text = typeset(fill(site.packaged[path].decode("utf-8"), values, path), lang)
    body = markdown.markdown(text, extensions=["tables"])
    # What it is given is our own text, in which what a school wrote is escaped.
    page = render("kit/page.html", lang, lang=lang, title=heading(text) or "", body=Markup(body))  # noqa: S704
    return printed(page)
