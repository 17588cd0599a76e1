"""`carelint check --watch`, as a process: what it prints when files, packs and the configuration are saved."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .cli_runner import run
from .server.client import PATIENCE, ROOT
from .server.desk import CONFIG, furnish

SORRY = "drafts/a.txt:1:8: error hollow-sorry [a#0] “Sorry if” doubts the customer.\n"


def until(wanted: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not wanted():
        assert time.monotonic() < end
        time.sleep(0.02)


@contextmanager
def started(*command: str, cwd: Path, out: Path, err: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start a command that writes to files; in the end it is no more."""
    environment = {"PYTHONPATH": str(ROOT), "HOME": str(cwd), "PATH": os.defpath}
    with (
        out.open("wb") as stdout,
        err.open("wb") as stderr,
        subprocess.Popen(command, stdout=stdout, stderr=stderr, cwd=cwd, env=environment) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def test_each_save_is_checked(tmp_path: Path) -> None:
    furnish(tmp_path, CONFIG)
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    draft, out, err = drafts / "a.txt", tmp_path / "out", tmp_path / "err"
    draft.write_text("Hello. Sorry if so.", encoding="utf-8")
    command = [sys.executable, "-m", "carelint", "check", "drafts", "--watch", "--format", "concise"]
    with started(*command, cwd=tmp_path, out=out, err=err) as process:
        until(lambda: "Ctrl-C" in err.read_text(encoding="utf-8"))
        assert out.read_text(encoding="utf-8") == SORRY
        # As editors save: written beside, and moved there.
        (drafts / ".a.tmp").write_text("Hello. Sorry if we utilise it.", encoding="utf-8")
        os.replace(drafts / ".a.tmp", draft)
        plain = "drafts/a.txt:1:20: warning plain [a#0] “utilise” can be said plainly: “use”.\n"
        until(lambda: out.read_text(encoding="utf-8") == SORRY + SORRY + plain)
        (tmp_path / "carelint.yaml").write_text(CONFIG + "ignore: [plein]\n", encoding="utf-8")
        until(lambda: "plein" in err.read_text(encoding="utf-8"))
        (tmp_path / "carelint.yaml").write_text(CONFIG + "ignore: [plain]\n", encoding="utf-8")
        until(lambda: out.read_text(encoding="utf-8") == SORRY + SORRY + plain + SORRY)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    assert err.read_text(encoding="utf-8").splitlines() == [
        "watching for changes; Ctrl-C ends it",
        "changed: drafts/a.txt",
        "changed: carelint.yaml",
        'carelint.yaml:4:10: no rule or pack is called "plein": did you mean "plain"? '
        "allowed: demo, greets, hollow-sorry, plain, shouting, slow",
        "changed: carelint.yaml",
    ]


def test_standard_input_cannot_be_watched() -> None:
    answer = run("check", "-", "--watch")
    assert (answer.code, answer.err) == (2, "--watch needs files or folders: standard input comes but once\n")


@pytest.mark.parametrize("name", ["../chats/4471.txt", "gone.txt"])
def test_a_draft_says_what_it_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    furnish(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts/a.txt").write_text(f"---\nreply_to: {name}\n---\nWe utilise it.", encoding="utf-8")
    answer = run("check", "drafts/a.txt", "--format", "concise")
    if name == "gone.txt":
        where = "the path counts from the draft's folder, as in chats/4711.txt"
        assert (answer.code, answer.out) == (2, "")
        assert answer.err == f"drafts/a.txt:2:11: reply_to: no such file: gone.txt; {where}\n"
    else:
        plain = "drafts/a.txt:4:4: warning plain [4471#3] “utilise” can be said plainly: “use”.\n"
        assert (answer.code, answer.out, answer.err) == (0, plain, "")
