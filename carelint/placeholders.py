"""Placeholders in the syntaxes of helpdesks: where they stand, what they are called, and whose name they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from typing import Literal, NamedTuple

from .model import Placeholders

Syntax = Literal["liquid", "percent", "marked", "between", "single", "square", "angle", "dollar", "capitals"]
Whose = Literal["customer", "agent"]

# {{name | filter}}, {%name,fallback=x%} and {% tags %}, #{name} %{name} ${name} {!name}, %name%, {name}, [Name],
# <NAME>, $name, FIRST NAME.
_SYNTAX = re.compile(
    r"\{\{\{?-?[ \t]{0,5}(?P<liquid>[^{}|\n]{1,80}?)[ \t]{0,5}(?P<filters>\|[^{}\n]{0,160}?)?-?\}?\}\}"
    r"|\{%-?[ \t]{0,5}(?P<percent>[^{}%,\n]{1,80}?)[ \t]{0,5}(?P<fallback>,[^{}%\n]{0,80}?)?-?%\}"
    r"|(?:[#$%@]\{|\{!)[ \t]{0,5}(?P<marked>[^{}|\n]{1,80}?)[ \t]{0,5}(?P<default>\|[^{}\n]{0,80})?\}"
    r"|(?<![\w%])%%?(?P<between>[A-Za-z][\w.]{1,40})%%?(?!\w)"
    r"|(?<![\w{$#%\\])\{(?P<single>[A-Za-z][\w. -]{0,40})\}(?!\})"
    r"|(?<!\w)\[\[?(?P<square>[A-Za-z][\w.' ’-]{1,40})\]\]?(?![(\w])"
    r"|(?<![\w<])<{1,2}(?P<angle>[A-Za-z][\w' ’-]{1,40})>{1,2}(?!\w)"
    r"|(?<![\w$])\$(?P<dollar>[A-Za-z][A-Za-z_.]{2,40})\b"
    r"|\b(?P<capitals>(?:CUSTOMER|CLIENT|FIRST|LAST|FULL|AGENT)[ _-]?NAME)\b"
)
# What a platform reads, whole or not: all between two braces, and its simpler placeholders.
_READ = re.compile(
    r"\{\{[^{}\n]{0,240}\}\}|\{%[^{}%\n]{0,240}%\}|(?:[#$%@]\{|\{!)[^{}\n]{1,160}\}"
    r"|(?<![\w%])%%?[A-Za-z][\w.]{1,40}%%?(?!\w)|\{[A-Za-z][\w.-]{0,40}\}"
)
_SIGNS = ("{", "[", "<", "%", "$", "NAME")
_PLAIN = re.compile(r"\.?(?P<name>[A-Za-z_][\w.\[\]-]{0,79}(?: [A-Za-z][\w.\[\]-]{0,30}){0,3})")
_TAGS = frozenset(
    "if elsif elseif else endif unless endunless case when endcase for endfor break continue tablerow endtablerow "
    "assign capture endcapture increment decrement comment endcomment raw endraw include render set endset block "
    "endblock with endwith".split()
)
_FALLS_BACK = re.compile(
    r"\|\s{0,5}(?:default|fallback|default_if_none|if_empty)\b[\s:(=]{0,9}+(?P<filter>[^|})\s][^|})]{0,80})"
    r"|\|\|\s{0,5}(?P<other>[^|\s].{0,80})|,\s{0,5}fallback\s{0,5}=\s{0,5}(?P<equals>\S.{0,80})"
)

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_NAMES = frozenset("name names firstname lastname fullname surname forename displayname username nickname nick".split())
# %{ticket.name.first}: forms of a name that stand behind it.
_FORMS = frozenset("first last full short formal legal original complete initials".split())
_NEUTRAL = frozenset("ticket conversation issue case chat insert enter add put type the s here first last full".split())
_CUSTOMER = frozenset(
    "customer client contact requester visitor recipient guest member lead buyer subscriber caller addressee".split()
)
_AGENT = frozenset(
    "agent assignee current staff operator teammate advisor adviser rep representative author owner admin csr".split()
)
# {guest} and %agent% are names too; {{contact}} may be a form.
_ALONE = (_CUSTOMER | _AGENT) - {"contact", "current", "lead", "admin", "author", "owner", "staff"}
_WRITER = frozenset("your my sender own".split())
_OTHERS = frozenset(
    "team product company business store shop brand file item plan order site group organization organisation dept "
    "department mailbox inbox portal helpdesk account campaign event course hotel domain host field form tag status "
    "priority channel article app street city country bank carrier courier project game pet".split()
)
# Of these platforms, `user` is who writes; of intercom, who is written to.
_USER_WRITES = frozenset(["front", "help-scout", "freescout", "zammad", "kustomer"])

_GREETED = re.compile(
    r"\b(?:hi|hello|hey|hiya|dear|morning|afternoon|evening|day|welcome|back|thanks|thank you|sorry|cheers|bye|goodbye"
    r"|congratulations|congrats|there)[ ,!]{1,3}(?:(?:mr|mrs|ms|mx|dr)\.? )?\Z",
    re.IGNORECASE,
)
_SIGNS_HERE = re.compile(
    r"(?:\b(?:i am|i['’]m|my name is|name['’]s|this is|regards|wishes|sincerely|yours|best),?[ \t]{1,3}"
    r"|\S\s{0,9}\n[ \t]{0,9}(?:[-–—^~][ \t]{0,3})?(?:\{{1,2}[^{}\n]{1,60}\}{1,2} )?)\Z",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(r"(?:am|['’]m|is|['’]s)[ \t]{1,3}\Z", re.IGNORECASE)
_ENDS_LINE = re.compile(r"(?:[ \t]{0,3}\{{1,2}[^{}\n]{1,60}\}{1,2})?[ \t.]{0,5}(?:\n|\Z)")
# {% if name %} may stand between a greeting and the name.
_TAG = re.compile(r"\{%[^{}%\n]{0,80}%\}\s{0,3}\Z")
_CLAUSE_ENDS = re.compile(r"[,.!?…]|\s{0,3}(?:\n|\Z)")


class Placeholder(NamedTuple):
    """One placeholder: characters `start` to `end` of a text, its name at `at`, and what stands behind the name."""

    start: int
    end: int
    syntax: Syntax
    name: str
    at: int
    rest: str = ""

    @property
    def falls_back(self) -> bool:
        """Whether it says which words stand there where there is no value; none between quotation marks are none."""
        found = _FALLS_BACK.search(self.rest)
        words = found and (found["filter"] or found["other"] or found["equals"])
        return bool(words and words.strip("\"'“”‘’ -"))


def placeholders(text: str) -> Iterator[Placeholder]:
    """Give all placeholders of a text that have a name, in reading order; no tags, texts in quotes or sums."""
    if any(sign in text for sign in _SIGNS):
        for match in _SYNTAX.finditer(text):
            if found := _placeholder(match):
                yield found


def _placeholder(match: re.Match[str]) -> Placeholder | None:
    syntax: Syntax = next(key for key in _GROUPS if match[key] is not None)
    name, at = match[syntax], match.start(syntax)
    if syntax in ("liquid", "percent", "marked"):
        plain = _PLAIN.fullmatch(name)
        if plain is None or (syntax != "marked" and plain["name"].partition(" ")[0] in _TAGS):
            return None
        name, at = plain["name"], at + plain.start("name")
    return Placeholder(*match.span(), syntax, name, at, match["filters"] or match["fallback"] or match["default"] or "")


_GROUPS: tuple[Syntax, ...] = (
    "liquid", "percent", "marked", "between", "single", "square", "angle", "dollar", "capitals",
)  # fmt: skip


def is_for_platform(text: str, start: int, end: int, *, wholly: bool = False) -> bool:
    """Tell whether characters `start` to `end` of a text, or some of them, stand in a placeholder or a tag.

    A platform reads what stands there, and no customer does.
    """
    if "{" not in text and "%" not in text:
        return False
    spans = (found.span() for found in _READ.finditer(text, max(0, start - 250), end + 250))
    return any((first <= start and end <= last) if wholly else (first < end and start < last) for first, last in spans)


def is_like(name: str, entries: tuple[str, ...]) -> bool:
    """Tell whether a name is among those of the configuration, of which `my.*` stands for all that begin so."""
    plain = name.casefold()
    return any(
        plain.startswith(entry[:-1]) if entry.endswith("*") else plain == entry for entry in map(str.casefold, entries)
    )


def names_of(text: str, whose: Whose, own: Placeholders) -> Iterator[tuple[int, int]]:
    """Where placeholders stand for the customer's name, or for the agent's."""
    for found in placeholders(text):
        if whose_name(text, found, own) == whose:
            yield found.start, found.end


def whose_name(text: str, found: Placeholder, own: Placeholders) -> Whose | None:
    """Tell whose name a placeholder stands for: by its name, and where that does not tell, by its place in the text."""
    if is_like(found.name, own.customer_name):
        return "customer"
    if is_like(found.name, own.agent_name):
        return "agent"
    words = [word.lower() for word in _WORD.findall(found.name)]
    if "signature" in words:
        return "agent"
    owners = _owners(words)
    if owners is None or owners & _OTHERS:
        return None
    return _by_owner(text, owners, found, own) or _by_place(text, found, owners)


def _owners(words: list[str]) -> Set[str] | None:
    """The words of a name that say whose it is; None if it is no name of a person."""
    said = [_joined(word) for word in words]
    kept = [word for pair in said for word in pair]
    while len(kept) > 1 and kept[-1] in _FORMS and any(word in _NAMES for word in kept[:-1]):
        kept.pop()
    owners = {word for word in kept if word not in _NAMES and word not in _NEUTRAL}
    if kept and (kept[-1] in _NAMES or (kept[-1] in _NEUTRAL and any(word in _NAMES for word in kept))):
        return owners
    return owners if owners and owners <= _ALONE else None


def _joined(word: str) -> tuple[str, ...]:
    """`customername` and `agentname` are two words."""
    owner = word.removesuffix("name")
    return (owner, "name") if owner != word and owner in _CUSTOMER | _AGENT | _WRITER | _OTHERS else (word,)


def _by_owner(text: str, owners: Set[str], found: Placeholder, own: Placeholders) -> Whose | None:
    if owners & _AGENT:
        return "agent"
    if owners & _CUSTOMER:
        return "customer"
    if owners & _WRITER:
        return "agent"
    return _user(text, found, own) if "user" in owners else None


def _user(text: str, found: Placeholder, own: Placeholders) -> Whose | None:
    """Whom a platform calls `user`: {%user.firstName%} and #{user.firstname} write, %{ticket.user.name} reads."""
    if found.syntax == "percent" or text.startswith("#", found.start):
        return "agent"
    if text.startswith("%{", found.start):
        return "customer"
    platforms = set(own.platforms)
    if platforms and platforms <= _USER_WRITES:
        return "agent"
    return "customer" if platforms == {"intercom"} else None


def _by_place(text: str, found: Placeholder, owners: Set[str]) -> Whose | None:
    before = _TAG.sub("", text[max(0, found.start - 120) : found.start])
    if _SIGNS_HERE.search(before) and (_INTRODUCED.search(before) or _ENDS_LINE.match(text, found.end)):
        return "agent"
    if owners <= {"user"} or _GREETED.search(before):
        return "customer"
    return "customer" if before.endswith(", ") and _CLAUSE_ENDS.match(text, found.end) else None
