"""The minutes as a document to be signed: what the template of the PDF is given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from polyvalidate.documents.frame import Document, Frame
from polyvalidate.model.phrases import what_is_missing
from polyvalidate.model.words import Text, day, month, number, plain
from polyvalidate.office.jury import outcomes
from polyvalidate.office.jury.content import OUTCOMES, Minutes, Row, provenance_of
from polyvalidate.office.jury.tables import People
from polyvalidate.office.jury.working_table import HEADS, ordered

TEMPLATES = {1: "minutes_1", 2: "minutes"}
"""By layout: a former one is kept as it was, so that old minutes are made again to the byte."""
BLANK_LINES = 8
"""Lines for the members of the jury who are present."""
MARK = Text("GRILLE D'EXEMPLE", "EXAMPLE GRID")
EXAMPLE = Text(
    "Tout ou partie de ces bilans vient d'une grille d'exemple : ce document n'a pas de valeur.",
    "Some or all of these balances come from an example grid: this document has no value.",
)
_ABOUT = Text(
    "Document du jury, non public. Les décisions sont dans le dépôt de l'école, au commit ci-dessous ; polyvalidate "
    "minutes verify refait ce document et dit s'il a été modifié.",
    "Document of the jury, not public. The decisions are in the school's repository, at the commit below; polyvalidate "
    "minutes verify makes this document again and says whether it was changed.",
)


_CORRECTED = Text(" (décision corrigée)", " (decision corrected)")


def document(minutes: Minutes, people: People, lang: str, made_on: datetime) -> Document:
    """``made_on`` is the moment of the commit, so that the same decisions give the same bytes."""
    return Document(TEMPLATES[minutes.layout], _frame(minutes, lang), _body(minutes, people, lang), made_on)


def _frame(minutes: Minutes, lang: str) -> Frame:
    example = any(stamp.example for stamp in minutes.grids)
    title, running = _title_1(minutes, lang) if minutes.layout == 1 else _title(minutes, lang)
    stamps = ", ".join(f"{stamp.year} ({stamp.fingerprint[:12]})" for stamp in minutes.grids)
    grids = Text("{n:grille|grilles}", "{n:grid|grids}").of(lang, n=len(minutes.grids))
    return Frame(
        lang=lang,
        school=minutes.school,
        title=title,
        running=running,
        mark=MARK.of(lang) if example else "",
        notices=tuple(notice.of(lang) for notice in (*([EXAMPLE] if example else []), *replaced(minutes), _ABOUT)),
        footer=f"commit {minutes.commit[:12]} · {grids} {stamps}",
        sources=tuple(_sources(minutes, lang)),
        headed=minutes.layout > 1,
    )


def _title_1(minutes: Minutes, lang: str) -> tuple[str, str]:
    title = Text(
        "Procès-verbal du jury du quitus citoyen, promotion {cohort}",
        "Minutes of the jury of the quitus citoyen, cohort {cohort}",
    )
    running = Text("PV, session {session}, promotion {cohort}", "Minutes, session {session}, cohort {cohort}")
    asked = minutes.asked
    return title.of(lang, cohort=asked.cohort), running.of(lang, session=asked.session, cohort=asked.cohort)


def _title(minutes: Minutes, lang: str) -> tuple[str, str]:
    title = Text(
        "Procès-verbal du jury du quitus citoyen, {session}, promotion {cohort}",
        "Minutes of the jury of the quitus citoyen, {session}, cohort {cohort}",
    )
    running = Text("PV, {session}, promotion {cohort}", "Minutes, {session}, cohort {cohort}")
    session, cohort = session_words(minutes.asked.session, lang), cohort_words(minutes).of(lang)
    return title.of(lang, session=session, cohort=cohort), running.of(lang, session=session, cohort=cohort)


def session_words(session: str, lang: str) -> str:
    """``juillet 2026`` for ``2026-07``."""
    return month(date.fromisoformat(f"{session}-01"), lang)


def cohort_words(minutes: Minutes) -> Text:
    """``2026 (entrée 2023)``: by the year in which its cycle ends, where that is one for all, and that of entry."""
    if minutes.graduates is None:
        said = Text("entrée en {cohort}", "that entered in {cohort}")
    else:
        said = Text("{graduates} (entrée {cohort})", "{graduates} (entered {cohort})")
    return said.filled(cohort=minutes.asked.cohort, graduates=minutes.graduates or 0)


def replaced(minutes: Minutes) -> list[Text]:
    """The sentence that says which minutes these take the place of, where decisions were corrected. A session that was
    recorded part by part, one programme after the other, corrects nothing."""
    if not minutes.corrected or not minutes.earlier:
        return []
    last = minutes.earlier[-1]
    sentence = Text(
        "Ce procès-verbal corrige et remplace {n:celui|ceux} de la même session, {n:enregistré|enregistrés} "
        "{n:le|jusqu'au} {on:date} (commit {commit}). {corrected} {corrected:décision corrigée|décisions corrigées}.",
        "These minutes correct and replace those of the same session, recorded {n:on|until} {on:date} (commit "
        "{commit}). {corrected} {corrected:decision|decisions} corrected.",
    )
    return [
        sentence.filled(n=len(minutes.earlier), on=last.day, commit=last.commit[:12], corrected=len(minutes.corrected))
    ]


def _sources(minutes: Minutes, lang: str) -> list[tuple[str, str]]:
    grid = Text("Grille {year}", "Grid {year}"), Text("Grille {year}, exemple", "Grid {year}, example")
    return [
        ("Commit", minutes.commit),
        (Text("Empreinte SHA-256 des données", "SHA-256 fingerprint of the inputs").of(lang), minutes.fingerprint),
        *((grid[stamp.example].of(lang, year=stamp.year), stamp.fingerprint) for stamp in minutes.grids),
    ]


def _body(minutes: Minutes, people: People, lang: str) -> dict[str, Any]:
    rows = ordered(minutes, people.members)
    several = len(minutes.days) > 1
    beside = minutes.layout > 1 and any(row.comment for row in rows)
    return {
        "provenance": str(provenance_of(minutes, "minutes", lang, people.named, people.coded)),
        "facts": [list(fact) for fact in _facts(minutes, lang)],
        "totals": _totals(minutes, lang),
        "heads": [*_heads(people, several, lang), *([HEADS["comment"].of(lang)] if beside else [])],
        "groups": [
            {
                "title": f"{code}, {title.in_language(lang)}",
                "rows": [
                    [
                        *_row(row, row.student in minutes.corrected, people, several, lang),
                        *([row.comment or ""] if beside else []),
                    ]
                    for row in rows
                    if row.programme == code
                ],
            }
            for code, title in minutes.titles
        ],
        "named": people.named,
        "coded": people.coded,
        "who": len(people.keys),
        **(_end_1(rows, people, lang) if minutes.layout == 1 else {"beside": beside, **_end(lang)}),
    }


_PLACE = {"place": Text("Fait à", "Done at"), "date": Text("le", "on")}


def _end_1(rows: Sequence[Row], people: People, lang: str) -> dict[str, Any]:
    """The reasons apart, and a box to be signed by all."""
    return {
        "reasons": {
            "title": Text("Motifs", "Reasons").of(lang),
            "heads": [
                head.of(lang)
                for head in (HEADS["code"], Text("Élève", "Student"), Text("Décision", "Decision"), HEADS["comment"])
            ],
            "rows": [
                [row.student, _name(row, people), outcomes.said(row.outcome, lang), row.comment]
                for row in rows
                if row.comment
            ],
        },
        "signatures": {
            "title": "Signatures",
            **{key: text.of(lang) for key, text in _PLACE.items()},
            "chair": Text("Présidence du jury (nom, signature)", "Chair of the jury (name, signature)").of(lang),
            "members": Text("Membres du jury (noms, signatures)", "Members of the jury (names, signatures)").of(lang),
        },
    }


def _end(lang: str) -> dict[str, Any]:
    """Who was there, in which function, to be written and signed by hand: the record knows roles, and no names."""
    heads = Text("Nom et prénom", "Name"), Text("Fonction", "Function"), Text("Signature", "Signature")
    return {
        "rules": Text("Règlement des études de l'école, article :", "The school's study regulations, article:").of(
            lang
        ),
        "signatures": {
            "title": Text("Membres du jury présents", "Members of the jury who were present").of(lang),
            **{key: text.of(lang) for key, text in _PLACE.items()},
            "heads": [head.of(lang) for head in heads],
            "rows": [["", Text("Présidence du jury", "Chair of the jury").of(lang), ""], *[[""] * 3] * BLANK_LINES],
        },
    }


def _facts(minutes: Minutes, lang: str) -> list[tuple[str, str]]:
    asked, first = minutes.asked, minutes.layout == 1
    days = ", ".join(day(each, lang) for each in minutes.days)
    signed = ", ".join(f"{title.of(lang)} ({code})" for code, title in minutes.juries)
    facts = [
        ("Session", asked.session if first else session_words(asked.session, lang)),
        (Text("Promotion", "Cohort").of(lang), str(asked.cohort) if first else cohort_words(minutes).of(lang)),
        (Text("Délibération", "Deliberation").of(lang), days),
        (Text("Décisions signées", "Decisions signed").of(lang), signed),
        (Text("Élèves", "Students").of(lang), str(len(minutes.rows))),
    ]
    if asked.programme:
        facts.insert(2, (Text("Spécialité", "Programme").of(lang), asked.programme))
    if minutes.undecided:
        facts.append((Text("Sans décision", "Without a decision").of(lang), str(minutes.undecided)))
    if not first:
        years = tuple(stamp.year for stamp in minutes.grids)
        facts.append((Text("Textes", "Legal basis").of(lang), _LEGAL.of(lang, n=len(years), years=years)))
    return facts


_LEGAL = Text(
    "code de l'éducation, articles L. 611-9 et D. 611-7 (validation de l'engagement étudiant) ; {n:grille|grilles} "
    "{years:all} de l'école",
    "code de l'éducation (France), articles L. 611-9 and D. 611-7 (validation of student engagement); {n:grid|grids} "
    "{years:all} of the school",
)


def _totals(minutes: Minutes, lang: str) -> dict[str, Any]:
    """How many of each outcome, by programme and in all."""
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
        "heads": [HEADS["programme"].of(lang), *(word[0].upper() + word[1:] for word in words), "Total"],
        "rows": rows,
    }


def _heads(people: People, several: bool, lang: str) -> list[str]:
    return [
        head.of(lang)
        for head in (
            *(HEADS[key] for key in (*people.keys, "profile")),
            Text("Points", "Points"),
            HEADS["required"],
            HEADS["missing"],
            Text("Décision", "Decision"),
            *((Text("Décidé le", "Decided on"),) if several else ()),
        )
    ]


def _row(row: Row, corrected: bool, people: People, several: bool, lang: str) -> list[str]:
    return [
        *map(str, people.cells(row).values()),
        row.profile,
        number(row.credited, lang),
        "" if row.required is None else number(row.required, lang),
        what_is_missing(row.missing, lang),
        outcomes.said(row.outcome, lang) + (_CORRECTED.of(lang) if corrected else ""),
        *(["" if row.on is None else plain(day(row.on, lang))] if several else []),
    ]


def _name(row: Row, people: People) -> str:
    member = people.members.get(row.student) if people.members is not None else None
    return member.name if member is not None else "" if people.coded else row.student
