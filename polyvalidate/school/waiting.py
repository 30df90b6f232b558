"""Why a decision cannot enter the branch yet, in words."""

from __future__ import annotations

from polyvalidate.judgement.awaiting import Await, Awaited
from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.words import Text


def awaited(wait: Await, holder: RoleHolder) -> Text:
    """What a request still awaits, told to ``holder``, who decides or merges it."""
    if wait.kind is Awaited.SECOND:
        text = Text(
            "{name} attend la seconde lecture de {who:list}. Donnez le compte qui a approuvé avec --approved-by.",
            "{name} awaits the second reading of {who:list}. Give the account that approved with --approved-by.",
        )
    elif holder.code not in wait.codes:
        text = Text(
            "{name} attend une décision de {who:list}, et non la vôtre. Qu'une de ces personnes approuve d'abord la "
            "demande, puis donnez son compte avec --approved-by ; ou laissez-leur cette demande.",
            "{name} awaits a decision of {who:list}, not yours. Have one of them approve the request first, then give "
            "their account with --approved-by; or leave them this request.",
        )
    else:
        text = Text(
            "{name} attend une décision de {who:list}. Ajoutez --accept, --points ou --refuse.",
            "{name} awaits a decision of {who:list}. Add --accept, --points or --refuse.",
        )
    return text.filled(name=wait.path.rpartition("/")[2], who=wait.codes)
