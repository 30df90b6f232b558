"""A student whose account the school does not know yet says which folder is theirs, below their request. Pure.

``/compte K7Q2-9MZX`` (``/account``), with the code of their letter. Whose code it is only the register knows, which no
forge sees: what was said is kept in Git for the registry office, who confirms it (``polyvalidate roster claims``).
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from polyvalidate.forge.facts import Comment, Kind, Misshapen, Opened, mapping, moment_text, text_of, whole
from polyvalidate.model.words import Text

REF = "refs/polyvalidate/claims/"
"""Where claims are kept on the server, by account: the latest of each."""
_LINE = re.compile(r"/(?:compte|account)\b[ \t\u00a0]*([^\n]{0,40})(?:\n|$)", re.IGNORECASE)
_ACCOUNT = re.compile(r"[a-z]{2,20}:[A-Za-z0-9._-]{1,60}", re.ASCII)
_CODE = re.compile(r"[0-9a-z]{4}[ -]?[0-9a-z]{4}", re.IGNORECASE | re.ASCII)


class Claim(NamedTuple):
    """Which account says that a code is theirs, below which request, and when (``2026-02-03T10:00:00Z``)."""

    account: str
    code: str
    request: int
    at: str

    @property
    def ref(self) -> str:
        return REF + self.account.replace(":", "-")

    def written(self) -> bytes:
        return json.dumps(self._asdict(), sort_keys=True).encode()


def claimed(comment: Comment, opened: Opened) -> Claim | Text | None:
    """What a comment claims; what is to be written instead; None when it is about something else."""
    found = _LINE.match(comment.body)
    if found is None or comment.kind is not Kind.COMMENT:
        return None
    if comment.author != opened.author or not comment.intact:
        return _NOT_YOURS
    code = _CODE.fullmatch(found[1].strip().rstrip("."))
    return _NO_CODE if code is None else Claim(comment.author, code[0].upper(), opened.number, comment.created_at)


def parsed(data: bytes) -> Claim | None:
    """A claim that was kept; None for what is none: others may write to a server too."""
    try:
        plain = mapping(json.loads(data), "claim")
        account, code, at = (text_of(plain.get(key), key) for key in ("account", "code", "at"))
        made = Claim(account, code, whole(plain.get("request"), "request"), moment_text(at, "at"))
    except (ValueError, RecursionError, Misshapen):
        return None
    return made if _ACCOUNT.fullmatch(account) and _CODE.fullmatch(code) else None


KEPT = Text(
    "### Code reçu\n\nLa scolarité le vérifie, puis rattache ce compte à votre dossier. Le contrôle de votre demande "
    "repartira alors tout seul : vous n'avez rien d'autre à faire.\n",
    "### Code received\n\nThe registry office checks it, then ties this account to your folder. The check of your "
    "request then runs again by itself: you have nothing else to do.\n",
)
_NOT_YOURS = Text(
    "### Code non pris\n\nSeule la personne qui a ouvert cette demande peut y écrire son code, dans un commentaire qui "
    "n'est pas modifié ensuite.\n",
    "### Code not taken\n\nOnly the person who opened this request can write their code here, in a comment that is not "
    "edited afterwards.\n",
)
_NO_CODE = Text(
    "### Code non pris\n\nÉcrivez le code de votre lettre après le mot, et rien d'autre : `/compte K7Q2-9MZX`. Vous ne "
    "l'avez plus ? Demandez-le à la scolarité.\n",
    "### Code not taken\n\nWrite the code of your letter after the word, and nothing else: `/account K7Q2-9MZX`. You "
    "do not have it any more? Ask the registry office.\n",
)
REFUSALS = (_NOT_YOURS, _NO_CODE)
