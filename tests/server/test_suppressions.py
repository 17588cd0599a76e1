"""What is suppressed in `carelint check` is suppressed in the editor, and what is wrong with that is told in both."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from carelint.cli.serve import read_document
from carelint.cli.suppressed import sieve_for
from carelint.server.buffers import Buffer
from carelint.server.checker import Checker, Document
from carelint.server.setups import Setups
from carelint.server.sieves import Sieves
from carelint.suppressions import BASELINE_NAME, IGNORE_NAME

from ..cli_runner import run
from .client import Editor
from .conftest import Office
from .desk import furnish

TEXT = "Hello, sorry if we utilise it."
SORRY, PLAIN = "a.txt:1:8: hollow-sorry", "a.txt:1:20: plain"
ENTRY = "- rule: plain\n  path: drafts/*.txt\n  reason: Legal wants these words.\n"


class Desk:
    """A folder with a draft, and a checker as the server has it."""

    def __init__(self, folder: Path) -> None:
        self.folder = furnish(folder)
        (folder / ".git").mkdir()
        (folder / "drafts").mkdir()
        self._checker = Checker(Setups(None), Sieves(sieve_for, None), read_document)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def checked(self, text: str = TEXT, name: str = "a.txt") -> tuple[list[str], list[str]]:
        """What the editor shows of a draft, and what problems, which is what `check` tells as well."""
        path = self.write(f"drafts/{name}", text)
        found = self._checker.check(Document("", 1, str(path), Buffer(text)))
        shown = [f"{name}:{one.line}:{one.column}: {one.rule}" for one in found.findings]
        if not self.faults:
            answer = run("check", f"drafts/{name}", "--format", "concise")
            told = [line.removeprefix("drafts/").split() for line in answer.out.splitlines()]
            assert [f"{place} {rule}" for place, _, rule, *_ in told] == shown
        return shown, [f"{fault.line}: {fault.what}" for fault in found.problems]

    @property
    def faults(self) -> list[str]:
        return [str(fault) for fault in self._checker.faults]

    def forget(self) -> None:
        self._checker.forget()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)


def test_entries_hold_as_soon_as_they_are_written(folder: Desk) -> None:
    assert folder.checked() == ([SORRY, PLAIN], [])
    file = folder.write(IGNORE_NAME, ENTRY)
    assert folder.checked() == ([SORRY], [])
    assert folder.checked(name="b.txt") == (["b.txt:1:8: hollow-sorry"], [])
    folder.write(IGNORE_NAME, ENTRY.replace("*", "b*"))
    assert folder.checked() == ([SORRY, PLAIN], [])
    folder.write(IGNORE_NAME, ENTRY.replace("plain", "[plain, demo]"))
    assert folder.checked() == ([], [])
    folder.write(IGNORE_NAME, f"{ENTRY}  expires: 2020-01-31\n")
    assert folder.checked() == ([SORRY, PLAIN], [])
    # Those of the folder closest to the draft hold.
    folder.write(IGNORE_NAME, ENTRY)
    near = folder.write(f"drafts/{IGNORE_NAME}", "- {rule: hollow-sorry, path: a.txt, reason: So we speak.}\n")
    assert folder.checked() == ([PLAIN], [])
    near.unlink()
    assert folder.checked() == ([SORRY], [])
    file.unlink()
    assert folder.checked() == ([SORRY, PLAIN], [])


def test_known_findings_are_not_told(folder: Desk) -> None:
    folder.checked("Hello, we utilise it.")
    assert run("baseline", "drafts").code == 0
    assert folder.checked("Hello, we utilise it.") == ([], [])
    assert folder.checked() == ([SORRY], [])
    (folder.folder / BASELINE_NAME).unlink()
    assert folder.checked() == ([SORRY, PLAIN], [])


def test_comments_hold_and_are_told_of(folder: Desk) -> None:
    head = "---\nchannel: email\n# carelint: ignore {} -- the customer says so\n---\n"
    assert folder.checked(head.format("plain") + TEXT) == (["a.txt:5:8: hollow-sorry"], [])
    unused = "3: unused: this comment suppresses no finding of plain; remove it"
    assert folder.checked(head.format("plain") + "Hello, we use it.") == ([], [unused])
    wrong = '3: no rule or pack is called "plein": did you mean "plain"?'
    both = ["a.txt:5:8: hollow-sorry", "a.txt:5:20: plain"]
    assert folder.checked(head.format("plein") + TEXT) == (both, [wrong])


def test_while_a_file_is_wrong_the_last_good_one_holds(folder: Desk) -> None:
    wrong = f'{IGNORE_NAME}:1:9: no rule or pack is called "plein": did you mean "plain"? allowed: '
    file = folder.write(IGNORE_NAME, ENTRY.replace("plain", "plein"))
    assert folder.checked() == ([SORRY, PLAIN], [])
    assert [fault.startswith(wrong) for fault in folder.faults] == [True]
    folder.write(IGNORE_NAME, ENTRY)
    assert (folder.checked(), folder.faults) == (([SORRY], []), [])
    folder.write(IGNORE_NAME, ENTRY.replace("plain", "plein"))
    assert folder.checked() == ([SORRY], [])
    assert [fault.startswith(wrong) for fault in folder.faults] == [True]
    folder.write(BASELINE_NAME, "{")
    assert folder.checked() == ([SORRY, PLAIN], [])
    file.unlink()
    (folder.folder / BASELINE_NAME).unlink()
    folder.forget()
    assert folder.faults == []


def test_the_editor_hears_of_it(office: Office, desk: Path) -> None:
    async def scene(client: Editor) -> None:
        uri, ignores = (desk / "drafts/a.txt").as_uri(), desk / IGNORE_NAME
        client.open(uri, TEXT)
        assert [one.code for one in await client.diagnostics(uri, 1)] == ["hollow-sorry", "plain"]

        def saved(text: str) -> str:
            ignores.write_text(text, encoding="utf-8")
            client.published.clear()
            document = types.TextDocumentIdentifier(ignores.as_uri())
            client.text_document_did_save(types.DidSaveTextDocumentParams(document))
            return ignores.as_uri()

        saved(ENTRY)
        assert [one.code for one in await client.diagnostics(uri, 1)] == ["hollow-sorry"]
        (wrong,) = await client.diagnostics(saved(ENTRY.replace("plain", "plein")))
        assert (wrong.range.start, wrong.range.end) == (types.Position(0, 8), types.Position(0, 13))
        assert wrong.message.startswith('no rule or pack is called "plein": did you mean "plain"?')
        assert [one.code for one in await client.diagnostics(uri, 1)] == ["hollow-sorry"]
        assert await client.diagnostics(saved(ENTRY)) == []

    office.play(scene)
