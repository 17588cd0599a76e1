"""The customer's name: what is known of it, and where the agent uses it to address the customer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ..annotated import Annotated, Mention, Notes
from ..model import Placeholders
from ..placeholders import names_of

# Signals of the core pack that the name is learnt from.
ASKS_NAME, GIVES_NAME = "asks-name", "gives-name"
NAME_SIGNALS = (ASKS_NAME, GIVES_NAME)

_LETTER = "A-Za-zÀ-ɏ"
_TITLES = r"(?:mr|mrs|ms|miss|mx|dr|prof|sir|madam|ma'am)\.?"
# A part of a name stands alone: not in an e-mail address, not in xX_user_77.
_PART = re.compile(rf"(?<![\w@.])[{_LETTER}][{_LETTER}'’-]{{1,30}}(?![\w@])")
_ADDRESS = re.compile(r"\S{1,64}@\S{1,200}")
_HANDLE_PART = re.compile(r"[A-Z][a-z]{2,20}")
# An answer to the question for the name: “Diane Marsh”, “sure, it's Diane”, “Diane. And you?”
_ANSWER = re.compile(
    r"\s{0,5}(?:(?:yes|yeah|sure|ok|okay|hi|hello|hey|of course|well|certainly|absolutely)[,.!]{0,2}\s{1,3}){0,3}"
    r"(?:(?:it['’]?s|it is|this is|i['’]?m|i am|(?:my |the )?(?:full )?name(?: is|['’]s|:)?)\s{1,3})?"
    rf"(?P<name>(?-i:[A-ZÀ-Þ])[{_LETTER}'’-]{{1,30}}(?:\s(?-i:[A-ZÀ-Þ])[{_LETTER}'’.-]{{0,30}}){{0,2}}(?=\s{{0,3}}(?:[,.!;\n(]|$|and\b|\d))"
    rf"|[{_LETTER}'’-]{{2,30}}(?:\s[{_LETTER}'’-]{{2,30}}){{0,1}}(?=\s{{0,3}}(?:[,.!]{{1,3}}\s{{0,3}})?$))",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    "yes yeah no nope ok okay sure hello hi hey thanks thank you please why what the my none and customer guest "
    "visitor user anonymous unknown not member client contact caller support mr mrs ms miss mx dr prof sir madam never "
    "mind here it is this am good great fine cool right correct done i i'm i’m i'd i’d i'll i’ll i've i’ve sorry "
    "actually have how can could would oh uh um hmm duh yup yep gee try at me in on for to of with so but if just then "
    "there also let need want are do does well anyway captain doctor".split()
)
# Names that are ordinary words too: they address somebody only with a capital letter and a mark behind: “Thanks, Will.”
_ORDINARY = frozenset(
    "will may mark rich hope art grace joy bill pat sue rob chase drew faith dawn rose april june august summer sunny "
    "don jack frank guy max ray gene dean grant price young long short white black brown green king day baker best "
    "love page read ready sharp wise free cash case wells banks bell bond cook ford hall hill lane law".split()
)
# Common short forms, so that "Morning Di" addresses Diane.
_SHORT_FORMS = """
abigail: abby; alexander: alex; alexandra: alex; amanda: mandy; andrew: andy; angela: angie; anthony: tony;
barbara: barb; benjamin: ben; catherine: cath cathy kate; charles: charlie; christine: chris; christopher:
chris; cynthia: cindy; daniel: dan danny; david: dave; deborah: debbie; diane: di; donald: don; edward: ed
eddie ted; elizabeth: liz beth lizzie; frederick: fred; gerald: gerry; gregory: greg; james: jim jimmy jamie;
jennifer: jen jenny; jessica: jess; joanna: jo; joanne: jo; jonathan: jon; joseph: joe; katherine: kate kathy
katie; kenneth: ken; lawrence: larry; leonard: leo len; margaret: maggie meg; matthew: matt; michael: mike
mick; nicholas: nick; pamela: pam; patricia: pat trish; patrick: pat paddy; peter: pete; philip: phil;
raymond: ray; rebecca: becky; richard: rich rick dick; robert: bob rob bobby; ronald: ron; samantha: sam;
samuel: sam; stephen: steve; steven: steve; susan: sue susie; theodore: ted teddy; thomas: tom tommy; timothy:
tim; victoria: vicky; william: will bill; zachary: zach
"""
_SHORT = {name.strip(): forms.split() for name, forms in (line.split(":") for line in _SHORT_FORMS.split(";"))}
# Kenny and Susie are Ken and Sus-an with an ending of endearment.
_ENDEARING = re.compile(r"(?:ie|ey|y|i|o)$")

_OPENS = re.compile(
    r"(?:^|[.!?…\n:;–—,-]\s{0,3}|[)\]☀-➿\U0001F300-\U0001FAFF]\s{0,2}|@\w{1,50}[\s,]{1,3}"
    r"|\b(?:hi|hello|hey|hiya|howdy|dear|morning|afternoon|evening|day|thanks|thank you|thankyou|thx|cheers|sorry"
    r"|welcome|welcome back|bye|goodbye|ok|okay|great|awesome|excellent|there|well|right|yes|no|sure|you|too|certainly"
    r"|perfect|alright|all right|again|now|today|please|apologies|congratulations|congrats)[\s,]{1,3})$",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"\s{0,2}(?:[,.!?:;…\n–—-]|$|[☀-➿\U0001F300-\U0001FAFF])")
_SPOKEN_OF_BEFORE = re.compile(
    r"\b(?:name|names|of|for|from|by|with|to|called|named|is|am|and|or|account|the|your|this|my|our|colleague|manager|driver|doctor|as|under|at|in)"
    r"\s{0,3}[:\"“]?\s{0,3}(?:(?-i:[A-Z])\.?\s{1,3})?$",
    re.IGNORECASE,
)
_SPOKEN_OF_AFTER = re.compile(
    r"(?:['’]s\b|\s(?:is|was|has|wrote|said|will|and I|Street|Lane|Road|Avenue|Drive|Court|House|Hotel|Hall)\b)"
)
# “Are you Diane Marsh?” asks; “How are you, Diane?” does not.
_ASKED_FOR = re.compile(r"(?<!how )\b(?:are you|is this|is that|is it)\s{1,3}$", re.IGNORECASE)
# Where only the handle is known, any name in the place of the addressee is taken for the customer's.
_GREETED = re.compile(
    r"\b(?:Hi|HI|Hello|Hey|Hiya|Dear|Morning|Afternoon|Evening|Thanks|Thank you|Sorry),? "
    r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? )?"
    r"(?!(?:There|All|Team|Everyone|Folks|For|Again|Customer|Sir|Madam|We|I|And|Both)\b)(?P<name>[A-Z][a-zÀ-ɏ]{1,20})(?=\s?[,.!?–-])"
)


@dataclass(frozen=True)
class Names:
    """The words that may stand for the customer when spoken to, and a handle without its @.

    `theirs` is what the customer wrote, and under which names: who is named there may well be greeted. `placeholders`
    is what the configuration says of those.
    """

    words: frozenset[str] = frozenset()
    handle: str = ""
    theirs: tuple[str, ...] = ()
    placeholders: Placeholders = field(default_factory=Placeholders)

    @cached_property
    def _vocative(self) -> re.Pattern[str] | None:
        words = sorted((re.escape(word) for word in self.words), key=lambda w: (-len(w), w))
        if not words:
            return None
        word = f"(?:{'|'.join(words)})"
        return re.compile(rf"(?<![\w@'’-])(?:{_TITLES}\s)?{word}(?:\s{word}){{0,3}}(?![\w-])", re.IGNORECASE)

    def used_in(self, text: str, notes: Notes) -> tuple[Mention, ...]:
        """Where the text addresses the customer: by name at a clause's edge, by handle, or by a placeholder."""
        spans = [*self._by_name(text), *self._by_other_form(text), *self._by_handle(text)]
        return _mentions("customer-name", [*spans, *names_of(text, "customer", self.placeholders)], notes)

    def agents_in(self, text: str, notes: Notes) -> tuple[Mention, ...]:
        """Where a placeholder stands for the agent's name or signature."""
        return _mentions("agent-placeholder", list(names_of(text, "agent", self.placeholders)), notes)

    def _by_name(self, text: str) -> Iterator[tuple[int, int]]:
        if self._vocative:
            for match in self._vocative.finditer(text):
                if _is_address(text, *match.span()):
                    yield match.span()

    def _by_other_form(self, said: str) -> Iterator[tuple[int, int]]:
        """A greeted name that is a form of a known one (Kenny, Dan for Daniela), or that the customer used."""
        for match in _GREETED.finditer(said) if self.words else ():
            name, plain = match["name"], match["name"].lower()
            if plain not in self.words and (self._is_form(plain) or any(_says(name, text) for text in self.theirs)):
                yield match.span("name")

    def _is_form(self, name: str) -> bool:
        base = _ENDEARING.sub("", name)
        begun = name if len(base) < 3 else base
        return any(word.startswith(begun) or (len(word) > 2 and name.startswith(word)) for word in self.words)

    def _by_handle(self, text: str) -> Iterator[tuple[int, int]]:
        if not self.handle:
            return
        # A public reply opens with the handle of whom it answers.
        for match in re.finditer(rf"\A\s{{0,9}}@\w{{1,50}}|@{re.escape(self.handle)}(?!\w)", text, re.IGNORECASE):
            yield match.span()
        for match in _GREETED.finditer(text):
            yield match.span("name")


def _mentions(signal: str, spans: list[tuple[int, int]], notes: Notes) -> tuple[Mention, ...]:
    if not spans:
        return ()
    masks = [s for s in notes.segments if s.kind in ("quoted", "inline_quote", "url")]
    free = {(s, e) for s, e in spans if not any(m.start <= s < m.end for m in masks)}
    return tuple(Mention(signal, s, e, 0) for s, e in sorted(free))


def _says(name: str, text: str) -> bool:
    return name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _is_address(text: str, start: int, end: int) -> bool:
    """A name addresses somebody where a clause begins or ends with it, unless it is plainly talked about."""
    before, after = text[max(0, start - 40) : start], text[end : end + 10]
    if _SPOKEN_OF_AFTER.match(after) or _SPOKEN_OF_BEFORE.search(before) or _ASKED_FOR.search(before):
        return False
    closes = bool(_CLOSES.match(after))
    if text[start:end].lower() in _ORDINARY and not (closes and text[start].isupper()):
        return False
    return not before.strip() or bool(_OPENS.search(before)) or closes


def known_names(annotated: Annotated) -> Names:
    """What the source, or the customer's own words before the agent's last turn, tell of the customer's name.

    On social media the handle is a name like any other, where no better one is known.
    """
    conversation = annotated.conversation
    words = set[str]()
    for full in (conversation.customer.name, *_given(annotated)):
        words.update(part.lower() for part in _PART.findall(_ADDRESS.sub(" ", full)) if part.lower() not in _NO_NAME)
    for word in tuple(words):
        words.update(_SHORT.get(word, ()))
        words.update(name for name, forms in _SHORT.items() if word in forms)
    handle = conversation.customer.handle.lstrip("@") if conversation.channel == "social" else ""
    if handle and not words:
        words.update(part.lower() for part in (*_HANDLE_PART.findall(handle), handle))
    theirs = (said for turn in conversation.turns if turn.role == "customer" for said in (turn.text, turn.author))
    return Names(frozenset(words), handle, tuple(theirs), conversation.placeholders)


def _given(annotated: Annotated) -> Iterator[str]:
    """Names that the customer gives: “I'm Diane”, or a bare name in answer to the question for it."""
    asked = False
    for index in range(max(annotated.turns_by("agent"), default=0)):
        turn = annotated.conversation.turns[index]
        if turn.role == "agent":
            asked = bool(annotated.mentions_of(index, ASKS_NAME))
        elif turn.role == "customer":
            for mention in annotated.mentions_of(index, GIVES_NAME):
                yield turn.text[mention.start : mention.end]
            answer = _ANSWER.match(turn.text) if asked else None
            if answer:
                yield answer["name"]
            asked = False
