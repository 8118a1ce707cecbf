"""The arguments that every program with a config has, and the help on them."""

from __future__ import annotations

HELP_OPTIONS = ("--help", "-h")
CONFIG_HELP = "The config file: YAML, TOML or JSON."
OVERRIDES_HELP = "Values in place of the file's, as path=value."
PRINT_CONFIG_HELP = "Print the resolved config with the origin of each value, and exit."
HELP_FOR_HELP = "Show the settings of a component, a registry or a part of the config, and exit."
