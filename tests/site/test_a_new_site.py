"""The site of a school that has just begun, and of one with another grid: built strictly, every link checked."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from polyvalidate.cli import main
from polyvalidate.site import gathering
from tests.site import sites

pytestmark = pytest.mark.slow


def test_a_new_school_s_site_is_built_and_leaves_nothing_in_its_repository(new_school: Path) -> None:
    built = new_school / "build/site"

    assert (built / "guides/etudiant/index.html").is_file()
    assert (built / "en/guides/etudiant/index.html").is_file()
    left = subprocess.run(["git", "status", "--porcelain"], cwd=new_school, capture_output=True, text=True, check=True)
    assert left.stdout == ""


def test_the_site_of_a_grid_with_other_codes_is_built(tmp_path: Path) -> None:
    root = tmp_path / "school"
    assert main(["init", str(root), "--year", "2025-2026", "--lang", "fr"]) == 0
    for path in (root / "grid").glob("*/[1-8]-*.yml"):
        if not path.name.startswith(("5-", "7-")):
            path.unlink()
    roles = root / "grid/roles.yml"
    text = roles.read_text(encoding="utf-8")
    roles.write_text(text.replace('["5", "6"]', '["5"]').replace('["7", "8"]', '["7"]'), encoding="utf-8")
    rules = next((root / "grid").glob("*/rules.yml"))
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("École d'ingénieurs d'exemple", '"École <b>*d&e*</b> [x](y)"'), encoding="utf-8")

    built = sites.built(gathering.gather(root, date(2026, 4, 1)), root, root / "build/pages")
    page = (built / "guides/etudiant/index.html").read_text(encoding="utf-8")
    assert "grille/categorie-5/#a-5-" in page
    assert "categorie-3" not in page
    statement = (built / "guides/accessibilite/index.html").read_text(encoding="utf-8")
    assert "<p>L’établissement (École &#60;b&#62;*d&#38;e*&#60;/b&#62; [x](y)) s’engage" in statement
