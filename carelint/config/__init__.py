"""Configuration: `carelint.yaml` or `[tool.carelint]` of pyproject.toml.

The file that lies closest to what is linted counts, from the folder that holds all of it upwards to the root of the
repository or the home directory; it alone, but for what it names in `extends`. For standard input, and for commands
that lint nothing, that folder is the working directory. The command line goes before the configuration, and that before
what the packs say.
"""

from __future__ import annotations

from .choose import Chooser
from .load import common_folder, find_config, load_config
from .merge import Config, Override
from .settings import known_settings

__all__ = ["Chooser", "Config", "Override", "common_folder", "find_config", "known_settings", "load_config"]
