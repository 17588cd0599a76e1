"""What an editor asks of the server, and what it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from .. import __version__
from ..errors import Fault
from .actions import KINDS, actions
from .buffers import Buffer
from .checker import Checked, Checker, Reading
from .diagnostics import diagnostics, fault_diagnostic
from .documents import Opened
from .hovers import hover
from .protocol import Protocol
from .queue import Queue
from .setups import Setups
from .sieves import Sieves, Sifting

T = TypeVar("T")

# Characters of a document from which on its author is told that it takes its time.
_LARGE = 1_000_000
_WATCHED = ("**/*.{yaml,yml}", "**/pyproject.toml")


class Server(LanguageServer):
    """Speaks with one editor. It ends with code 0 only if it was asked to (`was_asked`)."""

    def __init__(self, reading: Reading, sifting: Sifting, home: Path | None) -> None:
        super().__init__("carelint", __version__, protocol_cls=Protocol)
        self.was_asked = False
        self._checker = Checker(Setups(home), Sieves(sifting, home), reading)
        # Linters are not made for several threads, and the event loop must go on hearing what is typed.
        self._thread = ThreadPoolExecutor(1, "carelint")
        self._queue = Queue(self._check)
        self._tasks: set[asyncio.Future[object]] = set()
        self._opened: dict[str, Opened] = {}
        self._checked: dict[str, Checked] = {}
        self._faults: dict[str, list[Fault]] = {}
        self._register()

    def stop(self) -> None:
        """Let the thread end as soon as it can."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _register(self) -> None:
        # pygls marks what it calls, which a method does not allow.
        for method, answer in (
            (types.INITIALIZED, self._initialized),
            (types.SHUTDOWN, self._shutdown),
            (types.TEXT_DOCUMENT_DID_OPEN, self._did_open),
            (types.TEXT_DOCUMENT_DID_CHANGE, self._did_change),
            (types.TEXT_DOCUMENT_DID_SAVE, self._did_save),
            (types.TEXT_DOCUMENT_DID_CLOSE, self._did_close),
            (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, self._files_changed),
            (types.TEXT_DOCUMENT_HOVER, self._hover),
        ):
            self.feature(method)(partial(answer))
        options = types.CodeActionOptions(list(KINDS))
        self.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)(partial(self._code_action))

    # The life of the server

    async def _initialized(self, params: types.InitializedParams) -> None:
        """Load what will be needed while the editor goes on, and ask to be told of changed files."""
        self._start(self._warm())
        workspace = self.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace else None
        if watching and watching.dynamic_registration:
            watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            files = types.Registration("carelint-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            await self._guarded(self.client_register_capability_async(types.RegistrationParams([files])))

    async def _warm(self) -> None:
        folders = self._roots() or [Path.cwd()]
        for folder in folders:
            await self._in_thread(self._checker.warm, folder)
        await self._in_thread(self._checker.settle)
        for folder in folders:
            for step in self._checker.learn(folder):
                await self._in_thread(step)

    def _shutdown(self, params: None) -> None:
        self.was_asked = True

    def _roots(self) -> list[Path]:
        """The folders that are open in the editor."""
        uris = [folder.uri for folder in self.workspace.folders.values()] or [self.workspace.root_uri]
        return [Path(path) for uri in uris if uri and (path := to_fs_path(uri)) and "\0" not in path]

    # Documents

    def _did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        opened = params.text_document
        buffer = Buffer(opened.text, self._encoding)
        document = Opened(opened.uri, opened.language_id, opened.version, buffer)
        self._opened[opened.uri] = document
        if len(opened.text) > _LARGE and document.is_text:
            what = f"{document.name} is large: carelint checks it when you stop typing for a moment"
            self.window_show_message(types.ShowMessageParams(types.MessageType.Info, what))
        self._ask(opened.uri)

    def _did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        if document := self._opened.get(uri):
            for change in params.content_changes:
                document.buffer = document.buffer.changed(change)
            document.version = params.text_document.version
            self._ask(uri)

    def _did_save(self, params: types.DidSaveTextDocumentParams) -> None:
        """What is saved may be a configuration or a rule, whether or not the editor watches files."""
        self._look_again()

    def _did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        self._opened.pop(uri, None)
        self._checked.pop(uri, None)
        self._queue.remove(uri)
        self._publish(uri, None, [])

    def _files_changed(self, params: types.DidChangeWatchedFilesParams) -> None:
        self._look_again()

    def _look_again(self) -> None:
        """Check all open documents anew, with what their configurations say now."""
        self._start(self._in_thread(self._checker.forget))
        for uri in self._opened:
            self._ask(uri)

    def _ask(self, uri: str) -> None:
        if self._opened[uri].is_text:
            self._queue.add(uri)

    # Findings

    async def _check(self, uri: str) -> None:
        if opened := self._opened.get(uri):
            await self._guarded(self._check_newest(opened))

    async def _check_newest(self, opened: Opened) -> None:
        """Check the newest version of a document; if it has changed meanwhile, nothing is told: it waits again."""
        uri = opened.uri
        checked = await self._in_thread(self._checker.check, opened.snapshot(self._roots()))
        if self._opened.get(uri) is opened and opened.version == checked.document.version:
            self._checked[uri] = checked
            self._publish(uri, checked.document.version, diagnostics(checked))
        self._tell_faults()

    async def _newest(self, uri: str) -> Checked | None:
        await self._queue.settled(uri)
        return self._checked.get(uri)

    async def _hover(self, params: types.HoverParams) -> types.Hover | None:
        checked = await self._newest(params.text_document.uri)
        return hover(checked, params.position) if checked else None

    async def _code_action(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        checked = await self._newest(params.text_document.uri)
        return actions(checked, params.range, params.context.only, may_create=self._may_create()) if checked else []

    def _may_create(self) -> bool:
        workspace = self.client_capabilities.workspace
        editing = workspace.workspace_edit if workspace else None
        operations = (editing.resource_operations if editing and editing.document_changes else None) or ()
        return types.ResourceOperationKind.Create in operations

    # Configurations

    def _tell_faults(self) -> None:
        """Show what is wrong with configurations and packs in these files, and say so once."""
        faults: dict[str, list[Fault]] = {}
        for fault in self._checker.faults:
            faults.setdefault(self._uri_of(fault.path), []).append(fault)
        for uri in [*faults, *(uri for uri in self._faults if uri not in faults)]:
            if faults.get(uri) != self._faults.get(uri):
                self._publish_faults(uri, faults.get(uri, []))
        if any(uri not in self._faults for uri in faults):
            first = next(iter(faults.values()))[0]
            what = f"carelint goes on without what is wrong here: {first}"
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, what))
        self._faults = faults

    def _publish_faults(self, uri: str, faults: Iterable[Fault]) -> None:
        path = to_fs_path(uri)
        try:
            text = Path(path).read_text(encoding="utf-8") if path else ""
        except (OSError, ValueError):
            text = ""
        buffer = Buffer(text, self._encoding)
        self._publish(uri, None, [fault_diagnostic(fault, buffer, types.DiagnosticSeverity.Error) for fault in faults])

    def _uri_of(self, path: str) -> str:
        """Give the URI of a file, as the editor writes it if it is open there."""
        whole = str(Path(path).absolute())
        same = (uri for uri in self._opened if to_fs_path(uri) == whole)
        return next(same, None) or from_fs_path(whole) or whole

    # Means

    @property
    def _encoding(self) -> str:
        """What columns count, as the editor and the server have agreed."""
        return types.PositionEncodingKind(self.workspace.position_encoding or "utf-16").value

    def report_server_error(self, error: Exception, source: object) -> None:
        """Write what goes wrong to the editor's log; pygls would open a window at each."""
        self._log(f"{type(error).__name__}: {error}")

    def _log(self, what: str) -> None:
        line = " ".join(what.split())[:200]
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, f"carelint: {line}"))

    def _publish(self, uri: str, version: int | None, found: list[types.Diagnostic]) -> None:
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))

    def _start(self, work: Awaitable[object]) -> None:
        """Have work done; the loop itself would not keep it."""
        task = asyncio.ensure_future(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _in_thread(self, work: Callable[..., T], *arguments: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(work, *arguments))

    async def _guarded(self, work: Awaitable[T]) -> T | None:
        """Wait for work; what goes wrong is told to the editor's log, and the server goes on."""
        try:
            return await work
        except Exception as error:
            self._log(f"{type(error).__name__}: {error}")
            return None
