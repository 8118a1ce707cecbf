"""Errors as facts and as texts, and across processes."""

# ruff: noqa: ARG001, S301  # each test takes a part of the table; what is unpickled was pickled here

from __future__ import annotations

import copy
import pickle

import pytest

from tests.messages.error_samples import ERRORS
from typed_registry._distribution import DISABLE_PLUGINS, Distribution
from typed_registry._messages.explain_contest import explain_contest
from typed_registry._place import Place
from typed_registry.errors import Claimant, ContestedNameError, RegistryError

PLACE = Place("a.py", 1)
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


SWITCHES: dict[str, tuple[str, str]] = {
    "one of two": ("aa bb", "Switch one of them off by {0}=aa or {0}=bb in the environment, "),
    "one that has it once": ("aa aa bb", "Switch aa off by {0}=aa in the environment, "),
    "none that has it once": (
        "aa aa bb bb",
        "Each of them registers it several times, which only their authors can change.",
    ),
    "many": (
        "aa bb cc dd ee",
        (
            "Switch all but one of them off, for instance by {0}=aa,bb,cc,dd in the environment, "
            'by deny_plugins("aa", "bb", "cc", "dd") in the program, or uninstall them.'
        ),
    ),
    "many, of which some have it once": (
        "aa aa bb cc",
        "Switch all but bb or cc off, for instance by {0}=aa,bb in the environment, ",
    ),
    "many, of which one has it once": (
        "aa aa bb bb cc",
        (
            'Switch aa and bb off by {0}=aa,bb in the environment, by deny_plugins("aa", "bb") in the '
            "program, or uninstall them."
        ),
    ),
}


@pytest.mark.parametrize(("names", "remedy"), SWITCHES.values(), ids=SWITCHES)
def test_contest(names: str, remedy: str) -> None:
    """Each remedy of a contest leaves one registration, and a long one is shown once."""
    claimants = [
        Claimant(Place("a.py", line), Distribution(name, "1"), is_plugin=True)
        for line, name in enumerate(names.split())
    ]
    text = explain_contest(ContestedNameError("losses", "dpo", PLACE, PLACE, tuple(claimants)))

    assert f" register it. {remedy.format(DISABLE_PLUGINS)}" in text


def test_every_error_is_covered() -> None:
    """No error class is missing from the table above."""
    direct = RegistryError.__subclasses__()
    every = (*direct, *(kind for each in direct for kind in each.__subclasses__()))
    kinds = {kind for kind in every if kind.__module__.startswith("typed_registry.")}

    assert kinds == {type(error) for error, _, _ in ERRORS}
