"""``polyvalidate minutes print``: the minutes of a session, in a folder outside the repository."""

from __future__ import annotations

from pathlib import Path

from polyvalidate import repository
from polyvalidate.cli.following import programme_in
from polyvalidate.cli.jury import named_lines, people, say, session_in, stopped
from polyvalidate.cli.jury_next import Given
from polyvalidate.model.words import Text
from polyvalidate.office.acts import mail
from polyvalidate.office.acts.jury_print import forms
from polyvalidate.office.acts.jury_session import commit_of_session, decided, read_cohort
from polyvalidate.office.jury import outcomes
from polyvalidate.office.jury.content import Asked, Minutes
from polyvalidate.repository.history import moment_of
from polyvalidate.repository.private_folder import write_folder


def run_print(
    session: str,
    cohort: int,
    programme: str | None,
    directory: Path,
    register_file: Path | None,
    rev: str | None,
    repo: Path,
    branch: str,
    dry_run: bool,
    lang: str,
) -> int:
    """0 when the minutes are written (or would be), 1 when the session has decided nothing."""
    place = mail.ready(directory)
    asked = Asked(session_in(session, lang), cohort)
    repository.resolve(repo, branch)
    commit = rev or commit_of_session(repo, branch, asked)
    if commit is None:
        return stopped(_nothing(asked), lang)
    made_on = moment_of(repo, commit)
    found = read_cohort(repo, commit, made_on.date(), asked)
    asked = asked._replace(programme=programme_in(programme, found.checked.book, lang))
    minutes = decided(found._replace(asked=asked))
    if not minutes.rows:
        return stopped(_nothing(asked), lang)
    members = people(register_file, repo, branch)
    files = forms(minutes, members, lang, made_on)
    if not dry_run:
        write_folder(place, files)
    given = Given(asked, register_file, repo, branch)
    say(_lines(minutes, directory, list(files), given, dry_run, lang), lang)
    if members is not None:
        say(named_lines(sum(row.student not in members for row in minutes.rows), lang, len(files)), lang)
    else:
        say(
            ["  Sans noms : ajoutez --register pour un PV nominatif."]
            if lang == "fr"
            else ["  Without names: add --register for minutes with names."],
            lang,
        )
    return 0


def _nothing(asked: Asked) -> Text:
    only = f", {asked.programme}" if asked.programme else ""
    return Text(
        "Aucune décision n'est enregistrée pour la session {session}, promotion {cohort}{only}. "
        "D'abord : polyvalidate minutes prepare, puis minutes record.",
        "No decision is recorded for the session {session}, cohort {cohort}{only}. First: "
        "polyvalidate minutes prepare, then minutes record.",
    ).filled(session=asked.session, cohort=asked.cohort, only=only)


def _s(plural: bool) -> str:
    return "s" if plural else ""


def _lines(minutes: Minutes, directory: Path, names: list[str], given: Given, dry_run: bool, lang: str) -> list[str]:
    fr, asked, count = lang == "fr", minutes.asked, len(minutes.rows)
    only = f", {asked.programme}" if asked.programme else ""
    lines = [
        Text(
            "PV du jury {session}, promotion {cohort}{only} : {count} {value:décision|décisions}, commit {commit}",
            "Minutes of the jury {session}, cohort {cohort}{only}: {count} {value2:decision|decisions}, "
            "commit {commit}",
        ).of(
            lang,
            session=asked.session,
            cohort=asked.cohort,
            only=only,
            count=count,
            value=count > 1,
            commit=minutes.commit[:12],
            value2=count != 1,
        ),
        "",
    ]
    lines += [f"{n:>5}  {outcomes.said(outcome, lang)}" for outcome, n in minutes.totals.items()]
    if minutes.undecided:
        lines.append(f"{minutes.undecided:>5}  {outcomes.said(None, lang)}")
    lines.append("")
    if dry_run:
        return [*lines, Text("(Essai : rien n'a été écrit.)", "(Dry run: nothing was written.)").of(lang)]
    return [
        *lines,
        *(f"✓ {directory / name}" for name in names),
        Text(
            "  Le PDF est à signer. Pour vérifier un de ces fichiers, un jour :",
            "  The PDF is to be signed. To verify one of these files, some day:",
        ).of(lang),
        given.verify(directory / names[0], lang),
    ]
