"""``polyvalidate badge verify``: is a badge what it says, told to a person or to a machine."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from polyvalidate.cli.badge import given
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import argument, command, option
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.documents.badges.multikey import public_key
from polyvalidate.documents.badges.verifying import Failure, Known, Verified
from polyvalidate.documents.badges.verifying import verify as verified
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable
from polyvalidate.repository.output import put

MOST_PROFILE = 100_000


@command(
    "verify",
    Text(
        "Vérifie le badge FILE (.json ou .png), sans rien chercher en ligne.",
        "Verify the badge FILE (.json or .png), looking nothing up online.",
    ),
)
@argument("file", type=options.NEW_FILE)
@option(
    "--key",
    default="",
    metavar="KEY",
    help=Text(
        "Clé publique de l'école (z6Mk…), ou le fichier de son profil (issuer.json).",
        "The school's public key (z6Mk…), or the file of its profile (issuer.json).",
    ),
)
@option(
    "--recipient",
    default="",
    metavar="TEXT",
    help=Text("Nom, adresse ou DID que le badge doit désigner.", "Name, address or DID that the badge must name."),
)
@given.file_option(
    "--revocations",
    Text(
        "Liste des badges révoqués, téléchargée auprès de l'école.",
        "The list of revoked badges, downloaded from the school.",
    ),
)
@options.today(Text("Vérifie comme si l'on était ce jour-là.", "Verify as if it were this day."))
@options.form("text", "json")
def verify(
    terminal: Terminal, file: Path, key: str, recipient: str, revocations: Path | None, today: date, format_name: str
) -> int:
    """Exit code 1 when anything stands against the badge."""
    given.need_the_extra()
    data = given.badge_bytes(file)
    keys, issuer = _trusted(key)
    revoked = given.read_list(revocations) if revocations is not None else None
    known = Known(today, keys, issuer, revoked, recipient)
    found = Verified((Failure.NOT_A_BADGE,)) if data is None else verified(data, known)
    if format_name == "json":
        put(_as_json(found), None)
    else:
        terminal.lines(_lines(found, terminal))
    return 1 if found.failures else 0


def _trusted(key: str) -> tuple[frozenset[str], str]:
    """The public keys that the school publishes, and its address when they came with a profile.

    ``key`` is a Multikey, or the file of a profile that was downloaded.
    """
    if not key or public_key(key) is not None:
        return frozenset((key,) if key else ()), ""
    try:
        profile: Any = json.loads(given.read_file(Path(key), MOST_PROFILE))
    except (ValueError, RecursionError):
        profile = None
    methods = profile.get("verificationMethod") if isinstance(profile, dict) else None
    found = [
        method["publicKeyMultibase"]
        for method in (methods if isinstance(methods, list) else [])
        if isinstance(method, dict) and isinstance(method.get("publicKeyMultibase"), str)
    ]
    keys = frozenset(each for each in found if public_key(each) is not None)
    if not keys or not isinstance(profile.get("id"), str):
        raise Unreadable(
            Text(
                "--key attend une clé publique (z6Mk…) ou le fichier du profil de l'école (issuer.json), qui en "
                "contient une.",
                "--key takes a public key (z6Mk…) or the file of the school's profile (issuer.json), which holds one.",
            )
        )
    return keys, profile["id"]


def _lines(found: Verified, terminal: Terminal) -> list[str]:
    lines: list[str] = []
    if found.id:
        # The badge's own words may hold anything: only what can be printed is shown.
        to, key = Text("  pour {who}", "  to {who}"), Text("  clé {key}", "  key {key}")
        lines.append(f"{_shown(found.name)} — {_shown(found.issuer_name or found.issuer)}")
        lines += [terminal.of(to, who=_shown(each)) for each in found.recipients]
        lines += [_days(found, terminal)] if found.since else []
        lines.append(terminal.of(key, key=found.key or "—"))
    lines += [f"✗ {terminal.of(failure.value)}" for failure in found.failures]
    if not found.failures:
        lines.append(
            terminal.of(Text("✓ Ce badge est authentique et valable.", "✓ This badge is authentic and valid."))
        )
    if found.status:
        unseen = Text(
            "La liste des badges révoqués n'a pas été consultée. Téléchargez {status} et ajoutez --revocations.",
            "The list of revoked badges was not looked at. Download {status} and add --revocations.",
        )
        lines.append(terminal.of(unseen, status=_shown(found.status)))
    return lines


def _days(found: Verified, terminal: Terminal) -> str:
    always = Text("  valable à partir du {since:date}", "  valid from {since:date}")
    bounded = Text(
        "  valable à partir du {since:date}, jusqu'au {until:date}", "  valid from {since:date} to {until:date}"
    )
    since, until = (datetime.fromisoformat(each).date() if each else None for each in (found.since, found.until))
    return terminal.of(bounded if until else always, since=since, until=until)


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
