r"""Regular expressions that cannot blow up: `compile_safe` refuses a pattern that backtracks badly on some text.

The judge walks Python's own parse tree from the end to the start and bounds the steps that the matcher can take from
one place of a text, given the character that stands there. What it knows of the rest of a pattern is a `Rest`; every
node puts itself before a rest. A repeat tries the rest once for every length it can have; that is cheap where the rest
fails at once on the characters that the repeat has eaten (`\w{1,9}@`) and multiplies where not (`\w{1,9}\w{1,9}@`).
"""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from .character_sets import END, mask_of
from .regex_steps import DONE, PREFIX, ROUND, Rest, add, before, before_run, failing, may_share, then

MAX_REPEAT = 2_000  # the longest thing worth finding with a pattern is a web address
MAX_STEPS = 3_000  # for each character of a text, about: seconds at worst for a megabyte made to hurt (measured: 12)
MAX_WORK = 20_000  # nodes judged, repeats unrolled; keeps the judge itself quick
MAX_LENGTH = 5_000

# Private, but the only exact reading of a pattern; the same from Python 3.11 to 3.14.
_parser: Any = importlib.import_module("re._parser")

_QUANTIFIER = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?#[^)]*\)|\(\?|(?P<quantifier>[*+?]|\{(?!\})\d*(?:,\d*)?\})[?+]?", re.DOTALL
)


@lru_cache(maxsize=1024)
def compile_safe(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Compile `pattern`; raise ValueError with a plain sentence if it is not valid or can backtrack badly."""
    if len(pattern) > MAX_LENGTH:
        raise ValueError(f"the pattern has {len(pattern):,} characters: at most {MAX_LENGTH:,} are allowed")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compiled = re.compile(pattern, flags)
            _Judge(pattern, compiled.flags).judge(_parser.parse(pattern, flags))
    except re.error as error:
        raise ValueError(f"not a valid regular expression: {error}") from None
    except Warning as warning:
        raise ValueError(f"doubtful regular expression: {warning}: escape the characters meant as they are") from None
    except RecursionError:
        raise ValueError("the groups of the pattern are nested too deep: write it flatter") from None
    except OverflowError as error:
        raise ValueError(f"not a valid regular expression: {error}") from None
    return compiled


class _Judge:
    """Judges one pattern. The repeats are told apart by `id`: the tree does not say where they stand."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags
        self.work = 0
        self.names: dict[int, str] = {}
        self.culprit = ""
        self.growth = 0.0

    def judge(self, tree: Any) -> None:
        repeats = list(_repeats(tree))
        found = [match for match in _QUANTIFIER.finditer(self.pattern) if match["quantifier"]]
        known = len(found) == len(repeats) and not self.flags & re.VERBOSE
        for at, repeat in enumerate(repeats):
            self.names[id(repeat)] = f'"{found[at][0]}" at offset {found[at].start()}' if known else _written(repeat)
            self.check_bounds(repeat)
        rest = self.sequence(tree, DONE, self.flags)
        if rest.worst // rest.stride > MAX_STEPS:
            self.refuse()

    def check_bounds(self, repeat: Any) -> None:
        low, high, _ = repeat
        if high is _parser.MAXREPEAT:
            better = f"{{{low},{max(40, low)}}}"
            raise ValueError(f"the repeat {self.names[id(repeat)]} has no upper bound: write one, such as {better}")
        if high > MAX_REPEAT:
            raise ValueError(f"the repeat {self.names[id(repeat)]} goes too far: repeat at most {MAX_REPEAT:,} times")

    def spend(self, steps: int, work: int = 1) -> None:
        """Stop as soon as the verdict is certain: steps never fall again by more than the longest prefix."""
        self.work += work
        if steps > MAX_STEPS * PREFIX:
            self.refuse()
        if self.work > MAX_WORK:
            raise ValueError("the pattern is too large to be judged: shorten it, or repeat its groups less often")

    def refuse(self) -> None:
        raise ValueError(
            f"the pattern backtracks badly: {self.culprit or 'it'} can share text with its neighbours in too many ways "
            f"(more than {MAX_STEPS:,} steps for each character of a text): lower the bounds, or let what is repeated "
            "and what follows begin with different characters"
        )

    def sequence(self, nodes: Iterable[tuple[Any, Any]], rest: Rest, flags: int) -> Rest:
        for op, argument in reversed(list(nodes)):
            rest = self.node(str(op), argument, rest, flags)
        return rest

    def node(self, op: str, argument: Any, rest: Rest, flags: int) -> Rest:
        """Put one node before `rest`. Before a rest that must match, nothing is tried again: the costs only add up."""
        if rest.sure and rest.worst:
            result = then(self.node(op, argument, DONE, flags), rest)
        elif op in _NODES:
            result = _NODES[op](self, argument, rest, flags)
        elif (mask := mask_of(op, argument, flags)) is not None:
            result = before(mask, rest)
        else:
            raise ValueError("the pattern refers back to a group (such as \\1): write the text out instead")
        self.spend(result.worst)
        return result

    def group(self, argument: Any, rest: Rest, flags: int) -> Rest:
        _, added, removed, body = argument
        return self.sequence(body, rest, (flags | added) & ~removed)

    def branch(self, argument: Any, rest: Rest, flags: int) -> Rest:
        """Alternatives cost together only where they can match the same text; the others fail within their prefixes."""
        ways = [self.sequence(branch, rest, flags) for branch in argument[1]]
        sums = []
        for way in ways:
            self.spend(0, 1 + len(ways) // 8)
            sums.append(add(*(other.steps for other in ways if may_share(way.prefix, other.prefix))))
        fails = [sum(failing(way.prefix, at) for way in ways) for at in range(END + 1)]
        return Rest(add(fails, [max(column) for column in zip(*sums, strict=True)]), any(way.sure for way in ways))

    def repeat(self, argument: Any, rest: Rest, flags: int) -> Rest:
        low, high, body = argument
        name = f"the repeat {self.names[id(argument)]}"
        self.culprit = self.culprit or name
        mask = mask_of(str(body[0][0]), body[0][1], flags) if len(body) == 1 else None
        simple = None if mask is None else before_run(mask, low, high, rest)
        result = simple or self.unrolled(body, low, high, rest, flags)
        growth = result.worst / (1 + rest.worst)
        if growth > self.growth:
            self.culprit, self.growth = name, growth
        return result

    def unrolled(self, body: Any, low: int, high: int, rest: Rest, flags: int) -> Rest:
        result = Rest(rest.steps, rest.sure)  # from inside a group the matcher cannot look ahead
        for _ in range(high - low):
            again = self.sequence(body, result, flags)
            rounds = (steps + (ROUND if steps > 1 else 0) for steps in again.steps)
            result = Rest(add(tuple(rounds), rest.steps), rest.sure)
        for _ in range(low):
            result = self.sequence(body, result, flags)
        return result

    def possessive(self, argument: Any, rest: Rest, flags: int) -> Rest:
        return then(self.repeat(argument, DONE, flags), rest)

    def atomic(self, argument: Any, rest: Rest, flags: int) -> Rest:
        return then(self.sequence(argument, DONE, flags), rest)

    def around(self, argument: Any, rest: Rest, flags: int) -> Rest:
        direction, body = argument
        inside = self.sequence(body, DONE, flags)
        steps = inside.steps if direction > 0 else (inside.worst,) * (END + 1)
        return Rest(add(steps, rest.steps), False, rest.prefix)

    def at(self, argument: Any, rest: Rest, flags: int) -> Rest:
        """`$` lets only the end or a line break come next; other places leave every character possible."""
        ends = str(argument).startswith("AT_END")
        steps = (1 + (0 if ends and at not in (10, END) else cost) for at, cost in enumerate(rest.steps))
        return Rest(tuple(steps), False, rest.prefix)

    def failure(self, argument: Any, rest: Rest, flags: int) -> Rest:
        return Rest((1,) * (END + 1))


_NODES: dict[str, Callable[[_Judge, Any, Rest, int], Rest]] = {
    "SUBPATTERN": _Judge.group,
    "BRANCH": _Judge.branch,
    "MAX_REPEAT": _Judge.repeat,
    "MIN_REPEAT": _Judge.repeat,
    "POSSESSIVE_REPEAT": _Judge.possessive,
    "ATOMIC_GROUP": _Judge.atomic,
    "ASSERT": _Judge.around,
    "ASSERT_NOT": _Judge.around,
    "AT": _Judge.at,
    "FAILURE": _Judge.failure,
}


def _repeats(nodes: Any) -> Iterable[Any]:
    """Give all repeats of a tree in the order in which their quantifiers stand in the pattern."""
    if isinstance(nodes, (list, tuple)) or type(nodes) is _parser.SubPattern:
        for node in nodes:
            yield from _repeats(node)
        if isinstance(nodes, tuple) and str(nodes[0]).endswith("_REPEAT"):
            yield nodes[1]


def _written(repeat: Any) -> str:
    low, high, _ = repeat
    return f'"{{{low},{"" if high is _parser.MAXREPEAT else high}}}"'
