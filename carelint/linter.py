"""Annotate, run the rules, stamp what their checks find, sort."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from .annotated import Annotated
from .masking import masked
from .model import Conversation, Finding, Match, Result, Skip, Status, Turn
from .packs import Library
from .rule import Rule, fill

RulesFor = Callable[[Conversation], Sequence[Rule]]

# A turn of a million characters may be one sentence; it is not copied into each of its findings.
_NEAR, _LONGEST = 300, 1000


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
        if evidence == "brand" and not conversation.brands:
            return "the company's name is not known: brands in carelint.yaml"
        if evidence == "as-of" and not conversation.as_of:
            return "which day counts as today is not known: --as-of"
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
    own = range(match.start, match.end) if rule.spec.mask else range(0)
    said, text = turn.text[match.start : match.end], masked(turn.text, match.start, match.end, own)
    # What was found may be a part of a number: only where it stands can this be seen.
    values = {
        name: text if value == said else masked(value, 0, len(value), range(len(value) if own else 0))
        for name, value in match.values.items()
    }
    context_start, context = _context(annotated, match, own)
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
        severity=rule.severity_on(conversation.channel),
        critical=rule.spec.critical,
        message=_filled(rule.spec.message, values),
        advice=_filled(rule.spec.advice, values),
        text=text[:_NEAR],
        role=turn.role,
        author=turn.author,
        at=turn.at,
        context=context,
        context_start=context_start,
        fix=match.fix,
    )


def _filled(template: str, values: Mapping[str, str]) -> str:
    # Masked again: the message may join what stood on two lines.
    text = fill(template, values)
    return masked(text, 0, len(text))


def _context(annotated: Annotated, match: Match, own: range) -> tuple[int, str]:
    """Give where the sentence round a match begins and what it says; of an endless one, what is near the match."""
    text = annotated.text(match.turn)
    first, last = annotated.sentence_at(match.turn, match.start)
    last = max(last, match.end)
    start, end = max(first, match.start - _NEAR), min(last, match.end + _NEAR, match.start + _LONGEST)
    return start, masked(text, start, end, own)
