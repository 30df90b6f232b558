"""Accounts of people on a forge: ``github:583231``. The number is for ever, a login is not.

On a plain Git server there are only logins; there the number is made of the login with a key that only the server
holds (``forge.plain.accounts``): no name stands in the record.
"""

from __future__ import annotations

FORGES = ("github", "gitlab", "forgejo", "git")
"""What an account begins with; the schemas of students and roles say the same."""
ACCOUNT = rf"(?:{'|'.join(FORGES)}):[0-9]{{1,12}}"
"""The pattern of one."""


def is_said(account: str) -> bool:
    """No forge numbers anybody 0: an account of that number is still to be filled in, and nobody acts by it."""
    return not account.endswith(":0")
