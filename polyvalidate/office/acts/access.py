"""All that a school holds of one person, as one archive: what they may ask for (GDPR, article 15)."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, cast

from polyvalidate.documents.sheet import sheet
from polyvalidate.documents.sheet_forms import as_text
from polyvalidate.documents.stating import statements
from polyvalidate.model.folder import Declaration
from polyvalidate.model.paths import REGULAR
from polyvalidate.model.words import LANGUAGES, Text, plain
from polyvalidate.office.acts.ordinary import ordinary
from polyvalidate.office.acts.shelf import backups
from polyvalidate.office.acts.statements import person_of
from polyvalidate.office.register.personal import DATA, Searcher
from polyvalidate.office.register.register import Member, Register, parsed
from polyvalidate.reports.spreadsheets import csv_for_people
from polyvalidate.repository import Unreadable
from polyvalidate.repository.git import run_git, talk
from polyvalidate.repository.history import whole
from polyvalidate.repository.objects import MOST_BYTES, Objects
from polyvalidate.repository.partial import complete
from polyvalidate.repository.private_files import read_own
from polyvalidate.school.evidence import declarations
from polyvalidate.school.school import School

README = "LISEZMOI-README.txt"
_FORMAT = "%H%x00%aI%x00%an <%ae>%x00%cn <%ce>%x00%B"
_FIELDS = 5
_CHUNK = 1 << 16
_COMMITS = ("raison", "commit", "date", "auteur", "enregistre_par", "message")
_FOLDER = Text("dossier", "folder")
_PIECES = ("declaration", "nature", "emplacement", "fichier", "adresse", "sha256", "octets")
_CONTENTS = Text(
    "Ce que {school} a de vous dans l'outil des points d'engagement, au {on:date} (RGPD, article 15).\n\n"
    "registre.json   votre ligne du registre de la scolarité, et les sauvegardes qui la contiennent\n"
    "releve.txt      votre relevé : points, décisions et commentaires (absent si votre dossier n'est plus là)\n"
    "depot/          votre dossier du dépôt, tel qu'il est : déclarations, décisions, recours, décision du jury\n"
    "commits.csv     les commits qui ont touché votre dossier, ou dont l'auteur ou le message porte votre nom, votre\n"
    "                numéro ou votre adresse, dans toutes les branches et demandes de cette copie\n"
    "pieces.csv      les justificatifs que vos déclarations annoncent, et où ils sont\n\n"
    "Ce que cette archive ne contient pas, et que l'école doit y joindre si elle l'a encore :\n"
    "  · vos demandes sur la forge : commentaires et pièces jointes{account} ;\n"
    "  · les procès-verbaux, listes, courriels et exports rangés hors du dépôt ;\n"
    "  · ce que les copies du dépôt faites par d'autres contiennent : la même histoire.\n\n"
    "Finalités, base légale, destinataires, durées et vos droits : {site}/guides/vie-privee/\n",
    "What {school} holds of you in the tool of engagement points, on {on:date} (GDPR, article 15).\n\n"
    "registre.json   your row of the registry office's register, and the backups that hold it\n"
    "releve.txt      your statement: points, decisions and comments (absent when your folder is not there any more)\n"
    "depot/          your folder of the repository, as it is: declarations, decisions, appeals, the jury's decision\n"
    "commits.csv     the commits that touched your folder, or whose author or message has your name, number or\n"
    "                address, in all the branches and requests of this copy\n"
    "pieces.csv      the evidence that your declarations announce, and where it is\n\n"
    "What this archive does not hold, and the school must add if it still has it:\n"
    "  · your requests on the forge: comments and attachments{account};\n"
    "  · minutes, lists, e-mails and exports that are kept outside the repository;\n"
    "  · what the copies of the repository that others made hold: the same history.\n\n"
    "Purposes, legal basis, recipients, times and your rights: {site}/en/guides/vie-privee/\n",
)
_ACCOUNT = Text(" du compte {account}", " of the account {account}")


def bundle(school: School, member: Member, register_file: Path, lang: str) -> dict[str, bytes]:
    """The files of the archive, by path. Raises ``Unreadable`` for a copy that has not the whole history."""
    whole(school.place)
    complete(school.place, "--all", history=True)
    folder = f"declarations/{member.cohort}/{member.code}"
    found = {
        README: _readme(school, member),
        "registre.json": _row(member, register_file),
        "commits.csv": csv_for_people((_COMMITS, *_commits(school.place, member, folder, lang)), lang),
    }
    kept = school.folders.get(member.code)
    if kept is None:
        return found
    with Objects(school.place) as objects:
        for node in kept.nodes:
            if node.mode in REGULAR and node.size <= MOST_BYTES:
                found[f"depot/{node.path.removeprefix(kept.path + '/')}"] = objects.content(node.ref, b"blob")
    declared = declarations(school.judge.reader, school.entries(member.code))
    found["pieces.csv"] = csv_for_people((_PIECES, *_pieces(declared)), lang)
    stated = next(iter(statements(school.tree, school.book.today, lambda one: one.path == kept.path)), None)
    if stated is not None:
        found["releve.txt"] = as_text(sheet(stated, lang, person_of(member))).encode()
    return found


def archive(files: Mapping[str, bytes]) -> bytes:
    """The files as one ZIP: the same bytes for the same files, whatever the day."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for path, content in sorted(files.items()):
            made.writestr(zipfile.ZipInfo(path), content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def _readme(school: School, member: Member) -> bytes:
    student = school.students.get(member.code)
    account = _ACCOUNT.filled(account=student.account) if student is not None and student.account else ""
    grid = school.latest
    details = {"school": grid.school, "on": school.book.today, "site": grid.site, "account": account}
    said = [plain(_CONTENTS.of(lang, **details)) for lang in LANGUAGES]
    return "\n---\n\n".join(said).encode()


def _row(member: Member, register_file: Path) -> bytes:
    """The row of the register, and the names of the kept versions that hold the person."""
    holding = []
    for backup in backups(register_file.resolve()):
        kept = parsed(read_own(backup) or b"")
        if not isinstance(kept, Register) or member.code in kept.by_code:
            holding.append(backup.name)
    plain_row = {"registre": member._asdict(), "sauvegardes": holding}
    return (json.dumps(plain_row, ensure_ascii=False, indent=2) + "\n").encode()


def _commits(place: Path, member: Member, folder: str, lang: str) -> Iterator[list[str]]:
    """Why each commit is one of the person's, then the commit: one walk through the history, a commit at a time."""
    searcher = Searcher([member], ordinary=ordinary())
    touching = set(run_git(place, "log", "--all", "--full-history", "--format=%H", "--", folder).decode().split())
    for oid, day, *texts in _log(place):
        why = [_FOLDER] * (oid in touching)
        why += dict.fromkeys(DATA[found.what] for found in sorted(searcher.look("\n".join(texts))))
        if why:
            yield [", ".join(text.of(lang) for text in why), oid, day, *texts]


def _log(place: Path) -> Iterator[list[str]]:
    """Every commit that a reference leads to: id, day, author, committer, message. Raises ``Unreadable``."""
    with talk(place, "log", "--all", "--no-use-mailmap", "-z", f"--format={_FORMAT}") as process:
        stdout, rest = cast("IO[bytes]", process.stdout), b""
        fields: list[str] = []
        while chunk := stdout.read(_CHUNK):
            *whole_ones, rest = (rest + chunk).split(b"\0")
            fields += [field.decode("utf-8", "replace").strip() for field in whole_ones]
            while len(fields) >= _FIELDS:
                yield fields[:_FIELDS]
                del fields[:_FIELDS]
    if process.returncode:
        raise Unreadable(
            Text(
                "Git n'a pas pu lire toute l'histoire. Voyez git fsck.",
                "Git could not read all the history. See git fsck.",
            )
        )


def _pieces(found: Iterable[Declaration]) -> Iterable[tuple[str, ...]]:
    for declaration in found:
        for piece in declaration.evidence:
            size = "" if piece.size is None else str(piece.size)
            yield (
                declaration.name,
                piece.kind,
                piece.store,
                *(piece.name or "", piece.url or "", piece.sha256 or ""),
                size,
            )
