"""A program as large as one likes: a package of small components, their registry, and a file that uses it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

CALLS = 220
WRONG = 20
MOST = 100
"""As many components have overloads, if nothing else is asked for."""
_TOGETHER = 100
"""As many components stand in a module."""

_PROTOCOL = """\
from typing import Protocol

class Part(Protocol):
    def run(self) -> int: ...
"""
_REGISTRIES = """\
from shop.protocol import Part
from typed_registry import Registry

PARTS = Registry[Part, [int]]("parts")
PARTS.discover("shop.parts")
"""
_HEAD = """\
from attrs import frozen

from shop.registries import PARTS
"""
_PLAIN = '''
@PARTS.register("part_{0:04}")
class Part{0:04}:
    """Does what part {0} has to do."""

    def __init__(
        self, size: int, label: str = "", weight: float = 1.0, tags: tuple[str, ...] = (), fast: bool = False
    ) -> None:
        self.size = size

    def run(self) -> int:
        return self.size
'''
_ATTRS = '''
@frozen
class Part{0:04}:
    """Does what part {0} has to do."""

    size: int
    label: str = ""
    weight: float = 1.0
    tags: tuple[str, ...] = ()
    fast: bool = False

    def run(self) -> int:
        return self.size

PARTS.register("part_{0:04}")(Part{0:04})
'''
SETTINGS = {
    "mypy.ini": "[mypy]\nstrict = True\n",
    "pyrightconfig.json": json.dumps({"typeCheckingMode": "strict"}),
    "ty.toml": "",
    "pyrefly.toml": 'preset = "strict"\n',
}


def write(folder: Path, names: int) -> None:
    """The program with so many components, and settings for every checker."""
    (folder / "shop" / "parts").mkdir(parents=True)
    files = {
        "shop/__init__.py": "",
        "shop/protocol.py": _PROTOCOL,
        "shop/registries.py": _REGISTRIES,
        "shop/parts/__init__.py": "",
        **dict(_modules(names)),
        "use.py": use(names),
        "misspelt.py": misspelt(names),
        **SETTINGS,
    }
    for name, text in files.items():
        (folder / name).write_text(text)


def edit(folder: Path) -> None:
    """Gives a component another parameter."""
    module = folder / "shop" / "parts" / "m00.py"
    module.write_text(
        module.read_text().replace(
            "    fast: bool = False", "    slow: bool = False\n    fast: bool = False", 1
        )
    )


def use(names: int) -> str:
    """The file with the calls; `wrong` tells which of its lines are wrong."""
    mistakes = cycle(_wrong(names))
    calls = (
        next(mistakes) if at % (CALLS // WRONG) == 0 else _right(names, at % names) for at in range(CALLS)
    )
    return "\n".join((_IMPORT, *calls, ""))


def wrong() -> set[int]:
    """The lines of that file in which each checker must find a mistake."""
    return {at + 2 for at in range(0, CALLS, CALLS // WRONG)}


def misspelt(names: int) -> str:
    """A file with a single mistake, in a component's name."""
    return f"{_IMPORT}\n{_call(names, 'part_000l')}1)\n"


_IMPORT = "from shop.registries import PARTS"


def _modules(names: int) -> Iterator[tuple[str, str]]:
    numbers = iter(range(names))
    at = 0
    while found := [*islice(numbers, _TOGETHER)]:
        parts = ((_PLAIN if number % 2 else _ATTRS).format(number) for number in found)
        yield f"shop/parts/m{at:02}.py", _HEAD + "".join(parts)
        at += 1


def _right(names: int, number: int) -> str:
    settings = 'label="a", weight=2.0, tags=("b",), fast=True)'
    name = f"part_{number:04}"
    return _spec(names, name) + settings if number % 2 else f"{_call(names, name)}{number}, {settings}"


def _wrong(names: int) -> Iterator[str]:
    """A misspelt name, and of a plain class and an attrs class each a wrong keyword, type and number.

    They are wrong where the component is called, and where it is chosen.
    """
    yield f'{_call(names, "part_000l")}1, label="a")'
    yield f'{_spec(names, "part_000l")}label="a")'
    for number in (names - 1, names - 2):
        name = f"part_{number:04}"
        for known in (f"{_call(names, name)}1, ", _spec(names, name)):
            yield f'{known}labl="a")'
            yield f'{known}weight="a")'
        yield f"{_call(names, name).removesuffix(', ')})"
        yield f"{_spec(names, name)}1)"


def _call(names: int, name: str) -> str:
    """The beginning of a call: by name where there are overloads, by key where there are too many."""
    return f'PARTS.build("{name}", ' if names <= MOST else f'PARTS.components["{name}"]('


def _spec(names: int, name: str) -> str:
    """The beginning of a choice, by name or by key."""
    return f'PARTS.spec("{name}", ' if names <= MOST else f'PARTS.specs["{name}"]('
