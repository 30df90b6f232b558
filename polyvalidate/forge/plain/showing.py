"""What we write below a request, as it is read in a terminal: the same words, without the marks of a page. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from polyvalidate.forge.marks import verdicts
from polyvalidate.forge.plain.accounts import US
from polyvalidate.forge.plain.talk import Talk
from polyvalidate.model.words import Text

_LOUD = re.compile(r"\*{1,2}([^*\n]+)\*{1,2}|</?sub>|`")
# Inside, what a student wrote never begins a line.
_FOLDED = re.compile(r"^<details>.*?^</details>\n?", re.DOTALL | re.MULTILINE)
_FOLD = re.compile(r"</details>|<details><summary>(.*)</summary>")
_FENCE = re.compile(r"(`{3,})(?:text)?")
_MARK = re.compile(r"\A<!--.*?-->\n")
_LINK = re.compile(r"\[([^][\n]*)\]\(([^)(\s]*)\)")
_RULE = re.compile(r"\|[-:|]+\|")


def in_a_terminal(body: str, *, unfolded: bool = False) -> Iterator[str]:
    """The lines of a comment of ours; what is folded there is left out, unless whoever decides is to read it."""
    text, fence = _MARK.sub("", body), ""
    for line in (text if unfolded else _FOLDED.sub("", text)).strip().split("\n"):
        opening = _FENCE.fullmatch(line)
        if fence and line != fence:
            yield f"  │ {line}".rstrip()
        elif fence or opening:
            fence = opening[1] if opening and not fence else ""
        elif fold := _FOLD.fullmatch(line):
            yield from (f"— {fold[1]} —",) if fold[1] else ()
        elif not _RULE.fullmatch(line):
            said = _LOUD.sub(r"\1", _LINK.sub(r"\1 \2", line))
            yield " · ".join(said.strip("| ").split(" | ")) if said.startswith("|") else said.lstrip("# ")


def request_lines(talk: Talk, lang: str, *, unfolded: bool = False) -> Iterator[str]:
    """A request, what the check says of it, and what may be written to it; ``unfolded``: with what is for the person
    who evaluates."""
    yield _REQUEST.of(lang, number=talk.number, word=talk.word)
    if not talk.open:
        yield _ENDED.of(lang, labels=", ".join(talk.labels) or _NOTHING.of(lang))
        return
    yield ""
    latest = [one.comment.body for one in verdicts(talk.comments(), US) if one.head == talk.head]
    yield from in_a_terminal(latest[-1], unfolded=unfolded) if latest else [_NOT_YET.of(lang)]
    yield ""
    yield _HOW.of(lang, number=talk.number)


_REQUEST = Text("Demande {number} ({word})", "Request {number} ({word})")
_NOT_YET = Text(
    "Reçue. La réponse du contrôle n'est pas encore là : polyvalidate requests.",
    "Received. The check has not answered yet: polyvalidate requests.",
)
_HOW = Text(
    'Pour écrire sous cette demande : polyvalidate say {number} "…". Pour la corriger : un nouveau commit, puis le '
    "même git push.",
    'To write below this request: polyvalidate say {number} "…". To mend it: a new commit, then the same git push.',
)
_ENDED = Text("Cette demande est fermée : {labels}.", "This request is closed: {labels}.")
_NOTHING = Text("sans décision", "without a decision")
