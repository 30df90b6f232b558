"""The words that a newcomer has not learnt, and the links of the guides to where each is explained."""

from __future__ import annotations

import re
from typing import NamedTuple

from polyvalidate.model.words import Text

SLUG = "glossaire"


class Word(NamedTuple):
    """``anchor`` is its place on the page, ``forms`` a regular expression of what it looks like in a sentence; where
    the word alone may be a verb, what stands before its group says that it is none."""

    anchor: str
    title: Text
    meaning: Text
    forms: Text


WORDS = (
    Word(
        "commit",
        Text("Commit", "Commit"),
        Text(
            "Un changement enregistré dans Git, avec sa date et le nom de qui l'a fait. Son numéro, une suite de"
            " chiffres et de lettres, désigne un état précis de tous les fichiers.",
            "A change recorded in Git, with its date and the name of who made it. Its number, a string of digits and"
            " letters, names one exact state of all the files.",
        ),
        Text(r"\b(commits?)\b", r"\b(commits?)\b"),
    ),
    Word(
        "demande",
        Text("Demande", "Request"),
        Text(
            "La proposition d'un changement, ouverte sur la forge (*pull request*, ou *merge request* sur GitLab)."
            " Elle est contrôlée, discutée, puis décidée : rien n'est compté avant.",
            "The proposal of a change, opened on the forge (a pull request, or merge request on GitLab). It is checked,"
            " discussed, then decided: nothing counts before.",
        ),
        Text(
            r"\b(?:une|la|les|des|votre|vos|cette|chaque|même|première|nouvelle|leurs?) \*{0,2}(demandes?)\b",
            r"\b(?:an?|the|your|this|each|every|first|same|another|new|open) \*{0,2}(requests?)\b",
        ),
    ),
    Word(
        "depot",
        Text("Dépôt", "Repository"),
        Text(
            "Le dossier de fichiers que Git suit, avec toute son histoire : la grille, les déclarations, les décisions."
            " Ce qui y est entré y reste, même effacé ensuite.",
            "The folder of files that Git follows, with its whole history: the grid, the declarations, the decisions."
            " What has entered it stays there, even when it is deleted afterwards.",
        ),
        Text(r"\b(dépôts?)\b", r"\b(repositor(?:y|ies))\b"),
    ),
    Word(
        "empreinte",
        Text("Empreinte", "Digest"),
        Text(
            "Un nombre calculé sur un fichier (SHA-256), qui change dès qu'un seul caractère change. Il permet de"
            " reconnaître un justificatif sans le montrer.",
            "A number computed from a file (SHA-256), which changes as soon as one character changes. With it, evidence"
            " can be recognised without being shown.",
        ),
        Text(r"\b(empreintes?)\b", r"\b(digests?)\b"),
    ),
    Word(
        "forge",
        Text("Forge", "Forge"),
        Text(
            "Le service en ligne où se trouve le dépôt : GitHub, GitLab, Forgejo. On s'y connecte pour ouvrir une"
            " demande, la commenter, la décider.",
            "The online service where the repository is: GitHub, GitLab, Forgejo. One signs in there to open a request,"
            " to comment on it, to decide it.",
        ),
        Text(r"\b(forges?)\b", r"\b(forges?)\b"),
    ),
    Word(
        "fork",
        Text("Fork", "Fork"),
        Text(
            "Une copie du dépôt sur la forge, à vous, où vous écrivez sans toucher à l'original. Une demande propose"
            " d'en reprendre les changements.",
            "A copy of the repository on the forge, your own, in which you write without touching the original. A"
            " request proposes to take its changes over.",
        ),
        Text(r"\b(forks?)\b", r"\b(forks?)\b"),
    ),
    Word(
        "plafond",
        Text("Plafond", "Cap"),
        Text(
            "Le maximum de points qu'une activité ou une catégorie peut apporter, par an ou sur tout le cycle. Ce qui"
            " le dépasse n'est pas compté, et ne fait rien perdre.",
            "The most points that an activity or a category can bring, in a year or over the whole cycle. What exceeds"
            " it does not count, and costs nothing.",
        ),
        Text(r"\b(plafonds?)\b", r"\b(caps?)\b"),
    ),
    Word(
        "quitus",
        Text("Quitus", "Quitus"),
        Text(
            "La reconnaissance de votre engagement par le jury, quand le seuil est atteint ; c'est l'une des conditions"
            " du diplôme. Le programme compte les points, le jury décide.",
            "The jury's recognition of your engagement, once the threshold is reached; it is one of the conditions of"
            " the diploma. The program counts the points, the jury decides.",
        ),
        Text(r"\b(quitus)\b", r"\b(quitus)\b"),
    ),
)

_PASSED = re.compile(r" *(?:#|>|!!!|\?\?\?|<|\|[ |:-]+$)")
"""Lines that are left alone: headings, quotations, titles of boxes, mark-up, what parts the head of a table."""
_KEPT = re.compile(r"!?\[(?:[^\[\]\\]|\\.|\[[^\]]*\])*\](?:\([^)\n]*\))?(?:\{[^}\n]*\})?|`[^`\n]+`|<[^<>\n]*>")
_FENCE = re.compile(r" *(?P<fence>`{3,}|~{3,})")


def definitions(lang: str) -> str:
    """The words in their alphabetical order, each with an anchor."""
    ordered = sorted(WORDS, key=lambda word: word.title.in_language(lang))
    return "\n\n".join(f"## {word.title.of(lang)} {{ #{word.anchor} }}\n\n{word.meaning.of(lang)}" for word in ordered)


def linked(text: str, lang: str) -> str:
    """A guide whose first use of each word leads to what it means; never in a heading, a quotation, a link, code."""
    lines = text.split("\n")
    left = list(WORDS)
    fence = ""
    for place, line in enumerate(tuple(lines)):
        found = _FENCE.match(line)
        if fence or found:
            fence = "" if fence and line.strip() == fence else fence or (found["fence"] if found else "")
        elif not _PASSED.match(line) and not _is_head(lines, place):
            for word in tuple(left):
                lines[place], times = _with_link(lines[place], word, lang)
                if times:
                    left.remove(word)
    return "\n".join(lines)


def _is_head(lines: list[str], place: int) -> bool:
    """Is it the head of a table?"""
    after = lines[place + 1] if place + 1 < len(lines) else ""
    return re.fullmatch(r" *\|[ |:-]+", after) is not None


def _with_link(line: str, word: Word, lang: str) -> tuple[str, int]:
    """The line with its first use of a word as a link, and whether there was one."""
    forms = re.compile(word.forms.in_language(lang), re.IGNORECASE)
    kept = [found.span() for found in _KEPT.finditer(line)]
    for found in forms.finditer(line):
        start, end = found.span(1)
        if not any(begin < end and start < stop for begin, stop in kept):
            title = Text("{word} : définition", "{word}: definition").of(lang, word=found[1])
            return f'{line[:start]}[{found[1]}]({SLUG}.md#{word.anchor} "{title}"){line[end:]}', 1
    return line, 0
