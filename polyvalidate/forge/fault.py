"""What goes wrong between us and a forge, said to the person. Nothing succeeds after a fault."""

from __future__ import annotations

from polyvalidate.model.words import Text
from polyvalidate.repository.unreadable import Unreadable


class Fault(Unreadable):
    """The forge did not do what was asked. ``transient``: the same request may succeed later."""

    def __init__(self, said: Text, *, status: int = 0, transient: bool = False, **details: object) -> None:
        super().__init__(said, **details)
        self.status = status
        self.transient = transient
