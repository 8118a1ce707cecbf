"""Sources that are run as a file, a module or a notebook's cell would be."""

from __future__ import annotations

from pathlib import Path

from typed_registry import Registry


def run(source: str, file: Path | str, registry: Registry[object, []], module: str = "__main__") -> None:
    """Runs the source as this file of this module, with the registry as `REG`."""
    exec(compile(source, str(file), "exec"), {"__name__": module, "REG": registry})  # noqa: S102  # our own sources


def cell(version: int) -> str:
    """The file that a notebook gives to a version of a cell; it is never written."""
    return f"/tmp/ipykernel_7/{version}.py"  # noqa: S108
