"""``polyvalidate boxes fetch``."""

from __future__ import annotations

import os

from polyvalidate.cli.kit import boxes as kit
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.office.acts.boxes import NO_BOXES
from polyvalidate.repository import Unreadable
from polyvalidate.school.school import open_school

TOGETHER, ALONE = 120.0, 60.0
"""Seconds to fetch the requests of one box, and one of them when that fails."""


@command(
    "fetch",
    Text(
        "Apporte dans cette copie les demandes ouvertes des boîtes, pour queue, gate, merge et evidence verify ; ce qui"
        " n'est plus ouvert s'en va. N'écrit rien sur la forge. Le jeton est lu dans FORGEJO_TOKEN, GITHUB_TOKEN ou"
        " GITLAB_TOKEN.",
        "Bring the open requests of the boxes to this copy, for queue, gate, merge and evidence verify; what is not"
        " open any more goes. Write nothing on the forge. The token is read from FORGEJO_TOKEN, GITHUB_TOKEN or"
        " GITLAB_TOKEN.",
    ),
)
@kit.forge
@options.office("repo", "branch", "on")
def fetch(terminal: Terminal, forge: str | None, office: Office) -> int:
    """0 when all of them are here, 1 when one could not be had."""
    school = open_school(office.repo, office.branch, office.today)
    place, codes = school.book.boxes, sorted(school.folders)
    if not place:
        raise Unreadable(NO_BOXES)
    name = kit.forge_of(school.book, forge)
    from polyvalidate.forge.connecting import connect
    from polyvalidate.forge.intake import Intake
    from polyvalidate.forge.obeying import Place
    from polyvalidate.repository.git import presenting

    here, missing = list[str](), list[str]()
    if codes:  # a forge is spoken to about one repository: any box will do to ask for all of them
        there = connect(name, os.environ, f"{place}/{codes[0]}")
        try:
            intake = Intake(there, Place(school.place, "origin", office.branch))
            intake.owner = place
            with presenting(intake.credentials()):
                here, missing = intake.bring(TOGETHER, ALONE, terminal.bar(kit.LOOKED))
        finally:
            there.close()
    for key in missing:
        terminal.warn(_MISSING, key=key)
    terminal.say(_HERE, n=len(here), place=place)
    return 1 if missing else 0


_HERE = Text(
    "✓ {n} {n:demande ouverte|demandes ouvertes} des boîtes ({place}) dans cette copie.",
    "✓ {n} open {n:request|requests} of the boxes ({place}) in this copy.",
)
_MISSING = Text(
    "✗ {key} : ne peut pas être apportée. Vérifiez que votre jeton lit cette boîte.",
    "✗ {key}: cannot be brought. Check that your token reads this box.",
)
