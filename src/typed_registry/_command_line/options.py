"""Options and arguments that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

RegistryModules: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(help="Modules that define registries, such as posttrain.registries.", show_default=False),
]
ConfigFile: TypeAlias = Annotated[Path, typer.Argument(readable=False, help="A config file.")]
ConfigFiles: TypeAlias = Annotated[
    list[Path], typer.Argument(readable=False, help="Config files: YAML, TOML or JSON.")
]
RootClass: TypeAlias = Annotated[
    str | None,
    typer.Option("--root", help="The class of the config, as module:Class. By default, the project's."),
]
