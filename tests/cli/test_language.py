"""Which language the terminal speaks, and that it speaks it wholly, the words of the library click included."""

from __future__ import annotations

import ast
import gettext
import io
import os
import re
import string
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.cli import main
from polyvalidate.cli.commands import POLYVALIDATE, SECTIONS, language_asked
from polyvalidate.cli.kit.commands import Group, Option
from polyvalidate.cli.kit.language import of_environment
from polyvalidate.cli.kit.speaking import speaking
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import LANGUAGES, Text
from tests.catalogue import LOCALE, Entry, compile_mo, read_po
from tests.places import ROOT

PO = LOCALE / "fr" / "LC_MESSAGES" / "messages.po"
ENTRIES = [entry for entry in read_po(PO.read_text(encoding="utf-8")) if entry.singular]
KNOWN = {entry.singular for entry in ENTRIES}

# What the sentences of click say with a word that is not French or a format that nobody reads; the French ones do not.
LEFT_OUT = {
    "{value!r} is not a valid {number_type}.": {"number_type"},
    "{value!r} does not match the format {format}.": {"format", "formats"},
}
SAYS_MORE = click.types.FloatParamType | click.FloatRange | click.DateTime
"""The types of values for which these sentences would say something with those words."""


@pytest.fixture(autouse=True)
def no_locale(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No language asked for, a terminal of 80 columns, an empty current folder."""
    for name in ("LANGUAGE", "LANG", "POLYVALIDATE_LANG", *(name for name in os.environ if name.startswith("LC_"))):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """The exit code of a command, and all that it prints."""

    def run(*words: str) -> tuple[int, str]:
        code = main(words)
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


NAMES = [name for _, known in SECTIONS for name in known]


def below(*words: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """The command that these words call and each one below it, with the words that call it."""
    command: click.Command = POLYVALIDATE
    context = click.Context(command)
    for word in words:
        assert isinstance(command, click.Group)
        found = command.get_command(context, word)
        assert found is not None
        command = found
    yield words, command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            yield from below(*words, name)


# --- the choice -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        # The locale: LC_ALL, else LC_MESSAGES, else LANG.
        ({"LANG": "fr"}, "fr"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_CA"}, "fr"),
        ({"LANG": "fr_FR@euro"}, "fr"),
        ({"LANG": "FR_fr.utf8"}, "fr"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "frr_DE.UTF-8"}, "en"),
        ({"LC_ALL": "C"}, "en"),
        ({"LC_ALL": "fr_FR.UTF-8"}, "fr"),
        ({"LC_ALL": "fr_FR.UTF-8", "LC_MESSAGES": "en_US", "LANG": "en_US"}, "fr"),
        ({"LC_ALL": "C", "LC_MESSAGES": "fr_FR", "LANG": "fr_FR"}, "en"),
        ({"LC_MESSAGES": "fr_FR", "LANG": "en_US"}, "fr"),
        ({"LC_MESSAGES": "en_US", "LANG": "fr_FR"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "fr_FR"}, "fr"),
        ({"LC_CTYPE": "fr_FR.UTF-8"}, "en"),
        # LANGUAGE, as GNU gettext reads it.
        ({"LANGUAGE": "fr", "LANG": "en_US.UTF-8"}, "fr"),
        ({"LANGUAGE": "fr", "LC_ALL": "en_US.UTF-8"}, "fr"),
        ({"LANGUAGE": "de:fr:en", "LANG": "de_DE"}, "fr"),
        ({"LANGUAGE": "en:fr", "LANG": "fr_FR"}, "en"),
        ({"LANGUAGE": "fr_FR:en", "LANG": "en_US"}, "fr"),
        ({"LANGUAGE": "de", "LANG": "fr_FR"}, "en"),
        ({"LANGUAGE": "", "LANG": "fr_FR"}, "fr"),
        ({"LANGUAGE": "fr"}, "en"),
        ({"LANGUAGE": "fr", "LC_ALL": "C"}, "en"),
        ({"LANGUAGE": "fr", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANGUAGE": "fr", "LANG": "POSIX"}, "en"),
        # The program's own variable wins over both, when it names a language spoken here.
        ({"POLYVALIDATE_LANG": "fr", "LC_ALL": "C"}, "fr"),
        ({"POLYVALIDATE_LANG": "en", "LANGUAGE": "fr", "LC_ALL": "fr_FR"}, "en"),
        ({"POLYVALIDATE_LANG": "xx", "LANG": "fr_FR"}, "fr"),
        ({"POLYVALIDATE_LANG": "", "LANG": "fr_FR"}, "fr"),
    ],
)
def test_the_environment_is_read_in_the_order_of_gettext(environment: dict[str, str], lang: str) -> None:
    assert of_environment(environment) == lang


@pytest.mark.parametrize(
    ("words", "lang"),
    [
        ("", None),
        ("check", None),
        ("--lang fr", "fr"),
        ("--lang=fr check", "fr"),
        ("check --lang fr", "fr"),
        ("check . --lang=en", "en"),
        ("grid diff 2024-2025 2025-2026 --lang fr", "fr"),
        # Several times: the last of one command, and the inner command.
        ("check --lang fr --lang en", "en"),
        ("--lang en check --lang fr", "fr"),
        ("--lang fr check --lang xx", "fr"),
        # Not a language, not the whole name of the option, no value.
        ("check --lang xx", None),
        ("check --lang FR", None),
        ("check --lang", None),
        ("check --lan fr", None),
        ("check --language fr", None),
        ("check --lang --output fr", None),
        # The value of another option, and what follows `--`.
        ("check --output --lang fr", None),
        ("check -o --lang fr", None),
        ("check -o--lang fr", None),
        ("check --output=--lang fr", None),
        ("check --output o --lang fr", "fr"),
        ("check -o o --lang fr", "fr"),
        ("new -y --lang fr", "fr"),
        ("check -- --lang fr", None),
        ("check --lang fr -- --lang en", "fr"),
        ("explain -- --lang=fr", None),
        # click hands what follows `--` to the command, where it is an option again.
        ("-- check --lang fr", "fr"),
        # The mistake will be said in the language asked for.
        ("--foo check --lang fr", "fr"),
        ("check --foo --lang fr", "fr"),
        ("chek --lang fr", "fr"),
        ("grid chow --lang fr", "fr"),
        ("check a b c --lang fr", "fr"),
    ],
)
def test_the_option_is_read_where_click_reads_it(words: str, lang: str | None) -> None:
    assert language_asked(words.split()) == lang


def test_the_option_wins_over_the_environment(
    monkeypatch: pytest.MonkeyPatch, run: Callable[..., tuple[int, str]]
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    monkeypatch.setenv("LANGUAGE", "fr")
    monkeypatch.setenv("POLYVALIDATE_LANG", "fr")

    _, english = run("check", "--help", "--lang", "en")

    assert ("Usage: " in english, "Options:" in english, "Utilisation" in english) == (True, True, False)


def test_french_is_spoken_even_in_the_locale_that_has_no_catalogue(
    monkeypatch: pytest.MonkeyPatch, run: Callable[..., tuple[int, str]]
) -> None:
    monkeypatch.setenv("LC_ALL", "C")

    _, french = run("check", "--lang", "fr", "--help")

    assert french.startswith("Utilisation : ")


@pytest.mark.parametrize(("asked", "said"), [("fr", "Erreur : "), ("en", "Error: ")])
def test_a_language_not_spoken_here_is_refused_in_the_one_otherwise_chosen(
    monkeypatch: pytest.MonkeyPatch, run: Callable[..., tuple[int, str]], asked: str, said: str
) -> None:
    monkeypatch.setenv("LANG", asked)

    code, text = run("check", "--lang", "xx")

    assert (code, said in text, "'xx'" in text) == (2, True, True)


# --- the words of click -----------------------------------------------------------------------------------------------


def sentences(source: str) -> tuple[set[str], set[str]]:
    """What a module asks gettext for: sentences written there, and expressions known only when it runs."""
    written: set[str] = set()
    computed: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in ("_", "gettext", "ngettext"):
            continue
        (written if isinstance(node.args[0], ast.Constant) else computed).add(
            str(node.args[0].value) if isinstance(node.args[0], ast.Constant) else ast.unparse(node.args[0])
        )
    return written, computed


def of_click() -> tuple[set[str], set[str]]:
    found = [sentences(path.read_text(encoding="utf-8")) for path in Path(click.__file__).parent.rglob("*.py")]
    return {s for written, _ in found for s in written}, {s for _, computed in found for s in computed}


def test_sentences_are_found_however_they_are_asked_for() -> None:
    source = 'f(_("a" " b").format())\ngettext.gettext("c")\nngettext("d", "e", n)\n_(x[0])\nother("f")\n'

    assert sentences(source) == ({"a b", "c", "d"}, {"x[0]"})


def test_every_sentence_of_click_is_translated() -> None:
    written, _ = of_click()

    assert (len(written) > 50, sorted(written - KNOWN)) == (True, [])


def test_no_sentence_of_click_hides_in_an_expression() -> None:
    _, computed = of_click()

    # The first is always "required"; the second is a help text of ours.
    assert computed <= {"extra['required']", "text"}
    assert "required" in KNOWN


def test_each_sentence_is_translated_once_and_settled() -> None:
    assert [e.singular for e in ENTRIES if "fuzzy" in e.flags or not all(e.translations)] == []
    assert len(ENTRIES) == len(KNOWN)
    assert {len(e.translations) for e in ENTRIES if e.plural is None} == {1}
    assert {len(e.translations) for e in ENTRIES if e.plural is not None} == {2}


def placeholders(text: str) -> set[str]:
    """``{name!r}`` as ``name!r``, and ``%(name)s`` as it stands."""
    braces = {
        f"{name}!{how}" if how else name for _, name, _, how in string.Formatter().parse(text) if name is not None
    }
    return braces | set(re.findall(r"%(?:\(\w+\))?[a-z]", text))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.singular[:40])
def test_a_translation_has_the_placeholders_of_its_sentence(entry: Entry) -> None:
    left_out = LEFT_OUT.get(entry.singular, set())
    allowed = [placeholders(said) - left_out for said in (entry.singular, entry.plural) if said is not None]

    for said in entry.translations:
        assert placeholders(said) in allowed


def test_placeholders_are_told_apart() -> None:
    assert placeholders("{a!r} {b} %(c)s %s 100 %") == {"a!r", "b", "%(c)s", "%s"}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.singular[:40])
def test_french_has_a_plain_space_before_high_punctuation(entry: Entry) -> None:
    for said in entry.translations:
        # A conversion ({name!r}) is no punctuation.
        bare = re.sub(r"\{[^}]*\}", "x", said)
        assert re.search(r"(?<! )[:;?!]", bare) is None
        assert not {"\u00a0", "\u202f", "\u2019"} & set(bare)


def test_the_placeholders_left_out_say_nothing_that_french_does_not() -> None:
    types = [param.type for _, command in below() for param in command.params]

    assert (len(types) > 100, [kind for kind in types if isinstance(kind, SAYS_MORE)]) == (True, [])


# --- the compiled catalogue -------------------------------------------------------------------------------------------


def test_the_compiled_catalogue_is_in_step_with_its_source() -> None:
    compiled = compile_mo(read_po(PO.read_text(encoding="utf-8")))

    assert PO.with_suffix(".mo").read_bytes() == compiled, "run: make locale"


@given(st.dictionaries(st.text("ab\né{}%", min_size=1), st.text('cd\n\\"é '), max_size=9))
def test_gettext_reads_what_was_compiled(said: dict[str, str]) -> None:
    header = Entry("", None, ("Content-Type: text/plain; charset=UTF-8\n",), frozenset())
    entries = [Entry(sentence, None, (translation,), frozenset()) for sentence, translation in said.items()]

    catalogue = gettext.GNUTranslations(io.BytesIO(compile_mo([header, *entries])))

    assert {sentence: catalogue.gettext(sentence) for sentence in said} == said


def test_a_source_is_read_with_its_plurals_flags_and_continued_lines() -> None:
    source = '# note\n#, fuzzy, python-format\nmsgid ""\n"a\\n"\n"b"\nmsgid_plural "c"\nmsgstr[0] "d"\nmsgstr[1] "e"\n'

    assert read_po(source) == [Entry("a\nb", "c", ("d", "e"), frozenset({"fuzzy", "python-format"}))]


@pytest.mark.parametrize("source", ["msgid a\n", '"a"\n', 'msgctxt "a"\n', 'msgid "a"\nmsgid "b"\n'])
def test_a_source_that_is_not_understood_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="line"):
        read_po(source)


def test_french_counts_none_and_one_alike() -> None:
    with PO.with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)

    asked = ("Takes {nargs} values but 1 was given.", "Takes {nargs} values but {len} were given.")
    said = [catalogue.ngettext(*asked, count).format(nargs=3, len=count) for count in (0, 1, 2)]

    assert said == [
        "3 valeurs attendues, 0 donnée.", "3 valeurs attendues, 1 donnée.", "3 valeurs attendues, 2 données.",
    ]  # fmt: skip


def test_the_catalogue_is_in_the_wheel(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)

    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = archive.read("polyvalidate/_data/locale/fr/LC_MESSAGES/messages.mo")

    assert inside == PO.with_suffix(".mo").read_bytes()


def test_a_new_school_gets_no_catalogue(tmp_path: Path, run: Callable[..., tuple[int, str]]) -> None:
    assert run("init", "school")[0] == 0

    school = tmp_path / "school"
    assert (school / "README.md").is_file()
    assert [path for path in school.rglob("*") if path.name == "locale" or path.suffix in (".po", ".mo")] == []


# --- what a person reads ----------------------------------------------------------------------------------------------

ENGLISH = (
    "Usage:", "Options:", "Commands:", "Error", "Show this", "for help", "default:", "Missing", "Invalid", "No such",
    "COMMAND ", "ARGS", "INTEGER", "PATH",
)  # fmt: skip

MISTAKES = {
    "check-foo": "check --foo",
    "check-format-x": "check --format x",
    "check-nowhere": "check nowhere",
    "check-on": "check --on demain",
    "demo": "demo",
    "demo-students-0": "demo d --students 0",
    "demo-students-many": "demo d --students many",
    "explain": "explain",
    "unknown-command": "chek",
}
HELP = {"help": "--help", "check-help": "check --help", "grid-help": "grid --help", "new-help": "new --help"}
LOCKED = re.search(r"^click==(\S+)", (ROOT / "locks" / "gate.lock").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.skipif(
    LOCKED is None or version("click") != LOCKED[1], reason="sentences are held for the locked version of click"
)
@pytest.mark.parametrize("name", [*HELP, *MISTAKES])
def test_help_and_mistakes_are_said_wholly_in_one_language(
    name: str, run: Callable[..., tuple[int, str]], golden: Callable[[str | Path, str], None]
) -> None:
    words = (HELP | MISTAKES)[name]

    shown = []
    for lang in LANGUAGES:
        code, text = run(*words.split(), f"--lang={lang}")
        shown.append(f"$ polyvalidate {words} --lang={lang}\n{text}=> {code}\n")

    golden(f"language/{name}.txt", "\n".join(shown))


@pytest.mark.parametrize("words", MISTAKES.values())
def test_a_mistake_ends_with_two_and_no_english_word(words: str, run: Callable[..., tuple[int, str]]) -> None:
    code, text = run(*words.split(), "--lang=fr")

    assert (code, [word for word in ENGLISH if word in text]) == (2, [])


@pytest.mark.parametrize("name", [None, *NAMES])
def test_the_help_of_every_command_has_no_english_word_of_click(
    name: str | None, run: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    asked = [()] if name is None else [words for words, _ in below(name)]

    shown = {" ".join(words): run(*words, "--help") for words in asked}

    assert {words: code for words, (code, _) in shown.items() if code != 0} == {}
    for words, (_, text) in shown.items():
        bare = text.replace("GITHUB_EVENT_PATH", "").replace("--decide PATH", "").replace("PATH=", "")
        assert (words, [word for word in ENGLISH if word in bare]) == (words, [])


def test_the_english_words_looked_for_are_those_that_click_says(run: Callable[..., tuple[int, str]]) -> None:
    said = "".join(run(*words.split(), "--lang=en")[1] for words in (HELP | MISTAKES).values())

    # Every whole number and every path has a name of its own so far.
    assert [word for word in ENGLISH if word not in said] == ["INTEGER", "PATH"]


@pytest.mark.parametrize(
    ("lang", "named"),
    [
        (
            "en",
            "--a INTEGER, --b INTEGER RANGE, --c TEXT, --d PATH, --e DIRECTORY, --f INTEGER..., --g N, --h, --i [x]",
        ),
        ("fr", "--a ENTIER, --b ENTIER, --c TEXTE, --d CHEMIN, --e DOSSIER, --f ENTIER..., --g N, --h, --i [x]"),
    ],
)
def test_values_without_a_name_of_their_own_are_named_in_the_language(lang: str, named: str) -> None:
    kinds = {"a": int, "b": click.IntRange(1), "c": str, "d": click.Path(), "e": click.Path(file_okay=False)}
    settings: list[tuple[str, dict[str, Any]]] = [(name, {"type": kind}) for name, kind in kinds.items()]
    settings += [("f", {"type": int, "nargs": 2}), ("g", {"type": int, "metavar": "N"})]
    settings += [("h", {"is_flag": True}), ("i", {"type": click.Choice(["x"])})]
    options = [Option([f"--{name}"], words=Text("", ""), **more) for name, more in settings]
    group = Group("group", Text("", ""), {}, params=[*options])
    with speaking(lang):
        context = click.Context(group, obj=Terminal(lang))
        usage = group.get_usage(context)
        records = [option.get_help_record(context) for option in options]

    assert ", ".join(record[0] for record in records if record is not None) == named
    assert usage.endswith("COMMAND [ARGS]..." if lang == "en" else "COMMANDE [ARGUMENTS]...")


def test_the_same_process_can_speak_one_language_after_the_other(run: Callable[..., tuple[int, str]]) -> None:
    said = [run("explain", f"--lang={lang}")[1].split()[0] for lang in ("fr", "en", "fr")]

    assert said == ["Utilisation", "Usage:", "Utilisation"]


def test_speaking_french_changes_nothing_for_the_programs_that_are_started() -> None:
    before, find, folder = dict(os.environ), gettext.find, gettext.bindtextdomain("messages")

    with speaking("fr"):
        assert (gettext.gettext("Usage:"), dict(os.environ)) == ("Utilisation :", before)

    assert (gettext.gettext("Usage:"), gettext.find, gettext.bindtextdomain("messages")) == ("Usage:", find, folder)


def test_a_catalogue_asked_for_in_a_language_is_still_found_in_that_language() -> None:
    with speaking("en"):
        assert gettext.translation("messages", LOCALE, ["fr"]).gettext("Usage:") == "Utilisation :"


def test_a_question_of_click_is_asked_in_french() -> None:
    from click.testing import CliRunner

    @click.command()
    @click.option("--word", prompt="Mot ", hide_input=True, confirmation_prompt=True)
    def ask(word: str) -> None:
        click.confirm(f"Garder {len(word)} lettres ?", abort=True, prompt_suffix=" ")

    with speaking("fr"):
        said = CliRunner().invoke(ask, input="abc\nabd\nabc\nabc\noui\nn\n").output

    assert said.splitlines() == [
        "Mot : ",
        "Répétez pour confirmer : ",
        "Erreur : les deux saisies diffèrent.",
        "Mot : ",
        "Répétez pour confirmer : ",
        "Garder 3 lettres ? [y/N] oui",
        "Erreur : répondez y (oui) ou n (non).",
        "Garder 3 lettres ? [y/N] n",
        "Interrompu.",
    ]
