"""What is not the speaker's plain word is cut out before anything is matched."""

from __future__ import annotations

import pytest

from carelint.language.segments import segments


def cut(text: str) -> list[tuple[str, str]]:
    return [(segment.kind, text[segment.start : segment.end]) for segment in segments(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We sent it today.", []),
        ("Yes.\n> it never came\nSee above.", [("quoted", "> it never came")]),
        (
            "Hello\n\nOn Tue, 4 May 2026 at 10:02, Jo Field <jo@example.com> wrote:\nold",
            [
                ("quoted", "On Tue, 4 May 2026 at 10:02, Jo Field <jo@example.com> wrote:\nold"),
                ("url", "jo@example.com"),
            ],
        ),
        (
            "Hello\n\nOn Tue, 4 May 2026 at 10:02, Jo Field\n<jo@example.com> wrote:\nold",
            [
                ("quoted", "On Tue, 4 May 2026 at 10:02, Jo Field\n<jo@example.com> wrote:\nold"),
                ("url", "jo@example.com"),
            ],
        ),
        ("New.\n-----Original Message-----\nold", [("quoted", "-----Original Message-----\nold")]),
        (
            "New.\n\nFrom: Shop <care@shop.example>\nSent: today\n\nold",
            [("quoted", "From: Shop <care@shop.example>\nSent: today\n\nold"), ("url", "care@shop.example")],
        ),
        ("From: what I can see, it failed.", []),
        ("It is fixed.\n\nKind regards,\nElena\nCare team", [("signature", "Kind regards,\nElena\nCare team")]),
        ("It is fixed.\n-- \nElena", [("signature", "-- \nElena")]),
        ("Kind regards,\nelena", [("signature", "Kind regards,\nelena")]),
        ("Done.\nThanks,\nJo Bell", [("signature", "Thanks,\nJo Bell")]),
        ("Hi Jo\nThanks\nI'll check it today", []),
        ("Hi Jo\nthank you\nyour order ships today", []),
        ("Fixed.\nSent from my iPhone", [("signature", "Sent from my iPhone")]),
        ("Thanks for the photo.\nIt helps a lot.", []),
        ("-- and that is why it flickers", []),
        ("Run `reset --all` now", [("code", "`reset --all`")]),
        ("Try:\n```\nsorry you feel\n```\nDone", [("code", "```\nsorry you feel\n```")]),
        ("See https://help.example/a?b=1 please", [("url", "https://help.example/a?b=1")]),
        ("I read “it never came” twice", [("inline_quote", "“it never came”")]),
        ("Don't write 'I'm sorry you feel' to customers", [("inline_quote", "'I'm sorry you feel'")]),
        ("That's Jo's and Sam's", []),
        ("You mentioned that it broke. I see.", [("inline_quote", " that it broke")]),
        ("As you said, it works.", []),
        ("Done.\nBegin forwarded message:\nold", [("quoted", "Begin forwarded message:\nold")]),
        ("Am 3. Mai 2026 schrieb Jo Field:", [("quoted", "Am 3. Mai 2026 schrieb Jo Field:")]),
        ("Le 3 mai 2026, Jo a écrit :", [("quoted", "Le 3 mai 2026, Jo a écrit :")]),
        ("Am I right that he wrote?", []),
        ("Get Outlook for iOS", [("signature", "Get Outlook for iOS")]),
        (
            "Paid.\nThis e-mail and its attachments are confidential.\nSee you",
            [("signature", "This e-mail and its attachments are confidential.")],
        ),
        (
            "The information in this message is intended only for the addressee.",
            [("signature", "The information in this message is intended only for the addressee.")],
        ),
        ("Registered office: 4 Mill Lane, York", [("signature", "Registered office: 4 Mill Lane, York")]),
        ("This message appears when the code, which is confidential, is wrong.", []),
        ("Your PIN is confidential, keep it to yourself.", []),
        ("This e-mail confirms your booking.", []),
    ],
)
def test_cuts(text: str, expected: list[tuple[str, str]]) -> None:
    assert cut(text) == expected
