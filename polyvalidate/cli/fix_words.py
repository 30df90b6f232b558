"""What ``fix`` did and what it left, in words; and the differences, as ``diff -u`` writes them."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from polyvalidate import __version__, reports
from polyvalidate.files.mend import Kind, Mended
from polyvalidate.model.findings import printable
from polyvalidate.model.words import Text, plain
from polyvalidate.reports.context import Context, Judged, inert, tally
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
    Kind.ORDER: Text("informations remises dans l'ordre du modèle", "lines put in the order of the model"),
    Kind.MODELINE: Text("ligne pour les éditeurs ajoutée en tête", "line for editors added at the top"),
}
"""What was done, by kind of repair."""

SHOWN_RANGES = 6
"""Lines named for one kind of repair; beyond, they are counted."""


def told(
    after: Mapping[str, Mended],
    refused: Sequence[str],
    judged: Judged,
    lines: Callable[[str], Sequence[str]],
    site: str,
    dry_run: bool,
    lang: str,
) -> str:
    """File by file what was done; then what is left, with its sentences; then one sentence for the whole."""

    def say(fr: str, en: str) -> str:
        return fr if lang == "fr" else en

    blocks = ["\n".join([printable(path), *_repairs(after[path], lang)]) for path in sorted(after)]
    kept = say(
        "laissé tel quel, espaces et fins de ligne à part : la correction ferait apparaître une autre erreur",
        "left as it is, spaces and line ends aside: mending would bring another error",
    )
    blocks += [f"{printable(path)}\n  {kept}" for path in sorted(refused)]
    if judged.findings:
        blocks.append(say("Reste à reprendre vous-même :", "Left for you to mend:"))
        context = Context(lang, site, __version__, lines, sys.stdout.isatty() and not dry_run)
        blocks.append(reports.FORMATS["text"](judged, RULES, context).rpartition("\n\n")[0])
    blocks.append(_summary(len(after), judged, dry_run, lang))
    return plain("\n\n".join(blocks)) + "\n"


def _repairs(mended: Mended, lang: str) -> Iterator[str]:
    for kind in Kind:
        at = sorted({repair.line for repair in mended.repairs if repair.kind is kind})
        if at:
            yield (Text("  {at} : {DONE}", "  {at}: {DONE}").of(lang, at=_lines(at, lang), DONE=DONE[kind]))


def _lines(numbers: Sequence[int], lang: str) -> str:
    """``ligne 3``, ``lignes 2, 4 à 9 et 12``, in the file as it was."""
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = ranges[-1][0], number
        else:
            ranges.append((number, number))
    word = Text("ligne", "line").of(lang)
    if len(ranges) > SHOWN_RANGES:
        return f"{len(numbers)} {word}s"
    through = Text(" à ", " to ").of(lang)
    shown: list[str] = []
    for first, last in ranges:
        shown += [f"{first}{through}{last}"] if last > first + 1 else [str(n) for n in sorted({first, last})]
    *most, final = shown
    joined = f"{', '.join(most)} {'et' if lang == 'fr' else 'and'} {final}" if most else final
    return f"{word}{'s' if len(numbers) > 1 else ''} {joined}"


def _summary(mended: int, judged: Judged, dry_run: bool, lang: str) -> str:
    files = Text("{n:count}\u00a0{n:fichier|fichiers}", "{n:count}\u00a0{n:file|files}").of(lang, n=mended)
    left = tally(judged.findings, lang)
    if lang == "fr":
        if not mended:
            done = "Rien n'a pu être corrigé sans vous" if left else "Rien à corriger"
        elif dry_run:
            done = f"{files} à corriger, rien n'a été écrit (--dry-run)"
        else:
            done = f"{files} corrigé{'s' if mended > 1 else ''}"
        return f"{done} ; il reste {left}." if left else f"{done}{' ; il ne reste rien à reprendre' if mended else ''}."
    if not mended:
        done = "Nothing could be mended without you" if left else "Nothing to mend"
    else:
        done = f"{files} to mend, nothing was written (--dry-run)" if dry_run else f"{files} mended"
    return f"{done}; left: {left}." if left else f"{done}{'; nothing is left to do' if mended else ''}."


def differences(before: Mapping[str, bytes], after: Mapping[str, Mended]) -> Iterator[str]:
    """The differences in the form of ``diff -u``, which ``git apply`` takes. On a terminal, what cannot be seen is
    escaped, since a file may hold anything."""
    show: Callable[[str], str] = inert if sys.stdout.isatty() else str
    for path in sorted(after):
        if b"\0" in before[path]:
            yield f"Binary files a/{path} and b/{path} differ\n"
            continue
        old, new = (_text_lines(data) for data in (before[path], after[path].data))
        for line in difflib.unified_diff(old, new, f"a/{path}", f"b/{path}"):
            body = line.removesuffix("\n")
            yield show(body) + ("\n" if body != line else "\n\\ No newline at end of file\n")


def _text_lines(data: bytes) -> list[str]:
    *lines, last = data.decode("utf-8", "surrogateescape").split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]
