"""How far the long tests go: all the way (``make test-all``, as continuous integration does), or a fixed part of it.

``make test`` leaves out what is slow: whole sites and browsers, jobs of a forge, attack upon attack. Of the rest it
tries a property on fewer examples, stops a command at fewer of its calls, makes a school of fewer students.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

WHOLE = os.environ.get("POLYVALIDATE_WHOLE") == "1"
SAME = os.environ.get("POLYVALIDATE_SAME_EXAMPLES") == "1"
"""Are the examples of a property the same in each run, as in continuous integration?"""

LONGEST = ("site/browser/", "site/test_a_new_site", "site/test_builders", "site/test_settings_of_a_site")
"""What begins first, so that no worker waits for it at the end."""
LONG = (
    *LONGEST,
    *("forge/test_boxes", "forge/test_doctor"),
    *("forge/test_commands_obeyed", "forge/test_stories_of_the_forge", "forge/test_sweep"),
    *("forge/test_attacks_on_the_sweep", "forge/test_claims_of_accounts", "forge/test_handed_in"),
    *("forge/test_first_day", "forge/test_one_story", "forge/test_plain_git", "forge/test_requests_together"),
    *("forge/test_forgejo_apply", "forge/test_forgejo_sweep", "forge/test_github_apply", "forge/test_gitlab_apply"),
    *("forge/test_one_table_of_decisions", "house/test_costs", "house/test_release"),
    *("hostile/test_anybody_any_order", "hostile/test_entries", "hostile/test_faults", "hostile/test_fsck"),
    *("hostile/test_histories", "hostile/test_names", "hostile/test_repositories_of_others", "hostile/test_texts"),
    *("cli/test_upgrade", "documents/test_texts_of_a_grid"),
    *("office/jury/test_stopped", "office/test_a_roster_year", "office/test_no_personal_data"),
    *("office/test_stopped_anywhere", "office/test_the_school_year", "publication/test_demo_school"),
    "publication/test_protections",
)
"""The files, from ``tests/``, of which every test is slow."""

Value = TypeVar("Value")


def examples(whole: int, *, all_of_them: bool = WHOLE, always_the_same: bool = SAME) -> int:
    """How many examples a property is tried on. Of those that are the same in each run, half: the others, which found
    nothing once, find what a change brings in less often than new ones do."""
    part = 2 if all_of_them and always_the_same else 1 if all_of_them else 5
    return min(whole, max(10, whole // part))


def spread(values: Sequence[Value], few: int, *, all_of_them: bool = WHOLE) -> list[Value]:
    """All the values, or a few at equal distances, the first and the last among them: always the same."""
    last = len(values) - 1
    if all_of_them or last < few:
        return list(values)
    return [values[round(at * last / (few - 1))] for at in range(few)]
