"""Content words: what a text is about, for judging whether an answer takes up a question or a complaint."""

from __future__ import annotations

from .text import Text

_STOP = frozenset(
    "a about after again all also am an and any are as at back be because been before being but by can could "
    "did do does doing done down dont each even ever every few for from further get gets getting go going got "
    "had has have having he hello help her here hey hi him his how i if im in into is it its just know let like "
    "make many may me might more most much must my need no nor not now of off ok okay on once one only or other "
    "our out over own please really same say see she should so some still such sure take tell than thank thanks "
    "that the their them then there these they thing things think this those through to too try trying under "
    "until up us use very want was we well were what when where which while who why will with would yes yet you "
    "your yours".split()
)
_ENDINGS = ("ations", "ation", "ings", "ing", "ied", "ies", "edly", "ed", "ers", "er", "es", "ly", "s", "e", "y")


def content_words(text: Text) -> frozenset[str]:
    """The stems of the words that carry a text's subject; handles, links and marks are left out."""
    masks = [s for s in text.segments if s.kind in ("quoted", "signature", "url")]
    return frozenset(
        stem(word.norm)
        for word in text.words
        if len(word.norm) > 2
        and word.norm not in _STOP
        and word.norm[0] not in "@#^{"
        and word.norm[-1].isalnum()
        and not any(s.start <= word.start < s.end for s in masks)
    )


def stem(word: str) -> str:
    """Strip the commonest endings, light-handedly: refund, refunds and refunded are one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
