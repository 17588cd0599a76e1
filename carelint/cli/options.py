"""Options that several commands share, and what they lead to: a configuration, rules, roles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..errors import UsageError
from ..model import CHANNELS, KINDS, Channel, Kind

if TYPE_CHECKING:
    from ..config import Chooser, Config
    from ..packs import Library
    from ..readers import ReadOptions
    from ..run import Plan
    from ..scoring import Scorecard

F = TypeVar("F", bound=Callable[..., Any])
READER_NAMES = ("json", "chatlog", "email", "csv", "subtitles", "markdown", "yaml", "html", "text")


def _stacked(options: Iterable[Callable[[F], F]]) -> Callable[[F], F]:
    def decorate(command: F) -> F:
        for option in reversed(list(options)):
            command = option(command)
        return command

    return decorate


def _names(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


config_options = _stacked(
    [
        click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Use this configuration."),
        click.option("--no-config", is_flag=True, help="Use no configuration."),
    ]
)

pack_options = _stacked(
    [
        config_options,
        click.option(
            "--rules", "rules_dirs", type=click.Path(path_type=Path), multiple=True, metavar="DIR",
            help="Load own packs from here too; repeatable.",
        ),
        click.option("--no-shipped-rules", is_flag=True, help="Leave out the packs that come with carelint."),
    ]
)  # fmt: skip

select_options = _stacked(
    [
        click.option(
            "--select",
            callback=_names,
            multiple=True,
            metavar="NAMES",
            help="Only these rules and packs, with commas; on even if off by default.",
        ),
        click.option("--ignore", callback=_names, multiple=True, metavar="NAMES", help="Not these rules and packs."),
    ]
)

read_options = _stacked(
    [
        click.option("--reader", type=click.Choice(READER_NAMES), help="The input format; told by name and content."),
        click.option("--as", "kind", type=click.Choice(KINDS), help="What the input is."),
        click.option("--channel", type=click.Choice(CHANNELS), help="Where it was, or will be, said."),
    ]
)

model_option = click.option("--model", metavar="NAME", help="A trained spaCy pipeline, for rules that need one.")
color_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="NO_COLOR is respected.",
)
width_option = click.option(
    "--width", type=click.IntRange(30, 1000), metavar="N", help="Characters per line; as the terminal, else 80."
)


@dataclass(frozen=True)
class PackChoice:
    """The answers to `pack_options`; `near` is what is linted, in whose folder the search begins."""

    config: Path | None = None
    no_config: bool = False
    rules_dirs: tuple[Path, ...] = ()
    no_shipped_rules: bool = False
    near: tuple[str, ...] = ()

    def configuration(self) -> Config:
        """Load the configuration. Raises ConfigError."""
        from ..config import Config, common_folder, find_config, load_config

        path = self.config
        if path is not None and self.no_config:
            raise UsageError("--config and --no-config exclude each other")
        if path is None and not self.no_config:
            path = find_config(common_folder(self.near), home())
        return load_config(path) if path else Config()

    def scorecard(self, name: str, chooser: Chooser) -> Scorecard:
        """Load a scorecard, shipped, own, or by its path. Raises UsageError and PackError."""
        from ..packs import shipped_rules
        from ..scoring import load_scorecard

        library, config = chooser.library, chooser.config
        own = [*config.rules_dirs, *self.rules_dirs]
        folders = own if self.no_shipped_rules or not config.shipped else [shipped_rules(), *own]
        return load_scorecard(name, folders, library.rules, library.signals)

    def folders(self) -> list[Path]:
        """Give the folders of own packs."""
        return [*self.configuration().rules_dirs, *self.rules_dirs]

    def load(self, more: Iterable[Path] = ()) -> tuple[Config, Library]:
        """Load the configuration and the packs, those of more folders too. Raises ConfigError and PackError."""
        from ..packs import load_packs

        config = self.configuration()
        folders = dict.fromkeys((*config.rules_dirs, *self.rules_dirs, *more))
        return config, load_packs(list(folders), shipped=config.shipped and not self.no_shipped_rules)

    def choose(self, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> Chooser:
        """Load all and choose rules. Raises UsageError too."""
        from ..config import Chooser

        config, library = self.load()
        return Chooser.checked(library, config, select, ignore)

    def plan(self, chooser: Chooser, model: str | None, card: Scorecard | None) -> Plan:
        """Give the plan of a run."""
        from ..run import Plan

        return Plan(chooser.library, chooser.all_rules(), chooser, model, card)


def now_of(config: Config, said: str | None) -> datetime | None:
    """Give the moment that counts as now. Raises UsageError."""
    try:
        return config.now(said)
    except ValueError as error:
        raise UsageError(f"--as-of: {error}") from None


def home() -> Path | None:
    """Give the home directory, where the search for a configuration ends; None where there is none."""
    try:
        return Path.home()
    except RuntimeError:
        return None


@dataclass(frozen=True)
class ReadChoice:
    """The answers to `read_options`."""

    reader: str | None = None
    kind: Kind | None = None
    channel: Channel | None = None

    def options(self, config: Config, path: str) -> ReadOptions:
        """Give how to read a file: as the command line says, else as the configuration does."""
        from ..readers import MacroFields, ReadOptions, RoleMap

        kind, channel, fields = config.kind, config.channel, config.macros
        for override in config.overrides:
            tells = override.kind or override.channel or override.macros
            if path != "-" and tells and override.matches_path(path):
                # The fields of another library are others altogether.
                kind, channel, fields = override.kind or kind, override.channel or channel, override.macros or fields
        macros = MacroFields(**fields) if fields else None
        return ReadOptions(
            self.reader, self.kind or kind, self.channel or channel, RoleMap.of(config.roles), macros=macros
        )
