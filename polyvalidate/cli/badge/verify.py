"""``polyvalidate badge verify``: is a badge what it says, told to a person or to a machine."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polyvalidate.model.words import Text, day, plain, typographic
from polyvalidate.repository import Unreadable
from polyvalidate.repository.output import put

if TYPE_CHECKING:
    from polyvalidate.documents.badges.verifying import Verified


def run_verify(
    file: Path,
    key: str,
    recipient: str,
    revocations: Path | None,
    on: datetime | None,
    format_name: str,
    lang: str,
) -> int:
    """Exit code 1 when anything stands against the badge."""
    from polyvalidate.cli.badging import need_the_extra
    from polyvalidate.documents.badges.verifying import Failure, Known, Verified, verify
    from polyvalidate.repository import today

    need_the_extra()
    data = badge_bytes(file)
    keys, issuer = _trusted(key)
    known = Known(on.date() if on else today(), keys, issuer, _list(revocations), recipient)
    found = Verified((Failure.NOT_A_BADGE,)) if data is None else verify(data, known)
    put(_as_json(found) if format_name == "json" else _as_text(found, lang), None)
    return 1 if found.failures else 0


def badge_bytes(file: Path) -> bytes | None:
    """The JSON of a badge, alone or inside a PNG; None for an image that holds none."""
    from polyvalidate.cli.badging import MOST_FILE, read_file
    from polyvalidate.documents.badges.baking import NotPng, baked
    from polyvalidate.documents.badges.png import SIGNATURE

    data = read_file(file, MOST_FILE)
    if not data.startswith(SIGNATURE):
        return data
    try:
        text = baked(data)
    except NotPng:
        return None
    return None if text is None else text.encode()


def _trusted(key: str) -> tuple[frozenset[str], str]:
    """The public keys that the school publishes, and its address when they came with a profile.

    ``key`` is a Multikey, or the file of a profile that was downloaded.
    """
    from polyvalidate.cli.badging import read_file
    from polyvalidate.documents.badges.multikey import public_key

    if not key or public_key(key) is not None:
        return frozenset((key,) if key else ()), ""
    try:
        plain_profile: Any = json.loads(read_file(Path(key), 100_000))
    except (ValueError, RecursionError):
        plain_profile = None
    methods = plain_profile.get("verificationMethod") if isinstance(plain_profile, dict) else None
    found = [
        method["publicKeyMultibase"]
        for method in (methods if isinstance(methods, list) else [])
        if isinstance(method, dict) and isinstance(method.get("publicKeyMultibase"), str)
    ]
    keys = frozenset(each for each in found if public_key(each) is not None)
    if not keys or not isinstance(plain_profile.get("id"), str):
        raise Unreadable(
            Text(
                "--key attend une clé publique (z6Mk…) ou le fichier du profil de l'école (issuer.json), qui "
                "en contient une.",
                "--key takes a public key (z6Mk…) or the file of the school's profile (issuer.json), which holds one.",
            )
        )
    return keys, plain_profile["id"]


def _list(path: Path | None) -> dict[str, Any] | None:
    from polyvalidate.cli.badging import MOST_FILE, read_file
    from polyvalidate.documents.badges.revocations import parsed

    if path is None:
        return None
    found = parsed(read_file(path, MOST_FILE))
    if found is None:
        raise Unreadable(
            Text("{path} n'est pas une liste de badges révoqués.", "{path} is no list of revoked badges."), path=path
        )
    return found


def _as_text(found: Verified, lang: str) -> str:
    fr = lang == "fr"
    lines: list[str] = []
    if found.id:
        # The badge's own words may hold anything: only what can be printed is shown.
        lines.append(f"{_shown(found.name)} — {_shown(found.issuer_name or found.issuer)}")
        lines += [f"  {'pour' if fr else 'to'} {_shown(each)}" for each in found.recipients]
        lines.append(f"  {_dates(found, lang)}")
        lines.append(f"  {'clé' if fr else 'key'} {found.key or '—'}")
    lines += [f"✗ {typographic(failure.value.in_language(lang), lang)}" for failure in found.failures]
    if not found.failures:
        lines.append(Text("✓ Ce badge est authentique et valable.", "✓ This badge is authentic and valid.").of(lang))
    if found.status:
        lines.append(
            Text(
                "La liste des badges révoqués n'a pas été consultée. Téléchargez {status} et ajoutez --revocations.",
                "The list of revoked badges was not looked at. Download {status} and add --revocations.",
            ).of(lang, status=_shown(found.status))
        )
    return plain("\n".join(lines)) + "\n"


def _dates(found: Verified, lang: str) -> str:
    def words(moment: str) -> str:
        return day(datetime.fromisoformat(moment).date(), lang)

    if lang == "fr":
        return f"valable à partir du {words(found.since)}" + (f", jusqu'au {words(found.until)}" if found.until else "")
    return f"valid from {words(found.since)}" + (f" to {words(found.until)}" if found.until else "")


def _shown(text: str) -> str:
    """A text of the badge on one line of a terminal, of a bounded length."""
    return "".join(c if c.isprintable() else "�" for c in text[:200]) or "—"


def _as_json(found: Verified) -> str:
    said = {
        "good": not found.failures,
        "failures": [failure.name.lower().replace("_", "-") for failure in found.failures],
        "id": found.id,
        "name": found.name,
        "issuer": {"id": found.issuer, "name": found.issuer_name},
        "key": found.key,
        "validFrom": found.since,
        "validUntil": found.until,
        "recipients": list(found.recipients),
        "status_not_looked_at": found.status,
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"
