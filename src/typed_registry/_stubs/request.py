"""The request for a stub."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from attrs import frozen


class WhenUnresolved(Enum):
    """The treatment of a component whose signature mentions a type that mypy can't resolve.

    It also applies to components that can't be imported, such as local classes.
    """

    ERROR = "error"
    """No stub is written."""
    OMIT = "omit"
    """The stub leaves the component out, so a checker refuses its name."""
    ANY = "any"
    """The stub has `Any` in place of the type, and for all parameters of what can't be imported."""


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
    unresolved: WhenUnresolved = WhenUnresolved.ERROR
    """The treatment of components with unresolved types."""
    exceptions: tuple[tuple[str, WhenUnresolved], ...] = ()
    """Another treatment for single components: `("fit.registries.LOSSES.huber", WhenUnresolved.ANY)`."""
    options: str = ""
    """Options of the command that aren't among the settings: ` --unresolved any`."""

    def place(self, source: str) -> Path:
        """Return the file of the stub of the module with this source file."""
        if self.typings is None:
            return Path(source).with_suffix(".pyi")
        return self.typings.joinpath(*self.module.split(".")).with_suffix(".pyi")

    def treatment(self, registry: str, component: str) -> WhenUnresolved:
        """Return the treatment of a component with unresolved types.

        >>> kept = ("fit.registries.LOSSES.huber", WhenUnresolved.ANY)
        >>> request = StubRequest("fit.registries", exceptions=(kept,))
        >>> request.treatment("LOSSES", "huber").value, request.treatment("LOSSES", "hinge").value
        ('any', 'error')
        """
        return dict(self.exceptions).get(f"{self.module}.{registry}.{component}", self.unresolved)

    @property
    def command(self) -> str:
        """The command that generates the stub."""
        where = f" --typings {self.typings.name}" if self.typings else ""
        return f"typed-registry stubs {self.module}{where}"
