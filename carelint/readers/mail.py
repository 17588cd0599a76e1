"""E-mail: one message (.eml) or a mailbox of threads (.mbox)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email.utils import parseaddr

from ..errors import Fault, ReadError
from ..model import Conversation, Customer, Role, Turn
from . import record
from .decode import Source
from .fields import WrongError
from .mailbox import Entry, Spool, threads
from .mailpart import Mail, parse
from .options import ReadOptions
from .text import stem

_HEADER = re.compile(
    r"^(from|to|subject|date|message-id|mime-version|content-type|received|return-path|delivered-to|reply-to):",
    re.IGNORECASE | re.MULTILINE,
)
_WORDS = frozenset(
    re.findall(
        r"\w+",
        """support help helpdesk care service services customerservice customercare customersupport info noreply
        donotreply team sales billing orders returns feedback complaints enquiries inquiries hello agent agents desk
        office accounts""",
    )
)


def is_mail(head: str) -> bool:
    """Tell whether a text begins with the header lines of a mail, or with the line that begins a mailbox."""
    block = re.split(r"\r?\n\r?\n", head, maxsplit=1)[0]
    names = {found[1].casefold() for found in _HEADER.finditer(block)}
    first = block.split("\n", 1)[0]
    if first.startswith("From "):
        return "from" in names and len(names) >= 2
    return "from" in names and len(names) >= 3 and ":" in first


def read_mail(source: Source, options: ReadOptions) -> Iterator[Conversation | ReadError]:
    """Read one message, or the threads of a mailbox, each ordered by date.

    A mailbox is read twice: headers first, so that memory holds those and one thread.
    """
    with Spool.of(source) as spool:
        found = False
        for entries in threads(spool):
            found = True
            parsed = [_parsed(spool, entry, source.path) for entry in entries]
            yield from (mail for mail in parsed if isinstance(mail, ReadError))
            if mails := [mail for mail in parsed if isinstance(mail, Mail)]:
                yield _conversation(mails, source.path, options)
    if not found:
        yield ReadError(Fault(source.path, 0, 0, "is empty"))


def _parsed(spool: Spool, entry: Entry, path: str) -> Mail | ReadError:
    raw = spool.message(entry)
    try:
        return parse(raw, entry.line)
    except Exception as error:  # The standard library raises all sorts of errors, RecursionError too, on hostile mail.
        what = f"the mail is too broken to be read ({type(error).__name__})"
        return ReadError(Fault(path, entry.line, 0, what))


def _conversation(mails: list[Mail], path: str, options: ReadOptions) -> Conversation | ReadError:
    line = mails[0].line
    try:
        for mail in mails:
            if not mail.headers:
                raise WrongError("has no mail headers")
        return _thread(sorted(mails, key=_order), path, options)
    except WrongError as error:
        return ReadError(Fault(path, line, 0, error.what))


def _order(mail: Mail) -> tuple[bool, float]:
    # Messages without a date go last, in the order of the file.
    return (mail.at is None, mail.at.timestamp() if mail.at else 0.0)


def _thread(mails: list[Mail], path: str, options: ReadOptions) -> Conversation:
    first = mails[0]
    values: dict[str, object] = {key: value for key, value in first.headers.items() if value}
    values.setdefault("subject", "")
    if first.note:
        values["charset_fault"] = first.note
    found = record.Head(
        id=first.headers.get("message_id", "").strip("<> ") or stem(path),
        channel=options.channel or "email",
        kind=options.kind,
        unanswered=options.unanswered,
        metadata=values,
    )
    turns: list[Turn] = []
    people: list[Customer] = []
    unknown: list[int] = []
    for mail in mails:
        if not mail.text and not mail.attachments:
            continue
        role = options.roles.role("", mail.name, mail.address) or _by_address(mail.address)
        if role is None:
            unknown.append(len(turns))
        author = mail.name or mail.address
        people.append(Customer(mail.name, "", mail.address))
        turns.append(Turn(role or "third_party", mail.text, author, mail.at, None, mail.attachments, mail.place))
    if not turns:
        raise WrongError("the mail has no text")
    read = record.conversation(found, turns, unknown, path)
    if address := _answers_go_to(mails, read):
        read = replace(read, metadata={**read.metadata, "reply_address": address})
    customers = (person for person, turn in zip(people, read.turns, strict=True) if turn.role == "customer")
    return replace(read, customer=next(customers, Customer()))


def _answers_go_to(mails: list[Mail], read: Conversation) -> str:
    """The address that an answer to the agents' last mail goes to; nothing where none of them wrote."""
    spoken = [mail for mail in mails if mail.text or mail.attachments]
    last = next((mail for mail, turn in zip(spoken[::-1], read.turns[::-1], strict=True) if turn.role == "agent"), None)
    if last is None:
        return ""
    return parseaddr(last.headers.get("reply_to", ""))[1] or last.address


def _by_address(address: str) -> Role | None:
    """Tell the agent by what stands before the @: support, help, noreply and the like."""
    local = address.partition("@")[0].casefold()
    words = {*re.split(r"[._+\-]", local), re.sub(r"[._+\-]", "", local)}
    return "agent" if words & _WORDS else None
