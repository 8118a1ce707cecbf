"""Registries that several threads, tasks and processes share."""

from __future__ import annotations

import asyncio
import importlib
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest

from tests.samples.shop import SHOP
from tests.samples.trainers import Context, DPOConfig, DPOTrainer, PPOTrainer, Trainer
from tests.samples.unchecked_spec import unchecked
from tests.samples.zoo import plant
from typed_registry import Registry
from typed_registry._registration import all_registries
from typed_registry._registration.entries import Entries

THREADS = 32
SHARED = Registry[Trainer, [Context]]("shared trainers")
SHARED.register("ppo")(PPOTrainer)
SHARED.register("dpo", config=DPOConfig)(DPOTrainer)

SLOW = {
    "shop/parts/slow.py": (
        "import time\n"
        "from shop.registries import PARTS\n"
        "time.sleep(0.3)\n"
        "for name in ('bolt', 'nut'):\n"
        "    if name not in PARTS:\n"
        "        PARTS.register_factory(name)(lambda size=1: size)\n"
    ),
}


def fresh() -> Registry[Trainer, [Context]]:
    """A registry that nothing has asked for anything."""
    registry = Registry[Trainer, [Context]]("trainers")
    registry.register("ppo")(PPOTrainer)
    registry.register("dpo", config=DPOConfig)(DPOTrainer)
    return registry


METHODS: list[Callable[[Registry[Trainer, [Context]]], object]] = [
    lambda registry: registry.entries["ppo"].config,
    lambda registry: type(registry.from_mapping({"name": "ppo", "clip": 0.3}).config),
    lambda registry: type(unchecked(registry).spec(PPOTrainer).config),
    lambda registry: registry.get("ppo"),
    lambda registry: registry.components["dpo"],
    lambda registry: registry.from_mapping({"name": "ppo"}).entries.builder("ppo"),
    lambda registry: tuple(registry.list()),
    lambda registry: registry.entries["dpo"].config,
]


@pytest.mark.parametrize("method", METHODS)
def test_cold_threads_get_one_result(method: Callable[[Registry[Trainer, [Context]]], object]) -> None:
    """Threads that ask at the same time for what isn't made yet all get the same object."""
    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(10):
            registry, barrier = fresh(), Barrier(THREADS)

            def ask(registry: Registry[Trainer, [Context]] = registry, barrier: Barrier = barrier) -> object:
                barrier.wait()
                return method(registry)

            with ThreadPoolExecutor(THREADS) as pool:
                found = [task.result() for task in [pool.submit(ask) for _ in range(THREADS)]]

            assert all(each is found[0] or (isinstance(each, tuple) and each == found[0]) for each in found)
    finally:
        sys.setswitchinterval(switch)


def test_importing_and_listing_at_once(folder: Path) -> None:
    """A module that asks for names on import doesn't wait for a thread that imports it to list them."""
    plant(folder, SHOP | SLOW)
    script = """
import faulthandler, threading, time
faulthandler.dump_traceback_later(300, exit=True)
from shop.registries import PARTS
def use():
    import shop.parts.slow
threads = [threading.Thread(target=act) for act in (use, PARTS.list, use, PARTS.list)]
for thread in threads:
    thread.start()
    time.sleep(0.1)
for thread in threads:
    thread.join()
print(sorted(PARTS.list()))
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), *sys.path])}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=600)

    assert "['bolt', 'nut']\n" == done.stdout, done.stderr


def test_registering_in_threads() -> None:
    """Threads may register at the same time; each name is there once."""
    registry = Registry[object, []]("things")

    def register(start: int) -> None:
        for number in range(start, 2000, 8):
            registry.register_factory(f"n{number}")(object)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(register, range(8)))

    assert {f"n{number}" for number in range(2000)} == {*registry.list()}


def test_registering_while_listing() -> None:
    """Listing, iterating and asking for what isn't there bear a thread that registers."""
    registry = Registry[object, []]("things")

    def register() -> None:
        for number in range(3000):
            registry.register_factory(f"n{number}")(object)

    with ThreadPoolExecutor(1) as pool:
        task = pool.submit(register)
        while not task.done():
            assert len([*registry]) <= len(registry)
            assert "absent" not in registry
        task.result()

    assert 3000 == len(registry)


def built_in_child(name: str) -> float:
    """What a component of the shared registry gives in another process."""
    return SHARED.from_mapping({"name": name}).build(Context()).train(10)


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_processes(method: str) -> None:
    """A child process has the registry, forked or started anew."""
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(2, context) as pool:  # whose processes no signal ends
        assert [2.0, 1.0] == [*pool.map(built_in_child, ["ppo", "dpo"])]


FORKING = """
import faulthandler, os, threading
faulthandler.dump_traceback_later(300, exit=True)
from typed_registry import Registry
from typed_registry._registration.all_registries import _LOCKS
REGISTRY = Registry[object, []]("things")
REGISTRY.register_factory("thing")(object)
held, done = threading.Event(), threading.Event()
def hold():
    with REGISTRY.entries._table.lock, _LOCKS['all']:
        held.set()
        done.wait()
threading.Thread(target=hold).start()
held.wait()
child = os.fork()
if not child:
    REGISTRY.deprecate("old", since="1", use="thing")
    REGISTRY.get("thing")
    os._exit(len(REGISTRY))
code = os.waitpid(child, 0)[1]
done.set()
print(os.waitstatus_to_exitcode(code))
"""


def test_fork_while_another_thread_publishes() -> None:
    """A child that is forked while a thread changes the registry doesn't wait for that thread."""
    command = [sys.executable, "-W", "ignore", "-c", FORKING]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)

    assert "1\n" == done.stdout, done.stderr


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_fork_while_another_thread_discovers() -> None:
    """A child that is forked while threads read sources knows that they don't run in it."""
    discovered = SHARED.from_mapping({"name": "ppo"}).entries._discovered  # pyright: ignore[reportPrivateUsage]  # the state of its threads
    busy = discovered._busy  # pyright: ignore[reportPrivateUsage]  # as above
    busy.add(0)
    child = os.fork()
    if not child:
        os._exit(len(busy))
    busy.discard(0)

    assert 0 == os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_tasks() -> None:
    """Tasks of an event loop share a registry as threads do."""
    registry = fresh()

    async def ask() -> object:
        await asyncio.sleep(0)
        return registry.entries["ppo"].config

    async def every() -> list[object]:
        return await asyncio.gather(*(ask() for _ in range(THREADS)))

    assert 1 == len({*map(id, asyncio.run(every()))})


def test_locks_after_a_fork() -> None:
    """A forked process isn't stopped by locks that threads of its parent held: these don't run in it."""
    registry = fresh()
    entries = registry.entries
    assert isinstance(entries, Entries)
    held, released, done = Event(), Event(), Event()

    def hold() -> None:
        with entries._table.lock, all_registries._LOCKS["all"]:  # pyright: ignore[reportPrivateUsage]  # as a busy thread
            held.set()
            released.wait(300)

    def use() -> None:
        fresh()
        registry.deprecate("ppo", since="1")
        done.set()

    holding, using = Thread(target=hold, daemon=True), Thread(target=use, daemon=True)
    holding.start()
    assert held.wait(300)
    all_registries._after_fork()  # pyright: ignore[reportPrivateUsage]  # as a forked process does
    using.start()
    using.join(300)
    released.set()
    holding.join(300)

    assert done.is_set()


def test_discovery_after_a_fork(folder: Path) -> None:
    """A thread of a forked process reads sources, even if its parent forked while a thread like it did."""
    plant(
        folder, SHOP | {"shop/parts/slow.py": "from shop.registries import PARTS\nPARTS.register('a')(int)\n"}
    )
    parts = importlib.import_module("shop.registries").PARTS
    with parts.entries._discovered._once_per_thread():  # as a busy thread
        all_registries._after_fork()  # pyright: ignore[reportPrivateUsage]  # as a forked process does

        assert ["a"] == parts.list()
