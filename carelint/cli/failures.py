"""What can go wrong while a command runs -> a message on standard error and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import click

from ..errors import CarelintError, ExitCode
from .streams import silence_stdout, use_utf8, warn


def guarded(command: Callable[[], object]) -> int:
    """Run a command; whatever happens, give 0, 1 or 2 and show no traceback."""
    use_utf8()
    try:
        code = command()
        sys.stdout.flush()
        return code if isinstance(code, int) else ExitCode.CLEAN
    except BrokenPipeError:
        # The reader has seen enough, as `head` does.
        silence_stdout()
        return ExitCode.CLEAN
    except (KeyboardInterrupt, click.Abort):
        return _wrong("interrupted")
    except click.ClickException as error:
        error.show()
        return ExitCode.WRONG
    except CarelintError as error:
        return _wrong(str(error))
    except Exception as error:
        return _internal(error)


def _wrong(message: str) -> int:
    warn(message)
    return ExitCode.WRONG


def _internal(error: Exception) -> int:
    if os.environ.get("CARELINT_DEBUG"):
        import traceback

        traceback.print_exc()
    what = " ".join(f"{type(error).__name__}: {error}".split())
    hint = "please report it; CARELINT_DEBUG=1 shows where it happened"
    return _wrong(f"internal error ({what[:200]}): {hint}")
