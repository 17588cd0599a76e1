"""One JSON value in a text: where it begins, what it is, and what is wrong with it."""

from __future__ import annotations

import json
import re
from json.decoder import JSONDecodeError

from .fields import WrongError, clean

_SPACE = re.compile(r"[ \t\r\n\ufeff]*")
# A value that is cut off by the end of what was read fails this close to it (the longest literal is -Infinity).
_NEAR = 16
_TOO_DEEP = "nested too deeply"


def _number(text: str) -> int | float:
    """Read an integer; one that has more digits than Python reads becomes a float."""
    return int(text) if len(text) < 4000 else float(text)


_STRICT = json.JSONDecoder()
_PATIENT = json.JSONDecoder(parse_int=_number)


def decode(text: str, start: int = 0) -> tuple[object, int]:
    """Decode one value; lone surrogates become U+FFFD. Raises JSONDecodeError and WrongError."""
    try:
        value, end = _raw(text, start)
        if text.find("\\ud", start, end) >= 0 or text.find("\\uD", start, end) >= 0:
            value = clean(value)
    except RecursionError:
        raise WrongError(_TOO_DEEP) from None
    return value, end


def _raw(text: str, start: int) -> tuple[object, int]:
    try:
        return _STRICT.raw_decode(text, start)
    except JSONDecodeError:
        raise
    except ValueError:
        return _PATIENT.raw_decode(text, start)


def cut_off(error: JSONDecodeError) -> bool:
    """Tell whether a value may be faulty only because its text ends."""
    return error.pos > len(error.doc) - _NEAR or error.msg.startswith("Unterminated")


def said(error: JSONDecodeError) -> str:
    """Say what is wrong, as a part of a sentence."""
    return error.msg[0].lower() + error.msg[1:]


def skip(text: str, index: int) -> int:
    """Give where the space that may stand at an index ends."""
    found = _SPACE.match(text, index)
    return found.end() if found else index


def begins_json(head: str, *, cut: bool) -> bool:
    """Tell whether a text begins with a JSON value, which may go on behind the head if that is `cut`."""
    try:
        end = skip(head, decode(head, skip(head, 0))[1])
    except JSONDecodeError as error:
        return cut and cut_off(error)
    except WrongError:
        return True
    return head[end : end + 1] in ("", "{", "[")
