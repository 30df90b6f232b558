"""``polyvalidate campaign remind``: letters to those who lack points, or their pseudonyms."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click

from polyvalidate import repository
from polyvalidate.cli.checks import Bar
from polyvalidate.cli.following import level_in, programme_in
from polyvalidate.model.grid import Campaign
from polyvalidate.model.words import Text, plain, typographic
from polyvalidate.office.acts.follow import follow
from polyvalidate.office.acts.mail import DRAFTS, MERGE_FILE, ready
from polyvalidate.office.acts.shelf import hold_to, peek
from polyvalidate.office.follow import reminders
from polyvalidate.office.follow.gathering import Chosen, Followed, Following
from polyvalidate.office.follow.reminders import Who
from polyvalidate.office.register.letters import School
from polyvalidate.office.register.register import Member
from polyvalidate.repository.private_folder import write_folder
from polyvalidate.school.school import open_school


def run_remind(
    directory: Path | None,
    register_file: Path | None,
    to: str,
    programme: str | None,
    level: str | None,
    repo: Path,
    branch: str,
    on: datetime | None,
    dry_run: bool,
    lang: str,
) -> int:
    """0 when the letters are written (or would be, or there is nobody to remind)."""
    fr = lang == "fr"
    if (directory is None) is not (register_file is None):
        raise click.UsageError(
            Text(
                "Des courriels demandent un dossier et --register ; sans l'un ni l'autre, seuls des "
                "pseudonymes sont donnés.",
                "Letters need a folder and --register; without both, only pseudonyms are given.",
            ).of(lang)
        )
    today = on.date() if on else repository.today()
    folder = ready(directory) if directory is not None else None
    school = open_school(repo, branch, today)
    register = peek(register_file) if register_file is not None else None
    if register is not None and register_file is not None:
        hold_to(school, register, register_file.name)
    chosen = Chosen(programme=programme_in(programme, school.book, lang), level=level_in(level, "--level", lang))
    found = follow(repo, branch, today, chosen, register, Bar(lang))
    people = reminders.chosen(found, Who(to))
    campaign = reminders.campaign_to_use(found.book.grids.values(), today)
    if folder is None:
        sys.stdout.buffer.write(reminders.pseudonym_rows(people, campaign))
        sys.stdout.flush()
        return 0
    named = [(one, one.member) for one in people if one.member is not None]
    lines = _about(found, people, named, campaign, today, lang)
    if not named:
        lines.append(Text("Il n'y a personne à prévenir.", "There is nobody to remind.").of(lang))
    elif dry_run:
        lines.append(Text("(Essai : rien n'a été écrit.)", "(Dry run: nothing was written.)").of(lang))
    else:
        grid = school.latest
        sender = School(grid.school, grid.site, grid.contact)
        drafts = {
            f"{DRAFTS}/{member.code}.eml": reminders.draft(sender, one, member, campaign, today)
            for one, member in named
            if member.email
        }
        write_folder(folder, {MERGE_FILE: reminders.merge_rows(sender, named, campaign), **drafts})
        lines += _written(folder, len(named), len(drafts), lang)
    click.echo(plain(typographic("\n".join(lines), lang)))
    return 0


def _about(
    found: Following,
    people: list[Followed],
    named: list[tuple[Followed, Member]],
    campaign: Campaign | None,
    today: date,
    lang: str,
) -> list[str]:
    fr = lang == "fr"
    lines = [
        Text(
            "{count} élève(s) à prévenir, sur {count2} suivis.",
            "{count} student(s) to remind, of {count2} who are followed.",
        ).of(lang, count=len(people), count2=len(found.students))
    ]
    if campaign is None:
        lines.append(
            Text(
                "Aucune campagne n'est ouverte ni annoncée : les courriels ne peuvent pas dire quand "
                "déclarer (polyvalidate campaign open).",
                "No campaign is open or announced: letters cannot say when to declare (polyvalidate campaign open).",
            ).of(lang)
        )
    elif campaign.opens <= today:
        lines.append(
            Text(
                "Campagne ouverte : {code}, jusqu'au {closes:date} inclus.",
                "Campaign under way: {code}, until {closes:date} included.",
            ).of(lang, code=campaign.code, closes=campaign.closes)
        )
    else:
        lines.append(
            Text(
                "Campagne annoncée : {code}, du {opens:date} au {closes:date}.",
                "Campaign announced: {code}, {opens:date} to {closes:date}.",
            ).of(lang, code=campaign.code, opens=campaign.opens, closes=campaign.closes)
        )
    if len(named) < len(people):
        count = len(people) - len(named)
        lines.append(
            Text("{count} d'entre eux ne sont pas dans le registre.", "{count} of them are not in the register.").of(
                lang, count=count
            )
        )
    return lines


def _written(folder: Path, rows: int, drafts: int, lang: str) -> list[str]:
    if lang == "fr":
        lines = [
            f"✓ Courriels dans {folder} : {MERGE_FILE} ({rows} lignes) et {drafts} brouillons",
            "  Rien n'a été envoyé. Relisez un brouillon, envoyez, puis supprimez ce dossier.",
        ]
        without = f"  {rows - drafts} élève(s) n'ont pas d'adresse connue."
    else:
        lines = [
            f"✓ Letters in {folder}: {MERGE_FILE} ({rows} rows) and {drafts} drafts",
            "  Nothing was sent. Read a draft, send, then delete this folder.",
        ]
        without = f"  {rows - drafts} student(s) have no known address."
    return [*lines, without] if drafts < rows else lines
