"""``polyvalidate register forget``: a person erased, what still leads to them, and what of it can be taken away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.people import one
from polyvalidate.cli.kit.sent import sent
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.register.check import rows, unread
from polyvalidate.model.findings import printable
from polyvalidate.model.words import Text
from polyvalidate.office.acts.forgetting import Remains, delete, remains, take_account_away
from polyvalidate.office.acts.shelf import Forgotten, existing, hold_to
from polyvalidate.office.register.register import Member, matching
from polyvalidate.school.school import School, open_school

_STORES = {
    "pull-request": Text("joints à ses demandes, sur la forge", "attached to their requests, on the forge"),
    "repository": Text("dans le dépôt et son histoire", "in the repository and its history"),
    "url": Text("à une adresse web", "at a web address"),
}
_NOTHING = Text(
    "\nDans le dépôt et dans le dossier du registre, plus rien ne mène à cette personne : ni nom, ni numéro, ni"
    " adresse, ni compte. Son pseudonyme, {code}, a été tiré au hasard.",
    "\nIn the repository and in the register's folder nothing leads to this person any more: no name, number, address"
    " or account. Their pseudonym, {code}, was drawn at random.",
)
_SOMETHING = Text("\nCe qui mène encore à cette personne :", "\nWhat still leads to this person:")
_ACCOUNT = Text(
    "  · son compte {account} est dans student.yml, et dans l'histoire de Git : il la désigne tant qu'il existe ;",
    "  · their account {account} is in student.yml, and in the history of Git: it designates them while it exists;",
)
_PROPOSALS = Text(
    "  · {n} {n:commit dit|commits disent} qui l'a proposé, par ce compte : seule une histoire récrite"
    " (git filter-repo) l'enlève ;",
    "  · {n} {n:commit says|commits say} who proposed it, by this account: only a rewritten history (git filter-repo)"
    " takes it away;",
)
_IN_GIT = Text(
    "  · ses données, dans le dépôt (ce qui est dans Git n'en sort que par une histoire récrite) :",
    "  · their data, in the repository (what is in Git leaves it only when its history is rewritten):",
)
_LISTS = Text(
    "  · {n} {n:fichier à côté du registre, qui la nomme ou donne|fichiers à côté du registre, qui la nomment ou"
    " donnent} son pseudonyme :",
    "  · {n} {n:file|files} beside the register that {n:has|have} their name or pseudonym:",
)
_DRAFTS = Text("  · {n} {n:lettre écrite|lettres écrites} pour elle :", "  · {n} {n:letter|letters} written to them:")
_EVIDENCE = Text("  · justificatifs {where} : {n}", "  · evidence {where}: {n}")
_RECORD = Text(
    "\nDans Git demeure le dossier {code} : spécialité, profil, déclarations, décisions. Ce que la personne y a écrit"
    " peut la faire reconnaître : relisez-le. Cette commande ne voit ni les copies du dépôt et du registre faites"
    " ailleurs, ni les messageries, ni les demandes et leurs commentaires sur la forge.",
    "\nThe folder {code} remains in Git: programme, profile, declarations, decisions. What the person wrote there may"
    " tell who they are: read it. This command sees no copy of the repository or register made elsewhere, no mailbox,"
    " no request of the forge with its comments.",
)
_COMES_AGAIN = Text(
    "Si cette personne est encore dans vos listes, le prochain import lui donnera un autre pseudonyme.",
    "If this person is still in your lists, the next import will give them another pseudonym.",
)


@command(
    "forget",
    Text(
        "Efface une personne du registre et de ses sauvegardes, dit ce qui mène encore à elle et propose d'en retirer"
        " ce qui peut l'être : son compte, les lettres écrites pour elle.",
        "Erase a person from the register and its backups, say what still leads to them and offer to take away what can"
        " be: their account, the letters written to them.",
    ),
)
@argument("who")
@options.office("register", "as", "repo", "branch", "on", "yes", "dry-run", "push", "wait")
def forget(terminal: Terminal, who: str, office: Office) -> int:
    """0 when the person is erased or would be, 1 when nobody agreed, or when a kept version could not be cleaned."""
    with existing(office.register_file) as (shelf, register):
        member = one(matching(register, who), who)
        school = open_school(office.repo, office.branch, office.today)
        hold_to(school, register, office.register_file.name)
        terminal.lines([f"{member.number}  {member.name}  ({member.code})"])
        left = remains(school, shelf.path, member, terminal.bar(Text("objets Git", "Git objects")))
        if office.dry_run:
            terminal.lines(_told(member, left, school, terminal))
            terminal.say(Text("\n(Essai : rien n'a été effacé.)", "\n(Dry run: nothing was erased.)"))
            return 0
        holder = school.signer(office.signer) if left.account is not None else None
        question = Text(
            "Effacer cette personne du registre et de ses sauvegardes, sans retour ?",
            "Erase this person from the register and its backups, for good?",
        )
        if not terminal.agreed(question, yes=office.yes):
            return terminal.stopped()
        forgotten = shelf.forget(member.code)
    terminal.lines(_erased(forgotten, terminal))
    terminal.lines(_told(member, left, school, terminal))
    drafts = Text(
        "\nSupprimer {n:cette lettre|ces lettres} ?",
        "\nDelete {n:this letter|these letters}?",
    )
    if left.drafts and terminal.agreed(drafts, yes=office.yes, n=len(left.drafts)):
        kept = delete(left.drafts)
        terminal.say(
            Text("✓ {n} {n:lettre supprimée|lettres supprimées}.", "✓ {n} {n:letter|letters} deleted."),
            n=len(left.drafts) - len(kept),
        )
        terminal.lines(f"✗ {printable(str(path))}" for path in kept)
    code, account = 0, Text("\nRetirer son compte de student.yml ?", "\nTake their account out of student.yml?")
    if holder is not None and terminal.agreed(account, yes=office.yes):
        made = take_account_away(school, member, holder, datetime.now().astimezone())
        terminal.say(
            Text("✓ Compte retiré : commit {made} sur {branch}.", "✓ Account taken away: commit {made} on {branch}."),
            made=made[:12],
            branch=office.branch,
        )
        code = sent(office, terminal)
    return 1 if forgotten.remaining else code


def _erased(forgotten: Forgotten, terminal: Terminal) -> Iterator[str]:
    yield terminal.of(
        Text(
            "✓ Effacée du registre et de {n} {n:sauvegarde|sauvegardes}.",
            "✓ Erased from the register and from {n} {n:backup|backups}.",
        ),
        n=forgotten.cleaned,
    )
    for path in forgotten.remaining:
        uncleaned = Text(
            "✗ {name} n'a pas pu être nettoyée : supprimez ce fichier.",
            "✗ {name} could not be cleaned: delete this file.",
        )
        yield terminal.of(uncleaned, name=path.name)


def _told(member: Member, left: Remains, school: School, terminal: Terminal) -> Iterator[str]:
    """What remains, only what was looked for and is so."""
    yield terminal.of(_SOMETHING if left.any else _NOTHING, code=member.code)
    if left.account is not None:
        yield terminal.of(_ACCOUNT, account=left.account)
    if left.proposals:
        yield terminal.of(_PROPOSALS, n=left.proposals)
    if left.hits:
        yield terminal.of(_IN_GIT)
        yield from (f"  {row}" for row in rows(left.hits, terminal))
    yield from (f"  {row}" for row in unread(left.unread, terminal))
    for text, paths in ((_LISTS, left.lists), (_DRAFTS, left.drafts)):
        if paths:
            yield terminal.of(text, n=len(paths))
            yield from (f"    {printable(str(path))}" for path in paths)
    if school.folders.get(member.code) is not None:
        yield terminal.of(_RECORD, code=member.code)
        known = {store: n for store, n in left.evidence.items() if store in _STORES}
        yield from (terminal.of(_EVIDENCE, n=n, where=_STORES[store]) for store, n in known.items())
    student = school.students.get(member.code)
    if student is not None and student.left is None:
        yield terminal.of(_COMES_AGAIN)
