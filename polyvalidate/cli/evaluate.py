"""``polyvalidate evaluate``: a decision written into a declaration on disk, judged before a byte is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from polyvalidate import judgement
from polyvalidate.cli.kit import decision, options
from polyvalidate.cli.kit.commands import argument, command, option, together
from polyvalidate.cli.kit.decision import Said
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.files import edit
from polyvalidate.judgement.decision import Ruling, Word
from polyvalidate.judgement.evaluation import Bench, Signature, Spoken, claim_of, holder_of, ruled
from polyvalidate.judgement.rights import writers_of
from polyvalidate.model.paths import Folder, folder_kind, folder_of
from polyvalidate.model.words import Text, plain
from polyvalidate.reports import decisions
from polyvalidate.reports.settled import Outcome, Settled
from polyvalidate.repository import Unreadable
from polyvalidate.repository.output import replace_file
from polyvalidate.repository.showing import Coming, Withheld, show
from polyvalidate.school.merge import Stopped
from polyvalidate.school.school import School
from polyvalidate.school.seat import root_of

NOTHING = Text("Rien n'a été écrit.", "Nothing was written.")


@command(
    "evaluate",
    Text(
        "Décide d'une déclaration : écrit le bloc evaluation dans FILE, en gardant le reste tel quel, si la grille et"
        " votre fonction le permettent. Avec --complete, n'écrit rien : affiche le message à publier.",
        "Decide one declaration: write the evaluation block in FILE, keeping all the rest, if the grid and your role"
        " allow it. With --complete, write nothing: print the message to post.",
    ),
)
@argument("path", metavar="FILE")
@together(
    "said",
    Said,
    *decision.SAID,
    option(
        "--complete",
        metavar="TEXT",
        help=Text(
            "Ce que l'élève doit compléter ; affiche le message à publier.",
            "What the student must complete; print the message to post.",
        ),
    ),
)
@decision.signer(required=True)
@options.found_repo
@decision.today
@options.dry_run
@options.form("text", "json")
def evaluate(
    terminal: Terminal,
    path: str,
    said: Said,
    signer: str,
    repo: Path | None,
    today: date,
    dry_run: bool,
    format_name: str,
) -> int:
    """0 when the decision is written (or would be), 1 when something stands against it and nothing is."""
    spoken = said.spoken(terminal)
    if spoken is None:
        raise terminal.misused(
            Text(
                "Il manque la décision : --accept, --points, --refuse ou --complete.",
                "The decision is missing: --accept, --points, --refuse or --complete.",
            )
        )
    school = School.at(root_of(repo), None, today)
    place = _place(school.place, path)
    folder = school.folders.get(place.split("/")[2]) if folder_of(place) else None
    if folder is None or all(node.path != place for node in folder.nodes) or not _is_declaration(place):
        raise Unreadable(
            Text("Aucune déclaration à cet endroit : {path}.", "No declaration there: {path}."), path=ascii(path)[1:-1]
        )
    settled = _settled(school, folder, place, spoken, signer)
    try:
        if isinstance(settled, Settled) and settled.by is not None:
            replace_file(school.place / place, settled.written[0].data, trial=dry_run)
        elif isinstance(settled, Settled):
            message = (settled.message or "").encode()
            show(lambda: [Coming(path, message, lambda: None)])
    except Withheld as named:
        settled = Stopped(named.text)
    if isinstance(settled, Stopped):
        settled = decision.refused(settled, terminal)
    lines: list[str] = []
    if settled.by is not None:
        lines = list(decisions.outcome(settled.written, terminal.lang))
        if dry_run:
            lines.append(terminal.of(Text("(Essai : rien n'a été écrit.)", "(Dry run: nothing was written.)")))
        else:
            next_step = decisions.next_step(settled.written, terminal.lang)
            settled = replace(settled, outcome=Outcome.WRITTEN, message=next_step)
            lines.append(next_step)
    return decision.tell(settled, lines, nothing=NOTHING, format_name=format_name, terminal=terminal)


def _settled(school: School, folder: Folder, place: str, spoken: Spoken, signer: str) -> Settled | Stopped:
    """The decision in its file, before anything is written; or why there is none."""
    book = school.book
    holder = holder_of(signer, book)
    if isinstance(holder, Text):
        return Stopped(holder)
    by = Signature(holder, book.today)
    entries = school.tree.read(folder.nodes)
    files = {entry.path: entry.data or b"" for entry in entries}
    before = judgement.check_folder(school.judge, book, folder.path, entries, school.sorted.twins)
    claim = claim_of(before, place)
    if claim is None:
        found = tuple(finding for finding in before.findings if finding.path == place) or before.findings
        text = Text(
            "Cette déclaration ne peut pas encore être évaluée : corrigez d'abord ce qui précède.",
            "This declaration cannot be evaluated yet: mend the above first.",
        )
        return Stopped(text, tuple(found), files, book)
    if spoken.word is Word.COMPLETE:
        ruling = ruled(spoken, claim, by)
        if not isinstance(ruling, Ruling):
            return Stopped(ruling)
        message = plain(decisions.to_complete(claim, ruling, by, claim.grid.language)).removesuffix("\n")
        return Settled(Outcome.TO_COMPLETE, message, book=book)
    bench = Bench(school.judge, book, writers_of(school.judge.reader.schemas))
    try:
        written = bench.decide(entries, {place: spoken}, by)
    except edit.Uneditable:
        return Stopped(
            Text(
                "Ce fichier est écrit d'une façon qui ne permet pas d'y ajouter l'évaluation sans toucher au reste.",
                "This file is written in a way that does not let the evaluation be added without touching the rest.",
            )
        )
    if isinstance(written, Text):
        return Stopped(written)
    verdict = written[0].verdict
    if verdict.to_mend:
        text = Text("La décision n'est pas possible ainsi.", "The decision is not possible as it is.")
        return Stopped(text, verdict.introduced, files | {place: written[0].data}, book)
    return Settled(
        Outcome.POSSIBLE, by=by, written=written, students=verdict.students, findings=verdict.introduced, book=book
    )


def _place(root: Path, given: str) -> str:
    """The path of a file from the root of the repository, wherever the command is run."""
    here, top = Path.cwd() / given, root.resolve()
    if here.exists() and here.resolve().is_relative_to(top):
        return here.resolve().relative_to(top).as_posix()
    return Path(given).as_posix()


def _is_declaration(path: str) -> bool:
    return folder_kind(path.split("/", 3)[3]) == "declaration"
