"""The rules, by family; importing this package registers them all."""

from __future__ import annotations

from polyvalidate.rules import (
    activity,
    appealing,
    calendar,
    cohort,
    evaluating,
    evidence,
    file,
    folder,
    grid_reach,
    grid_shape,
    naming,
    privacy,
    schema,
)
from polyvalidate.rules.registry import registered

FAMILY_MODULES = (
    file,
    schema,
    grid_shape,
    grid_reach,
    naming,
    activity,
    calendar,
    evidence,
    privacy,
    evaluating,
    appealing,
    folder,
    cohort,
)

RULES = registered()
