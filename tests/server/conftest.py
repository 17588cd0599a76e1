"""One server for most tests: it takes seconds to start, and editors keep one all day as well."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from .client import Editor, editor, limited
from .desk import furnish


@dataclass(frozen=True)
class Office:
    """A server that runs, its client, and a folder that is open in it. Each desk is a folder in that."""

    runner: asyncio.Runner
    client: Editor
    folder: Path

    def desk(self) -> Path:
        """Make a folder that nothing is in."""
        self.client.tidy()
        return Path(tempfile.mkdtemp(dir=self.folder))

    def play(self, scene: Callable[[Editor], Coroutine[Any, Any, None]]) -> None:
        """Play a scene with the client."""
        self.runner.run(limited(scene(self.client)))


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = furnish(tmp_path_factory.mktemp("office"))
    with asyncio.Runner() as runner:
        context = editor(folder, cwd=folder)
        client = runner.run(context.__aenter__())
        try:
            yield Office(runner, client, folder)
        finally:
            runner.run(context.__aexit__(None, None, None))


@pytest.fixture
def desk(office: Office) -> Path:
    """A folder as a team has it, for one test."""
    return furnish(office.desk())
