"""What is wrong in a signal file although its keys and types are right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from .checks.base import Check
from .errors import Fault
from .language.notation import Gap, Item, Maybe, PhraseError, expansions, parse_phrase
from .language.spec import TIME_GRAMMARS, SignalSpec
from .language.token_patterns import lists_in, token_faults
from .safe_regex import compile_safe
from .strict_yaml import Document

_MOST_PATTERNS = 3000
_NAMED = re.compile(r"\{([^{}\s]{1,80})\}")
_NEEDS_REGEX = {
    "valid": "`valid` needs `regex`, `any` or `all`: it judges numbers, not phrases",
    "mask": "`mask` needs `regex`: a text is masked by its shapes alone",
}
_WAYS = "phrases, tokens, regex or several of these; or grammar; or any; or all"


def signal_faults(document: Document, spec: SignalSpec) -> Iterator[Fault]:
    """Yield what the notation, spaCy or the regular expressions would choke on, and keys that have no effect."""
    yield from _phrase_faults(document, spec)
    for number, pattern in enumerate(spec.tokens):
        for keys, what in token_faults(pattern, spec.words, trained=spec.model):
            yield document.fault(what, ("tokens", number, *keys), key=what.startswith("unknown attribute"))
    for number, regex in enumerate(spec.regex):
        try:
            compile_safe(regex)
        except ValueError as error:
            yield document.fault(str(error), ("regex", number))
    yield from _way_faults(document, spec)
    yield from _idle_faults(document, spec)
    yield from _word_faults(document, spec)


def own_phrase_faults(document: Document, check: Check) -> Iterator[Fault]:
    """Yield what is wrong with the phrases of a check's own; `document` is where its parameters stand."""
    for keys, source in check.own_phrases:
        in_list = isinstance(keys[-1], int)
        if wrong := _own_phrase_fault(source):
            what, offset = wrong
            yield document.fault(what, keys, key=not in_list, offset=offset if in_list else None)


def _own_phrase_fault(source: str) -> tuple[str, int | None] | None:
    """Say what is wrong with a phrase that stands in a rule, and at which character."""
    if lists := _NAMED.search(source):
        return f"phrase “{source}”: a rule has no word lists: write the words, with | between them", lists.start()
    try:
        phrase = parse_phrase(source, {})
    except PhraseError as error:
        return f"phrase “{source}”, character {error.offset + 1}: {error}", error.offset
    if _has_gap(phrase.items):
        return f"phrase “{source}”: what stands in a gap would be lost: write the words out", None
    size = expansions(phrase)
    return (_too_many(source, size), None) if size > _MOST_PATTERNS else None


def _has_gap(items: Sequence[Item]) -> bool:
    return any(isinstance(item, Gap) or (isinstance(item, Maybe) and _has_gap(item.items)) for item in items)


def _phrases(spec: SignalSpec) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for number, source in enumerate(spec.phrases):
        yield ("phrases", number), source
    for key in ("phrases", "sentence", "before", "after"):
        for number, source in enumerate(getattr(spec.unless, key)):
            yield ("unless", key, number), source


def _phrase_faults(document: Document, spec: SignalSpec) -> Iterator[Fault]:
    for keys, source in _phrases(spec):
        try:
            size = expansions(parse_phrase(source, spec.words))
        except PhraseError as error:
            what = f"phrase “{source}”, character {error.offset + 1}: {error}"
            yield document.fault(what, keys, offset=error.offset)
            continue
        if size > _MOST_PATTERNS:
            yield document.fault(_too_many(source, size), keys)


def _too_many(source: str, size: int) -> str:
    return (
        f"phrase “{source}” stands for {size:,} patterns, at most {_MOST_PATTERNS:,} are allowed: "
        "split it or shorten its lists"
    )


def _way_faults(document: Document, spec: SignalSpec) -> Iterator[Fault]:
    shapes = [name for name in ("phrases", "tokens", "regex") if getattr(spec, name)]
    ways = [*shapes[:1], *(name for name in ("grammar", "any", "all") if getattr(spec, name))]
    if not ways:
        yield document.fault(f"nothing says what to find: write {_WAYS}")
    elif len(ways) > 1:
        yield document.fault(
            f"found {' and '.join(ways)}: a signal says in one way what to find: {_WAYS}", (ways[1],), key=True
        )


def _idle_faults(document: Document, spec: SignalSpec) -> Iterator[Fault]:
    """Keys that do nothing without another one."""
    given, excuses = spec.model_fields_set, spec.unless.model_fields_set
    if "owner" in given and spec.grammar not in TIME_GRAMMARS:
        yield document.fault(f"`owner` needs one of these grammars: {', '.join(TIME_GRAMMARS)}", ("owner",), key=True)
    if "within" in given and not spec.all:
        yield document.fault("`within` needs `all`: it says how near those signals must be", ("within",), key=True)
    for name in ("valid", "mask"):
        if name in given and not (spec.regex or (name == "valid" and (spec.any or spec.all))):
            yield document.fault(_NEEDS_REGEX[name], (name,), key=True)
    if "regions" in given and spec.valid not in ("phone", "personal-phone"):
        yield document.fault("`regions` needs `valid: phone` or `valid: personal-phone`", ("regions",), key=True)
    if "within" in excuses and not spec.unless.signals:
        yield document.fault("`within` needs `signals` beside it", ("unless", "within"), key=True)
    if spec.position and spec.position.first is None and spec.position.last is None:
        yield document.fault("`position` needs `first` or `last`", ("position",), key=True)


def _word_faults(document: Document, spec: SignalSpec) -> Iterator[Fault]:
    named = {name for _, source in _phrases(spec) for name in _NAMED.findall(source)}
    named.update(name for pattern in spec.tokens for name in lists_in(pattern))
    for name in spec.words:
        if name not in named:
            what = f'the word list "{name}" is never used: write {{{name}}} in a phrase, or remove the list'
            yield document.fault(what, ("words", name), key=True)
    yield from _entry_faults(document, spec.words)


def _entry_faults(document: Document, words: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """A list's entries are plain words: notation in them would be searched for as it is written."""
    for name, entries in words.items():
        for number, entry in enumerate(entries):
            if match := re.search(r"[|\[\]{}]|~\d", entry):
                what = f"“{match[0]}” has no meaning inside a word list: write plain words, one entry for each choice"
                yield document.fault(what, ("words", name, number), offset=match.start())
