"""The commands that an evaluator gives in a comment, read as data. Pure.

A command is the first line of a comment, or a list of such lines at its top, one for each declaration. A first line is
never quoted, shown as code or hidden: nothing but what its author sees as a command is one. Lines end at ``\\n`` only.

=========================================  ================================================
``/accepter [3.3] [motif]``                ``/accept [3.3] [reason]``
``/points [3.3] 1,5 motif``                ``/points [3.3] 1.5 reason``
``/refuser [3.3] motif``                   ``/refuse [3.3] reason``
``/completer [3.3] ce qui manque``         ``/complete [3.3] what is missing``
``/corriger accepter …``                   ``/correct accept …``
=========================================  ================================================

``/corriger`` takes the first three verbs, and decides anew what has entered the branch. ``3.3`` stands for the
activity, or the file name, of a declaration. Whatever is doubtful is no command: it is answered.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from polyvalidate.files.source import forbidden, is_blank
from polyvalidate.forge.facts import Comment, Kind
from polyvalidate.judgement.decision import LONGEST_COMMENT, Word
from polyvalidate.model.points import Points, from_text
from polyvalidate.model.words import Text

WORDS = {
    "accepter": Word.ACCEPT,
    "accept": Word.ACCEPT,
    "points": Word.POINTS,
    "refuser": Word.REFUSE,
    "refuse": Word.REFUSE,
    "completer": Word.COMPLETE,
    "complete": Word.COMPLETE,
}
CORRECTING = ("corriger", "correct")
"""What is said before a word to decide anew what has entered the branch."""
MEANT = WORDS | dict.fromkeys(
    ("acceptee", "accepte", "accepted", "approuver", "approve", "lgtm", "oui", "ok", "valider", "valide", "yes"),
    Word.ACCEPT,
)
MEANT |= dict.fromkeys(("non", "no", "refus", "refusee", "rejeter", "reject"), Word.REFUSE)
"""What people write for a command: answered with the command that they may have meant, never obeyed."""
EXAMPLES = {
    Word.ACCEPT: Text("/accepter", "/accept"),
    Word.POINTS: Text("/points 1,5 motif", "/points 1.5 reason"),
    Word.REFUSE: Text("/refuser motif", "/refuse reason"),
    Word.COMPLETE: Text("/completer ce qui manque", "/complete what is missing"),
}
MOST_COMMANDS = 50

_SPACES = " \t\u00a0\u202f"
_INDENT = re.compile(r"^ {1,3}(?=/)")
"""Four spaces would show the line as code."""
_LINE = re.compile(r"/([^\W\d_]{2,20})(?![\w/])(.*)", re.DOTALL)
_BARE = re.compile(r"([^\W\d_]{2,20})(?: (\S{1,200}))?[ .!]*")
NAME = re.compile(r"[0-9A-Za-z]{1,4}\.[0-9]{1,3}|\S{1,200}\.ya?ml")
"""The activity of a declaration, or its file."""
_POINTS = re.compile(r"(?:points?|pts?)", re.IGNORECASE)


class Command(NamedTuple):
    """What an evaluator says, of the declaration that ``name`` stands for (None: of all of the request).

    ``points`` are quarter-points, for ``Word.POINTS`` only; ``reason`` is one line of text without any hidden
    character. ``corrects``: what was decided before is decided anew."""

    word: Word
    points: Points | None = None
    reason: str | None = None
    name: str | None = None
    corrects: bool = False


class Misread(NamedTuple):
    """A comment that cannot be obeyed, with the sentence that says what to write.

    ``surely``: it was meant as a command, whoever wrote it; else only somebody who may give one is answered.
    """

    text: Text
    surely: bool = True


def read(body: str) -> tuple[Command, ...] | Misread | None:
    """The commands of a comment, in their order; None when it gives none."""
    lines = body.split("\n")
    blank = sum(1 for _ in takewhile(lambda line: not line.strip(_SPACES + "\r"), lines))
    lines = [_INDENT.sub("", line.rstrip(_SPACES + "\r")) for line in lines[blank : blank + 2 * MOST_COMMANDS]]
    if not lines:
        return None
    first = _spoken(lines[0]) if lines[0].startswith("/") else _without_slash(lines[0])
    if not isinstance(first, Command):
        return first
    top = list(takewhile(lambda line: line.startswith("/"), lines))
    found = [first]
    for line in top[1:]:
        spoken = _spoken(line)
        if not isinstance(spoken, Command):
            return Misread(_NO_COMMAND if spoken is None else spoken.text)
        found.append(spoken)
    return _doubt(found, lines[len(top) :]) or tuple(found)


def said(comment: Comment) -> tuple[Command, ...] | Misread | None:
    """What a comment or a review says. To approve is to accept, to ask for changes is to ask for what is missing; the
    text of a review, which others may change, decides nothing, so that one that says something else is in doubt."""
    spoken = read(comment.body)
    if comment.kind is Kind.COMMENT:
        return spoken
    word = {Kind.APPROVAL: Word.ACCEPT, Kind.CHANGES: Word.COMPLETE}.get(comment.kind)
    if word is None:
        return Misread(_IN_A_REVIEW) if spoken is not None and not isinstance(spoken, Misread) else None
    if isinstance(spoken, Misread):
        spoken = spoken if spoken.surely else None
    if isinstance(spoken, Misread) or (spoken and [(one.word, one.name) for one in spoken] != [(word, None)]):
        return Misread(_IN_A_REVIEW)
    missing = " ".join(comment.body.split())[:LONGEST_COMMENT] or None
    return (Command(word, None, missing if word is Word.COMPLETE else None),)


def _doubt(found: Sequence[Command], rest: Sequence[str]) -> Misread | None:
    """What keeps several lines from being obeyed: text where none is expected, a line that does not say of what."""
    if rest and rest[0]:
        return Misread(_TEXT_BELOW)
    below = (match for line in rest if (match := _LINE.match(line.lstrip(_SPACES))))
    if any(plain_word(match[1]) in WORDS for match in below):
        return Misread(_COMMAND_BELOW)
    if len(found) > MOST_COMMANDS:
        return Misread(_TOO_MANY)
    if len({command.corrects for command in found}) > 1:
        return Misread(_CORRECT_WHAT)
    names = [command.name for command in found]
    if len(names) > 1 and None in names:
        return Misread(_UNNAMED)
    return Misread(_TWICE) if len(set(names)) < len(names) else None


def _spoken(line: str) -> Command | Misread | None:
    """One line that begins with a slash; None when it is no word, as in an address."""
    if (match := _LINE.fullmatch(line)) is None:
        return None
    plain, rest = plain_word(match[1]), match[2]
    if plain in CORRECTING and not rest.lstrip(_SPACES).startswith("/"):
        below = _spoken("/" + rest.lstrip(_SPACES)) if rest[:1] in tuple(_SPACES) else None
        corrected = isinstance(below, Command) and below.word is not Word.COMPLETE
        return below._replace(corrects=True) if isinstance(below, Command) and corrected else Misread(_CORRECT_WHAT)
    word = WORDS.get(plain)
    if word is None:
        near = difflib.get_close_matches(plain, WORDS, n=1, cutoff=0.75)
        meant = MEANT.get(plain) or (WORDS[near[0]] if near else None)
        return Misread(_unknown(meant), surely=bool(near)) if meant else Misread(_NO_COMMAND, surely=False)
    if rest and rest[0] not in _SPACES:
        return Misread(_PUNCTUATED.filled(example=EXAMPLES[word]))
    if not all(one.isprintable() or one in _SPACES for one in rest) or forbidden(rest):
        return Misread(_HIDDEN)
    return _of_words(word, unicodedata.normalize("NFC", rest).split())


def _of_words(word: Word, words: list[str]) -> Command | Misread:
    name = points = None
    if words and NAME.fullmatch(words[0]) and (word is not Word.POINTS or number(words[1:]) is not None):
        name, words = words[0], words[1:]
    if word is Word.POINTS:
        points = number(words)
        if points is None:
            return Misread(_BAD_NUMBER)
        words = words[2 if len(words) > 1 and _POINTS.fullmatch(words[1]) else 1 :]
    if words and NAME.fullmatch(words[0]):
        return Misread(_NAME_FOR_REASON)
    reason = " ".join(words)
    if reason and is_blank(reason):
        return Misread(_HIDDEN)
    return Command(word, points, reason or None, name) if len(reason) <= LONGEST_COMMENT else Misread(_TOO_LONG)


def number(words: Sequence[str]) -> Points | None:
    """A number of points, the first of some words."""
    try:
        return from_text(words[0]) if words else None
    except ValueError:
        return None


def _without_slash(line: str) -> Misread | None:
    """A command without its slash, alone on its line."""
    match = _BARE.fullmatch(line)
    meant = MEANT.get(plain_word(match[1])) if match else None
    if match is None or meant is None or (match[2] and not NAME.fullmatch(match[2].rstrip(".!"))):
        return None
    return Misread(_unknown(meant), surely=False)


def addressed(spoken: Sequence[Command], paths: Sequence[str]) -> Mapping[str, Command] | Text:
    """What is said of each declaration that the request adds or alters; a sentence when a name fits none, or several.

    A declaration goes by its path, its file, or the activity that its file begins with.
    """
    if len(spoken) == 1 and spoken[0].name is None:
        return dict.fromkeys(paths, spoken[0])
    found: dict[str, Command] = {}
    for command in spoken:
        named = [path for path in paths if command.name in (path, path.rpartition("/")[2], _activity(path))]
        if len(named) != 1:
            return (_SEVERAL_OF_IT if named else _NOT_IN_IT).filled(codes=sorted({_activity(path) for path in paths}))
        if named[0] in found:
            return _TWICE
        found[named[0]] = command
    return found


def _activity(path: str) -> str:
    return path.rpartition("/")[2].partition("-")[0]


def plain_word(word: str) -> str:
    """A word without capitals nor accents."""
    return unicodedata.normalize("NFKD", word.lower()).encode("ascii", "ignore").decode()


def _unknown(word: Word) -> Text:
    return Text(
        "Ce n'est pas une commande. Vouliez-vous écrire « {example} » ?",
        "This is no command. Did you mean “{example}”?",
    ).filled(example=EXAMPLES[word])


_NO_COMMAND = Text(
    "Ce n'est pas une commande. Celles qui existent : /accepter, /points 1,5 motif, /refuser motif, /completer ce qui "
    "manque.",
    "This is no command. Those that exist: /accept, /points 1.5 reason, /refuse reason, /complete what is missing.",
)
_CORRECT_WHAT = Text(
    "Dites ce que devient la décision : /corriger accepter, /corriger points 1,5 motif ou /corriger refuser motif.",
    "Say what becomes of the decision: /correct accept, /correct points 1.5 reason or /correct refuse reason.",
)
_PUNCTUATED = Text(
    "Mettez une espace après le mot de la commande, sans point ni virgule ni deux-points : {example}.",
    "Put a space after the word of the command, without a full stop, comma or colon: {example}.",
)
_BAD_NUMBER = Text(
    "Le nombre de points ne se lit pas. Écrivez-le par quarts, suivi de la raison : /points 1,5 rôle tenu toute "
    "l'année.",
    "The number of points cannot be read. Write it in quarters, followed by the reason: /points 1.5 held the role all "
    "year.",
)
_NAME_FOR_REASON = Text(
    "À la place de la raison, il y a le nom d'une déclaration. Écrivez une ligne par déclaration : /accepter 3.3",
    "In the place of the reason there is the name of a declaration. Write one line for each: /accept 3.3",
)
_TEXT_BELOW = Text(
    "Sous la commande, il y a du texte que le programme ne sait pas lire. La raison s'écrit sur la même ligne que la "
    "commande ; pour ajouter un mot, laissez d'abord une ligne vide.",
    "Below the command there is text that the program cannot read. The reason is written on the line of the command; "
    "to add a word, leave an empty line first.",
)
_COMMAND_BELOW = Text(
    "Une autre commande se trouve plus bas dans le commentaire. Mettez toutes les commandes en tête, une ligne par "
    "déclaration.",
    "There is another command further down in the comment. Put all commands at the top, one line for each declaration.",
)
_TOO_MANY = Text(
    "Il y a plus de {most} commandes. Écrivez plusieurs commentaires.",
    "There are more than {most} commands. Write several comments.",
).filled(most=MOST_COMMANDS)
_UNNAMED = Text(
    "Avec plusieurs lignes, chacune dit de quelle déclaration elle parle : /accepter 3.3",
    "With several lines, each says which declaration it is about: /accept 3.3",
)
_TWICE = Text(
    "Deux lignes parlent de la même déclaration. Gardez-en une.",
    "Two lines are about the same declaration. Keep one.",
)
_NOT_IN_IT = Text(
    "Une ligne nomme une déclaration qui n'est pas dans cette demande. Elle contient : {codes:list}.",
    "A line names a declaration that is not in this request. It holds {codes:list}.",
)
_SEVERAL_OF_IT = Text(
    "Une ligne nomme une activité que cette demande déclare plusieurs fois. Donnez le nom du fichier.",
    "A line names an activity that this request declares several times. Give the name of the file.",
)
_TOO_LONG = Text(
    "La raison dépasse {LONGEST_COMMENT} caractères. Écrivez-la plus court.",
    "The reason is longer than {LONGEST_COMMENT} characters. Write it shorter.",
).filled(LONGEST_COMMENT=LONGEST_COMMENT)
_IN_A_REVIEW = Text(
    "Cette commande se trouve dans une relecture, qui dit déjà autre chose. Écrivez-la dans un commentaire de la "
    "demande.",
    "This command stands in a review, which says something else already. Write it in a comment on the request.",
)
_HIDDEN = Text(
    "La raison contient un caractère invisible. Écrivez-la au clavier plutôt que par un copier-coller.",
    "The reason holds an invisible character. Type it rather than pasting it.",
)
