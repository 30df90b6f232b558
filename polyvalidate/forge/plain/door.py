"""What may be pushed to a school's own server, by the name of the reference: everything else is refused. Pure.

| reference | what it is |
|---|---|
| `refs/heads/demandes/WORD`, `refs/heads/requests/WORD` | a request of who pushes, or one more push to it |
| `refs/polyvalidate/say/N` | a text to be put below request N |
| `refs/polyvalidate/approve/N` | the head of request N, which one approves |
| `refs/polyvalidate/close/N` | request N is withdrawn |
| `refs/heads/polyvalidate/…` | what staff send, to be audited as theirs |
| `refs/polyvalidate/said/…`, `refs/polyvalidate/claims/…` | removed by staff once read |

None but the waiting branches of staff ever stands on the server under that name: the hook puts what comes elsewhere.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from polyvalidate.model.words import Text


class What(Enum):
    REQUEST = "request"
    SAY = "say"
    APPROVE = "approve"
    CLOSE = "close"
    WAITING = "waiting"
    FORGET = "forget"


STAFF = (What.WAITING, What.FORGET)
"""What takes a role in the school."""
NUMBERED = (What.SAY, What.APPROVE, What.CLOSE)
"""What is about a request that has its number."""
_NAMES = {
    What.REQUEST: r"refs/heads/(?:demandes|requests)/([A-Za-z0-9][A-Za-z0-9._-]{0,59})",
    What.SAY: r"refs/polyvalidate/say/([1-9][0-9]{0,8})",
    What.APPROVE: r"refs/polyvalidate/approve/([1-9][0-9]{0,8})",
    What.CLOSE: r"refs/polyvalidate/close/([1-9][0-9]{0,8})",
    What.WAITING: r"refs/heads/polyvalidate/([A-Za-z0-9][A-Za-z0-9._-]{0,99})",
    What.FORGET: r"refs/polyvalidate/(?:said|claims)/([A-Za-z0-9._-]{1,100})",
}


class Wish(NamedTuple):
    """What a push asks for: ``of`` is the word of a request, its number, or the end of the reference."""

    what: What
    of: str


def wish(ref: str, *, removes: bool) -> Wish | Text:
    """What a push to a reference asks for; or why nobody may."""
    for what, pattern in _NAMES.items():
        found = re.fullmatch(pattern, ref, re.ASCII)
        if found is not None:
            if removes is (what is What.FORGET) or what is What.WAITING:
                return Wish(what, found[1])
            return (NOT_REMOVED if removes else NOBODY).filled(ref=_shown(ref))
    return NOBODY.filled(ref=_shown(ref))


def _shown(ref: str) -> str:
    return ascii(ref)[1:-1]


NOBODY = Text(
    "Personne n'envoie directement sur {ref}. Pour proposer : git push origin HEAD:demandes/un-mot. Pour ce que "
    "l'équipe écrit : polyvalidate send.",
    "Nobody pushes to {ref} directly. To propose: git push origin HEAD:requests/a-word. For what staff write: "
    "polyvalidate send.",
)
NOT_REMOVED = Text(
    "{ref} ne se supprime pas. Pour retirer une demande : polyvalidate say NUMÉRO --close.",
    "{ref} is not to be removed. To withdraw a request: polyvalidate say NUMBER --close.",
)
