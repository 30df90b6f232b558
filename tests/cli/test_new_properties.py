"""Whatever a student says to ``polyvalidate new``, by options or in a conversation: what it writes passes the check."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from polyvalidate.cli import main
from polyvalidate.cli.kit import asking
from polyvalidate.cli.kit.asking import Stopped
from tests.declaring import ON, STUDENTS, activities, errors, files, make_school
from tests.extent import examples

ME = STUDENTS["FISE3"]


@pytest.fixture(autouse=True, scope="module")
def no_terminal() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.StringIO())
        yield


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school that each example leaves as it found it, with one document for each kind of evidence."""
    root = make_school(tmp_path_factory.mktemp("new") / "école")
    for kind in range(1, 9):
        (root / f"E{kind}.pdf").write_bytes(b"%%PDF-1.7 %d\n" % kind)
    return root


def new(root: Path, *options: str) -> int:
    return main(["new", "--repo", str(root), "--on", ON, "--lang", "fr", *options])


def options_for(root: Path, year: str, code: str) -> list[str]:
    """Ordinary answers to all that an activity asks."""
    grid, activity = next(pair for pair in activities(root) if pair[0].year == year and pair[1].code == code)
    unit = grid.units[activity.unit]
    profile = next(p for p in STUDENTS if p in activity.open_to)
    options = ["--student", STUDENTS[profile], "--activity", code]
    options += ["--from", f"12 janvier {year[5:]}", "--to", f"20/1/{year[5:]}"]
    if unit.hours or unit.minimum_hours:
        options += ["--hours", str(unit.hours or unit.minimum_hours)]
    if not unit.hours:
        options += ["--quantity", "1"]
    if activity.levels:
        options += ["--level", next(iter(activity.levels))]
    if not activity.sensitive:
        options += ["--title", "Une activité : l'été", "--organisation", "École d'exemple"]
        for kind in (*activity.all_of, *activity.any_of[:1]):
            options += ["--evidence", f"{kind}={root / f'{kind}.pdf'}"]
    return options


def test_every_activity_of_both_grids_can_be_declared(shared: Path) -> None:
    outcomes = []
    for grid, activity in activities(shared):
        before = set(files(shared))
        code = new(shared, *options_for(shared, grid.year, activity.code))
        added = sorted(set(files(shared)) - before)
        outcomes.append((activity.code, code, len(added), errors(shared)))
        for name in added:
            (shared / name).unlink()

    assert (len(outcomes), [outcome for outcome in outcomes if outcome[1:] != (0, 1, [])]) == (106, [])


SEEN = st.characters(codec="utf-8", exclude_categories=("Cc", "Cn", "Co"))
HOSTILE = st.one_of(
    st.text(SEEN, min_size=1, max_size=130),
    st.text(SEEN, min_size=1, max_size=40),
    st.text(max_size=40),
    st.sampled_from(
        [
            "no", "~", "12:30", "0x1F", "- a", "a: b", "a #b", "@x", "`", "&a *b", "!!python/object:os.system", "%YAML",
            "{", "[", '"', "'", "\\", "|", ">", "---", "...", "\u2028", "\u202e", "\u200b", "\ufeff", "\x00", "\x1b[2J",
            "\ud800", "é", "e\u0301", "\u00a0", "1", "-1", "1e9", "99999", "١", "2026-01-31", "31/01/2026", "../../x",
            "lea@example.org", "06 12 34 56 78", "21234567", "a\nb", "a\r\nb", "<script>", "=cmd", "\t", " ", "",
            "https://github.com/exemple/projet", "https://u:p@github.com", "http://github.com", "piece.pdf",
            "/dev/zero", "/", "~", "x" * 121, "paid", "none", "ects", "14h30", "CON", "👩\u200d🔬 atelier",
        ]
    ),
)  # fmt: skip
TEXTS = ("title", "organisation", "event", "description")
OTHERS = ("activity", "from", "to", "level", "quantity", "hours", "elsewhere", "origin", "evidence", "evidence-url")
CHANGES = st.tuples(
    st.dictionaries(st.sampled_from(TEXTS), HOSTILE, max_size=4),
    st.just({}) | st.dictionaries(st.sampled_from(OTHERS), HOSTILE, max_size=2),
).map(lambda both: both[0] | both[1])


@pytest.mark.slow
@settings(max_examples=examples(80))
@given(st.data())
def test_whatever_the_options_say_what_is_written_passes_the_check(shared: Path, data: st.DataObject) -> None:
    grid, activity = data.draw(st.sampled_from(activities(shared)))
    options = options_for(shared, grid.year, activity.code)
    for name, text in data.draw(CHANGES).items():
        value = f"E2={text}" if name.startswith("evidence") else text
        options = [*options, f"--{name}={value}"]
    before = files(shared)

    code = new(shared, *options)

    event(f"exit code {code}")
    added = {name: text for name, text in files(shared).items() if before.get(name) != text}
    try:
        assert (code == 0) == (len(added) == 1), options
        assert code in (0, 1, 2)
        assert errors(shared) == []
    finally:
        for name in added:
            (shared / name).unlink()


class Improvising:
    """Somebody who answers what is asked, or anything, and leaves in the end."""

    def __init__(self, data: st.DataObject, usual: dict[str, str], documents: list[str]) -> None:
        self.data = data
        self.documents = documents
        self.usual = usual
        self.left = 60

    def say(self, text: str = "") -> None:
        assert text.replace("\n", "").isprintable()

    def ask(self, prompt: str) -> str:
        self.left -= 1
        if not self.left:
            raise Stopped
        usual = next((answer for words, answer in self.usual.items() if words in prompt), "")
        if "https" in prompt:
            usual = self.documents[self.left % len(self.documents)]
        attentive = self.data.draw(st.integers(0, 4))
        return usual if attentive else self.data.draw(HOSTILE)


@pytest.mark.slow
@settings(max_examples=examples(40))
@given(st.data())
def test_whatever_somebody_answers_what_is_written_passes_the_check(shared: Path, data: st.DataObject) -> None:
    grid, activity = data.draw(st.sampled_from(activities(shared)))
    usual = {
        "catégorie)": activity.code,
        "Premier jour": f"12/1/{grid.year[5:]}",
        "Dernier jour": f"20/1/{grid.year[5:]}",
        "(Entrée": "",
        "numéro)": "1",
        "en comptant par": "1",
        "heures": "30",
        "Titre": "Une activité : l'été",
        "association": "École d'exemple",
    }
    person = Improvising(data, usual, [str(shared / f"E{kind}.pdf") for kind in range(1, 9)])
    before = files(shared)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asking, "is_there", lambda: True)
        patch.setattr(asking, "Keyboard", lambda: person)
        code = new(shared, "--student", ME)

    event(f"exit code {code}")
    added = {name for name, text in files(shared).items() if before.get(name) != text}
    try:
        assert (code == 0) == (len(added) == 1)
        assert code in (0, 1, 130)
        assert errors(shared) == []
    finally:
        for name in added:
            (shared / name).unlink()
