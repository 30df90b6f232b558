"""The code of a letter, by which a student says which folder is theirs. Pure.

It is computed from the pseudonym with a key that only the register holds: nobody else can make one, and nothing has to
be kept for each student. 40 bits, which a person confirms: guessing on a forge, one comment at a time, leads nowhere.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from typing import Any

from polyvalidate.office.register.pseudonyms import ALPHABET
from polyvalidate.office.register.register import Member, Register

SETTING = "claims"
"""The setting of the register that holds the key, in hexadecimal digits."""
_LENGTH = 8
_LOOK_ALIKE = str.maketrans("OIL", "011")
"""As Crockford reads them: https://www.crockford.com/base32.html."""


def new_key(draw: Callable[[int], bytes]) -> str:
    """A key to be put in the settings; ``draw`` gives bytes that nobody can predict (``secrets.token_bytes``)."""
    return draw(16).hex()


def key_in(settings: Mapping[str, Any]) -> bytes | None:
    """The key of a register; None when it has none yet."""
    try:
        return bytes.fromhex(settings.get(SETTING, "")) or None
    except (TypeError, ValueError):
        return None


def code_of(register: Register, member: Member) -> str:
    """``K7Q2-9MZX``. Raises ValueError for a register without a key."""
    key = key_in(register.settings)
    if key is None:
        raise ValueError("this register has no key")
    digest = hmac.new(key, member.code.encode(), "sha256").digest()
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:_LENGTH]).upper()
    return f"{letters[:4]}-{letters[4:]}"


def of_code(register: Register, said: str) -> Member | None:
    """Whose code this is, however it was typed; None when it is nobody's."""
    typed = "".join(mark for mark in said.upper() if mark.isalnum()).translate(_LOOK_ALIKE)
    if not typed.isascii():
        return None
    found = [one for one in register.members if hmac.compare_digest(code_of(register, one).replace("-", ""), typed)]
    return found[0] if len(found) == 1 else None
