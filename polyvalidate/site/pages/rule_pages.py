"""The rules: one page each, with its reason and its example, and two indexes: the rules that a student may meet, and
those on what the people of the school write.

What the check says of an example is read beside it, where the tests hold it; nothing is run here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from polyvalidate.model.words import Text
from polyvalidate.reports.context import CONSEQUENCES, SEVERITIES, outline, reason
from polyvalidate.rules import RULES
from polyvalidate.rules.registry import RETIRED, Rule, Sees
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
    "PP3": Text("Une déclaration est à reprendre", "A declaration has to be mended"),
    "PP4": Text("Un dossier ne va pas ensemble", "A folder does not go together"),
    "PP5": Text("Deux dossiers se ressemblent", "Two folders look alike"),
    "PP6": Text("Une demande n'est pas permise", "A request is not allowed"),
    "PP0": Text("Un fichier ne peut pas être lu", "A file cannot be read"),
    "PP1": Text("Un fichier n'a pas la forme attendue", "A file has not the form expected"),
    "PP2": Text("La grille se contredit", "The grid contradicts itself"),
}
"""The families of codes, by what is wrong: first those that a student meets, most often first."""
_STAFF_SEES = frozenset({Sees.GRID, Sees.EVALUATION, Sees.QUITUS})
_STAFF_CODES = frozenset(
    "PP021 PP349 PP372 PP373 PP375 PP376 PP377 PP380 PP401 PP402 PP403 PP404 PP406 PP414 PP415 PP422 PP423 PP424 PP502"
    " PP605 PP606 PP607 PP609 PP611 PP623 PP624 PP627 PP628 PP629 PP632 PP633".split()
)
"""What is about the grid, roles, decisions, the jury, who is enrolled, or commits made in a terminal: no student who
declares meets it."""


_TITLE = Text("Les règles", "The rules")
_STAFF_TITLE = Text("Les règles pour l'équipe de l'école", "The rules for the people of the school")
_INDEX, _STAFF = "index.md", "equipe.md"
_ALL = Text("[Toutes les règles]({page}#{anchor})", "[All the rules]({page}#{anchor})")


def pages(site: Site, lang: str) -> tuple[Page, ...]:
    """Both indexes, then the page of every rule in force and of every code that is no longer given. They stand beside
    the menu: who needs a rule comes from a finding."""
    shown = examples(site.rules)
    index = Page(f"{FOLDER}/{_INDEX}", _TITLE.of(lang), body(_students(lang)))
    staff = Page(f"{FOLDER}/{_STAFF}", _STAFF_TITLE.of(lang), body(_staff(lang)), boost=BOOST)
    ours = [_page(rule, rule_examples.section(shown[rule.code], site.grid.site, lang), lang) for rule in RULES]
    return (index, staff, *ours, *(_retired(code, lang) for code in sorted(RETIRED)))


def for_staff(rule: Rule) -> bool:
    """Is it about what the people of the school write?"""
    return rule.sees in _STAFF_SEES or rule.code in _STAFF_CODES


def _students(lang: str) -> Iterator[str]:
    yield f"# {_TITLE.of(lang)}"
    yield Text(
        "Chaque demande est contrôlée par {rules} règles publiques. Quand l'une d'elles trouve quelque chose, sa"
        " remarque porte un code, la ligne, et ce qu'il faut écrire. La page du code dit pourquoi la règle existe et"
        " montre un exemple.",
        "Every request is checked by {rules} public rules. When one of them finds something, its finding has a code,"
        " the line, and what to write. The page of the code says why the rule exists and shows an example.",
    ).of(lang, rules=len(tuple(RULES)))
    yield Text(
        "Voici les {mine} que peut rencontrer une déclaration. Les autres parlent de la grille, des décisions et du"
        " jury : [les règles pour l'équipe de l'école]({page}).",
        "These are the {mine} that a declaration may meet. The others are about the grid, decisions and the jury:"
        " [the rules for the people of the school]({page}).",
    ).of(lang, mine=sum(not for_staff(rule) for rule in RULES), page=_STAFF)
    yield _severities(lang)
    for family, title in FAMILIES.items():
        mine = [rule for rule in RULES if rule.code.startswith(family) and not for_staff(rule)]
        theirs = sum(rule.code.startswith(family) for rule in RULES) - len(mine)
        more = Text(
            "[{n} de plus]({page}#{family}) pour l'équipe de l'école.",
            "[{n} more]({page}#{family}) for the people of the school.",
        )
        yield _family(family, title, mine, lang)
        yield more.of(lang, n=theirs, page=_STAFF, family=family.lower()) if theirs else ""


def _staff(lang: str) -> Iterator[str]:
    yield f"# {_STAFF_TITLE.of(lang)}"
    yield Text(
        "Celles qui regardent ce qu'écrivent la scolarité, le jury, les personnes qui évaluent et celles qui tiennent"
        " la grille. Celles que peut rencontrer une déclaration : [les règles pour les élèves]({page}).",
        "Those on what the registry office, the jury, evaluators and keepers of the grid write. Those that a"
        " declaration may meet: [the rules for students]({page}).",
    ).of(lang, page=_INDEX)
    for family, title in FAMILIES.items():
        if theirs := [rule for rule in RULES if rule.code.startswith(family) and for_staff(rule)]:
            yield _family(family, title, theirs, lang)
    yield f"## {Text('Codes retirés', 'Retired codes').of(lang)} {{ #retires }}"
    yield Text(
        "Un code n'est jamais donné deux fois. Ceux-ci ne servent plus :",
        "A code is never given twice. These are no longer used:",
    ).of(lang)
    yield "\n".join(f"- [{code}]({code}.md)" for code in sorted(RETIRED))


def _severities(lang: str) -> str:
    """What each severity means."""
    return Text(
        "- **Erreur** : la demande ne peut pas être acceptée en l'état.\n"
        "- **Avertissement** : à corriger si possible ; la personne qui évalue le voit.\n"
        "- **Note** : pour information.",
        "- **Error**: the request cannot be accepted as it is.\n"
        "- **Warning**: mend it if you can; the person who evaluates sees it.\n"
        "- **Note**: for information.",
    ).of(lang)


def _family(family: str, title: Text, rules: Sequence[Rule], lang: str) -> str:
    """The rules of a family below its title, which the pages of the others lead to."""
    lines = block("rules", "\n".join(_line(rule, lang) for rule in rules)) if rules else ""
    return body((f"## {family}xx {title.of(lang)} {{ #{family.lower()} }}", lines))


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
        _ALL.of(lang, page=_STAFF if for_staff(rule) else _INDEX, anchor=rule.code[:3].lower()),
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
    parts = (f"# {code}", said.of(lang), _ALL.of(lang, page=_STAFF, anchor="retires"))
    return Page(f"{FOLDER}/{code}.md", code, body(parts))
