"""A real LSP client: pygls' own, which starts `python -m carelint serve` and speaks with it over its streams."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import Future
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, cast

from lsprotocol import types
from pygls.lsp.client import LanguageClient

ROOT = Path(__file__).resolve().parents[2]
COMMAND = ("-m", "carelint", "serve")
# Seconds after which an answer that has not come will not come; a busy machine may well need some of them.
PATIENCE = 60


class Editor(LanguageClient):
    """What an editor does, and all that it was told."""

    def __init__(self) -> None:
        super().__init__("editor", "1")
        self.published: list[types.PublishDiagnosticsParams] = []
        self.messages: list[types.ShowMessageParams] = []
        self.logged: list[types.LogMessageParams] = []
        self.watched: list[str] = []
        self.opened: set[str] = set()
        self.exit_code: int | None = None
        self.news = asyncio.Event()
        self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(self._hear(self.published))
        self.feature(types.WINDOW_SHOW_MESSAGE)(self._hear(self.messages))
        self.feature(types.WINDOW_LOG_MESSAGE)(self._hear(self.logged))
        self.feature(types.CLIENT_REGISTER_CAPABILITY)(partial(self._register))

    def _hear(self, told: list[Any]) -> Callable[[Any], None]:
        def hear(params: Any) -> None:
            told.append(params)
            self.news.set()

        return hear

    def _register(self, params: types.RegistrationParams) -> None:
        options = cast("dict[str, Any]", params.registrations[0].register_options)
        watchers = options["watchers"] if isinstance(options, dict) else options.watchers
        self.watched += [w["globPattern"] if isinstance(w, dict) else w.glob_pattern for w in watchers]
        self.news.set()

    async def server_exit(self, server: asyncio.subprocess.Process) -> None:
        self.exit_code = server.returncode

    async def enter(self, cwd: Path, greeting: types.InitializeParams) -> None:
        """Start the server and make its acquaintance."""
        environment = {"PYTHONPATH": str(ROOT), "HOME": str(cwd), "PATH": "/usr/bin:/bin"}
        async with asyncio.timeout(PATIENCE):
            await self.start_io(sys.executable, *COMMAND, env=environment, cwd=cwd)
            await self.initialize_async(greeting)
        self.initialized(types.InitializedParams())

    async def leave(self) -> None:
        """Shut the server down, as it should be; one that does not end is killed."""
        server = self._server
        if server is None:
            return
        try:
            async with asyncio.timeout(PATIENCE):
                if server.returncode is None:
                    await self.shutdown_async(None)
                    self.exit(None)
                await self.stop()  # type: ignore[no-untyped-call]
        finally:
            if server.returncode is None:
                server.kill()
                await server.wait()

    def tidy(self) -> None:
        """Close all documents, and forget what was told, but for the files that are watched."""
        for uri in sorted(self.opened):
            self.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
        self.opened.clear()
        for told in (self.published, self.messages, self.logged):
            told.clear()

    async def until(self, wanted: Callable[[], Any]) -> Any:
        """Wait until what is wanted is there."""
        async with asyncio.timeout(PATIENCE):
            while not (found := wanted()):
                self.news.clear()
                await self.news.wait()
            return found

    async def diagnostics(self, uri: str, version: int | None = None) -> list[types.Diagnostic]:
        """Wait for what is published of a version of a document, and give it."""
        params = await self.until(
            lambda: next((p for p in reversed(self.published) if (p.uri, p.version) == (uri, version)), None)
        )
        return list(params.diagnostics)

    async def ask(self, method: str, params: object) -> None:
        """Send a request as it stands, and wait for its answer. Raises JsonRpcException if that is an error."""
        answer = self.protocol._request_futures["asked"] = Future()
        self.protocol._send_data({"jsonrpc": "2.0", "id": "asked", "method": method, "params": params})
        async with asyncio.timeout(PATIENCE):
            await asyncio.wrap_future(answer)

    def open(self, uri: str, text: str, language: str = "plaintext", version: int = 1) -> None:
        """Open a document."""
        self.opened.add(uri)
        item = types.TextDocumentItem(uri, language, version, text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def type(self, uri: str, version: int, place: tuple[int, int, int, int], text: str) -> None:
        """Type something in the place of what stands between two positions."""
        span = types.Range(types.Position(*place[:2]), types.Position(*place[2:]))
        change = types.TextDocumentContentChangePartial(span, text)
        document = types.VersionedTextDocumentIdentifier(version, uri)
        self.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))


@asynccontextmanager
async def editor(*folders: Path, cwd: Path, encoding: str | None = None) -> AsyncIterator[Editor]:
    """Start the server with some folders open; shut it down in the end."""
    encodings = [types.PositionEncodingKind(encoding)] if encoding else None
    capabilities = types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=encodings) if encodings else None,
        workspace=types.WorkspaceClientCapabilities(
            did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
            workspace_edit=types.WorkspaceEditClientCapabilities(
                document_changes=True, resource_operations=[types.ResourceOperationKind.Create]
            ),
        ),
    )
    opened = [types.WorkspaceFolder(folder.as_uri(), folder.name) for folder in folders]
    client = Editor()
    try:
        await client.enter(cwd, types.InitializeParams(capabilities, workspace_folders=opened))
        yield client
    finally:
        await client.leave()


async def limited(scene: Coroutine[Any, Any, None]) -> None:
    """Play a scene; whatever it waits for, it does not wait for ever."""
    async with asyncio.timeout(2 * PATIENCE):
        await scene
