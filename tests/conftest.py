"""Shared helpers: conversations written as text, and one annotator per set of signals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from carelint.annotated import Annotated
from carelint.examples import parse_turns
from carelint.language.engine import Annotator
from carelint.language.spec import SignalSpec
from carelint.model import Conversation

SHARED = Path(__file__).resolve().parents[2] / "shared"


def signal(phrases: list[str] | None = None, **keys: object) -> SignalSpec:
    """Make a signal; examples do not matter here."""
    data: dict[str, object] = {"about": "-", "examples": {"found": ["-"], "silent": ["-"]}, **keys}
    if phrases is not None:
        data["phrases"] = phrases
    return SignalSpec.model_validate(data)


def annotator(**signals: SignalSpec | list[str]) -> Annotator:
    """Make an annotator of signals, given as lists of phrases or as whole specifications. Underscores are hyphens."""
    specs = {
        name.replace("_", "-"): spec if isinstance(spec, SignalSpec) else signal(spec) for name, spec in signals.items()
    }
    return Annotator(specs, specs)


def conversation(text: str, **fields: object) -> Conversation:
    """Make a conversation of “agent: ...” and “customer: ...” lines."""
    return Conversation("test", parse_turns(text), **fields)  # type: ignore[arg-type]


Annotate = Callable[..., Annotated]


@pytest.fixture(scope="session")
def annotate() -> Annotate:
    """Annotate a conversation written as text with the signals `apple`, `pear` and `plum`, which find these words."""
    fruit = annotator(apple=["apple|apples"], pear=["pear|pears"], plum=["plum|plums"])
    return lambda text, **fields: fruit.annotate(conversation(text, **fields))
