"""The rules: one page each, with its reason and its example, and the index of all of them.

What the check says of an example is read beside it, where the tests hold it; nothing is run here.
"""

from __future__ import annotations

from collections.abc import Iterator

from polyvalidate.model.words import Text
from polyvalidate.reports.context import CONSEQUENCES, SEVERITIES, TALLIES, outline, reason
from polyvalidate.rules import RULES
from polyvalidate.rules.registry import RETIRED, Rule
from polyvalidate.site.pages import rule_examples
from polyvalidate.site.pages.examples import examples
from polyvalidate.site.pages.markdown import text
from polyvalidate.site.pages.page import Page, Section
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import say

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


def section(lang: str) -> Section:
    """The index; the pages of rules would make the menu unreadable."""
    title = say("Les règles", "The rules", lang)
    return Section(title, (Page(f"{FOLDER}/index.md", title, "\n\n".join(_index(lang))),))


def pages(site: Site, lang: str) -> tuple[Page, ...]:
    """The page of every rule in force, and of every code that is no longer given."""
    shown = examples(site.rules)
    ours = [_page(rule, rule_examples.section(shown[rule.code], site.grid.site, lang), lang) for rule in RULES]
    return (*ours, *(_retired(code, lang) for code in sorted(RETIRED)))


def _index(lang: str) -> Iterator[str]:
    yield f"# {say('Les règles', 'The rules', lang)}"
    counts = [sum(rule.severity is severity for rule in RULES) for severity in SEVERITIES]
    words = [TALLIES[s].of(lang, n=n).partition("\u00a0")[2] for n, s in zip(counts, SEVERITIES, strict=True)]
    yield say(
        f"Chaque demande est contrôlée par {sum(counts)} règles publiques. Quand l'une d'elles trouve quelque chose, sa"
        " remarque porte un code, la ligne, et ce qu'il faut écrire. La page du code dit pourquoi la règle existe et"
        " montre un exemple.",
        f"Every request is checked by {sum(counts)} public rules. When one of them finds something, its finding has a"
        " code, the line, and what to write. The page of the code says why the rule exists and shows an example.",
        lang,
    )
    yield say(
        f"- **{counts[0]} {words[0]}** : la demande ne peut pas être acceptée en l'état.\n"
        f"- **{counts[1]} {words[1]}** : à corriger si possible ; la personne qui évalue les voit.\n"
        f"- **{counts[2]} {words[2]}** : pour information.",
        f"- **{counts[0]} {words[0]}**: the request cannot be accepted as it is.\n"
        f"- **{counts[1]} {words[1]}**: mend them if you can; the person who evaluates sees them.\n"
        f"- **{counts[2]} {words[2]}**: for information.",
        lang,
    )
    for family, title in FAMILIES.items():
        yield f"## {family}xx {title.in_language(lang)} {{ #{family.lower()} }}"
        lines = [_line(rule, lang) for rule in RULES if rule.code.startswith(family)]
        yield '<div class="rules" markdown>\n\n' + "\n".join(lines) + "\n\n</div>"
    yield f"## {say('Codes retirés', 'Retired codes', lang)} {{ #retires }}"
    yield say(
        "Un code n'est jamais donné deux fois. Ceux-ci ne servent plus :",
        "A code is never given twice. These are no longer used:",
        lang,
    )
    yield "\n".join(f"- [{code}]({code}.md)" for code in sorted(RETIRED))


def _line(rule: Rule, lang: str) -> str:
    severity = SEVERITIES[rule.severity].in_language(lang)
    mark = f'<span class="severity {rule.severity.value}">{severity}</span>'
    return f"- [{rule.code}]({rule.code}.md) {mark} <span>{text(outline(rule.sentence, lang))}</span>"


def _page(rule: Rule, example: str, lang: str) -> Page:
    said = outline(rule.sentence, lang)
    to_do = say("À faire :", "What to do:", lang)
    parts = [
        f"# {rule.code}{say(' :', ':', lang)} {text(said.removesuffix('.'))}",
        _severity(rule, lang),
        f"**{to_do}** {text(outline(rule.mend, lang))}",
        _dots(rule, lang),
        f"## {say('Pourquoi', 'Why', lang)}",
        text(reason(rule, lang)),
        example,
        f"[{say('Toutes les règles', 'All the rules', lang)}](index.md#{rule.code[:3].lower()})",
    ]
    body = "\n\n".join(part for part in parts if part)
    return Page(f"{FOLDER}/{rule.code}.md", rule.code, body, description=f"{rule.code} {said}", boost=BOOST)


def _severity(rule: Rule, lang: str) -> str:
    name, _, rest = CONSEQUENCES[rule.severity].in_language(lang).partition(":")
    mark = f'<strong class="severity {rule.severity.value}">{text(name.strip().capitalize())}</strong>'
    return f"{mark} {text(rest.strip().capitalize())}."


def _dots(rule: Rule, lang: str) -> str:
    """What the three dots of a sentence stand for."""
    if "…" not in outline(rule.sentence, lang) + outline(rule.mend, lang):
        return ""
    return say(
        "*Les points de suspension sont remplacés par ce qui est dans le fichier.*",
        "*The dots are replaced by what is in the file.*",
        lang,
    )


def _retired(code: str, lang: str) -> Page:
    said = say(
        "Cette règle n'existe plus. Son code n'est donné à aucune autre, pour qu'une ancienne remarque garde son sens.",
        "This rule no longer exists. Its code is given to no other, so that an old finding keeps its meaning.",
        lang,
    )
    back = f"[{say('Toutes les règles', 'All the rules', lang)}](index.md#retires)"
    return Page(f"{FOLDER}/{code}.md", code, f"# {code}\n\n{said}\n\n{back}")
