"""The declaration of accessibility: its state, its day, its plans, as ``extra.polyvalidate.accessibility`` of a
school's ``mkdocs.yml`` says them. (Law no. 2005-102, article 47; decree no. 2019-768; the model of RGAA 4.1.)"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from polyvalidate.model.words import Text
from polyvalidate.site.guides.declared import setting, settings
from polyvalidate.site.pages.filling import BadPage
from polyvalidate.site.pages.markdown import html, text
from polyvalidate.site.pages.site import Site

GROUP = "accessibility"
LEVELS = {
    "none": Text("non conforme", "not compliant"),
    "partial": Text("partiellement conforme", "partially compliant"),
    "full": Text("totalement conforme", "fully compliant"),
}
"""Without a valid audit, or under half of the criteria, a site is not compliant."""
VALID = 3
"""Years for which a declaration holds."""
PLANS = {
    "scheme": Text("Schéma pluriannuel de mise en accessibilité", "Plan of several years for accessibility"),
    "plan": Text(
        "Plan d'action de l'année, et bilan de la précédente", "Plan of this year, and what was done in the last"
    ),
}
"""Documents of the school that the declaration must lead to, by the keys of their addresses."""


def level(site: Site) -> Text:
    """The state that each page names at its foot. Raises BadPage for one that does not exist, or that no audit bears
    out."""
    status = setting(site, GROUP, "status", "fr") or "none"
    if status not in LEVELS:
        raise BadPage(
            Text(
                "mkdocs.yml : extra.polyvalidate.accessibility.status vaut none, partial ou full, et non « {status} ».",
                "mkdocs.yml: extra.polyvalidate.accessibility.status is none, partial or full, not “{status}”.",
            ).filled(status=status)
        )
    day = _day(site)
    if status != "none" and not (day and setting(site, GROUP, "audit", "fr")):
        raise BadPage(
            Text(
                "mkdocs.yml : un site n'est conforme qu'après un audit. Dites lequel dans"
                " extra.polyvalidate.accessibility.audit, et de quel jour est la déclaration dans date.",
                "mkdocs.yml: a site is compliant only after an audit. Say which in"
                " extra.polyvalidate.accessibility.audit, and of which day the declaration is in date.",
            )
        )
    return LEVELS[status if _holds(day, site.today) else "none"]


def facts(site: Site, lang: str) -> Mapping[str, str]:
    """The values of the markers of the declaration."""
    day, audit = _day(site), text(setting(site, GROUP, "audit", lang))
    if not audit:
        results = Text("Aucun audit de conformité n'a encore été fait.", "No audit of compliance has been made yet.")
    elif _holds(day, site.today):
        results = Text("Audit : {audit}.", "Audit: {audit}.").filled(audit=audit)
    else:
        results = Text(
            "Audit : {audit}. La déclaration a plus de trois ans : elle ne vaut plus.",
            "Audit: {audit}. The declaration is more than three years old: it no longer holds.",
        ).filled(audit=audit)
    dated = (
        Text("Cette déclaration est du {day:date}.", "This declaration is of {day:date}.").filled(day=day)
        if day
        else Text("L'école n'a pas encore daté cette déclaration.", "The school has not dated this declaration yet.")
    )
    return {
        "accessibility.level": level(site).of(lang),
        "accessibility.results": results.of(lang),
        "accessibility.date": dated.of(lang),
        "accessibility.plans": "\n".join(_plan(site, key, lang) for key in PLANS),
        "accessibility.defects": "\n".join(f"- {text(one)}" for one in settings(site, GROUP, "defects", lang)),
    }


def unsaid(site: Site) -> tuple[str, ...]:
    """What the declaration of a school still lacks, by its keys; nothing is asked of an example."""
    return () if site.latest.example else tuple(key for key in ("date", *PLANS) if not setting(site, GROUP, key, "fr"))


def _day(site: Site) -> date | None:
    """The day of the declaration. Raises BadPage for what is no day."""
    said = setting(site, GROUP, "date", "fr")
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise BadPage(
            Text(
                "mkdocs.yml : extra.polyvalidate.accessibility.date est un jour, comme 2026-01-31, et non « {said} ».",
                "mkdocs.yml: extra.polyvalidate.accessibility.date is a day such as 2026-01-31, not “{said}”.",
            ).filled(said=said)
        ) from None


def _holds(day: date | None, today: date) -> bool:
    return day is not None and (today.year - day.year, today.month, today.day) <= (VALID, day.month, day.day)


def _plan(site: Site, key: str, lang: str) -> str:
    title, address = PLANS[key].of(lang), setting(site, GROUP, key, lang)
    if not address:
        return Text("- {title} : pas encore publié", "- {title}: not published yet").of(lang, title=title)
    return f"- [{title}]({html(address)})"
