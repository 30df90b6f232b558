"""An import in words, for the person about to say yes. Names are shown: it is the registry office's terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from polyvalidate.office.importing import Prepared
from polyvalidate.records.changes import Change, Kind, Plan
from polyvalidate.records.columns import TITLES
from polyvalidate.records.doubts import Doubt

MOST_SHOWN = 15
"""Changes or remarks of one kind shown one by one."""

_KINDS = {
    Kind.NEW: ("nouveaux", "new"),
    Kind.PENDING: ("inscriptions reprises (import interrompu)", "enrolments taken up (an import was stopped)"),
    Kind.PROGRAMME: ("changent de spécialité", "change programme"),
    Kind.PROFILE: ("changent de profil", "change profile"),
    Kind.REPEATS: ("année supplémentaire (redoublement, césure)", "one more year (repeated or spent away)"),
    Kind.EXTRA: ("années supplémentaires", "extra years"),
    Kind.RETURNS: ("reviennent", "come back"),
    Kind.LEFT: ("ne sont plus dans la liste : départ", "no longer in the list: leave"),
    Kind.ACCOUNT: ("compte de la forge", "forge account"),
    Kind.IDENTITY: ("nom ou courriel mis à jour (registre seul)", "name or e-mail updated (register only)"),
}


def plan_lines(prepared: Prepared, lang: str) -> list[str]:
    """What was read, then each kind of change, then the groups."""
    fr = lang == "fr"
    plan, listing = prepared.plan, prepared.listing
    columns = ", ".join(
        f"{name} = {TITLES[key].in_language(lang)}" for key, name in prepared.columns.items() if key in TITLES
    )
    count = len(listing.students)
    lines = [
        f"Liste : {count} élèves ({prepared.form.fr})" if fr else f"List: {count} students ({prepared.form.en})",
        f"Colonnes : {columns}" if fr else f"Columns: {columns}",
    ]
    if listing.elsewhere:
        lines.append(
            f"{listing.elsewhere} lignes d'autres formations sont laissées de côté."
            if fr
            else f"{listing.elsewhere} lines of other schools are left aside."
        )
    lines.append("")
    for kind, words in _KINDS.items():
        lines += _kind(plan.of(kind), kind, words[0 if fr else 1], lang)
    lines.append(f"{plan.unchanged:>5}  {'inchangés' if fr else 'unchanged'}")
    groups = " · ".join(f"{name} {number}" for name, number in plan.groups.items())
    return [*lines, "", f"Groupes : {groups}" if fr else f"Groups: {groups}"]


def _kind(changes: Sequence[Change], kind: Kind, words: str, lang: str) -> list[str]:
    if not changes:
        return []
    lines = [f"{len(changes):>5}  {words}"]
    if kind in (Kind.NEW, Kind.PENDING):
        steps = Counter(change.after for change in changes)
        return [*lines, "         " + ", ".join(f"{step} : {number}" for step, number in sorted(steps.items()))]
    for change in changes[:MOST_SHOWN]:
        move = " → ".join(filter(None, (change.before, change.after)))
        lines.append(f"         {change.number}  {change.name}  ({change.code})  {move}".rstrip())
    if len(changes) > MOST_SHOWN:
        more = len(changes) - MOST_SHOWN
        lines.append(f"         … et {more} autres" if lang == "fr" else f"         … and {more} more")
    return lines


def doubt_lines(doubts: Iterable[Doubt], lang: str) -> list[str]:
    """The remarks, those that prevent everything first, in the order of lines."""
    fr = lang == "fr"
    found = list(doubts)
    lines: list[str] = []
    for blocks, title in ((True, "À corriger" if fr else "To be mended"), (False, "À savoir" if fr else "To be known")):
        some = [doubt for doubt in found if doubt.blocks is blocks]
        if some:
            lines += ["", f"{title}{' :' if fr else ':'}"]
        by_text: dict[str, list[int | None]] = {}
        for doubt in some:
            by_text.setdefault(doubt.text.in_language(lang), []).append(doubt.line)
        for text, numbers in list(by_text.items())[:MOST_SHOWN]:
            lines.append(f"  {_where(numbers, lang)}{text}")
        if len(by_text) > MOST_SHOWN:
            more = len(by_text) - MOST_SHOWN
            lines.append(f"  … et {more} autres remarques." if fr else f"  … and {more} more remarks.")
    return lines


def _where(numbers: Sequence[int | None], lang: str) -> str:
    """``ligne 12 : ``, ``lignes 12, 15, 18… : `` for the same remark on several."""
    known = [str(number) for number in numbers if number is not None]
    if not known:
        return ""
    word = ("ligne" if lang == "fr" else "line") + ("s" if len(known) > 1 else "")
    more = f"… ({len(known)})" if len(known) > 6 else ""
    return f"{word} {', '.join(known[:6])}{more}{' : ' if lang == 'fr' else ': '}"


def is_nothing(plan: Plan, prepared: Prepared) -> bool:
    return not prepared.files and not plan.people
