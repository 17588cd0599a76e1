"""What one conversation cannot tell: texts that stand in several. Decided in one place, in the order of the input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .model import Finding, Pending, Result
from .repeats import Copies, Memory
from .rule import fill

# So many other conversations are named in a message, if they find room.
_NAMED, _LONGEST = 2, 60


def order(finding: Finding) -> tuple[int, int, int, str]:
    """Where a finding stands among those of its conversation."""
    return finding.turn, finding.start, finding.end, finding.rule


def settled(results: Iterable[Result]) -> Iterator[Result]:
    """Decide what is pending in each result by the results before it; they come out as they come in.

    The memory that this takes does not grow with their number.
    """
    memories: dict[str, Memory] = {}
    for number, result in enumerate(results):
        yield _settle(result, number, memories) if result.pending else result


def _settle(result: Result, number: int, memories: dict[str, Memory]) -> Result:
    """Make findings of what proves repeated, one per rule; a rule that has one already needs no other."""
    found = list(result.findings)
    for pending in result.pending:
        rule, trace = pending.finding.rule, pending.trace
        memory = memories.setdefault(rule, Memory())
        copies = memory.meet(trace, number, (result.conversation or result.path)[:60])
        if copies.count < trace.limits.copies or trace.silent:
            continue
        if all(rule != finding.rule for finding in found):
            found.append(_told(pending, copies, number))
    return replace(result, findings=tuple(sorted(found, key=order)), pending=())


def _told(pending: Pending, copies: Copies, number: int) -> Finding:
    """The finding, its message written."""
    others = [name for other, name in copies.named if other != number][:_NAMED]
    both = " and ".join(others)
    values = {"count": str(copies.count), "where": both if len(both) <= _LONGEST else others[0]}
    finding = pending.finding
    return replace(finding, message=fill(finding.message, values), advice=fill(finding.advice, values))
