"""What axe-core finds wrong with a page, as it is shown at a moment."""

from __future__ import annotations

import json

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules whose answer hangs on the colours: only these are asked again when nothing but the colours changed. They
are most of what axe costs."""


def violations(page: Page, rules: tuple[str, ...] = WCAG, without: tuple[str, ...] = ()) -> list[tuple[str, list[str]]]:
    """Each rule that is broken, and the beginning of the elements that break it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    left_out = {rule: {"enabled": False} for rule in without}
    options = json.dumps({"runOnly": list(rules), "rules": left_out, "resultTypes": ["violations"]})
    found = page.evaluate(f"axe.run({options}).then(found => found.violations)")
    return [(broken["id"], [node["html"][:160] for node in broken["nodes"]]) for broken in found]
