"""Every activity of the example grids can be declared through the form, and what comes out passes the check."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from polyvalidate.model.grid import Activity, Grid
from tests.declaring import errors
from tests.site.browser.forming import declared, written


@pytest.mark.slow
def test_every_activity_of_both_grids_can_be_declared(
    form: Page, address: str, school: Path, known: list[tuple[Grid, Activity]]
) -> None:
    outcomes = []
    for grid, activity in known:
        outcome = declared(form, address, grid, activity, {})
        if outcome.wrong:
            outcomes.append((grid.year, activity.code, outcome.wrong))
            continue
        with written(school, outcome):
            outcomes.append((grid.year, activity.code, errors(school)))

    assert (len(outcomes), [outcome for outcome in outcomes if outcome[2]]) == (106, [])
