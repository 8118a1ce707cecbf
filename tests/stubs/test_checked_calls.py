"""Components that some checker would read otherwise than Python does, and that all check by their stub."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from attrs import frozen

from tests.corpora.setting import configured
from tests.stubs.command import run
from tests.typing.checker import CHECKERS, Checker

PARTS = """
import functools
from collections import namedtuple
from typing import Any, Generic, TypeVar, overload

import attrs
from typing_extensions import TypeVar as TypeVarWithDefault
from typing_extensions import Unpack

T = TypeVar("T")

try:
    import missing_package

    class Conditional:
        def __init__(self, path: str, *, mode: int = 0) -> None: ...

    def conditional(path: str) -> "Conditional": ...
except ImportError:
    class Conditional:
        def __init__(self, size: int) -> None: ...

    def conditional(size: int, *, loud: bool = False) -> "Conditional": ...

class Picky(Generic[T]):
    @overload
    def __init__(self: "Picky[int]", size: int) -> None: ...
    @overload
    def __init__(self: "Picky[str]", size: str, *, base: int = ...) -> None: ...
    def __init__(self, size: Any, *, base: int = 10) -> None: ...

class PickyChild(Picky[int]): ...

class Table(dict[str, T]): ...

def pair(*ends: Unpack[tuple[int, str]], flag: bool = False) -> int: ...

def tail(*ends: Unpack[tuple[int, Unpack[tuple[str, ...]]]]) -> int: ...

class Stack:
    def __init__(self, width: int, size: int, *sizes: int, flag: bool = False) -> None: ...

Point = namedtuple("Point", ["x", "y"], defaults=[0])

class Below(Point): ...

class Legacy:
    def __init__(self, __size: int, width: int = 1) -> None: ...

def wrapping(f):
    @functools.wraps(f)
    def inner(*args, **kwargs): return f(*args, **kwargs)
    return inner

@attrs.define
class Piped:
    sizes: list[int] = attrs.field(converter=attrs.converters.pipe(list, list))
    name: str = ""

P1 = TypeVarWithDefault("P1", default=int)
P2 = TypeVarWithDefault("P2", default=P1)

class Ends(Generic[P1, P2]):
    def __init__(self, first: P1, second: P2 | None = None) -> None: ...

@attrs.frozen
class Settings(Generic[T]):
    value: T
    count: int = 1

class Configured(Generic[T]):
    def __init__(self, config: Settings[T]) -> None: ...

class OfInt:
    def __init__(self, config: Settings[int]) -> None: ...

class Wrapped:
    @wrapping
    def __init__(self, size: int, *, name: str = "") -> None: ...
"""
REGISTRIES = """
import functools
from collections.abc import Callable

import strange_parts as parts
from typed_registry import Registry

THINGS = Registry[object, []]("strange things")
THINGS.register("conditional class")(parts.Conditional)
THINGS.register("picky")(parts.PickyChild)
THINGS.register("table")(parts.Table)
THINGS.register("tuple")(parts.Point)
THINGS.register("below a tuple")(parts.Below)
THINGS.register("legacy")(parts.Legacy)
THINGS.register("wrapped")(parts.Wrapped)
THINGS.register("configured", config=parts.Settings)(parts.Configured)
THINGS.register("configured by int", config=parts.Settings)(parts.OfInt)
THINGS.register("piped")(parts.Piped)
THINGS.register("ends")(parts.Ends)
THINGS.register_factory("partial lambda")(functools.partial(lambda x, y=1: x, 3))
THINGS.register_factory("partial stack")(functools.partial(parts.Stack, size=3))
THINGS.register_factory("conditional")(parts.conditional)
THINGS.register_factory("pair")(parts.pair)
THINGS.register_factory("tail")(parts.tail)
FORMATS = Registry[Callable[[int], str], []]("strange formats")
CLASSES = Registry[type[parts.Legacy], []]("strange classes")
"""
CALLS: Mapping[str, tuple[list[str], list[str]]] = {
    "conditional class": (["1", "size=1"], ["", "'a'", "path='a'", "1, mode=2"]),
    "conditional": (["1", "1, loud=True"], ["", "'a'", "path='a'"]),
    "picky": (["1"], ["", "'a'", "'a', base=2", "1, base=2"]),
    "table": (["", "a=1", "{'a': 1}"], ["1", "1, 2"]),
    "tuple": (["1", "1, 2", "x=1"], ["", "1, 2, 3", "x=1, z=2"]),
    "below a tuple": (["1", "1, 2"], ["", "1, 2, 3", "x=1, z=2"]),
    "legacy": (["1", "1, width=2"], ["", "__size=1", "1, 2, 3"]),
    "wrapped": (["1", "1, name='a'"], ["", "'a'", "1, 'a'", "1, nam='a'"]),
    "piped": (["[1]", "[1], 'a'", "sizes=(1, 2)"], ["", "[1], 1", "[1], nam='a'"]),
    "ends": (["1", "'a', 2"], ["", "1, 2, 3", "1, secnd=2"]),
    "partial stack": (["1", "1, size=2, flag=True"], ["", "1, 2", "1, flga=True"]),
    "partial lambda": (["", "2", "y=2"], ["1, 2", "z=2"]),
    "pair": (["1, 'a'", "1, 'a', flag=True"], ["", "1", "1, 2", "1, 'a', 'b'", "1, 'a', flga=True"]),
    "tail": (["1", "1, 'a', 'b'"], ["", "'a'", "1, 2"]),
}
"""The right arguments and the wrong ones of each component."""
SPECS: Mapping[str, tuple[list[str], list[str]]] = {
    "conditional class": (["size=1"], ["", "path='a'"]),
    "conditional": (["size=1, loud=True"], ["", "path='a'"]),
    "picky": (["size=1"], ["", "size='a'", "size=1, base=2"]),
    "pair": (["ends=(1, 'a')"], ["ends=(1,)", "ends=('a', 1)"]),
    "tail": (["ends=(1, 'a', 'b')"], ["ends=('a',)"]),
    "configured": (["value='a', count=2", "Settings(1)"], ["", "value=1, cuont=2", "1"]),
    "configured by int": (["value=1", "Settings(1)"], ["", "value='a'", "Settings('a')"]),
}
"""The same for `spec`."""

HEAD = """
from strange_parts import Settings
from strange_things import CLASSES, FORMATS, THINGS

class Right:
    def __init__(self, prefix: str) -> None: ...
    def __call__(self, number: int) -> str: return ""

class Wrong:
    def __init__(self, prefix: str) -> None: ...
    def __call__(self, number: str) -> int: return 1

def function(number: int) -> str: return ""
"""
OTHERS = {
    True: [
        "FORMATS.register('right')(Right)",
        "text: str = THINGS.spec('configured', value='a').config.value",
        "number: int = THINGS.specs['configured'](Settings(1)).config.value",
    ],
    False: [
        "no_text: bytes = THINGS.spec('configured', value='a').config.value",
        "no_number: str = THINGS.specs['configured'](Settings(1)).config.value",
        "FORMATS.register('wrong')(Wrong)",
        "FORMATS.register('function')(function)",
        "CLASSES.register('no class')(Right)",
    ],
}
"""The same for registries whose type isn't a class, and for the values of a generic config."""


@frozen
class Line:
    """A line of the program, with whether it is right."""

    text: str
    is_right: bool


def lines() -> list[Line]:
    """Return every call in every form."""
    found = [Line(each, is_right) for is_right, texts in OTHERS.items() for each in texts]
    for forms, calls in ((("build", "components", "get"), CALLS), (("spec", "specs"), SPECS)):
        for name, verdicts in calls.items():
            for is_right, arguments in zip((True, False), verdicts, strict=True):
                found += [Line(called(form, name, each), is_right) for each in arguments for form in forms]
    return found


def called(form: str, name: str, arguments: str) -> str:
    if form in {"build", "spec"}:
        return f"THINGS.{form}({name!r}{', ' if arguments else ''}{arguments})"
    chosen = f"({name!r})" if form == "get" else f"[{name!r}]"
    return f"THINGS.{form}{chosen}({arguments})"


@frozen
class Program:
    """The program, and the checkers that are configured for its folder."""

    file: Path
    checkers: Mapping[str, Checker]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Write the modules, the stub and the program."""
    folder = tmp_path_factory.mktemp("strange").resolve()
    (folder / "strange_parts.py").write_text(PARTS)
    (folder / "strange_things.py").write_text(REGISTRIES)
    code, printed = run("stubs", "strange_things", cwd=folder)
    assert code == 0, printed
    file = folder / "program.py"
    file.write_text(HEAD + "".join(f"{each.text}\n" for each in lines()))
    return Program(file, configured(folder))


@pytest.mark.parametrize("checker", CHECKERS)
def test_calls(checker: str, program: Program) -> None:
    """Each checker accepts the right calls in every form, and refuses the wrong ones."""
    stub = program.file.with_name("strange_things.pyi")
    found = program.checkers[checker].check([program.file, stub])
    refused = {each.line for each in found if each.file == program.file}

    assert [] == [f"{each.line}: {each}" for each in found if each.file == stub]
    assert [] == [
        f"{'refused' if line.is_right else 'accepted'}: {line.text}"
        for number, line in enumerate(lines(), HEAD.count("\n") + 1)
        if (number in refused) == line.is_right
    ]
