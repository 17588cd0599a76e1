"""A macro (canned response, saved reply, template) from a mapping, whatever the format that holds it.

The plain text is read where a macro has one, for it says the same as the HTML and stands in the file as it is; else
the HTML. A macro with a subject is an e-mail, unless it says another channel. Its id is its own, else its title; a tool
that numbers its macros gets the title, which is what people look for, and the number becomes `macro_id`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ..errors import ReadError
from ..model import Channel, Conversation, Kind
from . import messages
from .fields import WrongError, fold, short, string, type_name
from .options import MacroFields, ReadOptions, path_of
from .places import escape
from .talks import Message, Talk

_IDS = ("id", "uuid", "macro_id", "canned_id", "key", "slug")
TITLES = ("title", "name", "macro", "macro_name", "subject", "shortcut")
HTMLS = ("html", "body_html", "content_html", "text_html", "html_body", "message_html", "response_html", "rich_text")
TEXTS = (*messages.ALIASES["text"], "response", "reply", "answer", "saved_reply", "canned_response", "template")
_SUBJECTS = ("subject", "email_subject", "subject_line")
_CHANNELS = ("channel", "medium", "channel_type")
# What plain texts do not have: tags that make lines and paragraphs, and closed ones. `<NAME>` is a placeholder.
_HTML = re.compile(r"(?i:</(?:p|div|ul|ol|li|table|span|a|b|strong|em|h[1-6])>|<br ?/?>|<(?:p|div|ul|ol)[ >])")


# A value with a list of one of these is a conversation, whatever else it holds.
_TURNS = frozenset("turns messages comments utterances dialogue dialog transcript events entries threads parts".split())


@dataclass(frozen=True, slots=True)
class Tool:
    """How a tool tells a macro: its fields, whether its texts are HTML, and where they are said.

    A tool that is `numbering` gives ids that mean nothing to people.
    """

    fields: MacroFields
    html: bool = False
    channel: Channel | None = None
    numbering: bool = True


_OURS = Tool(MacroFields("", "id", "title", "subject", "text", "html", "channel", "language", "tags"), numbering=False)


@lru_cache(maxsize=1024)
def usual(keys: tuple[str, ...]) -> MacroFields:
    """Tell by the usual names which key of a macro says what."""
    folded = {fold(key): key for key in reversed(keys)}

    def first(names: Sequence[str]) -> str:
        return next((folded[key] for key in map(fold, names) if key in folded), "")

    return MacroFields(
        id=first(_IDS),
        title=first(TITLES),
        subject=first(_SUBJECTS),
        text=first(TEXTS),
        html=first(HTMLS),
        channel=first(_CHANNELS),
    )


def macro(values: Mapping[str, object], tool: Tool | None = None, kind: Kind = "macro") -> Talk:
    """Read a macro; without a tool it is told by the usual names. Raises WrongError."""
    known = tool or Tool(usual(tuple(values)), numbering=False)
    fields = known.fields
    message = _message(values, known)
    about = {key: value for key, value in values.items() if key not in (fields.text, fields.html)}
    own, title = (string(about.get(name), name) if name else "" for name in (fields.id, fields.title))
    if fields.id and own:
        del about[fields.id]
    if known.numbering and own and title:
        about["macro_id"], own = own, title
    if not about.get(fields.channel):
        subject = about.get(fields.subject)
        about["channel"] = known.channel or ("email" if isinstance(subject, str) and subject.strip() else "")
    return Talk({**about, "kind": about.get("kind") or kind, "id": own or title}, (message,))


def mapped(values: Mapping[str, object], fields: MacroFields) -> Talk:
    """Read a macro whose fields the configuration names. Raises WrongError for one that is not there."""
    there = {ours: path_of(values, theirs) is not None for ours, theirs in fields.named()}
    # Of text and HTML one is enough; others than these may be left out where they say nothing.
    needed = ("id", "title") if there.get("text") or there.get("html") else ("id", "title", "text", "html")
    if lack := next((ours for ours in needed if not there.get(ours, True)), None):
        raise WrongError(lacking(lack, getattr(fields, lack), values))
    try:
        talk = macro(fields.renamed(values), _OURS)
    except WrongError as error:
        ours = error.pointer[1:]
        theirs = getattr(fields, ours, "") or ours
        raise WrongError(error.what.replace(ours, theirs, 1), _pointer(values, theirs)) from None
    (message,) = talk.messages
    ours = message.pointer[1:]
    return replace(talk, messages=(replace(message, pointer=_pointer(values, getattr(fields, ours) or ours)),))


def _pointer(values: Mapping[str, object], field: str) -> str:
    return "".join(f"/{escape(key)}" for key in path_of(values, field) or ())


def lacking(ours: str, theirs: str, found: Mapping[str, object] | Sequence[str]) -> str:
    """Say that a field which the configuration names is not there, and what is."""
    shown = ", ".join(short(str(key), 30) for key in list(found)[:15]) or "none"
    return f'no field "{short(theirs)}", which macros: {ours} of the configuration names; found: {shown}'


def is_text(value: Mapping[str, object]) -> bool:
    """Tell whether a value holds a text, and does not say that someone said it; a text with a title has an author."""
    keys = tuple(value)
    fields, shape = usual(keys), messages.shape(keys)
    people = {fold(key) for key in (shape.role, shape.name, shape.email) if key}
    mere = {"name", "author"} if isinstance(value.get("title"), str) else {"name"}
    return people <= mere and any(isinstance(value.get(key), str) for key in (fields.text, fields.html) if key)


def is_talk(value: Mapping[str, object]) -> bool:
    """Tell whether a value holds messages."""
    return any(isinstance(part, list) and fold(key) in _TURNS for key, part in value.items())


def is_macro(value: Mapping[str, object]) -> bool:
    """Tell whether a value is a macro by the usual names: a text with a title, or one in HTML."""
    if is_talk(value):
        return False
    fields = usual(tuple(value))
    titled = isinstance(value.get(fields.title), str) if fields.title else False
    return is_text(value) and (titled or isinstance(value.get(fields.html), str))


def is_html(text: str) -> bool:
    """Tell whether a text that may be plain is HTML."""
    return _HTML.search(text) is not None


def is_library(values: Sequence[object], options: ReadOptions) -> bool:
    """Tell whether a list of texts with names holds macros, and not messages of people.

    No name comes twice, none is that of a role, and no times and addresses are told.
    """
    if options.macros:
        return True
    names: set[str] = set()
    for value in values:
        if not isinstance(value, dict) or not is_macro(value):
            return False
        name = string(value.get("name"), "name") if "name" in value else str(len(names))
        shape = messages.shape(tuple(value))
        if shape.at or shape.email or name in names or options.roles.role("", name):
            return False
        names.add(name)
    return True


def _message(values: Mapping[str, object], tool: Tool) -> Message:
    fields = tool.fields
    said = [(key, values.get(key)) for key in (fields.text, fields.html) if key and key in values]
    for key, text in said:
        if isinstance(text, str) and text.strip():
            html = key == fields.html or is_html(text) or (tool.html and ("<" in text or "&" in text))
            return Message(text, f"/{escape(key)}", "agent", html=html)
    for key, text in said:
        if text is not None and not isinstance(text, str):
            raise WrongError(f"{key} must be a text, not {type_name(text)}", f"/{escape(key)}")
    if said:
        raise WrongError(f"{said[0][0]} is empty", f"/{escape(said[0][0])}")
    shown = ", ".join(short(key, 30) for key in list(values)[:12]) or "none"
    raise WrongError(f"a macro has no text; accepted: {', '.join((*TEXTS[:4], *HTMLS[:3]))}; found: {shown}")


def distinct(found: Iterable[Conversation | ReadError]) -> Iterator[Conversation | ReadError]:
    """Tell macros of one name apart: the second gets its `macro_id`, or its number, behind the name."""
    # Hashes, and not names: this is all that grows with the file.
    seen: dict[int, int] = {}
    for one in found:
        if isinstance(one, Conversation) and one.kind == "macro":
            count = seen[hash(one.id)] = seen.get(hash(one.id), 0) + 1
            yield one if count == 1 else replace(one, id=f"{one.id} ({one.metadata.get('macro_id', count)})")
        else:
            yield one
