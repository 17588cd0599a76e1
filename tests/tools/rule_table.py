"""What the README says of the shipped rules, made from the packs themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping

from carelint.packs import Library, load_packs

from .coverage import coverage_table
from .score_example import score_example


def tables() -> Mapping[str, str]:
    """The parts of the README that are made, by the name of their mark."""
    library = load_packs()
    return {"rules": rule_table(library), "practices": coverage_table(library), "score": score_example()}


def rule_table(library: Library) -> str:
    """Write the packs and their rules as Markdown; in bold, what is an error."""
    lines = ["| pack | | rules |", "|---|---|---|"]
    for name in sorted({rule.pack for rule in library.rules.values()}):
        pack = library.packs[name]
        own = sorted((rule for rule in library.rules.values() if rule.pack == name), key=lambda rule: rule.id)
        rules = ", ".join(f"**{rule.id}**" if rule.severity.name == "error" else rule.id for rule in own)
        off = "" if pack.enabled else ", off until you select it"
        lines.append(f"| `{name}` | {pack.title} ({len(own)}{off}) | {rules} |")
    return "\n".join(lines)


def with_tables(readme: str) -> str:
    """Put what is made where it goes in the README."""
    for name, text in tables().items():
        pattern = re.compile(f"<!-- {name} -->.*?<!-- /{name} -->", re.DOTALL)
        assert len(pattern.findall(readme)) == 1, f"the README has no place for {name}"
        readme = pattern.sub(lambda _, name=name, text=text: f"<!-- {name} -->\n{text}\n<!-- /{name} -->", readme)  # type: ignore[misc]
    return readme
