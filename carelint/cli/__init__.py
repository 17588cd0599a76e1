"""The command line. Only this package prints, exits and reads the environment."""

from __future__ import annotations

from collections.abc import Sequence

import click

from .. import __version__
from .baseline import baseline
from .calibrate import calibrate
from .check import check
from .config import config
from .convert import convert
from .explain import explain
from .failures import guarded
from .init import init
from .parse import parse
from .rules import rules
from .schema import schema
from .serve import serve
from .test import test

__all__ = ["app", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="carelint", message="%(prog)s %(version)s")
def app() -> None:
    """Lint customer-care conversations: chats, e-mails, drafts and canned responses.

    \b
    Examples:
      carelint check chats/                 lint all conversations of a folder
      carelint check - --as draft           lint what you are about to send
      carelint explain non-apology          why a rule is there, and how to turn it off
    """


for command in (check, baseline, rules, explain, test, parse, calibrate, init, config, schema, serve, convert):
    app.add_command(command)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; give the exit code: 0 clean, 1 findings, 2 input, pack or configuration is wrong."""
    return guarded(lambda: app.main(argv, prog_name="carelint", standalone_mode=False))
