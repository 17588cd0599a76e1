"""The table in the README that maps every practice of the five documents to its rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from carelint.packs import Library, shipped_rules
from carelint.scoring import load_scorecard

PRACTICES = Path(__file__).parent / "practices.yaml"


def coverage_table(library: Library) -> str:
    """Write practices and rules as Markdown; what no conversation shows has a row that says so."""
    lines = ["| practice | rules |", "|---|---|"]
    named: set[str] = set()
    for document in documents():
        lines.append(f"| **{document['document']}** | |")
        for practice, rules in practices(document, library):
            named.update(rules)
            lines.append(f"| {practice} | {_names(rules)} |")
        for practice, why in document.get("not_observable", {}).items():
            lines.append(f"| {practice} | *not observable in a conversation*: {why} |")
    lines.append("| **Public scorecards and guides, beyond the five** | |")
    for pack in sorted({rule.pack for rule in library.rules.values()}):
        others = sorted(r.id for r in library.rules.values() if r.pack == pack and r.id not in named)
        if others:
            lines.append(f"| {library.packs[pack].title} | {_names(others)} |")
    return "\n".join(lines)


def documents() -> list[dict[str, Any]]:
    """The documents, with their practices."""
    found: list[dict[str, Any]] = yaml.safe_load(PRACTICES.read_text("utf-8"))
    return found


def practices(document: dict[str, Any], library: Library) -> Iterator[tuple[str, list[str]]]:
    """The practices of a document that rules look for: those of its scorecard, and others."""
    if name := document.get("scorecard"):
        card = load_scorecard(name, [shipped_rules()], library.rules, library.signals)
        yield from ((criterion.name, criterion.rules) for criterion in card.criteria)
    yield from document.get("practices", {}).items()


def _names(rules: list[str]) -> str:
    return ", ".join(f"`{rule}`" for rule in rules)
