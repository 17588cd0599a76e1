"""Words that are in no English dictionary although one slip away from one that is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from pydantic import Field

from ..annotated import Annotated
from ..language.languages import language_of
from ..model import Conversation, Fix, Match
from ..strict_model import Strict
from . import Plugin
from .bodies import body

_CHUNK = re.compile(r"(?<!\S)\S{1,60}(?!\S)")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Addresses, handles, placeholders, references, numbers with letters: no word of such a chunk is judged.
_NO_WORDS = re.compile(r"[@#/\\_{}<>=\[\]&%$*+~^|`\d]|[^\W_][.:][^\W_]")
_OPENING = frozenset("{[<%")
_PLACEHOLDER = re.compile(r"\{[^{}]{0,80}\}|\[[^\[\]]{0,80}\]|<[^<>]{0,200}>|%[^%\s]{1,40}%")
# Shorter parts of hyphenated words are often no words: pre-, e-, -in.
_SHORTEST_PART = 5
# More of them in one message is no message.
_MOST = 200
_FOREIGN_WORDS, _FOREIGN_SHARE = 3, 0.4


class SpellingSettings(Strict):
    """What else is right."""

    words: list[str] = Field(default=[], description="our own words: products, places, jargon")
    known: list[str] = Field(default=[], description="words that the dictionaries lack, and how people chat")
    slips: dict[str, str] = Field(default={}, description="what is wrong however it looks, and what was meant")
    repeated: int = Field(default=3, ge=2, description="who writes a word so often in a conversation means it")


class _Written(NamedTuple):
    """A word as it stands in a text, from `start`."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Spelling(Plugin):
    """Slips of the pen that have one likely correction; the correction is a fix that somebody should look at."""

    Settings = SpellingSettings

    def __init__(self, settings: SpellingSettings) -> None:
        self._own = frozenset(word.lower() for word in (*settings.words, *settings.known))
        self._slips = {slip.lower(): meant for slip, meant in settings.slips.items()}
        self._repeated = settings.repeated

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        """Yield the slips."""
        names: frozenset[str] | None = None
        for turn in turns:
            strange = self._strange(annotated, turn)
            if not strange or _is_foreign(annotated.text(turn)):
                continue
            slips = [(word, meant) for word in strange if (meant := self._meant(word.text.lower()))]
            if slips:
                names = self._names(annotated, turns) if names is None else names
                yield from (_match(turn, *slip) for slip in slips if slip[0].text.lower() not in names)

    def _strange(self, annotated: Annotated, turn: int) -> Sequence[_Written]:
        """The words that are in no list, and those that are listed as slips."""

        return annotated.notes[turn].once(self, lambda: tuple(islice(self._look(annotated, turn), _MOST)))

    def _look(self, annotated: Annotated, turn: int) -> Iterator[_Written]:
        from .english import words

        is_known, own, slips = words().has, self._own, self._slips
        for word in _words(annotated, turn):
            small = word.text.lower()
            if small not in own and (small in slips or not is_known(small)):
                yield word

    def _meant(self, word: str) -> str | None:
        from .english import correction

        return self._slips.get(word) or correction(word)

    def _names(self, annotated: Annotated, turns: Sequence[int]) -> frozenset[str]:
        """What is no slip in this conversation: others' words, names, and what is written again and again."""
        conversation = annotated.conversation
        others = [turn.text for turn in conversation.turns if turn.role == "customer"]
        said = Counter(word for turn in turns for word in _WORD.findall(annotated.text(turn)))
        names = (word for turn in turns for word in _capitalised(annotated, turn))
        known = {word.lower() for text in (*others, *_named(conversation)) for word in _WORD.findall(text)}
        often = {word.lower() for word, times in said.items() if times >= self._repeated}
        return frozenset({*known, *often, *(name.lower() for name in names)})


def _match(turn: int, word: _Written, meant: str) -> Match:
    text = meant[0].upper() + meant[1:] if word.text[0].isupper() else meant
    fix = Fix(word.start, word.end, text, safe=False)
    return Match(turn, word.start, word.end, {"found": word.text, "replacement": text}, fix)


def _words(annotated: Annotated, turn: int) -> Iterator[_Written]:
    """The words of the body in small letters, and those that begin a sentence and nothing but that."""
    text = body(annotated, turn, ("quoted", "signature", "code", "url", "inline_quote"))
    # Not blank: what touches a placeholder is no word either.
    if not _OPENING.isdisjoint(text):
        text = _PLACEHOLDER.sub(lambda found: "_" * len(found[0]), text)
    starts = {start for start, _ in annotated.notes[turn].sentences}
    for word in _pieces(text):
        if word.text.islower() or (word.start in starts and word.text.istitle() and _goes_on(text, word.end)):
            yield word


def _goes_on(text: str, end: int) -> bool:
    """Tell whether a word in small letters follows: a name is rather followed by a comma, or by another name."""
    return re.match(r" {1,3}[a-z]", text[end : end + 4]) is not None


def _pieces(text: str) -> Iterator[_Written]:
    for chunk in _CHUNK.finditer(text):
        for word in _in_chunk(chunk[0]):
            yield _Written(word.text, chunk.start() + word.start)


@lru_cache(maxsize=20_000)
def _in_chunk(chunk: str) -> tuple[_Written, ...]:
    """The words of a chunk between white space: chunks recur far more than texts do."""
    if _NO_WORDS.search(chunk):
        return ()
    parts = chunk.strip("-–—").count("-")
    bare = (_Written(re.sub(r"['’]s?$", "", word[0]), word.start()) for word in _WORD.finditer(chunk))
    return tuple(
        word
        for word in bare
        if word.text.isascii()
        and word.text.isalpha()
        and (not parts or (parts < 3 and len(word.text) >= _SHORTEST_PART))
    )


def _capitalised(annotated: Annotated, turn: int) -> Iterator[str]:
    """Words that have a capital inside a sentence, or where none begins: names, mostly."""
    starts = {start for start, _ in annotated.notes[turn].sentences}
    for word in _WORD.finditer(annotated.text(turn)):
        if word[0][0].isupper() and word.start() not in starts:
            yield re.sub(r"['’]s?$", "", word[0])


def _named(conversation: Conversation) -> Iterable[str]:
    """What the source says of the conversation."""
    customer = conversation.customer
    yield from (customer.name, customer.handle, customer.email, *conversation.agents, *conversation.brands)
    yield from (turn.author for turn in conversation.turns)
    yield from (str(value)[:1000] for value in conversation.metadata.values())


def _is_foreign(text: str) -> bool:
    """Tell whether a text is in another language, or so full of words that are not English that it may be."""
    from .english import is_word

    if language_of(text) not in (None, "en"):
        return True
    judged = [word.text.lower() for word in _pieces(text) if word.text.islower()]
    strange = sum(not is_word(word) for word in judged)
    return strange >= _FOREIGN_WORDS and strange >= _FOREIGN_SHARE * len(judged)
