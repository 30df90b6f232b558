"""An import in words, for the person about to say yes. Names are shown: it is the registry office's terminal."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from polyvalidate.model.words import Text
from polyvalidate.office.acts.import_ import Prepared
from polyvalidate.office.lists.columns import TITLES
from polyvalidate.office.lists.doubts import Doubt
from polyvalidate.office.register.changes import Change, Kind, Plan
from polyvalidate.office.register.register import Register

MOST_SHOWN = 15
"""Changes or remarks of one kind shown one by one."""

_KINDS = {
    Kind.NEW: ("nouveau", "nouveaux", "new"),
    Kind.PENDING: (
        "inscription reprise (import interrompu)",
        "inscriptions reprises (import interrompu)",
        "enrolled at last (an import was stopped)",
    ),
    Kind.PROGRAMME: ("change de spécialité", "changent de spécialité", "with another programme"),
    Kind.PROFILE: ("change de profil", "changent de profil", "with another profile"),
    Kind.REPEATS: (
        "année supplémentaire (redoublement, césure)",
        "années supplémentaires (redoublement, césure)",
        "with one more year (repeated or spent away)",
    ),
    Kind.EXTRA: ("autre nombre d'années supplémentaires", "autre nombre d'années supplémentaires", "extra years"),
    Kind.RETURNS: ("revient", "reviennent", "back"),
    Kind.LEFT: (
        "n'est plus dans la liste : départ",
        "ne sont plus dans la liste : départ",
        "no longer in the list: gone",
    ),
    Kind.ACCOUNT: ("compte de la forge", "comptes de la forge", "forge account"),
    Kind.IDENTITY: (
        "nom ou courriel mis à jour (registre seul)",
        "noms ou courriels mis à jour (registre seul)",
        "name or e-mail updated (register only)",
    ),
}
"""For one, for several, in English for either."""


def plan_lines(prepared: Prepared, lang: str) -> list[str]:
    """What was read, then each kind of change, then the groups."""
    fr = lang == "fr"
    plan, listing = prepared.plan, prepared.listing
    columns = ", ".join(
        f"{name} = {TITLES[key].in_language(lang)}" for key, name in prepared.columns.items() if key in TITLES
    )
    count = len(listing.students)
    lines = [
        Text("Liste : {count} {count:élève|élèves} ({form})", "List: {count} {count:student|students} ({form})").of(
            lang, count=count, form=prepared.form
        ),
        Text("Colonnes : {columns}", "Columns: {columns}").of(lang, columns=columns),
    ]
    if listing.elsewhere:
        lines.append(
            Text(
                "Lignes d'autres formations, laissées de côté : {elsewhere}.",
                "Lines of other schools, left aside: {elsewhere}.",
            ).of(lang, elsewhere=listing.elsewhere)
        )
    lines.append("")
    for kind, words in _KINDS.items():
        found = plan.of(kind)
        lines += _kind(found, kind, words[(1 if len(found) > 1 else 0) if fr else 2], lang)
    lines.append(f"{plan.unchanged:>5}  {f'inchangé{_s(plan.unchanged)}' if fr else 'unchanged'}")
    groups = " · ".join(f"{name} {number}" for name, number in plan.groups.items())
    return [*lines, "", Text("Groupes : {groups}", "Groups: {groups}").of(lang, groups=groups)]


def _kind(changes: Sequence[Change], kind: Kind, words: str, lang: str) -> list[str]:
    if not changes:
        return []
    lines = [f"{len(changes):>5}  {words}"]
    if kind in (Kind.NEW, Kind.PENDING):
        steps = Counter(change.after for change in changes)
        lines.append("         " + ", ".join(f"{step} : {number}" for step, number in sorted(steps.items())))
        few = changes if len(changes) <= MOST_SHOWN else ()
        return [*lines, *(f"         {change.number}  {change.name}  {change.after}".rstrip() for change in few)]
    for change in changes[:MOST_SHOWN]:
        move = " → ".join(filter(None, (change.before, change.after)))
        lines.append(f"         {change.number}  {change.name}  ({change.code})  {move}".rstrip())
    if len(changes) > MOST_SHOWN:
        more = len(changes) - MOST_SHOWN
        lines.append(Text("         … et {more} autres", "         … and {more} more").of(lang, more=more))
    return lines


def doubt_lines(doubts: Iterable[Doubt], lang: str) -> list[str]:
    """The remarks, those that prevent everything first, in the order of lines."""
    fr = lang == "fr"
    found = list(doubts)
    lines: list[str] = []
    for blocks, title in (
        (True, Text("À corriger", "To be mended").of(lang)),
        (False, Text("À savoir", "To be known").of(lang)),
    ):
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
            lines.append(Text("  … et {more} autres remarques.", "  … and {more} more remarks.").of(lang, more=more))
    return lines


def _where(numbers: Sequence[int | None], lang: str) -> str:
    """``ligne 12 : ``, ``lignes 12, 15, 18… : `` for the same remark on several."""
    known = [str(number) for number in numbers if number is not None]
    if not known:
        return ""
    word = (Text("ligne", "line").of(lang)) + ("s" if len(known) > 1 else "")
    more = f"… ({len(known)})" if len(known) > 6 else ""
    return f"{word} {', '.join(known[:6])}{more}{' : ' if lang == 'fr' else ': '}"


def is_nothing(plan: Plan, prepared: Prepared) -> bool:
    return not prepared.files and not plan.people


def to_write(files: int) -> Text:
    """The question before an import is written."""
    if not files:
        return Text("Écrire le registre ?", "Write the register?")
    return Text(
        "Écrire le registre et {files} {files:fichier|fichiers} student.yml ?",
        "Write the register and {files} student.yml {files:file|files}?",
    ).filled(files=files)


def letters_command(
    register: Register, new: Collection[str], register_file: Path, repo: Path, branch: str, lang: str
) -> str:
    """The command that writes to the new students and to nobody else, in a folder beside the register."""
    words = [
        "polyvalidate",
        "roster",
        "mail",
        str(_free(register_file.parent / (Text("courriels", "letters").of(lang)))),
    ]
    words += ["--register", str(register_file)]
    words += ["--repo", str(repo)] if repo != Path() else []
    words += ["--branch", branch] if branch != "main" else []
    cohorts = {member.cohort for member in register.members if member.code in new}
    others = [member for member in register.members if member.code not in new]
    if len(cohorts) == 1 and not any(member.cohort in cohorts for member in others):
        words += ["--cohort", str(next(iter(cohorts)))]
    elif others:
        words += [word for code in sorted(new) for word in ("--who", code)]
    return shlex.join(words)


def _free(folder: Path) -> Path:
    """A folder that is not there yet: letters never go over others."""
    names = (folder, *(folder.with_name(f"{folder.name}-{number}") for number in range(2, 100)))
    return next((place for place in names if not place.exists()), folder)


def _s(count: int) -> str:
    return "s" if count > 1 else ""
