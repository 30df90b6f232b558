"""``polyvalidate upgrade``: a school follows a newer program; what it changed itself is merged and shown."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime

import click

from polyvalidate import __version__
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command, option
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.phrases import DRY_RUN
from polyvalidate.cli.kit.sent import sent
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.findings import printable
from polyvalidate.model.words import Text
from polyvalidate.office.acts.signer import signer
from polyvalidate.repository.commits import Committer
from polyvalidate.repository.output import put
from polyvalidate.repository.own_wheel import FOLDERS, own_wheel
from polyvalidate.school.school import open_school
from polyvalidate.school.upgrade import Fate, Noticed, Piece, Upgrade, noticed
from polyvalidate.school.upgrade import upgrade as upgraded

_TITLES = {
    Fate.RENEWED: Text("Renouvelés : ils étaient tels qu'ils étaient venus.", "Renewed: they were as they came."),
    Fate.ADDED: Text("Nouveaux.", "New."),
    Fate.DROPPED: Text("Retirés : cette version n'en a plus besoin.", "Removed: this version does not need them."),
    Fate.MERGED: Text(
        "Changés chez vous et dans cette version : voici ce qui y serait écrit.",
        "Changed by you and in this version: this is what would be written.",
    ),
    Fate.KEPT: Text(
        "Laissés tels quels. Voici ce que cette version y change : reprenez à la main ce qui vous convient.",
        "Left as they are. This is what this version changes in them: take over by hand what suits you.",
    ),
    Fate.ABSENT: Text("Retirés par vous : ils ne reviennent pas.", "Removed by you: they do not come back."),
}


@command(
    "upgrade",
    Text(
        "Fait suivre à l'école la version de ce programme : tâches, installation, schémas. Ce que l'école a changé est"
        " gardé, et montré. La grille n'est pas touchée ; ce que les règles nouvelles en disent est dit.",
        "Have the school follow the version of this program: jobs, installation, schemas. What the school changed is"
        " kept, and shown. The grid is not touched; what new rules say of it is told.",
    ),
)
@option(
    "--forge",
    type=click.Choice(tuple(FOLDERS)),
    help=Text(
        "Forge de l'école, quand ses fichiers ne la disent pas.", "Forge of the school, when its files do not say it."
    ),
)
@options.office("as", "repo", "branch", "on", "yes", "dry-run", "push", "wait")
def upgrade(terminal: Terminal, forge: str | None, office: Office) -> int:
    """0 when the school is of this version (or would be), 1 when nothing was written."""
    school = open_school(office.repo, office.branch, office.today)
    plan = upgraded(school, own_wheel(), forge)
    if not (plan.written or plan.removed):
        terminal.say(
            Text(
                "Rien à faire : l'école est à la version {version}.",
                "Nothing to do: the school is at version {version}.",
            ),
            version=__version__,
        )
        return 0
    committer = Committer(school.place, school.revision, school.commit, plan.written)
    _show(plan, noticed(school, plan), terminal)
    if office.dry_run:
        terminal.lines(["", terminal.of(DRY_RUN)])
        return 0
    holder = signer(school.book, office.signer, lambda h: h.role == "keeper", "keeper")
    question = Text("\nÉcrire tout cela, signé {signer} ?", "\nWrite all of this, signed {signer}?")
    if not terminal.agreed(question, yes=office.yes, signer=holder.code):
        return terminal.stopped()
    message = terminal.of(_MESSAGE, version=__version__)
    made = committer.commit(plan.written, message, holder.code, datetime.now().astimezone(), plan.removed)
    terminal.say(
        Text("\n✓ Un commit sur {branch} : {made}", "\n✓ One commit on {branch}: {made}"),
        branch=school.revision,
        made=made[:12],
    )
    return sent(office, terminal)


_MESSAGE = Text("polyvalidate {version}", "polyvalidate {version}")


def _show(plan: Upgrade, said: Sequence[Noticed], terminal: Terminal) -> None:
    terminal.say(
        Text(
            "L'école est à la version {before} ; ce programme est la version {after}.",
            "The school is at version {before}; this program is version {after}.",
        )
        if plan.version is not None
        else Text(
            "Rien ne dit quelle version a créé l'école ; ce programme est la version {after}.",
            "Nothing says which version made the school; this program is version {after}.",
        ),
        before=plan.version or "",
        after=__version__,
    )
    for fate, title in _TITLES.items():
        pieces = [piece for piece in plan.pieces if piece.fate is fate]
        if pieces:
            terminal.lines(["", terminal.of(title)])
        for piece in pieces:
            terminal.lines([f"  {printable(piece.path)}"])
            put("".join(f"    {line}\n" for line in _difference(piece)), None)
    if said:
        terminal.lines(["", terminal.of(_SAID)])
    for one in said:
        terminal.say(_NEW_RULE if one.new else _RULE, code=one.code, times=one.times, path=printable(one.path))


_SAID = Text(
    "Ce que cette version remarque dans la grille et les déclarations (polyvalidate check les montre toutes) :",
    "What this version finds in the grid and the declarations (polyvalidate check shows them all):",
)
_RULE = Text(
    "  {code} : {times} {times:remarque|remarques}, d'abord dans {path}. Pourquoi : polyvalidate explain {code}",
    "  {code}: {times} {times:finding|findings}, first in {path}. Why: polyvalidate explain {code}",
)
_NEW_RULE = Text(
    "  {code}, règle nouvelle : {times} {times:remarque|remarques}, d'abord dans {path}. Pourquoi :"
    " polyvalidate explain {code}",
    "  {code}, a new rule: {times} {times:finding|findings}, first in {path}. Why: polyvalidate explain {code}",
)


def _difference(piece: Piece) -> Iterator[str]:
    """The lines that differ, without what a terminal would obey."""
    if b"\0" in piece.before + piece.after:
        return
    before, after = (side.decode("utf-8", "replace").splitlines() for side in (piece.before, piece.after))
    for line in list(difflib.unified_diff(before, after, n=2, lineterm=""))[2:]:
        yield "".join(
            "·" if unicodedata.category(letter) in ("Cc", "Cf") and letter != "\t" else letter for letter in line
        )
