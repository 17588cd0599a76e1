"""Slack exports: each thread is a conversation, and so is what a channel holds of one day outside of threads.

Of a workspace only the care is checked: conversations in which an agent takes part, or a bot that `roles:` names.
Memory holds the messages of a day, or of a thread; those of threads, which go on for days, wait on disk until their
channel was read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from json.decoder import JSONDecodeError
from typing import cast

from ..errors import Fault, ReadError
from ..model import Conversation, Place, Turn
from .decode import Source
from .fields import WrongError, type_name
from .json_stream import Cursor, Document, broken
from .options import ReadOptions
from .places import FixedPlace
from .record import no_agent
from .shelf import Shelf
from .slack_files import USERS, Workspace
from .slack_messages import Said, said
from .slack_people import People, Value, table, word
from .slack_text import Names
from .talks import Talk, conversation

# Whether what they list is private.
_CHANNELS = {"channels.json": False, "groups.json": True, "dms.json": True, "mpims.json": True}
# What is told of who else was seen.
_NAMED = 6
_NOBODY = "holds no message of a person"

_Found = Iterator[Conversation | ReadError]
_Where = Callable[[str], Place]


def read_slack(workspace: Workspace, options: ReadOptions) -> _Found:
    """Read the conversations of an export; a broken file costs what stands behind its fault."""
    reader = _Reader(workspace, options)
    yield from reader.tables()
    for channel, days in workspace.channels().items():
        with closing(Shelf()) as shelf:
            yield from reader.channel(channel, days, shelf)
    if not reader.given:
        yield ReadError(Fault(workspace.path, 0, 0, reader.nothing()))


class _Reader:
    """Reads one export; `given` counts its conversations."""

    def __init__(self, workspace: Workspace, options: ReadOptions) -> None:
        self._workspace, self._options = workspace, options
        self._people = People(options)
        self._channels: dict[str, dict[str, object]] = {}
        self._names = Names({}, {})
        self._heard: dict[str, None] = {}
        self.given = 0

    def tables(self) -> Iterator[ReadError]:
        """Read who is who, and what is told of the channels; give what is wrong there."""
        for element in self._elements(USERS):
            if isinstance(element, ReadError):
                yield element
            else:
                self._people.add(_object(element))
        names: dict[str, str] = {}
        for file in (file for file in _CHANNELS if file in self._workspace.names):
            for element in self._elements(file):
                if isinstance(element, ReadError):
                    yield element
                    continue
                value = _object(element)
                key, name = word(value, "id"), word(value, "name")
                names[key] = name or key
                self._channels[name or key] = _metadata(value, private=_CHANNELS[file])
        self._names = Names(self._people.names(), names)

    def channel(self, channel: str, days: Sequence[str], shelf: Shelf) -> _Found:
        """Read the days of a channel, and then its threads."""
        # Of each thread the day on which it begins, and how many messages it has on it.
        threads: dict[str, tuple[str, int]] = {}
        for day in days:
            loose: list[Document] = []
            for element in self._elements(day):
                if isinstance(element, ReadError):
                    yield element
                elif thread := word(_object(element), "thread_ts"):
                    begins, count = threads.get(thread, (day, 0))
                    threads[thread] = (begins, count + (begins == day))
                    shelf.put_part(channel, thread, element.piece())
                else:
                    loose.append(element)
            yield from self._made(channel, _date(day), day, loose, len(loose))
        for thread, (begins, count) in threads.items():
            pieces = [Document.of(piece) for piece in shelf.take_parts(channel, thread)]
            yield from self._made(channel, thread, begins, pieces, count)

    def nothing(self) -> str:
        """Say why there is no conversation: that nobody is known to be an agent, and who was seen."""
        return no_agent([Turn("third_party", "", name) for name in self._heard]) if self._heard else _NOBODY

    def _made(self, channel: str, name: str, day: str, elements: Sequence[Document], exact: int) -> _Found:
        """Make a conversation of messages, of which the first ones, `exact` by number, stand in the file of `day`."""
        path = f"{self._workspace.path}/{day}"
        placed = [
            (_object(element), element.place if number < exact else _elsewhere)
            for number, element in enumerate(elements)
        ]
        found = list(self._said(_once(placed)))
        self._hear(found)
        if not found:
            return
        # A pointer is that of the message in the list, and places are known by now.
        places = {one.message.pointer: one.place for one in found}
        head = {"id": f"{channel}/{name}", "metadata": self._channels.get(channel, {"channel": channel})}
        talk = Talk(head, [one.message for one in found])
        try:
            made = conversation(talk, places.__getitem__, "", path, self._options)
        except WrongError as error:
            # Without a pointer: nobody in it is an agent.
            if error.pointer:
                yield ReadError(Fault(path, *places[error.pointer].locate("", 0), error.what))
            return
        if self._is_care(made):
            self.given += 1
            yield made

    def _said(self, placed: Iterable[tuple[Value, _Where]]) -> Iterator[Said]:
        for number, (value, place) in enumerate(placed):
            if found := said(value, number, place, self._people, self._names):
                yield found

    def _hear(self, found: Iterable[Said]) -> None:
        """Remember who speaks."""
        for one in found:
            name = one.message.name
            if name and one.message.role not in ("bot", "system") and len(self._heard) < _NAMED:
                self._heard[name] = None

    def _is_care(self, made: Conversation) -> bool:
        if made.kind != "transcript" or self._options.unanswered:
            return True
        mapped = self._options.roles.mapped
        return any(turn.role == "agent" or (turn.role == "bot" and mapped(turn.author)) for turn in made.turns)

    def _elements(self, name: str) -> Iterator[Document | ReadError]:
        """Give the objects in the list that a file holds, one at a time."""
        try:
            source = self._workspace.open(name)
            with closing(source.stream):
                yield from _listed(source)
        except ReadError as error:
            yield error


def _listed(source: Source) -> Iterator[Document | ReadError]:
    cursor = Cursor(source.chunks())
    try:
        if cursor.peek() != "[":
            raise WrongError("must be a list, as in every export of Slack")
        for element in cursor.elements(""):
            if isinstance(element.value, dict):
                yield element
            else:
                what = f"must be an object, not {type_name(element.value)} (at {element.pointer})"
                yield ReadError(Fault(source.path, element.line, element.column, what))
    except (JSONDecodeError, WrongError) as error:
        found = broken(cursor, error)
        yield ReadError(Fault(source.path, found.line, found.column, found.what))


def _object(element: Document) -> Value:
    return cast("dict[str, object]", element.value)


def _elsewhere(pointer: str) -> Place:
    """Give the place of what stands in the file of a later day."""
    return FixedPlace()


def _date(day: str) -> str:
    return day.rpartition("/")[2].removesuffix(".json")


def _once(placed: Sequence[tuple[Value, _Where]]) -> list[tuple[Value, _Where]]:
    """Give each message once, for what is sent to the channel too may be there twice; the head of a thread first."""
    found: dict[object, tuple[Value, _Where]] = {}
    for number, (value, place) in enumerate(placed):
        found.setdefault(word(value, "ts") or number, (value, place))
    return sorted(found.values(), key=lambda one: word(one[0], "ts") != word(one[0], "thread_ts"))


def _metadata(value: Value, *, private: bool) -> dict[str, object]:
    """Give what is told of a channel."""
    told: dict[str, object] = {"channel": word(value, "name") or word(value, "id")}
    told |= {key: said for key in ("topic", "purpose") if (said := word(table(value, key), "value"))}
    flags = ("is_archived", "is_shared", "is_ext_shared")
    return told | {"is_private": private} | {key: value[key] for key in flags if isinstance(value.get(key), bool)}
