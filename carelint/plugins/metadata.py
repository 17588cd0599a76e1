"""What the plugins read of a source's own fields: by names that may be spelled in several ways, as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

# A field may hold whole documents; what says of which kind a case is stands in its first words.
_LONGEST = 2000


def folded(metadata: Mapping[str, object]) -> dict[str, object]:
    """The metadata by names in the form in which they are compared: “Last Reviewed” is last_reviewed."""
    return {fold(name): value for name, value in metadata.items()}


def fold(name: str) -> str:
    """Bring the name of a field to the form in which it is compared."""
    return "".join(character for character in name.casefold() if character.isalnum())


def kept(metadata: Mapping[str, object], names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Those of the fields that the source keeps, in the order of the names, and their values as text."""
    values = folded(metadata)
    for name in names:
        if fold(name) in values:
            yield name, as_text(values[fold(name)])


def as_text(value: object) -> str:
    """A value as one line of text; a list is its plain entries, and a mapping says nothing."""
    if isinstance(value, (list, tuple)):
        return " ".join(filter(None, map(_plain, value[:50])))
    return _plain(value)


def _plain(value: object) -> str:
    if value is None or isinstance(value, (dict, list, set, tuple)):
        return ""
    try:
        return " ".join(str(value)[:_LONGEST].split())
    except ValueError:  # Python writes no number of more than 4,300 digits
        return "a number"
