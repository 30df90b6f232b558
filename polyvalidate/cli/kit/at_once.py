"""Many declarations, credited by one person in one commit: told, asked for, written. Whether they come from an
attendance list or from Moodle, the person types yes to the same question and reads the same answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import click

from polyvalidate.cli.kit.commands import Decorator, option, terminal_of
from polyvalidate.cli.kit.findings import show_findings
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.sent import sent
from polyvalidate.cli.kit.tally import MOST_SHOWN, Tally, safe
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.findings import Finding
from polyvalidate.model.words import Text
from polyvalidate.office.acts.credit import Aside, Credited
from polyvalidate.office.acts.crediting import CAPPED, cap_of
from polyvalidate.office.register.recognising import KEYS
from polyvalidate.repository.commits import Committer, catch_up
from polyvalidate.school.school import School


class AtOnce(NamedTuple):
    """What would be written. ``what`` is what the ``n`` declarations are, as the question says it (« reprises de
    Moodle, évaluées »); ``message`` is that of the commit, signed ``signer``; ``notes`` are the last lines of the
    answer."""

    files: Mapping[str, bytes]
    asides: Sequence[Aside]
    findings: Sequence[Finding]
    signer: str
    what: Text
    message: str
    notes: Sequence[Text]


def write(school: School, wanted: AtOnce, office: Office, terminal: Terminal) -> int:
    """0 when they are written, or would be, or were already; 1 when something stands against it or nobody said yes."""
    branch, n = school.revision, len(wanted.files)
    if wanted.findings:
        show_findings(wanted.findings, wanted.files, school.book, terminal)
        return terminal.stopped()
    if not wanted.files:
        if not office.dry_run:
            catch_up(school.place, branch, school.commit)
        terminal.say(Text("\nIl n'y a rien à écrire.", "\nThere is nothing to write."))
        return 0 if any(aside.known for aside in wanted.asides) else 1  # the same list again ends as it did
    committer = Committer(school.place, branch, school.commit, wanted.files)
    if office.dry_run:
        terminal.say(Text("\n(Essai : rien n'a été écrit.)", "\n(Dry run: nothing was written.)"))
        return 0
    question = Text(
        "\nÉcrire {n} {n:déclaration|déclarations}, {what} et {n:signée|signées} {signer} ?",
        "\nWrite {n} {n:declaration|declarations}, {what} and signed {signer}?",
    )
    if not terminal.agreed(question, yes=office.yes, n=n, what=wanted.what.filled(n=n), signer=wanted.signer):
        return terminal.stopped()
    made = committer.commit(wanted.files, wanted.message, wanted.signer, datetime.now().astimezone())
    terminal.say(
        Text(
            "\n✓ Un commit sur {branch}, {n} {n:déclaration|déclarations} : {made}",
            "\n✓ One commit on {branch}, {n} {n:declaration|declarations}: {made}",
        ),
        branch=branch,
        n=n,
        made=made[:12],
    )
    code = sent(office, terminal, wanted.signer)
    terminal.lines(f"  {terminal.of(note)}" for note in wanted.notes)
    return code


class Outcome(Tally):
    """Who would be credited and who would not, in words. ``names`` are those of the students, where they are known."""

    def __init__(self, names: Mapping[str, str], lang: str) -> None:
        super().__init__(lang)
        self.names = names

    def capped(self, credited: Iterable[Credited], most: int = MOST_SHOWN) -> None:
        """Those who do not gain all that was granted: how much counts, and the caps that took the rest."""
        met = [one for one in credited if one.gained != one.computed]
        self.count(len(met), CAPPED, [f"{self._who(one)}  {cap_of(one, self.lang)}" for one in met], most=most)

    def similar(self, credited: Iterable[Credited], what: Text, most: int = MOST_SHOWN, **details: object) -> None:
        """Those who have another declaration that may be of the same thing."""
        some = [one for one in credited if one.similar is not None]
        self.count(len(some), what, [f"{self._who(one)}  {one.similar}" for one in some], most=most, **details)

    def set_aside(self, asides: Sequence[Aside], what: Text, most: int = MOST_SHOWN) -> None:
        """Those for whom nothing is written, by reason; at most so many are shown for each reason."""
        self.count(len(asides), what)
        reasons: dict[Text, list[Aside]] = {}
        for aside in asides:
            reasons.setdefault(aside.text, []).append(aside)
        for reason, some in reasons.items():
            self.list([reason.of(self.lang)])
            if len(reasons) > 1 or len(some) <= MOST_SHOWN:  # the same for everybody is said once
                self.list([self._who(aside) for aside in some], most, indent=" " * 11)

    def _who(self, one: Credited | Aside) -> str:
        """The line of the list, the pseudonym and, where they are known, the name."""
        attendee = one.attendee
        line = Text("ligne {line}", "line {line}").of(self.lang, line=attendee.line)
        return "  ".join(filter(None, (f"{line:<10}", attendee.code, safe(self.names.get(attendee.code, "")))))


def columns(words: Text) -> Decorator:
    """``--column KEY=NAME``, given several times, as a mapping: the names of columns by which people are known."""
    return option("--column", "columns", multiple=True, metavar="KEY=NAME", callback=_columns, help=words)


def _columns(context: click.Context, _parameter: click.Parameter, pairs: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        key, equals, name = (part.strip() for part in pair.partition("="))
        if not equals or key not in (*KEYS, "surname", "first") or not name:
            raise terminal_of(context).wrong(
                Text(
                    "Écrivez une clé ({known}), le signe égal, puis le nom de la colonne.",
                    "Write a key ({known}), an equals sign, then the name of the column.",
                ),
                "--column",
                known=", ".join(KEYS),
            )
        found[key] = name
    return found
