"""A program's own settings for the commands: `[tool.typed-registry]` in its pyproject.toml."""

from __future__ import annotations

import importlib
from operator import attrgetter
from pathlib import Path

from attrs import AttrsInstance, evolve, field, frozen, has
from attrs.validators import ge

from typed_registry.config._formats.read import read
from typed_registry.config._structure.load import tree
from typed_registry.errors import NoModulesError, RootError


@frozen
class Settings:
    """What a command does unless its options say otherwise; lives as long as the command.

    >>> Settings(modules=("posttrain.registries",)).most
    100
    """

    modules: tuple[str, ...] = ()
    """Modules that hold registries, which get stubs."""
    imports: tuple[str, ...] = ()
    """Modules that register more, imported first."""
    typings: Path | None = None
    """The folder for stubs of this environment; without it each stub stands beside its module."""
    root: str | None = None
    """The class of the program's config files: `posttrain.config:ExperimentConfig`."""
    most: int = field(default=100, validator=ge(0))
    """A registry with more components than this gets no overloads."""


@frozen
class Project:
    """A program's pyproject.toml, which need not be there, and what it sets."""

    file: Path
    settings: Settings

    def modules(self, given: tuple[str, ...]) -> tuple[str, ...]:
        """The modules that a command is to look at: those given, or those set. Raises NoModulesError."""
        found = given or self.settings.modules
        if not found:
            raise NoModulesError(self.file)
        return found

    def root(self, given: str | None = None) -> type[AttrsInstance]:
        """The class of config files: the one given as `module:Class`, or the one set. Imports its module.

        Raises RootError when there is none.
        """
        name = given or self.settings.root
        if name is None:
            raise RootError(None, "none is given", self.file)
        module, _, qualified = name.partition(":")
        try:
            for registries in self.settings.modules:
                importlib.import_module(registries)
            found: object = attrgetter(qualified)(importlib.import_module(module)) if qualified else None
        except (ImportError, AttributeError) as error:
            raise RootError(name, str(error), self.file) from None
        if not qualified:
            raise RootError(name, "it is written module:Class", self.file)
        if not isinstance(found, type) or not has(found):
            raise RootError(name, "it is no attrs class", self.file)
        return found


def project(start: Path) -> Project:
    """The project that a folder belongs to: the nearest pyproject.toml upwards.

    Raises ConfigError with every fault of the table.
    """
    file = folder_of(start) / "pyproject.toml"
    if not file.is_file():
        return Project(file, Settings())
    settings = tree(Settings, read(file).below(("tool", "typed-registry")))
    typings = settings.typings
    return Project(file, evolve(settings, typings=typings and file.parent / typings))


def folder_of(start: Path) -> Path:
    """The folder of the nearest pyproject.toml upwards; without one, that where the search began."""
    return next((each for each in (start, *start.parents) if (each / "pyproject.toml").is_file()), start)
