"""``polyvalidate minutes record``: the jury's decisions, all of them in one commit, or none."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from polyvalidate import repository
from polyvalidate.cli.agreeing import agreed, nothing_written
from polyvalidate.cli.deciding import show_findings
from polyvalidate.cli.jury import people, say, session_in, stopped
from polyvalidate.cli.jury_next import Given
from polyvalidate.cli.jury_words import moved_lines, recording_lines
from polyvalidate.cli.roster_words import doubt_lines
from polyvalidate.model.grid import RoleHolder
from polyvalidate.model.words import Text, day, plain
from polyvalidate.office.acts.jury_record import Prepared, arrived, moved, prepare
from polyvalidate.office.acts.jury_session import before_the_jury, read_cohort
from polyvalidate.office.acts.jury_table import decisions_of, read_jury_table
from polyvalidate.office.acts.signer import signer as who_signs
from polyvalidate.office.jury.content import Asked, Minutes
from polyvalidate.repository import Unreadable
from polyvalidate.repository.commits import Committer
from polyvalidate.repository.making import contains
from polyvalidate.school.school import School, open_school


def run_record(
    session: str,
    cohort: int,
    table: Path,
    sheet: str | None,
    register_file: Path | None,
    signer: str | None,
    on: datetime | None,
    repo: Path,
    branch: str,
    yes: bool,
    dry_run: bool,
    lang: str,
) -> int:
    """0 when the decisions are recorded (or would be, or were), 1 when something has to be mended first."""
    today = repository.today()
    decided_on = on.date() if on else today
    if decided_on > today:
        raise click.BadParameter(
            Text(
                "Le jour de la délibération n'est pas encore venu.", "The day of the deliberation has not come yet."
            ).of(lang),
            param_hint="--on",
        )
    asked = Asked(session_in(session, lang), cohort)
    told = read_jury_table(table, sheet, asked)
    if isinstance(told, Text):
        return stopped(told, lang)
    school = open_school(repo, branch, today)
    holder = who_signs(school.book, signer, lambda h: h.role == "jury", "jury")
    _in_history(repo, branch, told.provenance.commit)
    found = decisions_of(told, repo, people(register_file, repo, branch) or {})
    if isinstance(found, Text):
        return stopped(found, lang)
    minutes, rulings = found
    say(doubt_lines(rulings.doubts, lang), lang, err=True)
    if rulings.blocked:
        nothing_written(lang)
        return 1
    given = Given(told.provenance.asked, register_file, repo, branch, told.provenance.named)
    there = read_cohort(repo, school.commit, told.provenance.day, told.provenance.asked)
    after, _ = before_the_jury(there)
    changed = moved(after, rulings.decided)
    if changed:
        say(moved_lines(changed, given, table, lang), lang, err=True)
        nothing_written(lang)
        return 1
    prepared = prepare(school, there, rulings.decided, holder, decided_on)
    say(
        [_title(minutes, holder, decided_on, lang), "", *recording_lines(prepared, arrived(minutes, after), lang)], lang
    )
    return _write(school, prepared, minutes, holder, given.print(table, lang), yes, dry_run, lang)


def _in_history(repo: Path, branch: str, commit: str) -> None:
    """The table comes from this branch. Raises ``Unreadable`` when it does not."""
    try:
        inside = contains(repo, branch, commit)
    except Unreadable:
        inside = False
    if not inside:
        raise Unreadable(
            Text(
                "Le commit de cette table ({commit}) n'est pas dans la branche {branch}. Vérifiez --repo et "
                "--branch, ou mettez votre copie à jour (git pull).",
                "The commit of this table ({commit}) is not in the branch {branch}. Check --repo and "
                "--branch, or update your copy (git pull).",
            ),
            commit=commit[:12],
            branch=branch,
        )


def _title(minutes: Minutes, holder: RoleHolder, on: date, lang: str) -> str:
    asked = minutes.asked
    only = f", {asked.programme}" if asked.programme else ""
    if lang == "fr":
        return f"Jury {asked.session}, promotion {asked.cohort}{only}, délibération du {day(on, 'fr')}, {holder.code}"
    return f"Jury {asked.session}, cohort {asked.cohort}{only}, deliberation of {day(on, 'en')}, {holder.code}"


def _write(
    school: School,
    prepared: Prepared,
    minutes: Minutes,
    holder: RoleHolder,
    next_step: str,
    yes: bool,
    dry_run: bool,
    lang: str,
) -> int:
    fr, count = lang == "fr", len(prepared.written)
    if prepared.refused:
        show_findings(prepared.findings, prepared.files, school.book, lang)
        nothing_written(lang)
        return 1
    many_fr, many_en = f"{count} décision{'s' * (count > 1)}", f"{count} decision{'s' * (count != 1)}"
    if not count:
        nothing = Text("Il n'y a rien à écrire.", "There is nothing to write.").of(lang)
        then = [(Text("Pour imprimer le PV :", "To print the minutes:").of(lang)), next_step] if prepared.same else []
        say(["", nothing, *then], lang)
        return 0
    committer = Committer(school.place, school.branch, school.commit)
    if dry_run:
        say(["", Text("(Essai : rien n'a été écrit.)", "(Dry run: nothing was written.)").of(lang)], lang)
        return 0
    if not agreed(
        f"\nEnregistrer {many_fr}, signature {holder.code} ?",
        f"\nRecord {many_en}, signed {holder.code}?",
        yes,
        lang,
    ):
        nothing_written(lang)
        return 1
    words = message(minutes, count, holder, school.latest.language)
    made = committer.commit(prepared.files, words, holder.code, now())
    branch = school.branch
    say(
        [
            "",
            Text("✓ Un commit sur {branch}, {many_fr} : {made}", "✓ One commit on {branch}, {many_en}: {made}").of(
                lang, branch=branch, many_fr=many_fr, made=made[:12], many_en=many_en
            ),
            Text(
                "  Il n'est encore que sur cette machine. {code} l'envoie avec son compte : git push origin {branch}",
                "  It is on this machine only so far. {code} sends it with their account: git push origin {branch}",
            ).of(lang, code=holder.code, branch=branch),
            Text("  Pour imprimer le PV :", "  To print the minutes:").of(lang),
            next_step,
        ],
        lang,
    )
    return 0


def now() -> datetime:
    return datetime.now().astimezone()


def message(minutes: Minutes, count: int, holder: RoleHolder, lang: str) -> str:
    """What the record keeps: the session, the cohort, how many, who signed, the commit on which the jury decided."""
    asked = minutes.asked
    only = f", {asked.programme}" if asked.programme else ""
    if lang == "fr":
        subject = f"Jury {asked.session}, promotion {asked.cohort}{only} : {count} décision(s)"
    else:
        subject = f"Jury {asked.session}, cohort {asked.cohort}{only}: {count} decision(s)"
    return f"{plain(subject)}\n\nDecided-on: {minutes.commit}\nMerged-by: {holder.code}\n"
