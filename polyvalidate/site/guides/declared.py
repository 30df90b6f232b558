"""What a school must say itself: who publishes its site, in ``extra.polyvalidate`` of its ``mkdocs.yml``; who answers
for personal data and how long they are kept, in its grid. Nothing is said in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from polyvalidate.model.grid import Grid
from polyvalidate.model.words import Text
from polyvalidate.site.pages import further
from polyvalidate.site.pages.filling import BadPage
from polyvalidate.site.pages.markdown import table, text
from polyvalidate.site.pages.site import Site

LEGAL = {
    "publisher": Text("Éditeur du site", "Publisher of the site"),
    "director": Text("Direction de la publication", "Director of publication"),
    "host": Text("Hébergement du site", "Host of the site"),
}
"""What the law has a site say of who publishes it: each is a line of ``extra.polyvalidate.legal``. (Law no. 2004-575 of
21 June 2004, article 1-1.)"""
LEGAL_SLUG = "mentions-legales"

ANSWERS = {
    "controller": Text("Responsable du traitement", "Data controller"),
    "officer": Text("Délégué·e à la protection des données", "Data protection officer"),
    "processors": Text(
        "Sous-traitants (hébergeur de la forge et du site)", "Processors (hosts of the forge and of the site)"
    ),
    "basis": Text("Base légale", "Legal basis"),
}
"""The answers of ``privacy`` in the grid of the last year, and what they are called."""
UNSAID = Text("*à indiquer par l'école*", "*to be said by the school*")


def setting(site: Site, group: str, name: str, lang: str) -> str:
    """A setting of ``extra.polyvalidate``: a text, or one per language ({fr, en}); "" when it is not given."""
    return "".join(settings(site, group, name, lang)[:1])


def settings(site: Site, group: str, name: str, lang: str) -> Sequence[str]:
    """The same where there may be several: a list of them."""
    values: Any = site.settings.get(group)
    found: Any = values.get(name) if isinstance(values, Mapping) else None
    each = ((one.get(lang) or one.get("fr")) if isinstance(one, Mapping) else one for one in _several(found))
    return [str(one).strip() for one in each if one is not None]


def _several(found: Any) -> Sequence[Any]:
    return found if isinstance(found, list) else [found]


def legal(site: Site, lang: str) -> str:
    """Who publishes the site, as a table."""
    rows = [(name.of(lang), text(setting(site, "legal", key, lang)) or UNSAID.of(lang)) for key, name in LEGAL.items()]
    return table(Text("Question|Réponse de l'école", "Question|The school's answer").of(lang), rows)


def need_legal(site: Site, lang: str) -> None:
    """Raises BadPage where a school, which must say who publishes its site, does not: neither in its settings nor in a
    page of its own."""
    missing = tuple(key for key in LEGAL if not setting(site, "legal", key, lang))
    if missing and not site.latest.example and f"guides/{LEGAL_SLUG}.md" not in further.own(site, lang):
        raise BadPage(
            Text(
                "mkdocs.yml : il manque {missing:all} dans extra.polyvalidate.legal. La loi veut qu'un site dise qui le"
                " publie, qui en répond et qui l'héberge, avec adresses et téléphones ; il ne se publie pas sans.",
                "mkdocs.yml: extra.polyvalidate.legal lacks {missing:all}. The law has a site say who publishes it, who"
                " answers for it and who hosts it, with addresses and telephones; it is not published without.",
            ).filled(missing=missing)
        )


def answers(site: Site, lang: str) -> Mapping[str, str]:
    """Who answers for the data, as the grid of the last year says it, by the keys of ``ANSWERS``; what an example does
    not say is shown as missing. Raises BadPage where the grid is that of a school, which must say it."""
    grid = site.latest
    if grid.privacy is not None:
        return {key: text(getattr(grid.privacy, key).of(lang)) for key in ANSWERS}
    if not grid.example:
        raise BadPage(
            Text(
                "grid/{year}/rules.yml : dites qui répond des données personnelles, dans « privacy » (PP249). Le site"
                " ne se publie pas sans.",
                "grid/{year}/rules.yml: say who answers for personal data, in “privacy” (PP249). The site is not"
                " published without it.",
            ).filled(year=grid.year)
        )
    return dict.fromkeys(ANSWERS, UNSAID.of(lang))


def privacy(site: Site, lang: str) -> str:
    """Who answers for the data, as a table."""
    said = answers(site, lang)
    rows = [(name.of(lang), said[key]) for key, name in ANSWERS.items()]
    return table(Text("Question|Réponse de l'école", "Question|The school's answer").of(lang), rows)


def retention(site: Site, lang: str) -> str:
    """How long each thing is kept, as a list."""
    kept = site.latest.retention
    lines = Text(
        "- **Dossier** dans le dépôt : {declarations} après le départ de l'école, ou après le quitus à la fin du"
        " cycle.\n"
        "- **Ligne du registre** : {register} à compter du même jour.\n"
        "- **Pièces jointes** : {attachments} après la décision, ou la réponse au recours.\n"
        "- **Procès-verbaux du jury** : {minutes} après la séance.",
        "- **Folder** in the repository: {declarations} after leaving the school, or after the quitus at the end of the"
        " cycle.\n"
        "- **Row of the register**: {register} from the same day.\n"
        "- **Attachments**: {attachments} after the decision, or the answer to the appeal.\n"
        "- **Minutes of the jury**: {minutes} after the session.",
    )
    return lines.of(
        lang,
        declarations=_months(kept.declarations),
        register=_months(min(kept.register, kept.declarations)),
        attachments=_months(kept.attachments),
        minutes=_months(kept.minutes),
    )


def _months(number: int) -> Text:
    """Months, or years when they are whole and several."""
    if number >= 24 and number % 12 == 0:
        return Text("{n} ans", "{n} years").filled(n=number // 12)
    return Text("{n} mois", "{n} {n:month|months}").filled(n=number)


def attachments(grid: Grid, lang: str) -> str:
    """Where the files that prove declarations are kept."""
    places = [said for store, said in _STORES.items() if store in grid.evidence.stores]
    return Text(" ; ", "; ").of(lang).join(said.of(lang) for said in places)


_STORES = {
    "pull-request": Text("la forge, avec la demande", "the forge, with the request"),
    "repository": Text("le dépôt, et son histoire", "the repository, and its history"),
    "url": Text("le site dont vous donnez l'adresse", "the site whose address you give"),
}
"""Where evidence may be, as a person finds it."""


def names(site: Site, lang: str) -> str:
    """What becomes of the names that the commits of a request bear."""
    return (NAMED if site.latest.names_land else NEUTRAL).of(lang)


NEUTRAL = Text(
    "La forge garde les commits de vos demandes tels quels. La branche du dépôt reçoit à leur place un commit du"
    " programme, sans votre nom.",
    "The forge keeps the commits of your requests as they are. The branch of the repository receives a commit of the"
    " program instead, without your name.",
)
NAMED = Text(
    "Votre école accepte que des noms entrent dans l'histoire du dépôt : les commits de vos demandes y entrent tels"
    " quels, et y restent. Personne ne pourra les en retirer sans récrire toute l'histoire.",
    "Your school accepts that names enter the history of the repository: the commits of your requests enter it as they"
    " are, and stay there. Nobody can take them out without writing the whole history anew.",
)
