"""Configuration: `carelint.yaml` or `[tool.carelint]` of pyproject.toml.

The file that lies closest to the working directory counts, upwards to the root of the repository or the home
directory; it alone, but for what it names in `extends`. The command line goes before it, and it before what the packs
say.
"""

from __future__ import annotations

from .choose import Chooser
from .load import find_config, load_config
from .merge import Config, Override
from .settings import known_settings

__all__ = ["Chooser", "Config", "Override", "find_config", "known_settings", "load_config"]
