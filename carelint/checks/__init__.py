"""Check kinds: one file each, one row each in `CHECKS`."""

from __future__ import annotations

from .base import Check
from .companion import Companion
from .compare import Compare
from .count import Count
from .field import Field
from .forbid import Forbid
from .gap import Gap
from .measure import Measure
from .order import Order
from .require import Require

CHECKS: dict[str, type[Check]] = {
    check.name: check for check in (Forbid, Require, Companion, Order, Count, Measure, Gap, Compare, Field)
}
