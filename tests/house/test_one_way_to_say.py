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
        if isinstance(node, ast.Compare) and _compares(node):
            yield node.lineno, "a comparison with a language"
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            if _parameters(node.args) in (["fr", "en"], ["fr", "en", "lang"]):
                yield node.lineno, "a function of fr and en"
        elif isinstance(node, ast.IfExp | ast.If | ast.While) and _flags(node.test):
            yield node.lineno, "a condition on the language"
        elif isinstance(node, ast.comprehension) and any(map(_flags, node.ifs)):
            yield node.target.lineno, "a condition on the language"
        elif isinstance(node, ast.Subscript) and _flags(node.slice):
            yield node.lineno, "an index that is the language"
        elif isinstance(node, ast.match_case) and any(map(_is_language, ast.walk(node.pattern))):
            yield node.pattern.lineno, "a match on the language"


def _is_language(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value in LANGUAGES


def _compares(node: ast.Compare) -> bool:
    same = any(isinstance(operator, ast.Eq | ast.NotEq | ast.Is | ast.IsNot) for operator in node.ops)
    return same and any(map(_is_language, (node.left, *node.comparators)))


def _parameters(arguments: ast.arguments) -> list[str]:
    """Their names, in any order of kinds, without the object itself."""
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    return [each.arg for each in every if each.arg not in ("self", "cls")]


def _flags(expression: ast.expr) -> bool:
    """Does the truth of an expression, or an index, hang on a name that says which language it is?"""
    if isinstance(expression, ast.BoolOp):
        return any(map(_flags, expression.values))
    if isinstance(expression, ast.UnaryOp):
        return _flags(expression.operand)
    if isinstance(expression, ast.IfExp):
        return _flags(expression.test)
    if (
        isinstance(expression, ast.Call)
        and isinstance(expression.func, ast.Name)
        and expression.func.id in ("int", "bool")
    ):
        return any(map(_flags, expression.args))
    return isinstance(expression, ast.Name) and expression.id in FLAGS


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
        "said = 's' * (lang == 'fr')",
        "said = lang == 'fr' and 'oui' or 'yes'",
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
