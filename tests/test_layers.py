"""Who may import whom, by the syntax of the files: a row imports only rows below it, and no sibling another."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1] / "carelint"

# From the command line down to the words that everything is made of. A package counts as one module.
ROWS = (
    ("__main__", "__init__"),
    ("cli",),
    ("json_schemas", "server"),
    ("suppressions",),
    ("api", "config", "replies", "reporters", "run", "testing"),
    ("linter", "readers"),
    ("across", "calibration", "fingerprints", "fitting", "packs", "plugin_faults", "scoring"),
    ("inheritance", "references", "rule", "signal_faults"),
    ("checks",),
    ("plugins",),
    ("examples", "language"),
    ("annotated", "hours", "masking", "repeats", "safe_regex", "yaml_faults"),
    (
        "durations",
        "placeholders",
        "public_holidays",
        "regex_steps",
        "sketch",
        "strict_model",
        "strict_yaml",
        "validators",
    ),
    ("character_sets", "yaml_syntax"),
    ("wording",),
    ("fixing", "summary"),
    ("errors", "model"),
)
DEPTH = {name: depth for depth, row in enumerate(ROWS) for name in row}
# Reports and `--version` say which carelint they come from.
EVERYWHERE = {"__version__"}

# What packs and rules may know of the language layer: its schema and notation, all of it free of spaCy.
WITHOUT_SPACY = {f"language.{name}" for name in ("finished", "names", "notation", "spec", "token_patterns")}
LANGUAGE_USERS = {
    "cli": {"language.sensitive"},  # a type
    "json_schemas": WITHOUT_SPACY,
    "linter": {"language.sensitive", "language.engine"},  # the engine inside a function: spaCy only where it is needed
    "packs": WITHOUT_SPACY,
    "plugins": {"language.languages"},
    "rule": WITHOUT_SPACY,
    "signal_faults": WITHOUT_SPACY,
}
NETWORK = {"aiohttp", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "ssl", "urllib", "urllib3"}

FILES = sorted(ROOT.rglob("*.py"))


def dotted(path: Path) -> tuple[str, ...]:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def nodes(node: ast.AST, *, run: bool = False) -> Iterator[ast.AST]:
    """Every node; with `run` only what is run, not what is there for types."""
    yield node
    for child in node.body if isinstance(node, ast.Module) else ast.iter_child_nodes(node):
        if not (run and is_for_types(child)):
            yield from nodes(child, run=run)


def own_imports(path: Path) -> Iterator[tuple[str, ...]]:
    """The modules of carelint that a file imports, wherever in the file, as paths from the package on."""
    package = path.relative_to(ROOT).parent.parts
    for node in nodes(tree(path)):
        if isinstance(node, ast.Import):
            yield from (tuple(a.name.split(".")[1:]) for a in node.names if a.name.split(".")[0] == "carelint")
        elif isinstance(node, ast.ImportFrom):
            module = tuple(node.module.split(".")) if node.module else ()
            if node.level:
                module = (*package[: len(package) - node.level + 1], *module)
            elif module[:1] == ("carelint",):
                module = module[1:]
            else:
                continue
            yield from (module,) if module else ((alias.name,) for alias in node.names)


def foreign_imports(node: ast.AST, *, run: bool = False) -> set[str]:
    names = set[str]()
    for child in nodes(node, run=run):
        if isinstance(child, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in child.names)
        elif isinstance(child, ast.ImportFrom) and not child.level and child.module:
            names.add(child.module.partition(".")[0])
    return names


def test_every_module_has_its_row() -> None:
    assert sorted({dotted(path)[0] for path in FILES} - DEPTH.keys()) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: ".".join(dotted(path)))
def test_a_row_imports_only_rows_below_it(path: Path) -> None:
    me = dotted(path)[0]
    upward = {
        ".".join(module)
        for module in own_imports(path)
        if module[0] != me and module[0] not in EVERYWHERE and DEPTH.get(module[0], -1) <= DEPTH[me]
    }
    assert upward == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: ".".join(dotted(path)))
def test_the_language_layer_is_entered_by_its_doors(path: Path) -> None:
    me = dotted(path)[0]
    entered = {".".join(module) for module in own_imports(path) if module[0] == "language" and me != "language"}
    assert entered - LANGUAGE_USERS.get(me, set()) == set()


def test_only_two_modules_import_spacy() -> None:
    users = {"/".join(dotted(path)) for path in FILES if "spacy" in foreign_imports(tree(path), run=True)}
    assert users == {"language/tokens", "language/phrases"}


def test_textstat_waits_for_the_rule_that_needs_it() -> None:
    users = {"/".join(dotted(path)) for path in FILES if "textstat" in foreign_imports(tree(path))}
    assert users == {"checks/measure"}
    top = [node for node in tree(ROOT / "checks" / "measure.py").body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert "textstat" not in set().union(*(foreign_imports(node) for node in top))


@pytest.mark.parametrize("path", FILES, ids=lambda path: ".".join(dotted(path)))
def test_nothing_opens_the_network(path: Path) -> None:
    assert foreign_imports(tree(path)) & NETWORK == set()


LOUD_NAMES = {"print", "input", "exit", "quit", "SystemExit"}
LOUD_ATTRIBUTES = {
    **dict.fromkeys(("exit", "stdout", "stderr", "argv"), "sys"),
    **dict.fromkeys(("environ", "environb", "getenv", "putenv", "_exit"), "os"),
}


def loud(node: ast.AST) -> bool:
    if isinstance(node, ast.Name):
        return node.id in LOUD_NAMES
    if isinstance(node, ast.ImportFrom) and node.module in ("sys", "os"):
        return any(LOUD_ATTRIBUTES.get(alias.name) == node.module for alias in node.names)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return LOUD_ATTRIBUTES.get(node.attr) == node.value.id
    return False


@pytest.mark.parametrize("path", FILES, ids=lambda path: ".".join(dotted(path)))
def test_only_the_command_line_prints_exits_or_reads_the_environment(path: Path) -> None:
    if dotted(path)[0] not in ("cli", "__main__"):
        assert [node.lineno for node in nodes(tree(path)) if loud(node)] == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "code",
    [
        "import carelint, carelint.packs, carelint.config, carelint.testing, carelint.run",
        "from carelint.packs import load_packs; load_packs()",
        "import carelint.cli, carelint.readers, carelint.reporters",
    ],
)
def test_packs_and_the_command_line_load_without_spacy(code: str) -> None:
    told = "import sys; print(sorted({'spacy', 'textstat', 'thinc', 'numpy', 'spellchecker'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", f"{code}; {told}"], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")
