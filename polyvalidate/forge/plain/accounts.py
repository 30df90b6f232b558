"""The account of somebody on a plain Git server: a number made of their login with a key that only the server holds.

A login is often a name, which must not enter the record. Without the key nobody can try logins against the numbers;
with it, the same login always gives the same number. Twelve digits: two of 5,000 people share one in one school out of
70,000, and the second is told that it is taken. Pure.
"""

from __future__ import annotations

import hmac
import unicodedata

NAME = "git"
US = 1
"""The account that the server itself writes as: nobody's, since a person's has twelve digits."""
_LEAST, _MOST = 10**11, 10**12


def account_of(login: str, key: bytes) -> str:
    """``git:348120957316``. However its letters are typed, a login is one: web servers often take it either way."""
    same = unicodedata.normalize("NFKC", login.strip()).casefold()
    digest = int.from_bytes(hmac.new(key, same.encode(), "sha256").digest())
    return f"{NAME}:{_LEAST + digest % (_MOST - _LEAST)}"


def number_of(account: str) -> int:
    return int(account.rpartition(":")[2])
