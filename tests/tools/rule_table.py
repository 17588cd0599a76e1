"""The table of the shipped rules in the README."""

from __future__ import annotations

import re

from carelint.packs import load_packs

_START, _END = "<!-- rules -->", "<!-- /rules -->"


def rule_table() -> str:
    """Write the shipped rules as Markdown: pack, rule, severity, what it asks for."""
    lines = ["| pack | rule | severity | what it asks for |", "|---|---|---|---|"]
    before = ""
    for rule in sorted(load_packs().rules.values(), key=lambda rule: (rule.pack, rule.id)):
        pack = f"**{rule.pack}**" if rule.pack != before else ""
        lines.append(f"| {pack} | `{rule.id}` | {rule.severity.name} | {rule.spec.title} |")
        before = rule.pack
    return "\n".join(lines)


def with_table(readme: str) -> str:
    """Put the table where it goes in the README."""
    pattern = re.compile(f"{_START}.*?{_END}", re.DOTALL)
    assert len(pattern.findall(readme)) == 1
    return pattern.sub(lambda _: f"{_START}\n{rule_table()}\n{_END}", readme)
