"""Make anew what tests compare: the golden findings, the picture, the README's tables and the schemas.

Run: python -m tests.tools.refresh, then read the difference before you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

from .golden import golden
from .picture import picture
from .rule_table import with_tables
from .schemas import schemas

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "examples.jsonl"
PICTURE = ROOT / "examples" / "report.svg"
README = ROOT / "README.md"


def main() -> None:
    """Write the files, and name those that changed."""
    os.chdir(ROOT)
    made = {GOLDEN: golden(), PICTURE: picture(), README: with_tables(README.read_text(encoding="utf-8"))}
    made |= {ROOT / "carelint" / "schemas" / name: text for name, text in schemas().items()}
    for path, text in made.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"changed: {path.relative_to(ROOT).as_posix()}")


if __name__ == "__main__":
    main()
