"""What goes wrong between us and a forge, said to the person. Nothing succeeds after a fault."""

from __future__ import annotations

from polyvalidate.forge.dialects import Dialect
from polyvalidate.model.words import Text
from polyvalidate.repository.unreadable import Unreadable


class Fault(Unreadable):
    """The forge did not do what was asked. ``transient``: the same request may succeed later."""

    def __init__(self, said: Text, *, status: int = 0, transient: bool = False, **details: object) -> None:
        super().__init__(said, **details)
        self.status = status
        self.transient = transient


def no_answer() -> Fault:
    return Fault(
        Text(
            "La forge n'a pas répondu, ou sa réponse a été coupée. Rien n'est validé ; relancez dans quelques minutes.",
            "The forge did not answer, or its answer was cut. Nothing is validated; run it again in a few minutes.",
        ),
        transient=True,
    )


def unreadable_answer() -> Fault:
    return Fault(
        Text(
            "La forge a donné une réponse qui ne se lit pas. Rien n'est validé ; relancez dans quelques minutes.",
            "The forge gave an answer that cannot be read. Nothing is validated; run it again in a few minutes.",
        ),
        transient=True,
    )


def too_many() -> Fault:
    return Fault(
        Text(
            "La forge a reçu trop de demandes et prie de revenir plus tard. Relancez quand sa limite sera levée, au "
            "plus tard dans une heure.",
            "The forge has received too many requests and asks to come back later. Run it again when its limit is "
            "lifted, within an hour.",
        ),
        status=429,
        transient=True,
    )


def refused(code: int, needs: str, dialect: Dialect) -> Fault:
    """The sentence for an answer that is no success. ``needs`` is a permission such as ``statuses: write``."""
    text = _REFUSALS.get(code, _DOWN if code >= 500 else _UNEXPECTED)
    words = {"code": code, "needs": needs, "token": dialect.token, "address": dialect.address, "rights": dialect.rights}
    return Fault(text, status=code, transient=code == 409 or code >= 500, **words)


_REFUSALS = {
    401: Text(
        "La forge ne reconnaît pas le jeton. Donnez un jeton valable dans {token}.",
        "The forge does not know the token. Give a valid token in {token}.",
    ),
    403: Text(
        "Le jeton n'a pas le droit nécessaire. Ajoutez « {needs} » {rights}.",
        "The token lacks a permission. Add “{needs}” {rights}.",
    ),
    404: Text(
        "La forge ne trouve pas ce qui est demandé, ou le cache au jeton. Vérifiez le dépôt, et la permission "
        "« {needs} ».",
        "The forge does not find what is asked, or hides it from the token. Check the repository, and the permission "
        "“{needs}”.",
    ),
    409: Text("Le dépôt a changé pendant l'opération. Relancez.", "The repository changed meanwhile. Run it again."),
    422: Text(
        "La forge refuse ce qui lui est envoyé. La demande a peut-être changé, ou une limite de la forge est "
        "atteinte (GitHub : 1 000 statuts par commit).",
        "The forge refuses what it is sent. The request may have changed, or a limit of the forge is reached (GitHub: "
        "1,000 statuses per commit).",
    ),
}
_DOWN = Text(
    "La forge est en panne (réponse {code}). Rien n'est validé ; relancez dans quelques minutes.",
    "The forge is out of order (answer {code}). Nothing is validated; run it again in a few minutes.",
)
_UNEXPECTED = Text(
    "La forge a répondu {code}, ce que l'on n'attendait pas. Vérifiez {address} et le nom du dépôt.",
    "The forge answered {code}, which was not expected. Check {address} and the name of the repository.",
)
