"""What a school must say itself, in ``extra.polyvalidate`` of its ``mkdocs.yml``: the state of accessibility, and who
answers for personal data. What it has not said is shown as missing, and nothing is said in its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polyvalidate.model.words import Text
from polyvalidate.site.pages.filling import BadPage
from polyvalidate.site.pages.markdown import table, text
from polyvalidate.site.pages.site import Site

LEVELS = {
    "none": Text("non conforme", "not compliant"),
    "partial": Text("partiellement conforme", "partially compliant"),
    "full": Text("totalement conforme", "fully compliant"),
}
"""RGAA 4.1: without a valid audit, or under half of the criteria, a site is not compliant."""

ANSWERS = {
    "controller": Text("Responsable du traitement", "Data controller"),
    "officer": Text("Délégué·e à la protection des données", "Data protection officer"),
    "retention": Text("Durée de conservation", "How long data is kept"),
    "processors": Text(
        "Sous-traitants (hébergeur de la forge et du site)", "Processors (hosts of the forge and of the site)"
    ),
    "basis": Text("Base légale", "Legal basis"),
}
"""The answers of ``extra.polyvalidate.privacy``, and what they are called."""


def setting(site: Site, group: str, name: str, lang: str) -> str:
    """A setting of ``extra.polyvalidate``: a text, or one per language ({fr, en}); "" when it is not given."""
    values: Any = site.settings.get(group)
    value: Any = values.get(name) if isinstance(values, Mapping) else None
    if isinstance(value, Mapping):
        value = value.get(lang) or value.get("fr")
    return str(value).strip() if value is not None else ""


def accessibility(site: Site, lang: str) -> str:
    """The state of compliance that the school declares. Raises BadPage for a state that does not exist."""
    status = setting(site, "accessibility", "status", lang) or "none"
    if status not in LEVELS:
        raise BadPage(
            Text(
                "mkdocs.yml : extra.polyvalidate.accessibility.status vaut none, partial ou full, et non « {status} ».",
                "mkdocs.yml: extra.polyvalidate.accessibility.status is none, partial or full, not “{status}”.",
            ).filled(status=status)
        )
    audit = setting(site, "accessibility", "audit", lang)
    level = LEVELS[status]
    if not audit:
        if status != "none":
            raise BadPage(
                Text(
                    "mkdocs.yml : un site n'est conforme qu'après un audit. Dites lequel et de quand dans"
                    " extra.polyvalidate.accessibility.audit.",
                    "mkdocs.yml: a site is compliant only after an audit. Say which and when in"
                    " extra.polyvalidate.accessibility.audit.",
                )
            )
        return Text(
            "Ce site est déclaré **{level}** au RGAA 4.1 : aucun audit de conformité n'a encore été fait.",
            "This site is declared **{level}** with RGAA 4.1: no audit of compliance has been made yet.",
        ).of(lang, level=level)
    return Text(
        "Ce site est **{level}** au RGAA 4.1. Audit : {audit}.",
        "This site is **{level}** with RGAA 4.1. Audit: {audit}.",
    ).of(lang, level=level, audit=text(audit))


def privacy(site: Site, lang: str) -> str:
    """Who answers for the data and how long it is kept, as the school says it."""
    missing = Text("*à indiquer par l'école*", "*to be said by the school*").of(lang)
    rows = [(name.of(lang), text(setting(site, "privacy", key, lang)) or missing) for key, name in ANSWERS.items()]
    return table(Text("Question|Réponse de l'école", "Question|The school's answer").of(lang), rows)
