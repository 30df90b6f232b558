"""``polyvalidate register forget``: a person erased, and what is said to whoever must answer for it."""

from __future__ import annotations

from collections.abc import Iterator

from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.people import one
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.folder import Student
from polyvalidate.model.words import Text
from polyvalidate.office.acts.shelf import Forgotten, existing, hold_to
from polyvalidate.office.register.register import matching
from polyvalidate.school.school import open_school

_LEFT_TO_DO = Text(
    "\nCe qui reste dans Git : le dossier {code}, sa spécialité, son profil, ses déclarations. Plus rien ici ne relie"
    " ce pseudonyme, tiré au hasard, à quelqu'un.\n"
    "Ce qu'il reste à faire :\n"
    "  · supprimer les courriels, brouillons et listes qui donnaient ce pseudonyme avec le nom ;\n"
    "  · supprimer vos copies du registre faites ailleurs (sauvegardes du poste, clé, messagerie) ;\n"
    "  · relire les textes de ses déclarations : ce que la personne y a écrit peut la faire reconnaître.",
    "\nWhat remains in Git: the folder {code}, its programme, profile and declarations. Nothing here links this random"
    " pseudonym to anybody any more.\n"
    "What is left to do:\n"
    "  · delete e-mails, drafts and lists that gave this pseudonym with the name;\n"
    "  · delete copies of the register made elsewhere (backups of the computer, keys, mailboxes);\n"
    "  · read the texts of the declarations: what the person wrote may tell who they are.",
)
_ACCOUNT = Text(
    "  · son compte {account} est dans student.yml, et dans l'histoire de Git : il la désigne tant que ce compte"
    " existe. Pour ne plus l'y voir désormais, retirez la ligne account de ce fichier.",
    "  · their account {account} is in student.yml, and in the history of Git: it designates them as long as it"
    " exists. To see it there no more from now on, take the line account out of this file.",
)
_COMES_AGAIN = Text(
    "  · si cette personne est encore dans vos listes, le prochain import lui donnera un autre pseudonyme.",
    "  · if this person is still in your lists, the next import will give them another pseudonym.",
)


@command(
    "forget",
    Text(
        "Efface une personne du registre et de ses sauvegardes, et dit ce qui reste à faire.",
        "Erase a person from the register and its backups, and say what is left to do.",
    ),
)
@argument("who")
@options.office("register", "repo", "branch", "on", "yes", "dry-run")
def forget(terminal: Terminal, who: str, office: Office) -> int:
    """0 when the person is erased or would be, 1 when nobody agreed, or when a kept version could not be cleaned."""
    with existing(office.register_file) as (shelf, register):
        member = one(matching(register, who), who)
        school = open_school(office.repo, office.branch, office.today)
        hold_to(school, register, office.register_file.name)
        terminal.lines([f"{member.number}  {member.name}  ({member.code})"])
        if office.dry_run:
            terminal.say(Text("(Essai : rien n'a été effacé.)", "(Dry run: nothing was erased.)"))
            return 0
        question = Text(
            "Effacer cette personne du registre et de ses sauvegardes, sans retour ?",
            "Erase this person from the register and its backups, for good?",
        )
        if not terminal.agreed(question, yes=office.yes):
            return terminal.stopped()
        forgotten = shelf.forget(member.code)
    terminal.lines(_told(member.code, school.students.get(member.code), forgotten, terminal))
    return 1 if forgotten.remaining else 0


def _told(code: str, student: Student | None, forgotten: Forgotten, terminal: Terminal) -> Iterator[str]:
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
    yield terminal.of(_LEFT_TO_DO, code=code)
    if student is not None and student.account:
        yield terminal.of(_ACCOUNT, account=student.account)
    if student is not None and student.left is None:
        yield terminal.of(_COMES_AGAIN)
