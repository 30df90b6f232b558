"""What a school has of the program that made it: read from the wheel that it keeps, of which nothing runs."""

from __future__ import annotations

import io
import re
import zipfile

from polyvalidate.repository.own_wheel import FOLDERS, NAME, Wheel, locked_installation

_DATA = f"{NAME}/_data"
_NAMING = {".devcontainer/devcontainer.json", ".pre-commit-config.yaml"}
"""What names the folder of the forge; as it is kept, that of GitHub."""
_RULE = re.compile(rf"{_DATA}/rules/(PP[0-9]{{3}})/")


def template_of(wheel: Wheel, forge: str) -> dict[str, bytes]:
    """The files that ``init`` of a wheel puts into a school of a forge, beside the grid, by path: the same function
    says what a school was given and what it would be given today.

    Raises ``zipfile.BadZipFile`` for what is no wheel.
    """
    with zipfile.ZipFile(io.BytesIO(wheel.data)) as opened:

        def below(folder: str) -> dict[str, bytes]:
            start = f"{_DATA}/{folder}/"
            return {name[len(start) :]: opened.read(name) for name in opened.namelist() if name.startswith(start)}

        files = below("template") | below(f"template_{forge}")
        files |= {f"schemas/{name}": data for name, data in below("schemas").items() if name.endswith(".schema.json")}
        locks = below("locks")
    if forge in ("gitlab", "forgejo") and "mkdocs.yml" in files:
        # The site has to know which forge an address is of, when it is none of the known ones.
        files["mkdocs.yml"] = files["mkdocs.yml"].replace(b"# forge: github #", f"forge: {forge} #".encode())
    for name in _NAMING & files.keys():
        files[name] = files[name].replace(b".github/", f"{FOLDERS[forge]}/".encode())
    return files | locked_installation(FOLDERS[forge], wheel, locks)


def rules_of(wheel: Wheel) -> frozenset[str]:
    """The codes of the rules that a wheel judges by. Raises ``zipfile.BadZipFile``."""
    with zipfile.ZipFile(io.BytesIO(wheel.data)) as opened:
        return frozenset(found[1] for name in opened.namelist() if (found := _RULE.match(name)))


def version_of(wheel: str) -> str:
    """The version in the name of a wheel."""
    return wheel.split("-")[1]


def release(version: str) -> tuple[int, ...]:
    """The numbers of a version, to say which came first: those before a letter, ``1.2`` of ``1.2rc1``."""
    found = re.match(r"[0-9]+(?:\.[0-9]+)*", version, re.ASCII)
    return tuple(map(int, found[0].split("."))) if found is not None else ()
