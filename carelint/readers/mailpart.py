"""One mail: who, when, the best text of it, and where that stands in the file. No fault of a mail is a traceback."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from ..model import Place
from .places import FixedPlace
from .times import aware

_HEADERS = ("subject", "from", "to", "cc", "date", "message-id", "reply-to")
_PLAIN = ("", "7bit", "8bit", "binary")
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Mail:
    """A message as a thread needs it; `note` says what was wrong with its charset."""

    line: int
    headers: dict[str, str]
    name: str
    address: str
    at: datetime | None
    text: str
    attachments: tuple[str, ...]
    place: Place
    note: str


def parse(raw: bytes, line: int) -> Mail:
    """Read a message whose first header stands at a line of the file. Raises WrongError."""
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    message = message_from_bytes(raw, policy=policy.default)
    headers = {name.replace("-", "_"): value for name in _HEADERS if (value := _header(message, name))}
    name, address = parseaddr(headers.get("from", ""))
    part = _best(message)
    text, note = _text(part) if part is not None else ("", "")
    return Mail(
        line,
        headers,
        name,
        address,
        _date(message),
        text.rstrip(),
        _attachments(message),
        _place(part, raw, line),
        note,
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        value = message[name]
        text = "" if value is None else str(value)
    except Exception:  # The header parser of the standard library raises all sorts of errors on broken headers.
        text = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    return " ".join(_SURROGATES.sub("\ufffd", text).split())


def _date(message: EmailMessage) -> datetime | None:
    try:
        return aware(message["date"].datetime)
    except Exception:  # As above; a mail without a readable date still is a mail.
        return None


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    return (part for part in message.walk() if not part.is_multipart())


def _best(message: EmailMessage) -> EmailMessage | None:
    """Give the first plain text that is no attachment, else the first HTML."""
    texts = [part for part in _leaves(message) if not _file_name(part) and part.get_content_maintype() == "text"]
    for kind in ("text/plain", "text/html"):
        found = [part for part in texts if part.get_content_type() == kind]
        if found:
            return next((part for part in found if _bytes(part).strip()), found[0])
    return None


def _file_name(part: EmailMessage) -> str:
    try:
        name = part.get_filename()
        attached = part.get_content_disposition() == "attachment"
    except Exception:  # As in _header.
        return "attachment"
    return " ".join(_SURROGATES.sub("\ufffd", name).split()) if name else "attachment" if attached else ""


def _attachments(message: EmailMessage) -> tuple[str, ...]:
    return tuple(name for part in _leaves(message) if (name := _file_name(part)))


def _bytes(part: EmailMessage) -> bytes:
    try:
        if _coding(part) == "base64":
            return _base64(str(part.get_payload()))
        data = part.get_payload(decode=True)
    except Exception:  # As in _header: a broken transfer encoding.
        return b""
    return data if isinstance(data, bytes) else b""


def _base64(text: str) -> bytes:
    """Decode what can be decoded of broken base64; the standard library would give back the code itself."""
    code = re.sub(r"[^A-Za-z0-9+/]", "", text)
    code = code[: len(code) - (len(code) % 4 == 1)]
    return base64.b64decode(code + "=" * (-len(code) % 4))


def _coding(part: EmailMessage) -> str:
    return _header(part, "content-transfer-encoding").lower()


def _text(part: EmailMessage) -> tuple[str, str]:
    """Give the text, with line ends as \\n, and a note on a charset that was not what the mail says."""
    text, note = _decoded(part)
    text = _SURROGATES.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")
    if part.get_content_type() != "text/html":
        return text, note
    # Few inputs are HTML, and its library takes longer to import than all readers together.
    from .html import html_to_text

    return html_to_text(text), note


def _decoded(part: EmailMessage) -> tuple[str, str]:
    data = _bytes(part)
    try:
        charset = str(part.get_content_charset() or "utf-8")
        if charset == "us-ascii":
            charset = "utf-8"
        return data.decode(charset), ""
    except UnicodeDecodeError as error:
        return _fallback(data, f"not all bytes are {charset} (byte 0x{data[error.start]:02X})", charset)
    except Exception:  # An unknown charset, one that is no text encoding, or a header as in _header.
        return _fallback(data, "unknown charset", "utf-8")


def _fallback(data: bytes, why: str, charset: str) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), f"{why}; read as utf-8"
    except UnicodeDecodeError:
        return data.decode(charset, "replace"), f"{why}; unreadable bytes replaced"


def _place(part: EmailMessage | None, raw: bytes, line: int) -> Place:
    """Give where the text begins: exactly, where it stands uncoded in the file, else at the first line of its part."""
    if part is None:
        return FixedPlace(line)
    coding = _coding(part)
    # Of a coded part that breaks the rule to be ASCII, what stands before the first other character is looked for.
    payload = (
        _bytes(part) if coding in _PLAIN else str(part.get_payload()).partition("\ufffd")[0].encode(errors="replace")
    )
    start = _body(raw, payload)
    at = line + _line_ends(raw[:start])
    exact = coding in _PLAIN and part.get_content_type() == "text/plain"
    return Place(at) if exact else FixedPlace(at)


def _body(raw: bytes, payload: bytes) -> int:
    """Give the offset of a part's body: where its bytes stand behind an empty line."""
    for end in (b"\r\n\r\n", b"\n\n"):
        if (found := raw.find(end + payload)) >= 0:
            return found + len(end)
    return max(raw.find(payload), 0)


def _line_ends(data: bytes) -> int:
    return data.count(b"\n")
