"""« Mes points » : what a student reads of their balance on a phone, without Git: each line with its reason, what
waits, the dates, and what to do next. It is the first page of their box, and what ``/bilan`` answers.

It depends on the day only by which campaign is open, so that it changes when there is something new to read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from polyvalidate.judgement import FolderResult
from polyvalidate.model.discs import discs, glyphs
from polyvalidate.model.folder import Declaration
from polyvalidate.model.grid import Book, Campaign, Grid
from polyvalidate.model.phrases import OUTCOMES, reason, what_is_missing
from polyvalidate.model.points import Points
from polyvalidate.model.score import Balance, Basis, Line
from polyvalidate.model.words import Text, number, typographic
from polyvalidate.reports.markdown import inactive


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open request: its number, where it is read when that is known, and the labels that say what it waits for."""

    number: int
    url: str
    labels: tuple[str, ...]


def render(result: FolderResult, book: Book, lang: str, waiting: Sequence[Waiting] = (), form: str = "") -> str:
    """The page, in Markdown. ``waiting`` are the requests of the student that are open; ``form`` is the address at
    which they declare, empty where this is not to be said."""
    return typographic("\n".join(_lines(result, book, lang, waiting, form)), lang) + "\n"


def form_link(site: str, code: str, cohort: int, profile: str) -> str:
    """The form with the pseudonym filled in. What follows ``#`` never leaves the browser: no server logs it."""
    return f"{site}/declarer/#eleve={code}&promotion={cohort}&profil={profile}"


def points_link(result: FolderResult, book: Book, lang: str) -> str:
    """The page of the site that shows what is missing and what would fill it, for this balance; empty once the
    quitus is given. Points are quarter-points. What follows ``#`` never leaves the browser: no server logs it."""
    student, balance, grid = result.student, result.balance, book.latest
    acquired = result.quitus is not None and result.quitus.outcome in GIVEN
    if student is None or balance is None or grid is None or acquired:
        return ""
    paths = {claim.declaration.path for claim in result.claims}
    hoped = result.if_accepted(paths, book) or balance
    said: dict[str, object] = {
        "eleve": student.code,
        "promotion": student.cohort,
        "profil": student.profile,
        "points": balance.credited,
        "requis": "" if balance.required is None else balance.required,
        "attente": hoped.credited - balance.credited,
        "categories": balance.missing.categories,
        "ouvertes": _pairs(balance.categories),
        "minimums": _pairs(balance.missing.minimums),
        "reste": _pairs(result.room(book)),
    }
    fragment = "&".join(f"{name}={value}" for name, value in said.items())
    return f"{grid.site}/{Text('', 'en/').in_language(grid.pages_for(lang))}mes-points/#{fragment}"


def _pairs(points: Mapping[str, Points]) -> str:
    return "_".join(f"{code}-{value}" for code, value in points.items())


def _lines(result: FolderResult, book: Book, lang: str, waiting: Sequence[Waiting], form: str) -> Iterator[str]:
    balance, grid = result.balance, book.latest
    yield f"# {Text('Mes points', 'My points').of(lang)}"
    yield ""
    if balance is None or grid is None:
        yield _UNREAD.of(lang, contact=grid.contact if grid is not None else "—")
        return
    yield _total(balance, lang)
    if result.quitus is not None:
        yield ""
        said = OUTCOMES.get(result.quitus.outcome)
        yield _QUITUS.of(lang, outcome=said or result.quitus.outcome, on=result.quitus.on)
    yield ""
    yield from _table(result, balance, book, lang)
    awaited = [line for line in balance.lines if line.basis is Basis.AWAITING]
    if waiting or awaited:
        yield ""
        yield f"## {Text('Ce qui attend', 'What waits').of(lang)}"
        yield ""
        for one in waiting:
            named = _REQUEST.of(lang, number=one.number)
            link = f"[{named}]({one.url})" if one.url else named
            yield f"- {link} · {', '.join(map(inactive, one.labels)) or _CHECKING.of(lang)}"
        for line in awaited:
            yield f"- {_AWAITED.of(lang, name=line.path.rpartition('/')[2])}"
    yield ""
    yield f"## {Text('Dates', 'Dates').of(lang)}"
    yield ""
    open_now = False
    for campaign in grid.campaigns:
        open_now = open_now or _is_open(campaign, book.today)
        dates = _CAMPAIGN.of(
            lang, title=inactive(campaign.title.in_language(lang)), on=campaign.opens, off=campaign.closes
        )
        yield f"- {dates}{_phase(campaign, book.today).of(lang)}"
    yield ""
    yield f"## {Text('Et maintenant', 'What next').of(lang)}"
    yield ""
    yield _next(result, balance, waiting, open_now=open_now).of(lang)
    if filling := points_link(result, book, lang):
        yield ""
        yield f"[{_FILLING.of(lang)}]({filling})"
    if form and open_now and result.quitus is None:
        yield ""
        yield f"**[{Text('Déclarer une activité', 'Declare an activity').of(lang)}]({form})**"
        yield ""
        yield _LATER.of(lang)
    yield ""
    yield Text("Une question ? Écrivez à {contact}.", "A question? Write to {contact}.").of(lang, contact=grid.contact)


_LATER = Text(
    "Le contrôle passe à intervalle régulier, et non à l'instant : sa réponse à une demande, ou à ce que vous y "
    "écrivez, arrive à son prochain passage.",
    "The check comes by at regular intervals, and not at once: its answer to a request, or to what you write there, "
    "comes the next time.",
)


def _total(balance: Balance, lang: str) -> str:
    required = "?" if balance.required is None else number(balance.required, lang)
    text = Text("**{credited:points}** sur {required}.", "**{credited:points}** out of {required}.")
    left = what_is_missing(balance.missing, lang)
    more = Text(" Il manque : {left}.", " Missing: {left}.").of(lang, left=left) if left else ""
    drawn = glyphs(discs(balance.credited, balance.required or 0))
    return f"{drawn} {text.of(lang, credited=balance.credited, required=required)}{more}".strip()


def _table(result: FolderResult, balance: Balance, book: Book, lang: str) -> Iterator[str]:
    if not balance.lines:
        yield Text("Aucune déclaration pour l'instant.", "No declaration yet.").of(lang)
        return
    declared = {claim.declaration.path: claim.declaration for claim in result.claims}
    yield Text("| Activité | Demandés | Comptés | Pourquoi |", "| Activity | Claimed | Counted | Why |").of(lang)
    yield "|---|---:|---:|---|"
    for line in balance.lines:
        claimed, credited = number(line.claimed, lang), number(line.credited, lang)
        why = inactive(reason(line, lang)) + _said(declared.get(line.path))
        yield f"| {_name(line, book.grids.get(line.year), lang)} | {claimed} | {credited} | {why} |"


def _name(line: Line, grid: Grid | None, lang: str) -> str:
    activity = grid.activities.get(line.activity) if grid is not None else None
    title = f" {inactive(activity.title.in_language(lang))}" if activity is not None else ""
    return f"{line.activity}{title} (`{line.path.rpartition('/')[2]}`)"


def _said(declaration: Declaration | None) -> str:
    comment = last_word(declaration)
    return f" — {inactive(comment)}" if comment else ""


def last_word(declaration: Declaration | None) -> str:
    """The words of whoever decided, the last of them: the answer to an appeal comes after the decision."""
    if declaration is None:
        return ""
    answer = declaration.appeal if declaration.appeal is not None and declaration.appeal.outcome else None
    comment = answer.comment if answer is not None else declaration.evaluation and declaration.evaluation.comment
    return comment or ""


def _is_open(campaign: Campaign, today: date) -> bool:
    return campaign.opens <= today <= campaign.closes


def _phase(campaign: Campaign, today: date) -> Text:
    if today < campaign.opens:
        return Text(" (à venir)", " (to come)")
    return Text(" (**ouverte**)", " (**open**)") if today <= campaign.closes else Text(" (close)", " (closed)")


def _next(result: FolderResult, balance: Balance, waiting: Sequence[Waiting], *, open_now: bool) -> Text:
    if result.quitus is not None and result.quitus.outcome in GIVEN:
        return Text("Vous n'avez plus rien à faire.", "There is nothing left for you to do.")
    if waiting:
        return Text(
            "Lisez vos demandes ci-dessus : chacune dit ce qui reste à corriger, ou qui doit décider.",
            "Read your requests above: each says what is left to mend, or who is to decide.",
        )
    if balance.reached:
        return Text("Le seuil du quitus est atteint ; le jury décide.", "The threshold is reached; the jury decides.")
    if open_now:
        return Text(
            "Déclarez ce que vous avez fait, avec ce qui le prouve.", "Declare what you have done, with what proves it."
        )
    return Text(
        "Aucune campagne n'est ouverte : gardez vos justificatifs jusqu'à la prochaine.",
        "No campaign is open: keep your evidence until the next one.",
    )


GIVEN = frozenset({"acquired", "exempted"})
"""The outcomes of a quitus after which nothing is left to declare."""
_FILLING = Text("Ce qui peut compléter vos points", "What may complete your points")
_UNREAD = Text(
    "Votre dossier ne peut pas être lu pour l'instant. Écrivez à {contact}.",
    "Your folder cannot be read for now. Write to {contact}.",
)
_QUITUS = Text("Quitus citoyen : {outcome} ({on:date}).", "Quitus citoyen: {outcome} ({on:date}).")
_REQUEST = Text("Demande {number}", "Request {number}")
_CHECKING = Text("contrôle en cours", "being checked")
_AWAITED = Text("`{name}` attend une décision.", "`{name}` awaits a decision.")
_CAMPAIGN = Text("{title} : du {on:date} au {off:date}", "{title}: {on:date} to {off:date}")
