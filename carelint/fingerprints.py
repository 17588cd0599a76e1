"""What a finding is told by when lines were added above it, or its file was moved: no line number, no path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256

from .model import Finding, Result

_LENGTH = 16


def fingerprinted(results: Iterable[Result]) -> Iterator[Result]:
    """Give each finding its fingerprint; what is pending must be decided."""
    for result in results:
        yield replace(result, findings=tuple(_marked(result.findings))) if result.findings else result


def _marked(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings of one conversation; those that are the same but for their place are told apart by their order."""
    seen = Counter[tuple[str, ...]]()
    for finding in findings:
        key = (finding.rule, finding.conversation, finding.role, " ".join(finding.text.split()).casefold())
        yield replace(finding, fingerprint=_digest(*key, str(seen[key])))
        seen[key] += 1


def _digest(*parts: str) -> str:
    whole = "\0".join(parts).encode("utf-8", "surrogatepass")
    return sha256(whole).hexdigest()[:_LENGTH]
