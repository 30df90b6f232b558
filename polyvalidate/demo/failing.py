"""The one way in which making a demonstration school fails."""

from __future__ import annotations

from polyvalidate.model.told import Told


class DemoError(Told):
    """The school cannot be made; ``text`` tells the person why and what to do. Nothing half made is left."""
