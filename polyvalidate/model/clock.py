"""The clock of a school: on which day something happened there, whatever the clock of the machine or of a server.

A zone is a name of the IANA time zone database (``Europe/Paris``, ``Indian/Reunion``), and knows the changes of hour.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PARIS = "Europe/Paris"
"""The zone of a school that names none."""


def zone(name: str) -> ZoneInfo | None:
    """The zone of a name; None for a name that is not in the database."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of the database is no zone either
        return None


def day_in(moment: datetime, where: tzinfo) -> date:
    """The day on which a moment, which has its own zone, falls in another."""
    return moment.astimezone(where).date()
