"""The texts of the errors of blocks that can't be put around something."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial

import pytest

from tests.samples.losses import Fake, Hinge, losses


def generate() -> Iterator[int]:
    """A generator function."""
    yield 1


async def generate_later() -> AsyncIterator[int]:
    """An asynchronous one."""
    yield 1


PARTIAL, PROPERTY = partial(generate), property(bool)
GENERATOR = "it is a generator function, whose body runs after the call"
TEXTS: dict[str, tuple[object, str]] = {
    "class": (Hinge, "Hinge: it is a class, whose methods run later"),
    "generator": (generate, f"generate: {GENERATOR}"),
    "async generator": (generate_later, f"generate_later: {GENERATOR}"),
    "static method": (staticmethod(generate), f"generate: {GENERATOR}"),
    "partial": (PARTIAL, f"{PARTIAL}: {GENERATOR}"),
    "property": (PROPERTY, f"{PROPERTY}: it is a property, which can't be called"),
    "number": (3, "3: it is an int, which can't be called"),
}


@pytest.mark.parametrize(("refused", "why"), TEXTS.values(), ids=TEXTS)
def test_decorator(refused: Callable[[], object], why: str) -> None:
    """An override decorates only what runs when it is called."""
    with pytest.raises(TypeError) as caught:
        losses().override(hinge=Fake)(refused)

    assert f"a block can't be put around {why}; write a `with` statement inside it" == str(caught.value)
