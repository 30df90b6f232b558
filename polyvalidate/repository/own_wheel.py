"""The wheel of the program that runs: a school keeps the one that made it, and needs no index to install it again."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from polyvalidate import __version__
from polyvalidate.repository.packaged import packaged

NAME = "polyvalidate"
FOLDERS = {"github": ".github", "gitlab": ".gitlab", "forgejo": ".forgejo", "git": ".polyvalidate"}
"""Where a school keeps what its jobs install, by forge."""
FORCED = ("schemas", "grid", "rules", "locks")
"""What the source tree keeps outside the package, and a wheel inside (``force-include`` in pyproject.toml)."""
_MOMENT = (2020, 2, 2, 0, 0, 0)  # that of reproducible wheels: the bytes do not hang on the day
_WHEEL = f"Wheel-Version: 1.0\nGenerator: {NAME} {__version__}\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


class Wheel(NamedTuple):
    """A wheel as a file: its name, its bytes, and the digest that a locked requirement names."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def own_wheel() -> Wheel:
    """Make it of the files of the installed package, or of the source tree when the program runs from there.

    The same files give the same bytes (PEP 427). Raises ``importlib.metadata.PackageNotFoundError`` when the program is
    not installed.
    """
    inside = f"{NAME}-{__version__}.dist-info"
    files = dict(_package())
    files |= {f"{inside}/{name}": data for name, data in _metadata()}
    record = io.StringIO()
    rows = csv.writer(record, lineterminator="\n")
    for name, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        rows.writerow((name, f"sha256={digest}", len(data)))
    rows.writerow((f"{inside}/RECORD", "", ""))
    files[f"{inside}/RECORD"] = record.getvalue().encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o100644 << 16
            archive.writestr(entry, data)
    return Wheel(f"{NAME}-{__version__}-py3-none-any.whl", made.getvalue())


def _package() -> Iterator[tuple[str, bytes]]:
    package = Path(__file__).resolve().parent.parent
    yield from _below(package, NAME)
    for folder in FORCED:
        if not (package / "_data" / folder).is_dir():
            yield from _below(packaged(folder), f"{NAME}/_data/{folder}")


def _below(folder: Path, name: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc":
            yield f"{name}/{path.relative_to(folder).as_posix()}", path.read_bytes()


def _metadata() -> Iterator[tuple[str, bytes]]:
    installed = metadata.distribution(NAME)
    for name in ("METADATA", "entry_points.txt"):
        yield name, (installed.read_text(name) or "").encode()
    yield "WHEEL", _WHEEL.encode()
    licence = next((str(file) for file in installed.files or () if file.name == "LICENSE"), None)
    if licence is not None:
        yield "licenses/LICENSE", Path(str(installed.locate_file(licence))).read_bytes()


_HEADS = {
    "requirements.txt": ("gate", "Le contrôle et ce dont il a besoin · The check and what it needs"),
    "requirements-site.txt": ("site", "Ce qui construit le site · What builds the site"),
    "requirements-desk.txt": ("desk", "Le bureau et ce dont il a besoin · The desk and what it needs"),
}


def locked_installation(folder: str, wheel: Wheel, locks: Mapping[str, bytes]) -> dict[str, bytes]:
    """What a school installs in its jobs, by path in its repository: in the folder of its forge (``.github``).

    The wheel of a program, and files that pip takes with ``--require-hashes``: the same wheel and all that it needs,
    each by its digest, from the ``locks`` that the wheel holds. No index address is named.
    """
    files = {f"{folder}/wheels/{wheel.name}": wheel.data}
    for name, (lock, words) in _HEADS.items():
        first = f"# {words}.\n./{folder}/wheels/{wheel.name} --hash=sha256:{wheel.sha256}\n"
        files[f"{folder}/{name}"] = first.encode() + locks.get(f"{lock}.lock", b"")
    return files
