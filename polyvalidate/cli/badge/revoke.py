"""``polyvalidate badge revoke``: a badge added to the public list of those that no longer hold."""

from __future__ import annotations

from pathlib import Path

from polyvalidate.cli.badge import given
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.documents.badges import revocations as lists
from polyvalidate.documents.badges.verifying import issuer_of_badge, parsed, status_of
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable
from polyvalidate.repository.output import deliver_file


@command(
    "revoke",
    Text(
        "Inscrit le badge FILE dans la liste des badges révoqués, que l'école publie. La liste ne dit rien de"
        " personne.",
        "Add the badge FILE to the list of revoked badges, which the school publishes. The list says nothing of"
        " anybody.",
    ),
)
@argument("file", type=options.NEW_FILE)
@given.file_option(
    "--revocations",
    Text("La liste, créée si elle n'existe pas.", "The list, made when there is none."),
    required=True,
)
def revoke(terminal: Terminal, file: Path, revocations: Path) -> int:
    data = given.badge_bytes(file)
    badge = None if data is None else parsed(data)
    if badge is None:
        raise given.no_badge(file)
    issuer, listed = issuer_of_badge(badge), status_of(badge)
    if listed is None:
        raise Unreadable(
            Text(
                "Ce badge a été délivré sans liste de révocation (--revocations) : il ne peut pas être révoqué.",
                "This badge was issued without a list of revoked badges (--revocations): it cannot be revoked.",
            )
        )
    known = given.read_list(revocations) if revocations.exists() else lists.empty(listed, issuer)
    if listed != known["id"] or known.get("issuer", issuer) != issuer:
        raise Unreadable(
            Text(
                "Ce badge ne désigne pas cette liste de révocation, ou vient d'un autre émetteur : l'y inscrire ne le "
                "révoquerait pas.",
                "This badge does not name this list of revoked badges, or comes from another issuer: adding it there "
                "would not revoke it.",
            )
        )
    deliver_file(revocations, lists.written(lists.revoke(known, badge["id"])).encode())
    terminal.warn(
        Text(
            "Badge révoqué dans {file}. Publiez ce fichier à l'adresse {address}",
            "Badge revoked in {file}. Publish this file at {address}",
        ),
        file=revocations,
        address=known["id"],
    )
    return 0
