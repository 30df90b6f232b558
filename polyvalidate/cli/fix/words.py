"""What ``fix`` did and what it left, in words and for programs; and the differences, as ``diff -u`` writes them."""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Callable, Iterator, Sequence

from polyvalidate.cli.fix.plan import Judged, Plan
from polyvalidate.files.mend import Kind, Mended
from polyvalidate.model.findings import printable
from polyvalidate.model.words import Text, plain
from polyvalidate.reports.context import Context, inert, tally
from polyvalidate.reports.jsonformat import document
from polyvalidate.reports.text import blocks
from polyvalidate.rules import RULES

DONE = {
    Kind.MARK: Text("enregistré en UTF-8, sans marque invisible", "saved as UTF-8, without an invisible mark"),
    Kind.LINE_ENDS: Text("fins de ligne de Windows remplacées", "Windows line ends replaced"),
    Kind.TABS: Text("tabulations du début de ligne remplacées par des espaces", "tabs at the start replaced by spaces"),
    Kind.SPACES: Text("espaces de fin de ligne enlevés", "spaces at the end of the line removed"),
    Kind.LAST_LINE: Text("fin de la dernière ligne ajoutée", "end of the last line added"),
    Kind.QUOTES: Text("guillemets ajoutés", "quotes added"),
    Kind.NUMBER: Text("nombre écrit sans guillemets ni virgule", "number written without quotes or comma"),
    Kind.DATE: Text("date écrite année-mois-jour", "date written year-month-day"),
    Kind.DIGEST: Text("empreinte écrite en minuscules", "digest written in small letters"),
    Kind.PROFILE: Text(
        "profil du cycle écrit, qui compte de même", "the cycle's profile written, which counts the same"
    ),
    Kind.ORDER: Text("informations remises dans l'ordre du modèle", "lines put in the order of the model"),
    Kind.MODELINE: Text("ligne pour les éditeurs ajoutée en tête", "line for editors added at the top"),
}
"""What was done, by kind of repair."""

SHOWN_RANGES = 6
"""Lines named for one kind of repair; beyond, they are counted."""


def told(plan: Plan, judged: Judged, context: Context, *, dry_run: bool) -> str:
    """File by file what was done; then what is left, with its sentences; then one sentence for the whole."""
    lang = context.lang
    told = ["\n".join([printable(path), *_repairs(plan.after[path], lang)]) for path in sorted(plan.after)]
    kept = Text(
        "laissé tel quel, espaces et fins de ligne à part : la correction ferait apparaître une autre erreur",
        "left as it is, spaces and line ends aside: mending would bring another error",
    ).of(lang)
    told += [f"{printable(path)}\n  {kept}" for path in sorted(plan.refused)]
    if judged.findings:
        told += [Text("Reste à reprendre vous-même :", "Left for you to mend:").of(lang)]
        told += blocks(judged.findings, RULES, context)
    told.append(_summary(len(plan.after), tally(judged.findings, lang), dry_run, lang))
    return plain("\n\n".join(told)) + "\n"


def _repairs(mended: Mended, lang: str) -> Iterator[str]:
    for kind, lines in _lines_of(mended):
        yield Text("  {at} : {done}", "  {at}: {done}").of(lang, at=_said(lines, lang), done=DONE[kind])


def _lines_of(mended: Mended) -> Iterator[tuple[Kind, list[int]]]:
    """Each kind of repair that was made, and its lines in the file as it was."""
    for kind in Kind:
        lines = sorted({repair.line for repair in mended.repairs if repair.kind is kind})
        if lines:
            yield kind, lines


def _said(numbers: Sequence[int], lang: str) -> str:
    """``ligne 3``, ``lignes 2, 4 à 9 et 12``."""
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = ranges[-1][0], number
        else:
            ranges.append((number, number))
    if len(ranges) > SHOWN_RANGES:
        return Text("{n} {n:ligne|lignes}", "{n} {n:line|lines}").of(lang, n=len(numbers))
    through = Text("{first} à {last}", "{first} to {last}")
    shown: list[str] = []
    for first, last in ranges:
        if last > first + 1:
            shown.append(through.of(lang, first=first, last=last))
        else:
            shown += [str(number) for number in sorted({first, last})]
    lines = Text("{n:ligne|lignes} {shown:all}", "{n:line|lines} {shown:all}")
    return lines.of(lang, n=len(numbers), shown=tuple(shown))


def _summary(mended: int, left: str, dry_run: bool, lang: str) -> str:
    """The whole in one sentence; ``left`` counts what is left, and is empty when nothing is."""
    if mended and dry_run:
        done = Text(
            "{n} {n:fichier|fichiers} à corriger, rien n'a été écrit (--dry-run)",
            "{n} {n:file|files} to mend, nothing was written (--dry-run)",
        )
    elif mended:
        done = Text("{n} {n:fichier corrigé|fichiers corrigés}", "{n} {n:file|files} mended")
    elif left:
        done = Text("Rien n'a pu être corrigé sans vous", "Nothing could be mended without you")
    else:
        done = Text("Rien à corriger", "Nothing to mend")
    if left:
        end = Text("{done} ; il reste {left}.", "{done}; left: {left}.")
    elif mended:
        end = Text("{done} ; il ne reste rien à reprendre.", "{done}; nothing is left to do.")
    else:
        end = Text("{done}.", "{done}.")
    return end.of(lang, done=done.filled(n=mended), left=left)


def as_json(plan: Plan, judged: Judged, context: Context, *, written: bool) -> str:
    """For programs: what ``check --format json`` says of what is left, with what was mended, or would be.

    ``mended`` has the files that are mended, by path: the kinds of repair with their lines in the file as it was, and
    the difference as ``diff -u`` writes it (null for a file that is no text). ``refused`` has those of which only
    spaces and line ends are mended, because more would bring another error. ``written`` is false for a trial.
    """
    mended = [
        {
            "path": printable(path),
            "repairs": [{"kind": kind.value, "lines": lines} for kind, lines in _lines_of(plan.after[path])],
            "difference": "".join(_difference(plan, path)) if _is_text(plan.before[path]) else None,
        }
        for path in sorted(plan.after)
    ]
    refused = [printable(path) for path in sorted(plan.refused)]
    said = {"written": written, "mended": mended, "refused": refused}
    return json.dumps(document(judged, RULES, context) | said, ensure_ascii=False, indent=2) + "\n"


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode("utf-8")
    except UnicodeDecodeError:
        return False


def differences(plan: Plan) -> Iterator[str]:
    """The differences in the form of ``diff -u``, which ``git apply`` takes. On a terminal, what cannot be seen is
    escaped, since a file may hold anything."""
    for path in sorted(plan.after):
        yield from _difference(plan, path, inert if sys.stdout.isatty() else str)


def _difference(plan: Plan, path: str, show: Callable[[str], str] = str) -> Iterator[str]:
    if b"\0" in plan.before[path]:
        yield f"Binary files a/{path} and b/{path} differ\n"
        return
    old, new = (_text_lines(data) for data in (plan.before[path], plan.after[path].data))
    for line in difflib.unified_diff(old, new, f"a/{path}", f"b/{path}"):
        body = line.removesuffix("\n")
        yield show(body) + ("\n" if body != line else "\n\\ No newline at end of file\n")


def _text_lines(data: bytes) -> list[str]:
    *lines, last = data.decode("utf-8", "surrogateescape").split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]
