"""The comment under a request: one screen for the student, then who decides, then, folded, what was looked at.

It speaks the repository's language. What the request's author wrote stands in the part of whoever decides, in fenced
blocks (``reports.deciding``), and nowhere else: paths only when they have the form of ours, values only when they are
numbers, days or codes of the grid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from polyvalidate.judgement.holding import AWARDS, POINTS_OF_THE_GRID
from polyvalidate.judgement.verdict import Status, StudentChange
from polyvalidate.model.findings import Finding, Severity
from polyvalidate.model.paths import folder_of
from polyvalidate.model.phrases import PAIR
from polyvalidate.model.phrases import reason as reason_of_line
from polyvalidate.model.words import Text, number
from polyvalidate.reports.clashes import ONE_THEN_THE_OTHER, TOGETHER, code_of, named, sentence
from polyvalidate.reports.context import MORE, THE_REQUEST, Context, hidden, mend, message, outline, tally, url
from polyvalidate.reports.deciding import DECIDED_HERE, parts, waits
from polyvalidate.reports.functions import linked
from polyvalidate.reports.impacts import as_comment
from polyvalidate.reports.markdown import inactive
from polyvalidate.reports.verdict_words import (
    Judgement,
    awaited,
    awaited_of,
    balance,
    compared,
    contact,
    grids,
    headline,
    refusal_messages,
    told,
)
from polyvalidate.rules.registry import RuleSet

MOST_FINDINGS = 15
MOST_ROWS = 20
RESERVED = 1_024
"""Bytes kept for what stands around the declarations of the folded part."""
MOST_BYTES = 60_000
"""GitHub takes 65,536 characters, our mark included."""
_COUNTED = Text("| Activité | Déclaré | Compté | Pourquoi |", "| Activity | Claimed | Counted | Why |")
_WOULD_COUNT = Text("| Activité | Déclaré | Compterait | Pourquoi |", "| Activity | Claimed | Would count | Why |")
BALANCE = Text("**Bilan** (`{student}`) : {balance}", "**Balance** (`{student}`): {balance}")

_OURS = re.compile(r"[a-z0-9](?:[a-z0-9._-]|/(?![./])){0,180}")


def render(judgement: Judgement, rules: RuleSet, context: Context) -> str:
    """The comment. Where all of it is too long, whole declarations of the folded part go first, the last ones; then
    what was looked at; then whole lines."""
    shown, looked = list(seen(judgement, rules, context)), "\n".join(_folded(judgement, rules, context))
    ask = list(_asking(judgement, context.lang))
    room = MOST_BYTES - _size("\n".join([*shown, *ask, looked]))
    text = "\n".join([*shown, *_evaluating(judgement, context, room), *ask, looked, ""])
    return text if _size(text) <= MOST_BYTES else "".join(_that_fit([*shown, *ask], MOST_BYTES))


def _size(text: str) -> int:
    return len(text.encode("utf-8"))


def _that_fit(lines: Iterable[str], room: int) -> Iterator[str]:
    """The first lines that fit, whole."""
    for line in lines:
        room -= _size(line) + 1
        if room < 0:
            return
        yield f"{line}\n"


def seen(judgement: Judgement, rules: RuleSet, context: Context) -> Iterator[str]:
    """What everybody sees: nothing of it is folded."""
    verdict, lang = judgement.verdict, context.lang
    yield f"**{headline(verdict, lang)}**"
    # What is awaited is told further down, with who does it; here it would read as something to mend.
    remarks = [f for f in verdict.introduced if f.code != "PP359"]
    of_others = [f for f in remarks if verdict.impact is not None and f.path.startswith("declarations/")]
    remarks = [f for f in remarks if f not in of_others]
    remarks.sort(key=lambda f: f.severity is not Severity.ERROR)
    if remarks:
        yield ""
        for finding in remarks[:MOST_FINDINGS]:
            yield _remark(finding, rules, context)
        if len(remarks) > MOST_FINDINGS:
            yield f"- {hidden(len(remarks) - MOST_FINDINGS, '`polyvalidate gate`', lang)}"
    yield from _impact(judgement, of_others, rules, context)
    yield from _worth(judgement, lang)
    yield from _verified(judgement, lang)
    yield from _together(judgement, rules, context)
    yield from _awaited(judgement, lang)


def _remark(finding: Finding, rules: RuleSet, context: Context) -> str:
    lang = context.lang
    number = finding.span.line
    line = Text(", ligne {line}", ", line {line}").of(lang, line=number) if finding.keys or number > 1 else ""
    said = inactive(message(finding, rules, lang))
    what = inactive(mend(finding, rules, lang))
    return f"- {path(finding.path, lang)}{line} — {said} *{what}* ([{finding.code}]({url(finding.code, context)}))"


def _impact(judgement: Judgement, findings: Iterable[Finding], rules: RuleSet, context: Context) -> Iterator[str]:
    """What a change of the grid does to people: counts, of the findings in their folders too. Those on what a decision
    keeps are in the counts already."""
    found, lang = judgement.verdict.impact, context.lang
    if found is None:
        return
    yield from as_comment(found, lang)
    others: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda f: (f.severity is not Severity.ERROR, f.code)):
        if finding.code not in POINTS_OF_THE_GRID | AWARDS:
            others.setdefault(finding.code, []).append(finding)
    for code, some in others.items():
        folders = len({folder_of(finding.path) for finding in some})
        tallied, said = tally(some, lang), inactive(outline(rules[code].sentence, lang))
        yield f"- {_IN_FOLDERS.of(lang, tally=tallied, n=folders)} {said} ([{code}]({url(code, context)}))"
    base, head = judgement.base[:12], judgement.head[:12]
    yield f"- {_LIST.of(lang)} `polyvalidate grid impact {base} {head}`"


def path(text: str, lang: str) -> str:
    """A path as code when it has the form of ours; otherwise no letter of it is shown."""
    if _OURS.fullmatch(text):
        return f"`{text.rpartition('/')[2] if text.startswith('declarations/') else text}`"
    if not text:
        return THE_REQUEST.of(lang)
    return Text("Un fichier au nom inattendu", "A file with an unexpected name").of(lang)


def _worth(judgement: Judgement, lang: str) -> Iterator[str]:
    """What the grid gives for each declaration of the request, and the balance before and after."""
    rows = [(student, line) for student in judgement.verdict.students for line in student.lines]
    if rows:
        yield ""
        yield (_COUNTED if judgement.verdict.status is Status.SUCCESS else _WOULD_COUNT).of(lang)
        yield "|---|---:|---:|---|"
        for _, line in rows[:MOST_ROWS]:
            grid = judgement.book.grids.get(line.year)
            activity = grid.activities.get(line.activity) if grid else None
            title = inactive(activity.title.in_language(lang)) if activity else ""
            claimed, credited = number(line.claimed, lang), number(line.credited, lang)
            yield f"| {line.activity} {title} | {claimed} | {credited} | {inactive(reason_of_line(line, lang))} |"
        if len(rows) > MOST_ROWS:
            yield f"| … | | | {MORE.of(lang, n=len(rows) - MOST_ROWS)} |"
    for student in judgement.verdict.students[:MOST_ROWS]:
        yield ""
        yield _balance(student, lang)


def _verified(judgement: Judgement, lang: str) -> Iterator[str]:
    """The evidence that stands in the repository, compared with what the declarations say of it."""
    lines = list(compared(judgement.verdict, lang))
    if lines:
        yield ""
        yield Text("Justificatifs déposés dans le dépôt :", "Evidence in the repository:").of(lang)
        for where, said in lines[:MOST_ROWS]:
            yield PAIR.of(lang, label=f"- {path(where, lang)}", value=said)
        if len(lines) > MOST_ROWS:
            yield f"- … {MORE.of(lang, n=len(lines) - MOST_ROWS)}"


def _together(judgement: Judgement, rules: RuleSet, context: Context) -> Iterator[str]:
    """What the request would break together with others that are open, which blocks neither."""
    if judgement.clashes:
        yield ""
        yield f"**{TOGETHER.of(context.lang)}**"
        yield ""
        for clash in judgement.clashes[:MOST_FINDINGS]:
            code = code_of(clash)
            rule = f" ([{code}]({url(code, context)}))" if code else ""
            where = f"{path(clash.path, context.lang)} — " if clash.path else ""
            yield f"- {named(clash, context.lang)} — {where}{inactive(sentence(clash, rules, context.lang))}{rule}"
        if len(judgement.clashes) > MOST_FINDINGS:
            yield f"- … {MORE.of(context.lang, n=len(judgement.clashes) - MOST_FINDINGS)}"
        yield ""
        yield ONE_THEN_THE_OTHER.of(context.lang)


def _balance(student: StudentChange, lang: str) -> str:
    return BALANCE.of(lang, student=student.student, balance=balance(student, lang))


def _awaited(judgement: Judgement, lang: str) -> Iterator[str]:
    """Who decides, and since when it waits."""
    verdict = judgement.verdict
    if verdict.awaits and not verdict.to_mend:
        yield ""
        yield Text("Attendu depuis le {on:date} :", "Awaited since {on:date}:").of(lang, on=judgement.opened)
        for wait in verdict.awaits[:MOST_ROWS]:
            who = linked(awaited_of(wait, judgement.book), judgement.pages)
            yield PAIR.of(lang, label=f"- {path(wait.path, lang)}", value=awaited(wait, who, lang))


def _evaluating(judgement: Judgement, context: Context, room: int) -> Iterator[str]:
    """What whoever decides needs, folded: the first declarations that fit in ``room`` bytes, each whole."""
    lang = context.lang
    found = () if judgement.verdict.to_mend else waits(judgement.verdict)
    if not found:
        return
    kept = list(_that_fit(parts(judgement, context), room - RESERVED))
    evaluator = Text("Pour la personne qui évalue", "For the person who evaluates").of(lang)
    yield ""
    yield f"<details><summary>{evaluator}</summary>"
    yield ""
    yield from kept
    if len(kept) < len(found):
        yield _LEFT_OUT.of(lang, n=len(found) - len(kept))
        yield ""
    if any(wait.kind in DECIDED_HERE for wait in found):
        # The button of a forge would merge the request as it stands, and lose the decision.
        yield (_BUTTON if judgement.button else _NO_BUTTON).of(lang)
        yield ""
    yield "</details>"


def _asking(judgement: Judgement, lang: str) -> Iterator[str]:
    """How to ask a person."""
    address = contact(judgement.book)
    if address:
        yield ""
        yield Text("Une question ? Écrivez à {address}.", "A question? Write to {address}.").of(lang, address=address)


_IN_FOLDERS = Text(
    "{tally} dans {n} {n:dossier|dossiers} d'élève :", "{tally} in {n} {n:student's folder|students' folders}:"
)
_LIST = Text("La liste par pseudonyme :", "The list by pseudonym:")
_LEFT_OUT = Text(
    "{n} {n:autre déclaration attend|autres déclarations attendent} une décision : {n:lisez-la|lisez-les} dans les "
    "fichiers de la demande.",
    "{n} more {n:declaration awaits|declarations await} a decision: read {n:it|them} in the files of the request.",
)
_BUTTON = Text(
    "La décision est vérifiée, puis la demande est fusionnée avec elle, sans passer par le bouton.",
    "The decision is checked, then the request is merged with it: leave the button alone.",
)
_NO_BUTTON = Text(
    "La décision est vérifiée, puis la demande est fusionnée avec elle.",
    "The decision is checked, then the request is merged with it.",
)


def _folded(judgement: Judgement, rules: RuleSet, context: Context) -> Iterator[str]:
    """What the check looked at, for those who want to know."""
    verdict, lang = judgement.verdict, context.lang
    yield ""
    looked = Text("Ce que le contrôle a regardé", "What the check looked at").of(lang)
    yield f"<details><summary>{looked}</summary>"
    yield ""
    request = Text("demande", "request").of(lang)
    yield f"- Base `{judgement.base[:12]}`, {request} `{judgement.head[:12]}`"
    read = Text("- Grilles {years} ; polyvalidate {version}", "- Grids {years}; polyvalidate {version}")
    yield read.of(lang, years=", ".join(grids(judgement.book)), version=context.version)
    if verdict.across:
        others = Text("- Tous les dossiers de l'école ont été comparés.", "- Every folder of the school was compared.")
    else:
        others = Text(
            "- Les autres dossiers n'ont pas été comparés à celui-ci.",
            "- The other folders were not compared with this one.",
        )
    yield others.of(lang)
    changes = list(told(verdict, refusal_messages(verdict, rules, lang), lang))
    for allowed, where, words in changes[:MOST_ROWS]:
        yield f"- {'✓' if allowed else '✗'} {path(where, lang)} {inactive(words)}"
    if len(changes) > MOST_ROWS:
        yield f"- … {MORE.of(lang, n=len(changes) - MOST_ROWS)}"
    before = Text("- Déjà là avant : {path}, {code}", "- There before: {path}, {code}")
    for finding in verdict.standing[:MOST_FINDINGS]:
        yield before.of(lang, path=path(finding.path, lang), code=finding.code)
    yield ""
    yield "</details>"
