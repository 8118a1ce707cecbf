"""The library's commands, run on a program whose modules fail, warn, or have nothing to say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.small_program import run

REGISTRIES = """\
from typed_registry import Registry

PARTS = Registry[object, []]("parts")
PARTS.discover("shop.parts")
"""
CONFIG = """\
from typing import Annotated

from attrs import frozen

from shop.registries import PARTS
from typed_registry import Spec


@frozen
class Order:
    part: Annotated[Spec[object, []], PARTS]
"""
PART = """\
from shop.registries import PARTS


@PARTS.register("{name}")
class {kind}:
    \"\"\"A {name}.\"\"\"
"""
FAILING = f"{PART.format(name='nut', kind='Nut')}\n\nint('many')\n"
SETTINGS = '[tool.typed-registry]\nmodules = ["shop.registries"]\nroot = "shop.config:Order"\n'
FAILURE = "shop.parts.nut can't be imported: {}:9: ValueError: invalid literal for int() with base 10: 'many'"


@pytest.fixture(name="shop")
def _shop(tmp_path: Path) -> Path:
    """Create a program with a component, and one whose module fails."""
    parts = tmp_path / "shop" / "parts"
    parts.mkdir(parents=True)
    (parts.parent / "registries.py").write_text(REGISTRIES)
    (parts.parent / "config.py").write_text(CONFIG)
    (parts / "bolt.py").write_text(PART.format(name="bolt", kind="Bolt"))
    (parts / "nut.py").write_text(FAILING)
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    (tmp_path / "c.yaml").write_text("part: nut\n")
    return tmp_path


def failure(shop: Path) -> str:
    """Return why the failing module can't be imported."""
    return FAILURE.format(shop / "shop/parts/nut.py")


def test_list(shop: Path) -> None:
    """A component that can't be imported is listed with the reason, and the exit code is 1."""
    code, printed, errors = run(shop, "list")

    assert (1, "") == (code, errors)
    assert "  bolt  A bolt.\n" in printed
    assert f"nut {failure(shop)}" in " ".join(printed.split())


def test_show(shop: Path) -> None:
    """A component that can't be imported is shown with the reason, and the exit code is 1."""
    part = PART.format(name="nut", kind="Nut").replace('"nut"', '"nut", config=Order')
    (shop / "shop/parts/nut.py").write_text(f"from shop.config import Order\n\nint('many')\n{part}")

    assert 0 == run(shop, "show", "bolt")[0]
    code, printed, errors = run(shop, "show", "parts.nut")
    assert (1, "") == (code, errors)
    assert failure(shop).replace("nut.py:9", "nut.py:3") in printed


def test_stubs(shop: Path) -> None:
    """A component that can't be imported is a problem of the stub."""
    reason = f"PARTS 'nut': {failure(shop)} (shop/parts/nut.py:4)"
    code, printed, errors = run(shop, "stubs")

    assert (1, "") == (code, printed)
    assert errors.startswith(f"typed-registry: shop.registries: the stub can't be written: {reason}\n")


def test_check(shop: Path) -> None:
    """A component that can't be imported is a fault of the config that names it."""
    code, printed, errors = run(shop, "check", "c.yaml")

    assert (1, "") == (code, errors)
    assert printed.startswith(f"c.yaml:1:7: part: got 'nut' (str): {failure(shop)}\n")


@pytest.mark.parametrize("body", ["1 / 0", "raise SystemExit(3)", "import shop.nothing", "x = ("])
@pytest.mark.parametrize("command", ["list", "stubs", "doctor", "schema", "check c.yaml", "resolve c.yaml"])
def test_a_module_that_fails(shop: Path, command: str, body: str) -> None:
    """If the module of the registries fails, its name, the line and the text are printed."""
    registries = shop / "shop" / "registries.py"
    registries.write_text(f"{REGISTRIES}\n{body}\n")
    code, printed, errors = run(shop, *command.split())
    begin = f"typed-registry: shop.registries can't be imported: {registries}:6: "

    assert (1, "") == (code, printed)
    assert errors.startswith(begin)
    assert errors.count("\n") == 1


def test_the_line_of_the_program(shop: Path) -> None:
    """The line is the program's own, though another module raised the exception."""
    registries = shop / "shop" / "registries.py"
    registries.write_text("import json\n\njson.loads('{')\n")
    _, _, errors = run(shop, "list")

    assert errors.startswith(f"typed-registry: shop.registries can't be imported: {registries}:3: JSONDec")


def test_traceback(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a variable in the environment, the traceback is shown."""
    (shop / "shop" / "registries.py").write_text("1 / 0\n")
    monkeypatch.setenv("TYPED_REGISTRY_TRACEBACK", "1")
    code, _, errors = run(shop, "list")

    assert 1 == code
    assert "Traceback (most recent call last):" in errors
    assert "ZeroDivisionError: division by zero" in errors


def test_schema(shop: Path) -> None:
    """A component that can't be imported is left out of the schema with a warning."""
    code, printed, errors = run(shop, "schema")
    place = f"{shop / 'shop/parts/nut.py'}:4"
    warning = f"typed-registry: warning: {place}: parts.nut is left out of the schema: {failure(shop)}\n"

    assert (0, warning) == (code, errors)
    assert {"parts.bolt", "parts.nut"} & json.loads(printed)["$defs"].keys() == {"parts.bolt"}


def test_unchoosable(shop: Path) -> None:
    """A component with a parameter that no file can hold has a problem, and isn't in the schema."""
    function = "from collections.abc import Callable\n" + PART.format(name="nut", kind="Nut")
    function += "    def __init__(self, thread: Callable[[int], int]) -> None: ...\n"
    (shop / "shop/parts/nut.py").write_text(function)
    (code, listed, _), (schema_code, schema, warning) = (
        run(shop, "list", "--format", "json"),
        run(shop, "schema"),
    )
    problems = {each["name"]: each["problem"] for each in json.loads(listed)}

    assert (0, 0) == (code, schema_code)
    assert problems["bolt"] is None
    assert "'thread' is required" in problems["nut"]
    assert problems["nut"] in warning
    assert "parts.nut" not in json.loads(schema)["$defs"]


def test_schema_without_config(shop: Path) -> None:
    """A component that can't be configured is left out of the schema with a warning."""
    (shop / "shop/parts/nut.py").write_text(
        "from shop.registries import PARTS\n\nPARTS.register('nut')(int)\n"
    )
    code, printed, errors = run(shop, "schema")
    begin = f"typed-registry: warning: {shop / 'shop/parts/nut.py'}:3: parts.nut is left out of the schema: "

    assert (0, 1) == (code, errors.count("\n"))
    assert errors.startswith(f"{begin}parts: 'nut' can't be configured by name")
    assert "parts.nut" not in json.loads(printed)["$defs"]


@pytest.mark.parametrize("command", ["list", "doctor", "schema"])
def test_warning_of_the_library(shop: Path, command: str) -> None:
    """A warning of the library is one line of the command, without the place of its own code."""
    unclear = (
        "from shop.registries import PARTS\n\nfor name in 'ab':\n    1 / 0\n    PARTS.register(name)(list)\n"
    )
    (shop / "shop/parts/nut.py").write_text(unclear)
    _, _, errors = run(shop, command)
    nut = shop / "shop/parts/nut.py"

    assert errors == (
        f"typed-registry: warning: parts: names may be missing: shop.parts.nut ({nut}:5) can't be imported: "
        f"{nut}:4: ZeroDivisionError: division by zero\n"
    )


def test_warning_of_the_program(shop: Path) -> None:
    """A warning of the program is one line with its place."""
    nut = shop / "shop/parts/nut.py"
    nut.write_text(f"import warnings\n\nwarnings.warn('Old.')\n{PART.format(name='nut', kind='Nut')}")
    _, _, errors = run(shop, "list")

    assert f"{nut}:3: UserWarning: Old.\n" == errors


DESCRIBED = """\
import functools
from dataclasses import dataclass

from typed_registry import Registry

PARTS = Registry[object, []]("parts")


def cut(length: int, width: int = 1) -> object:
    \"\"\"Cut to a length.\"\"\"
    return length, width


class Bolt:
    \"\"\"A bolt.\"\"\"


@PARTS.register("plain")
@dataclass
class Plain:
    size: int = 0


PARTS.register_factory("cut")(functools.partial(cut, 3))
PARTS.register_instance("bolt", Bolt())
PARTS.register("screw")(Bolt)
PARTS.deprecate("screw", since="0.2", use="bolt")
PARTS.deprecate("rivet", since="0.3", use="bolt")
"""


def test_docs(shop: Path) -> None:
    """A partial has its function's docstring, an instance its class's, and a bare dataclass none."""
    (shop / "shop" / "registries.py").write_text(DESCRIBED)
    expected = (
        "parts (3)\n\n  plain\n    size = 0  int\n\n  cut  Cut to a length.\n    width = 1  int\n\n"
        "  bolt  A bolt.\n\n"
    )

    assert (0, expected, "") == run(shop, "list")


def test_deprecated_names(shop: Path) -> None:
    """Deprecated names are listed only if they are asked for, with what replaces them."""
    (shop / "shop" / "registries.py").write_text(DESCRIBED)
    _, printed, _ = run(shop, "list", "--deprecated")

    assert printed.startswith("parts (5)\n")
    assert "  screw  deprecated since 0.2; use 'bolt'. A bolt.\n" in printed
    assert "  rivet  deprecated since 0.3; use 'bolt'. A bolt.\n" in printed
