"""What must not be printed: secrets and identity numbers in any output, contacts in those of privacy rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from carelint import load_packs
from carelint.language.sensitive import Masks
from carelint.reporters import REPORTERS

from .cli_runner import run

# Nobody's: numbers of documentation, of fiction, or made up.
SECRETS = {
    "card": ("my card is 4012 8888 8888 1881 tomato", ("8888 8888", "88888888", "4012 8888")),
    "iban": ("refund DE89 3704 0044 0532 0130 00 tomato", ("0044", "0532", "370400440532013000")),
    "ssn": ("it is 219-45-8812 tomato", ("219-45", "45-8812", "219458812")),
    "named ssn": ("my SSN is 078-05-1120 tomato", ("078-05", "05-1120")),
    "ni": ("my nino is AB 12 34 56 C tomato", ("12 34", "AB 12")),
    "named ni": ("NI number QQ123456C tomato", ("123456", "QQ1234")),
    "nhs": ("NHS number 943 476 5919 tomato", ("943 476", "476 5919")),
    "france": ("nir 2 95 10 99 126 111 93 tomato", ("99 126", "126 111")),
    "italy": ("cf RCCMNL83S18D969H tomato", ("RCCMNL83S18D969H", "MNL83S18")),
    "passport": ("passport no. 925665416 tomato", ("925665416", "925665")),
    "licence": ("driving licence MORGA657054SM9IJ tomato", ("MORGA657054", "657054SM")),
    "birth": ("DOB 17/09/1962 tomato", ("17/09", "09/1962", "1962")),
    "sort code": ("sort code 11-22-33 tomato", ("11-22", "22-33")),
    "password": ("password: Fern-4471x tomato", ("Fern-4471x", "4471", "Fern-")),
    "pin": ("my pin is 4821 tomato", ("4821", "821")),
    "aws": ("key AKIAIOSFODNN7EXAMPLE tomato", ("AKIAIOSFODNN7EXAMPLE", "AKIAI")),
    "jwt": ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjMifQ.c2lnbmF0dXJlLXg tomato", ("eyJhb", "c2lnbmF0")),
    "api key": ("api_key=0a1b2c3d4e5f6a7b8c9d tomato", ("0a1b2c3d4e5f6a7b8c9d", "0a1b2")),
    "url": ("postgres://shop:s3cr3tword@db.example/x tomato", ("s3cr3tword", "s3cr3")),
}
CONTACTS = {
    "phone": ("@gridco ring 07700 900123 tomato", ("900123", "7700 900")),
    "international": ("@gridco it is +44 20 7946 0018 tomato", ("7946 0018", "20 7946")),
    "email": ("@gridco login jo.marsh@mail.example tomato", ("jo.marsh", "marsh@")),
    "address": ("@gridco I am at 1401 Oak Ridge Drive tomato", ("Oak Ridge", "1401 Oak")),
}
TOMATO = """\
title: No tomato
severity: info
applies_to: [transcript]
why: Because.
source: Nobody.
check: {forbid: {signal: tomato, speaker: everyone}}
message: "found {found}"
examples: {flagged: ["agent: tomato"], clean: ["agent: return"]}
"""
FORMATS = sorted(REPORTERS)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A rule that has nothing to do with privacy: what it finds stands in one sentence with what must not be seen."""
    (tmp_path / "signals").mkdir()
    (tmp_path / "garden").mkdir()
    (tmp_path / "signals/tomato.yaml").write_text(
        "about: A tomato.\nphrases: [tomato]\nexamples: {found: [tomato], silent: [tea]}\n"
    )
    (tmp_path / "garden/pack.yaml").write_text("title: Garden\n")
    (tmp_path / "garden/no-tomato.yaml").write_text(TOMATO)
    return tmp_path


def checked(pack: Path, said: str, name: str, *options: str) -> str:
    talk = f"Ann (customer): {said}\nBo (agent): Thanks, all is noted.\n"
    answer = run("check", "-", "--no-config", "--rules", str(pack), "--format", name, *options, stdin=talk)
    assert answer.code in (0, 1), answer.err
    return answer.out + answer.err


def public(pack: Path, said: str, name: str, rule: str) -> str:
    turns = [{"role": "customer", "text": said}, {"role": "agent", "text": "Thanks, all is noted."}]
    talk = pack / "talk.jsonl"
    talk.write_text(json.dumps({"id": "a", "channel": "social", "public": True, "turns": turns}) + "\n")
    return run("check", str(talk), "--no-config", "--rules", str(pack), "--format", name, "--select", rule).out


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("kind", SECRETS)
def test_no_format_shows_a_secret_in_any_finding(pack: Path, kind: str, name: str) -> None:
    said, raw = SECRETS[kind]
    shown = checked(pack, said, name, "--select", "privacy,garden")
    assert [part for part in raw if part in shown] == []
    assert "tomato" in shown


@pytest.mark.parametrize("output", ["text", "json"])
@pytest.mark.parametrize("kind", SECRETS)
def test_parse_shows_no_secret(kind: str, output: str) -> None:
    said, raw = SECRETS[kind]
    answer = run("parse", "-", "--no-config", "--format", output, stdin=f"Ann (customer): {said}\nBo (agent): Hi.\n")
    assert answer.code == 0
    assert [part for part in raw if part in answer.out] == []


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("kind", CONTACTS)
def test_no_format_shows_a_contact_in_a_finding_of_a_privacy_rule(pack: Path, kind: str, name: str) -> None:
    said, raw = CONTACTS[kind]
    shown = public(pack, said, name, "exposed-data-not-flagged")
    assert "exposed-data-not-flagged" in shown
    assert [part for part in raw if part in shown] == []
    # Elsewhere a contact is what an agent needs to see.
    assert raw[0] in public(pack, said, "json", "no-tomato")


@pytest.mark.parametrize("name", FORMATS)
def test_a_password_is_known_again_where_nothing_calls_it_one(pack: Path, name: str) -> None:
    talk = "Ann (customer): password: Fern4471x\nBo (agent): I typed Fern4471x and a tomato came.\n"
    answer = run(
        "check", "-", "--no-config", "--rules", str(pack), "--format", name, "--select", "no-tomato", stdin=talk
    )
    assert "4471" not in answer.out


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("IBAN DE89 3704 0044 0532 0130 00.", "IBAN DE89 37•• •••• •••• ••30 00."),
        ("219-45-8812", "•••-••-•812"),
        ("AB 12 34 56 C", "•• •• •• 56 C"),
        ("DOB 17/09/1962!", "DOB ••/••/••62!"),
        ("pw: hunter2, ok", "pw: h••••••, ok"),
        ("AKIAIOSFODNN7EXAMPLE", "AKIA••••••••••••••••"),
        ("my pin is 4821", "my pin is 4•••"),
        ("4012888888881881", "401288••••••1881"),
        ("ring 07700 900123", "ring 07700 900123"),
    ],
)
def test_a_masked_text_is_as_long_as_the_text(text: str, shown: str) -> None:
    masks = Masks(load_packs().specs.values())
    assert masks.shown(text, 0, len(text)) == shown
    assert "".join(masks.shown(text, place, place + 1) for place in range(len(text))) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ring 07700 900123", "ring 0•••• •••123"),
        ("jo.marsh@mail.example", "j•.•••••@••••.•••mple"),
        ("at 22 Mill Lane", "at 2• •••• •ane"),
    ],
)
def test_contacts_are_masked_where_that_is_asked_for(text: str, shown: str) -> None:
    masks = Masks(load_packs().specs.values())
    assert masks.shown(text, 0, len(text), contacts=True) == shown
