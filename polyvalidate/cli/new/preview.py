"""What ``polyvalidate new`` shows: a finding about an answer, the declaration before it is written, what to do next."""

from __future__ import annotations

from collections.abc import Iterator

from polyvalidate.cli.new.questions import wrapped
from polyvalidate.judgement.calling import CLOSED
from polyvalidate.model.findings import Finding
from polyvalidate.model.phrases import reason
from polyvalidate.model.score import Basis
from polyvalidate.model.words import Text, plain
from polyvalidate.reports.context import inert, mend, message
from polyvalidate.repository.own_wheel import FOLDERS
from polyvalidate.rules import RULES
from polyvalidate.school.seat import Draft, Seat

_MENDS = {
    "PP326": Text(
        "Si c'est bien le cas, elle ne se déclare pas ici : Ctrl-C arrête tout. Sinon, répondez non.",
        "If that is so, it is not declared here: Ctrl-C stops everything. Otherwise answer no.",
    )
}
"""What to do, where the rule speaks to somebody who has the file before their eyes."""


def said(finding: Finding, path: str, lang: str) -> str:
    """A finding about an answer: what is wrong, and what to do; with the file when it is another than ``path``."""
    wrong = message(finding, RULES, lang)
    if finding.path != path:
        wrong = Text("{file} : {wrong}", "{file}: {wrong}").of(lang, file=finding.path.rpartition("/")[2], wrong=wrong)
    mended = _MENDS.get(finding.code)
    return "\n".join(map(wrapped, (wrong, mended.of(lang) if mended else mend(finding, RULES, lang))))


def preview(draft: Draft, lang: str) -> str:
    """The declaration as it will stand in its file, what deserves attention, what it counts."""
    lines = ["", Text("Votre déclaration :", "Your declaration:").of(lang), ""]
    lines += [f"  {inert(line)}" for line in draft.data.decode("utf-8").splitlines()[1:]]
    lines.append("")
    for finding in draft.findings:
        lines += [said(finding, draft.path, lang), ""]
    return plain("\n".join([*lines, *_worth(draft, lang)]))


def _worth(draft: Draft, lang: str) -> Iterator[str]:
    """What is counted and why, then the balance before and after; no point is promised when no campaign is open."""
    line, after = draft.line, draft.after
    if line is None or after is None or any(finding.code == CLOSED for finding in draft.findings):
        return
    counts = Text(
        "Une fois acceptée, elle compterait {credited:points} ({why}).",
        "Once accepted, it would count {credited:points} ({why}).",
    )
    if line.basis is Basis.AWAITING:
        counts = Text("La personne qui évalue choisira ses points.", "The evaluator will choose its points.")
    yield wrapped(counts.of(lang, credited=line.credited, why=reason(line, lang)))
    goal = Text("", "")
    if after.required is not None:
        goal = Text(", sur {required:number} {n:demandé|demandés}", ", out of {required:number} required").filled(
            required=after.required, n=after.required / 4
        )
    balance = Text(
        "Votre bilan passerait de {before:number} à {now:points}{goal}.",
        "Your balance would go from {before:number} to {now:points}{goal}.",
    )
    yield wrapped(balance.of(lang, before=after.credited - draft.gain, now=after.credited, goal=goal))
    yield ""


def done(draft: Draft, seat: Seat, lang: str) -> str:
    """Where the declaration is, and what is left to do."""
    lines = ["", Text("Écrit : {path}", "Written: {path}").of(lang, path=draft.path), ""]
    attached = [piece.name or "" for piece in draft.answers.evidence if piece.store == "pull-request"]
    stored = any(piece.store == "repository" for piece in draft.answers.evidence)
    added = draft.path if not stored else f"{draft.path} {seat.folder.path}/evidence"
    branch = draft.path.rpartition("/")[2].removesuffix(".yml")
    lines += [
        Text(
            "Pour la proposer à l'école, tapez ces lignes, depuis le dossier du dépôt :",
            "To propose it to the school, type these lines, from the folder of the repository:",
        ).of(lang),
        "",
        f"  git switch -c {branch}",
        f"  git add {added}",
        f'  git commit -m "{branch}"',
    ]
    alone = (seat.desk.place / FOLDERS["git"]).is_dir()  # a school without a forge, made so by init
    push, then, attach = _WITHOUT_A_FORGE if alone else _ON_A_FORGE
    lines += [f"  git push {push.of(lang, branch=branch)}", "", then.of(lang)]
    if attached:
        lines.append(attach.of(lang, names=", ".join(attached)))
    if draft.answers.origin is not None:
        codes = seat.desk.evaluators(draft.answers)
        by = f" ({', '.join(codes)})" if codes else ""
        lines += [
            "",
            Text(
                "Ces points viennent d'une autre école : la demande attend qu'une personne référente{by} les décide.",
                "These points come from another school: the request waits for a referent{by} to decide them.",
            ).of(lang, by=by),
            Text(
                "Elle la trouve avec polyvalidate queue et décide en la fusionnant, avec polyvalidate merge. "
                "D'ici là, rien n'est compté.",
                "They find it with polyvalidate queue and decide when they merge it, with polyvalidate "
                "merge. Until then nothing counts.",
            ).of(lang),
        ]
    return plain("\n".join(lines)) + "\n"


_ON_A_FORGE = (
    Text("-u origin {branch}", "-u origin {branch}"),
    Text(
        "puis ouvrez la demande (pull request) à l'adresse que Git affiche.",
        "then open the request (pull request) at the address that Git shows.",
    ),
    Text("Joignez-y : {names}.", "Attach to it: {names}."),
)
_WITHOUT_A_FORGE = (
    Text("origin HEAD:demandes/{branch}", "origin HEAD:requests/{branch}"),
    Text(
        "La réponse du contrôle s'affiche aussitôt.",
        "The answer of the check is shown at once.",
    ),
    Text(
        "Remettez à la personne qui évalue, en main propre ou par courriel : {names}.",
        "Hand to the person who evaluates, or send by e-mail: {names}.",
    ),
)
