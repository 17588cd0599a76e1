"""Configuration: found, read, extended, checked, and applied to rules."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from textwrap import dedent
from zoneinfo import ZoneInfo

import pytest

from carelint.checks.gap import Gap
from carelint.checks.measure import Measure
from carelint.config import Chooser, Config, common_folder, find_config, load_config
from carelint.config.now import read_now
from carelint.errors import ConfigError, Fault, UsageError
from carelint.model import Channel, Conversation
from carelint.packs import Library, load_packs

from .cli_runner import DEMO, PACKS, run


@pytest.fixture(scope="module")
def library() -> Library:
    return load_packs([PACKS], shipped=False)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)


def config(text: str, name: str = "carelint.yaml") -> Config:
    Path(name).write_text(dedent(text))
    return load_config(Path(name))


def faults(text: str, library: Library | None = None, name: str = "carelint.yaml") -> list[str]:
    def load() -> None:
        read = config(text, name)
        if library:
            Chooser.checked(library, read)

    with pytest.raises(ConfigError) as caught:
        load()
    return str(caught.value).splitlines()


def on(chooser: Chooser, path: str = "a.txt", channel: Channel = "chat") -> list[str]:
    return [rule.id for rule in chooser(Conversation("c", (), channel, path=path))]


ALL_ON = ["greets", "hollow-sorry", "slow"]
TOLD = "[10:00] Ann (customer): Hi\n[10:04] Bo (agent): Sorry if so.\n"
CHAT = "[10:00] Ann: Hi\n[10:04] Bo: Sorry if so.\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (
            "fail_onn: error",
            [
                'carelint.yaml:1:1: unknown key "fail_onn": did you mean "fail_on"? allowed: as_of, brands, '
                "business_hours, channel, extends, fail_on, ignore, kind, macros, overrides, placeholders, roles, "
                "rules, rules_dirs, select, "
                "shipped"
            ],
        ),
        ("fail_on: fatal", ['carelint.yaml:1:10: found "fatal", allowed: error, info, never, warning']),
        ("shipped: yes", ['carelint.yaml:1:10: expected true or false, found "yes": write true']),
        ("select: tone", ["carelint.yaml:1:9: expected a list, found text"]),
        (
            "roles: {agnt: [Bo]}",
            [
                'carelint.yaml:1:9: unknown role "agnt": did you mean "agent"? '
                "allowed: agent, bot, customer, note, system, third_party"
            ],
        ),
        (
            "business_hours: {weekdays: '9-25'}",
            ['carelint.yaml:1:28: weekdays: found "25", expected a time from 0:00 to 24:00 such as "17:30"'],
        ),
        (
            "overrides:\n  - ignore: [x]\n  - {channels: [chat], kind: macro}",
            [
                "carelint.yaml:2:5: an override says what it is for: paths, channels, or both",
                "carelint.yaml:3:24: kind is set before the channel is known: it goes with paths, not with channels",
            ],
        ),
        (
            "as_of: tomorrow",
            [
                'carelint.yaml:1:8: found "tomorrow", allowed: today, a date such as 2026-05-09, or a date and time '
                "such as 2026-05-09T17:00"
            ],
        ),
        ("brands: Acme", ["carelint.yaml:1:9: expected a list, found text"]),
        (
            "business_hours: {weekdays: '9-17', holidays: [{country: Narnia}]}",
            [
                'carelint.yaml:1:46: holidays: no country is called "Narnia": did you mean "armenia"? '
                "allowed: a code of ISO 3166 such as GB, US or DE"
            ],
        ),
        ("rules_dirs: [nowhere]", ['carelint.yaml:1:14: no such folder of rules: "nowhere"']),
        ("extends: base.yaml", ["carelint.yaml:1:10: base.yaml cannot be read: No such file or directory"]),
        ("a: b: c", None),
        ("[1, 2]", None),
        ("select: [a]\nselect: [b]", ['carelint.yaml:2:1: duplicate key "select" (first on line 1)']),
    ],
)
def test_faults_of_a_file_stand_at_their_places(text: str, expected: list[str] | None) -> None:
    if expected == []:
        assert config(text).layers[0].spec.select == []
    elif expected is None:
        assert all(fault.startswith("carelint.yaml:1:") for fault in faults(text))
    else:
        assert faults(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("select: [greetz]", ['1:10: no rule or pack is called "greetz": did you mean "greets"?']),
        ("ignore: [x1]", ['1:10: no rule or pack is called "x1": allowed: demo']),
        ("rules: {slowe: false}", ['1:9: no rule is called "slowe": did you mean "slow"?']),
        ("rules: {slow: {severity: bad}}", ['1:26: found "bad", allowed: error, info, warning']),
        ("rules: {slow: {limt: {chat: 1 min}}}", ['1:16: unknown key "limt": did you mean "limit"?']),
        ("rules: {slow: {calendar: {}}}", ['1:16: unknown key "calendar":']),
        ("rules: {slow: {limit: {chat: soon}}}", ['1:30: found "soon", expected a length of time']),
        ("rules: {slow: {limit: {chatt: 1 min}}}", ['1:31: found "chatt", did you mean "chat"?']),
        ("rules: {slow: {channels: [post]}}", ['1:27: found "post", allowed: chat']),
        ("rules: {hollow-sorry: {signal: sorry-iff}}", ['1:23: unknown signal "sorry-iff": did you mean "sorry-if"?']),
        ("rules: {slow: {severity: }}", ["1:26"]),
        ("rules: {slow: {channels: }}", ["1:26"]),
        ("rules: {slow: {enabled: }}", ["1:25"]),
        ("overrides: [{paths: , channels: [chat]}]", ["1:21: paths is empty"]),
        ("overrides: [{paths: [a], channels: }]", ["1:36: channels is empty"]),
        ("rules: {shouting: {max: none}}", ["1:25: expected a number or keys and values, found text"]),
        (
            "rules:\n  slow: {hours: never}\n"
            "overrides:\n  - {paths: [a], ignore: [b], rules: {greets: {position: top}}}",
            [
                '2:17: found "never", allowed: always, business',
                '4:27: no rule or pack is called "b": allowed:',
                '4:58: found "top", allowed:',
            ],
        ),
    ],
)
def test_faults_of_names_and_settings_come_all_at_once(text: str, expected: list[str], library: Library) -> None:
    found = faults(text, library)
    assert len(found) == len(expected)
    for fault, start in zip(found, expected, strict=True):
        assert fault.startswith(f"carelint.yaml:{start}")


def test_toml_is_read_and_its_faults_name_the_key(library: Library) -> None:
    text = """\
        [tool.carelint]
        select = ["greets"]
        [tool.carelint.rules.slow]
        limit = {chat = "1 min"}
        """
    assert config(text, "pyproject.toml").select == ("greets",)
    assert faults(text.replace("select", "selct"), None, "pyproject.toml")[0].startswith(
        'pyproject.toml: tool.carelint.selct: unknown key "selct": did you mean "select"?'
    )
    assert faults(text.replace("1 min", "soon"), library, "pyproject.toml")[0].startswith(
        'pyproject.toml: tool.carelint.rules.slow.limit.chat: found "soon"'
    )
    assert faults("[tool.x]", None, "pyproject.toml") == ["pyproject.toml: has no table [tool.carelint]"]
    assert faults("a = [", None, "pyproject.toml")[0].startswith("pyproject.toml: is no valid TOML: ")
    assert faults("a = 1\nb b", None, "pyproject.toml")[0].startswith("pyproject.toml:2:3: is no valid TOML: ")


def test_the_closest_configuration_counts_up_to_the_repository(tmp_path: Path) -> None:
    deep = tmp_path / "repo" / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "carelint.yaml").write_text("")
    assert find_config(deep) == tmp_path / "carelint.yaml"
    (tmp_path / "repo" / ".git").mkdir()
    assert find_config(deep) is None
    (tmp_path / "repo" / "pyproject.toml").write_text("[tool.other]\n")
    assert find_config(deep) is None
    (tmp_path / "repo" / "pyproject.toml").write_text("[tool.carelint.rules]\n")
    assert find_config(deep) == tmp_path / "repo" / "pyproject.toml"
    (tmp_path / "repo" / "carelint.yaml").write_text("")
    assert find_config(deep) == tmp_path / "repo" / "carelint.yaml"
    assert find_config(deep, home=tmp_path / "repo" / "a") is None


@pytest.mark.parametrize(
    ("paths", "folder"),
    [
        ([], "."),
        (["-"], "."),
        (["a/b"], "a/b"),
        (["a/b/"], "a/b"),
        (["a/b/c.txt"], "a/b"),
        (["a/b/c.txt", "a/d.txt"], "a"),
        (["a/b", "a/bb"], "a"),
        (["a/b/c.txt", "a/b/x.txt"], "a/b"),
        (["a/../a/b"], "a/b"),
        (["a/b/*.txt"], "a/b"),
        (["a/*/c.txt"], "a"),
        (["a/**/x?/*.txt"], "a"),
        (["a/[x]/c.txt"], "a/[x]"),
        (["a/gone/c.txt"], "a/gone"),
        (["a/b", "-"], "."),
        (["a/b", ".."], ".."),
    ],
)
def test_the_folder_that_holds_what_is_linted(paths: list[str], folder: str, tmp_path: Path) -> None:
    for name in ("a/b", "a/bb", "a/[x]"):
        (tmp_path / name).mkdir(parents=True)
    Path("a/b/c.txt").write_text("Hi")
    assert common_folder(paths) == (tmp_path / folder).resolve()


@pytest.mark.parametrize(
    ("paths", "rules"),
    [
        (["chats/mail"], ["mail/hollow-sorry"]),
        (["chats/mail/a.log"], ["mail/hollow-sorry"]),
        (["chats/mail/*.log"], ["mail/hollow-sorry"]),
        (["chats"], ["chats/greets", "mail/greets"]),
        (["chats/a.log", "chats/mail/a.log"], ["chats/greets", "mail/greets"]),
        (["other"], ["other/slow"]),
        (["other", "chats"], ["other/slow", "chats/slow", "mail/slow"]),
        (["."], ["chats/slow", "mail/slow", "other/slow"]),
        (["-"], ["./slow"]),
    ],
)
def test_the_configuration_closest_to_what_is_linted_counts(paths: list[str], rules: list[str]) -> None:
    """It alone: those above it and below it do not."""
    for folder, rule in ((".", "slow"), ("chats", "greets"), ("chats/mail", "hollow-sorry"), ("other", "")):
        Path(folder).mkdir(exist_ok=True)
        if rule:
            Path(folder, "carelint.yaml").write_text(f"select: [{rule}]")
        if folder != ".":
            Path(folder, "a.log").write_text(TOLD)
    answer = run("check", *paths, *DEMO, "--format", "concise", stdin=TOLD)
    found = [line.split() for line in answer.out.splitlines()]
    assert [f"{Path(words[0].split(':')[0]).parent.name or '.'}/{words[2]}" for words in found] == rules


def test_what_lints_nothing_goes_by_the_working_directory(tmp_path: Path) -> None:
    (tmp_path / "chats").mkdir()
    Path("chats/carelint.yaml").write_text("rules: {greets: false}")
    Path("chats/a.log").write_text(TOLD)
    assert "greets" in run("explain", "greets", *DEMO).out.splitlines()[0]
    assert ", off)" not in run("explain", "greets", *DEMO).out.splitlines()[0]
    assert run("parse", "chats/a.log", *DEMO).code == 0
    assert "greets" not in run("check", "chats/a.log", *DEMO, "--format", "concise").out


def test_extending_merges_mappings_and_replaces_lists(tmp_path: Path) -> None:
    (tmp_path / "base" / "own").mkdir(parents=True)
    config(
        """\
        ignore: [greets]
        fail_on: info
        rules_dirs: [own]
        roles: {agent: [Bo], bot: [Otto]}
        rules: {slow: {severity: error, limit: {chat: 9 min, email: 1 d}}, greets: true}
        business_hours: {weekdays: "9:00-17:00", timezone: Europe/London}
        overrides: [{paths: ["x/**"], ignore: [slow]}]
        """,
        "base/carelint.yaml",
    )
    read = config(
        """\
        extends: base/carelint.yaml
        ignore: [slow]
        roles: {agent: [Al]}
        rules: {slow: {limit: {chat: 1 min}}}
        business_hours: {weekdays: "8:00-16:00"}
        overrides: []
        """
    )
    assert (read.ignore, read.fail_on, read.overrides) == (("slow",), "info", ())
    assert read.rules_dirs == (tmp_path / "base" / "own",)
    assert read.roles == {"agent": ["Al"], "bot": ["Otto"]}
    assert read.rules == {
        "slow": {"severity": "error", "limit": {"chat": "1 min", "email": "1 d"}},
        "greets": {"enabled": True},
    }
    assert read.hours
    assert (str(read.hours.zone), read.hours.days[0][0][0].hour) == ("Europe/London", 8)


def test_extending_in_a_circle_is_refused() -> None:
    Path("a.yaml").write_text("extends: b.yaml")
    Path("b.yaml").write_text("extends: a.yaml")
    assert faults("extends: b.yaml", name="a.yaml") == [
        "b.yaml:1:10: configurations extend each other in a circle: a.yaml -> b.yaml -> a.yaml"
    ]


@pytest.mark.parametrize(
    ("text", "select", "ignore", "rules"),
    [
        ("", [], [], ALL_ON),
        ("select: [greets]", [], [], ["greets"]),
        ("select: [demo]", [], [], ALL_ON),
        ("select: [shouting]", [], [], ["shouting"]),
        ("ignore: [demo]", [], [], []),
        ("ignore: [greets]", [], [], ["hollow-sorry", "slow"]),
        ("{select: [demo], ignore: [slow]}", [], [], ["greets", "hollow-sorry"]),
        ("{select: [slow], ignore: [demo]}", [], [], ["slow"]),
        ("rules: {greets: false, shouting: true}", [], [], ["hollow-sorry", "shouting", "slow"]),
        ("{select: [slow], rules: {shouting: true}}", [], [], ["shouting", "slow"]),
        ("rules: {slow: {severity: error}}", [], [], ALL_ON),
        # The command line goes before.
        ("ignore: [greets]", ["greets"], [], ["greets"]),
        ("rules: {greets: false}", ["greets"], [], ["greets"]),
        ("ignore: [greets]", ["demo"], [], ["hollow-sorry", "slow"]),
        ("select: [greets]", ["slow"], [], ["slow"]),
        ("select: [greets]", ["demo"], [], ALL_ON),
        ("select: [greets, slow]", [], ["slow"], ["greets"]),
        ("select: [greets]", [], ["demo"], []),
        ("", ["demo"], ["slow"], ["greets", "hollow-sorry"]),
        ("", ["slow"], ["demo"], ["slow"]),
        ("", ["slow"], ["slow"], []),
        ("", ["shouting"], [], ["shouting"]),
    ],
)
def test_which_rules_are_on(
    text: str, select: list[str], ignore: list[str], rules: list[str], library: Library
) -> None:
    assert sorted(on(Chooser.checked(library, config(text), select, ignore))) == sorted(rules)


@pytest.mark.parametrize(
    ("glob", "path", "matches"),
    [
        ("mails/*.eml", "mails/a.eml", True),
        ("mails/*.eml", "mails/old/a.eml", False),
        ("mails/**", "mails/old/a.eml", True),
        ("mails/**", "mails/a.eml", True),
        ("mails/**", "mail/a.eml", False),
        ("mails", "mails/old/a.eml", True),
        ("mails/", "mails/a.eml", True),
        ("./mails/", "mails/a.eml", True),
        ("**/*.eml", "a.eml", True),
        ("**/*.eml", "x/y/a.eml", True),
        ("**/*.eml", "x/y/a.emlx", False),
        ("x/**/a.eml", "x/a.eml", True),
        ("?.eml", "a.eml", True),
        ("a+(b).eml", "a+(b).eml", True),
        ("mails", "../mails/a.eml", False),
    ],
)
def test_paths_of_overrides(glob: str, path: str, matches: bool, library: Library) -> None:
    chooser = Chooser.checked(library, config(f'overrides: [{{paths: ["{glob}"], ignore: [demo]}}]'))
    assert on(chooser, path) == ([] if matches else ALL_ON)


def test_overrides_by_channel_and_in_order(library: Library) -> None:
    chooser = Chooser.checked(
        library,
        config(
            """\
            overrides:
              - {channels: [email], ignore: [slow], select: [shouting]}
              - {channels: [email, social], paths: ["x/**"], rules: {shouting: false, greets: {severity: error}}}
            """
        ),
    )
    assert on(chooser, "a", "chat") == ALL_ON
    assert on(chooser, "a", "email") == ["greets", "hollow-sorry", "shouting"]
    assert on(chooser, "x/a", "email") == ["greets", "hollow-sorry"]
    assert on(chooser, "x/a", "social") == ALL_ON
    severities = [chooser(Conversation("c", (), "social", path=path))[0].severity.name for path in ("a", "x/a")]
    assert severities == ["warning", "error"]
    assert {rule.id for rule in chooser.all_rules()} == {*ALL_ON, "shouting"}


def test_the_rules_of_all_overrides_are_known_however_they_meet(library: Library) -> None:
    """The first and the second together look for shouting with `max: 9`, whatever the third says of it."""
    chooser = Chooser.checked(
        library,
        config(
            """\
            overrides:
              - {paths: [a], select: [shouting]}
              - {paths: [a], rules: {shouting: {max: 9}}}
              - {paths: [b], rules: {shouting: false}}
            """
        ),
    )
    assert on(chooser, "a") == sorted([*ALL_ON, "shouting"])
    checks = [rule.check for rule in chooser.all_rules() if rule.id == "shouting"]
    assert {check.max for check in checks if isinstance(check, Measure)} == {1, 9}


def test_settings_change_single_thresholds(library: Library) -> None:
    chooser = Chooser.checked(
        library, config("rules: {slow: {limit: {chat: 1 min}, severity: error, channels: [chat]}}")
    )
    slow = next(rule for rule in chooser.rules_with() if rule.id == "slow")
    assert isinstance(slow.check, Gap)
    assert slow.check.limit == {"chat": timedelta(minutes=1), "email": timedelta(hours=4)}
    assert (slow.severity.name, slow.spec.channels) == ("error", ["chat"])


def test_business_hours_reach_the_checks_of_time(library: Library) -> None:
    read = config('{business_hours: {weekdays: "9:00-17:00"}, rules: {slow: {hours: business}}}')
    slow = next(rule for rule in Chooser.checked(library, read).rules_with() if rule.id == "slow")
    assert isinstance(slow.check, Gap)
    assert (slow.check.calendar, slow.check.hours) == (read.hours, "business")


def test_a_chooser_can_be_sent_to_another_process(library: Library) -> None:
    chooser = Chooser.checked(library, config('overrides: [{paths: ["x/**"], ignore: [demo]}]'))
    assert on(chooser, "x/a") == []
    again = pickle.loads(pickle.dumps(chooser))
    assert (on(again, "x/a"), on(again)) == ([], ALL_ON)


def test_faults_can_be_sent_to_another_process() -> None:
    fault = Fault("a.yaml", 1, 2, "is wrong")
    again = pickle.loads(pickle.dumps(ConfigError([fault])))
    assert (type(again), again.faults, str(again)) == (ConfigError, [fault], "a.yaml:1:2: is wrong")


def test_unknown_names_of_the_command_line(library: Library) -> None:
    with pytest.raises(UsageError, match='--ignore: no rule or pack is called "gretes": did you mean "greets"'):
        Chooser.checked(library, Config(), [], ["gretes"])


def test_the_command_line_uses_all_of_it(tmp_path: Path) -> None:
    """Roles, channel, kind, fail_on, own packs, without the shipped ones; --no-config leaves all of it out."""
    (tmp_path / "chats" / "in").mkdir(parents=True)
    Path("chats/in/a.log").write_text(CHAT)
    Path("carelint.yaml").write_text(
        f"""\
shipped: false
rules_dirs: ["{PACKS}"]
fail_on: never
roles: {{agent: [Bo], customer: ["An*"]}}
overrides: [{{paths: ["chats/in"], channel: email}}]
"""
    )
    answer = run("check", "chats", "--format", "concise")
    assert (answer.code, [line.split()[2] for line in answer.out.splitlines()]) == (0, ["hollow-sorry", "greets"])
    again = run("check", "chats", "--format", "concise", "--channel", "chat", "--fail-on", "error")
    assert (again.code, [line.split()[2] for line in again.out.splitlines()]) == (1, ["hollow-sorry", "greets", "slow"])
    without = run("check", "chats", "--format", "concise", "--no-config", *DEMO)
    assert (without.code, "no agent can be told" in without.err) == (2, True)


def test_a_faulty_configuration_is_2_with_every_fault() -> None:
    Path("carelint.yaml").write_text("fail: x\nkind: y\n")
    answer = run("check", ".", *DEMO)
    assert (answer.code, answer.out) == (2, "")
    assert [line.partition(": ")[0] for line in answer.err.splitlines()] == ["carelint.yaml:1:1", "carelint.yaml:2:7"]


NOW = datetime(2026, 5, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("today", NOW),
        ("2026-05-09", datetime(2026, 5, 9, 23, 59, 59, tzinfo=ZoneInfo("Europe/London"))),
        ("2026-05-09T17:00", datetime(2026, 5, 9, 17, tzinfo=ZoneInfo("Europe/London"))),
        ("2026-05-09 17:00+00:00", datetime(2026, 5, 9, 17, tzinfo=UTC)),
        (date(2026, 5, 9), datetime(2026, 5, 9, 23, 59, 59, tzinfo=ZoneInfo("Europe/London"))),
    ],
)
def test_the_moment_that_counts_as_now(said: object, expected: datetime) -> None:
    assert read_now(said, ZoneInfo("Europe/London"), NOW) == expected


@pytest.mark.parametrize("said", ["", "soon", "2026-02-30", "17:00", 7, None, "9999-12-31T23:59-12:00"])
def test_what_is_no_moment(said: object) -> None:
    with pytest.raises(ValueError, match="allowed: today, a date such as"):
        read_now(said)


def test_now_and_brands_of_the_configuration() -> None:
    read = config(
        "{as_of: 2026-05-09, brands: [Acme, Acme Post], business_hours: {weekdays: '9-17', timezone: Asia/Tokyo}}"
    )
    end = datetime(2026, 5, 9, 23, 59, 59, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert (read.now(), read.brands) == (end, ("Acme", "Acme Post"))
    assert read.now("2026-05-10T00:00") == datetime(2026, 5, 10, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert (Config().now(), Config().brands) == (None, ())


def test_now_in_toml() -> None:
    read = config("[tool.carelint]\nas_of = 2026-05-09\nbrands = ['Acme']\n", "pyproject.toml")
    assert (read.now(), read.brands) == (datetime(2026, 5, 9, 23, 59, 59, tzinfo=UTC), ("Acme",))
