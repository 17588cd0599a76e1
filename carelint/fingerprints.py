"""What a finding is told by when lines were added above it, or its file was moved: no line number, no path.

It hangs on the rule, the conversation and the words, as reports show them: numbers that are masked there are so here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256

from .model import Finding, Result

_LENGTH = 16
# An id as short as this may be no more than the place in a list: it changes when something is added above.
_NUMBER = re.compile(r"[0-9]{1,6}")
# Findings of one file that are told apart by their order; a larger file begins to count anew.
_MOST = 100_000


def fingerprinted(results: Iterable[Result]) -> Iterator[Result]:
    """Give each finding its fingerprint; what is pending must be decided."""
    path: str | None = None
    seen: dict[int, int] = {}
    for result in results:
        if result.path != path or len(seen) > _MOST:
            path, seen = result.path, {}
        yield replace(result, findings=tuple(_marked(result.findings, seen))) if result.findings else result


def _marked(findings: Iterable[Finding], seen: dict[int, int]) -> Iterator[Finding]:
    """Findings of one conversation; those of a file that are the same but for their place are told apart by order."""
    for finding in findings:
        key = _key(finding)
        place = int(_digest(*key), 16)
        yield replace(finding, fingerprint=_digest(*key, str(seen.get(place, 0))))
        seen[place] = seen.get(place, 0) + 1


def _key(finding: Finding) -> tuple[str, ...]:
    """What tells a finding: where the conversation has no more than a number, the sentence tells which one it is."""
    words = _folded(finding.text)
    if _NUMBER.fullmatch(finding.conversation):
        return finding.rule, "", finding.role, words, _folded(finding.context)
    return finding.rule, finding.conversation, finding.role, words


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _digest(*parts: str) -> str:
    whole = "\0".join(parts).encode("utf-8", "surrogatepass")
    return sha256(whole).hexdigest()[:_LENGTH]
