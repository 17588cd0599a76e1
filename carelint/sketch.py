"""Texts as small sets of hashes, so that copies and near copies are told without keeping a word of them.

A text is its word triples, each hashed. Of a long text only the 128 smallest hashes are kept (a bottom-k sketch: Broder
1997, “On the resemblance and containment of documents”): up to 130 words the Jaccard share of two texts is exact,
beyond that an estimate with a standard error of at most 0.045. Two texts that are alike enough have one of their
smallest hashes in common (prefix filtering: Bayardo, Ma, Srikant 2007, “Scaling up all pairs similarity search”), so
that only those need be looked at. The library for it, datasketch, brings 35 MB of SciPy to choose bands for its
buckets, and its shares are estimates for short messages too.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Iterable
from functools import lru_cache
from hashlib import blake2b
from math import ceil
from typing import NamedTuple

MOST_HASHES = 128
_ROW = 3
_LONGEST_CACHED = 2_000
# What is another in every copy: links, handles, tags and addresses, placeholders, the name after a greeting, the
# initials of whoever wrote it.
_CHANGING = re.compile(
    r"(?:https?://|www\.)\S{1,2000}|\S{1,64}@\S{1,200}|(?<!\w)[@#]\w{1,60}|\{\{[^{}\n]{0,80}\}\}|\{%[^{}\n]{0,80}%\}"
    r"|[$#%]?\{[^{}\n]{1,60}\}|%[a-zA-Z_]{2,30}%|\[[A-Z][\w' ]{1,40}\]"
)
_GREETED = re.compile(
    r"\b((?i:hi|hello|hey|hiya|dear|thanks|thank you|sorry|morning|afternoon|evening|welcome),?)"
    r"(?: (?:Mr|Mrs|Ms|Miss|Dr)\.?)?(?: (?!I\b)[A-Z][\w'’-]{0,30}){1,3}(?=\s{0,3}(?:[,.!?:;–—-]|$))"
)
_INITIALS = re.compile(r"(?:\s[-–—~/*^]{1,2}|\^)\s?[A-Z][A-Za-z.]{0,15}(?: [A-Z]\w{0,15})?\s{0,20}$")
_WORD = re.compile(r"[^\W_]{1,60}(?:['’][^\W_]{1,20}){0,2}")


class Sketch(NamedTuple):
    """A text: a hash of all its words, and the smallest hashes of its word triples, in order, four bytes each."""

    text: int
    rows: bytes


def hash_of(*parts: str) -> int:
    """A number of 64 bits that is the same in every process and on every machine."""
    return int.from_bytes(blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=8).digest(), "big")


def plain_words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def words_of(text: str, names: Collection[str] = ()) -> list[str]:
    """The words of a text in lower case, without what changes from copy to copy, such as numbers.

    `names` are words, in lower case, that are left out too.
    """
    plain = _INITIALS.sub(" ", _GREETED.sub(r"\1", _CHANGING.sub(" ", text).rstrip()))
    return [
        word for word in plain_words(plain) if word.replace("'", "").isalpha() and word.removesuffix("'s") not in names
    ]


def sketch_of(text: str, names: Iterable[str] = (), *, at_least: int = 1) -> Sketch | None:
    """Sketch a text; None if it has fewer words. Texts that come again are not sketched again."""
    if text.count(" ") + text.count("\n") + 1 < at_least:
        return None
    lower = text.lower()
    own = frozenset(name for name in names if name in lower)
    make = _cached if len(text) <= _LONGEST_CACHED else _sketch
    return make(text, own, at_least)


def _sketch(text: str, names: frozenset[str], at_least: int) -> Sketch | None:
    words = words_of(text, names)
    return sketch_of_words(words) if len(words) >= max(at_least, 1) else None


_cached = lru_cache(maxsize=4096)(_sketch)


def sketch_of_words(words: list[str]) -> Sketch:
    """Sketch words in their order; at least one."""
    rows = {" ".join(words[n : n + _ROW]) for n in range(max(1, len(words) - _ROW + 1))}
    return Sketch(hash_of("text", *words), _packed(rows))


def sketch_of_set(words: Iterable[str]) -> Sketch:
    """Sketch words whose order and number do not matter."""
    chosen = sorted(set(words))
    return Sketch(hash_of("set", *chosen), _packed(chosen))


def _packed(texts: Iterable[str]) -> bytes:
    hashes = {int.from_bytes(blake2b(t.encode("utf-8", "replace"), digest_size=4).digest(), "big") for t in texts}
    return array("I", sorted(hashes)[:MOST_HASHES]).tobytes()


def unpacked(rows: bytes) -> array[int]:
    """The hashes of a sketch, smallest first."""
    return array("I", rows)


def share(one: Collection[int], other: Collection[int]) -> float:
    """The Jaccard share of two texts' hashes, 0 to 1: what both have of what either has.

    Exact unless a text is long. It is faster if the first one is a set.
    """
    both = set(one).intersection(other)
    either = len(one) + len(other) - len(both)
    if MOST_HASHES in (len(one), len(other)):
        smallest = sorted({*one, *other})[:MOST_HASHES]
        both.intersection_update(smallest)
        either = len(smallest)
    return len(both) / either if either else 0.0


def may_share(one: bytes, other: bytes, similarity: float) -> bool:
    """Tell by their lengths whether two texts can be so similar."""
    shorter, longer = sorted((len(one), len(other)))
    return shorter >= similarity * longer


def telling(rows: bytes, similarity: float) -> array[int]:
    """The smallest hashes: any text that is at least so similar has one of them among its own such hashes."""
    hashes = unpacked(rows)
    # The tiny number keeps 0.9 * 10 from being a little more than 9.
    return hashes[: len(hashes) - ceil(similarity * len(hashes) - 1e-9) + 1]
