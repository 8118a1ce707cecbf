"""Errors as facts and as texts, and across processes."""

# ruff: noqa: ARG001, S301  # each test takes a part of the table; what is unpickled was pickled here

from __future__ import annotations

import copy
import pickle

import pytest

from tests.messages.error_samples import ERRORS
from typed_registry.errors import RegistryError

EACH = pytest.mark.parametrize(("error", "kind", "text"), ERRORS)


@EACH
def test_text(error: RegistryError, kind: type[Exception], text: str) -> None:
    """Each error tells its facts."""
    assert text == str(error)


@EACH
def test_kind(error: RegistryError, kind: type[Exception], text: str) -> None:
    """Each error is of the built-in kind that a program would expect."""
    assert isinstance(error, kind)


@EACH
def test_pickle(error: RegistryError, kind: type[Exception], text: str) -> None:
    """Each error says the same after a journey between processes."""
    back: object = pickle.loads(pickle.dumps(error))

    assert type(error) is type(back)
    assert text == str(back)


@EACH
def test_copy(error: RegistryError, kind: type[Exception], text: str) -> None:
    """Each error can be copied."""
    assert text == str(copy.copy(error))


@EACH
def test_raised(error: RegistryError, kind: type[Exception], text: str) -> None:
    """Each error can be raised, chained and annotated, though it is frozen."""
    cause = ValueError("why")
    with pytest.raises(type(error)) as caught:
        raise error from cause

    assert cause is caught.value.__cause__
    assert text == str(caught.value)


def test_every_error_is_covered() -> None:
    """No error class is missing from the table above."""
    direct = RegistryError.__subclasses__()
    every = (*direct, *(kind for each in direct for kind in each.__subclasses__()))
    kinds = {kind for kind in every if kind.__module__.startswith("typed_registry.")}

    assert kinds == {type(error) for error, _, _ in ERRORS}
