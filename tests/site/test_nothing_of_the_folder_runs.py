"""A site is built from what a folder says; nothing that stands in the folder is run, or it is said and asked for."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from polyvalidate.repository import Unreadable, packaged
from polyvalidate.site import building, gathering, trusting
from tests.places import ROOT
from tests.running import run

SETTINGS = "site_name: Essai\ntheme:\n  name: material\n  font: false\n"
LEFT_A_TRACE = "from pathlib import Path\nPath({trace!r}).write_text('run')\nraise ImportError('not the builder')\n"

RUNS = {
    "hooks: [hook.py]": "hooks",
    "hooks: !ENV [NOT_SET, [hook.py]]": "hooks, !ENV",
    "? !ENV [NOT_SET, hooks]\n: [hook.py]": "!ENV",
    "<<: {hooks: [hook.py]}": "hooks",
    "INHERIT: other.yml": "INHERIT",
    "extra_templates: [page.html]": "extra_templates",
    "theme: {name: material, custom_dir: theme}": "theme.custom_dir",
    "theme: !ENV [NOT_SET, {name: material, custom_dir: theme}]": "!ENV",
    "plugins: [search, macros]": "plugins.macros",
    "plugins: {search: {}, gen-files: {scripts: [x.py]}}": "plugins.gen-files",
    "plugins: [!ENV [NOT_SET, macros]]": "plugins.None",
    "markdown_extensions: [toc, our_own]": "markdown_extensions.our_own",
    "markdown_extensions: [{pymdownx.snippets: {base_path: ..}}]": "markdown_extensions.pymdownx.snippets",
    "extra: {x: !!python/name:os.system ''}": "!!python/name:os.system",
    "extra: [!!python/object/apply:os.system [id]]": "!!python/object/apply:os.system",
    "extra: !<tag:yaml.org,2002:python/name:os.system> ''": "!!python/name:os.system",
    "extra: {a: &a {b: !own x}, c: *a}": "!own",
}
"""What would run something of the folder, or something that it names, and how it is said."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text(SETTINGS)
    return tmp_path


@pytest.mark.parametrize(("line", "named"), RUNS.items())
def test_what_would_run_code_is_named_and_refused(folder: Path, line: str, named: str) -> None:
    (folder / "mkdocs.yml").write_text(f"site_name: Essai\n{line}\n")

    with pytest.raises(Unreadable, match="has the builder run code"):
        gathering.refuse_code(folder)

    assert trusting.runs(*gathering._settings(folder)) == named.split(", ")


@pytest.mark.parametrize(
    "line",
    [
        "extra: {analytics: !ENV [NOT_SET, none], here: !relative x}",
        "plugins: [search, material/tags, {tags: {}}]",
        "markdown_extensions: [toc, markdown.extensions.tables, {pymdownx.superfences: {}}]",
        "extra: {date: 2026-01-31, none: ~, on: true, text: !!str 1}",
    ],
)
def test_what_only_says_something_is_taken(folder: Path, line: str) -> None:
    (folder / "mkdocs.yml").write_text(SETTINGS + line + "\n")

    gathering.refuse_code(folder)


@pytest.mark.parametrize("root", [packaged("template"), ROOT])
def test_the_settings_that_we_write_are_taken(root: Path) -> None:
    gathering.refuse_code(root)


def test_the_command_refuses_before_anything_is_written_and_says_how_to_go_on(folder: Path) -> None:
    (folder / "mkdocs.yml").write_text(SETTINGS + "hooks: [hook.py]\n")

    code, _, said = run("site", "--repo", folder)

    assert code == 2
    assert "mkdocs.yml fait exécuter du code par le constructeur : hooks. Retirez ces lignes" in said.replace(
        "\u00a0", " "
    )
    assert "--allow-code" in said
    assert [path.name for path in folder.iterdir()] == ["mkdocs.yml"]


def test_settings_that_were_read_are_taken_with_what_they_run(folder: Path) -> None:
    (folder / "mkdocs.yml").write_text(SETTINGS + "hooks: [hook.py]\n")

    _, _, said = run("site", "--repo", folder, "--allow-code")

    assert "grid/" in said, "the next thing that is missing is the grid"


@pytest.mark.parametrize("module", ["click", "markdown", "yaml", "mkdocs", "jinja2", "json"])
def test_a_module_of_the_folder_is_not_the_builders(folder: Path, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "docs").mkdir()
    (folder / "docs/index.md").write_text("# Essai\n")
    (folder / f"{module}.py").write_text(LEFT_A_TRACE.format(trace=str(folder / "trace")))
    monkeypatch.chdir(folder)

    code, said = building._built(folder / "mkdocs.yml", "mkdocs")

    assert (code, (folder / "trace").exists(), (folder / "site/index.html").is_file()) == (0, False, True), said


def test_every_python_that_the_program_starts_leaves_the_folder_out() -> None:
    started = [
        (path.name, [ast.unparse(word) for word in node.elts[1:2]])
        for path in (ROOT / "polyvalidate").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.List | ast.Tuple) and node.elts and ast.unparse(node.elts[0]) == "sys.executable"
    ]

    assert sorted(started) == [("building.py", ["'-P'"]), ("install.py", ["'-P'"])]
