"""``polyvalidate campaign``: when one may declare, and who should."""

from __future__ import annotations

from polyvalidate.cli.kit.commands import Group
from polyvalidate.model.words import Text

campaign = Group(
    "campaign",
    Text(
        "Les campagnes : quand l'on peut déclarer. Leurs dates sont dans la grille, et le calendrier du site les suit.",
        "Campaigns: when one may declare. Their dates are in the grid, and the calendar of the site follows.",
    ),
    {
        "status": "campaign.dates:status",
        "open": "campaign.dates:open_",
        "close": "campaign.dates:close",
        "remind": "campaign.remind:remind",
    },
)
