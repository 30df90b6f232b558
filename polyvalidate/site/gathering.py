"""A repository -> ``Site``: the grids, roles, publications, own pages and settings, as they stand on disk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from polyvalidate.model.words import Text
from polyvalidate.publication.attack import record
from polyvalidate.repository import Unreadable, official_schemas, packaged, resolve, run_git
from polyvalidate.repository.git import try_git, unfiltered
from polyvalidate.repository.history import day_of
from polyvalidate.repository.private_files import repository_around
from polyvalidate.school.school import School
from polyvalidate.site import trusting
from polyvalidate.site.delays import delay_of
from polyvalidate.site.editions import brought, edits
from polyvalidate.site.guides import accessible
from polyvalidate.site.others import others
from polyvalidate.site.pages import Forge, Moment, Site, identity
from polyvalidate.site.pages.shared_grids import SharedGrid

SETTINGS = "mkdocs.yml"
RECORD = "publications/issues.json"
OWN = "docs"
_PART_OF_ADDRESS = re.compile(r"[!#-;=?-Z\[\]_a-z{}~]+", re.ASCII)
_ADDRESS = re.compile(r"(?:https://|http://(?:localhost|127\.0\.0\.1)[:/]|mailto:)[!#-;=?-Z\[\]_a-z~]+", re.ASCII)
"""An address: a page of the same machine among them, for who looks at the site before it is anywhere."""


class _Loader(yaml.SafeLoader):
    """``mkdocs.yml`` may hold tags of the builder (``!ENV``, ``!!python/name:``), which mean nothing here."""


_Loader.add_multi_constructor("", lambda *_unused: None)


def gather(root: Path, on: date) -> Site:
    """The site of a repository, on a day. Raises Unreadable when no grid can be read."""
    school = School.at(root, None, on)
    book, latest = school.book, school.latest
    _, settings = _settings(root)
    extra = settings.get("extra") or {}
    ours = extra.get("polyvalidate") or {}
    _checked_addresses(settings, extra, ours)
    moment = _moment(root)
    return Site(
        name=str(settings.get("site_name") or latest.school),
        url=_address(settings),
        forge=_forge(settings, ours),
        discussions=str(ours.get("discussions") or ""),
        grids=book.grids,
        roles=book.roles,
        today=on,
        moment=moment,
        example=str(ours.get("example") or ""),
        releases=_releases(root),
        own=_files(root / OWN),
        schemas=official_schemas(),
        grid_files={entry.path: entry.data for entry in school.tree.read(school.sorted.grid) if entry.data is not None},
        packaged=_files(packaged("site")),
        rules=_files(packaged("rules")),
        settings=ours,
        brought=brought(root, book.grids),
        edits=edits(root, on),
        others=others(root, ours.get("comparisons")),
        delay=delay_of(root, moment.commit, on) if moment is not None else None,
    )


def other_schools(root: Path) -> tuple[SharedGrid, ...]:
    """The grids of other schools that the settings of a repository list. Raises Unreadable as ``others`` does."""
    _, settings = _settings(root)
    return others(root, ((settings.get("extra") or {}).get("polyvalidate") or {}).get("comparisons"))


def colour_of(root: Path) -> str:
    """The colour of the school of a repository. Raises Unreadable and BadPage for settings that do not read."""
    extra = _settings(root)[1].get("extra") or {}
    return identity.color((extra.get("polyvalidate") or {}).get("color"))


def refuse_code(root: Path) -> None:
    """Raises Unreadable when the settings of a site would have the builder run code."""
    trusting.refuse_code(*_settings(root))


def _settings(root: Path) -> tuple[str, Mapping[str, Any]]:
    """The text of the settings, and what it says."""
    path = root / SETTINGS
    try:
        text = path.read_text(encoding="utf-8")
        found = yaml.load(text, Loader=_Loader)  # noqa: S506 a SafeLoader
    except FileNotFoundError:
        raise Unreadable(
            Text(
                "Il manque {SETTINGS}, qui nomme le site : polyvalidate init en donne un modèle.",
                "{SETTINGS}, which names the site, is missing: polyvalidate init gives a model.",
            ),
            SETTINGS=SETTINGS,
        ) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Unreadable(
            Text("{SETTINGS} ne peut pas être lu : {error}", "{SETTINGS} cannot be read: {error}"),
            SETTINGS=SETTINGS,
            error=error,
        ) from error
    if not isinstance(found, dict):
        raise Unreadable(Text("{SETTINGS} est vide.", "{SETTINGS} is empty."), SETTINGS=SETTINGS)
    return text, found


def _checked_addresses(settings: Mapping[str, Any], extra: Mapping[str, Any], ours: Mapping[str, Any]) -> None:
    """Raises Unreadable for an address that the pages would lead to and that is none: themes write it as it is."""
    social = [one for one in extra.get("social") or () if isinstance(one, Mapping)]
    given = {key: settings.get(key) for key in ("site_url", "repo_url", "edit_uri", "edit_uri_template")}
    given |= {"extra.homepage": extra.get("homepage"), "extra.polyvalidate.discussions": ours.get("discussions")}
    plans = ours.get("accessibility")
    if isinstance(plans, Mapping):
        given |= {f"extra.polyvalidate.accessibility.{key}": plans.get(key) for key in accessible.PLANS}
    given |= {f"extra.social.{number}.link": one.get("link") for number, one in enumerate(social, 1)}
    for key, value in given.items():
        shape = _PART_OF_ADDRESS if key.startswith("edit_uri") else _ADDRESS
        if value and not shape.fullmatch(str(value)):
            raise Unreadable(
                Text(
                    "{SETTINGS} : {key} doit être une adresse qui commence par https:// ou mailto:, sans espace ni "
                    "guillemet.",
                    "{SETTINGS}: {key} must be an address that begins with https:// or mailto:, without a space or a "
                    "quotation mark.",
                ),
                SETTINGS=SETTINGS,
                key=key,
            )


def _address(settings: Mapping[str, Any]) -> str:
    """The address of the site, with its last slash; "" when it is not known yet."""
    url = str(settings.get("site_url") or "")
    return url if not url or url.endswith("/") else f"{url}/"


def _forge(settings: Mapping[str, Any], ours: Mapping[str, Any]) -> Forge | None:
    """Where requests are made: ``repo_url``, and the kind of forge when its address does not say it."""
    url = str(settings.get("repo_url") or "").rstrip("/")
    if not url:
        return None
    known = {"github.com": "github", "gitlab.com": "gitlab", "codeberg.org": "forgejo"}
    host = url.partition("://")[2].partition("/")[0].lower()
    kind = str(ours.get("forge") or known.get(host, ""))
    if kind not in {"github", "gitlab", "forgejo"}:
        raise Unreadable(
            Text(
                "{SETTINGS} : dites quelle forge est {host}, dans extra.polyvalidate.forge (github, gitlab, forgejo).",
                "{SETTINGS}: say which forge {host} is, in extra.polyvalidate.forge (github, gitlab, forgejo).",
            ),
            SETTINGS=SETTINGS,
            host=host,
        )
    return Forge(kind, url, str(ours.get("branch") or "main"))


def _moment(root: Path) -> Moment | None:
    """The commit the files come from; None outside Git or before the first commit."""
    if repository_around(root) is None or try_git(root, "rev-parse", "--verify", "--quiet", "HEAD").code:
        return None
    commit = resolve(root, "HEAD")
    words = ("status", "--porcelain", "--untracked-files=no", "--ignore-submodules=all", "-z", "--", ".")
    changed = bool(run_git(root, *words, environment=unfiltered(root)).strip(b"\0"))
    return Moment(commit, day_of(root, commit), changed)


def _releases(root: Path) -> tuple[record.Entry, ...]:
    try:
        data = (root / RECORD).read_bytes()
    except FileNotFoundError:
        return ()
    try:
        return record.parse(data)
    except record.BadRecord as error:
        raise Unreadable(error.text) from error


def _files(folder: Path) -> dict[str, bytes]:
    """The regular files below a folder, by path; links are left out."""
    if not folder.is_dir():
        return {}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
