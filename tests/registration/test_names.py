"""What a component's name may be."""

from __future__ import annotations

import re

import pytest

from tests.samples.experiment import Loss, Sigmoid
from typed_registry import Registry
from typed_registry.errors import ConformanceError


@pytest.mark.parametrize("name", ["", None, 3, Sigmoid])
@pytest.mark.parametrize("method", ["register", "register_factory"])
def test_no_name(name: object, method: str) -> None:
    """A name is a word; a decorator that lacks its call is told."""
    message = f"{method} takes the component's name first, a word; got {name!r}"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        getattr(Registry[Loss, []]("names"), method)(name)


@pytest.mark.parametrize("name", ["", None, 3])
def test_no_name_of_an_instance(name: object) -> None:
    """The name of an instance is a word, too."""
    message = f"register_instance takes the component's name first, a word; got {name!r}"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        Registry[Loss, []]("names").register_instance(name, object())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # refused


def test_a_class_for_an_instance() -> None:
    """A class isn't an instance of itself."""
    with pytest.raises(ConformanceError):
        Registry[Loss, []]("instances").register_instance("x", Sigmoid)  # type: ignore[arg-type]  # on purpose  # pyright: ignore[reportArgumentType]
