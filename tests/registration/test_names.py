"""The names that components may have."""

from __future__ import annotations

import re
from enum import Enum

import pytest

from tests.samples.experiment import Loss, Sigmoid
from typed_registry import Registry
from typed_registry.errors import ConformanceError, UnknownNameError


@pytest.mark.parametrize("name", ["", None, 3, Sigmoid])
@pytest.mark.parametrize("method", ["register", "register_factory"])
def test_no_name(name: object, method: str) -> None:
    """Only text that isn't empty is a name; a decorator without a call is given a class."""
    message = (
        f"names: {method} takes the component's name first, a text that isn't empty, as in "
        f'{method}("name"); got {name!r}'
    )
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        getattr(Registry[Loss, []]("names"), method)(name)


@pytest.mark.parametrize("name", ["", None, 3])
def test_no_name_of_an_instance(name: object) -> None:
    """The name of an instance isn't empty either."""
    with pytest.raises(TypeError, match=r"register_instance\(\"name\"\)"):
        Registry[Loss, []]("names").register_instance(name, object())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # refused


@pytest.mark.parametrize("name", ["", None, 3, Sigmoid])
def test_no_name_of_a_registry(name: object) -> None:
    """A registry needs a name as well, which its messages and the group of its plugins have."""
    with pytest.raises(TypeError, match=rf"Registry takes its own name first.*got {re.escape(repr(name))}$"):
        Registry[Loss, []](name)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # refused


def test_a_class_for_an_instance() -> None:
    """A class isn't an instance of itself."""
    with pytest.raises(ConformanceError):
        Registry[Loss, []]("instances").register_instance("x", Sigmoid)  # type: ignore[arg-type]  # on purpose  # pyright: ignore[reportArgumentType]


class Plain:
    """A component without settings."""


class Named(str, Enum):
    """Names as an enumeration has them: these are texts for the type checker too."""

    LOGISTIC = "logistic"
    OLD = "old"


def test_member_of_an_enumeration() -> None:
    """A member of an enumeration of texts is a name, and the registry has the plain text."""
    registry = Registry[object, []]("names")
    registry.register(Named.LOGISTIC)(Plain)
    registry.deprecate(Named.OLD, since="1", use=Named.LOGISTIC)
    entry, spec = registry.entries[Named.LOGISTIC], registry.from_mapping({"name": Named.LOGISTIC})

    assert ["logistic"] == registry.list()
    assert ("logistic", "Spec('logistic')") == (registry.entries["old"].name, str(spec))
    assert {str} == {type(name) for name in (*registry, entry.name, spec.name)}
    with pytest.raises(UnknownNameError, match="'old'"):
        Registry[Loss, []]("others").get(Named.OLD)


@pytest.mark.parametrize("names", [(3, "x"), ("x", 3), ("", "x")])
def test_no_name_to_deprecate(names: tuple[str, str]) -> None:
    """Neither a deprecated name nor its replacement may be anything else."""
    name, use = names
    with pytest.raises(TypeError, match=r"names: deprecate.* got (3|'')$"):
        Registry[Loss, []]("names").deprecate(name, since="1", use=use)
