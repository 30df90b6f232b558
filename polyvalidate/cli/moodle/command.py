"""``polyvalidate moodle``: what Moodle takes in, and what is taken over from it."""

from __future__ import annotations

from polyvalidate.cli.kit.commands import Group
from polyvalidate.model.words import Text

moodle = Group(
    "moodle",
    Text(
        "Échange avec Moodle : comptes, groupes et bilans pour lui ; les années passées reprises de lui.",
        "Exchange with Moodle: accounts, groups and balances for it; past years taken over from it.",
    ),
    {
        "users": "moodle.files:users",
        "groups": "moodle.files:groups",
        "cohorts": "moodle.files:cohorts",
        "grades": "moodle.files:grades",
        "import": "moodle.import_:import_",
    },
)
