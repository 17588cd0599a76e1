"""Annotate, run the rules, stamp what their checks find, sort."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from .across import order, settled
from .annotated import Annotated
from .checks.base import Unjudged
from .fingerprints import fingerprinted
from .fitting import Fitting, Lacking
from .fitting import RulesFor as RulesFor
from .language.sensitive import Masks
from .model import Conversation, Finding, Match, Pending, Result, Severity, Skip, Turn
from .packs import Library
from .plugin_faults import start_plugins
from .rule import Rule, fill, own_signals
from .scoring import Scorecard, scored

Names = tuple[str, ...]

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
        scorecard: Scorecard | None = None,
    ) -> None:
        chosen = list(rules)
        self._scorecard = scorecard
        self._fitting = Fitting(rules_for)
        self._masks = Masks(library.specs.values())
        own = own_signals(chosen)
        needed = library.needed(chosen) | own.keys() | set(signals) | set(scorecard.signals() if scorecard else ())
        self.annotate_all: Callable[[Iterable[Conversation]], Iterator[Annotated]] = _bare
        self.unavailable: dict[str, str] = start_plugins(chosen)
        if needed or any(rule.check.reads_text() for rule in chosen):
            # spaCy comes in here, and only where a rule has a signal to look for.
            from .language.engine import Annotator

            annotator = Annotator({**library.specs, **own}, needed, model=model)
            self.annotate_all = annotator.annotate_all
            self.unavailable |= {
                rule.id: f'signal "{name}" {annotator.unavailable[name]}'
                for rule in chosen
                for name in rule.check.signals()
                if name in annotator.unavailable
            }

    def lint(self, conversations: Iterable[Conversation]) -> Iterator[Result]:
        """Lint a stream of conversations, one result each, in order."""
        return scored(fingerprinted(settled(self.lint_apart(conversations))), self._scorecard)

    def lint_apart(self, conversations: Iterable[Conversation]) -> Iterator[Result]:
        """The same, but what hangs on other conversations is left pending: for streams that are split."""
        return map(self._result, self.annotate_all(conversations))

    def judge(self, conversations: Iterable[Annotated]) -> Iterator[Result]:
        """Lint what was annotated before, by this linter or another one."""
        return scored(settled(map(self._result, conversations)), self._scorecard)

    def masks(self, conversation: Conversation) -> Masks:
        """What must not be printed of a conversation."""
        return self._masks.for_texts(turn.text for turn in conversation.turns)

    def _result(self, annotated: Annotated) -> Result:
        conversation = annotated.conversation
        findings: list[Finding] = []
        pending: list[Pending] = []
        skipped: list[Skip] = []
        judged: list[str] = []
        # Only for what is shown is it worth knowing what the whole conversation must not show.
        masks = cache(lambda: self.masks(conversation))
        lacking = Lacking(annotated)
        for fit in self._fitting.rules(conversation):
            rule = fit.rule
            if rule.id in self.unavailable:
                continue
            reason = lacking.reason(fit)
            if not reason and rule.check.applies(annotated):
                judged.append(rule.id)
                if not rule.check.may_find(annotated.possible):
                    continue
                try:
                    for found in _findings(rule, annotated, masks):  # one by one: those before a fault count
                        findings.append(found) if isinstance(found, Finding) else pending.append(found)
                except Unjudged as error:
                    judged.remove(rule.id)
                    reason = str(error)
            if reason:
                skipped.append(Skip(rule.id, reason))
        findings.sort(key=order)
        return Result(
            conversation.path,
            conversation.id,
            conversation.channel,
            conversation.kind,
            len(conversation.turns),
            tuple(findings),
            tuple(sorted(skipped, key=lambda s: s.rule)),
            tuple(pending),
            *self._scorable(annotated, judged),
            ignores=conversation.ignores,
        )

    def _scorable(self, annotated: Annotated, judged: Sequence[str]) -> tuple[Names, Names, Names]:
        """What a score needs besides findings: agents, rules that were judged, criteria that had no occasion."""
        card = self._scorecard
        if card is None:
            return (), (), ()
        counted = tuple(rule for rule in judged if rule in card.rules)
        return annotated.conversation.agents, counted, card.idle(annotated)


def _findings(rule: Rule, annotated: Annotated, masks: Callable[[], Masks]) -> Iterator[Finding | Pending]:
    conversation = annotated.conversation
    for match in rule.check.find(annotated):
        if match.turn >= conversation.draft_from and not _is_private(rule, conversation.turns[match.turn]):
            finding = _stamp(rule, annotated, match, masks())
            yield Pending(finding, match.trace) if match.trace else finding


def _bare(conversations: Iterable[Conversation]) -> Iterator[Annotated]:
    """Conversations without language, for rules that need none."""
    from .annotated import Notes

    for conversation in conversations:
        yield Annotated(conversation, (Notes(),) * len(conversation.turns))


def _is_private(rule: Rule, turn: Turn) -> bool:
    """Tell whether a rule on what is said in public meets a private message of a public thread."""
    return "public" in rule.spec.evidence and turn.visibility in ("private", "internal")


def _severity(severity: Severity, match: Match) -> Severity:
    return Severity(max(Severity.info, severity - 1)) if match.milder else severity


def _stamp(rule: Rule, annotated: Annotated, match: Match, masks: Masks) -> Finding:
    conversation = annotated.conversation
    turn = conversation.turns[match.turn]
    shown, said = _Shown(masks, rule.spec.mask), turn.text[match.start : match.end]
    # A finding may stand elsewhere than what was found, at the answer to it say: that has its own numbers.
    own = range(match.start, match.end) if rule.spec.mask and said in match.values.values() else range(0)
    text = shown.part(turn.text, match.start, match.end, own)
    # What was found may be a part of a number: only where it stands can this be seen.
    values = {name: text if value == said else shown.value(value) for name, value in match.values.items()}
    context_start, context_end = _context(annotated, match)
    region = turn.place.region(turn.text, match.start, match.end)
    return Finding(
        path=conversation.path,
        conversation=conversation.id,
        turn=match.turn,
        start=match.start,
        end=match.end,
        line=region.start.line,
        column=region.start.column,
        end_line=region.end.line,
        end_column=region.end.column,
        rule=rule.id,
        pack=rule.pack,
        severity=_severity(rule.severity_on(conversation.channel), match),
        critical=rule.spec.critical,
        message=shown.all(fill(rule.spec.message, values)),
        advice=shown.all(fill(rule.spec.advice, values)),
        text=text[:_NEAR],
        role=turn.role,
        author=shown.all(turn.author),
        at=turn.at,
        context=shown.part(turn.text, context_start, context_end, own),
        context_start=context_start,
        fix=match.fix,
        edit=turn.place.edit(turn.text, fix.start, fix.end, fix.text) if (fix := match.fix) else None,
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """How the words of one finding are printed; `mask` is whether its rule masks what it finds."""

    masks: Masks
    mask: bool

    def part(self, text: str, start: int, end: int, own: range) -> str:
        """Characters of the text that was judged; `own` are those that were found in it."""
        return self.masks.shown(text, start, end, own=own, contacts=self.mask)

    def value(self, text: str) -> str:
        """What was said somewhere."""
        return self.masks.shown(text, 0, len(text), own=range(len(text) if self.mask else 0), contacts=self.mask)

    def all(self, text: str) -> str:
        """A text of many parts: a message may join what stood on two lines."""
        return self.masks.shown(text, 0, len(text), contacts=self.mask)


def _context(annotated: Annotated, match: Match) -> tuple[int, int]:
    """Give the characters of the sentence round a match; of an endless one, what is near the match."""
    first, last = annotated.sentence_at(match.turn, match.start)
    last = max(last, match.end)
    return max(first, match.start - _NEAR), min(last, match.end + _NEAR, match.start + _LONGEST)
