"""Runs for the reporters of CI formats: an ordinary one, and texts and paths that break what is written carelessly."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from carelint import load_packs
from carelint.errors import Fault
from carelint.model import Criterion, Edit, Finding, Fix, Position, Region, Result, Score, Severity
from carelint.reporters import REPORTERS, Style
from carelint.rule import Rule
from carelint.summary import Summary

SCHEMAS = Path(__file__).parents[1] / "data" / "schemas"

APOLOGY = Finding(
    path="macros/late parcels.csv",
    conversation="Delay",
    turn=0,
    start=6,
    end=18,
    line=3,
    column=9,
    end_line=3,
    end_column=21,
    rule="non-apology",
    pack="tone",
    severity=Severity.error,
    critical=False,
    message="“sorry if you” regrets a feeling.",
    advice="Say what happened.",
    text="sorry if you",
    role="agent",
    author="Bo",
    at=None,
    context="I am sorry if you waited.",
    context_start=0,
    fix=Fix(6, 18, "sorry that you", safe=False),
    edit=Edit(Region(Position(3, 9), Position(3, 21)), "sorry that you"),
    fingerprint="0123456789abcdef",
)
PROMISE = replace(
    APOLOGY,
    rule="commitment-without-deadline",
    pack="core",
    line=4,
    column=2,
    end_line=5,
    end_column=4,
    severity=Severity.warning,
    critical=True,
    message="“we will\nwrite” has no date.",
    advice="",
    text="we will\nwrite",
    fix=None,
    edit=None,
    fingerprint="fedcba9876543210",
)
NOTE = replace(PROMISE, path="macros/ü.md", conversation="ü", severity=Severity.info, critical=False, line=1, column=1)
NOTE = replace(NOTE, end_line=1, end_column=1, rule="no-tomato", pack="garden", message="No tomato.")
SCORE = Score(72.5, False, (Criterion("Tone", "Style", 2, 50.0),), ("commitment-without-deadline",), "Card", 80)
RESULTS = (
    Result("macros/late parcels.csv", "Delay", "email", "macro", 1, (APOLOGY, PROMISE)),
    Result("macros/late parcels.csv", "Thanks", "email", "macro", 1),
    Result("macros/ü.md", "ü", "chat", "macro", 1, (NOTE,)),
)
SCORED = (replace(RESULTS[0], score=SCORE, agents=("Bo",)), *RESULTS[1:])
PROBLEM = Fault("macros/bad.json", 3, 9, "is no valid JSON")
NOT_RUN = {"named": "needs a trained spaCy pipeline"}

TEXTS = (
    "100 % and %0A and %250A",
    "::error::x ::set-output name=a::b",
    "##[add-path]/tmp",
    "a ]]> b <![CDATA[ c",
    "\"double\" 'single' “curly”",
    "a | b \\| c \\",
    "`code` ``` **bold** _it_ ~~no~~ ~x~ # h",
    "<script>alert(1)</script> <b>x</b> <!-- c --> &amp; &#65; &lt;",
    "[click](http://evil.example) ![i](x.png) http://evil.example www.evil.example evil@evil.example",
    "[a](1) [b][c] [d]: e",
    "@team #12 $x$ \\(y\\)",
    "- item",
    "12. item",
    "> quote",
    "===",
    "    indented",
    "emoji 🙂👩‍👩‍👧 日本",
    "a\nb\r\nc\x0bd\x0ce\x85f\u2028g\th",
    "nul \x00 bell \x07 escape \x1b[2J csi \x9b",
    "half \ud800 other \udfff",
    "right \u202eto\u2066 left \u200f",
    "no character \ufffe\uffff",
    "{0} {{customer.name}} {% if %}",
    "=1+1",
)
PATHS = (
    "a b/c,d:e;f.csv",
    "100%/ü 日本.md",
    "C:x/y.md",
    "quo\"te's <b>.md",
    "pipe|tick`hash#q?.md",
    "a\nb.md",
    "\ud800.md",
    "../up/x.md",
    "<stdin>",
)


def report(
    name: str,
    results: Iterable[Result] = RESULTS,
    style: Style | None = None,
    problems: Iterable[Fault] = (),
    unavailable: dict[str, str] | None = None,
) -> str:
    """What a reporter writes into a file; problems come after the first result, as they may."""
    buffer = io.BytesIO()
    out = io.TextIOWrapper(buffer, encoding="utf-8", errors="backslashreplace", newline="\n")
    summary = Summary(problems=len(list(problems)), unavailable=unavailable or {})
    reporter = REPORTERS[name](out, style or Style())
    waiting = list(problems)
    for result in results:
        summary.add(result)
        reporter.add(result)
        while waiting:
            reporter.problem(waiting.pop(0))
    for fault in waiting:
        reporter.problem(fault)
    reporter.close(summary)
    out.flush()
    return buffer.getvalue().decode()


def saying(text: str) -> tuple[Result, ...]:
    """A run whose one finding says a text wherever it can."""
    named = text.strip() or "x"
    finding = replace(APOLOGY, conversation=named, message=text, advice=text, text=text, context=text, author=text)
    finding = replace(finding, fix=Fix(0, 1, text), edit=Edit(Region(Position(3, 9), Position(3, 21)), text))
    return (Result(finding.path, named, "chat", "draft", 1, (finding,)),)


def at(path: str) -> tuple[Result, ...]:
    """A run with one finding in a file."""
    return (Result(path, "Delay", "chat", "draft", 1, (replace(APOLOGY, path=path),)),)


def whole(text: str) -> str:
    """A text without halves of characters."""
    return "".join("\ufffd" if 0xD800 <= ord(one) <= 0xDFFF else one for one in text)


def rules() -> dict[str, Rule]:
    """All shipped rules, as a run hands them to reporters."""
    return {rule.id: rule for rule in sorted(load_packs().rules.values(), key=lambda rule: rule.id)}


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / name).read_text("utf-8"))


each_text = pytest.mark.parametrize("text", TEXTS, ids=ascii)
each_path = pytest.mark.parametrize("path", PATHS, ids=ascii)
# Halves of characters too; a message is never empty.
any_text = st.text(st.characters(), min_size=1, max_size=80).filter(str.strip)
