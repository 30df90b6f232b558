"""``polyvalidate merge``: a request merged with its decision inside, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

from polyvalidate.cli.kit import decision, options
from polyvalidate.cli.kit.commands import command
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.merge.asked import About, Deciding, Place, about, deciding, place
from polyvalidate.model.findings import printable
from polyvalidate.model.words import Text, plain
from polyvalidate.reports.context import message
from polyvalidate.reports.decisions import decided
from polyvalidate.reports.settled import Outcome, Settled
from polyvalidate.reports.verdict_words import balance
from polyvalidate.repository import making, resolve
from polyvalidate.repository.boxes import head_of
from polyvalidate.repository.commits import catch_up
from polyvalidate.repository.showing import Withheld
from polyvalidate.rules import RULES
from polyvalidate.school.land import build, land, try_out
from polyvalidate.school.merge import Ask, Ready, Stopped, prepare
from polyvalidate.school.sending import Outcome as Became
from polyvalidate.school.sending import Patience, hand_in, waiting_of

NOTHING = Text("Rien n'a été fusionné.", "Nothing was merged.")


@command(
    "merge",
    Text(
        "Fusionne une demande (pull request) avec la décision dedans. Contrôle d'abord la demande et la décision ;"
        " construit la fusion sans rien extraire ; ne fait rien si la branche ou la demande a changé entre-temps.",
        "Merge a pull request with the decision inside. Request and decision are checked first; the merge is built"
        " without any checkout; nothing is done if the branch or the request has moved meanwhile.",
    ),
)
@place
@deciding
@about
@decision.today
@options.dry_run
@options.form("text", "json")
def merge(
    terminal: Terminal, place: Place, deciding: Deciding, about: About, today: date, dry_run: bool, format_name: str
) -> int:
    """0 when the request is merged (or would be), 1 when something stands against it and nothing has moved."""
    code, every, each = deciding.read(place, terminal)
    named = head_of(place.repo, place.head)
    request, number = about.read(place, named, today)
    ask = Ask(place.base, named.revision, code, request, number, every, each, dated=about.opened_at is not None)
    base, head = resolve(place.repo, place.base), resolve(place.repo, named.revision)
    tell = partial(decision.tell, nothing=NOTHING, format_name=format_name, terminal=terminal)
    if making.contains(place.repo, base, head) or making.merge_of(place.repo, base, head) is not None:
        if not dry_run:
            catch_up(place.repo, place.base, base)
        already = Text("Cette demande est déjà fusionnée.", "This request is merged already.")
        return tell(Settled(Outcome.ALREADY, terminal.of(already), commits=_commits(base, head)))
    ready, commit = prepare(place.repo, ask, today), None
    if isinstance(ready, Ready):
        landed = _landed(place, ask, ready, dry_run)
        ready, commit = (Stopped(landed), None) if isinstance(landed, Text) else (ready, landed)
    if isinstance(ready, Stopped):
        return tell(replace(decision.refused(ready, terminal), commits=_commits(base, head)))
    settled = _settled(ready, commit)
    trial = Text("(Essai : rien n'a été fusionné.)", "(Dry run.)")
    end = trial if dry_run else Text("Fusion : {commit}", "Merge: {commit}")
    return tell(settled, [*_lines(settled, terminal.lang), terminal.of(end, commit=commit)])


def _landed(place: Place, ask: Ask, ready: Ready, dry_run: bool) -> str | Text | None:
    """The commit of the merge, once the branch is there, and None for a trial; or why it is not, or would not be."""
    try:
        if dry_run:
            try_out(place.repo, ready)
            return None
        commit = build(place.repo, ready, datetime.now(UTC), keep=place.push is not None)
    except Withheld as named:
        return named.text
    if place.push is not None:
        branch = making.full_ref(place.repo, place.base) or f"refs/heads/{place.base}"
        patience = Patience(place.wait)
        sent = hand_in(place.repo, place.push, branch, commit, ready.base, waiting_of(ready.proposed), patience)
        if sent.outcome is not Became.ENTERED:
            return sent.text
        commit = sent.commit
    return land(place.repo, ask, ready, commit) or commit


def _commits(base: str, head: str, commit: str | None = None) -> dict[str, str | None]:
    return {"base": base, "head": head, "commit": commit}


def _settled(ready: Ready, commit: str | None) -> Settled:
    """What was decided, and what the gate says of the request: not that it awaits the decision which is now there."""
    paths = {written.path for written in ready.written}
    return Settled(
        Outcome.POSSIBLE if commit is None else Outcome.MERGED,
        by=ready.by,
        written=ready.written,
        students=ready.students,
        findings=[f for f in ready.verdict.introduced if f.code != "PP359" or f.path not in paths],
        book=ready.book,
        commits=_commits(ready.base, ready.proposed, commit),
    )


def _lines(settled: Settled, lang: str) -> list[str]:
    """What was decided, then the balances, from before the request to after the decision."""
    lines = [f"✓ {decided(written, lang)}" for written in settled.written]
    if not lines:
        lines = [Text("✓ Demande acceptée telle quelle.", "✓ Request accepted as it is.").of(lang)]
    lines += [f"  {student.student} : {balance(student, lang)}" for student in settled.students[:40]]
    for finding in settled.findings[:10]:
        where = f"{printable(finding.path)}:{finding.span.line}"
        lines.append(f"  {where}  {finding.code}  {message(finding, RULES, lang)}")
    return [plain(line) for line in lines]
