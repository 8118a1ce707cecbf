"""Names and texts of components that source code can't have as they are, or that hide what a stub needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stubs.command import run
from typed_registry._stubs.stub_names import StubNames

REGISTRIES = """
import functools
import odd_parts
from typed_registry import Registry

ODD = Registry[object, []]("odd names")
"""
PARTS = r"""
from typing import Any, Generic, Literal, TypeAlias, TypeVar, Union

from typing_extensions import deprecated

def named(property: int, size: int = 1) -> int: ...

def raw(byte: Literal[b"\x00", b"it's \"both\" \\ \xff", b"'", b'"']) -> int: ...

class Holder:
    Json: TypeAlias = "Union[dict[str, Holder.Json], str]"

def nested(data: Holder.Json) -> int: ...

def options(size: int, **others: int) -> int: ...

AnyT = TypeVar("AnyT", bound=Any)

class Listed(Generic[AnyT]):
    def __init__(self, values: list[AnyT]) -> None: ...

@deprecated("use named")
def old(size: int) -> int: ...
"""


def stub(folder: Path, registrations: str, *options: str) -> tuple[str, str]:
    """Return what the command prints for these registrations, and the stub in one line, if it is written."""
    (folder / "odd_parts.py").write_text(PARTS)
    (folder / "odd_registries.py").write_text(REGISTRIES + registrations)
    _, printed = run("stubs", *options, "odd_registries", cwd=folder, path=folder)
    written = folder / "odd_registries.pyi"
    return " ".join(printed.split()), " ".join(written.read_text().split()) if written.exists() else ""


def test_a_parameter_called_property(tmp_path: Path) -> None:
    """The attributes of a config have a decorator that none of them hides."""
    _, text = stub(tmp_path, 'ODD.register_factory("named")(odd_parts.named)')

    assert "from builtins import property as property_" in text
    assert "@property_ def property(self) -> int: ... @property_ def size(self) -> int: ..." in text


def test_names_hidden_by_a_class_inside_another() -> None:
    """After a class, the names are those of before, also if writing it fails."""
    names = StubNames([])
    with names.inside_class(["int"]):
        with pytest.raises(LookupError), names.inside_class(["str"]):
            raise LookupError
        assert ["int_", "str"] == [names.imported("builtins", each) for each in ("int", "str")]
    assert names.imported("builtins", "int") == "int"


def test_literals_of_bytes(tmp_path: Path) -> None:
    """Escapes and quotes in the literal are those of the source."""
    _, text = stub(tmp_path, 'ODD.register_factory("raw")(odd_parts.raw)')

    [literal] = {each.partition("]")[0] for each in text.split("byte: Literal[")[1:]}
    values: list[bytes] = [*eval(f"({literal.rstrip(', ')},)")]  # noqa: S307  # literals
    assert [b"\x00", b'it\'s "both" \\ \xff', b"'", b'"'] == values


def test_recursive_alias_inside_a_class(tmp_path: Path) -> None:
    """The stub imports the class, and mentions the alias in it."""
    printed, text = stub(tmp_path, 'ODD.register_factory("nested")(odd_parts.nested)')

    assert printed.endswith("odd_registries.pyi: written")
    assert "data: Holder.Json" in text


def test_keywords_of_partials_that_are_not_names(tmp_path: Path) -> None:
    """A partial may have keywords that only `**` can pass. They change none of the parameters."""
    partial = 'functools.partial(odd_parts.options, **{"a-b": 1, "class": 2})'
    printed, text = stub(tmp_path, f'ODD.register_factory("partial")({partial})')

    assert printed == "odd_registries.pyi: written"
    assert 'name: Literal["partial"], /, size: int, **others: int' in text


def test_modules_that_no_import_names(tmp_path: Path) -> None:
    """A component in such a module is one that can't be imported; the others have their stub."""
    (tmp_path / "class.py").write_text("def made(size: int) -> int: ...\n")
    loading = 'import importlib\nODD.register_factory("made")(importlib.import_module("class").made)\n'
    known = 'ODD.register_factory("named")(odd_parts.named)\n'

    printed, text = stub(tmp_path, loading + known)
    assert "ODD 'made': made is defined in 'class', which no import statement can name" in printed
    assert not text
    printed, text = stub(tmp_path, loading + known, "--unresolved", "any")
    assert 'name: Literal["made"], /, size: Any' in text
    assert 'name: Literal["named"], /, property: int' in text


def test_keywords_of_override(tmp_path: Path) -> None:
    """Names that no parameter can have, or only a method's own, are given to `override` by position."""
    known = ("self", "config", "name", "override", "\N{LATIN SMALL LETTER E WITH ACUTE}")
    names = (*known, "a-b", "class", "__hidden", "e\N{COMBINING ACUTE ACCENT}")
    _, text = stub(tmp_path, "".join(f'ODD.register_factory("{name}")(int)\n' for name in names))
    _, _, last = text.rpartition("def override( ")
    keywords = [f"{name}: Callable[..., object] = ..." for name in known]

    assert last.startswith(f"_self, *, {', '.join(keywords)}, ) -> Override: ...")
    assert all(f'"{name}"' in text for name in names)
    assert "override as override_2" in text


def test_variables_that_may_be_anything(tmp_path: Path) -> None:
    """The bound `Any` of a type variable doesn't make a Protocol covariant in it."""
    _, text = stub(tmp_path, 'ODD.register("listed")(odd_parts.Listed)')

    assert '_AnyT = TypeVar("_AnyT", bound=Any)' in text
    assert "class _ListedConfig(Protocol[_AnyT]):" in text


def test_deprecated_functions(tmp_path: Path) -> None:
    """A deprecated function isn't mentioned in the stub, so that nothing has to be allowed for it."""
    _, text = stub(tmp_path, 'ODD.register_factory("old")(odd_parts.old)')

    assert '@deprecated("use named")' in text
    assert "ignore[deprecated" not in text
