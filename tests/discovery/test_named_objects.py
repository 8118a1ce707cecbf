"""An entry point names an object, and a module of the same plugin registers a component under this name."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from tests.samples.distributions import EFFECT, effects, metadata, registering
from typed_registry.errors import BrokenModuleError, ContestedNameError

ROOM = "[audiofx.effects]\nroom = audiofx_room.one:Room\nall = audiofx_room.two\n"


def test_object_that_its_module_registers(folder: Path) -> None:
    """An entry point that names an object, and the registration of this object, are one component."""
    package = {
        "audiofx_room/__init__.py": "from audiofx_room.room import Room\n",
        "audiofx_room/room.py": registering("room"),
        **metadata(
            "audiofx-room", "1.0", "[audiofx.effects]\nroom = audiofx_room:Room\nall = audiofx_room.room\n"
        ),
    }
    registry = effects(folder, package)

    assert "Room" == getattr(registry.get("room"), "__name__", None)
    assert ["gain", "room"] == registry.list()


@pytest.mark.parametrize("first", ["audiofx_room.one", "audiofx_room.two", None])
@pytest.mark.parametrize("is_one", [False, True])
def test_object_and_module_of_one_plugin(folder: Path, first: str | None, *, is_one: bool) -> None:
    """They contest a name, whatever is imported first, unless the module registers the very object."""
    one = "from audiofx_room.one import Room\nfrom audiofx.registries import EFFECTS\n"
    sources = {
        "audiofx_room/__init__.py": "",
        "audiofx_room/one.py": "from audiofx_room.impl import Own as Room\n",
        "audiofx_room/impl.py": EFFECT.format("Own"),
        "audiofx_room/two.py": f"{one}EFFECTS.register('room')(Room)\n" if is_one else registering("room"),
        **metadata("audiofx-room", "1.0", ROOM),
    }
    registry = effects(folder, sources)
    if first is not None:
        importlib.import_module(first)
    assert ["gain", "room"] == sorted(registry.list())

    if is_one:
        assert "audiofx_room.impl" == registry.get("room").__module__
    else:
        with pytest.raises(ContestedNameError) as caught:
            registry.get("room")
        assert ["audiofx-room 1.0"] * 2 == [str(each.distribution) for each in caught.value.claimants]
        assert callable(registry.get("gain"))


def test_object_and_module_that_fails(folder: Path) -> None:
    """A module that fails, and may register the object, is the error of the name."""
    sources = {
        "audiofx_room/__init__.py": "",
        "audiofx_room/one.py": EFFECT.format("Room"),
        "audiofx_room/two.py": registering("room", end="1 / 0\n"),
        **metadata("audiofx-room", "1.0", ROOM),
    }
    registry = effects(folder, sources)
    for _ in range(2):
        with pytest.raises(BrokenModuleError, match=r"1\.0: audiofx_room\.two can't be imported"):
            registry.get("room")
    assert callable(registry.get("gain"))
