"""What a user may say about how input is read."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Channel, Kind
from .roles import RoleMap

_BUILT_IN = RoleMap()


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """The reader (`--reader`), kind (`--as`) and channel (`--channel`) that override the input, and who is who.

    `unanswered`: an agent is about to answer, so a conversation may hold the customer's messages only.
    """

    reader: str | None = None
    kind: Kind | None = None
    channel: Channel | None = None
    roles: RoleMap = _BUILT_IN
    unanswered: bool = False
