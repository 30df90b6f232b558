"""What other schools do, in a terminal: points asked for, then each activity beside the one that is like it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from polyvalidate.model.words import Text, number, plain, points
from polyvalidate.reports.context import inert
from polyvalidate.site.grid.matching import Match, matches
from polyvalidate.site.pages.shared_grids import SharedActivity, SharedGrid, SharedProfile

_ASKED = Text("École|Profil|Points demandés|Ans", "School|Profile|Points asked|Years")
_PAIRS = Text("Chez nous|Points|Max/cycle||Là-bas|Points|Max/cycle", "Ours|Points|Max/cycle||Theirs|Points|Max/cycle")
_SIGNS = Text(
    "= : déclaré par notre école. ≈ : rapproché par les mots des titres, à vérifier.",
    "=: declared by our school. ≈: matched by the words of titles, to be looked at.",
)
_NO_MATCH = Text("Rien qui ressemble à {code} là-bas.", "Nothing like {code} there.")
_NO_PAIR = Text("Aucune activité ne ressemble à une des nôtres.", "No activity is like one of ours.")
_WIDEST = {"l": 30, "p": 16}
"""Columns of titles, and of points with their unit."""
_INVENTED = Text("école inventée", "a made-up school")


def compared(ours: SharedGrid, others: Sequence[SharedGrid], lang: str, code: str | None = None) -> str:
    """Our grid and those of other schools; of one activity only with its ``code``."""
    parts = [] if code is not None else [_table(_ASKED, _asked((ours, *others), lang), lang, "llrr")]
    matched = False
    for theirs in others:
        found = [match for match in matches(ours, theirs) if code in (None, match.ours.code)]
        matched |= bool(found)
        parts.append(_school(theirs, lang))
        pairs = _table(_PAIRS, [_pair(match, lang) for match in found], lang, "lprclpr")
        parts.append(pairs if found else _NO_PAIR.of(lang) if code is None else _NO_MATCH.of(lang, code=code))
    return plain("\n\n".join([*parts, *([_SIGNS.of(lang)] if matched else [])])) + "\n"


def _school(grid: SharedGrid, lang: str) -> str:
    said = " ".join(part for part in (grid.school, grid.year) if part)
    return inert(f"{said} ({_INVENTED.of(lang)})" if grid.example else said)


def _asked(every: Sequence[SharedGrid], lang: str) -> Iterator[Sequence[str]]:
    for grid in every:
        for profile in grid.profiles:
            yield (
                _school(grid, lang),
                inert(profile.title.in_language(lang)),
                _required(profile, lang),
                str(profile.years),
            )


def _required(profile: SharedProfile, lang: str) -> str:
    fixed = Text("fixé par un jury", "fixed by a jury")
    return fixed.of(lang) if profile.required is None else points(profile.required, lang)


def _pair(match: Match, lang: str) -> Sequence[str]:
    return *_activity(match.ours, lang), "=" if match.declared else "≈", *_activity(match.theirs, lang)


def _activity(activity: SharedActivity, lang: str) -> Sequence[str]:
    """Code and title, points of one unit, cap over the cycle."""
    lowest, highest = number(activity.lowest, lang), number(activity.highest, lang)
    each = highest if lowest == highest else f"{lowest}–{highest}"
    unit, title = (inert(text.in_language(lang)) for text in (activity.unit, activity.title))
    return f"{inert(activity.code)} {title}", f"{each} / {unit}", number(activity.cap_cycle, lang)


def _table(heads: Text, rows: Iterator[Sequence[str]] | Sequence[Sequence[str]], lang: str, places: str) -> str:
    from tabulate import tabulate

    sides = {"l": "left", "r": "right", "p": "right", "c": "center"}
    columns = heads.of(lang).split("|")
    widths = [_WIDEST.get(place) for place in places]
    return tabulate(
        rows, columns, disable_numparse=True, colalign=[sides[place] for place in places], maxcolwidths=widths
    )
