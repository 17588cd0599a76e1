"""`placeholders:` in the configuration: validated, merged, and known to every rule that asks for a placeholder."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest

from carelint.config import Chooser, load_config
from carelint.errors import ConfigError
from carelint.model import Placeholders
from carelint.packs import load_packs

from .cli_runner import run


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)


def write(text: str, name: str = "carelint.yaml") -> Path:
    Path(name).write_text(dedent(text), encoding="utf-8")
    return Path(name)


def findings(text: str, *rules: str, kind: str = "macro") -> list[tuple[str, str]]:
    Path("m.jsonl").write_text(json.dumps({"id": "m", "channel": "email", "text": text}), encoding="utf-8")
    done = run("check", "--as", kind, "--format", "json", "--select", ",".join(rules), "m.jsonl")
    return [(one["rule"], one["text"]) for one in json.loads(done.out)["findings"]]


def test_what_is_wrong_is_told_where_it_stands() -> None:
    path = write(
        """\
        placeholders:
          platforms: [zendesc, front]
          known: ["{{order.number}}", "my.*", "a b?"]
          customer_name: ["%kunde%"]
        """
    )
    with pytest.raises(ConfigError) as caught:
        Chooser.checked(load_packs(), load_config(path))
    platform, known, strange, name = str(caught.value).splitlines()
    assert platform.startswith(
        'carelint.yaml:2:15: no placeholders are known for the platform "zendesc": did you mean "zendesk"?'
    )
    assert known == (
        "carelint.yaml:3:11: write the name alone, in whatever brackets it is used: "
        '"order.number", not "{{order.number}}"'
    )
    assert strange == (
        'carelint.yaml:3:39: "a b?" is no name of a placeholder: '
        'letters, digits, "_" and ".", and at the end "*" for anything'
    )
    assert name == ('carelint.yaml:4:19: write the name alone, in whatever brackets it is used: "kunde", not "%kunde%"')


def test_a_key_that_is_none() -> None:
    path = write("placeholders:\n  customer_names: [a]\n")
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    assert str(caught.value).startswith(
        'carelint.yaml:2:3: unknown key "customer_names": did you mean "customer_name"?'
    )


def test_files_that_extend_each_other_are_merged() -> None:
    write("placeholders: {platforms: [zendesk], known: [a], strict: true}\n", "base.yaml")
    path = write("extends: base.yaml\nplaceholders: {known: [b], agent_name: [c]}\n")
    assert load_config(path).placeholders == Placeholders(("zendesk",), ("b",), True, (), ("c",))
    assert load_config(write("brands: [Acme]\n", "other.yaml")).placeholders == Placeholders()


def test_names_of_your_own_are_known() -> None:
    text = "Hi {{first_name}}, {{crate.numbr}} {{my.gate}} {{frist_name}}"
    assert findings(text, "unknown-placeholder") == [("unknown-placeholder", "{{frist_name}}")]
    write("placeholders: {known: [crate.number, 'my.*'], strict: true, platforms: [zendesk]}\n")
    assert findings(text, "unknown-placeholder") == [
        ("unknown-placeholder", "{{first_name}}"),
        ("unknown-placeholder", "{{crate.numbr}}"),
        ("unknown-placeholder", "{{frist_name}}"),
    ]


def test_names_that_stand_for_people_satisfy_the_rules_on_names() -> None:
    text = "Guten Tag {{kunde.anrede}}, your tent is up.\n\nRegards,\n{{kollege}}"
    rules = ("customer-name-not-used", "agent-name-missing")
    assert [rule for rule, _ in findings(text, *rules)] == ["agent-name-missing", "customer-name-not-used"]
    write("placeholders: {customer_name: ['kunde.*'], agent_name: [kollege]}\n")
    assert findings(text, *rules) == []
    assert findings(text, "no-fallback") == [("no-fallback", "{{kunde.anrede}}")]


def test_platforms_without_fallbacks() -> None:
    text = "Hi {{recipient.first_name}}, your tent is up."
    assert findings(text, "no-fallback") == [("no-fallback", "{{recipient.first_name}}")]
    write("placeholders: {platforms: [front]}\n")
    assert findings(text, "no-fallback") == []


SYNTAXES = [
    ("{{ticket.requester.first_name}}", "{{current_user.first_name}}"),
    ("{{ticket.requester.first_name | default: 'there'}}", "{{agent.signature}}"),
    ("{%customer.firstName,fallback=there%}", "{%user.firstName%}"),
    ("%{ticket.name.first}", "%{ticket.staff.name.first}"),
    ("#{ticket.customer.firstname}", "#{user.firstname}"),
    ("{name}", "{agent_name}"),
    ("[NAME]", "[Your name]"),
    ("<NAME>", "<AGENT NAME>"),
    ("%name%", "%agent%"),
    ("$name", "$agentName"),
    ("${first_name}", "${agent_name}"),
    ("CUSTOMER NAME", "AGENT NAME"),
]


@pytest.mark.parametrize(("customer", "agent"), SYNTAXES)
@pytest.mark.parametrize("kind", ["macro", "draft"])
def test_every_syntax_counts_as_a_name(customer: str, agent: str, kind: str) -> None:
    text = f"Hello {customer}, your tent is up.\n\nKind regards,\n{agent}"
    assert findings(text, "customer-name-not-used", "agent-name-missing", kind=kind) == []


@pytest.mark.parametrize(("customer", "agent"), SYNTAXES)
def test_what_is_legal_in_a_macro_is_wrong_in_what_is_sent(customer: str, agent: str) -> None:
    text = f"Hello {customer}, your tent is up.\n\nKind regards,\n{agent}"
    assert findings(text, "unfilled-placeholder", kind="macro") == []
    expected = [("unfilled-placeholder", customer), ("unfilled-placeholder", agent)]
    assert findings(text, "unfilled-placeholder", kind="draft") == expected


@pytest.mark.parametrize(
    "slot", ["{%customer.firstName,fallback=there%}", "#{ticket.customer.firstname}", "%{ticket.name.first}"]
)
def test_a_placeholder_takes_the_room_of_a_name(slot: str) -> None:
    def long(length: int) -> list[tuple[str, str]]:
        start = f"Hi {slot}, "
        text = start + "your tent is up. " * 20
        text = text[: len(start) + length - len("Hi 12345678, ")].rstrip()
        Path("m.jsonl").write_text(json.dumps({"id": "m", "channel": "social", "public": True, "text": text}))
        done = run("check", "--as", "macro", "--format", "json", "--select", "over-length", "m.jsonl")
        return [(one["rule"], one["message"]) for one in json.loads(done.out)["findings"]]

    assert long(278) == []
    assert [rule for rule, _ in long(290)] == ["over-length"]
