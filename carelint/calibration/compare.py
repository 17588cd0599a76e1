"""Labels against findings: what both flag, what one alone does, and the text of each disagreement.

A case is a rule in an agent's turn, or in a conversation where the label names no turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..errors import Fault, ReadError
from ..masking import masked
from ..model import Conversation, Finding
from .agreement import Interval, f1_interval, kappa, share_interval
from .labels import Labels, Verdict

_MOST_TEXT = 600

Kind = Literal["false alarm", "miss"]
Shown = Callable[[str, int, int], str]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A case that carelint alone flags (a false alarm, if the reviewer is right), or the reviewer alone (a miss)."""

    kind: Kind
    path: str
    conversation: str
    turn: int | None
    text: str
    why: str = ""
    message: str = ""


@dataclass
class Tally:
    """How carelint and the reviewer judged one rule, in numbers of cases."""

    rule: str
    rules: tuple[str, ...]
    both: int = 0
    false_alarms: int = 0
    misses: int = 0
    neither: int = 0
    disagreements: list[Disagreement] = field(default_factory=list)

    @property
    def labels(self) -> int:
        """The cases that the reviewer flags."""
        return self.both + self.misses

    @property
    def precision(self) -> Interval:
        """The share of carelint's findings that the reviewer flags too."""
        return share_interval(self.both, self.both + self.false_alarms)

    @property
    def recall(self) -> Interval:
        """The share of the reviewer's flags that carelint finds."""
        return share_interval(self.both, self.labels)

    @property
    def f1(self) -> Interval:
        """The harmonic mean of precision and recall."""
        return f1_interval(self.both, self.false_alarms, self.misses)

    @property
    def kappa(self) -> Interval:
        """Cohen's kappa over all cases."""
        return kappa(self.both, self.false_alarms, self.misses, self.neither)


class Calibration:
    """Compares conversation by conversation; `rules` are what each label stands for."""

    def __init__(self, labels: Labels, rules: Mapping[str, tuple[str, ...]]) -> None:
        self._labels = labels
        self.tallies = {label: Tally(label, names) for label, names in sorted(rules.items())}
        self.unseen = set(labels.verdicts)
        self._shown: Shown = masked

    def wants(self, conversation: Conversation) -> bool:
        """Tell whether a conversation has labels that were not compared yet."""
        return conversation.id in self.unseen

    def add(self, conversation: Conversation, findings: Sequence[Finding], shown: Shown = masked) -> None:
        """Compare one conversation. Raises ReadError for a label on a turn that it does not have.

        `shown` gives the part of a text between two characters as it may be printed.
        """
        self._shown = shown
        self.unseen.discard(conversation.id)
        verdicts = self._labels.verdicts[conversation.id]
        for (rule, turn), verdict in verdicts.items():
            if turn is not None and turn >= len(conversation.turns):
                last = len(conversation.turns) - 1
                what = f"{conversation.id} has no turn {turn} ({rule}): its turns are 0 to {last}"
                raise ReadError(Fault(self._labels.path, verdict.line, 1, what))
        for label, tally in self.tallies.items():
            own = {turn: verdict for (rule, turn), verdict in verdicts.items() if rule == label}
            found = {f.turn: f for f in reversed(findings) if f.rule in tally.rules}
            self._compare(tally, conversation, own, found)

    def _compare(
        self,
        tally: Tally,
        conversation: Conversation,
        verdicts: Mapping[int | None, Verdict],
        found: Mapping[int, Finding],
    ) -> None:
        whole = verdicts.get(None)
        if whole is not None:
            if whole.said != "unsure":
                first = next((found[turn] for turn in sorted(found)), None)
                self._judge(tally, conversation, None, whole, first)
            return
        for turn in self._cases(tally.rule, conversation, verdicts, found):
            verdict = verdicts.get(turn, Verdict("clean"))
            if verdict.said != "unsure":
                self._judge(tally, conversation, turn, verdict, found.get(turn))

    def _cases(
        self, label: str, conversation: Conversation, verdicts: Iterable[int | None], found: Iterable[int]
    ) -> Iterator[int]:
        """The turns that count: those with a verdict; also all other agent turns, where silence is a verdict."""
        turns = {turn for turn in verdicts if turn is not None}
        if label in self._labels.everywhere:
            turns.update(found)
            turns.update(n for n, turn in enumerate(conversation.turns) if turn.role == "agent")
        yield from sorted(turns)

    def _judge(
        self, tally: Tally, conversation: Conversation, turn: int | None, verdict: Verdict, finding: Finding | None
    ) -> None:
        flagged = verdict.said == "flag"
        if flagged and finding:
            tally.both += 1
        elif finding:
            tally.false_alarms += 1
            message = f"{finding.rule}: {finding.message}"
            tally.disagreements.append(
                self._disagreement("false alarm", conversation, turn, finding.turn, verdict.why, message)
            )
        elif flagged:
            tally.misses += 1
            tally.disagreements.append(self._disagreement("miss", conversation, turn, turn or 0, verdict.why, ""))
        else:
            tally.neither += 1

    def _disagreement(
        self, kind: Kind, conversation: Conversation, turn: int | None, shown: int, why: str, said: str
    ) -> Disagreement:
        raw = conversation.turns[shown].text if conversation.turns else ""
        text = self._shown(raw, 0, min(len(raw), _MOST_TEXT)) + ("…" if len(raw) > _MOST_TEXT else "")
        return Disagreement(kind, conversation.path, conversation.id, turn, text, why, said)
