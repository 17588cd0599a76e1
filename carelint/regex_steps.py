"""How many steps the matcher of regular expressions can take through the rest of a pattern, bounded from above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .character_sets import END

PREFIX = 16  # so many characters of what a rest begins with are kept
_RETRY = 4  # trying again what is no letter costs so many single characters more
ROUND = 8  # one more round of a group takes the matcher as long as so many single characters


@dataclass(frozen=True, slots=True)
class Rest:
    """The rest of a pattern: its steps for each next character, whether it must match, and what it begins with."""

    steps: tuple[int, ...]
    sure: bool = False
    prefix: tuple[int, ...] = ()

    @property
    def worst(self) -> int:
        """The steps for the worst next character."""
        return max(self.steps)

    @property
    def stride(self) -> int:
        """How far apart two places must be from which the prefix can match: `within` cannot begin inside itself."""
        if not self.prefix:
            return 1
        first = self.prefix[0]
        return next((at for at, mask in enumerate(self.prefix) if at and mask & first), len(self.prefix))


DONE = Rest((0,) * (END + 1), sure=True)


def before(mask: int, rest: Rest) -> Rest:
    """One character of `mask`, then `rest`."""
    good = 1 + rest.worst
    return Rest(_by_character(mask, good, (1,) * (END + 1)), False, (mask, *rest.prefix[: PREFIX - 1]))


def before_run(mask: int, low: int, high: int, rest: Rest) -> Rest:
    """From `low` to `high` characters of `mask`, then `rest`, tried after each length, the next one of `mask` still."""
    inside = max((cost for at, cost in enumerate(rest.steps) if mask >> at & 1), default=0)
    tries = high - low
    stride = rest.stride
    spaced = -(-tries // stride) * inside + tries * min(stride, inside)
    letter = rest.prefix[:1] and rest.prefix[0].bit_count() == 1  # the matcher looks ahead for a letter, quickly
    steps = high + min(tries * inside, spaced) + (0 if letter or rest.sure else tries * _RETRY) + rest.worst
    if low:
        return Rest(_by_character(mask, steps, (1,) * (END + 1)), False, (mask,) * min(low, PREFIX))
    return Rest(_by_character(mask, steps, [1 + cost for cost in rest.steps]), rest.sure)


def _by_character(mask: int, inside: int, outside: Sequence[int]) -> tuple[int, ...]:
    return tuple(inside if mask >> at & 1 else cost for at, cost in enumerate(outside))


def then(alone: Rest, rest: Rest) -> Rest:
    """Something that is never tried again once it has matched, then `rest`; what cannot begin it ends at once."""
    begins = alone.prefix[0] if alone.prefix else -1
    worst = rest.worst
    steps = (cost + (worst if begins >> at & 1 else 0) for at, cost in enumerate(alone.steps))
    return Rest(tuple(steps), alone.sure and rest.sure, alone.prefix)


def add(*rows: Sequence[int]) -> tuple[int, ...]:
    """Add up rows of steps, character by character."""
    return tuple(map(sum, zip(*rows, strict=True)))


def may_share(one: Sequence[int], other: Sequence[int]) -> bool:
    """Tell whether some text can begin with both prefixes."""
    return all(left & right for left, right in zip(one, other, strict=False))


def failing(prefix: Sequence[int], at: int) -> int:
    """The steps until a prefix fails on a text that opens with the character `at`."""
    return len(prefix) if prefix and prefix[0] >> at & 1 else 1
