"""The demonstration school made, whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from polyvalidate.demo.failing import DemoError
from polyvalidate.demo.figures import occasions, published
from polyvalidate.demo.grids import dated, first_years, read_book, with_earlier_years
from polyvalidate.demo.history import write_figures, write_history
from polyvalidate.demo.importing import Stream
from polyvalidate.demo.open_requests import OpenRequest, write_open_requests
from polyvalidate.demo.people import people
from polyvalidate.demo.private import SUFFIX, write_private
from polyvalidate.demo.school import school
from polyvalidate.demo.surroundings import surroundings
from polyvalidate.model.words import Text
from polyvalidate.repository.history import first_parents
from polyvalidate.repository.private_files import repository_around

FEWEST_STUDENTS, MOST_STUDENTS = 15, 100_000
MOST_COHORTS = 12
END = 3
"""Steps after those of the students: the open requests, the files laid out, the private ones."""


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What was made, for the person who asked."""

    directory: Path
    private: Path
    """Outside the repository: the extraction of APOGEE and the register, both synthetic."""
    head: str
    cohorts: tuple[int, ...]
    programmes: int
    students: int
    declarations: int
    evaluated: int
    refused: int
    appeals: int
    merges: int
    quitus: int
    """Students about whom the jury has decided."""
    acquired: int
    requests: tuple[OpenRequest, ...]
    issues: int
    """How many times the figures of a cohort were published."""


def make_school(
    directory: Path,
    *,
    files: Mapping[str, bytes],
    students: int = 900,
    cohorts: int = 3,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
    private: Path | None = None,
    today: date | None = None,
    publish: bool = False,
) -> DemoSummary:
    """Make a school in ``directory``, which must not exist or be empty, and its private files in ``private`` (beside it
    by default), which must be in no Git repository: whatever reads a register refuses it there.

    ``files`` is the repository of a new school (grid, schemas, documents) by path; the grids of earlier years are
    derived from the oldest one. ``students`` is the number over all ``cohorts``. On ``today`` the school is in the
    middle of things: grids are moved to that day, and nothing later has happened; without it, the years of ``files``
    are over. With ``publish``, cohorts that are large enough have published figures. The same ``seed``, ``files`` and
    day give the same commits. ``progress`` is told (done, total). Raises DemoError, and then leaves nothing behind.
    """
    directory = Path(os.path.abspath(directory))
    private = Path(os.path.abspath(private or directory.with_name(directory.name + SUFFIX)))
    _refuse_what_cannot_be(directory, private, students, cohorts)
    years = first_years(files)
    if not years:
        raise DemoError(
            Text(
                "La grille d'exemple manque : réinstallez le programme.",
                "The example grid is missing: install the program again.",
            )
        )

    if today is not None:
        files = dated(files, today)
        years = first_years(files)
    day = today or date(years[-1] + 1, 11, 1)
    entries = list(range(years[-1] - cohorts + 1, years[-1] + 1))
    everything = with_earlier_years(files, entries[0])
    described = school(read_book(everything, day))
    everything |= surroundings(files, described.grids[years[-1]])
    issues = occasions(entries, day) if publish else []

    def tell(done: int, of_the_end: int = 0) -> None:
        if progress is not None:
            progress(done + of_the_end, 2 * students + len(issues) + END)

    members = people(described.grids, students=students, cohorts=entries, seed=seed)
    workshops: list[Path] = []
    try:
        made, made_private = (_workshop(place, workshops) for place in (directory, private))
        made.mkdir()
        made_private.mkdir(mode=0o700)
        with Stream(made) as stream:
            history = write_history(stream, described, members, everything, seed, tell)
        place = made.with_name("publications")
        figures = published(made, place, issues, day, lambda number: tell(2 * students, number))
        with Stream(made) as stream:
            if figures:
                history = write_figures(stream, described, history, figures)
            requests = write_open_requests(stream, described, history, everything, seed)
        tell(2 * students, len(issues) + 1)
        head = stream.check_out()
        tell(2 * students, len(issues) + 2)
        root = first_parents(made, head)[0]
        write_private(made_private, members, years[-1], described.grids[years[-1]].school, root)
        _put_in_place(made, directory, made_private, private)
    except OSError as error:
        raise _unwritable(directory, error) from error
    finally:
        for workshop in workshops:
            shutil.rmtree(workshop, ignore_errors=True)
    tell(2 * students, len(issues) + END)
    counts = history.counts
    return DemoSummary(
        directory=directory,
        private=private,
        head=head,
        cohorts=tuple(entries),
        programmes=len({member.programme for member in members}),
        students=students,
        declarations=counts["declarations"],
        evaluated=counts["evaluated"],
        refused=counts["refused"],
        appeals=counts["appeals"],
        merges=history.merges,
        quitus=counts["quitus"],
        acquired=counts["acquired"],
        requests=requests,
        issues=sum(path.endswith("/tables.json") for path in figures),
    )


def _refuse_what_cannot_be(directory: Path, private: Path, students: int, cohorts: int) -> None:
    if not FEWEST_STUDENTS <= students <= MOST_STUDENTS:
        said = Text("Le nombre d'élèves va de {least} à {most}.", "The number of students goes from {least} to {most}.")
        raise DemoError(said, least=FEWEST_STUDENTS, most=MOST_STUDENTS)
    if not 1 <= cohorts <= MOST_COHORTS:
        said = Text("Le nombre de promotions va de 1 à {most}.", "The number of cohorts goes from 1 to {most}.")
        raise DemoError(said, most=MOST_COHORTS)
    for path in (directory, private):
        if path.is_symlink() or (path.exists() and not (path.is_dir() and not any(path.iterdir()))):
            said = Text(
                "{path} existe déjà et n'est pas un dossier vide : choisissez un autre nom.",
                "{path} already exists and is not an empty folder: choose another name.",
            )
            raise DemoError(said, path=path)
        if not path.parent.is_dir():
            said = Text(
                "Le dossier {folder} n'existe pas : créez-le, puis recommencez.",
                "The folder {folder} does not exist: create it, then start again.",
            )
            raise DemoError(said, folder=path.parent)
    around = repository_around(private)
    if around is not None:
        said = Text(
            "Le registre de l'école serait dans le dépôt Git {around}, où les commandes refusent de le lire. Donnez-"
            "lui un dossier ailleurs avec --private.",
            "The school's register would be inside the Git repository {around}, where commands refuse to read it. Give "
            "it a folder elsewhere with --private.",
        )
        raise DemoError(said, around=around)


def _workshop(place: Path, workshops: list[Path]) -> Path:
    """Where what will be at a place is made: beside it, to be renamed and not copied, and out of sight meanwhile."""
    try:
        workshops.append(Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent)))
    except OSError as error:
        raise _unwritable(place.parent, error) from error
    return workshops[-1] / "made"


def _put_in_place(made: Path, directory: Path, made_private: Path, private: Path) -> None:
    """Both folders, or neither: the private one first, taken away again if the school cannot follow."""
    for place in (private, directory):
        if place.exists():
            place.rmdir()
    made_private.rename(private)
    try:
        made.rename(directory)
    except BaseException:
        shutil.rmtree(private, ignore_errors=True)
        raise


def _unwritable(place: Path, error: OSError) -> DemoError:
    said = Text(
        "L'école de démonstration ne peut pas être écrite dans {place} : {why}.",
        "The demonstration school cannot be written in {place}: {why}.",
    )
    return DemoError(said, place=place, why=error.strerror or error)
