"""The length of a message as a platform counts it: X weighs characters and takes every link for 23.

Source: X, "Counting characters" (developer documentation), and twitter-text, configuration v3: the weights of the
ranges of code points, 200 to a character where 100 make one; an emoji of several code points is one.
"""

from __future__ import annotations

import re
import unicodedata

from ..annotated import Annotated
from ..placeholders import placeholders

LINK = 23
# Code points up to these weigh one, all others two.
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
_URL = re.compile(
    r"https?://[^\s<>\"”]{1,2000}"
    r"|(?<![@\w.-])(?:[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?\.){1,4}(?:com|org|net|info|biz|io|co|app|dev|shop|uk|de|fr|es|it|nl|ie|ca|eu"
    r"|us|gov|edu|me|ly|tv|be|ch|at|in|jp)(?![\w@-])(?:/[^\s<>\"”]{0,2000})?",
    re.IGNORECASE,
)
_EMOJI = (
    r"(?:[\U0001F1E6-\U0001F1FF]{2}"
    r"|[#*0-9]\uFE0F?\u20E3"
    r"|{one}(?:\u200D{one}){0,7})"
).replace("{one}", "[©®\u203c-\u3299\U0001f000-\U0001faff]\ufe0f?[\U0001f3fb-\U0001f3ff]?")
_CLUSTER = re.compile(_EMOJI)
_ENDING = re.compile(r"[.,;:!?'\")\]]+$")
# The handles that a public reply opens with do not count, up to fifty of them.
_REPLY_TO = re.compile(r"\A\s{0,9}(?:@\w{1,50}\s{1,9}){1,50}")

# A placeholder of a macro takes the room of a name.
_NAME = "x" * 8
_PLATFORM_FIELDS = ("platform", "network", "source", "provider")
_OTHERS = re.compile(r"facebook|instagram|linkedin|mastodon|bluesky|tiktok|youtube|threads|reddit", re.IGNORECASE)


def platform_length(text: str) -> int:
    """Count a post as X does: 1 for Latin and the like, 2 for CJK and emoji, 23 for a link."""
    # X escapes these in what it exports.
    for escaped, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(escaped, character)
    text = unicodedata.normalize("NFC", text).strip()
    text = _REPLY_TO.sub("", text, count=1)
    total, done = 0, 0
    for match in _URL.finditer(text):
        end = match.end() - len(found[0]) if (found := _ENDING.search(match[0])) else match.end()
        total += _weight(text[done : match.start()]) + LINK
        done = end
    return total + _weight(text[done:])


def _weight(text: str) -> int:
    if text.isascii():
        return len(text)
    emoji = list(_CLUSTER.finditer(text))
    rest = _CLUSTER.sub("", text) if emoji else text
    light_signs = sum(1 for match in emoji if match[0] in "©®")
    return 2 * len(emoji) - light_signs + sum(1 if _is_light(ord(character)) else 2 for character in rest)


def _is_light(code: int) -> bool:
    return any(first <= code <= last for first, last in _LIGHT)


def post_length(annotated: Annotated, turns: list[int]) -> float:
    """The length of the longest post among these turns; what is not public, or on another platform, has none."""
    conversation = annotated.conversation
    if conversation.public is False or (conversation.kind == "transcript" and conversation.public is None):
        return 0
    told = (str(conversation.metadata.get(field, "")) for field in _PLATFORM_FIELDS)
    if _OTHERS.search(" ".join(told)):
        return 0
    posts = (conversation.turns[turn] for turn in turns)
    texts = [post.text for post in posts if post.visibility not in ("private", "internal")]
    return max((platform_length(_filled(text)) for text in texts), default=0)


def _filled(text: str) -> str:
    """Put something of the length of a name into placeholders, but not where the brackets may be meant."""
    pieces, done = list[str](), 0
    for found in placeholders(text):
        if found.syntax not in ("square", "angle", "dollar", "capitals"):
            pieces += [text[done : found.start], _NAME]
            done = found.end
    return "".join([*pieces, text[done:]])
