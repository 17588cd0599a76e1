"""Replies in another language than the customer writes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pydantic import Field

from ..annotated import Annotated, Burst
from ..language.languages import LANGUAGES, are_alike, language_of, name_of
from ..model import Conversation, Match
from ..strict_model import Strict
from . import Plugin
from .bodies import body

# What exports call the language of a conversation or a macro.
_KEYS = ("language", "lang", "locale", "language_code")
_PART = re.compile(r"[\n.!?…|]+")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 3_000
# A text of so few words tells no language by two words of it, nor does one that is English for more than this share.
_FEWEST, _ENGLISH_AT_MOST = 4, 0.6


class WrongLanguageSettings(Strict):
    """What excuses another language."""

    excuses: list[str] = Field(default=[], description="words with which a reply says which language it is in")
    telling: dict[str, list[str]] = Field(
        default={}, description="words by which a short text tells its language, two of them at least, by its code"
    )


class WrongLanguage(Plugin):
    """A reply that is plainly in one language, where the customer plainly writes in another. Short texts tell neither.

    A conversation is told once. A reply that also says it in the customer's language is right.
    """

    Settings = WrongLanguageSettings

    def __init__(self, settings: WrongLanguageSettings) -> None:
        words = "|".join(re.escape(word.lower()) for word in settings.excuses)
        self._excuse = re.compile(rf"(?<!\w)(?:{words or '(?!)'})(?!\w)")
        self._telling = {code: frozenset(map(str.lower, said)) for code, said in settings.telling.items()}

    def missing(self, annotated: Annotated, turns: Sequence[int]) -> str | None:
        """Somebody must say which language is wanted."""
        if annotated.turns_by("customer") or _language_field(annotated.conversation):
            return None
        return "the customer's language is not known"

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        """Yield the first reply in another language."""
        chosen = set(turns)
        for number, burst in enumerate(annotated.bursts):
            said = [turn for turn in burst.turns if turn in chosen and turn >= annotated.conversation.draft_from]
            if said and (match := self._judge(annotated, number, said)):
                yield match
                return

    def _judge(self, annotated: Annotated, number: int, turns: Sequence[int]) -> Match | None:
        reply = self._language(annotated, turns)
        wanted = self._wanted(annotated, number) if reply else None
        if reply is None or wanted is None or are_alike(reply, wanted):
            return None
        text = _text(annotated, turns)
        if self._excuse.search(text.lower()):
            return None
        if any((part := self._language_of(piece)) and are_alike(part, wanted) for piece in _PART.split(text)):
            return None
        first = annotated.notes[turns[0]].sentences
        start, end = first[0] if first else (0, len(annotated.text(turns[0])))
        end = start + len(annotated.text(turns[0])[start:end].rstrip())
        return Match(turns[0], start, end, {"value": name_of(reply), "replacement": name_of(wanted)})

    def _wanted(self, annotated: Annotated, number: int) -> str | None:
        """The language of what the customer last said before a burst, with as much before it as it takes to tell."""
        earlier: Sequence[Burst] = annotated.bursts[:number]
        said: list[int] = []
        for burst in reversed(earlier):
            if burst.role == "customer":
                said = [*burst.turns, *said]
                if language := self._language(annotated, said):
                    return language
        return _language_field(annotated.conversation)

    def _language(self, annotated: Annotated, turns: Sequence[int]) -> str | None:
        """The language of what is said in some turns; of a single one it is told once, however often it is said."""
        if len(turns) > 1:
            return self._language_of(_text(annotated, turns))
        return annotated.notes[turns[0]].once(self, lambda: self._language_of(_text(annotated, turns)))

    def _language_of(self, text: str) -> str | None:
        """The language that most small words are of, or that some words tell that no other language has."""
        return language_of(text) or self._told(frozenset(_WORD.findall(text.lower()[:_LONGEST])))

    def _told(self, words: frozenset[str]) -> str | None:
        counts = sorted(((len(words & said), code) for code, said in self._telling.items()), reverse=True)
        if len(words) < _FEWEST or not counts or counts[0][0] < 2:
            return None
        most, code = counts[0]
        if any(number * 2 > most for number, other in counts[1:] if not are_alike(code, other)):
            return None
        return code if _share_of_english(words) <= _ENGLISH_AT_MOST else None


def _share_of_english(words: frozenset[str]) -> float:
    from .english import words as english

    return sum(english().has(word) for word in words) / len(words)


def _text(annotated: Annotated, turns: Sequence[int]) -> str:
    """What is said in some turns, without what they quote."""
    return "\n".join(body(annotated, turn, ("quoted", "signature", "code", "url")) for turn in turns)


def _language_field(conversation: Conversation) -> str | None:
    """The language that the source gives, by code or by name."""
    for key, value in conversation.metadata.items():
        if key.lower() in _KEYS and isinstance(value, str):
            said = re.split(r"[-_ ]", value.strip().lower())[0]
            code = "nb" if said in ("no", "nn", "norwegian") else said
            return next((known for known, name in LANGUAGES.items() if code in (known, name.lower())), None)
    return None
