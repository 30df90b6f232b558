"""The form as HTML: steps, fields, places for what the script says. Nothing of it works without the script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from polyvalidate.files.draft import ELSEWHERE
from polyvalidate.model.words import Text
from polyvalidate.site.form import ending
from polyvalidate.site.form.fields import (
    COHORT,
    STUDENT_CODE,
    Field,
    button,
    constraints,
    markup,
    place,
    schema_of,
    titled,
    words,
)
from polyvalidate.site.pages.markdown import html
from polyvalidate.site.pages.site import Site

_HINTS = {
    "title": Text(
        "Ce que vous avez fait, en quelques mots : Journée portes ouvertes, stand robotique.",
        "What you did, in a few words: Open day, robotics stand.",
    ),
    "organisation": Text(
        "L'association, le service ou l'école pour qui vous avez agi.", "The club, service or school you acted for."
    ),
    "event": Text(
        "Facultatif. Seulement si vous aviez plusieurs rôles dans un même événement : écrivez le même mot pour tous,"
        " comme gala-2026.",
        "Optional. Only if you had several roles in one event: write the same word for all of them, as gala-2026.",
    ),
    "description": Text(
        "Facultatif. Ni adresse, ni téléphone, ni numéro, ni nom de personne : ce qui entre dans le dépôt y reste.",
        "Optional. No address, telephone, number or person's name: what enters the repository stays there.",
    ),
    "hours": Text("En heures entières, pour toute la période.", "In whole hours, for the whole period."),
}
_OPTIONAL = frozenset({"event", "description"})
_KINDS = {"description": "textarea", "level": "select", "quantity": "number", "hours": "number"}


def form(site: Site, lang: str) -> str:
    """The whole form, on one line: Markdown leaves such a block alone."""
    steps = (
        _student(site, lang),
        _activity(lang),
        _details(site, lang),
        _evidence(lang),
        _finish(lang),
    )
    written = "".join(_step(title, body, name, lang) for name, title, body in steps)
    return (
        '<form id="form" class="form" novalidate hidden autocomplete="off">'
        f'<div class="form-draft">{place("form-draft", "", "form-note", hidden=True)}'
        f'<p class="form-note">{_shared(lang)}'
        f" {button('form-clear', 'Tout effacer', 'Erase everything', lang)}</p></div>"
        f"{written}</form>"
        f'<p id="form-status" class="form-unseen" role="status"></p>'
        f"{ending.result(site, lang)}"
    )


def off(lang: str) -> str:
    """What is said when the script does not run: ``form.css`` shows it after a moment, the script takes it away."""
    said = Text(
        "Le formulaire ne s'est pas ouvert : ce navigateur n'exécute pas JavaScript, ou il est trop "
        "ancien. Voyez plus bas comment déclarer sans lui.",
        "The form did not open: this browser does not run JavaScript, or is too old. See below how "
        "to declare without it.",
    ).of(lang)
    return f'<p id="form-off" class="form-off">{words(said, lang)}</p>'


def _shared(lang: str) -> str:
    return words(
        Text(
            "Vos réponses restent dans ce navigateur jusqu'à l'envoi. Sur un ordinateur partagé, "
            "effacez-les avant de partir.",
            "Your answers stay in this browser until you send them. On a shared computer, erase them before you leave.",
        ).of(lang),
        lang,
    )


def _step(title: Text, body: str, name: str, lang: str) -> str:
    heading = words(title.in_language(lang), lang)
    waits = " hidden" if name in ("details", "evidence", "finish") else ""
    return (
        f'<fieldset class="form-step" id="form-step-{name}"{waits}><legend><h2>{heading}</h2></legend>{body}</fieldset>'
    )


# --- the steps --------------------------------------------------------------------------------------------------------


def _student(site: Site, lang: str) -> tuple[str, Text, str]:
    fields = (
        Field(
            "code",
            "text",
            Text("Votre code d'élève", "Your student code"),
            Text(
                "s- puis dix signes, sans votre nom. La scolarité vous l'a donné ; c'est aussi le nom de votre dossier"
                " dans le dépôt, et vous pouvez coller ici l'adresse de ce dossier.",
                "s- then ten signs, without your name. The registry office gave it to you; it is also the name of your"
                " folder in the repository, and you can paste the address of that folder here.",
            ),
            {"required": True, "pattern": STUDENT_CODE, "maxlength": "200", "spellcheck": "false", **_plain_typing()},
        ),
        Field(
            "cohort",
            "text",
            Text("Année de votre entrée dans le cycle", "Year you entered the cycle"),
            Text("L'année de la rentrée : 2025 pour 2025-2026.", "The year it began: 2025 for 2025-2026."),
            {"required": True, "pattern": COHORT, "maxlength": "4", "inputmode": "numeric"},
        ),
        Field(
            "profile",
            "select",
            Text("Votre parcours", "Your path"),
            None,
            {"required": True},
            (("", Text("Choisissez", "Choose").of(lang)), *_profiles(site, lang)),
        ),
    )
    body = "".join(markup(field, lang) for field in fields)
    return "student", Text("Qui déclare", "Who declares"), _connect(site, lang) + body


def _connect(site: Site, lang: str) -> str:
    if site.forge is None:
        return ""
    link = f'<a href="{html(site.forge.url)}" target="_blank" rel="noopener noreferrer">{html(site.forge.url)}</a>'
    said = words(
        Text(
            "Avant de commencer, connectez-vous à la forge, le site où se font les demandes : ",
            "Before you begin, sign in to the forge, the site where requests are made: ",
        ).of(lang),
        lang,
    )
    return f'<p class="form-note">{said}{link}</p>'


def _plain_typing() -> dict[str, str | bool]:
    """For a telephone's keyboard: no capital at the beginning, no correction."""
    return {"autocapitalize": "none", "autocorrect": "off"}


def _profiles(site: Site, lang: str) -> Iterator[tuple[str, str]]:
    """The profiles of every year, each with its latest title."""
    titles: dict[str, str] = {}
    for year in sorted(site.grids, reverse=True):
        for profile in site.grids[year].profiles.values():
            titles.setdefault(profile.code, profile.title.in_language(lang))
    yield from titles.items()


def _activity(lang: str) -> tuple[str, Text, str]:
    search = Field(
        "activity",
        "search",
        Text("Chercher une activité", "Look for an activity"),
        Text(
            "Un mot (portes ouvertes, bénévolat) ou un code (3.1), puis choisissez dans la liste.",
            "A word (open day, voluntary) or a code (3.1), then choose in the list.",
        ),
        {"maxlength": "80", "enterkeyhint": "search", "spellcheck": "false"},
    )
    body = (
        f'<div id="form-search">{markup(search, lang)}<div id="form-found" class="form-found"></div></div>'
        '<div id="form-chosen" class="form-chosen" hidden><div id="form-about"></div>'
        '<p class="form-error" id="form-chosen-error"></p>'
        f"<p>{_change(lang)}</p></div>"
    )
    return "activity", Text("L'activité", "The activity"), body


def _change(lang: str) -> str:
    made = button("form-change", "Changer d’activité", "Choose another activity", lang)
    return made.replace("<button", '<button aria-describedby="form-chosen-error"', 1)


def _details(site: Site, lang: str) -> tuple[str, Text, str]:
    schema = schema_of(site.schemas)
    days = "".join(markup(_field(schema, name), lang) for name in ("from", "to"))
    where = Field(
        "elsewhere",
        "select",
        Text("Cette activité compte-t-elle déjà ailleurs ?", "Does this activity count elsewhere too?"),
        None,
        {},
        tuple((code, text.in_language(lang)) for code, text in ELSEWHERE.items()),
    )
    rest = [
        f'<div class="form-days">{days}</div>{place("form-when", "", "form-note", hidden=True)}',
        markup(where, lang),
        *(markup(_field(schema, name), lang) for name in ("level", "quantity", "hours")),
        '<output id="form-worth" class="form-worth" for="form-quantity form-hours form-level" hidden></output>',
        *(markup(_field(schema, name), lang) for name in ("title", "organisation", "event", "description")),
    ]
    return "details", Text("Ce que vous avez fait", "What you did"), "".join(rest)


def _field(schema: Mapping[str, Any], name: str) -> Field:
    """A field of the declaration, bounded by its schema."""
    bounds = constraints(schema[name])
    kind = _KINDS.get(name) or ("date" if schema[name].get("format") == "date" else "text")
    if kind == "select":
        bounds = {}
    attributes = bounds if name in _OPTIONAL else {"required": True, **bounds}
    return Field(name, kind, titled(schema[name]), _HINTS.get(name), attributes)


def _evidence(lang: str) -> tuple[str, Text, str]:
    note = Text(
        "Masquez sur les pièces ce qui n'y est pas utile : adresse, téléphone, numéro d'élève, numéro national.",
        "Hide on the documents what is not needed there: address, telephone, student number, national number.",
    ).of(lang)
    body = f'<p class="form-note">{words(note, lang)}</p><div id="form-evidence"></div>'
    return "evidence", Text("Les justificatifs", "The evidence"), body


def _finish(lang: str) -> tuple[str, Text, str]:
    body = (
        f"{place('form-summary', '', 'form-summary')}"
        f"<p>{button('form-prepare', 'Préparer la déclaration', 'Prepare the declaration', lang, True, 'submit')}</p>"
    )
    body = body.replace('class="form-summary"', 'class="form-summary" role="alert"')
    note = words(Text("Rien n'est envoyé à cette étape.", "Nothing is sent at this step.").of(lang), lang)
    return "finish", Text("Relire et envoyer", "Read again and send"), f'<p class="form-note">{note}</p>{body}'
