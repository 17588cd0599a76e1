"""Numbers taken from turns: words, sentences, capitals and shares. What `measure` counts without a library."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ..annotated import Annotated
from .platform_length import post_length
from .prose import Stretch, count_words, paragraphs, prose, sentences

Metric = Callable[[Annotated, list[int]], float]


def _texts(annotated: Annotated, turns: list[int]) -> list[str]:
    """What was typed, links and all."""
    return [prose(annotated, turn, plain=False) for turn in turns]


def words_of(annotated: Annotated, turns: list[int]) -> float:
    """The number of words of some turns."""
    return sum(count_words(prose(annotated, turn)) for turn in turns)


def _characters(annotated: Annotated, turns: list[int]) -> float:
    return sum(len(text.strip()) for text in _texts(annotated, turns))


def _sentences(annotated: Annotated, turns: list[int]) -> float:
    return sum(len(sentences(annotated, turn)) for turn in turns)


def _longest(parts: Callable[[Annotated, int], list[Stretch]]) -> Metric:
    return lambda annotated, turns: max((part.words for turn in turns for part in parts(annotated, turn)), default=0)


def _mean_sentence(annotated: Annotated, turns: list[int]) -> float:
    counts = [sentence.words for turn in turns for sentence in sentences(annotated, turn)]
    return sum(counts) / len(counts) if counts else 0


def _caps_share(annotated: Annotated, turns: list[int]) -> float:
    words = [w for text in _texts(annotated, turns) for w in re.findall(r"[^\W\d_]{4,}", text)]
    return sum(w.isupper() for w in words) / len(words) if words else 0


def _exclamations(annotated: Annotated, turns: list[int]) -> float:
    return sum(text.count("!") for text in _texts(annotated, turns))


def _talk_share(annotated: Annotated, turns: list[int]) -> float:
    everybody = words_of(annotated, list(annotated.turns_by("any")))
    return words_of(annotated, turns) / everybody if everybody else 0


NUMBERS: Mapping[str, Metric] = {
    "words": words_of,
    "characters": _characters,
    "sentences": _sentences,
    "longest_sentence": _longest(sentences),
    "longest_paragraph": _longest(paragraphs),
    "mean_sentence": _mean_sentence,
    "caps_share": _caps_share,
    "exclamations": _exclamations,
    "talk_share": _talk_share,
    "platform_length": post_length,
}
