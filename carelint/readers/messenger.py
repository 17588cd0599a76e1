"""What WhatsApp and its like write into a chat themselves: notices, and names of files in the place of a text."""

from __future__ import annotations

import re

_NOTICE = re.compile(
    r"(?:Messages and calls are end-to-end encrypted|Messages (?:to this (?:chat|group)|you send to this)"
    r"|This message was (?:deleted|edited)|You deleted this message|Missed (?:voice|video) call"
    r"|Waiting for this message|Your security code with)\b"
)
_FILE = re.compile(
    r"<attached: (?P<inside>[^<>\n]{1,200})>|(?P<before>[^<>\n]{1,200}) \((?:file attached|Datei angehängt)\)"
    r"|<?(?P<kind>Media|image|video|audio|sticker|GIF|document|Contact card) (?:omitted|weggelassen)>?",
    re.IGNORECASE,
)
# Marks of the writing direction, which iPhones set before what is not typed.
MARKS = "\u200e\u200f"


def is_notice(text: str) -> bool:
    """Tell whether the messenger itself says this, in whosever name."""
    return _NOTICE.match(text.lstrip(MARKS)) is not None


def file_name(line: str) -> str:
    """Give the file that a line stands for, or what kind it was; empty where the line is a text."""
    found = _FILE.fullmatch(line.strip().strip(MARKS))
    return (found["inside"] or found["before"] or found["kind"] or "") if found else ""
