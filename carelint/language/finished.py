"""Whether a conversation has come to its end, where its source does not say so.

The rule of thumb is the one by which reviewers of real transcripts agreed: the customer has what they came for, or
says goodbye or thanks, or the agent closes, or the log simply ends after an answer. An open question or request, or
an unanswered customer turn at the end, is not finished; nor is the offer of more help, before the customer has said
goodbye.
"""

from __future__ import annotations

from ..annotated import Annotated, Burst

CUSTOMER_DONE, CUSTOMER_LEAVES, AGENT_ASKS, AGENT_OFFERS_MORE, AGENT_HOLDS, QUESTION = (
    "customer-done",
    "customer-goodbye",
    "open-request",
    "further-help-offer",
    "hold-request",
    "question",
)
FINISHED_SIGNALS = (CUSTOMER_DONE, CUSTOMER_LEAVES, AGENT_ASKS, AGENT_OFFERS_MORE, AGENT_HOLDS, QUESTION)


def is_finished(annotated: Annotated) -> bool | None:
    """True or False for a transcript; None for a single draft or macro, which has no end."""
    conversation = annotated.conversation
    if conversation.kind != "transcript":
        return None
    if conversation.status is not None:
        return conversation.status in ("solved", "closed")
    bursts = [burst for burst in annotated.bursts if burst.role in ("customer", "agent")]
    if all(burst.role != "agent" for burst in bursts):
        return False
    last = bursts[-1].turns[-1:]
    if bursts[-1].role == "customer":
        return annotated.has(last, (CUSTOMER_DONE, CUSTOMER_LEAVES))
    return _customer_left(annotated, bursts) or not _waits(annotated, last)


def _customer_left(annotated: Annotated, bursts: list[Burst]) -> bool:
    said = next((burst.turns[-1:] for burst in reversed(bursts) if burst.role == "customer"), ())
    return annotated.has(said, (CUSTOMER_LEAVES,))


def _waits(annotated: Annotated, turns: tuple[int, ...]) -> bool:
    """Tell whether the agent's last message asks for something, offers more help in so many words, or asks to hold."""
    if annotated.has(turns, (AGENT_ASKS, AGENT_HOLDS)):
        return True
    return annotated.has(turns, (AGENT_OFFERS_MORE,)) and annotated.has(turns, (QUESTION,))
