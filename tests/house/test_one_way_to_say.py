"""Only ``polyvalidate/model/words.py`` asks which language is spoken; everybody else says a ``Text``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.places import ROOT

PACKAGE = ROOT / "polyvalidate"
WORDS = PACKAGE / "model" / "words.py"
LANGUAGES = {"fr", "en"}
FLAGS = {"fr", "en", "french", "english", "is_fr", "is_en", "is_french", "is_english"}
"""Names that say which language it is."""


def choices(source: str) -> Iterator[tuple[int, str]]:
    """Where a source chooses its words by asking for the language, each with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            if _parameters(node.args) in (["fr", "en"], ["fr", "en", "lang"]):
                yield node.lineno, "a function of fr and en"
        elif isinstance(node, ast.IfExp | ast.If | ast.While | ast.Assert | ast.comprehension):
            tests = node.ifs if isinstance(node, ast.comprehension) else [node.test]
            yield from ((test.lineno, "a condition on the language") for test in tests if _asks(test))
        elif isinstance(node, ast.Subscript) and _asks(node.slice):
            yield node.lineno, "an index that is the language"
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr | ast.keyword | ast.Return):
            if node.value is not None and _compares(node.value):
                yield node.value.lineno, "a flag for the language"
        elif isinstance(node, ast.Call):
            yield from ((each.lineno, "a flag for the language") for each in node.args if _compares(each))
        elif isinstance(node, ast.Match) and any(
            isinstance(value, ast.Constant) and value.value in LANGUAGES
            for case in node.cases
            for value in ast.walk(case.pattern)
        ):
            yield node.lineno, "a match on the language"


def _parameters(arguments: ast.arguments) -> list[str]:
    """Their names, in any order of kinds, without the object itself."""
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    return [each.arg for each in every if each.arg not in ("self", "cls")]


def _asks(condition: ast.expr) -> bool:
    """Does an expression depend on which language it is, by comparing it or by a name that says it?"""
    return _compares(condition) or any(isinstance(node, ast.Name) and node.id in FLAGS for node in _truths(condition))


def _truths(condition: ast.expr) -> Iterator[ast.expr]:
    """The parts of an expression whose truth is asked for."""
    if isinstance(condition, ast.BoolOp):
        for value in condition.values:
            yield from _truths(value)
    elif isinstance(condition, ast.UnaryOp):
        yield from _truths(condition.operand)
    elif isinstance(condition, ast.IfExp):
        yield from _truths(condition.test)
    elif (
        isinstance(condition, ast.Call)
        and isinstance(condition.func, ast.Name)
        and condition.func.id in ("int", "bool")
    ):
        for value in condition.args:
            yield from _truths(value)
    else:
        yield condition


def _compares(expression: ast.expr) -> bool:
    return any(
        isinstance(part, ast.Compare)
        and any(isinstance(c, ast.Constant) and c.value in LANGUAGES for c in (part.left, *part.comparators))
        for part in _truths(expression)
    )


def test_nothing_else_than_words_asks_which_language_is_spoken() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {what}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != WORDS
        for line, what in choices(path.read_text(encoding="utf-8"))
    ]

    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        'said = "oui" if lang == "fr" else "yes"',
        'said = "yes" if lang != "fr" else "oui"',
        'said = "oui" if "fr" == order.lang else "yes"',
        'if lang == "fr" and several:\n    said = "des"',
        'if not lang == "en":\n    said = "des"',
        'fr = lang == "fr"',
        'fr, en = True, False\nsaid = "oui" if fr else "yes"',
        "said = words[0 if fr else 1]",
        'said = pair[lang == "en"]',
        'said = pair[int(lang != "fr")]',
        "said = pair[not french]",
        "said = f\"{count} {'de plus' if fr else 'more'}\"",
        'said = "s" if is_french and count > 1 else ""',
        'shown = [word for word in all_words if lang == "fr"]',
        "while french:\n    pass",
        'show(words, lang == "fr")',
        'show(words, french=lang == "fr")',
        'match lang:\n    case "fr":\n        said = "oui"',
        "def say(fr: str, en: str) -> str: ...",
        "def _say(fr, en, lang): ...",
        "def say(fr, en, *, lang): ...",
        "class Wrong(Exception):\n    def __init__(self, fr, en): ...",
        "say = lambda fr, en: fr",
    ],
)
def test_each_way_to_choose_words_by_oneself_is_seen(planted: str) -> None:
    assert len(list(choices(planted))) >= 1


@pytest.mark.parametrize(
    "sound",
    [
        'Text("oui", "yes").of(lang)',
        "HEADS[lang]",
        'number(required, "en")',
        'title = Text(plain["fr"], plain["en"])',
        'guidance = {"fr": text.fr, "en": text.en}',
        'for lang in ("fr", "en"):\n    write(lang)',
        "if lang not in LANGUAGES:\n    raise ValueError(lang)",
        "fr, en = paragraphs\ntext = Text(fr, en)",
        "def rule(code: str, *, fr: tuple[str, str], en: tuple[str, str]) -> None: ...",
    ],
)
def test_what_speaks_both_languages_alike_is_let_through(sound: str) -> None:
    assert list(choices(sound)) == []
