"""Who of a school must have a box on the forge, read from its branch."""

from __future__ import annotations

from polyvalidate.forge.boxes.steps import Roster
from polyvalidate.model.roles import in_office
from polyvalidate.model.words import Text
from polyvalidate.office.acts.decided import decisions
from polyvalidate.office.register.keeping import ended
from polyvalidate.office.register.pseudonyms import CODE
from polyvalidate.repository import Unreadable
from polyvalidate.school.school import School


def roster_of(school: School, cohort: int | None) -> Roster:
    """The students who are there, and those who have left, or have both their quitus and the end of their cycle.

    Raises ``Unreadable`` for a school without boxes, and when a student's file does not read: who would be taken for
    gone is not guessed.
    """
    book = school.book
    if not book.boxes:
        raise Unreadable(NO_BOXES)
    quitus, broken = decisions(school, school.folders)
    unread = [*school.unreadable, *broken]
    if unread:
        raise Unreadable(_UNREAD, files=tuple(sorted(unread)[:5]))
    present, departed = dict[str, str | None](), dict[str, str | None]()
    for code, student in sorted(school.students.items()):
        if cohort in (None, student.cohort):
            day = ended(student, quitus.get(code), book)
            (present if day is None or day > book.today else departed)[code] = student.account
    staff = frozenset(one.account for one in book.roles.values() if in_office(one, book.today))
    grid = school.latest
    welcome, known = WELCOME.of(grid.language, site=grid.site), frozenset(school.students)
    return Roster(present, departed, staff, welcome, known, lambda name: CODE.fullmatch(name) is not None)


WELCOME = Text(
    "# Votre boîte\n\nCe dépôt privé est à vous : vous y écrivez, l'équipe de l'école le lit, et personne d'autre.\n\n"
    "C'est ici que vous déclarez vos activités. Le formulaire et les guides : {site}\n\n"
    "Vos points s'afficheront sur cette page.\n",
    "# Your box\n\nThis private repository is yours: you write to it, the school's staff read it, and nobody else.\n\n"
    "This is where you declare your activities. The form and the guides: {site}\n\n"
    "Your points will show on this page.\n",
)
NO_BOXES = Text(
    "Cette école n'a pas de boîtes. Écrivez intake: boxes et boxes: NOM dans le rules.yml de l'année, puis git commit.",
    "This school has no boxes. Write intake: boxes and boxes: NAME in the rules.yml of the year, and commit it.",
)
_UNREAD = Text(
    "Des fichiers d'élèves ne se lisent pas : {files:all}. Lancez polyvalidate check, corrigez, puis relancez.",
    "Files of students cannot be read: {files:all}. Run polyvalidate check, mend them, then run it again.",
)
