"""The request for a stub."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen


@frozen
class StubRequest:
    """The stub that is to be generated, and how.

    >>> StubRequest("posttrain.registries", typings=Path("typings")).command
    'typed-registry stubs posttrain.registries --typings typings'
    """

    module: str
    """The module that defines the registries."""
    imports: tuple[str, ...] = ()
    """Modules that register more components. They are imported first."""
    typings: Path | None = None
    """The folder for this environment's stubs, plugins included. Without it: beside the module."""
    most: int = 100
    """The largest number of components for which a registry gets overloads."""

    def place(self, source: str) -> Path:
        """Return the file of the stub of the module with this source file."""
        if self.typings is None:
            return Path(source).with_suffix(".pyi")
        return self.typings.joinpath(*self.module.split(".")).with_suffix(".pyi")

    @property
    def command(self) -> str:
        """The command that generates the stub."""
        where = f" --typings {self.typings.name}" if self.typings else ""
        return f"typed-registry stubs {self.module}{where}"
