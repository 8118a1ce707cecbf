"""A program's own settings for the commands: `[tool.typed-registry]` in its pyproject.toml."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve, field, frozen
from attrs.validators import ge

from typed_registry.config.load import tree
from typed_registry.config.read import read
from typed_registry.errors import NoModulesError


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


def project(start: Path) -> Project:
    """The project that a folder belongs to: the nearest pyproject.toml upwards.

    Raises ConfigError with every fault of the table.
    """
    for folder in (start, *start.parents):
        file = folder / "pyproject.toml"
        if file.is_file():
            settings = tree(Settings, read(file).below(("tool", "typed-registry")))
            typings = settings.typings
            return Project(file, evolve(settings, typings=typings and folder / typings))
    return Project(start / "pyproject.toml", Settings())
