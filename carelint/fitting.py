"""Which rules a conversation meets, and which evidence for them it lacks: each worked out once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from .annotated import Annotated
from .model import Channel, Conversation, Kind, Status
from .rule import Rule

RulesFor = Callable[[Conversation], Sequence[Rule]]


class Fit(NamedTuple):
    """A rule, the turns that a conversation must have for it, and the evidence that it needs."""

    rule: Rule
    min_turns: int
    needs: tuple[str, ...]


class Fitting:
    """The rules that fit a conversation: those of its configuration, kind, channel, publicity and size."""

    def __init__(self, rules_for: RulesFor) -> None:
        self._rules_for = rules_for
        self._kept: dict[tuple[Kind, Channel, bool], tuple[Sequence[Rule], tuple[Fit, ...]]] = {}

    def rules(self, conversation: Conversation) -> Iterator[Fit]:
        """Give the rules, in their order, each with the evidence that it needs."""
        turns, has_bot = len(conversation.turns), any(turn.role == "bot" for turn in conversation.turns)
        for fit in self._of_its_kind(conversation):
            if turns >= fit.min_turns and (has_bot or "bot" not in fit.needs):
                yield fit

    def _of_its_kind(self, conversation: Conversation) -> tuple[Fit, ...]:
        rules = self._rules_for(conversation)
        key = (conversation.kind, conversation.channel, conversation.public is False)
        kept = self._kept.get(key)
        # Most configurations have the same rules for all that is alike; with others, they are chosen anew.
        if kept is None or kept[0] is not rules:
            kept = self._kept[key] = rules, tuple(_fit(rule) for rule in rules if _is_for(rule, conversation))
        return kept[1]


def _fit(rule: Rule) -> Fit:
    status = (rule.spec.status,) if rule.spec.status != "any" else ()
    return Fit(rule, rule.spec.min_turns, (*status, *rule.spec.evidence))


def _is_for(rule: Rule, conversation: Conversation) -> bool:
    spec = rule.spec
    return (
        conversation.kind in spec.applies_to
        and conversation.channel in spec.channels
        and not ("public" in spec.evidence and conversation.public is False)
    )


class Lacking:
    """What one conversation lacks of the evidence that rules need."""

    def __init__(self, annotated: Annotated) -> None:
        self._annotated = annotated
        self._told: dict[str, str | None] = {}

    def reason(self, fit: Fit) -> str | None:
        """Say what it lacks for a rule; None if nothing."""
        for need in fit.needs:
            if reason := self._of(need):
                return reason
        return fit.rule.check.missing(self._annotated)

    def _of(self, need: str) -> str | None:
        if need not in self._told:
            self._told[need] = _REASONS[need](self._annotated) if need in _REASONS else None
        return self._told[need]


def _not_closed(annotated: Annotated) -> str | None:
    return _unlike(annotated.conversation.status, ("solved", "closed"), "the conversation is open")


def _not_open(annotated: Annotated) -> str | None:
    return _unlike(annotated.conversation.status, ("open", "pending"), "the conversation is closed")


def _unlike(status: Status | None, wanted: tuple[Status, ...], otherwise: str) -> str | None:
    if status is None:
        return "the source does not say whether it is " + ("open" if "open" in wanted else "closed")
    return None if status in wanted else otherwise


def _not_finished(annotated: Annotated) -> str | None:
    if annotated.finished is None:
        return "a single text has no end"
    return None if annotated.finished else "the conversation is not finished"


def _no_customer(annotated: Annotated) -> str | None:
    lacks = annotated.conversation.kind == "transcript" and not annotated.turns_by("customer")
    return "no customer turn" if lacks else None


def _no_name(annotated: Annotated) -> str | None:
    lacks = "customer-name" not in annotated.known and annotated.conversation.kind != "macro"
    return "the customer's name is not known" if lacks else None


def _no_publicity(annotated: Annotated) -> str | None:
    return "the source does not say whether it is public" if annotated.conversation.public is None else None


def _no_brand(annotated: Annotated) -> str | None:
    return None if annotated.conversation.brands else "the company's name is not known: brands in carelint.yaml"


def _no_today(annotated: Annotated) -> str | None:
    return None if annotated.conversation.as_of else "which day counts as today is not known: --as-of"


def _no_times(annotated: Annotated) -> str | None:
    return None if any(turn.at for turn in annotated.conversation.turns) else "no timestamps"


_REASONS: Mapping[str, Callable[[Annotated], str | None]] = {
    "closed": _not_closed,
    "open": _not_open,
    "finished": _not_finished,
    "public": _no_publicity,
    "customer": _no_customer,
    "customer-name": _no_name,
    "brand": _no_brand,
    "as-of": _no_today,
    "timestamps": _no_times,
}
