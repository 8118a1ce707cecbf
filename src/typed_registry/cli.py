"""Command lines for programs whose arguments are a config file and overrides.

`ConfigApp` is an application of typer, in whose commands a parameter with a config class is read from the
command line: `audiofx run config.yaml chain.0.db=-3`. `ConfigSource` says where such a config comes from. The
functions `complete_components`, `complete_config_files` and `complete_overrides` complete other arguments.
`list_components` and `show_components` return what the commands `list` and `show` print.

Needs the extra `typed-registry[cli]`. `typed_registry.config.from_cli` works without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typed_registry._late_names import late_names

if TYPE_CHECKING:
    from typed_registry._documentation.listing import Listing, list_components, show_components
    from typed_registry._programs.app import ConfigApp
    from typed_registry._programs.completers import (
        complete_components,
        complete_config_files,
        complete_overrides,
    )
    from typed_registry._programs.config_line import ConfigSource

__all__ = [
    "ConfigApp",
    "ConfigSource",
    "Listing",
    "complete_components",
    "complete_config_files",
    "complete_overrides",
    "list_components",
    "show_components",
]

_HOMES = {
    "_programs.app": "ConfigApp",
    "_programs.completers": "complete_components complete_config_files complete_overrides",
    "_programs.config_line": "ConfigSource",
    "_documentation.listing": "Listing list_components show_components",
}
"""The modules that define the public names, with these names."""

if not TYPE_CHECKING:  # a checker that sees this function takes any misspelt name for an attribute
    _import_name = late_names(__name__, _HOMES)

    def __getattr__(name: str) -> object:
        """Return a public name. Raises MissingExtraError if the package that it needs isn't installed."""
        try:
            return _import_name(name)
        except ModuleNotFoundError as error:
            if error.name not in {"typer", "rich"}:
                raise
            from typed_registry.errors import MissingExtraError

            raise MissingExtraError("a command line", error.name, "typed-registry[cli]") from None
