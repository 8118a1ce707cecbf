"""Signals that end a run: when they are heeded, and when not."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import suppress

import pytest

from posttrain.group import Group
from posttrain.interrupt import interruptible, postponed, terminable, uninterrupted

BOTH = [signal.SIGINT, signal.SIGTERM]


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """The handlers that a program has by default, and after the test those that were there."""
    before = [signal.signal(signal.SIGINT, signal.default_int_handler)]
    before.append(signal.signal(signal.SIGTERM, signal.SIG_DFL))
    yield
    for number, handler in zip(BOTH, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.parametrize("number", BOTH)
def test_first(number: signal.Signals) -> None:
    """The first signal raises; later ones are ignored until the run is over."""
    with terminable():
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
        for later in BOTH:
            signal.raise_signal(later)

    assert signal.default_int_handler is signal.getsignal(signal.SIGINT)
    assert signal.SIG_DFL is signal.getsignal(signal.SIGTERM)


@pytest.mark.parametrize("number", BOTH)
def test_postponed(number: signal.Signals) -> None:
    """A signal in a step is heeded where the step is whole, and those behind it are ignored."""
    with terminable():
        with postponed() as signals:
            signals.check()
            signal.raise_signal(number)
            with pytest.raises(KeyboardInterrupt) as caught:
                signals.check()
        signal.raise_signal(number)

    assert KeyboardInterrupt is type(caught.value)


def test_second() -> None:
    """A second signal in a step doesn't break it either."""
    with terminable(), postponed() as signals:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGTERM)
        with pytest.raises(KeyboardInterrupt):
            signals.check()


def test_without_run() -> None:
    """Outside of a run, the handlers of before are back after the block that a signal has ended."""
    with suppress(KeyboardInterrupt), postponed() as signals:
        signal.raise_signal(signal.SIGTERM)
        signals.check()

    assert signal.default_int_handler is signal.getsignal(signal.SIGINT)
    assert signal.SIG_DFL is signal.getsignal(signal.SIGTERM)


def test_second_in_group() -> None:
    """One of several processes waits for the end of the step whatever comes: they stop together."""
    with terminable(), postponed(Group(0, 2)) as signals:
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGTERM)
        with interruptible():
            signal.raise_signal(signal.SIGTERM)

    assert signals.came


def test_interruptible() -> None:
    """A part of a step that changes nothing is interrupted at once."""
    with terminable(), pytest.raises(KeyboardInterrupt) as caught, postponed(), interruptible():
        signal.raise_signal(signal.SIGINT)

    assert KeyboardInterrupt is type(caught.value)


def test_interruptible_after_signal() -> None:
    """It doesn't begin when a signal waits already; without one, signals wait again after it."""
    with terminable(), postponed() as signals:
        with interruptible():
            pass
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt), interruptible():
            pytest.fail("it began")

    assert signals.came


def test_interruptible_after_end() -> None:
    """After the end of a run, what isn't needed any more can be interrupted, and nothing else."""
    with terminable():
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        with interruptible():
            pass
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt), interruptible():
            signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)


def test_uninterrupted() -> None:
    """What must be finished isn't interrupted; behind it, signals are heeded as before."""
    with terminable():
        with uninterrupted():
            signal.raise_signal(signal.SIGTERM)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)


def test_started_to_ignore() -> None:
    """A program that was started to ignore Ctrl-C, as those in the background are, goes on ignoring it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with terminable(), postponed() as signals, interruptible():
        signal.raise_signal(signal.SIGINT)

    assert not signals.came
    assert signal.SIG_IGN is signal.getsignal(signal.SIGINT)
