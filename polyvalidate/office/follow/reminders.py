"""Reminders: to whom, and the letter that says what is missing and until when one may declare. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum

from polyvalidate.model.grid import Campaign, Grid
from polyvalidate.model.phrases import what_is_missing
from polyvalidate.model.words import Text, number, plain
from polyvalidate.model.years import academic_year
from polyvalidate.office.follow.gathering import Followed, Following
from polyvalidate.office.follow.standing import BEHIND, State
from polyvalidate.office.follow.tables import STATES
from polyvalidate.office.register.letters import School, link
from polyvalidate.office.register.register import Member
from polyvalidate.reports.spreadsheets import csv_for_people


class Who(StrEnum):
    """Whom a reminder is for."""

    MISSING = "missing"  # points, or something else, are missing, and what waits would not do
    WATCH = "watch"  # the levels of the follow-up: this one, or a worse one
    AT_RISK = "at-risk"
    CRITICAL = "critical"
    UNDECLARED = "undeclared"  # nothing declared of this academic year, and the threshold is not reached


COLUMNS = ("pseudonyme", "promotion", "groupe", "nom", "prenom", "courriel", "situation", "bilan", "seuil", "manque",
           "en_attente", "a_corriger", "declarer_jusqu_au", "lien")  # fmt: skip
_SHORT = (*BEHIND, State.ON_TIME)


def chosen(following: Following, who: Who) -> list[Followed]:
    """The students whom a reminder is for, in the order of the follow-up."""
    year = academic_year(following.today)
    if who in (Who.WATCH, Who.AT_RISK, Who.CRITICAL):
        levels = BEHIND[: BEHIND.index(State(who)) + 1]
        return [one for one in following.students if one.state in levels]
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
    table: list[tuple[str, ...]] = [COLUMNS]
    for one, member in rows:
        surname = member.usual or member.surname
        person = (member.code, str(member.cohort), one.group, surname, member.first, member.email)
        table.append((*person, *_situation(one), _until(campaign), link(school, member, one.student.profile)))
    return csv_for_people(table, "fr")


def pseudonym_rows(rows: Iterable[Followed], campaign: Campaign | None) -> bytes:
    """The same without anybody's name: who they are is in the register only."""
    people = (
        (one.student.code, str(one.student.cohort), one.group, *_situation(one), _until(campaign)) for one in rows
    )
    return csv_for_people(((*COLUMNS[:3], *COLUMNS[6:-1]), *people), "fr")


def _situation(one: Followed) -> tuple[str, ...]:
    required = one.balance.required
    return (
        STATES[one.state].fr,
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
    invitation = _invitation(school, link(school, member, one.student.profile), campaign, today)
    urged = _URGED.get(one.state)
    paragraphs = [
        f"Bonjour {member.first}," if member.first else "Bonjour,",
        *_balance(one, today, "fr"),
        *([urged.fr] if urged is not None else []),
        invitation.fr,
        f"Le guide et le calendrier : {school.site}\nUne question : {school.contact}",
        f"La scolarité, {school.name}",
        "--",
        *_balance(one, today, "en"),
        *([urged.en] if urged is not None else []),
        invitation.en,
    ]
    message.set_content(plain("\n\n".join(paragraphs)) + "\n", cte="quoted-printable")
    return message.as_bytes()


_URGED = {
    State.WATCH: Text(
        "Il reste du temps. Prévoyez dès maintenant une ou deux activités : la grille dit ce que chacune peut ajouter.",
        "There is time left. Plan one or two activities now: the grid says what each may add.",
    ),
    State.AT_RISK: Text(
        "À ce rythme, le seuil risque de ne pas être atteint à temps. Choisissez vos prochaines activités sans "
        "attendre ; si quelque chose vous en empêche, écrivez-nous.",
        "At this pace the threshold may not be reached in time. Choose your next activities without delay; if "
        "something prevents you, write to us.",
    ),
    State.CRITICAL: Text(
        "Il manque beaucoup de points pour le temps qui reste. Répondez à ce message : nous chercherons avec vous ce "
        "qui est encore possible.",
        "Many points are missing for the time that is left. Answer this message: we will look with you for what is "
        "still possible.",
    ),
}
"""What a reminder adds, by level."""


def _balance(one: Followed, today: date, lang: str) -> list[str]:
    balance, mended = one.balance, len(one.returned) + one.errors
    has = Text(
        "Au {today:date}, votre bilan est de {has:number} sur {required} pour le quitus citoyen. Il vous manque : "
        "{lacks}.",
        "On {today:date} your balance is {has:number} of {required} for the quitus citoyen. You still need: {lacks}.",
    ).of(
        lang,
        today=today,
        has=balance.credited,
        required="?" if balance.required is None else number(balance.required, lang),
        lacks=what_is_missing(balance.missing, lang),
    )
    waiting = Text(
        "Déclarations qui attendent une décision, et ne sont pas encore comptées : {n}.",
        "Declarations that await a decision and are not counted yet: {n}.",
    )
    to_mend = Text("À corriger avant de pouvoir être comptées : {n}.", "To be mended before they can count: {n}.")
    where = Text(" La demande dit quoi, ligne par ligne.", " The request says what, line by line.")
    return [
        has,
        *([waiting.of(lang, n=len(one.waiting))] if one.waiting else []),
        *([to_mend.of(lang, n=mended) + (where.of(lang) if one.returned else "")] if mended else []),
    ]


_WILL = Text(
    "Vous pourrez déclarer du {opens:date} au {closes:date}",
    "From {opens:date} to {closes:date} you will be able to declare",
)
_MAY = Text("Vous pouvez déclarer jusqu'au {closes:date} inclus", "Until {closes:date} included you may declare")


def _invitation(school: School, form: str, campaign: Campaign | None, today: date) -> Text:
    """When one may declare, and where: ``form`` is the address of the form that knows the student's code already."""
    if campaign is None:
        return Text("Aucune campagne n'est annoncée pour l'instant.", "No campaign is announced for the moment.")
    when = _WILL if campaign.opens > today else _MAY
    start, end = campaign.covers
    return Text(
        "{when} ce que vous avez fait du {start:date} au {end:date}. Le formulaire connaît déjà votre code :"
        "\n\n    {form}",
        "{when} what you did from {start:date} to {end:date}, with the link above ({site}).",
    ).filled(
        when=when.filled(opens=campaign.opens, closes=campaign.closes),
        start=start,
        end=end,
        form=form,
        site=school.site,
    )
