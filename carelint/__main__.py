"""`python -m carelint`."""

from __future__ import annotations


def run() -> None:
    """Run the command line and exit with its code."""
    from .cli import main

    raise SystemExit(main())


if __name__ == "__main__":
    run()
