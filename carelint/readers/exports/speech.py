"""Transcripts of calls by machines that hear speakers but know no names: Deepgram, Twilio Voice Intelligence.

The speakers are called "speaker 0" or "channel 1"; the configuration's `roles` say who of them is the agent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..fields import WrongError
from ..talks import Message, Talk
from ..times import from_start
from .values import Value, is_object_list, objects, part, text, without

_UTTERANCES = "transcribe with utterances=true and diarize=true, or multichannel=true"


def is_deepgram(value: Value) -> bool:
    """Tell whether an object is an answer of Deepgram."""
    return isinstance(part(value, "results").get("channels"), list)


def read_deepgram(value: Value) -> Iterable[Talk]:
    """Read a call. Raises WrongError."""
    results = part(value, "results")
    if not is_object_list(results.get("utterances")):
        raise WrongError(f"a Deepgram transcript without utterances: {_UTTERANCES}", "/results")
    channels = results.get("channels")
    by_channel = isinstance(channels, list) and len(channels) > 1
    about = part(value, "metadata")
    head = {**without(about, "created"), "id": text(about, "request_id"), "channel": "phone"}
    return (Talk(head, list(_utterances(results, "channel" if by_channel else "speaker"))),)


def _utterances(results: Value, who: str) -> Iterator[Message]:
    for index, one in objects(results, "utterances"):
        at, until = _times(one, "start", "end")
        name = f"{who} {text(one, who) or 0}"
        pointer = f"/results/utterances/{index}/transcript"
        yield Message(text(one, "transcript"), pointer, name=name, at=at, until=until)


def is_sentences(value: Value) -> bool:
    """Tell whether an object is a page of the sentences of a Twilio transcript."""
    sentences = value.get("sentences")
    return is_object_list(sentences) and "media_channel" in sentences[0]  # type: ignore[index]


def read_sentences(value: Value) -> Iterable[Talk]:
    """Read a call. Raises WrongError."""
    url = text(part(value, "meta"), "url").split("?")[0].split("/")
    messages = [
        Message(
            text(one, "transcript"),
            f"/sentences/{index}/transcript",
            name=f"channel {text(one, 'media_channel')}",
            at=_times(one, "start_time", "end_time")[0],
            until=_times(one, "start_time", "end_time")[1],
        )
        for index, one in objects(value, "sentences")
    ]
    return (Talk({"id": url[-2] if len(url) > 1 else "", "channel": "phone"}, messages),)


def _times(one: Value, start: str, end: str) -> tuple[str | None, str | None]:
    """Give when an utterance begins and ends; the services write seconds, as numbers or as texts."""
    return _time(one.get(start)), _time(one.get(end))


def _time(seconds: object) -> str | None:
    try:
        return None if seconds in (None, "") else from_start(float(str(seconds))).isoformat()
    except ValueError:
        return None
