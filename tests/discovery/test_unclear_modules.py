"""Modules that must be imported to know the names that they register."""

from __future__ import annotations

import importlib
import os
import sys
import threading
import warnings
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.samples.zoo import imported, plant
from typed_registry import Registry
from typed_registry._discovery import discover
from typed_registry._discovery import entry_points as reader
from typed_registry._discovery.discover import UnreadableSourceWarning
from typed_registry._running_modules import is_imported
from typed_registry.errors import ConfigError, UnknownComponent, UnknownNameError

SHOP: Mapping[str, str] = {
    "shop/__init__.py": "",
    "shop/reg.py": """
from typed_registry import Registry

R = Registry[object, []]("things")
R.discover("shop.parts")
""",
    "shop/parts/__init__.py": "",
    "shop/parts/a.py": """
import os
from shop.reg import R

if "SHOP_OPEN" not in os.environ:
    raise RuntimeError("closed")
for name in ("x", "y"):
    R.register_factory(name)(lambda: 1)
""",
    "shop/parts/b.py": """
from shop.reg import R

@R.register_factory("z")
def make() -> int:
    return 2
""",
}


@pytest.fixture
def things(folder: Path) -> Registry[object, []]:
    """The registry of a package of which one module fails."""
    plant(folder, SHOP)
    found: Registry[object, []] = importlib.import_module("shop.reg").R
    return found


def test_known_names(things: Registry[object, []]) -> None:
    """A name that a source shows is found without importing the module that fails."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")

        assert 2 == things.get("z")()
        assert "z" in things.entries
    assert ["shop.parts.b"] == imported("shop.parts")


def test_known_names_try_no_others(folder: Path, things: Registry[object, []]) -> None:
    """Neither a name that a source shows nor an alias of it has other modules imported, not even in vain."""
    plant(
        folder,
        {"shop/attempts.py": "", "shop/parts/a.py": f"import shop.attempts\n{SHOP['shop/parts/a.py']}"},
    )
    things.deprecate("old", since="1", use="z")

    assert "z" in things.entries
    assert "old" in things.entries
    assert 2 == things.get("z")()
    assert "shop.attempts" not in sys.modules
    assert "x" not in things.entries
    assert "shop.attempts" in sys.modules


def test_listing(folder: Path, things: Registry[object, []]) -> None:
    """Listing warns, at the user's line, that a module failed, and lists the other names."""
    with pytest.warns(UnreadableSourceWarning, match=r"^things: .* shop\.parts\.a ") as caught:
        names = things.list()

    assert ["z"] == names
    assert __file__ == caught[0].filename
    assert str(caught[0].message).endswith(f"{folder / 'shop/parts/a.py'}:6: RuntimeError: closed")


def test_one_warning_for_each_cause(folder: Path, things: Registry[object, []]) -> None:
    """Modules that fail for one reason give one warning together, once for each line that lists names."""
    plant(folder, {"shop/parts/c.py": "import shop.parts.a\nfrom shop.reg import R\nr = R\n"})
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        counts = [len(things.list()) for _ in range(3)]
        counts += [len(things)]
        counts += [len([*things])]
    messages = [str(warning.message) for warning in caught]

    assert [1] * 5 == counts
    assert 3 == len(messages) == len({warning.lineno for warning in caught})
    assert all("shop.parts.a " in each and "shop.parts.c " in each for each in messages)


def test_one_attempt(folder: Path, things: Registry[object, []]) -> None:
    """Listing imports a module that fails once."""
    plant(folder, {"shop/attempts.py": "COUNT = []\n"})
    source = (
        "from shop.attempts import COUNT\nCOUNT.append(1)\nimport shop.no\nfrom shop.reg import R\nr = R\n"
    )
    plant(folder, {"shop/parts/a.py": source})
    with pytest.warns(UnreadableSourceWarning):
        things.list()

    assert [1] == importlib.import_module("shop.attempts").COUNT


def test_unknown_name(folder: Path, things: Registry[object, []]) -> None:
    """The error for an unknown name carries the modules that failed, and what each raised."""
    with pytest.raises(UnknownNameError) as caught:
        things.get("x")
    (broken,) = caught.value.broken

    file = str(folder / "shop/parts/a.py")
    assert ("shop.parts.a", (file, 8)) == (broken.module, broken.place)
    assert f"{file}:6: RuntimeError: closed" == broken.error


def test_tried_again(things: Registry[object, []], monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that failed is imported when names are needed the next time."""
    assert "x" not in things.entries
    monkeypatch.setitem(os.environ, "SHOP_OPEN", "1")

    assert 1 == things.get("x")()
    assert ["x", "y", "z"] == sorted(things.list())


@pytest.mark.parametrize(
    ("source", "line", "error"),
    [
        (
            "import shop.nothing\nR.register('a' + 'b')",
            2,
            "ModuleNotFoundError: No module named 'shop.nothing'",
        ),
        ("import sys\nsys.exit('no')\nR.register(f'{1}')", 3, "SystemExit: no"),
        ("R.register(", 2, "SyntaxError: '(' was never closed"),
    ],
)
def test_any_failure(folder: Path, things: Registry[object, []], source: str, line: int, error: str) -> None:
    """Whatever a module raises, other names are found, and the error names the file and the line."""
    plant(folder, {"shop/parts/a.py": f"from shop.reg import R\n{source}\n"})
    with pytest.raises(UnknownNameError) as caught:
        things.get("ab")

    assert [f"{folder / 'shop/parts/a.py'}:{line}: {error}"] == [each.error for each in caught.value.broken]
    assert 2 == things.get("z")()


def test_config(folder: Path, things: Registry[object, []]) -> None:
    """A config that names an unknown component carries the modules that failed as well."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnreadableSourceWarning)
        with pytest.raises(ConfigError) as caught:
            things.from_mapping({"name": "x"})
    problem = caught.value.faults[0].problem

    assert isinstance(problem, UnknownComponent)
    assert ("x", ("z",), ["shop.parts.a"]) == (
        problem.given,
        problem.valid,
        [m.module for m in problem.broken],
    )
    assert str(folder / "shop/parts/a.py") in str(caught.value)


def test_interrupt(folder: Path, things: Registry[object, []]) -> None:
    """An interrupt while a module is imported ends the program, as it should."""
    plant(folder, {"shop/parts/a.py": "from shop.reg import R\nr = R\nraise KeyboardInterrupt\n"})
    with pytest.raises(KeyboardInterrupt):
        things.list()


def test_module_that_asks_for_names(folder: Path, things: Registry[object, []]) -> None:
    """A module that asks for names while it is imported for its own sees those that are known so far."""
    source = """
from shop.reg import R

SEEN = R.list()
for name in ("x", "y"):
    if name not in R.entries:
        R.register_factory(name)(lambda: 1)
"""
    plant(folder, {"shop/parts/a.py": source})

    assert ["x", "y", "z"] == sorted(things.list())
    assert ["z"] == importlib.import_module("shop.parts.a").SEEN


def test_import_in_another_thread(folder: Path, things: Registry[object, []]) -> None:
    """A thread that lists names and one that imports a module, which asks for names, both finish."""
    source = """
import threading
from shop.reg import R

IMPORTING.set()
for name in ("x", "y"):
    if name not in R.entries:
        R.register_factory(name)(lambda: 1)
    LISTING.wait(300)
"""
    plant(folder, {"shop/parts/a.py": f"from shop.events import IMPORTING, LISTING\n{source}"})
    plant(
        folder,
        {"shop/events.py": "import threading\nIMPORTING = threading.Event()\nLISTING = threading.Event()\n"},
    )
    events = importlib.import_module("shop.events")
    importing = threading.Thread(target=importlib.import_module, args=["shop.parts.a"], daemon=True)
    importing.start()
    assert events.IMPORTING.wait(300)
    seen: list[list[str]] = []
    listing = threading.Thread(target=lambda: seen.append(things.list()), daemon=True)
    listing.start()
    events.LISTING.set()
    for thread in (importing, listing):
        thread.join(300)

    assert [["x", "y", "z"]] == [sorted(names) for names in seen]


def test_package_named_by_a_module(folder: Path, things: Registry[object, []]) -> None:
    """A module that is imported for its names may name another package."""
    plant(folder, {"shop/parts/a.py": "from shop.reg import R\nr = R\nR.discover('shop.more')\n"})
    plant(folder, {"shop/more.py": "from shop.reg import R\nR.register('more')(int)\n"})

    assert "more" in things.entries


def test_names_asked_for_twice_while_imported(folder: Path, things: Registry[object, []]) -> None:
    """A module that asks for names has no other module imported, however often it asks."""
    source = "from shop.reg import R\nSEEN = [R.list(), R.list()]\nR.register(f'{1}')(int)\n"
    plant(folder, {"shop/parts/a.py": source})
    plant(folder, {"shop/parts/c.py": "from shop.reg import R\nR.register(f'{2}')(int)\n"})

    assert ["1", "2", "z"] == sorted(things.list())
    assert [["z"], ["z"]] == importlib.import_module("shop.parts.a").SEEN


def test_two_causes(folder: Path, things: Registry[object, []]) -> None:
    """Modules that fail for different reasons give a warning each."""
    plant(folder, {"shop/parts/c.py": "from shop.reg import R\nr = R\nraise ValueError('c')\n"})
    with pytest.warns(UnreadableSourceWarning) as caught:
        things.list()

    assert [(True, False), (False, True)] == [
        ("shop.parts.a " in str(each.message), "shop.parts.c " in str(each.message)) for each in caught
    ]


def test_refused_component(folder: Path, things: Registry[object, []]) -> None:
    """A module that registers what the registry refuses has failed as well."""
    plant(
        folder, {"shop/parts/a.py": "from shop.reg import R\nR.register('1')(int)\nR.register(f'{1}')(str)\n"}
    )
    with pytest.warns(UnreadableSourceWarning, match="DuplicateNameError"):
        things.list()


def test_sources_are_read_once(things: Registry[object, []], monkeypatch: pytest.MonkeyPatch) -> None:
    """Packages and plugins are read when names are needed first, and not again."""
    reads: list[str] = []

    def in_package(package: str, *_: object) -> tuple[()]:
        reads.append(package)
        return ()

    def entry_points(*_: object) -> tuple[tuple[()], tuple[()]]:
        reads.append("plugins")
        return (), ()

    monkeypatch.setattr(discover, "in_package", in_package)
    monkeypatch.setattr(reader, "entry_points", entry_points)
    for _ in range(2):
        things.list()

    assert ["plugins", "shop.parts"] == sorted(reads)


REPLACED = """
import sys
class Module:
    pass
sys.modules[__name__] = Module()
sys.modules[__name__].__file__ = __file__
"""


@pytest.mark.parametrize("last", ["__spec__ = None", REPLACED])
def test_imported_module_without_a_spec(folder: Path, things: Registry[object, []], last: str) -> None:
    """A module that was imported is not imported again for its names, though it has no spec by now."""
    source = f"from shop.reg import R\nif R is None:\n    R.register(f'{{1}}')(int)\n{last}\n"
    plant(folder, {"shop/parts/a.py": source})
    importlib.import_module("shop.parts.a")

    assert is_imported("shop.parts.a")
    assert ["z"] == things.list()
