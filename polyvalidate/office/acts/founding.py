"""A new school, made of files in memory: the template of its forge, the example grid of its year with what the school
says of itself, and a campaign in which something can be declared on the day it is made."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from polyvalidate import judgement
from polyvalidate.files import edit, source
from polyvalidate.model.accounts import FORGES
from polyvalidate.model.codes import CATEGORY
from polyvalidate.model.findings import Finding
from polyvalidate.model.grid import Book, Campaign, Period, RoleHolder
from polyvalidate.model.paths import REGULAR, Entry
from polyvalidate.model.years import years_later
from polyvalidate.office.acts.campaigns import edited
from polyvalidate.repository import packaged
from polyvalidate.repository.own_wheel import Wheel
from polyvalidate.repository.template import template_of
from polyvalidate.school.check import make_judge

_KEYS = {"name": "school", "address": "site"} | {key: key for key in ("language", "contact", "intake", "boxes")}
"""What ``rules.yml`` calls each wish."""
PROGRAMME = re.compile(r"(?P<code>[A-Z][A-Z0-9]{0,9})=(?P<fr>[^/]+)(?:/(?P<en>[^/]+))?", re.ASCII)
_GIVEN = re.compile(
    rf"(?:referent:(?P<category>{CATEGORY})|(?P<role>registry|jury|keeper))"
    rf"=(?P<who>(?P<account>{'|'.join(FORGES)}):[1-9][0-9]{{0,11}}|[A-Za-z0-9][A-Za-z0-9_.-]{{0,99}})",
    re.ASCII,
)
THRESHOLD = re.compile(r"(?P<code>[A-Z][A-Z0-9]{0,9})=(?P<points>[0-9]{1,3}(?:[.,][0-9]{1,2})?)", re.ASCII)
HOSTS = {"github.com": "github", "gitlab.com": "gitlab", "codeberg.org": "forgejo"}
"""The servers whose name says which forge they are."""


class Wishes(NamedTuple):
    """What a school says of itself; None, and nothing at all, where the example stays.

    A programme is ``DI=Informatique/Computer science``, a threshold ``FISE3=10``; an account is as it was asked for,
    ``referent:3=`` and a login or an account.
    """

    name: str | None = None
    language: str | None = None
    address: str | None = None
    contact: str | None = None
    repository: str | None = None
    intake: str | None = None
    boxes: str | None = None
    programme: tuple[str, ...] = ()
    threshold: tuple[str, ...] = ()
    account: tuple[str, ...] = ()


class Grid(NamedTuple):
    """The grid of a new school by path, read, and what stands against it."""

    files: Mapping[str, bytes]
    book: Book
    findings: tuple[Finding, ...]


def grid_of(year: str, today: date, wishes: Wishes, accounts: Mapping[str, str] | None = None) -> Grid:
    """The latest example grid brought to a year, its roles, what the school says of itself, the accounts of role
    holders by their code. In the year that is running, a campaign is open today.

    Raises ValueError for a programme or a threshold of another shape, and ``Uneditable`` for what a line cannot say.
    """
    place = packaged("grid")
    latest = max(path.name for path in place.iterdir() if path.is_dir())
    later = int(year[:4]) - int(latest[:4])
    sources = {f"grid/{year}/{path.name}": path for path in sorted((place / latest).iterdir())}
    sources["grid/roles.yml"] = place / "roles.yml"
    files = {name: years_later(path.read_text(encoding="utf-8"), later).encode() for name, path in sources.items()}
    rules = f"grid/{year}/rules.yml"
    for wish, key in _KEYS.items():
        value = getattr(wishes, wish)
        if value is not None:
            files[rules] = edit.set_value(files[rules], (key,), value)
    files[rules] = _told(files[rules], wishes)
    for code, account in (accounts or {}).items():
        files["grid/roles.yml"] = edit.set_value(files["grid/roles.yml"], ("holders", code, "account"), account)
    if accounts:
        files["grid/roles.yml"] = _HEAD.sub(_ACCOUNTS, files["grid/roles.yml"], count=1)
    read = _read(files, today)
    grid = read.book.grids.get(year)
    moved = reaching(grid.campaigns, grid.period, today) if grid is not None else None
    if grid is None or moved is None:
        return read
    files[rules] = edited(files[rules], moved[0], len(grid.campaigns), moved[1])
    return _read(files, today)


_HEAD = re.compile(rb"^# EXEMPLE .*\n# EXAMPLE: .*\n", re.MULTILINE)
_ACCOUNTS = """\
# Un compte est un numéro sur la forge, jamais un nom ; 0 n'est à personne, et reste à remplir.
# An account is a number on the forge, never a name; nobody has 0, which is to be filled in.
""".encode()
_PROGRAMMES = re.compile("^# Spécialités.*$".encode(), re.MULTILINE)


def _told(rules: bytes, wishes: Wishes) -> bytes:
    """The rules with the programmes and the thresholds of a school."""
    programmes = _shaped(PROGRAMME, wishes.programme)
    if programmes:
        rules = _PROGRAMMES.sub("# Spécialités · Programmes".encode(), rules, count=1)
        said = {
            code: {"fr": one["fr"].strip(), "en": (one["en"] or one["fr"]).strip()} for code, one in programmes.items()
        }
        rules = edit.set_value(rules, ("programmes",), said)
    known = source.parse(rules).data["profiles"]
    for code, one in _shaped(THRESHOLD, wishes.threshold).items():
        if code not in known:
            raise ValueError(code)
        rules = edit.set_value(rules, ("profiles", code, "required"), float(one["points"].replace(",", ".")))
    return rules


def _shaped(shape: re.Pattern[str], values: Sequence[str]) -> dict[str, re.Match[str]]:
    """What was said of each code."""
    found = [matched for value in values if (matched := shape.fullmatch(value)) is not None]
    by_code = {one["code"]: one for one in found}
    if len(by_code) != len(values):
        raise ValueError
    return by_code


def placed(asked: Sequence[str], roles: Mapping[str, RoleHolder], forge: str) -> dict[str, str]:
    """The login or the account of each role holder that was given one, by code.

    Raises ValueError for another shape, an account of another forge, and more people than the roles have.
    """
    held: dict[str, str] = {}
    for one in asked:
        found = _GIVEN.fullmatch(one)
        if found is None or found["account"] not in (None, forge):
            raise ValueError(one)
        number, role = found["category"], found["role"]
        codes = [f"ref-{number}"] if number else [code for code, holder in roles.items() if holder.role == role]
        free = [code for code in codes if code in roles and code not in held]
        if not free:
            raise ValueError(one)
        held[free[0]] = found["who"]
    return held


def _read(files: Mapping[str, bytes], today: date) -> Grid:
    entries = [Entry(path, min(REGULAR), len(data), data) for path, data in files.items()]
    read = judgement.check_grid(make_judge(), entries, today)
    return Grid(files, read.book, read.findings)


def reaching(campaigns: Sequence[Campaign], period: Period, today: date) -> tuple[int, Campaign] | None:
    """The campaign that has to move for something of the year to be declared today, and how; None when nothing has to.

    The one that closed last stays open until the next one opens, or the year ends; before them all, the first one opens
    with the year. It covers what is done meanwhile.
    """
    if not period.start <= today <= period.end or any(one.opens <= today <= one.closes for one in campaigns):
        return None
    order = sorted(range(len(campaigns)), key=lambda at: campaigns[at].opens)
    past = [at for at in order if campaigns[at].closes < today]
    if not past:
        first = campaigns[order[0]]
        covers = Period(period.start, max(first.covers.end, today))
        return order[0], Campaign(first.code, first.title, period.start, first.closes, covers, first.second_chance)
    at = max(past, key=lambda at: campaigns[at].closes)
    last = campaigns[at]
    coming = [one.opens - timedelta(1) for one in campaigns if today < one.opens]
    closes = min([*coming, period.end])
    covers = Period(last.covers.start, max(last.covers.end, closes))
    return at, Campaign(last.code, last.title, last.opens, closes, covers, last.second_chance)


def template_for(wheel: Wheel, forge: str, wishes: Wishes) -> dict[str, bytes]:
    """All the rest of a new school: what its program gives it, with the addresses of its site and of its
    repository."""
    files = template_of(wheel, forge)
    settings = files["mkdocs.yml"].decode()
    if wishes.address is not None:
        settings = re.sub(r"(?m)^# site_url: .*", f"site_url: {wishes.address}/", settings)
    if wishes.repository is not None:
        settings = re.sub(r"(?m)^# repo_url: .*", f"repo_url: {wishes.repository}", settings)
        if wishes.repository.split("/")[2].lower() not in HOSTS:
            settings = settings.replace("# forge: github #", f"forge: {forge} #")
    return files | {"mkdocs.yml": settings.encode()}
