"""The names that components may have."""

from __future__ import annotations

import re
from enum import Enum
from typing import Any

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


@pytest.mark.parametrize("config", [3, "C", Plain()])
@pytest.mark.parametrize("method", ["register", "register_factory"])
def test_no_class(method: str, config: object) -> None:
    """`config=` takes a class."""
    with pytest.raises(TypeError) as refused:
        getattr(Registry[object, []]("names"), method)("x", config=config)
    text = f"names: the registration of 'x' takes a class as config=; got {config!r}"
    assert text == str(refused.value)


@pytest.mark.parametrize("replace", ["yes", 0, None])
@pytest.mark.parametrize("method", ["register", "register_factory", "register_instance"])
def test_no_truth_value(method: str, replace: object) -> None:
    """`replace=` takes a truth value."""
    instance = [object()] if method == "register_instance" else []
    with pytest.raises(TypeError) as refused:
        getattr(Registry[object, []]("names"), method)("x", *instance, replace=replace)
    text = f"names: the registration of 'x' takes replace=True or replace=False; got {replace!r}"
    assert text == str(refused.value)


@pytest.mark.parametrize("name", ["", None, 3, ["x"]])
def test_no_name_to_change(name: object) -> None:
    """What isn't a name can be neither unregistered nor overridden."""
    registry: Any = Registry[object, []]("names")  # type: ignore[explicit-any]  # given wrong arguments
    with pytest.raises(TypeError, match=r"^names: unregister takes the component's name first"):
        registry.unregister(name)
    error = UnknownNameError if name == "" else TypeError
    with pytest.raises(error, match=r"^names: "), registry.override(name, Plain):
        pass


@pytest.mark.parametrize("component", [3, ["x"], None])
def test_nothing_to_build(component: object) -> None:
    """What is neither a name nor a component can't be built."""
    registry: Any = Registry[object, []]("names")  # type: ignore[explicit-any]  # given wrong arguments
    with pytest.raises(TypeError) as refused:
        registry.build(component)
    assert f"names: build takes a component, or the name of one; got {component!r}" == str(refused.value)


@pytest.mark.parametrize("since", ["", 3, None])
def test_no_version(since: object) -> None:
    """A name is deprecated since a version, which is text."""
    registry: Any = Registry[object, []]("names")  # type: ignore[explicit-any]  # given wrong arguments
    with pytest.raises(TypeError) as refused:
        registry.deprecate("x", since=since)
    text = f"names: deprecate takes a text that isn't empty as since=, the version; got {since!r}"
    assert text == str(refused.value)


@pytest.mark.parametrize("names", [(3, "x"), ("x", 3), ("", "x")])
def test_no_name_to_deprecate(names: tuple[str, str]) -> None:
    """Neither a deprecated name nor its replacement may be anything else."""
    name, use = names
    with pytest.raises(TypeError, match=r"names: deprecate.* got (3|'')$"):
        Registry[Loss, []]("names").deprecate(name, since="1", use=use)
