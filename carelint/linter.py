"""Annotate, run the rules, stamp what their checks find, sort."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from .annotated import Annotated
from .model import Conversation, Finding, Match, Result, Skip, Status, Turn
from .packs import Library
from .rule import Rule, fill

RulesFor = Callable[[Conversation], Sequence[Rule]]

# A turn of a million characters may be one sentence; it is not copied into each of its findings.
_NEAR, _LONGEST = 300, 1000
_DIGIT = re.compile(r"\d")


class Linter:
    """Runs rules over conversations.

    `rules_for` gives the rules for one conversation: configurations differ by path and channel.
    `signals` are found besides those that the rules need. `unavailable` names the rules that cannot run here at all,
    and why; `annotate_all` annotates a stream without judging it.
    """

    def __init__(
        self,
        library: Library,
        rules: Iterable[Rule],
        rules_for: RulesFor,
        *,
        signals: Iterable[str] = (),
        model: str | None = None,
    ) -> None:
        chosen = list(rules)
        self._rules_for = rules_for
        needed = library.needed(chosen) | set(signals)
        self.annotate_all: Callable[[Iterable[Conversation]], Iterator[Annotated]] = _bare
        self.unavailable: dict[str, str] = {}
        if needed or any(rule.check.reads_text() for rule in chosen):
            # spaCy comes in here, and only where a rule has a signal to look for.
            from .language.engine import Annotator

            annotator = Annotator(library.specs, needed, model=model)
            self.annotate_all = annotator.annotate_all
            self.unavailable = {
                rule.id: f'signal "{name}" {annotator.unavailable[name]}'
                for rule in chosen
                for name in rule.check.signals()
                if name in annotator.unavailable
            }

    def lint(self, conversations: Iterable[Conversation]) -> Iterator[Result]:
        """Lint a stream of conversations, one result each, in order."""
        for annotated in self.annotate_all(conversations):
            yield self._result(annotated)

    def _result(self, annotated: Annotated) -> Result:
        conversation = annotated.conversation
        findings: list[Finding] = []
        skipped: list[Skip] = []
        for rule in self._rules_for(conversation):
            if not _is_for(rule, conversation) or rule.id in self.unavailable:
                continue
            reason = _lacking(rule, annotated)
            if reason:
                skipped.append(Skip(rule.id, reason))
            elif rule.check.applies(annotated):
                findings.extend(
                    _stamp(rule, annotated, match)
                    for match in rule.check.find(annotated)
                    if match.turn >= conversation.draft_from and not _is_private(rule, conversation.turns[match.turn])
                )
        findings.sort(key=lambda f: (f.turn, f.start, f.end, f.rule))
        return Result(
            conversation.path,
            conversation.id,
            conversation.channel,
            conversation.kind,
            len(conversation.turns),
            tuple(findings),
            tuple(sorted(skipped, key=lambda s: s.rule)),
        )


def _bare(conversations: Iterable[Conversation]) -> Iterator[Annotated]:
    """Conversations without language, for rules that need none."""
    from .annotated import Notes

    for conversation in conversations:
        yield Annotated(conversation, (Notes(),) * len(conversation.turns))


def _is_for(rule: Rule, conversation: Conversation) -> bool:
    spec = rule.spec
    return (
        conversation.kind in spec.applies_to
        and conversation.channel in spec.channels
        and len(conversation.turns) >= spec.min_turns
        and not ("public" in spec.evidence and conversation.public is False)
    )


def _is_private(rule: Rule, turn: Turn) -> bool:
    """Tell whether a rule on what is said in public meets a private message of a public thread."""
    return "public" in rule.spec.evidence and turn.visibility in ("private", "internal")


def _lacking(rule: Rule, annotated: Annotated) -> str | None:
    """The evidence that the rule needs and the conversation lacks."""
    conversation = annotated.conversation
    if rule.spec.status != "any" and (reason := _not_ended(rule.spec.status, conversation.status, annotated.finished)):
        return reason
    for evidence in rule.spec.evidence:
        if evidence == "public" and conversation.public is None:
            return "the source does not say whether it is public"
        if (
            evidence == "customer"
            and conversation.kind == "transcript"
            and not any(t.role == "customer" for t in conversation.turns)
        ):
            return "no customer turn"
        if evidence == "customer-name" and "customer-name" not in annotated.known and conversation.kind != "macro":
            return "the customer's name is not known"
        if evidence == "timestamps" and not any(turn.at for turn in conversation.turns):
            return "no timestamps"
    return rule.check.missing(annotated)


def _not_ended(wanted: str, status: Status | None, finished: bool | None) -> str | None:
    if wanted == "closed":
        if status is None:
            return "the source does not say whether it is closed"
        return None if status in ("solved", "closed") else "the conversation is open"
    if finished is None:
        return "a single text has no end"
    return None if finished else "the conversation is not finished"


def _stamp(rule: Rule, annotated: Annotated, match: Match) -> Finding:
    conversation = annotated.conversation
    turn = conversation.turns[match.turn]
    show = _masked if rule.spec.mask else str
    context_start, context = _context(annotated, match, show)
    position = turn.place.locate(turn.text, match.start)
    return Finding(
        path=conversation.path,
        conversation=conversation.id,
        turn=match.turn,
        start=match.start,
        end=match.end,
        line=position.line,
        column=position.column,
        rule=rule.id,
        pack=rule.pack,
        severity=rule.severity,
        critical=rule.spec.critical,
        message=show(fill(rule.spec.message, match.values)),
        advice=fill(rule.spec.advice, match.values),
        text=show(turn.text[match.start : match.end]),
        role=turn.role,
        author=turn.author,
        at=turn.at,
        context=context,
        context_start=context_start,
    )


def _context(annotated: Annotated, match: Match, show: Callable[[str], str]) -> tuple[int, str]:
    """Give where the sentence round a match begins and what it says; of an endless one, what is near the match."""
    text = annotated.text(match.turn)
    first, last = annotated.sentence_at(match.turn, match.start)
    last = max(last, match.end)
    start, end = max(first, match.start - _NEAR), min(last, match.end + _NEAR, match.start + _LONGEST)
    if show is str:
        return start, text[start:end]
    # Masked before it is cut: a cut number would show more digits than a whole one.
    return start, show(text[first:last])[start - first : end - first]


def _masked(text: str) -> str:
    """Hide digits but the first six and the last four of a run of digits.

    What PCI DSS lets be shown of a card number.
    """

    def mask(match: re.Match[str]) -> str:
        total, number = len(_DIGIT.findall(match[0])), iter(range(1000))
        return _DIGIT.sub(lambda digit: digit[0] if (n := next(number)) < 6 or n >= total - 4 else "•", match[0])

    return re.sub(r"\d(?:[ -]?\d){9,40}", mask, text)
