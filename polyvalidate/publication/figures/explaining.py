"""How published figures protect students, in plain words: one page, in French and in English.

Its numbers are computed by the functions that make the figures, so that the page cannot say anything else than what is
done. ``page`` is Markdown for the site, ``explanation`` the same for a terminal.
"""

from __future__ import annotations

import re
import textwrap

from polyvalidate.model.words import NBSP, Text, plain
from polyvalidate.publication.attack.bands import (
    COALITIONS,
    MOST_BANDS,
    SMALLEST_GROUP,
    SMALLEST_WIDTH,
    Band,
    band_of,
    bands,
)
from polyvalidate.publication.figures.words import count, count_of

GROUP = 31
"""The size of the group of the example."""
REACHED = 18
"""How many of them have the quitus in the example: what is never published."""
FRIENDS = max(COALITIONS)
"""How many students of the group put together what they know: three, as the page says."""


def others(band: Band, size: int, friends: int, with_it: int) -> Band:
    """What friends can say of all the others, once they have taken themselves out of a band of their group."""
    return Band(max(0, band.lowest - with_it), min(size - friends, band.highest - with_it))


def page(lang: str) -> str:
    """The page, in Markdown."""
    return _PAGE.of(lang, **_numbers(lang))


def explanation(lang: str) -> str:
    """The same for a terminal: no mark-up, lines of at most 80 characters."""
    lines: list[str] = []
    for paragraph in page(lang).split("\n\n"):
        text = re.sub(r"[*`]|^#+ ", "", paragraph.strip("\n"), flags=re.MULTILINE)
        if paragraph.startswith("#"):
            lines += [text.upper() if paragraph.startswith("# ") else text, ""]
        elif paragraph.startswith("- "):
            lines += [_filled(item) for item in re.split(r"\n(?=- )", text)]
            lines.append("")
        else:
            lines += [_filled(text), ""]
    return plain("\n".join(lines)).rstrip() + "\n"


def _filled(text: str) -> str:
    """Lines of at most 80 characters, never cut at a non-breaking space."""
    one_line = re.sub(r"[ \n]+", " ", text)
    return textwrap.fill(one_line, 80, subsequent_indent="  " if text.startswith("- ") else "")


def _numbers(lang: str) -> dict[str, object]:
    shown = band_of(REACHED, GROUP)
    lowest, _, third, *_, highest = bands(GROUP)
    left = GROUP - FRIENDS
    return {
        "smallest": SMALLEST_GROUP,
        "width": SMALLEST_WIDTH,
        "most": MOST_BANDS,
        "size": GROUP,
        "left": left,
        "Friends": Text("Trois", "Three").of(lang),
        "all_bands": ", ".join(count(band, lang) for band in bands(GROUP)),
        "number": len(bands(GROUP)),
        "shown": count_of(shown, GROUP, lang),
        "those_left": count(others(shown, GROUP, FRIENDS, FRIENDS), lang),
        "bottom": count_of(lowest, GROUP, lang),
        "bottom_left": count(others(lowest, GROUP, FRIENDS, FRIENDS), lang),
        "top": count_of(highest, GROUP, lang),
        "top_left": count(others(highest, GROUP, FRIENDS, 0), lang),
        "reached": REACHED,
        "with_one": count_of(third, GROUP, lang),
        "without": count_of(band_of(third.lowest - 1, GROUP - 1), GROUP - 1, lang),
        "thresholds": Text("25{NBSP}%, 50{NBSP}% ou 75{NBSP}%", "25%, 50% or 75%").of(lang, NBSP=NBSP),
    }


_PAGE = Text(
    """\
# Comment ces chiffres vous protègent

L'école montre comment avance chaque promotion. Personne ne doit pouvoir tirer de ces chiffres votre résultat, même en
sachant qui est dans votre groupe, en connaissant son propre bilan et en gardant les publications des années passées.
Cette page ne parle que d'eux : qui peut lire le dépôt y lit les déclarations elles-mêmes, comme le dit la page « Vie
privée ».

## Ce qui est montré

- La taille de chaque groupe : une spécialité et une année d'études, par exemple « Informatique, 4e année ».
- Pour chaque groupe, un **intervalle** où se trouve le nombre d'élèves qui ont compté au moins {thresholds} des
  points demandés, puis le quitus.
- Le total de la promotion, d'une année d'études ou d'une spécialité : la somme des intervalles de ses groupes, qui
  ne dit donc rien de plus qu'eux.
- Pour toute la promotion, un intervalle du nombre d'élèves qui ont des points dans chacune des catégories. Les
  nombres les plus bas sont réunis.

D'une année à l'autre, ce sont les mêmes élèves dans les mêmes groupes : ceux de la première publication. Une personne
qui part, change de spécialité ou redouble reste comptée dans son groupe ; une personne arrivée plus tard n'y est pas.

## Ce qui n'est pas montré

- Aucun nom, aucun pseudonyme, aucun texte écrit par une personne.
- Aucun nombre exact d'élèves ayant réussi, aucune moyenne, aucun minimum, aucun maximum, aucun classement.
- Aucun groupe de moins de {smallest} élèves : les petits groupes sont réunis, selon leur taille seulement.

Ce qui est montré ne dépend que de la taille des groupes et de la grille. Rien n'est retiré à cause des résultats :
l'absence d'un chiffre en dirait déjà quelque chose.

## Un exemple à vérifier

Un groupe compte {size} élèves. Les nombres de 0 à {size} sont coupés en {number} intervalles, chacun de {width}
nombres au moins : {all_bands}. La coupe ne dépend que de la taille du groupe, et il n'y a jamais plus de {most}
intervalles.

Supposons que {reached} élèves aient le quitus. On publie « {shown} ».

**{Friends} amis du groupe se parlent.** Tous ont le quitus. Des {left} autres, ils savent que {those_left} l'ont : de
quoi avoir une idée du groupe, pas de vous.

**Et aux extrêmes ?** Si l'on publie « {bottom} » et que ces personnes ont le quitus, il en reste {bottom_left} parmi
les {left} autres : peut-être une, peut-être aucune. Si l'on publie « {top} » et qu'aucune de ces personnes ne l'a,
elles savent que {top_left} des {left} autres l'ont : peut-être tous, peut-être pas. C'est pour cela qu'un intervalle
a {width} nombres au moins.

**Une personne part.** Si elle n'était plus comptée, on pourrait publier « {with_one} », puis « {without} ». Or
personne ne perd ses points : la personne partie avait donc le quitus. Elle reste comptée, et le groupe a {size} élèves
d'un bout à l'autre.

## Ce qui est vérifié avant de publier

Un programme joue le rôle d'un, de deux ou de trois camarades curieux. Il connaît la composition des groupes et tout
ce qui a été publié. Il cherche, pour chaque groupe, chaque total, chaque différence entre deux groupes ou entre deux
années, le plus petit et le plus grand nombre possibles. S'il apprend le résultat de quelqu'un, que tout un groupe a
réussi, que personne n'a réussi, ou un nombre trop précis, rien n'est publié : cela n'arrive que si le programme se
trompe, car les règles qui précèdent suffisent.

Une publication n'est jamais refaite : une correction paraît dans la suivante. Sinon, la différence entre les deux
dirait qui a changé.

## Ce que cela ne fait pas

Si plus de trois personnes d'un même groupe mettent leurs bilans en commun, elles peuvent en apprendre davantage sur
les autres. Et rien n'empêche une personne de dire elle-même son résultat.
""",
    """\
# How these figures protect you

The school shows how each cohort is getting on. Nobody must be able to work out your result from these figures, even by
knowing who is in your group, knowing their own balance and keeping what was published in earlier years. This page is
about them only: whoever can read the repository reads the declarations themselves there, as the page “Privacy” says.

## What is shown

- The size of each group: a programme and a year of study, such as “Computer science, year 4”.
- For each group, an **interval** that holds the number of students who have at least {thresholds} of the points asked
  for, then the quitus.
- The total of the cohort, of a year of study or of a programme: the sum of the intervals of its groups, which
  therefore says nothing more than they do.
- For the whole cohort, an interval of the number of students who have points in each of the categories. The lowest
  numbers are joined.

From one year to the next, these are the same students in the same groups: those of the first issue. Somebody who
leaves, changes programme or repeats a year is still counted in their group; somebody who came later is not.

## What is not shown

- No name, no pseudonym, no text written by a person.
- No exact number of students who succeeded, no average, no minimum, no maximum, no rank.
- No group of fewer than {smallest} students: small groups are merged, by their size only.

What is shown depends on the size of the groups and on the grid only. Nothing is left out because of results: the
absence of a figure would already tell something of them.

## An example you can check

A group has {size} students. The numbers from 0 to {size} are cut into {number} intervals, each of at least {width}
numbers: {all_bands}. The cut depends on the size of the group only, and there are never more than {most} intervals.

Suppose that {reached} students have the quitus. What is published is "{shown}".

**{Friends} friends of the group talk.** All of them have the quitus. Of the {left} others, they know that
{those_left} have it: enough for an idea of the group, not of you.

**And at the ends?** If "{bottom}" is published and these friends have the quitus, {bottom_left} remain among the
{left} others: perhaps one, perhaps none. If "{top}" is published and none of these friends has it, they know that
{top_left} of the {left} others have it: perhaps all, perhaps not. That is why an interval has at least {width}
numbers.

**Somebody leaves.** Were they no longer counted, "{with_one}" could be published, then "{without}". Nobody loses
points, so the person who left had the quitus. They are still counted, and the group has {size} students from beginning
to end.

## What is verified before anything is published

A program plays the part of one, two or three curious classmates. It knows who is in which group and all that was
published. For each group, each total, each difference between two groups or two years, it looks for the smallest and
the largest number possible. If it learns somebody's result, that a whole group succeeded, that nobody did, or too
precise a number, nothing is published: that happens only if the program is mistaken, since the rules above suffice.

An issue is never made again: a correction appears in the next one. Otherwise the difference between the two would say
who changed.

## What this does not do

If more than three people of one group put their balances together, they may learn more about the others. And nothing
prevents a person from telling their own result: they alone can.
""",
)
