"""`carelint serve`: a language server on standard input and output."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

import click

from ..errors import Fault, UsageError
from ..model import Conversation, Kind
from .options import ReadChoice, home

if TYPE_CHECKING:
    from ..config import Config
    from ..server import Server


@click.command()
def serve() -> int:
    """Check drafts while they are written: a language server (LSP) that an editor starts.

    It speaks on standard input and output, and nowhere else. Each document is checked with the carelint.yaml or
    pyproject.toml closest to it. A draft may name the conversation that it answers in its front matter: reply_to:
    chats/4711.txt, from the draft's folder.

    \b
    Example, what the editor is to start:
      carelint serve
    For Neovim (init.lua):
      vim.lsp.config("carelint", {
        cmd = {"carelint", "serve"}, filetypes = {"text", "markdown"},
      })
      vim.lsp.enable("carelint")
    For Helix (languages.toml):
      [language-server.carelint]
      command = "carelint"
      args = ["serve"]
      [[language]]
      name = "markdown"
      language-servers = ["carelint"]
    """
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError("this is started by an editor, which speaks the language server protocol with it")
    from ..server import Server
    from .suppressed import sieve_for

    _log_to_stderr()
    server = Server(read_document, sieve_for, home())
    with _own_stdout() as stdout:
        _speak(server, sys.stdin.buffer, stdout)
    server.stop()
    return 0 if server.was_asked else 1


def _speak(server: Server, stdin: BinaryIO, stdout: BinaryIO) -> None:
    try:
        server.start_io(stdin, stdout)
    except (ValueError, OverflowError, MemoryError):
        what = "standard input announces a message that is longer than any: is it an editor that speaks?"
        raise UsageError(what) from None


def read_document(
    config: Config, path: str, data: bytes, kind: Kind | None, tell: Callable[[Fault], None]
) -> Iterable[Conversation]:
    """Read a document of the editor as the file that it will be."""
    from .inputs import Inputs

    choice = ReadChoice(kind=None if config.kind else kind)
    return Inputs(config, choice, tell, as_of=config.now(), held={path: data}).read([path])


@contextmanager
def _own_stdout() -> Iterator[BinaryIO]:
    """Give a standard output for the protocol alone: what anything else prints goes to standard error."""
    sys.stdout.flush()
    with os.fdopen(os.dup(1), "wb") as stdout:
        os.dup2(2, 1)
        yield stdout


class _OneLine(logging.Formatter):
    """A log without tracebacks and without much of what was typed."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record as one line."""
        what = record.getMessage().partition("\n")[0][:200]
        error = record.exc_info[1] if record.exc_info else None
        return f"carelint: {what}" + (f" ({type(error).__name__})" if error else "")


def _log_to_stderr() -> None:
    handler = logging.StreamHandler(sys.stderr)
    if not os.environ.get("CARELINT_DEBUG"):
        handler.setFormatter(_OneLine())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
