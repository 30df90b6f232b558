"""The rules: one page each, with its reason and its example, and the index of all of them.

What the check says of an example is read beside it, where the tests hold it; nothing is run here.
"""

from __future__ import annotations

from collections.abc import Iterator

from polyvalidate.model.words import Text
from polyvalidate.reports.context import CONSEQUENCES, SEVERITIES, outline, reason
from polyvalidate.rules import RULES
from polyvalidate.rules.registry import RETIRED, Rule
from polyvalidate.site.html import render
from polyvalidate.site.pages import rule_examples
from polyvalidate.site.pages.examples import examples
from polyvalidate.site.pages.markdown import block, body, text
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Site

FOLDER = "regles"
BOOST = 0.2
"""Rules are looked for by their code; by any other word, the grid and the guides are."""

FAMILIES = {
    "PP0": Text("Un fichier ne peut pas être lu", "A file cannot be read"),
    "PP1": Text("Un fichier n'a pas la forme attendue", "A file has not the form expected"),
    "PP2": Text("La grille se contredit", "The grid contradicts itself"),
    "PP3": Text("Une déclaration est à reprendre", "A declaration has to be mended"),
    "PP4": Text("Un dossier ne va pas ensemble", "A folder does not go together"),
    "PP5": Text("Deux dossiers se ressemblent", "Two folders look alike"),
    "PP6": Text("Une demande n'est pas permise", "A request is not allowed"),
}
"""The families of codes, by what is wrong."""


_TITLE = Text("Les règles", "The rules")
_ALL = Text("[Toutes les règles](index.md#{anchor})", "[All the rules](index.md#{anchor})")


def pages(site: Site, lang: str) -> tuple[Page, ...]:
    """The index, then the page of every rule in force and of every code that is no longer given. They stand beside the
    menu: who needs a rule comes from a finding."""
    shown = examples(site.rules)
    index = Page(f"{FOLDER}/index.md", _TITLE.of(lang), body(_index(lang)))
    ours = [_page(rule, rule_examples.section(shown[rule.code], site.grid.site, lang), lang) for rule in RULES]
    return (index, *ours, *(_retired(code, lang) for code in sorted(RETIRED)))


def _index(lang: str) -> Iterator[str]:
    counts = {severity.value: sum(rule.severity is severity for rule in RULES) for severity in SEVERITIES}
    yield f"# {_TITLE.of(lang)}"
    yield Text(
        "Chaque demande est contrôlée par {rules} règles publiques. Quand l'une d'elles trouve quelque chose, sa"
        " remarque porte un code, la ligne, et ce qu'il faut écrire. La page du code dit pourquoi la règle existe et"
        " montre un exemple.",
        "Every request is checked by {rules} public rules. When one of them finds something, its finding has a code,"
        " the line, and what to write. The page of the code says why the rule exists and shows an example.",
    ).of(lang, rules=sum(counts.values()))
    yield Text(
        "- **{error} {error:erreur|erreurs}** : la demande ne peut pas être acceptée en l'état.\n"
        "- **{warning} {warning:avertissement|avertissements}** : à corriger si possible ; la personne qui évalue les"
        " voit.\n"
        "- **{note} {note:note|notes}** : pour information.",
        "- **{error} {error:error|errors}**: the request cannot be accepted as it is.\n"
        "- **{warning} {warning:warning|warnings}**: mend them if you can; the person who evaluates sees them.\n"
        "- **{note} {note:note|notes}**: for information.",
    ).of(lang, **counts)
    for family, title in FAMILIES.items():
        yield f"## {family}xx {title.of(lang)} {{ #{family.lower()} }}"
        yield block("rules", "\n".join(_line(rule, lang) for rule in RULES if rule.code.startswith(family)))
    yield f"## {Text('Codes retirés', 'Retired codes').of(lang)} {{ #retires }}"
    yield Text(
        "Un code n'est jamais donné deux fois. Ceux-ci ne servent plus :",
        "A code is never given twice. These are no longer used:",
    ).of(lang)
    yield "\n".join(f"- [{code}]({code}.md)" for code in sorted(RETIRED))


def _line(rule: Rule, lang: str) -> str:
    said, name = text(outline(rule.sentence, lang)), SEVERITIES[rule.severity]
    line = render("rules/line.html", lang, severity=rule.severity.value, name=name, said=said)
    return f"- [{rule.code}]({rule.code}.md) {line}"


def _page(rule: Rule, example: str, lang: str) -> Page:
    said, mend = outline(rule.sentence, lang), outline(rule.mend, lang)
    parts = [
        f"# {rule.code}{Text(' :', ':').of(lang)} {text(said.removesuffix('.'))}",
        _severity(rule, lang),
        f"**{Text('À faire :', 'What to do:').of(lang)}** {text(mend)}",
        # What the three dots of a sentence stand for.
        Text(
            "*Les points de suspension sont remplacés par ce qui est dans le fichier.*",
            "*The dots are replaced by what is in the file.*",
        ).of(lang)
        if "…" in said + mend
        else "",
        f"## {Text('Pourquoi', 'Why').of(lang)}",
        text(reason(rule, lang)),
        example,
        _ALL.of(lang, anchor=rule.code[:3].lower()),
    ]
    description = f"{rule.code} {said}"
    return Page(f"{FOLDER}/{rule.code}.md", rule.code, body(parts), description=description, boost=BOOST)


def _severity(rule: Rule, lang: str) -> str:
    name, _, rest = CONSEQUENCES[rule.severity].in_language(lang).partition(":")
    mark = render("rules/severity.html", severity=rule.severity.value, name=name.strip().capitalize())
    return f"{mark} {text(rest.strip().capitalize())}."


def _retired(code: str, lang: str) -> Page:
    said = Text(
        "Cette règle n'existe plus. Son code n'est donné à aucune autre, pour qu'une ancienne remarque garde son sens.",
        "This rule no longer exists. Its code is given to no other, so that an old finding keeps its meaning.",
    )
    return Page(f"{FOLDER}/{code}.md", code, body([f"# {code}", said.of(lang), _ALL.of(lang, anchor="retires")]))
