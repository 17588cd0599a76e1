"""Documents -> what is found in them. All of this runs in one thread: linters are not made for several."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..config import Config
from ..errors import CarelintError, Fault
from ..model import Conversation, Finding, Kind, Turn
from ..rule import Rule
from ..run import spare_the_collector
from .buffers import Buffer
from .setups import Setup, Setups
from .sieves import Sieves

# The linter makes an index of signals, part by part, once it has seen so many texts. It is made before one types.
_LEARNED, _STEP = 1_001, 50
# A text that makes it load what it loads late: what the rules for drafts need.
_WARM = """Hi Ana,

Thank you for your e-mail about order 4471 of 3 May, and for waiting. Unfortunatly I can't change it, because the parcel
left our warehouse this morning; I'm sorry for the trouble, that was our mistake. Please send it back to us within 14
days, and I will refund the full price of 89 euros to your card.

If you would rather keep it, you can utilise the form at https://example.com, or call +1 202 555 0143, and we'll get
back to you by 5 pm on Friday 7 May. Could you tell me your number, please? To help you further I need {{ticket.id}}.

1. Open the app.
2. Press "Update".

Kind regards,
Lee
Acme Care
"""


@dataclass(frozen=True)
class Document:
    """A document of the editor as the readers want it.

    `path` stands in the file system for a file, and is made up for one without; `kind` is set where nothing else tells.
    """

    uri: str
    version: int | None
    path: str
    buffer: Buffer
    kind: Kind | None = None

    @property
    def folder(self) -> Path:
        """The folder that its configuration is looked for from."""
        return Path(os.path.dirname(self.path) or ".")


@dataclass(frozen=True)
class Checked:
    """What was found in one version of a document; of the `problems`, what could not be read."""

    document: Document
    findings: tuple[Finding, ...]
    problems: tuple[Fault, ...]
    rules: dict[str, Rule]
    config: Path | None


Reading = Callable[[Config, str, bytes, Kind | None, Callable[[Fault], None]], Iterable[Conversation]]
"""Reads what a file of that path would hold: told a configuration, path, content, kind, and who hears of problems."""


class Checker:
    """Reads and lints documents, each with the configuration and the suppressions that are closest to it."""

    def __init__(self, setups: Setups, sieves: Sieves, reading: Reading) -> None:
        self._setups = setups
        self._sieves = sieves
        self._reading = reading

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All that is wrong with the configurations, packs and suppressions in use."""
        return (*self._setups.faults, *self._sieves.faults)

    def forget(self) -> None:
        """Files may have changed: look at all of them again."""
        self._setups.forget()
        self._sieves.forget()

    def warm(self, folder: Path) -> None:
        """Load what the documents of a folder will need. What is wrong is told when a document meets it."""
        self._try(folder, [_WARM])

    def learn(self, folder: Path) -> Iterator[Callable[[], None]]:
        """Give what makes the linter of a folder quick, in steps, so that documents need not wait long."""
        for first in range(0, _LEARNED, _STEP):
            yield lambda first=first: self._try(folder, (f"Order {number}" for number in range(first, first + _STEP)))  # type: ignore[misc]
        yield lambda: self._try(folder, [f"{_WARM}\n", _WARM.lower(), _WARM.replace("\n\n", " ")])
        yield self.settle

    def settle(self) -> None:
        """All that is loaded stays: the garbage collector need not walk it again at every other key."""
        gc.collect()
        spare_the_collector()

    def _try(self, folder: Path, texts: Iterable[str]) -> None:
        drafts = (Conversation("warm", (Turn("agent", text),), "email", "draft") for text in texts)
        for _ in self._setups.of(folder).linter.lint(drafts):
            pass

    def check(self, document: Document) -> Checked:
        """Read and lint a document. An empty one has no findings, and no problem either."""
        setup = self._setups.of(document.folder)
        problems: list[Fault] = []
        findings: tuple[Finding, ...] = ()
        if document.buffer.text.strip("\ufeff \t\r\n"):
            try:
                findings = tuple(self._findings(setup, document, problems.append))
            except CarelintError as error:
                problems.append(Fault(document.path, 0, 0, str(error)))
        rules = {rule.id: rule for rule in setup.chooser.all_rules()} if findings else {}
        return Checked(document, findings, tuple(problems), rules, setup.path)

    def _findings(self, setup: Setup, document: Document, tell: Callable[[Fault], None]) -> Iterable[Finding]:
        data = document.buffer.text.encode("utf-8", "replace")  # one character each, so that all stand where they did
        conversations = self._reading(setup.config, document.path, data, document.kind, tell)
        results = setup.linter.lint(conversations)
        sieve = self._sieves.of(setup, document.path, document.folder, tell)
        for result in sieve(results) if sieve else results:
            # What was said was said: only what is still to be sent can be written otherwise.
            done = result.kind == "transcript"
            yield from (replace(found, fix=None, edit=None) if done else found for found in result.findings)
