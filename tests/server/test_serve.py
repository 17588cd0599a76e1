"""`carelint serve`, driven by a real client over its streams, as an editor does."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from carelint.model import Position, Region
from carelint.server.buffers import Buffer

from .client import COMMAND, PATIENCE, ROOT, Editor, editor, limited
from .conftest import Office
from .desk import CONFIG, PLAIN, furnish

Span = tuple[int, int, int, int]
Seen = tuple[object, Span]
CHAT = "Customer: It broke.\nAgent: Sorry if so."
IN_CHAT = [("hollow-sorry", (1, 7, 1, 15)), ("greets", (1, 7, 1, 19))]
MACRO = '{"kind": "macro", "text": "a\\nutilise"}'
OWN = CONFIG + "rules:\n    # mine\n    greets: false\n"
Error, Warned, Told, Hint = (types.DiagnosticSeverity(number) for number in (1, 2, 3, 4))


def span(found: types.Range) -> Span:
    return found.start.line, found.start.character, found.end.line, found.end.character


def seen(diagnostics: list[types.Diagnostic]) -> list[Seen]:
    return [(one.code or one.message, span(one.range)) for one in diagnostics]


def fix_of(diagnostic: types.Diagnostic) -> object:
    """What other clients make actions of."""
    return cast("dict[str, object]", diagnostic.data)["fix"]


def place(line: int, column: int, end: int | None = None) -> types.Range:
    return types.Range(types.Position(line, column), types.Position(line, column if end is None else end))


async def actions(client: Editor, uri: str, where: types.Range, *only: str) -> list[types.CodeAction]:
    context = types.CodeActionContext([], list(only) or None)
    params = types.CodeActionParams(types.TextDocumentIdentifier(uri), where, context)
    found = await client.text_document_code_action_async(params) or []
    return [one for one in found if isinstance(one, types.CodeAction)]


def edited(text: str, edits: Any) -> str:
    """Write edits into a text, as an editor does: from the last to the first."""
    for edit in sorted(edits, key=lambda edit: span(edit.range), reverse=True):
        text = Buffer(text).changed(types.TextDocumentContentChangePartial(edit.range, edit.new_text)).text
    return text


def test_findings_as_one_types(office: Office, desk: Path) -> None:
    async def scene(client: Editor) -> None:
        uri = (desk / "a b#ü.txt").as_uri()
        client.open(uri, "Hello Ana,\n\nwe utilise it.\n")
        assert seen(await client.diagnostics(uri, 1)) == [("plain", (2, 3, 2, 10))]
        client.type(uri, 2, (2, 3, 2, 10), "use")
        assert seen(await client.diagnostics(uri, 2)) == []
        client.type(uri, 3, (0, 0, 1, 0), "")
        assert seen(await client.diagnostics(uri, 3)) == [("greets", (1, 0, 1, 10))]
        # A storm: what is told at last is of the last version, and nothing is told of one after a later one.
        client.published.clear()
        for number, letter in enumerate("Sorry if we utilise it. " * 8):
            client.type(uri, 4 + number, (0, number, 0, number), letter)
        last = 4 + number
        found = seen(await client.diagnostics(uri, last))
        assert found[:3] == [("hollow-sorry", (0, 0, 0, 8)), ("greets", (0, 0, 0, 23)), ("plain", (0, 12, 0, 19))]
        assert len(found) == 17
        versions = [one.version for one in client.published]
        assert versions == sorted(set(versions), key=lambda version: version or 0)
        client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
        assert await client.diagnostics(uri) == []
        assert (client.messages, client.logged) == ([], [])

    office.play(scene)


def test_the_whole_of_a_diagnostic(office: Office, desk: Path) -> None:
    async def scene(client: Editor) -> None:
        uri = (desk / "a.txt").as_uri()
        client.open(uri, "Hello, sorry if we utilise it asap.")
        first, second, third = await client.diagnostics(uri, 1)
        assert (first.severity, first.source, first.code, fix_of(first)) == (
            Error,
            "carelint",
            "hollow-sorry",
            None,
        )
        assert first.message == (
            "“sorry if” doubts the customer.\nSay what went wrong: “I'm sorry we sent the wrong size.”"
        )
        assert second.code_description == types.CodeDescription("https://example.com/plain")
        corners = {"start": {"line": 0, "character": 19}, "end": {"line": 0, "character": 26}}
        assert fix_of(second) == {"range": corners, "newText": "use", "safe": True}
        corners = {"start": {"line": 0, "character": 30}, "end": {"line": 0, "character": 34}}
        assert fix_of(third) == {"range": corners, "newText": "today", "safe": False}

    office.play(scene)


def test_hover_and_fixes(office: Office, desk: Path) -> None:
    text = "Hello 😀,\n\nwe utilise it\u2028and Utilise that, asap.\r\nLee utilise\n"

    async def scene(client: Editor) -> None:
        uri = (desk / "a.txt").as_uri()
        client.open(uri, text)
        assert seen(await client.diagnostics(uri, 1)) == [
            ("plain", (2, 3, 2, 10)),
            ("plain", (2, 18, 2, 25)),
            ("plain", (2, 32, 2, 36)),
            ("plain", (3, 4, 3, 11)),
        ]
        document = types.TextDocumentIdentifier(uri)
        told = await client.text_document_hover_async(types.HoverParams(document, types.Position(2, 20)))
        assert told
        assert told.range == place(2, 18, 25)
        assert isinstance(told.contents, types.MarkupContent)
        assert told.contents.value.split("\n\n") == [
            "**A plain word does it** (warning, `plain`)",
            "“Utilise” can be said plainly: “Use”.",
            r"*Why:* Long words sound like a \<form\>.",
            "*Source:* https://example.com/plain, written for the tests",
            "*Turn it off* in carelint.yaml:",
            "```yaml\nrules:\n  plain: false\n```",
        ]
        assert await client.text_document_hover_async(types.HoverParams(document, types.Position(2, 1))) is None

        quick, off, all_of_them = await actions(client, uri, place(2, 20))
        assert (quick.title, quick.kind, quick.is_preferred) == ("Write “Use” instead", "quickfix", True)
        assert quick.edit
        assert quick.edit.changes
        assert edited(text, quick.edit.changes[uri]) == text.replace("Utilise", "Use")
        assert off.title == "Turn plain off in carelint.yaml"
        (unsafe, _) = await actions(client, uri, place(2, 33), "quickfix")
        assert (unsafe.title, unsafe.is_preferred) == ("Write “today” instead", None)
        (again,) = await actions(client, uri, place(0, 0), "source.fixAll")
        assert again == all_of_them
        assert again.kind == "source.fixAll.carelint"
        assert again.edit
        assert again.edit.changes
        fixed = edited(text, again.edit.changes[uri])
        assert fixed == text.replace("utilise", "use").replace("Utilise", "Use")

        client.open(uri, fixed.replace("asap", "today"), version=2)
        assert await client.diagnostics(uri, 2) == []
        assert await actions(client, uri, place(2, 4)) == []

    office.play(scene)


@pytest.mark.parametrize(("encoding", "columns"), [("utf-8", (11, 18)), ("utf-16", (9, 16)), ("utf-32", (8, 15))])
def test_columns_as_the_editor_counts(encoding: str, columns: tuple[int, int]) -> None:
    before = Buffer("\f\nHello 😀 utilise\n", encoding)
    words = before.range(Region(Position(2, 9), Position(2, 16)))
    assert span(words) == (1, columns[0], 1, columns[1])
    assert (before.index(words.start), before.position(10)) == (10, words.start)
    after = before.changed(types.TextDocumentContentChangePartial(words, "use"))
    assert after == Buffer("\f\nHello 😀 use\n", encoding)


def test_an_editor_that_counts_bytes(tmp_path: Path) -> None:
    async def scene() -> None:
        async with editor(furnish(tmp_path), cwd=tmp_path, encoding="utf-8") as client:
            uri = (tmp_path / "a.txt").as_uri()
            client.open(uri, "\f\nHello 😀 utilise\n")
            assert seen(await client.diagnostics(uri, 1)) == [("plain", (1, 11, 1, 18))]
            client.type(uri, 2, (1, 11, 1, 18), "use")
            assert await client.diagnostics(uri, 2) == []
        assert (client.messages, client.logged, client.exit_code) == ([], [], 0)

    asyncio.run(limited(scene()))


def test_what_is_a_draft_and_what_is_not(office: Office, desk: Path) -> None:
    async def scene(client: Editor) -> None:
        for uri, language, text, expected in (
            ("untitled:Untitled-1", "plaintext", "Customer: utilise", [("plain", (0, 10, 0, 17))]),
            ("file:///%00.txt", "plaintext", "Hello utilise", [("plain", (0, 6, 0, 13))]),
            ((desk / "chats/1.txt").as_uri(), "plaintext", CHAT, IN_CHAT),
            ((desk / "m.json").as_uri(), "json", MACRO, [("plain", (0, 30, 0, 37))]),
            ((desk / "n.json").as_uri(), "json", '{"a": ', None),
            ((desk / "empty.md").as_uri(), "markdown", " \n", []),
        ):  # fmt: skip
            client.open(uri, text, language)
            diagnostics = await client.diagnostics(uri, 1)
            if expected is None:
                assert [one.severity for one in diagnostics] == [Hint]
            else:
                assert [one for one in seen(diagnostics) if one[0] != "greets" or "chats" in uri] == expected
        # What was said cannot be fixed; what is none of carelint's business is let alone.
        chat = (desk / "chats/1.txt").as_uri()
        assert [one.title for one in await actions(client, chat, place(1, 8))] == [
            "Turn hollow-sorry off in carelint.yaml",
            "Turn greets off in carelint.yaml",
        ]
        client.published.clear()
        for name, language in (("a.py", "python"), ("carelint.yaml", "yaml")):
            client.open((desk / name).as_uri(), "utilise", language)
        client.open("untitled:last", "")
        await client.diagnostics("untitled:last", 1)
        assert [one.uri for one in client.published] == ["untitled:last"]

    office.play(scene)


def test_a_reply(office: Office, desk: Path) -> None:
    head = "---\nreply_to: {}\n---\n"

    async def scene(client: Editor) -> None:
        (desk / "drafts").mkdir()
        uri = (desk / "drafts/a.txt").as_uri()
        client.open(uri, "We utilise it.")
        assert seen(await client.diagnostics(uri, 1)) == [("greets", (0, 0, 0, 14)), ("plain", (0, 3, 0, 10))]
        client.open(uri, head.format("../chats/4471.txt") + "We utilise it.", version=2)
        assert seen(await client.diagnostics(uri, 2)) == [("plain", (3, 3, 3, 10))]
        for version, name in enumerate(("gone.txt", "/dev/zero", "..", "../chats/4471.txt#b"), 3):
            client.open(uri, head.format(name) + "We utilise it.", version=version)
            (found,) = await client.diagnostics(uri, version)
            assert (found.severity, span(found.range)) == (Told, (1, 10, 1, 10 + len(name)))
            assert found.message.startswith("reply_to: ")
        markdown = (desk / "drafts/a.md").as_uri()
        client.open(markdown, head.format("gone.txt") + "We utilise it.", "markdown")
        assert [(found.severity, found.code) for found in await client.diagnostics(markdown, 1)] == [(Told, None)]

    office.play(scene)


def test_configurations(office: Office) -> None:
    desk = office.desk()
    one, two = desk / "one", desk / "two"
    for folder in (one, two):
        folder.mkdir()
        furnish(folder)
    (two / "carelint.yaml").write_text(CONFIG + "rules: {plain: {severity: info}}\n", encoding="utf-8")

    async def scene(client: Editor) -> None:
        await client.until(lambda: client.watched)
        assert client.watched == ["**/*.{yaml,yml}", "**/pyproject.toml"]
        uris = [(folder / "a.txt").as_uri() for folder in (one, two)]
        for uri, severity in zip(uris, (Warned, Told), strict=True):
            client.open(uri, "Hello, we utilise it.")
            assert [found.severity for found in await client.diagnostics(uri, 1)] == [severity]

        def saved(text: str, name: str = "carelint.yaml") -> str:
            (one / name).write_text(text, encoding="utf-8")
            client.published.clear()
            event = types.FileEvent((one / name).as_uri(), types.FileChangeType.Changed)
            client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
            return (one / name).as_uri()

        saved(CONFIG + "ignore: [plain]\n")
        assert await client.diagnostics(uris[0], 1) == []
        # What is wrong stands in the file, and is said once; what was good goes on.
        config = saved(CONFIG + "ignore: [plein]\n")
        (wrong,) = await client.diagnostics(config)
        assert (wrong.severity, span(wrong.range)) == (Error, (3, 9, 3, 15))
        assert wrong.message.startswith('no rule or pack is called "plein": did you mean "plain"?')
        assert await client.diagnostics(uris[0], 1) == []
        await client.until(lambda: client.messages)
        assert [one.message for one in client.messages] == [
            f"carelint goes on without what is wrong here: {desk.name}/one/carelint.yaml:4:10: {wrong.message}"
        ]
        assert saved(CONFIG) == config
        assert await client.diagnostics(config) == []
        assert seen(await client.diagnostics(uris[0], 1)) == [("plain", (0, 10, 0, 17))]
        # A pack.
        rule = saved(PLAIN.replace("severity: warning", "severity: bad"), "rules/demo/plain.yaml")
        assert seen(await client.diagnostics(rule)) == [('found "bad", allowed: error, info, warning', (1, 10, 1, 13))]
        saved(PLAIN.replace("utilise", "leverage"), "rules/demo/plain.yaml")
        assert await client.diagnostics(rule) == []
        assert await client.diagnostics(uris[0], 1) == []
        await client.until(lambda: len(client.messages) == 2)

    office.play(scene)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (CONFIG, CONFIG + "rules:\n  plain: false\n"),
        (CONFIG.rstrip(), CONFIG + "rules:\n  plain: false\n"),
        (OWN, OWN.replace("    greets", "    plain: false\n    greets")),
        (CONFIG + "rules: {greets: false}\n", None),
        (CONFIG + "rules:\n  plain: {severity: info}\n", None),
    ],
)  # fmt: skip
def test_turning_a_rule_off(office: Office, desk: Path, before: str, after: str | None) -> None:
    (desk / "carelint.yaml").write_text(before, encoding="utf-8")

    async def scene(client: Editor) -> None:
        uri = (desk / "a.txt").as_uri()
        client.open(uri, "Hello, we utilise it.")
        found = await actions(client, uri, place(0, 12), "quickfix")
        offers = [action for action in found if action.title == "Turn plain off in carelint.yaml"]
        if after is None:
            assert offers == []
            return
        (offer,) = offers
        assert offer.edit
        assert offer.edit.changes
        assert edited(before, offer.edit.changes[(desk / "carelint.yaml").as_uri()]) == after

    office.play(scene)


def test_a_large_document_is_told_of_once(office: Office, desk: Path) -> None:
    async def scene(client: Editor) -> None:
        uri = (desk / "large.txt").as_uri()
        client.open(uri, "Hello!\n" + f"{'x' * 999}\n" * 1_000 + "We utilise it.")
        assert seen(await client.diagnostics(uri, 1)) == [("plain", (1_001, 3, 1_001, 10))]
        client.type(uri, 2, (1_001, 3, 1_001, 10), "use")
        assert await client.diagnostics(uri, 2) == []
        what = "large.txt is large: carelint checks it when you stop typing for a moment"
        assert [(one.type, one.message) for one in client.messages] == [(types.MessageType.Info, what)]

    office.play(scene)


def test_nonsense_does_not_end_it(office: Office, desk: Path) -> None:
    async def scene(client: Editor) -> None:
        uri = (desk / "a.txt").as_uri()
        client.type(uri, 1, (0, 0, 9, 9), "never opened")
        client.open(uri, "Hello, we utilise it.")
        client.type(uri, 2, (7, 3, 900, 4), "\nutilise")
        assert seen(await client.diagnostics(uri, 2)) == [("plain", (0, 10, 0, 17)), ("plain", (1, 0, 1, 7))]
        for method, answer in (("no/such/method", "Method Not Found"), (types.TEXT_DOCUMENT_HOVER, "Invalid Params")):
            with pytest.raises(JsonRpcException, match=answer):
                await client.ask(method, {"textDocument": 1})
        assert client.messages == []
        gone = types.TextDocumentIdentifier("file:///gone.txt")
        assert await client.text_document_hover_async(types.HoverParams(gone, types.Position(0, 0))) is None
        client.type(uri, 3, (0, 0, 2, 0), "")
        assert await client.diagnostics(uri, 3) == []

    office.play(scene)


def framed(message: object) -> bytes:
    body = json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


HELLO = framed({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}, "processId": None}})
BYE = framed({"jsonrpc": "2.0", "id": 2, "method": "shutdown"})
EXIT = framed({"jsonrpc": "2.0", "method": "exit"})


ODD = framed({"jsonrpc": "2.0", "id": 3, "method": "textDocument/hover", "params": {"textDocument": 1}})


@pytest.mark.parametrize(
    ("said", "code", "told"),
    [
        (HELLO, 1, b""),
        (
            b"Content-Length: 3\r\n\r\n{{{Content-Length: x\r\n\r\n" + HELLO + ODD + BYE + EXIT,
            0,
            b"carelint: Unable to handle message (JSONDecodeError)\n"
            b"carelint: Unable to deserialize message\n"
            b"carelint: Unable to handle message (JsonRpcInvalidParams)\n",
        ),
        (
            HELLO + b"Content-Length: 99999999999999999999\r\n\r\n",
            2,
            b"standard input announces a message that is longer than any: is it an editor that speaks?\n",
        ),
    ],
    ids=["left alone", "nonsense", "too long"],
)
def test_how_it_ends(tmp_path: Path, said: bytes, code: int, told: bytes) -> None:
    command = [sys.executable, *COMMAND]
    environment = {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        command, input=said, capture_output=True, cwd=tmp_path, env=environment, timeout=PATIENCE, check=False
    )
    assert (done.returncode, done.stderr) == (code, told)
    assert done.stdout.startswith(b"Content-Length: ")


def test_all_at_once(tmp_path: Path) -> None:
    """Shipped rules, a real e-mail, and the server still loading when it is asked."""

    async def scene() -> None:
        async with editor(tmp_path, cwd=tmp_path) as client:
            uri = (tmp_path / "a.md").as_uri()
            client.open(uri, "Hi Ana,\n\nI'm sorry if so. I will utilise it.\n\nLee\n", "markdown")
            hover = types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(2, 5))
            told, found = await asyncio.gather(client.text_document_hover_async(hover), client.diagnostics(uri, 1))
            assert told
            assert seen(found) == [("non-apology", (2, 4, 2, 12)), ("complex-word", (2, 24, 2, 31))]
            (create,) = [one for one in await actions(client, uri, place(2, 26)) if one.title.startswith("Turn")]
            assert create.edit
            assert create.edit.document_changes
            new, text = create.edit.document_changes
            assert isinstance(new, types.CreateFile)
            assert new.uri == (tmp_path / "carelint.yaml").as_uri()
            assert isinstance(text, types.TextDocumentEdit)
            assert [edit.new_text for edit in text.edits if isinstance(edit, types.TextEdit)] == [
                "rules:\n  complex-word: false\n"
            ]

    asyncio.run(limited(scene()))
