"""The minutes as a document to be signed: what the template of the PDF is given."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from polyvalidate.documents.frame import Document, Frame
from polyvalidate.documents.phrases import pick
from polyvalidate.model.phrases import what_is_missing
from polyvalidate.model.words import Text, day, number, plain, typographic
from polyvalidate.office.jury import outcomes
from polyvalidate.office.jury.content import OUTCOMES, Minutes, Row, provenance_of
from polyvalidate.office.jury.tables import Members
from polyvalidate.office.jury.working_table import HEADS, name_cells, ordered

TEMPLATE = "minutes"
_MARKS = ("GRILLE D'EXEMPLE", "EXAMPLE GRID")


def document(minutes: Minutes, members: Members, lang: str, made_on: datetime) -> Document:
    """``made_on`` is the moment of the commit, so that the same decisions give the same bytes."""
    return Document(TEMPLATE, _frame(minutes, lang), _body(minutes, members, lang), made_on)


def _frame(minutes: Minutes, lang: str) -> Frame:
    fr, asked = lang == "fr", minutes.asked
    example = any(stamp.example for stamp in minutes.grids)
    stamps = ", ".join(f"{stamp.year} ({stamp.fingerprint[:12]})" for stamp in minutes.grids)
    grids = (Text("grilles", "grids").of(lang)) if len(minutes.grids) > 1 else (Text("grille", "grid").of(lang))
    session = f"session {asked.session}"
    notices = []
    if example:
        notices.append(
            Text(
                "Tout ou partie de ces bilans vient d'une grille d'exemple : ce document n'a pas de valeur.",
                "Some or all of these balances come from an example grid: this document has no value.",
            ).of(lang)
        )
    notices.append(
        Text(
            "Document du jury, non public. Les décisions sont dans le dépôt de l'école, au commit "
            "ci-dessous ; polyvalidate minutes verify refait ce document et dit s'il a été modifié.",
            "Document of the jury, not public. The decisions are in the school's repository, at the "
            "commit below; polyvalidate minutes verify makes this document again and says whether it was "
            "changed.",
        ).of(lang)
    )
    return Frame(
        lang=lang,
        school=minutes.school,
        title=_said(
            Text(
                "Procès-verbal du jury du quitus citoyen, promotion {cohort}",
                "Minutes of the jury of the quitus citoyen, cohort {cohort}",
            ).of(lang, cohort=asked.cohort),
            lang,
        ),
        running=_said(
            Text("PV, {session}, promotion {cohort}", "Minutes, {session}, cohort {cohort}").of(
                lang, session=session, cohort=asked.cohort
            ),
            lang,
        ),
        mark=pick(_MARKS, lang) if example else "",
        notices=tuple(_said(notice, lang) for notice in notices),
        footer=f"commit {minutes.commit[:12]} · {grids} {stamps}",
        sources=tuple((_said(what, lang), value) for what, value in _sources(minutes, lang)),
    )


def _sources(minutes: Minutes, lang: str) -> list[tuple[str, str]]:
    fr = lang == "fr"
    rows = [
        ("Commit", minutes.commit),
        (Text("Empreinte SHA-256 des données", "SHA-256 fingerprint of the inputs").of(lang), minutes.fingerprint),
    ]
    for stamp in minutes.grids:
        example = (Text(", exemple", ", example").of(lang)) if stamp.example else ""
        rows.append((f"{'Grille' if fr else 'Grid'} {stamp.year}{example}", stamp.fingerprint))
    return rows


def _body(minutes: Minutes, members: Members, lang: str) -> dict[str, Any]:
    fr = lang == "fr"
    rows = ordered(minutes, members)
    several = len(minutes.days) > 1
    return {
        "provenance": str(provenance_of(minutes, "minutes", lang, members is not None)),
        "facts": [[_said(what, lang), _said(value, lang)] for what, value in _facts(minutes, lang)],
        "totals": _totals(minutes, lang),
        "heads": _heads(members is not None, several, lang),
        "groups": [
            {
                "title": f"{code}, {title.in_language(lang)}",
                "rows": [_row(row, members, several, lang) for row in rows if row.programme == code],
            }
            for code, title in minutes.titles
        ],
        "reasons": {
            "title": Text("Motifs", "Reasons").of(lang),
            "heads": [pick(HEADS["code"], lang), Text("Élève", "Student").of(lang), Text("Décision", "Decision").of(lang),
                      pick(HEADS["comment"], lang)],
            "rows": [
                [row.student, _name(row, members), outcomes.said(row.outcome, lang), row.comment]
                for row in rows
                if row.comment
            ],
        },
        "signatures": {
            "title": "Signatures",
            "place": Text("Fait à", "Done at").of(lang),
            "date": Text("le", "on").of(lang),
            "chair": Text("Présidence du jury (nom, signature)", "Chair of the jury (name, signature)").of(lang),
            "members": Text("Membres du jury (noms, signatures)", "Members of the jury (names, signatures)").of(lang),
        },
        "named": members is not None,
    }  # fmt: skip


def _facts(minutes: Minutes, lang: str) -> list[tuple[str, str]]:
    fr, asked = lang == "fr", minutes.asked
    days = ", ".join(day(each, lang) for each in minutes.days)
    signed = ", ".join(f"{title.in_language(lang)} ({code})" for code, title in minutes.juries)
    facts = [
        ("Session", asked.session),
        (Text("Promotion", "Cohort").of(lang), str(asked.cohort)),
        (Text("Délibération", "Deliberation").of(lang), days),
        (Text("Décisions signées", "Decisions signed").of(lang), signed),
        (Text("Élèves", "Students").of(lang), str(len(minutes.rows))),
    ]
    if asked.programme:
        facts.insert(2, (Text("Spécialité", "Programme").of(lang), asked.programme))
    if minutes.undecided:
        facts.append((Text("Sans décision", "Without a decision").of(lang), str(minutes.undecided)))
    return facts


def _totals(minutes: Minutes, lang: str) -> dict[str, Any]:
    """How many of each outcome, by programme and in all."""
    fr = lang == "fr"
    present = [outcome for outcome in OUTCOMES if outcome in minutes.totals]

    def line(name: str, rows: list[Row]) -> list[str]:
        counts = [sum(row.outcome == outcome for row in rows) for outcome in present]
        return [name, *map(str, counts), str(sum(counts))]

    by = [(code, [row for row in minutes.rows if row.programme == code]) for code, _ in minutes.titles]
    rows = [line(code, some) for code, some in by]
    if len(by) > 1:
        rows.append(line(Text("Ensemble", "All").of(lang), list(minutes.rows)))
    words = [outcomes.said(outcome, lang) for outcome in present]
    return {
        "title": Text("Résultats", "Results").of(lang),
        "heads": [pick(HEADS["programme"], lang), *(word[0].upper() + word[1:] for word in words), "Total"],
        "rows": rows,
    }


def _heads(named: bool, several: bool, lang: str) -> list[str]:
    keys = ["code", *(("number", "surname", "first") if named else ()), "profile"]
    return [
        *(pick(HEADS[key], lang) for key in keys),
        Text("Points", "Points").of(lang),
        pick(HEADS["required"], lang),
        pick(HEADS["missing"], lang),
        Text("Décision", "Decision").of(lang),
        *((Text("Décidé le", "Decided on").of(lang),) if several else ()),
    ]


def _row(row: Row, members: Members, several: bool, lang: str) -> list[str]:
    names = [] if members is None else [str(cell) for cell in name_cells(members.get(row.student)).values()]
    return [
        row.student,
        *names,
        row.profile,
        number(row.credited, lang),
        "" if row.required is None else number(row.required, lang),
        what_is_missing(row.missing, lang),
        outcomes.said(row.outcome, lang),
        *(["" if row.on is None else plain(day(row.on, lang))] if several else []),
    ]


def _name(row: Row, members: Members) -> str:
    member = members.get(row.student) if members is not None else None
    return member.name if member is not None else ""


def _said(text: str, lang: str) -> str:
    return typographic(text, lang)
