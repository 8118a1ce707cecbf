"""Components with type parameters, which Python has since version 3.12, and calls of them.

    python -m tests.typing.type_parameters

writes the stub that the tests read, with an interpreter that knows this syntax.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.package.interpreter import installed
from tests.stubs.command import SOURCES

VERSION = "3.12"
STUB = Path(__file__).with_name("golden") / "type_parameters.txt"
PARTS = """\
from collections.abc import Callable


class Box[T]:
    def __init__(self, value: T, *, size: int = 3) -> None:
        self.value = value


class Many[*Ts]:
    def __init__(self, *values: *Ts) -> None:
        self.values = values


type Pair[T] = tuple[T, T]


def make[T](pair: Pair[T], *, data: dict[str, list[T]] | None = None) -> Box[T]:
    return Box(pair[0])


def call[**P, R](function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    return function(*args, **kwargs)


def longest[S: (str, bytes)](first: S, second: S) -> S:
    return max(first, second, key=len)
"""
REGISTRIES = """\
from boxes.parts import Box, Many, call, longest, make
from typed_registry import Registry

BOXES = Registry[object, []]("boxes")

BOXES.register("box")(Box)
BOXES.register("many")(Many)
BOXES.register_factory("make")(make)
BOXES.register_factory("call")(call)
BOXES.register_factory("longest")(longest)
"""
PROGRAM = """\
from boxes.registries import BOXES
from typing_extensions import reveal_type


def scaled(size: int, *, factor: float) -> float: return size * factor


def use(size: int, name: str) -> None:
    reveal_type(BOXES.build("box", size).value)  # int
    reveal_type(BOXES.components["box"](name, size=2).value)  # str
    BOXES.build("box", 3, sise=2)  # error
    BOXES.components["box"](3, sise=2)  # error
    BOXES.build("box")  # error
    reveal_type(BOXES.spec("box", value=size, size=2).build().value)  # int
    BOXES.spec("box", value=3, sise=2)  # error
    reveal_type(BOXES.build("many", size, name))  # Many[int, str]
    reveal_type(BOXES.components["many"](size, name))  # Many[int, str]
    BOXES.build("many", values=1)  # error
    BOXES.components["many"](values=1)  # error
    reveal_type(BOXES.build("make", (size, size), data=None).value)  # int
    reveal_type(BOXES.components["make"]((name, name)).value)  # str
    BOXES.build("make", 3)  # error
    BOXES.components["make"]((1, 2), dta=None)  # error
    reveal_type(BOXES.build("call", scaled, 3, factor=0.5))  # float
    reveal_type(BOXES.components["call"](scaled, 3, factor=0.5))  # float
    BOXES.build("call", scaled, 3, factr=0.5)  # error
    BOXES.components["call"](scaled, 3, factr=0.5)  # error
    reveal_type(BOXES.build("longest", name, name))  # str
    BOXES.build("longest", 1, 2)  # error
    BOXES.components["longest"](1, 2)  # error
"""
"""Behind each call is the type that it reveals, or `error`."""


def write_project(folder: Path) -> None:
    """Write the components and the registry, without the stub."""
    package = folder / "boxes"
    package.mkdir()
    texts = {"__init__.py": "", "py.typed": "", "parts.py": PARTS, "registries.py": REGISTRIES}
    for name, text in texts.items():
        (package / name).write_text(text)
    (folder / "program.py").write_text(PROGRAM)


def interpreter() -> Path | None:
    """Return an interpreter that knows the syntax and has what the generator needs; None if there is none."""
    return next(filter(_has_generator, _candidates()), None)


def generated(python: Path, folder: Path) -> str:
    """Return the stub that the generator writes under an interpreter."""
    write_project(folder)
    path = os.pathsep.join((SOURCES, str(folder)))
    command = [str(python), "-m", "typed_registry", "stubs", "boxes.registries"]
    subprocess.run(command, cwd=folder, env={**os.environ, "PYTHONPATH": path}, check=True)
    return (folder / "boxes" / "registries.pyi").read_text()


def _candidates() -> Iterator[Path]:
    if sys.version_info >= (3, 12):
        yield Path(sys.executable)
    versions = ("3.12", "3.13", "3.14")
    on_path = (shutil.which(f"python{version}") for version in versions)
    yield from (Path(found) for found in on_path if found)
    yield from filter(None, map(installed, versions))


def _has_generator(python: Path) -> bool:
    needed = "import attrs, mypy.build, rich, ruff, typer, yaml"
    return not subprocess.run([python, "-c", needed], capture_output=True, check=False).returncode


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    found = interpreter()
    if found is None:
        sys.exit("no interpreter has type parameters and the packages that the generator needs")
    with TemporaryDirectory() as name:
        STUB.write_text(generated(found, Path(name).resolve()))
