"""Where an answer to the agents' mail goes, and the subject of a mail without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from carelint.model import Conversation
from carelint.readers import read

AGENT, CUSTOMER = "From: Help <support@acme.example>", "From: Bob <bob@example.com>"


def metadata(path: Path, *mails: list[str]) -> dict[str, object]:
    messages = (
        "\n".join(
            ["From x Sat Mar  1 10:00:00 2025", *headers, f"Date: Sat, 1 Mar 2025 1{n}:00:00 +0000", "", "Hi", ""]
        )
        for n, headers in enumerate(mails)
    )
    path.write_text("\n".join(messages))
    [found] = read(str(path))
    assert isinstance(found, Conversation)
    return {name: found.metadata.get(name) for name in ("subject", "reply_address")}


@pytest.mark.parametrize(
    ("mails", "subject", "address"),
    [
        ([[AGENT, "Subject: Order 7"]], "Order 7", "support@acme.example"),
        ([[AGENT]], "", "support@acme.example"),
        ([[AGENT, "Reply-To: Care <care@acme.example>"]], "", "care@acme.example"),
        ([[AGENT, "Reply-To: nonsense <"]], "", "support@acme.example"),
        ([["From: <no-reply@acme.example>", "Subject: A"]], "A", "no-reply@acme.example"),
        ([[CUSTOMER, "Subject: A"], [AGENT, "Subject: Re: A"]], "A", "support@acme.example"),
        (
            [
                [AGENT, "Subject: A"],
                [CUSTOMER, "Subject: Re: A"],
                [AGENT, "Subject: Re: A", "Reply-To: b@a.example"],
            ],
            "A",
            "b@a.example",
        ),
    ],
)
def test_the_address(tmp_path: Path, mails: list[list[str]], subject: str, address: str) -> None:
    assert metadata(tmp_path / "a.mbox", *mails) == {"subject": subject, "reply_address": address}
