"""The labelled sentences of cases.jsonl, put to carelint.

Each is a text and the distinction that it is about (D01 to D23). A distinction is judged by a signal that must be found
or by the rules of which one must report something. A few sentences describe what happens instead of saying it, or leave
out what the rule needs: these are not put.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from carelint.language.engine import Annotator
from carelint.language.segments import segments
from carelint.linter import Linter
from carelint.model import Conversation, Customer, Role, Turn
from carelint.packs import Library
from carelint.rule import Rule

SIGNALS = {
    "D02": "apology",
    "D03": "hard-time",
    "D04": "hard-time-ours",
    "D05": "commitment",
    "D07": "greeting",
    "D08": "self-name",
    "D09": "empathy",
    "D11": "hold-request",
    "D12": "closing",
    "D17": "customer-name",
}
RULES = {
    "D01": ("non-apology",),
    "D06": (
        "blames-customer",
        "doubts-the-customer",
        "dismissive",
        "profanity-or-slur",
        "runs-down-others",
        "non-apology",
    ),
    "D10": ("own-problems",),
    "D13": ("buck-passing",),
    "D14": ("asks-personal-data-in-public", "exposed-data-not-flagged", "agent-exposes-data", "asks-for-secret"),
    "D15": ("card-number-in-text",),
    "D16": ("unfilled-placeholder",),
    "D18": ("dead-end-refusal",),
    "D19": ("blames-customer", "doubts-the-customer", "dismissive"),
    "D20": ("asks-for-known-info",),
    # What an agent must not say; the sentence may name another rule.
    "D23": (
        "blames-customer",
        "doubts-the-customer",
        "dismissive",
        "profanity-or-slur",
        "runs-down-others",
        "non-apology",
        "commitment-without-deadline",
        "vague-deadline",
        "overpromise",
        "own-problems",
        "buck-passing",
        "dead-end-refusal",
        "hold-without-duration",
        "hold-without-permission-or-reason",
        "cold-transfer",
        "bot-denies-being-bot",
        "card-number-in-text",
        "asks-for-secret",
    ),
}

_SPEAKERS: Mapping[str, Role] = {
    "c": "customer",
    "customer": "customer",
    "agent": "agent",
    "bot": "bot",
    "system": "system",
    "note": "note",
    "internal": "note",
}
_TAG = re.compile(r"\s*\[([^\]]{1,60})\]\s*")
_RULE = re.compile(r"\bCARE(\d{3})\b")
_MESSAGE = re.compile(r"(?:\[(?P<gap>\d+)s\]\s*)?\"(?P<text>[^\"]+)\"(?:\s*\[(?P<clock>\d+)s\])?")
_ASIDE = re.compile(r"\([^()]+\)$")
_START = datetime(2026, 5, 4, 10, tzinfo=UTC)


@dataclass
class Score:
    """The verdicts on one distinction: how many are right; the sentences judged wrongly, and those not put."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    not_put: list[str] = field(default_factory=list)


def judge(library: Library, shared: Path) -> dict[str, Score]:
    """Judge all sentences, by distinction."""
    jury, scores = _Jury(library, _numbers(shared)), dict[str, Score]()
    for case in map(json.loads, (shared / "cases.jsonl").open(encoding="utf-8")):
        score = scores.setdefault(case["id"][:3], Score())
        verdict = jury.verdict(case)
        shown = f"{case['id']} {case['label']}: {case['text']!r} ({case['why']})"
        if verdict is None:
            score.not_put.append(shown)
        elif verdict == (case["label"] == "positive"):
            score.right += 1
        else:
            score.wrong.append(shown)
    return dict(sorted(scores.items()))


def _numbers(shared: Path) -> dict[str, str]:
    """The rules by their numbers in the catalogue, which the sentences use."""
    text = (shared / "rules-catalogue.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^(?:\*\*|\| )CARE(\d{3}) ([a-z-]+)", text, re.MULTILINE))


class _Jury:
    def __init__(self, library: Library, numbers: Mapping[str, str]) -> None:
        self._library = library
        self._numbers = numbers
        self._rules: tuple[Rule, ...] = ()
        self._annotator = Annotator(library.specs, SIGNALS.values())
        self._linter = Linter(library, library.rules.values(), lambda _: self._rules)

    def verdict(self, case: Mapping[str, str]) -> bool | None:
        """What carelint says of the sentence; None where it cannot be put."""
        group, text = case["id"][:3], case["text"]
        if group == "D21":
            return not {segment.kind for segment in segments(text)} & {"quoted", "signature"}
        conversation = _burst(text) if group == "D22" else _said(text, brackets=group == "D16")
        if conversation is None:
            return None
        if group in SIGNALS:
            annotated = self._annotator.annotate(replace(conversation, customer=Customer(name="Diane Marsh")))
            return conversation.turns[0].role == "agent" and annotated.has([0], [SIGNALS[group]])
        return self._fires(conversation, self._named(case) or RULES.get(group, ()))

    def _named(self, case: Mapping[str, str]) -> tuple[str, ...]:
        """The rules that the sentence itself names by number, or the remark on it."""
        if case["id"][:3] not in ("D22", "D23"):
            return ()
        found = _RULE.findall(f"{case['text']} {case['why']}")
        return tuple(self._numbers[number] for number in found if self._numbers.get(number) in self._library.rules)

    def _fires(self, conversation: Conversation, names: Sequence[str]) -> bool | None:
        """Tell whether one of the rules reports anything; None where the text lacks what all of them need."""
        rules = [self._library.rules[name] for name in names]
        self._rules = tuple(rule for rule in rules if len(conversation.turns) >= rule.spec.min_turns)
        result = next(iter(self._linter.lint([conversation])))
        if len(result.skipped) == len(self._rules):
            return None
        return bool(result.findings)


def _said(text: str, *, brackets: bool) -> Conversation | None:
    """“[public] [C] a || b” as a conversation; None for a description. With `brackets` these are part of the text."""
    parts, public, turns = text.split("||"), "[public]" in text, []
    for part in parts:
        turn = Turn("agent", part.strip()) if brackets else _turn(part)
        if turn is None:
            return None
        turns.append(turn)
    return Conversation("x", tuple(turns), channel="social" if public else "chat", public=public)


def _turn(part: str) -> Turn | None:
    """“[agent B, same case] text”: who speaks, and where it can be read; None where the tag says something else."""
    turn, described = Turn("agent", part.strip()), False
    while tag := _TAG.match(turn.text):
        words = re.findall(r"\w+", tag[1].lower())
        roles = [_SPEAKERS[word] for word in words if word in _SPEAKERS]
        if not roles and not {"public", "private", "dm"} & set(words):
            return None
        role = "note" if "note" in roles else next(iter(roles), turn.role)
        hidden = "private" if {"private", "dm"} & set(words) else turn.visibility
        described = described or len(words) > 1
        turn = replace(turn, role=role, visibility=hidden, text=turn.text[tag.end() :])
    return None if described and _ASIDE.search(turn.text) else turn


def _burst(text: str) -> Conversation | None:
    """Several messages of the agent: seconds before a message count from the last one, after it from the first."""
    turns = tuple(_messages(text.partition(":")[2]))
    return Conversation("x", turns) if turns else None


def _messages(text: str) -> Iterator[Turn]:
    at = _START
    for number, message in enumerate(_MESSAGE.finditer(text)):
        if message["clock"]:
            at = _START + timedelta(seconds=int(message["clock"]))
        elif number:
            at += timedelta(seconds=int(message["gap"] or 2))
        yield Turn("agent", message["text"], at=at)
