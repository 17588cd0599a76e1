"""Peak memory of a check, on a file made by repeating transcripts to 20 MB and to 200 MB.

Run: python -m tests.measure.memory [TRANSCRIPTS.jsonl]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

_STAR = Path(__file__).resolve().parents[3] / "shared/data/transcripts/star-chat.jsonl"


def grow(source: Path, target: Path, size: int) -> None:
    """Repeat a JSONL file until it has at least `size` bytes; ids stay as they are but for a number."""
    lines = source.read_bytes().splitlines(keepends=True)
    written, turn = 0, 0
    with target.open("wb") as out:
        while written < size:
            for line in lines:
                written += out.write(line.replace(b'"id": "', f'"id": "{turn}-'.encode(), 1))
            turn += 1


def peak(path: Path) -> int:
    """The peak resident memory of `carelint check`, in MiB."""
    command = [
        sys.executable,
        "-m",
        "carelint",
        "check",
        "--no-config",
        "--quiet",
        "--format",
        "jsonl",
        "--fail-on",
        "never",
    ]
    child = subprocess.Popen([*command, str(path)], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"carelint failed on {path.name}")
    return usage.ru_maxrss // 1024


def main(source: Path) -> None:
    """Print both peaks and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        peaks = []
        for size in (20, 200):
            path = Path(folder) / f"{size}.jsonl"
            grow(source, path, size * 1_000_000)
            peaks.append(peak(path))
            print(f"{size:4d} MB   peak {peaks[-1]} MiB", flush=True)
        print(f"ratio     {peaks[1] / peaks[0]:.2f}")


if __name__ == "__main__":
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else _STAR
    if not given.exists():
        raise SystemExit(f"no transcripts at {given}: name a JSONL file")
    main(given)
