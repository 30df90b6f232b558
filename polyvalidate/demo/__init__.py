"""A school that does not exist, as a real Git repository: to try everything without anybody's data.

``making`` makes it; ``people`` and ``claims`` draw who does what, ``deciding`` and ``story`` tell one student's cycle,
``history`` interleaves the stories, ``importing`` writes them as one stream, ``open_requests`` adds what still waits,
``private`` is what the registry office keeps outside the repository.
"""

from __future__ import annotations

from polyvalidate.demo.failing import DemoError
from polyvalidate.demo.making import DemoSummary, make_school
from polyvalidate.demo.open_requests import OpenRequest

__all__ = ["DemoError", "DemoSummary", "OpenRequest", "make_school"]
