"""Check kinds: one file each, one row each in `CHECKS`."""

from __future__ import annotations

from .base import Check
from .companion import Companion
from .compare import Compare
from .count import Count
from .field import Field
from .forbid import Forbid
from .gap import Gap
from .interruption import Interruption
from .measure import Measure
from .order import Order
from .plugin import PluginCheck
from .repeat import Repeat
from .replace import Replace
from .require import Require
from .totals import Totals

CHECKS: dict[str, type[Check]] = {
    check.name: check
    for check in (
        Forbid,
        Replace,
        Require,
        Companion,
        Order,
        Count,
        Measure,
        Gap,
        Interruption,
        Totals,
        Compare,
        Repeat,
        Field,
        PluginCheck,
    )
}
