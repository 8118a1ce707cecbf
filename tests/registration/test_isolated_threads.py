"""The end of an isolated block, where other threads and tasks use the registry meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context, copy_context
from threading import Event, Thread
from typing import TypeVar

import pytest

from tests.samples.losses import Fake, Hinge, Wide, losses
from typed_registry.errors import IsolatedRegistryError

R = TypeVar("R")

SHARED = losses()


class FakeAny(Fake):
    """Takes any config."""

    def __init__(self, config: object = None) -> None:
        self.config = config


def in_thread(function: Callable[[], R]) -> R:
    """Return what a function returns, or raise what it raises, in a new thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function).result()


def component() -> object:
    """Return the present component."""
    return SHARED.get("hinge")


def isolate() -> None:
    """Isolate the registry, and nothing else."""
    with SHARED.isolated():
        pass


def test_isolation_in_threads() -> None:
    """A registry is isolated by one thread at a time, and all threads take part in it."""
    with SHARED.isolated():
        in_thread(lambda: SHARED.register("fake")(Fake))
        assert "fake" in SHARED
        isolate()
        with pytest.raises(IsolatedRegistryError) as refused:
            in_thread(isolate)
    assert (__file__, "thread MainThread") == (refused.value.place.file, refused.value.holder)
    assert "fake" not in SHARED
    in_thread(isolate)


class Paused:
    """A thread that overrides a component until it is told to go on."""

    def __init__(self, name: str, context: Context | None = None) -> None:
        self.seen: list[object] = []
        self._name = name
        self._has_begun, self._may_end = Event(), Event()
        self._thread = Thread(target=self._run if context is None else lambda: context.run(self._run))

    def _run(self) -> None:
        with SHARED.override(self._name, FakeAny):
            self._has_begun.set()
            assert self._may_end.wait(300)
            self.seen.append(SHARED.get(self._name))

    def begin(self) -> None:
        """Start the thread, and return when its block has begun."""
        self._thread.start()
        assert self._has_begun.wait(300)

    def end(self) -> object:
        """Return the component that the thread has seen at the end of its block."""
        self._may_end.set()
        self._thread.join()
        return self.seen.pop()


@pytest.mark.parametrize("is_inside", [False, True])
def test_isolation_ends_within_the_override_of_a_thread(*, is_inside: bool) -> None:
    """An override of another thread lasts to its own end, also if the block has started the thread."""
    other = Paused("hinge")
    if not is_inside:
        other.begin()
    with SHARED.isolated():
        SHARED.register("hinge", replace=True)(Wide)
        if is_inside:
            other.begin()
        assert component() is FakeAny

    assert component() is FakeAny
    assert other.end() is FakeAny
    assert component() is Hinge


def test_override_of_what_the_isolated_block_has_registered() -> None:
    """A component that is discarded while a thread overrides it is gone when the thread ends its block."""
    other = Paused("fake", copy_context())
    with SHARED.isolated():
        SHARED.register("fake")(Fake)
        other.begin()

    assert SHARED.get("fake") is FakeAny
    assert other.end() is FakeAny
    assert "fake" not in SHARED


def test_override_that_a_thread_has_left_in_the_isolated_block() -> None:
    """An override that nothing can end any more ends with the block."""
    block = SHARED.override(hinge=Fake)
    with SHARED.isolated():
        in_thread(block.__enter__)
        assert component() is Fake
    assert component() is Hinge


def test_isolation_ends_within_the_override_of_a_task() -> None:
    """A task that outlasts the block of the task which has started it keeps its override."""

    async def overriding(has_begun: asyncio.Event, may_end: asyncio.Event) -> object:
        with SHARED.override(hinge=Fake):
            has_begun.set()
            await may_end.wait()
            return component()

    async def isolating() -> object:
        has_begun, may_end = asyncio.Event(), asyncio.Event()
        with SHARED.isolated():
            task = asyncio.create_task(overriding(has_begun, may_end))
            await has_begun.wait()
        may_end.set()
        return await task

    assert Fake is asyncio.run(isolating())
    assert component() is Hinge


def test_changes_of_other_threads_in_an_isolated_block() -> None:
    """Isolation is for the whole process: what other threads change in the meantime is undone as well."""

    def change() -> None:
        SHARED.register("fake")(Fake)
        SHARED.unregister("focal")
        SHARED.freeze()

    with SHARED.isolated():
        in_thread(change)
        assert ["hinge", "fake"] == SHARED.list()
    assert ["hinge", "focal"] == SHARED.list()
