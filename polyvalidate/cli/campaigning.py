"""``polyvalidate campaign status | open | close``: the dates, who they concern, what was written, what comes next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from polyvalidate import repository
from polyvalidate.cli import typed
from polyvalidate.cli.agreeing import agreed, nothing_written
from polyvalidate.cli.campaign_words import effect, status_lines
from polyvalidate.cli.deciding import show_findings
from polyvalidate.model.words import Text, day, plain, typographic
from polyvalidate.office.acts.campaigns import Prepared, Wish, closed, grid_for, opened
from polyvalidate.repository.commits import Committer
from polyvalidate.repository.output import put
from polyvalidate.school.queue import open_requests
from polyvalidate.school.school import School, open_school

_CODE = re.compile(r"[a-z][a-z0-9-]{0,19}", re.ASCII)


def run_status(year: str | None, repo: Path, branch: str, on: datetime | None, lang: str) -> int:
    school = open_school(repo, branch, on.date() if on else repository.today())
    grids = list(school.book.grids.values()) if year is None else [grid_for(school.book, "", year)]
    put(plain(typographic("\n".join(status_lines(grids, school.book.today, lang)), lang)) + "\n", None)
    return 0


def run_open(
    code: str,
    opens: str | None,
    closes: str | None,
    covers_from: str | None,
    covers_to: str | None,
    title_fr: str | None,
    title_en: str | None,
    second_chance: bool,
    signer: str | None,
    year: str | None,
    repo: Path,
    branch: str,
    on: datetime | None,
    yes: bool,
    dry_run: bool,
    lang: str,
) -> int:
    """0 when the campaign is as asked (or would be), 1 when something stands against it and nothing was written."""
    wish = Wish(
        _code(code, lang),
        year,
        _day(opens, "--opens", lang),
        _day(closes, "--closes", lang),
        _day(covers_from, "--covers-from", lang),
        _day(covers_to, "--covers-to", lang),
        title_fr,
        title_en,
        second_chance,
    )
    school = open_school(repo, branch, on.date() if on else repository.today())
    return _write(school, opened(school, wish, signer), yes, dry_run, lang)


def run_close(
    code: str,
    closes: str | None,
    signer: str | None,
    year: str | None,
    repo: Path,
    branch: str,
    on: datetime | None,
    yes: bool,
    dry_run: bool,
    lang: str,
) -> int:
    wish = Wish(_code(code, lang), year, closes=_day(closes, "--closes", lang))
    school = open_school(repo, branch, on.date() if on else repository.today())
    return _write(school, closed(school, wish, signer), yes, dry_run, lang)


def _code(text: str, lang: str) -> str:
    if _CODE.fullmatch(text):
        return text
    raise click.BadParameter(
        Text(
            "Le code d'une campagne est en minuscules, chiffres et tirets : seconde-chance.",
            "The code of a campaign has small letters, digits and dashes: second-chance.",
        ).of(lang),
        param_hint="CODE",
    )


def _day(text: str | None, option: str, lang: str) -> date | None:
    try:
        return typed.day(text) if text is not None else None
    except typed.Unclear as error:
        raise click.BadParameter(error.text.in_language(lang), param_hint=option) from None


def _write(school: School, prepared: Prepared | Text, yes: bool, dry_run: bool, lang: str) -> int:
    fr = lang == "fr"
    if isinstance(prepared, Text):
        _say([prepared.in_language(lang)], lang, err=True)
        nothing_written(lang)
        return 1
    if not prepared.changes:
        _say([Text("Cette campagne est déjà ainsi.", "This campaign is like this already.").of(lang)], lang)
        _say(effect(prepared, 0, lang)[1:], lang)
        return 0
    if prepared.findings:
        show_findings(prepared.findings, {prepared.path: prepared.data}, prepared.book, lang)
        count = len(prepared.findings)
        _say(
            [
                Text(
                    "Avec ces dates, {count} remarque(s) apparaîtraient. Choisissez d'autres dates.",
                    "With these dates, {count} finding(s) would appear. Choose other dates.",
                ).of(lang, count=count)
            ],
            lang,
            err=True,
        )
        nothing_written(lang)
        return 1
    waiting = sum(1 for _ in open_requests(school.place, school.commit))
    _say(effect(prepared, waiting, lang), lang)
    committer = Committer(school.place, school.branch, school.commit)
    if dry_run:
        _say(["", Text("(Essai : rien n'a été écrit.)", "(Dry run: nothing was written.)").of(lang)], lang)
        return 0
    if not agreed(
        f"\nÉcrire {prepared.path}, signé {prepared.holder.code} ?",
        f"\nWrite {prepared.path}, signed {prepared.holder.code}?",
        yes,
        lang,
    ):
        nothing_written(lang)
        return 1
    now = datetime.now().astimezone()
    made = committer.commit({prepared.path: prepared.data}, message(prepared, lang), prepared.holder.code, now)
    branch = school.branch
    _say(
        [
            "",
            Text("✓ Un commit sur {branch} : {made}", "✓ One commit on {branch}: {made}").of(
                lang, branch=branch, made=made[:12]
            ),
            Text(
                "  Il n'est encore que sur cette machine. Pour l'envoyer : git push origin {branch}",
                "  It is on this machine only so far. To send it: git push origin {branch}",
            ).of(lang, branch=branch),
            Text(
                "  Le calendrier du site suivra à sa prochaine publication.",
                "  The site's calendar follows when next published.",
            ).of(lang),
            *_to_tell(prepared, lang),
        ],
        lang,
    )
    return 0


def _to_tell(prepared: Prepared, lang: str) -> list[str]:
    """How to write to those whom it is for; nothing once nobody can declare any more."""
    if prepared.after.closes <= prepared.book.today:
        return []
    command = "polyvalidate campaign remind"
    return [Text("  Pour prévenir : {command}", "  To tell people: {command}").of(lang, command=command)]


def message(prepared: Prepared, lang: str) -> str:
    """What the record keeps of it."""
    after, year = prepared.after, prepared.grid.year
    if lang == "fr":
        subject = f"Campagne {after.code} {year} : du {day(after.opens, 'fr')} au {day(after.closes, 'fr')}"
    else:
        subject = f"Campaign {after.code} {year}: {day(after.opens, 'en')} to {day(after.closes, 'en')}"
    return f"{plain(subject)}\n\nMerged-by: {prepared.holder.code}\n"


def _say(lines: Sequence[str], lang: str, err: bool = False) -> None:
    if lines:
        click.echo(plain(typographic("\n".join(lines), lang)), err=err)
