"""Which stub is wanted."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen


@frozen
class StubRequest:
    """A stub that is wanted, and how.

    >>> stubs_command(StubRequest("posttrain.registries", typings=Path("typings")))
    'typed-registry stubs posttrain.registries --typings typings'
    """

    module: str
    """The module that holds the registries."""
    imports: tuple[str, ...] = ()
    """Modules that register more, imported first."""
    typings: Path | None = None
    """The folder for stubs of this environment, plugins included; without it, beside the module."""
    most: int = 100
    """A registry with more components than this gets no overloads."""

    def place(self, source: str) -> Path:
        """Where the stub of the module stands, whose source this is."""
        if self.typings is None:
            return Path(source).with_suffix(".pyi")
        return self.typings.joinpath(*self.module.split(".")).with_suffix(".pyi")


def stubs_command(request: StubRequest) -> str:
    """What makes the stub."""
    where = f" --typings {request.typings.name}" if request.typings else ""
    return f"typed-registry stubs {request.module}{where}"
