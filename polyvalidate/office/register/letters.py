"""What each student is sent: their pseudonym and where to declare, as rows to merge and as drafts of e-mails."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from email.message import EmailMessage
from email.policy import SMTP
from typing import NamedTuple

from polyvalidate.office.register.register import Member
from polyvalidate.reports.my_points import form_link
from polyvalidate.reports.spreadsheets import csv_for_people

COLUMNS = ("pseudonyme", "promotion", "groupe", "nom", "prenom", "courriel", "lien", "code_compte")


class School(NamedTuple):
    """What a letter says of the school: its name, the address of its site, the generic address that writes."""

    name: str
    site: str
    contact: str


class Addressee(NamedTuple):
    """A student, their group (``DI3``, empty when it is not known), their profile, and the code by which they claim
    their folder (empty when their account is known)."""

    member: Member
    group: str
    profile: str
    claim: str = ""


def link(school: School, member: Member, profile: str) -> str:
    """The form with the pseudonym filled in."""
    return form_link(school.site, member.code, member.cohort, profile)


def merge_rows(school: School, addressees: Iterable[Addressee]) -> bytes:
    """A CSV file for the mail merge of Word or LibreOffice, as a French Excel opens it."""
    rows: list[tuple[str, ...]] = [COLUMNS]
    for member, group, profile, claim in addressees:
        surname = member.usual or member.surname
        where = link(school, member, profile)
        rows.append((member.code, str(member.cohort), group, surname, member.first, member.email, where, claim))
    return csv_for_people(rows, "fr")


def draft(school: School, addressee: Addressee) -> bytes:
    """An e-mail that the registry office opens, reads and sends. Raises ValueError for somebody without an address."""
    member, _, profile, claim = addressee
    message = _addressed(school, member, "Vos points d'engagement : votre code d'élève")
    hello = _hello(member)
    claims = (_CLAIM.format(claim=claim), _CLAIM_EN.format(claim=claim)) if claim else ("", "")
    message.set_content(
        _LETTER.format(hello=hello, school=school.name, code=member.code, cohort=member.cohort, site=school.site,
                       link=link(school, member, profile), contact=school.contact,
                       claim=claims[0], claim_en=claims[1]),
        cte="quoted-printable",
    )  # fmt: skip
    return message.as_bytes()


def with_statement(school: School, member: Member, day: str, name: str, pdf: bytes) -> bytes:
    """The same with the statement of a day (in words) attached. Raises ValueError for somebody without an address."""
    message = _addressed(school, member, f"Vos points d'engagement : relevé au {day}")
    text = _STATEMENT.format(hello=_hello(member), school=school.name, day=day, contact=school.contact)
    message.set_content(text, cte="quoted-printable")
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename=name)
    message.set_boundary(f"=_{hashlib.sha256(pdf).hexdigest()[:32]}")  # otherwise by chance, and new each time
    return message.as_bytes()


def _addressed(school: School, member: Member, subject: str) -> EmailMessage:
    if not member.email:
        raise ValueError("no address")
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"  # Outlook then opens it as a message to be sent
    message["From"] = school.contact
    message["To"] = member.email
    message["Subject"] = subject
    return message


def _hello(member: Member) -> str:
    return f"Bonjour {member.first}," if member.first else "Bonjour,"


_LETTER = """\
{hello}

Votre code d'élève pour déclarer vos activités d'engagement est :

    {code}        (promotion {cohort})

Il remplace votre nom dans toutes vos déclarations, que peuvent lire les personnes qui ont accès au dépôt de l'école,
autres élèves compris. Seule la scolarité garde le lien entre lui et votre nom : ne le publiez pas à côté. Vos demandes
montrent votre compte sur la forge. Qui voit quoi : {site}/guides/vie-privee/

Pour déclarer une activité, ouvrez ce lien. Le formulaire connaît déjà votre code :

    {link}
{claim}
Le guide, la grille et le calendrier : {site}
Une question : {contact}

La scolarité, {school}

--

Your student code for declaring your engagement activities is {code} (cohort {cohort}). It stands for your name in your
declarations, which whoever has access to the school's repository can read, other students included; only the registry
office keeps the link with your name. Your requests show your account on the forge. Who sees what:
{site}/en/guides/vie-privee/. To declare an activity, open the link above.
{claim_en}"""

_CLAIM = """
À votre première demande, l'école ne connaît pas encore votre compte sur la forge. Écrivez alors sous cette demande,
dans un commentaire :

    /compte {claim}

Ce code ne sert qu'à cela, une fois, et à vous seul·e : ne le donnez à personne.
"""

_CLAIM_EN = """
With your first request the school does not know your account on the forge yet. Write this below the request, in a
comment: /account {claim}. This code is for that alone, once, and for you only: give it to nobody.
"""

_STATEMENT = """\
{hello}

Voici le relevé de vos activités d'engagement au {day} : ce que vous avez déclaré, ce qui a été décidé, ce qui compte.

Il est pour vous seul·e. Une erreur, une question, un désaccord : {contact}

La scolarité, {school}

--

The statement of your engagement activities is attached. It is for you alone. A mistake, a question, a disagreement:
{contact}
"""
