"""What goes wrong between us and a forge, said to the person. Nothing succeeds after a fault."""

from __future__ import annotations

from polyvalidate.repository.unreadable import Unreadable


class Fault(Unreadable):
    """The forge did not do what was asked. ``transient``: the same request may succeed later."""

    def __init__(self, fr: str, en: str, *, status: int = 0, transient: bool = False) -> None:
        super().__init__(fr, en)
        self.status = status
        self.transient = transient
