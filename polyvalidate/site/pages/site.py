"""What a site is made from: frozen values, read by ``polyvalidate.site``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from polyvalidate.model.clock import PARIS, zone
from polyvalidate.model.grid import Grid, RoleHolder
from polyvalidate.model.words import Text
from polyvalidate.publication.attack.record import Entry
from polyvalidate.site.pages.shared_grids import SharedGrid

FOLDERS = Text("", "en/")
"""Where a language stands on the site: French is its root, English a folder of it."""
OTHER = Text("en", "fr")
"""The other language."""


class Forge(NamedTuple):
    """Where requests are made. ``kind`` is github, gitlab or forgejo (Gitea too); ``url`` is the repository's page."""

    kind: str
    url: str
    branch: str


class Moment(NamedTuple):
    """What the pages say of where they come from: the commit, its day, and whether files were changed since."""

    commit: str
    day: date
    changed: bool


class GridEdit(NamedTuple):
    """A commit of the record that changed the grid of a year."""

    commit: str
    moment: datetime
    before: Grid
    after: Grid


@dataclass(frozen=True, slots=True)
class Site:
    """A school's repository, as its site shows it.

    ``grids`` by academic year, never empty; ``own`` is the school's own ``docs/`` (path -> bytes), which wins over a
    guide of the same path; ``schemas`` by file name; ``grid_files`` are the bytes of ``grid/``, by path; ``rules`` are
    the examples of the rules, by path, as ``pages.examples`` reads them. ``brought``: when the record got the grid of a
    year; ``edits`` of the grids since, the earliest first; both as far as the history is known. ``others`` are grids of
    other schools. ``delay``: in how many days most decisions come (``pages.words.DELAYS``), None where it is not said.
    """

    name: str
    url: str
    forge: Forge | None
    discussions: str
    grids: Mapping[str, Grid]
    roles: Mapping[str, RoleHolder]
    today: date
    moment: Moment | None
    example: str = ""
    releases: tuple[Entry, ...] = ()
    own: Mapping[str, bytes] = field(default_factory=dict)
    schemas: Mapping[str, bytes] = field(default_factory=dict)
    grid_files: Mapping[str, bytes] = field(default_factory=dict)
    packaged: Mapping[str, bytes] = field(default_factory=dict)
    rules: Mapping[str, bytes] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    brought: Mapping[str, datetime] = field(default_factory=dict)
    edits: tuple[GridEdit, ...] = ()
    others: tuple[SharedGrid, ...] = ()
    delay: int | None = None

    @property
    def grid(self) -> Grid:
        """The grid in force today: that of the academic year under way, or the latest."""
        for grid in self.grids.values():
            if grid.period.start <= self.today <= grid.period.end:
                return grid
        return self.grids[max(self.grids)]

    @property
    def latest(self) -> Grid:
        """The grid of the last year: what holds of the school itself is said there."""
        return self.grids[max(self.grids)]

    @property
    def languages(self) -> tuple[str, ...]:
        """What the pages are written in."""
        return self.latest.languages

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the school, by which its days begin and end."""
        return zone(self.latest.timezone) or ZoneInfo(PARIS)

    @property
    def named(self) -> tuple[str, str]:
        """The host and the path of the address of the site, for identifiers (RFC 4151, RFC 5545): two schools may share
        a host. The path has no last slash."""
        parts = urlsplit(self.url or self.latest.site)
        return parts.hostname or "localhost", parts.path.rstrip("/")

    @property
    def said_elsewhere(self) -> str:
        """The address that the grid gives, where it is not that of the site; "" when both agree or the site is tried on
        this machine."""
        published = self.url.startswith("https:")
        return self.latest.site if published and self.latest.site.rstrip("/") != self.url.rstrip("/") else ""

    def address(self, lang: str) -> str:
        """The address of the pages of a language, with its last slash; "" when that of the site is not known."""
        return f"{self.url.rstrip('/')}/{FOLDERS.in_language(lang)}" if self.url else ""
