"""What each student is sent: their pseudonym and where to declare, as rows to merge and as drafts of e-mails."""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Iterable
from email.message import EmailMessage
from email.policy import SMTP
from typing import NamedTuple

from polyvalidate.office.register.register import Member
from polyvalidate.reports.my_points import form_link
from polyvalidate.reports.spreadsheets import csv_for_people

COLUMNS_OF_TEXT = 119
COLUMNS = ("pseudonyme", "promotion", "groupe", "nom", "prenom", "courriel", "lien", "code_compte")


class School(NamedTuple):
    """What a letter says of the school: its name, the address of its site, the generic address that writes; does each
    student declare in a box of their own?"""

    name: str
    site: str
    contact: str
    boxes: bool = False


class Addressee(NamedTuple):
    """A student, their group (``DI3``, empty when it is not known), their profile, and the code by which they claim
    their folder (empty when their account is known, or when there is nowhere to write it); ``unread``: their box waits
    for their account."""

    member: Member
    group: str
    profile: str
    claim: str = ""
    unread: bool = False


def link(school: School, member: Member, profile: str) -> str:
    """The form with the pseudonym filled in."""
    return form_link(school.site, member.code, member.cohort, profile)


def merge_rows(school: School, addressees: Iterable[Addressee]) -> bytes:
    """A CSV file for the mail merge of Word or LibreOffice, as a French Excel opens it."""
    rows: list[tuple[str, ...]] = [COLUMNS]
    for member, group, profile, claim, _ in addressees:
        surname = member.usual or member.surname
        where = link(school, member, profile)
        rows.append((member.code, str(member.cohort), group, surname, member.first, member.email, where, claim))
    return csv_for_people(rows, "fr")


def draft(school: School, addressee: Addressee) -> bytes:
    """An e-mail that the registry office opens, reads and sends. Raises ValueError for somebody without an address."""
    member, _, profile, claim, unread = addressee
    message = _addressed(school, member, "Vos points d'engagement : votre code d'élève")
    hello = _hello(member)
    claims = (_CLAIM.format(claim=claim), _CLAIM_EN.format(claim=claim)) if claim else ("", "")
    if unread:
        claims = (_UNREAD.format(contact=school.contact), _UNREAD_EN.format(contact=school.contact))
    who, who_en = (_IN_A_BOX, _IN_A_BOX_EN) if school.boxes else (_SHARED, _SHARED_EN)
    readers = _READERS.format(who=who, site=school.site)
    readers_en = _READERS_EN.format(who=who_en, site=school.site, code=member.code, cohort=member.cohort)
    message.set_content(
        _LETTER.format(hello=hello, school=school.name, code=member.code, cohort=member.cohort, site=school.site,
                       link=link(school, member, profile), contact=school.contact,
                       claim=claims[0], claim_en=claims[1], readers=_filled(readers), readers_en=_filled(readers_en)),
        cte="quoted-printable",
    )  # fmt: skip
    return message.as_bytes()


def with_statement(school: School, member: Member, day: str, name: str, pdf: bytes) -> bytes:
    """The same with the statement of a day (in words) attached. Raises ValueError for somebody without an address."""
    text = _STATEMENT.format(hello=_hello(member), school=school.name, day=day, contact=school.contact)
    return _with_pdf(school, member, f"Vos points d'engagement : relevé au {day}", text, name, pdf)


def with_decision(school: School, member: Member, subject: str, name: str, pdf: bytes) -> bytes:
    """An e-mail with the letter of a decision attached. Raises ValueError for somebody without an address."""
    text = _DECISION.format(hello=_hello(member), school=school.name, contact=school.contact)
    return _with_pdf(school, member, subject, text, name, pdf)


def _with_pdf(school: School, member: Member, subject: str, text: str, name: str, pdf: bytes) -> bytes:
    message = _addressed(school, member, subject)
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


def _filled(paragraph: str) -> str:
    return textwrap.fill(paragraph, COLUMNS_OF_TEXT, break_long_words=False, break_on_hyphens=False)


def _hello(member: Member) -> str:
    return f"Bonjour {member.first}," if member.first else "Bonjour,"


_LETTER = """\
{hello}

Votre code d'élève pour déclarer vos activités d'engagement est :

    {code}        (promotion {cohort})

{readers}

Pour déclarer une activité, ouvrez ce lien. Le formulaire connaît déjà votre code :

    {link}
{claim}
Le guide, la grille et le calendrier : {site}
Une question : {contact}

La scolarité, {school}

--

{readers_en}
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

_READERS = (
    "Il remplace votre nom dans toutes vos déclarations, que peuvent lire {who}. Seule la scolarité garde le lien "
    "entre lui et votre nom : ne le publiez pas à côté. Vos demandes montrent votre compte sur la forge. Qui voit "
    "quoi : {site}/guides/vie-privee/"
)
_READERS_EN = (
    "Your student code for declaring your engagement activities is {code} (cohort {cohort}). It stands for your name "
    "in your declarations, which {who}; only the registry office keeps the link with your name. Your requests show "
    "your account on the forge. Who sees what: {site}/en/guides/vie-privee/. To declare, open the link above."
)
_SHARED = "les personnes qui ont accès au dépôt de l'école, autres élèves compris"
_SHARED_EN = "whoever has access to the school's repository can read, other students included"
_IN_A_BOX = (
    "l'école et vous, et que les autres élèves ne voient pas : elles sont dans votre boîte, un dépôt à votre code"
)
_IN_A_BOX_EN = "you and the school can read, and other students not: they are in your box, a repository of your code"

_UNREAD = """
Votre boîte vous sera ouverte dès que la scolarité connaîtra votre compte sur la forge. Écrivez-lui le nom de ce compte,
de votre adresse de l'école :

    {contact}

La forge vous envoie ensuite, s'il en faut une, une invitation : acceptez-la, puis déclarez.
"""

_UNREAD_EN = """
Your box is opened to you as soon as the registry office knows your account on the forge. Write the name of this account
to them, from your address at the school: {contact}
The forge then sends you an invitation, where it takes one: accept it, then declare.
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

_DECISION = """\
{hello}

La décision du jury du quitus citoyen vous concernant est jointe à ce message. Elle est pour vous seul·e.

Une question : {contact}

La scolarité, {school}

--

The decision of the jury of the quitus citoyen about you is attached. It is for you alone. A question: {contact}
"""
