"""A request is decided: what the form says, what it would do, and the same merge that ``polyvalidate merge`` makes."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from polyvalidate.desk.case import Case, account_of
from polyvalidate.desk.state import Desk, Note
from polyvalidate.judgement.decision import LONGEST_COMMENT, Ruling, Unruled, Word, granted, rule_on, unruled
from polyvalidate.judgement.evaluation import Signature, Spoken
from polyvalidate.model.points import Points
from polyvalidate.model.words import Text, number, plain
from polyvalidate.reports.decisions import to_complete
from polyvalidate.repository.showing import Withheld
from polyvalidate.school.land import build, land
from polyvalidate.school.merge import Ask, Ready, Stopped, prepare

NOTHING = Text("Rien n'a été enregistré.", "Nothing was recorded.")
MOVED = Text(
    "L'école ou la demande a changé entre-temps. Relisez : voici ce que la décision donne maintenant.",
    "The school or the request has changed meanwhile. Look again: this is what the decision gives now.",
)
DONE = Text("Décision enregistrée : demande {key}.", "Decision recorded: request {key}.")
ALREADY = Text(
    "Cette décision a déjà été enregistrée, ou n'attend plus. Rien n'a été fait une seconde fois.",
    "This decision was recorded already, or waits no more. Nothing was done twice.",
)
_UNRULED = {
    Unruled.REFUSED_UNSAID: Text(
        "Dites pourquoi vous refusez : l'élève le lira, et peut le contester.",
        "Say why you refuse: the student will read it, and may appeal.",
    ),
    Unruled.MISSING_UNSAID: Text(
        "Dites ce qui manque : l'élève le lira.", "Say what is missing: the student will read it."
    ),
    Unruled.TO_CHOOSE: Text("Choisissez les points de {code}.", "Choose the points of {code}."),
    Unruled.NOTHING: Text("Choisissez un nombre de points, ou refusez.", "Choose a number of points, or refuse."),
    Unruled.TOO_MANY: Text("La grille donne au plus {most:points} ici.", "The grid gives at most {most:points} here."),
    Unruled.REDUCED_UNSAID: Text(
        "Dites pourquoi vous donnez moins que la grille : l'élève le lira.",
        "Say why you grant less than the grid: the student will read it.",
    ),
}
_UNREAD = Text(
    "{name} demande une seconde lecture : qu'une autre personne relise et approuve cette demande, puis dites qui.",
    "{name} needs a second reading: have somebody else read and approve this request, then say who.",
)
_UNSAID = Text("Choisissez une décision pour {name}.", "Choose a decision for {name}.")
_TOO_LONG = Text(
    "La raison est trop longue : {longest} signes au plus.", "The reason is too long: {longest} characters at most."
)


class Prepared(NamedTuple):
    """What was shown, and is carried out only on what it was shown for."""

    key: str
    ask: Ask
    ready: Ready
    command: str


class ToComplete(NamedTuple):
    """What its author is told to complete. The forge keeps it, not the record."""

    key: str
    message: str


def spoken_of(case: Case, form: Mapping[str, str]) -> dict[str, Spoken] | Text:
    """What the form says of each declaration, by path; or what it lacks."""
    found: dict[str, Spoken] = {}
    theirs = [part for part in case.parts if part.here]
    for part in theirs:
        word = form.get(f"decision-{part.rank}", "")
        name = part.wait.path.rpartition("/")[2]
        if word not in (one.value for one in Word):
            return _UNSAID.filled(name=name)
        reason = " ".join(form.get(f"reason-{part.rank}", "").split()) or None
        if reason is not None and len(reason) > LONGEST_COMMENT:
            return _TOO_LONG.filled(longest=LONGEST_COMMENT)
        second = form.get(f"second-{part.rank}", "")
        points = _points(form.get(f"points-{part.rank}", "")) if word == Word.POINTS else None
        reader = second if second in part.readers and word in (Word.ACCEPT, Word.POINTS) else None
        found[part.wait.path] = Spoken(Word(word), points, reason, reader)
        ruling = rule_on(Word(word), points, reason, part.claim)
        if isinstance(ruling, Unruled):
            return unruled(ruling, _UNRULED, part.claim)
        if reader is None and granted(ruling, part.claim) >= part.claim.grid.second_reader_from:
            return _UNREAD.filled(name=name)
    return found


def _points(given: str) -> Points | None:
    return Points(int(given)) if given.isascii() and given.isdecimal() and len(given) <= 4 else None


def asked(desk: Desk, case: Case, each: Mapping[str, Spoken]) -> Ask:
    """The same question as the command asks. Who was named as the second reader is said to have approved it."""
    seen = desk.seen()
    seconds = {one.second for one in each.values() if one.second is not None}
    approvals = frozenset(account for code in seconds if (account := account_of(desk, seen, code)))
    request = case.request._replace(approvals=approvals)
    return Ask(desk.branch, case.opened.ref, desk.signer or "", request, case.number, None, dict(each))


def messages(desk: Desk, case: Case, each: Mapping[str, Spoken]) -> Iterator[str]:
    """What the author of a request is told to complete, in the language of the school."""
    seen = desk.seen()
    holder = desk.holder(seen.school)
    for part in case.parts:
        one = each.get(part.wait.path)
        if one is None or one.word is not Word.COMPLETE or holder is None:
            continue
        ruling = rule_on(one.word, None, one.comment, part.claim)
        assert isinstance(ruling, Ruling)  # noqa: S101 - the form said what is missing
        yield plain(to_complete(part.claim, ruling, Signature(holder, desk.day()), part.claim.grid.language))


def prepared(desk: Desk, case: Case, each: Mapping[str, Spoken]) -> Prepared | Stopped:
    """What the decision would do, and nothing done yet."""
    ask = asked(desk, case, each)
    with desk.lock:
        ready = prepare(desk.place, ask, desk.day(), desk.memory)
    if isinstance(ready, Stopped):
        return ready
    return Prepared(case.opened.key, ask, ready, _command(desk, ask, case.opened.key))


def carry_out(desk: Desk, shown: Prepared) -> Note | Prepared:
    """Record it, if everything is still as it was shown; otherwise what it gives now, or why it is not possible."""
    with desk.lock:
        ready = prepare(desk.place, shown.ask, desk.day(), desk.memory)
        if isinstance(ready, Stopped):
            return Note((ready.text, NOTHING), good=False)
        if (ready.base, ready.proposed) != (shown.ready.base, shown.ready.proposed):
            return shown._replace(ready=ready)
        try:
            commit = build(desk.place, ready, datetime.now(UTC))
        except Withheld as withheld:
            return Note((withheld.text, NOTHING), good=False)
        stopped = land(desk.place, shown.ask, ready, commit)
        if stopped is not None:
            return Note((stopped, NOTHING), good=False)
        for one in shown.ask.each.values():
            if one.comment and one.comment not in desk.reasons:
                desk.reasons.insert(0, one.comment)
    desk.decided(shown.key, ready.base)
    return Note((DONE.filled(key=shown.key),))


def _command(desk: Desk, ask: Ask, called: str) -> str:
    words = ["polyvalidate", "merge", "--head", called if ask.request.box else ask.head, "--repo", str(desk.place)]
    words += ["--base", desk.branch] if desk.branch != "main" else []
    words += ["--as", ask.code, "--author", ask.request.actor, "--opened-at", ask.request.opened.isoformat()]
    words += ["--number", str(ask.number)] if not ask.request.box else []
    for account in sorted(ask.request.approvals):
        words += ["--approved-by", account]
    for one in {one.second: one for one in ask.each.values() if one.second}.values():
        words += ["--second", one.second or ""]
    for path, one in ask.each.items():
        word = number(one.points, "en") if one.points is not None else one.word.value
        words += ["--decide", f"{path.rpartition('/')[2]}={word} {one.comment or ''}".rstrip()]
    return shlex.join(words)
