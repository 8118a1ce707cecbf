"""Threads that change a registry at any moment of what another thread does with it."""

from __future__ import annotations

import importlib
import sys
from contextlib import suppress
from functools import partial
from importlib.machinery import ModuleSpec
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Annotated

from tests.samples.interleaved import places
from tests.samples.losses import Fake, Hinge, Loss, Wide, losses
from tests.samples.zoo import plant
from typed_registry import Registry, Spec
from typed_registry._discovery.discover import Found
from typed_registry._place import Place
from typed_registry._registration import isolation
from typed_registry._registration.all_registries import begin_epoch
from typed_registry._registration.defining_module import DefiningModule
from typed_registry._registration.entries import Entries
from typed_registry._registration.overrides import Override, OverridingRecord
from typed_registry._registration.record_table import RecordTable
from typed_registry._registration.records import Record, Unimported
from typed_registry._registration.registrar import Registrar
from typed_registry._running_modules import is_imported
from typed_registry.config._types.choices import ChoiceRule
from typed_registry.errors import OverriddenNameError, UnknownNameError

SHARED = Registry[Loss, []]("shared losses")
SHARED.register("hinge")(Hinge)


def test_registering_while_a_block_begins() -> None:
    """A thread may register a component at any moment of another thread's entering an isolated block."""
    for place in islice(places(isolation.Isolation.__init__), 200):
        registry = losses()
        with place.meanwhile(partial(registry.register("fake"), Fake)), registry.isolated():
            assert Hinge is registry.get("hinge")


def test_replacing_what_is_registered_meanwhile() -> None:
    """A component isn't lost if a thread registers it while another one registers its replacement."""
    for place in places(RecordTable.put, RecordTable.cover, RecordTable.refresh, RecordTable.show):
        registry = losses()
        with place.meanwhile(partial(registry.register("fake"), Fake)):
            registry.register("fake", replace=True)(Wide)

        entries = registry.entries
        assert isinstance(entries, Entries)
        known = entries._table.registrations("fake")  # pyright: ignore[reportPrivateUsage]  # the hidden one too
        assert [Fake, Wide] == [record.component for record in known] or not place.is_reached
        assert Wide is registry.get("fake")


def look_up(registry: Registry[Loss, []], into: list[object]) -> None:
    """Note what a registry has."""
    into.extend((registry.get("focal"), *registry.list()))


def test_looking_up_while_a_block_ends() -> None:
    """Other names are found, and listed, while the end of a block puts the names in their former order."""
    for place in places(isolation.Isolation.restore, isolation._arrange):  # pyright: ignore[reportPrivateUsage]  # a part of it
        registry = losses()
        seen: list[object] = []
        with place.meanwhile(partial(look_up, registry, seen)), registry.isolated():
            registry.unregister("hinge")

        assert not place.is_reached or (registry.get("focal") in seen and "focal" in seen)


def unregister(registry: Registry[Loss, []]) -> None:
    """Remove a component, unless it is overridden."""
    with suppress(OverriddenNameError):
        registry.unregister("hinge")


def test_using_what_is_unregistered_meanwhile() -> None:
    """Whoever asks for a component that a thread removes at this moment gets it, or the error of a name."""
    methods = (Entries.record, Entries._known, Entries.__contains__, Entries.current, Entries.load)  # pyright: ignore[reportPrivateUsage]  # parts of it
    seen: set[object] = set()
    for place in places(*methods, Override.__enter__, Override._record):  # pyright: ignore[reportPrivateUsage]  # a part of it
        registry = losses()
        with place.meanwhile(partial(unregister, registry)):
            try:
                with registry.override("hinge", Fake):
                    seen.add(registry.get("hinge"))
            except UnknownNameError:
                seen.add(None)

    assert {Fake, None} == seen


IMPORTED = "from tests.registration.test_interleaved import LATEST, Wide\nLATEST[0].register('wide')(Wide)\n"
LATEST: list[Registry[Loss, []]] = []


def test_importing_while_a_block_ends(folder: Path) -> None:
    """What a module registers that a thread imports isn't lost, whenever another thread ends its block."""
    plant(folder, {"wide_loss.py": IMPORTED})
    for place in places(Registrar.accept, Registrar._place_guarded, Registrar._place):  # pyright: ignore[reportPrivateUsage]  # parts of it
        LATEST[:] = [losses()]
        block = LATEST[0].isolated()
        block.__enter__()
        with place.meanwhile(partial(block.__exit__, None, None, None)):
            importlib.import_module("wide_loss")
        sys.modules.pop("wide_loss")

        assert "wide" in LATEST[0]


def test_importing_while_a_block_begins(folder: Path) -> None:
    """What a module registers isn't lost if another thread enters and leaves a block at any moment."""
    plant(folder, {"wide_loss.py": IMPORTED})
    for place in places(isolation.Isolated.__enter__):
        LATEST[:] = [losses()]
        with place.meanwhile(partial(importlib.import_module, "wide_loss")), LATEST[0].isolated():
            pass
        sys.modules.pop("wide_loss", None)

        assert "wide" in LATEST[0] or not place.is_reached
    for place in places(Registrar.accept):
        LATEST[:] = [losses()]
        block = LATEST[0].isolated()
        with place.meanwhile(block.__enter__):
            importlib.import_module("wide_loss")
        sys.modules.pop("wide_loss")
        if place.is_reached:
            block.__exit__(None, None, None)

        assert "wide" in LATEST[0]


def test_loading_while_an_epoch_begins() -> None:
    """The registry of a field is found at whatever moment another thread empties the caches."""
    rule = ChoiceRule(Annotated[Spec[Loss, []], SHARED])
    for place in places(ChoiceRule.registry):
        assert SHARED.entries is rule.registry
        with place.meanwhile(begin_epoch):
            assert SHARED.entries is rule.registry


def test_examining_an_override_twice() -> None:
    """Two threads may ask for the config class of an override at the same time."""
    for place in places(OverridingRecord.declared):
        record = OverridingRecord("hinge", Fake, None, "", 0, None)
        record.original = Record("hinge", Hinge, None, "", 0, None)
        record.examine = list[object]().append
        with place.meanwhile(partial(getattr, record, "declared")):
            assert record.declared is None


def refuse(found: Unimported) -> Record:
    """Don't import anything."""
    raise AssertionError(found)


def test_asking_for_modules_while_one_fails() -> None:
    """Another thread's import may fail at any moment of asking whether, and how far, it has been imported."""
    name = "failing_module"
    found = Found("wide", name, Place("", 1), config=f"{name}.Config")
    unimported = Unimported("wide", found, refuse)
    defining = DefiningModule(SHARED, (name,), at_top_level=True)
    for place in places(Unimported.knows_config, DefiningModule._name_in, is_imported):  # pyright: ignore[reportPrivateUsage]  # a part of it
        sys.modules[name] = begun = ModuleType(name)
        begun.__spec__ = ModuleSpec(name, None)
        vars(begun.__spec__)["_initializing"] = True
        with place.meanwhile(lambda: sys.modules.pop(name)):
            assert not is_imported(name)
            assert not unimported.knows_config
            assert defining.name is None
        sys.modules.pop(name, None)
