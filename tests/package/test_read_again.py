"""What a registry still finds after an error on the way to its names."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from tests.samples.zoo import COMPUTED, SOURCES, animals, plant
from typed_registry.errors import DuplicateNameError

BROKEN = {
    **SOURCES,
    "zoo/animals/fish.py": COMPUTED + "import pond\n",
    "zoo/more/__init__.py": "",
    "zoo/more/cow.py": SOURCES["zoo/animals/horse.py"].replace('"horse"', '"cow"'),
}
ASKING = COMPUTED.replace(
    "    ANIMALS.register", "    if f'fish-{kind}' not in ANIMALS:\n        ANIMALS.register"
)


def test_repaired(folder: Path) -> None:
    """A module that can't be imported hides no name of its package, once that is mended."""
    plant(folder, BROKEN)
    registry = animals()
    registry.discover("zoo.more")
    with pytest.raises(ModuleNotFoundError, match="No module named 'pond'"):
        registry.list()
    plant(folder, {"pond.py": ""})

    assert ["duck", "donald", "hen", "fish-cod", "fish-eel", "horse", "cow"] == registry.list()


def test_told_again(folder: Path) -> None:
    """An error that isn't mended is told each time, not just to who asks first."""
    plant(folder, BROKEN)
    registry = animals()
    for _ in range(2):
        with pytest.raises(ModuleNotFoundError, match="No module named 'pond'"):
            registry.list()


def test_plugins(folder: Path) -> None:
    """A plugin whose name is taken is told each time, too."""
    plant(folder)
    plant(
        folder,
        {
            "ark-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: ark\nVersion: 1\n",
            "ark-1.dist-info/entry_points.txt": "[animals]\nduck = ark:Duck\n",
        },
    )
    registry = animals()
    for _ in range(2):
        with pytest.raises(DuplicateNameError):
            registry.list()


def test_module_that_asks(folder: Path) -> None:
    """A module that must be imported for its names may look at the registry meanwhile."""
    plant(folder, {**SOURCES, "zoo/animals/fish.py": ASKING})
    importlib.invalidate_caches()

    assert ["duck", "donald", "hen", "fish-cod", "fish-eel", "horse"] == animals().list()
