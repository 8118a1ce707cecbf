"""Overrides in programs with several threads, tasks and processes."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from threading import Thread
from typing import TypeVar

import pytest
from attrs import field, frozen

from tests.samples.losses import Fake, FakeFocal, FocalConfig, Hinge, Wide, losses
from typed_registry._registration.entries import entries_of
from typed_registry.config._structure.choose import choose
from typed_registry.errors import OverriddenNameError

R = TypeVar("R")

SHARED = losses()


def in_thread(function: Callable[[], R]) -> R:
    """Return what a function returns, or raise what it raises, in a new thread."""
    with ThreadPoolExecutor(1, thread_name_prefix="worker") as pool:
        return pool.submit(function).result()


def component() -> object:
    """Return the present component."""
    return SHARED.get("hinge")


def overridden() -> object:
    """Return the component that this function itself overrides another one with."""
    with SHARED.override(hinge=Wide):
        return component()


def test_threads_see_it() -> None:
    """Threads and pools see an override, those that the block starts and those that run already."""
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(component).result() is Hinge
        with SHARED.override(hinge=Fake):
            assert pool.submit(component).result() is Fake
            assert in_thread(component) is Fake
        assert pool.submit(component).result() is Hinge


def test_two_threads() -> None:
    """A name is overridden by one thread at a time; the error says by which, and in which line."""
    with SHARED.override(hinge=Fake):
        with pytest.raises(OverriddenNameError) as refused:
            in_thread(overridden)
        assert overridden() is Wide
        assert component() is Fake
    assert (__file__, "hinge", "thread MainThread") == (
        refused.value.place.file,
        refused.value.name,
        refused.value.holder,
    )
    assert in_thread(overridden) is Wide
    assert component() is Hinge


def test_nothing_is_replaced_beside_a_held_name() -> None:
    """If one of several names is overridden by another thread, none of them is replaced."""

    def both() -> None:
        with SHARED.override(focal=FakeAny, hinge=Wide):
            pass

    with SHARED.override(hinge=Fake):
        with pytest.raises(OverriddenNameError):
            in_thread(both)
        assert SHARED.get("focal") is not FakeAny


class FakeAny(Fake):
    """Takes any config."""

    def __init__(self, config: object = None) -> None:
        self.config = config


def test_many_threads() -> None:
    """Threads that override one name at the same time see their own component, or are refused."""
    found: list[object] = []

    def override() -> None:
        class Own(Fake): ...

        for _ in range(30):
            try:
                with SHARED.override(hinge=Own):
                    found.append(component() is Own)
            except OverriddenNameError:
                continue

    threads = [Thread(target=override) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {True} == {*found}
    assert component() is Hinge


def test_tasks() -> None:
    """A task may override what the code that has started it overrides, but not what another task does."""

    async def task() -> object:
        with SHARED.override(hinge=Wide):
            await asyncio.sleep(0)
            return component()

    async def two() -> tuple[object, object]:
        first, second = await asyncio.gather(task(), task(), return_exceptions=True)
        return first, second

    async def within() -> object:
        with SHARED.override(hinge=Fake):
            assert await asyncio.create_task(task()) is Wide
            with pytest.raises(OverriddenNameError):
                await asyncio.to_thread(overridden)
            return component()

    assert Fake is asyncio.run(within())
    with SHARED.override(hinge=Fake):
        assert Wide is asyncio.run(task())
        first, second = asyncio.run(two())
    assert first is Wide
    assert isinstance(second, OverriddenNameError)
    assert "thread MainThread, task Task-" in second.holder
    assert component() is Hinge


def test_task_that_is_done() -> None:
    """What a task has left overridden, as a fixture does, can be overridden by the next one."""
    block = SHARED.override(hinge=Fake)

    async def enter() -> None:
        await asyncio.sleep(0)
        block.__enter__()

    asyncio.run(enter())
    assert component() is Fake
    assert overridden() is Wide
    block.__exit__(None, None, None)
    assert component() is Hinge


def test_thread_that_is_done() -> None:
    """What a thread has left overridden can be overridden by another one."""
    block = SHARED.override(hinge=Fake)
    in_thread(block.__enter__)
    assert component() is Fake
    assert overridden() is Wide
    block.__exit__(None, None, None)
    assert component() is Hinge


def test_left_in_another_thread() -> None:
    """A block may be left by another thread than the one that entered it."""
    block = SHARED.override(hinge=Fake)
    block.__enter__()
    in_thread(lambda: block.__exit__(None, None, None))
    assert component() is Hinge
    assert overridden() is Wide


def names(value: object) -> tuple[str, str]:
    """Return the name of the component, and of one with which this process overrides it."""
    del value
    return getattr(component(), "__name__", ""), getattr(overridden(), "__name__", "")


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork here")
def test_forked() -> None:
    """A process that is forked in the block sees the override, and may override the name again."""
    fork, spawn = map(multiprocessing.get_context, ("fork", "spawn"))
    with SHARED.override(hinge=Fake), ProcessPoolExecutor(1, fork) as pool:  # which no signal ends
        assert [("Fake", "Wide")] == [*pool.map(names, [0])]
    with ProcessPoolExecutor(1, spawn) as pool, SHARED.override(hinge=Fake):
        assert [("Hinge", "Wide")] == [*pool.map(names, [0])]


def test_override_while_a_config_is_read() -> None:
    """A spec is one from before an override that begins while its config is read."""
    registry = losses()
    block = registry.override("overridden", FakeFocal, config=FocalConfig)
    entering = iter([block.__enter__])

    @frozen
    class Config:
        gamma: float = field(factory=lambda: next(entering, float)() or 0.0)

    @registry.register("overridden", config=Config)
    class Overridden(Fake):
        def __init__(self, config: Config) -> None: ...

    entries = entries_of(registry)
    assert entries is not None
    with ExitStack() as stack:
        stack.push(block)
        spec = choose(entries, "overridden", {})
        assert registry.get("overridden") is FakeFocal
        assert type(spec.build()) is FakeFocal
    assert type(spec.build()) is Overridden
