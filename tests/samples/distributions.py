"""Distributions as they lie in a folder of the path when they are installed, and a host with a registry."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path

from tests.samples.zoo import plant
from typed_registry import Registry
from typed_registry._registration.entries import Entries

HOST: Mapping[str, str] = {
    "audiofx/__init__.py": "",
    "audiofx/registries.py": """
from typing import Protocol
from typed_registry import Registry
from typed_registry._registration.entries import Entries

class Effect(Protocol):
    def level(self) -> float: ...

EFFECTS = Registry[Effect, []]("effects")
EFFECTS.discover("audiofx.effects")
""",
    "audiofx/effects.py": """
from audiofx.registries import EFFECTS

@EFFECTS.register("gain")
class Gain:
    def __init__(self, db: float = 0.0) -> None:
        self.db = db
    def level(self) -> float:
        return self.db
""",
}
EFFECT = """\
class {0}:
    def __init__(self, db: float = 1.0) -> None: ...
    def level(self) -> float: return 1.0
"""


def metadata(name: str, version: str, entry_points: str) -> Mapping[str, str]:
    """The metadata of a distribution."""
    folder = f"{name.replace('-', '_')}-{version}.dist-info"
    return {
        f"{folder}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n\nAbout: it.\n",
        f"{folder}/entry_points.txt": entry_points,
    }


def registering(*names: str, keywords: str = "", end: str = "") -> str:
    """The source of a module that registers effects."""
    classes = [f'@EFFECTS.register("{name}"{keywords})\n{EFFECT.format(name.capitalize())}' for name in names]
    return "from audiofx.registries import EFFECTS\n" + "".join(classes) + end


def plugin(name: str, source: str, version: str = "1.2") -> Mapping[str, str]:
    """A distribution whose only module is of its name, which an entry point names."""
    module = name.replace("-", "_")
    entry_points = f"[audiofx.effects]\nany = {module}\n"
    return {f"{module}.py": source, **metadata(name, version, entry_points)}


def inside(value: str, **sources: str) -> Mapping[str, str]:
    """A distribution of these modules in the package `audiofx.extra`, of which an entry point names one."""
    return {
        "audiofx/extra/__init__.py": "",
        **{f"audiofx/extra/{name}.py": source for name, source in sources.items()},
        **metadata("audiofx-extra", "0.1", f"[audiofx.effects]\nany = {value}\n"),
        "audiofx_extra-0.1.dist-info/RECORD": "".join(
            f"audiofx/extra/{name}.py,,\n" for name in ("__init__", *sources)
        ),
    }


def effects(folder: Path, *plugins: Mapping[str, str]) -> Registry[object, []]:
    """The registry of the host, where these plugins are installed as well."""
    plant(folder, {key: text for each in (HOST, *plugins) for key, text in each.items()})
    found: Registry[object, []] = importlib.import_module("audiofx.registries").EFFECTS
    return found


def plugin_names(registry: Registry[object, []]) -> frozenset[str]:
    """The names that plugins add to a registry."""
    entries = registry.entries
    assert isinstance(entries, Entries)
    return entries.origins.plugin_names()
