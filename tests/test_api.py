"""carelint as a library."""

from __future__ import annotations

from pathlib import Path

import pytest

from carelint import lint, load_packs, read
from carelint.errors import UsageError

PACKS = Path(__file__).parent / "data" / "packs"
CHAT = "Ana: Sorry if so.\nBo: Oh.\nAna: Sorry.\n"


@pytest.mark.parametrize("kind", [str, Path])
def test_paths_are_texts_or_paths(kind: type[str] | type[Path], tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_text(CHAT)
    library = load_packs([kind(PACKS)], shipped=False)
    (result,) = lint(read(kind(path), roles={"agent": ["Ana"]}), library)
    assert [finding.rule for finding in result.findings] == ["hollow-sorry", "greets"]


def test_read_takes_what_the_command_line_takes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(CHAT)
    (talk,) = read(path, kind="transcript", channel="email", roles={"agent": ["Ana"], "customer": ["Bo"]})
    assert (talk.kind, talk.channel, [turn.role for turn in talk.turns]) == (
        "transcript",
        "email",
        ["agent", "customer", "agent"],
    )
    (draft,) = read(path, kind="draft")
    assert (draft.kind, [turn.text for turn in draft.turns]) == ("draft", [CHAT.strip()])
    with pytest.raises(UsageError, match="unknown role"):
        next(read(path, roles={"agnet": ["Ana"]}))
