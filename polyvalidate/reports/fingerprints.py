"""A name for each finding that stays the same when the lines above it move, so that a forge can follow it over time."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from polyvalidate.model.findings import Finding


def with_fingerprints(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each finding with 64 hexadecimal digits made of its code, path, keys and rank among those that share them.

    Neither the line nor the sentence counts: moving a declaration's lines or reading in another language changes
    nothing. No two findings of a report have the same fingerprint.
    """
    seen: Counter[str] = Counter()
    for finding in findings:
        # `ascii` of a tuple separates its parts without ambiguity, and accepts a path that is not Unicode.
        what = ascii((finding.code, finding.path, finding.keys))
        yield finding, hashlib.sha256(f"{what} {seen[what]}".encode("ascii")).hexdigest()
        seen[what] += 1
