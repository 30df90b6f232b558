"""``polyvalidate roster claims``: the accounts that students say are theirs, confirmed by the registry office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command, option
from polyvalidate.cli.kit.opening import open_office
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.phrases import DRY_RUN
from polyvalidate.cli.kit.sent import sent
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.office.acts.claims import Read, claims_at, followed, over, read, tie
from polyvalidate.repository import making
from polyvalidate.repository.commits import Committer


@command(
    "claims",
    Text(
        "Montre les comptes que des élèves ont donnés avec le code de leur lettre (/compte, sous leur demande), et les"
        " inscrit dans leurs dossiers en un commit, après confirmation. Les comptes inscrits sont retirés de la liste.",
        "Show the accounts that students gave with the code of their letter (/account, below their request), and write"
        " them in their folders in one commit, once confirmed. Accounts that are written leave the list.",
    ),
)
@option(
    "--from",
    "remote",
    default="origin",
    show_default=True,
    metavar="NAME",
    help=Text("Dépôt distant.", "Remote of Git."),
)
@options.office("register", "as", "repo", "branch", "on", "yes", "dry-run", "push", "wait")
def claims(terminal: Terminal, remote: str, office: Office) -> int:
    """0 when nothing is left to look at, or all was written; 1 when a claim needs a person, or nobody agreed."""
    school, register = open_office(office)
    there = claims_at(office.repo, remote)
    found = read([one for one in there.values() if one is not None], school, register)
    wanted, ended = followed(found), over(there, found)
    terminal.lines(_told(found, terminal))
    if not found:
        terminal.say(Text("Aucun compte n'attend.", "No account is waiting."))
    if office.dry_run:
        terminal.say(DRY_RUN)
        return 0
    code = 0
    if wanted:
        holder = school.signer(office.signer)
        committer = Committer(office.repo, office.branch, school.commit)
        question = Text(
            "\nInscrire {n} {n:compte|comptes}, signature {signer} ?",
            "\nWrite {n} {n:account|accounts}, signed {signer}?",
        )
        if not terminal.agreed(question, yes=office.yes, n=len(wanted), signer=holder.code):
            return terminal.stopped()
        made = tie(school, wanted, holder, committer, datetime.now().astimezone())
        terminal.say(
            Text("✓ Commit {made} sur {branch}.", "✓ Commit {made} on {branch}."), made=made[:12], branch=office.branch
        )
        code = sent(office, terminal)
    for ref in ended:
        making.forget(office.repo, remote, ref)
    left = [one for one in found if one.why is not None and one.claim.ref not in ended]
    return 1 if left else code


def _told(found: Sequence[Read], terminal: Terminal) -> list[str]:
    lines = []
    for one in found:
        who = (
            f"{one.member.number}  {one.member.name}  ({one.member.code})" if one.member is not None else one.claim.code
        )
        said = Text("{mark} {who}  ←  {account}, demande {request}", "{mark} {who}  ←  {account}, request {request}")
        mark = "✓" if one.why is None else "✗"
        lines.append(terminal.of(said, mark=mark, who=who, account=one.claim.account, request=one.claim.request))
        lines += [f"    {terminal.of(one.why)}"] if one.why is not None else []
    by_hand = Text(
        "Un dossier se change avec roster change --account.", "A folder is changed by roster change --account."
    )
    left = any(one.member is not None and one.why is not None and not one.done for one in found)
    return [*lines, *([terminal.of(by_hand)] if left else [])]
