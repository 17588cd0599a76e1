"""The shipped schemas: as generated, valid themselves, true of every file that is shipped, and of use to an editor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from carelint.json_schemas import SCHEMAS
from carelint.strict_yaml import load

from .cli_runner import run
from .tools.schemas import schemas

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "carelint" / "schemas"
TEMPLATES = ROOT / "carelint" / "templates"


def kind_of(path: Path) -> str:
    kinds = {"carelint.yaml": "config", "pack.yaml": "pack"}
    folders = {"signals": "signal", "scorecards": "scorecard"}
    return kinds.get(path.name) or folders.get(path.parent.name) or "rule"


TOPS = ("rules", "examples/rules", "carelint/templates")
FILES = [ROOT / "examples" / "carelint.yaml", *(path for top in TOPS for path in sorted((ROOT / top).rglob("*.yaml")))]


def validator(kind: str) -> Draft202012Validator:
    schema = json.loads((SHIPPED / f"{kind}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


VALIDATORS = {kind: validator(kind) for kind in SCHEMAS}


def complaints(kind: str, yaml: str) -> list[str]:
    data = load(yaml, "file.yaml").data
    return [f"{error.json_path}: {error.message}" for error in VALIDATORS[kind].iter_errors(data)]


def test_the_shipped_schemas_are_those_of_the_shipped_packs() -> None:
    assert {name: (SHIPPED / name).read_text("utf-8") for name in schemas()} == schemas()


@pytest.mark.parametrize("kind", [*SCHEMAS, "report", "finding"])
def test_a_schema_is_valid(kind: str) -> None:
    validator(kind)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_shipped_file_is_as_its_schema_says(path: Path) -> None:
    assert complaints(kind_of(path), path.read_text("utf-8")) == []


RULE = """title: t
severity: info
why: w
source: s
check: {forbid: {signal: apology}}
message: m
examples: {flagged: ["agent: a"], clean: ["agent: b"]}
"""


@pytest.mark.parametrize(
    ("kind", "yaml", "where"),
    [
        ("config", "fail_on: sometimes", "$.fail_on"),
        ("config", "rules: {no-recap: {severity: bad}}", "$.rules['no-recap']"),
        ("config", "rules: {no-recap: {nonsense: 1}}", "$.rules['no-recap']"),
        ("config", "nonsense: 1", "$"),
        ("config", "overrides: [{paths: []}]", "$.overrides[0].paths"),
        ("rule", RULE.replace("severity: info", "severity: high"), "$.severity"),
        ("rule", RULE.replace("forbid", "forbidden"), "$.check"),
        ("rule", RULE.replace("{signal: apology}", "{signals: apology}"), "$.check.forbid"),
        ("rule", RULE.replace("why: w\n", ""), "$"),
        ("rule", "extends: no-recap\nseverity: high", "$.severity"),
        ("rule", "extends: no-recap\nsevrity: info", "$"),
        ("signal", "about: a\nphrases: [b]", "$"),
        ("signal", "extends: apology\nphrases: {+: 1}", "$.phrases"),
        ("scorecard", "title: t\nsource: s\ncriteria: []", "$.criteria"),
        ("pack", "title: 1", "$.title"),
    ],
)
def test_a_mistake_is_marked(kind: str, yaml: str, where: str) -> None:
    assert where in {complaint.split(":")[0] for complaint in complaints(kind, yaml)}


@pytest.mark.parametrize(
    ("kind", "yaml"),
    [
        ("config", "rules: {no-recap: false, slow-first-response: {limit: {chat: 2 min}}, our-own-rule: {max: 3}}"),
        ("config", "select: [core, our-own-rule]"),
        ("rule", RULE),
        ("rule", "extends: no-recap\nseverity: info"),
        ("rule", "extends: our-own\nexamples: {flagged: {+: ['agent: a']}}\nadvice: ~"),
        ("signal", "extends: apology\nphrases: {+: [so sorry], -: [sorry]}\nexamples: {found: {+: [so sorry]}}"),
    ],
)
def test_what_carelint_reads_is_no_mistake(kind: str, yaml: str) -> None:
    assert complaints(kind, yaml) == []


def test_what_init_writes_names_schemas_that_are_there(tmp_path: Path) -> None:
    assert run("init", str(tmp_path / "here")).code == 0
    named: dict[str, bool] = {}
    for path in sorted((tmp_path / "here").rglob("*.yaml")):
        first, _, rest = path.read_text("utf-8").partition("\n")
        schema = path.parent / first.removeprefix("# yaml-language-server: $schema=")
        errors: list[Any] = list(validator_of(schema).iter_errors(load(rest, "x").data))
        named[path.name] = not errors
    assert named == dict.fromkeys(("carelint.yaml", "internal-words.yaml", "pack.yaml", "internal-word.yaml"), True)


def validator_of(path: Path) -> Draft202012Validator:
    return Draft202012Validator(json.loads(path.read_text("utf-8")))


def test_the_schema_command_knows_own_rules(tmp_path: Path) -> None:
    assert run("init", str(tmp_path)).code == 0
    done = run("schema", "config", "--config", str(tmp_path / "carelint.yaml"))
    rules = json.loads(done.out)["$defs"]["rules"]["properties"]
    assert ("internal-words" in rules, "no-recap" in rules, done.code) == (True, True, 0)


def test_the_schema_command_says_what_it_can_do() -> None:
    done = run("schema")
    assert (done.code, done.out) == (2, "")
    assert "config, rule, signal, pack, scorecard, report, finding" in done.err
