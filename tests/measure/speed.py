"""How fast carelint is, as ratios measured side by side in one run.

Run: python -m tests.measure.speed [TRANSCRIPTS.jsonl]

1. `carelint --help`, as it is.
2. One cold check of a draft, against a bare `import spacy; spacy.blank("en")`, each in a process of its own.
3. A whole check of a file, all rules, one process, against plain nlp.pipe (tokenizer, sentencizer) over the same texts.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

_STAR = Path(__file__).resolve().parents[3] / "shared/data/transcripts/star-chat.jsonl"
_DRAFT = "Hi Ana,\n\nI'm sorry you feel that way. We'll get back to you soon.\n\nKind regards,\nLee\n"
_RUNS = 7


def seconds(work: Callable[[], object], runs: int) -> float:
    """The median wall-clock time of several runs, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def process(*arguments: str) -> Callable[[], object]:
    """A run of Python in a process of its own."""
    return lambda: subprocess.run(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )


def cold() -> None:
    """Print what starting costs."""
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "draft.txt"
        draft.write_text(_DRAFT, encoding="utf-8")
        bare = process("-c", "import spacy; spacy.blank('en')")
        check = process("-m", "carelint", "check", "--no-config", "--channel", "email", str(draft))
        for work in (bare, check):
            work()
        base = seconds(bare, _RUNS)
        print(f"bare spaCy          {base:6.3f} s")
        print(f"carelint --help     {seconds(process('-m', 'carelint', '--help'), _RUNS):6.3f} s")
        once = seconds(check, _RUNS)
        print(f"one draft, cold     {once:6.3f} s   {once / base:5.2f} x bare spaCy")


def batch(path: Path) -> None:
    """Print what a whole file costs."""
    import spacy

    from carelint.cli import main

    texts = [turn["text"] for line in path.open(encoding="utf-8") for turn in json.loads(line)["turns"]]
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")

    def plain() -> None:
        for _ in nlp.pipe(texts):
            pass

    def check() -> None:
        out, sys.stdout = sys.stdout, StringIO()
        try:
            main(["check", "--no-config", "--quiet", "--format", "jsonl", "--fail-on", "never", str(path)])
        finally:
            sys.stdout = out

    base = seconds(plain, 3)
    whole = seconds(check, 3)
    print(f"plain nlp.pipe      {base:6.2f} s   {len(texts)} turns, {len(set(texts))} distinct")
    print(f"whole check         {whole:6.2f} s   {whole / base:5.2f} x plain nlp.pipe")


if __name__ == "__main__":
    cold()
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else _STAR
    if given.exists():
        batch(given)
    else:
        print(f"no transcripts at {given}: name a JSONL file")
