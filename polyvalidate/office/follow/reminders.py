"""Reminders: to whom, and the letter that says what is missing and until when one may declare. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum

from polyvalidate.model.grid import Campaign, Grid
from polyvalidate.model.phrases import what_is_missing
from polyvalidate.model.words import Text, day, number, plain
from polyvalidate.model.years import academic_year
from polyvalidate.office.follow.gathering import Followed, Following
from polyvalidate.office.follow.standing import State
from polyvalidate.office.follow.tables import STATES
from polyvalidate.office.lists.cells import inert
from polyvalidate.office.register.letters import School, link
from polyvalidate.office.register.register import Member


class Who(StrEnum):
    """Whom a reminder is for."""

    MISSING = "missing"  # points, or something else, are missing, and what waits would not do
    AT_RISK = "at-risk"  # the same, in the last year
    UNDECLARED = "undeclared"  # nothing declared of this academic year, and the threshold is not reached


COLUMNS = ("pseudonyme", "promotion", "groupe", "nom", "prenom", "courriel", "situation", "bilan", "seuil", "manque",
           "en_attente", "a_corriger", "declarer_jusqu_au", "lien")  # fmt: skip
_SHORT = (State.AT_RISK, State.LATE, State.ON_TIME)


def chosen(following: Following, who: Who) -> list[Followed]:
    """The students whom a reminder is for, in the order of the follow-up."""
    year = academic_year(following.today)
    if who is Who.AT_RISK:
        return [one for one in following.students if one.state is State.AT_RISK]
    short = [one for one in following.students if one.state in _SHORT]
    if who is Who.MISSING:
        return short
    return [
        one
        for one in short
        if not any(claim.grid.year == year for claim in (*one.claims, *(wait.claim for wait in one.waiting)))
        and not one.returned
    ]


def campaign_to_use(grids: Iterable[Grid], today: date) -> Campaign | None:
    """The campaign in which a reminder invites to declare: the open one that closes last, else the next to open."""
    known = [campaign for grid in grids for campaign in grid.campaigns]
    current = [c for c in known if c.opens <= today <= c.closes]
    if current:
        return max(current, key=lambda c: c.closes)
    return min((c for c in known if c.opens > today), key=lambda c: c.opens, default=None)


def merge_rows(school: School, rows: Sequence[tuple[Followed, Member]], campaign: Campaign | None) -> bytes:
    """The list to merge, as a French Excel opens it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one, member in rows:
        surname = member.usual or member.surname
        person = (member.code, str(member.cohort), one.group, surname, member.first, member.email)
        cells = (*person, *_situation(one), _until(campaign), link(school, member, one.student.profile))
        writer.writerow([inert(cell) for cell in cells])
    return "\ufeff".encode() + text.getvalue().encode()


def pseudonym_rows(rows: Iterable[Followed], campaign: Campaign | None) -> bytes:
    """The same without anybody's name: who they are is in the register only."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow((*COLUMNS[:3], *COLUMNS[6:-1]))
    for one in rows:
        person = (one.student.code, str(one.student.cohort), one.group)
        writer.writerow((*person, *_situation(one), _until(campaign)))
    return "\ufeff".encode() + text.getvalue().encode()


def _situation(one: Followed) -> tuple[str, ...]:
    required = one.balance.required
    return (
        STATES[one.state][0],
        number(one.balance.credited, "fr"),
        "" if required is None else number(required, "fr"),
        what_is_missing(one.balance.missing, "fr"),
        str(len(one.waiting)),
        str(len(one.returned) + one.errors),
    )


def _until(campaign: Campaign | None) -> str:
    return f"{campaign.closes:%d/%m/%Y}" if campaign is not None else ""


def draft(school: School, one: Followed, member: Member, campaign: Campaign | None, today: date) -> bytes:
    """An e-mail that the registry office opens, reads and sends. Raises ValueError for somebody without an address."""
    if not member.email:
        raise ValueError("no address")
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"  # Outlook then opens it as a message to be sent
    message["From"] = school.contact
    message["To"] = member.email
    message["Subject"] = "Vos points d'engagement : où vous en êtes"
    paragraphs = [
        f"Bonjour {member.first}," if member.first else "Bonjour,",
        *_balance(one, today, "fr"),
        *_invitation(school, member, one.student.profile, campaign, today),
        f"Le guide et le calendrier : {school.site}\nUne question : {school.contact}",
        f"La scolarité, {school.name}",
        "--",
        *_balance(one, today, "en"),
        *_invitation_en(school, campaign, today),
    ]
    message.set_content(plain("\n\n".join(paragraphs)) + "\n", cte="quoted-printable")
    return message.as_bytes()


def _balance(one: Followed, today: date, lang: str) -> list[str]:
    balance, fr = one.balance, lang == "fr"
    required = "?" if balance.required is None else number(balance.required, lang)
    has = number(balance.credited, lang)
    lacks = what_is_missing(balance.missing, lang)
    text = Text(
        "Au {today:date}, votre bilan est de {has} sur {required} pour le quitus citoyen. Il vous manque : {lacks}.",
        "On {today:date} your balance is {has} of {required} for the quitus citoyen. You still need: {lacks}.",
    ).of(lang, today=today, has=has, required=required, lacks=lacks)
    found = [text]
    if one.waiting:
        count = len(one.waiting)
        found.append(
            Text(
                "Déclarations qui attendent une décision, et ne sont pas encore comptées : {count}.",
                "Declarations that await a decision and are not counted yet: {count}.",
            ).of(lang, count=count)
        )
    if one.returned or one.errors:
        count = len(one.returned) + one.errors
        found.append(
            f"À corriger avant de pouvoir être comptées : {count}. {_WHERE[0] if one.returned else ''}".strip()
            if fr
            else f"To be mended before they can count: {count}. {_WHERE[1] if one.returned else ''}".strip()
        )
    return found


_WHERE = ("La demande dit quoi, ligne par ligne.", "The request says what, line by line.")


def _invitation(school: School, member: Member, profile: str, campaign: Campaign | None, today: date) -> list[str]:
    if campaign is None:
        return ["Aucune campagne n'est annoncée pour l'instant."]
    start, end = campaign.covers
    if campaign.opens > today:
        when = f"Vous pourrez déclarer du {day(campaign.opens, 'fr')} au {day(campaign.closes, 'fr')}"
    else:
        when = f"Vous pouvez déclarer jusqu'au {day(campaign.closes, 'fr')} inclus"
    return [
        f"{when} ce que vous avez fait du {day(start, 'fr')} au {day(end, 'fr')}. Le formulaire connaît déjà votre "
        f"code :\n\n    {link(school, member, profile)}"
    ]


def _invitation_en(school: School, campaign: Campaign | None, today: date) -> list[str]:
    if campaign is None:
        return ["No campaign is announced for the moment."]
    start, end = campaign.covers
    if campaign.opens > today:
        when = f"From {day(campaign.opens, 'en')} to {day(campaign.closes, 'en')} you will be able to declare"
    else:
        when = f"Until {day(campaign.closes, 'en')} included you may declare"
    return [f"{when} what you did from {day(start, 'en')} to {day(end, 'en')}, with the link above ({school.site})."]
