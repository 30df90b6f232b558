"""A takeover from Moodle in words, for the person about to say yes: what is taken over, what is not and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from polyvalidate.cli.crediting_words import capped, listed, set_aside, who
from polyvalidate.cli.plural import form
from polyvalidate.model.words import Text, points
from polyvalidate.office.acts.take_over import Takeover
from polyvalidate.office.exchange.moodle_export import Export
from polyvalidate.office.lists.cells import shown

MOST, MOST_BY_REASON = 10, 5
"""Students shown one by one: of one kind, for one reason."""


def outcome(
    done: Takeover, export: Export, unmapped: Mapping[str, int], names: Mapping[str, str], lang: str
) -> list[str]:
    """What was read, what is taken over by activity, which caps are met, what is left aside."""
    fr = lang == "fr"
    items = len(export.items)
    if export.graded:
        kind = Text("notes", "grades").of(lang)
    else:
        kind = Text("achèvement", "completion").of(lang)
    years = ", ".join(done.years) or "—"
    recognised = form(done.recognised, "élève reconnu|élèves reconnus", "student recognised|students recognised", lang)
    lines = [
        f"{'Export :' if fr else 'Export:'} {items} {form(items, 'activité|activités', 'item|items', lang)}, {kind} "
        f"({export.form.in_language(lang)})",
        Text("{recognised} {recognised2} ; {years} ; {code}", "{recognised} {recognised2}; {years}; {code}").of(
            lang, recognised=done.recognised, recognised2=recognised, years=years, code=done.holder.code
        ),
        "",
    ]
    counts = Counter(one.path.rpartition("/")[2].partition("-")[0] for one in done.credited)
    if done.credited:
        count, granted = len(done.credited), points(sum(one.computed for one in done.credited), lang)
        lines.append(f"{count:>5}  {form(count, 'reprise|reprises', 'taken over', lang)}, {granted}")
        lines.append("         " + " · ".join(f"{code}{' :' if fr else ':'} {n}" for code, n in sorted(counts.items())))
    met = [one for one in done.credited if one.gained != one.computed]
    if met:
        lines.append(
            f"{len(met):>5}  {form(len(met), 'touche|touchent', 'meets|meet', lang)} {'un plafond' if fr else 'a cap'}"
        )
        lines += listed([capped(one, names, lang) for one in met], lang, MOST)
    similar = [one for one in done.credited if one.similar is not None]
    if similar:
        have = form(len(similar), "a|ont", "has|have", lang)
        lines.append(
            f"{len(similar):>5}  {have} aussi une déclaration de la même activité, la même année : vérifiez que ce "
            "n'est pas la même chose"
            if fr
            else f"{len(similar):>5}  {have} a declaration of the same activity and year besides: check that it is not "
            "the same thing"
        )
        lines += listed([f"{who(one, names, lang)}  {one.similar}" for one in similar], lang, MOST)
    lines += set_aside([a for a in done.asides if a.known], "déjà reprises", "taken over already", names, lang)
    rest = [a for a in done.asides if not a.known]
    lines += set_aside(
        rest, f"{form(len(rest), 'laissée|laissées', '', 'fr')} de côté", "left aside", names, lang, MOST_BY_REASON
    )
    if export.zeros:
        lines.append(
            f"{export.zeros:>5}  {form(export.zeros, 'note|notes', '', 'fr')} de 0 : rien n'en est repris"
            if fr
            else f"{export.zeros:>5}  {form(export.zeros, '', 'grade|grades', 'en')} of 0: none"
        )
    if unmapped:
        count = len(unmapped)
        fr_words = "activité de Moodle sans code de la grille : complétez le fichier de --map, ou laissez-la"
        fr_words += "|activités de Moodle sans code de la grille : complétez le fichier de --map, ou laissez-les"
        en_words = "item of Moodle without a code of the grid: complete the file of --map, or leave it"
        en_words += "|items of Moodle without a code of the grid: complete the file of --map, or leave them"
        lines.append(f"{count:>5}  {form(count, fr_words, en_words, lang)}")
        lines += listed([f"{shown(name)} ({number})" for name, number in sorted(unmapped.items())], lang)
    return lines
