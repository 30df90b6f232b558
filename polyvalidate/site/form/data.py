"""What the form's script knows: every grid, as plain data in one language, and the bounds of the formats.

Everything here comes from values that the checks use too; the script only looks it up.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from polyvalidate.files.draft import EVENT_DAYS, SLUG_LENGTH, Answers, Ask, evidence_wanted, questions, store_of_files
from polyvalidate.files.source import refusals
from polyvalidate.model.grid import Activity, Grid
from polyvalidate.model.roles import in_office
from polyvalidate.model.words import Text, listing
from polyvalidate.model.years import FIRST_MONTH
from polyvalidate.reports.grids import earns
from polyvalidate.rules.activity import HOURS_IN_A_DAY, PER_DAY
from polyvalidate.rules.evidence_file import TYPES, formats
from polyvalidate.site.form import words
from polyvalidate.site.html import render
from polyvalidate.site.pages.searching import synonyms
from polyvalidate.site.pages.site import Site

LONGEST_LINK = 6000
"""Characters of an address that forges and what stands before them take: GitHub stops at 8,191."""


def script(site: Site, lang: str) -> str:
    """The data as a block that a page can hold: no character of it can end the block or begin a mark."""
    return render("form/data.html", data=data(site, lang))


def data(site: Site, lang: str) -> Mapping[str, Any]:
    forge = site.forge
    return {
        "lang": lang,
        "root": Text("../", "../../").in_language(lang),
        "current": site.grid.year,
        "contact": site.grid.contact,
        "forge": None
        if forge is None
        else {
            "kind": forge.kind,
            "url": forge.url,
            "branch": forge.branch,
            "folder": site.settings.get("new_file") == "folder",
            "longest": LONGEST_LINK,
        },
        "boxes": _boxes(site),
        "requests": requests(site),
        "bounds": {
            "size": refusals.MAXIMUM_SIZE,
            "openers": refusals.MAXIMUM_OPENERS,
            "commas": refusals.MAXIMUM_COMMAS,
            "lines": refusals.MAXIMUM_LINES,
        },
        "synonyms": synonyms(site.settings, lang),
        "eventDays": EVENT_DAYS,
        "zone": site.zone.key,
        "firstMonth": FIRST_MONTH,
        "hoursInADay": HOURS_IN_A_DAY,
        "slugLength": SLUG_LENGTH,
        "types": TYPES,
        "grids": {year: _grid(site, grid, lang) for year, grid in sorted(site.grids.items())},
        "words": words.sentences(lang),
        "rules": words.rules(lang),
    }


def _boxes(site: Site) -> str | None:
    """The address under which each student has a box: on the server of the school's own repository. GitLab is taken to
    be at the root of its server, since a project may be in any number of groups."""
    if site.forge is None or not site.latest.in_boxes:
        return None
    url = urlsplit(site.forge.url)
    above = "" if site.forge.kind == "gitlab" else url.path.rstrip("/").rsplit("/", 2)[0]
    return f"{url.scheme}://{url.netloc}{above}/{site.latest.boxes}"


_OWN_REQUESTS = {
    "github": "pulls?q=is%3Apr+author%3A%40me",
    "forgejo": "pulls?type=created_by&state=all",
    "gitlab": "-/merge_requests?state=all",
}
"""Where a forge shows whoever is signed in their own requests; GitLab shows those of everybody."""


def requests(site: Site) -> str | None:
    """Where a student finds their requests; ``{code}`` stands for their pseudonym."""
    if site.forge is None:
        return None
    boxes = _boxes(site)
    place = f"{boxes}/{{code}}" if boxes else site.forge.url.rstrip("/")
    return f"{place}/{_OWN_REQUESTS[site.forge.kind]}"


def _grid(site: Site, grid: Grid, lang: str) -> Mapping[str, Any]:
    policy = grid.evidence
    return {
        "year": grid.year,
        "profiles": {
            code: {"title": profile.title.in_language(lang), "years": profile.years}
            for code, profile in grid.profiles.items()
        },
        "campaigns": [
            {
                "title": campaign.title.in_language(lang),
                "opens": campaign.opens.isoformat(),
                "closes": campaign.closes.isoformat(),
                "from": campaign.covers.start.isoformat(),
                "to": campaign.covers.end.isoformat(),
            }
            for campaign in grid.campaigns
        ],
        "evidence": {
            "store": store_of_files(policy),
            "online": "url" in policy.stores,
            "hosts": sorted(policy.hosts),
            "most": policy.maximum_size,
            "kinds": {
                code: {
                    "title": kind.title.in_language(lang),
                    "types": sorted(kind.media_types),
                    "formats": list(formats(kind.media_types)),
                    "endings": sorted(f".{ending}" for ending, known in TYPES.items() if known in kind.media_types),
                }
                for code, kind in policy.kinds.items()
            },
        },
        "categories": [
            {
                "code": category.code,
                "title": category.title.in_language(lang),
                "caps": dict(category.caps),
                "activities": list(category.activities),
            }
            for category in grid.categories.values()
        ],
        "activities": {code: _activity(site, grid, activity, lang) for code, activity in grid.activities.items()},
    }


def _activity(site: Site, grid: Grid, activity: Activity, lang: str) -> Mapping[str, Any]:
    unit = grid.units[activity.unit]
    return {
        "code": activity.code,
        "category": activity.category,
        "title": activity.title.in_language(lang),
        "guidance": activity.guidance.of(lang),
        "unit": unit.title.in_language(lang),
        "unitHours": unit.hours,
        "leastHours": unit.minimum_hours,
        "perDay": PER_DAY.get(activity.unit, 0),
        "lowest": activity.lowest,
        "highest": activity.highest,
        "levels": [
            {"code": level.code, "title": level.title.in_language(lang), "points": level.points}
            for level in activity.levels.values()
        ],
        "earns": earns(activity, lang),
        "year": activity.cap_year,
        "cycle": activity.cap_cycle,
        "evidence": [list(group) for group in evidence_wanted(activity, Answers())],
        "asks": [ask.value for ask in _asks(grid, activity)],
        "sensitive": activity.sensitive,
        "onRequest": activity.on_request,
        "allowsPaid": activity.allows_paid,
        "openTo": sorted(activity.open_to),
        "referents": _referents(site, activity, lang),
    }


def _asks(grid: Grid, activity: Activity) -> tuple[Ask, ...]:
    """All that may be asked: the script leaves the event out when the activity lasts longer than one."""
    day = grid.period.start + timedelta(days=1)
    return questions(activity, grid.units[activity.unit], Answers(first=day, last=day))


def _referents(site: Site, activity: Activity, lang: str) -> str:
    """Whom to see, by their office and never by a name; the school's own address when nobody is named."""
    held = [site.roles[code] for code in activity.referents if code in site.roles]
    titles = [holder.title.in_language(lang) for holder in held if in_office(holder, site.today)]
    return listing(tuple(dict.fromkeys(titles)), lang) or site.grid.contact
