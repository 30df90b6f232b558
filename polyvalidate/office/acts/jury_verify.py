"""Old minutes made again from their commit, and compared: equal, corrected since, or what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from polyvalidate import repository
from polyvalidate.model.words import Text
from polyvalidate.office.acts.jury_history import Recording, recordings, since, with_earlier
from polyvalidate.office.acts.jury_print import forms
from polyvalidate.office.acts.jury_session import decided, read_cohort
from polyvalidate.office.jury.comparing import Difference, differences
from polyvalidate.office.jury.content import LAYOUT, Minutes, Provenance
from polyvalidate.office.jury.reading import Form, read_form
from polyvalidate.office.jury.tables import People
from polyvalidate.office.lists.cells import shown
from polyvalidate.office.register.register import Member
from polyvalidate.repository import Unreadable
from polyvalidate.repository.history import moment_of
from polyvalidate.repository.making import contains


class Verified(NamedTuple):
    """Minutes beside those made again from their commit. ``remark`` is on the bytes of a PDF that are others;
    ``inside``: is their commit in the branch; ``later`` is what the session recorded since."""

    form: Form
    provenance: Provenance
    minutes: Minutes
    found: tuple[Difference, ...]
    remark: Text | None
    inside: bool
    later: tuple[Recording, ...]

    @property
    def right(self) -> bool:
        """Are they those of their commit, and it in the branch, whatever was corrected since?"""
        return self.inside and not self.found and self.remark is None


def verified(
    place: Path, branch: str, data: bytes, name: str, members: Mapping[str, Member] | None, lang: str
) -> Verified:
    """The minutes in a file, called ``name``, beside what the record says; differences are told in ``lang``.

    Raises ``Unreadable`` for what is no minutes, or cannot be compared here.
    """
    form = read_form(data)
    if isinstance(form, Text):
        raise Unreadable(Text("{name} : {form}", "{name}: {form}"), name=name, form=form)
    provenance = form.provenance
    if provenance.kind != "minutes":
        raise Unreadable(_A_TABLE)
    if provenance.layout > LAYOUT:
        raise Unreadable(_MORE_RECENT)
    if provenance.named and members is None:
        raise Unreadable(_NAMED)
    members = members if provenance.named else None
    known = _known(place, provenance)
    recorded = recordings(place, known, provenance.asked)
    minutes = decided(read_cohort(place, known, provenance.day, provenance.asked))
    minutes = replace(with_earlier(minutes, place, recorded), layout=provenance.layout)
    who = People(members, provenance.coded)
    made = forms(minutes, who, provenance.lang, moment_of(place, known), [form.kind])[f"pv.{form.kind}"]
    again = read_form(made)
    if isinstance(again, Text):
        raise Unreadable(again)
    numbers = () if members is None or provenance.coded else {member.number for member in members.values()}
    found = tuple(differences(form, again, lang, numbers))
    inside = contains(place, branch, provenance.commit)
    later = since(minutes, recorded, recordings(place, branch, provenance.asked)) if inside else ()
    return Verified(form, provenance, minutes, found, _remark(form, again, same_bytes=data == made), inside, later)


def _known(place: Path, provenance: Provenance) -> str:
    try:
        return repository.resolve(place, provenance.commit)
    except Unreadable:
        repository.resolve(place, "HEAD")  # a place that is no repository says so itself
        raise Unreadable(
            Text(
                "Le commit de ce PV ({commit}) n'est pas dans ce dépôt. Vérifiez --repo, ou complétez votre copie "
                "(git fetch). S'il n'est nulle part, l'histoire a été réécrite.",
                "The commit of these minutes ({commit}) is not in this repository. Check --repo, or complete your "
                "copy (git fetch). If it is nowhere, history was rewritten.",
            ),
            commit=provenance.commit[:12],
        ) from None


def _remark(form: Form, again: Form, *, same_bytes: bool) -> Text | None:
    """What is said of a PDF whose bytes differ: its texts may be the same, and something be drawn over them."""
    if form.kind != "pdf" or same_bytes:
        return None  # the other forms are their cells, whoever saved them
    if form.maker != again.maker:
        return Text(
            "Ce PDF dit avoir été composé par {told}, et il l'est ici par {here} : ses octets ne peuvent pas être "
            "comparés. Installez cette version de typst, ou vérifiez le XLSX, le CSV ou le JSON.",
            "This PDF says that it was typeset by {told}, and is typeset here by {here}: its bytes cannot be compared. "
            "Install that version of typst, or verify the XLSX, the CSV or the JSON.",
        ).filled(told=shown(form.maker), here=again.maker)
    return Text(
        "Les octets du PDF ne sont pas ceux que minutes print écrit : il a été enregistré ou signé par un autre "
        "programme, imprimé par une autre version de polyvalidate, ou modifié. Comparez-le à l'œil avec un nouveau, ou "
        "vérifiez le XLSX, le CSV ou le JSON.",
        "The bytes of the PDF are not those that minutes print writes: another program saved or signed it, another "
        "version of polyvalidate printed it, or it was changed. Compare it by eye with a new one, or verify the XLSX, "
        "the CSV or the JSON.",
    )


def recorded_since(later: Sequence[Recording]) -> Iterator[Text]:
    """What a session recorded after its minutes were printed; nothing where it recorded nothing."""
    corrected = len(frozenset().union(*(each.corrected for each in later)))
    added = len(frozenset().union(*(each.added for each in later)))
    last = Text(" ({n:commit|commits} {commits})", " ({n:commit|commits} {commits})").filled(
        n=len(later), commits=", ".join(each.commit[:12] for each in later)
    )
    sentence = Text(
        "Corrigé depuis : {n} {n:décision|décisions}{last}.", "Corrected since: {n} {n:decision|decisions}{last}."
    )
    more = Text("Complété depuis : {n} {n:décision|décisions}{last}.", "Added since: {n} {n:decision|decisions}{last}.")
    if corrected:
        yield sentence.filled(n=corrected, last=last)
    if added:
        yield more.filled(n=added, last=last)


EQUAL = Text(
    "✓ {name} est égal au PV refait : session {where}, {n} {n:décision|décisions}, commit {commit}.",
    "✓ {name} equals the minutes made again: session {where}, {n} {n:decision|decisions}, commit {commit}.",
)
BYTES = Text(
    "✗ {name} : les textes sont ceux du PV refait (session {where}), les octets non.",
    "✗ {name}: the texts are those of the minutes made again (session {where}), the bytes are not.",
)
LOST = Text(
    "✗ Le commit {commit} n'est plus dans l'histoire de {branch} : elle a été réécrite depuis ce PV. Prévenez qui "
    "garde le dépôt ; polyvalidate audit --witness dit depuis quand.",
    "✗ Commit {commit} is no longer in the history of {branch}: it was rewritten after these minutes. Tell whoever "
    "keeps the repository; polyvalidate audit --witness says since when.",
)
_A_TABLE = Text(
    "Ce fichier est la table de travail du jury, non un PV : elle s'enregistre avec polyvalidate minutes record.",
    "This file is the jury's working table, not minutes: it is recorded with polyvalidate minutes record.",
)
_MORE_RECENT = Text(
    "Ce PV a été imprimé par une version plus récente de polyvalidate. Mettez la vôtre à jour pour le vérifier.",
    "A more recent version of polyvalidate printed these minutes. Upgrade yours to verify them.",
)
_NAMED = Text(
    "Ce PV porte des noms : ajoutez --register pour qu'ils soient vérifiés aussi.",
    "These minutes hold names: add --register so that they are verified too.",
)
DIFFERS = Text(
    "✗ {name} diffère du PV refait (session {where}, commit {commit}) :",
    "✗ {name} differs from the minutes made again (session {where}, commit {commit}):",
)
THE_RECORD = Text(
    "Le dépôt fait foi. Pour un PV juste : polyvalidate minutes print.",
    "The repository is the record. For right minutes: polyvalidate minutes print.",
)
SAME_DECISIONS = Text(
    "✓ {name} : les décisions sont égales à celles du PV refait (session {where}, commit {commit}).",
    "✓ {name}: the decisions equal those of the minutes made again (session {where}, commit {commit}).",
)
ONLY_NAMES = Text(
    "✗ Seuls des noms ou numéros diffèrent, pour {n} {n:élève|élèves} :",
    "✗ Only names or numbers differ, for {n} {n:student|students}:",
)
WHY_NAMES = Text(
    "Le registre a changé depuis (nom corrigé, personne oubliée), ou ce fichier a été modifié : le dépôt ne garde "
    "aucun nom et ne peut pas le dire. Comparez ces noms à ceux de l'original signé.",
    "The register has changed since (a name corrected, somebody forgotten), or this file was changed: the "
    "repository keeps no name and cannot say which. Compare these names with those of the signed original.",
)
