"""``polyvalidate register forget``: a person erased, and what is said to whoever must answer for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from polyvalidate import repository
from polyvalidate.cli.agreeing import agreed, nothing_written
from polyvalidate.cli.rostering import one
from polyvalidate.model.folder import Student
from polyvalidate.model.words import Text, plain, typographic
from polyvalidate.office.acts.shelf import Forgotten, existing, hold_to
from polyvalidate.office.register.register import Member, matching
from polyvalidate.repository.output import put
from polyvalidate.school.school import open_school


def run_forget(
    who: str, register_file: Path, repo: Path, branch: str, on: datetime | None, yes: bool, dry_run: bool, lang: str
) -> int:
    """0 when the person is erased or would be, 1 when nobody agreed, or when a kept version could not be cleaned."""
    today = on.date() if on else repository.today()
    with existing(register_file) as (shelf, register):
        member = one(matching(register, who), who)
        school = open_school(repo, branch, today)
        hold_to(school, register, register_file.name)
        student = school.students.get(member.code)
        _say([f"{member.number}  {member.name}  ({member.code})"], lang)
        if dry_run:
            _say([Text("(Essai : rien n'a été effacé.)", "(Dry run: nothing was erased.)").of(lang)], lang)
            return 0
        if not agreed(
            "Effacer cette personne du registre et de ses sauvegardes, sans retour ?",
            "Erase this person from the register and its backups, for good?",
            yes,
            lang,
        ):
            nothing_written(lang)
            return 1
        forgotten = shelf.forget(member.code)
    _say(_said(member, student, forgotten, lang), lang)
    return 1 if forgotten.remaining else 0


def _say(lines: Sequence[str], lang: str) -> None:
    put(plain(typographic("\n".join(lines), lang)) + "\n", None)


def _said(member: Member, student: Student | None, forgotten: Forgotten, lang: str) -> list[str]:
    fr = lang == "fr"
    code = member.code
    lines = [
        Text(
            "✓ Effacée du registre et de {cleaned} sauvegarde(s).",
            "✓ Erased from the register and from {cleaned} backup(s).",
        ).of(lang, cleaned=forgotten.cleaned)
    ]
    lines += [
        Text(
            "✗ {name} n'a pas pu être nettoyée : supprimez ce fichier.",
            "✗ {name} could not be cleaned: delete this file.",
        ).of(lang, name=path.name)
        for path in forgotten.remaining
    ]
    lines.append("")
    if fr:
        lines += [
            f"Ce qui reste dans Git : le dossier {code}, sa spécialité, son profil, ses déclarations. Plus rien ici "
            f"ne relie "
            "ce pseudonyme, tiré au hasard, à quelqu'un.",
            "Ce qu'il reste à faire :",
            "  · supprimer les courriels, brouillons et listes qui donnaient ce pseudonyme avec le nom ;",
            "  · supprimer vos copies du registre faites ailleurs (sauvegardes du poste, clé, messagerie) ;",
            "  · relire les textes de ses déclarations : ce que la personne y a écrit peut la faire reconnaître.",
        ]
        if student is not None and student.account:
            lines += [
                f"  · son compte {student.account} est dans student.yml, et dans l'histoire de Git : il la désigne "
                f"tant que "
                "ce compte existe. Pour ne plus l'y voir désormais, retirez la ligne account de ce fichier."
            ]
        if student is not None and student.left is None:
            lines.append(
                "  · si cette personne est encore dans vos listes, le prochain import lui donnera un autre pseudonyme."
            )
        return lines
    lines += [
        f"What remains in Git: the folder {code}, its programme, profile and declarations. Nothing here links this "
        f"random "
        "pseudonym to anybody any more.",
        "What is left to do:",
        "  · delete e-mails, drafts and lists that gave this pseudonym with the name;",
        "  · delete copies of the register made elsewhere (backups of the computer, keys, mailboxes);",
        "  · read the texts of the declarations: what the person wrote may tell who they are.",
    ]
    if student is not None and student.account:
        lines.append(
            f"  · their account {student.account} is in student.yml, and in the history of Git: it designates them "
            f"as long as "
            "it exists. To see it there no more from now on, take the line account out of this file."
        )
    if student is not None and student.left is None:
        lines.append("  · if this person is still in your lists, the next import will give them another pseudonym.")
    return lines
