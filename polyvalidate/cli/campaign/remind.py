"""``polyvalidate campaign remind``: letters to those who lack points, or their pseudonyms."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from polyvalidate.cli.kit import options, people
from polyvalidate.cli.kit.commands import argument, command, option
from polyvalidate.cli.kit.letters import letters_told
from polyvalidate.cli.kit.opening import register_of
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.phrases import DRY_RUN
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.grid import Campaign
from polyvalidate.model.words import Text
from polyvalidate.office.acts.follow import follow
from polyvalidate.office.acts.mail import reminder, reminders_of, write_letters
from polyvalidate.office.follow import reminders
from polyvalidate.office.follow.gathering import Chosen
from polyvalidate.office.follow.reminders import Who
from polyvalidate.repository.private_folder import ready
from polyvalidate.school.school import open_school


@command(
    "remind",
    Text(
        "Prépare le rappel des élèves à qui il manque des points : avec le registre, une liste de publipostage et un"
        " brouillon de courriel (.eml) par élève dans DIR ; sans lui, la liste des pseudonymes. Rien n'est envoyé.",
        "Prepare the reminder of the students who lack points: with the register, a mail-merge list and a draft e-mail"
        " (.eml) for each in DIR; without it, the list of pseudonyms. Nothing is sent.",
    ),
)
@argument("directory", metavar="[DIR]", required=False, type=options.PATH)
@option(
    "--to",
    type=click.Choice([who.value for who in Who]),
    default=Who.MISSING.value,
    show_default=True,
    help=Text(
        "À qui : ceux à qui il manque des points ; ceux d'un niveau du suivi ou d'un niveau plus grave (à surveiller, à"
        " risque, critique) ; ceux qui n'ont rien déclaré cette année.",
        "To whom: those who lack points; those of a level of the follow-up or of a worse one; those who declared"
        " nothing this year.",
    ),
)
@people.programme
@option("--level", metavar="YEAR", help=Text("Une année d'études : 5A.", "One year of study: 5A."))
@options.office("names", "repo", "branch", "on", "dry-run")
def remind(
    terminal: Terminal, directory: Path | None, to: str, programme: str | None, level: str | None, office: Office
) -> int:
    """0 when the letters are written (or would be, or there is nobody to remind)."""
    if (directory is None) is not (office.register is None):
        raise terminal.misused(
            Text(
                "Des courriels demandent un dossier et --register ; sans l'un ni l'autre, seuls des pseudonymes sont"
                " donnés.",
                "Letters need a folder and --register; without both, only pseudonyms are given.",
            )
        )
    folder = ready(directory) if directory is not None else None
    school = open_school(office.repo, office.branch, office.today)
    register = register_of(school, office) if office.register is not None else None
    chosen = Chosen(
        programme=people.programme_in(programme, school.book, terminal),
        level=people.level_in(level, "--level", terminal),
    )
    found = follow(office.repo, office.branch, office.today, chosen, register, terminal.bar())
    asked = reminder(found, Who(to))
    if folder is None:
        sys.stdout.buffer.write(reminders.pseudonym_rows(asked.whom, asked.campaign))
        sys.stdout.flush()
        return 0
    terminal.say(
        Text(
            "{n} {n:élève|élèves} à prévenir, sur {total} {total:suivi|suivis}.",
            "{n} {n:student|students} to remind, of {total} who {total:is|are} followed.",
        ),
        n=len(asked.whom),
        total=len(found.students),
    )
    _say_when(asked.campaign, office.today, terminal)
    if missing := len(asked.whom) - len(asked.named):
        terminal.say(
            Text(
                "{n} d'entre eux {n:n'est|ne sont} pas dans le registre.", "{n} of them {n:is|are} not in the register."
            ),
            n=missing,
        )
    if not asked.named:
        terminal.say(Text("Il n'y a personne à prévenir.", "There is nobody to remind."))
    elif office.dry_run:
        terminal.say(DRY_RUN)
    else:
        letters_told(write_letters(folder, reminders_of(school, asked, office.today)), Text("", ""), terminal)
    return 0


def _say_when(campaign: Campaign | None, today: date, terminal: Terminal) -> None:
    """The campaign in which the letters invite to declare."""
    if campaign is None:
        terminal.say(
            Text(
                "Aucune campagne n'est ouverte ni annoncée : les courriels ne peuvent pas dire quand déclarer"
                " (polyvalidate campaign open).",
                "No campaign is open or announced: letters cannot say when to declare (polyvalidate campaign open).",
            )
        )
        return
    text = Text(
        "Campagne annoncée : {code}, du {opens:date} au {closes:date}.",
        "Campaign announced: {code}, {opens:date} to {closes:date}.",
    )
    if campaign.opens <= today:
        text = Text(
            "Campagne ouverte : {code}, jusqu'au {closes:date} inclus.",
            "Campaign under way: {code}, until {closes:date} included.",
        )
    terminal.say(text, code=campaign.code, opens=campaign.opens, closes=campaign.closes)
