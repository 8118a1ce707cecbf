"""The sources of a package with two losses that are found lazily, of misfits and of plugins."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path

from tests.samples.distributions import metadata
from tests.samples.zoo import plant
from typed_registry import Registry

SHOP: Mapping[str, str] = {
    "shop/__init__.py": "",
    "shop/registries.py": """
from shop.kinds import Loss
from typed_registry import Registry

LOSSES = Registry[Loss, []]("losses")
LOSSES.discover("shop.losses")
""",
    "shop/kinds.py": """
from typing import Protocol

class Loss(Protocol):
    def loss(self, logit: float) -> float: ...
""",
    "shop/losses/__init__.py": "",
    "shop/losses/zero.py": """
from shop.registries import LOSSES

@LOSSES.register("zero")
class Zero:
    def loss(self, logit: float) -> float:
        return 0.0
""",
    "shop/losses/hinge.py": """
from shop.registries import LOSSES

@LOSSES.register("hinge")
class Hinge:
    def __init__(self, margin: float = 1.0) -> None:
        self.margin = margin

    def loss(self, logit: float) -> float:
        return max(0.0, self.margin - logit)
""",
}

MISFITS: Mapping[str, str] = {
    "shop/losses/broken.py": """
from shop.registries import LOSSES
import a_package_that_is_not_installed

@LOSSES.register("broken")
class Broken: ...
""",
    "shop/losses/unfit.py": """
from shop.registries import LOSSES

@LOSSES.register("unfit")
class Unfit:
    def los(self, logit: float) -> float: return 0.0
""",
    "shop/losses/closed.py": """
from shop.registries import LOSSES
from shop.losses.zero import Zero

@LOSSES.register("closed")
class Closed(Zero):
    def __init__(self, draw: type[complex]) -> None: ...
""",
    "shop/losses/growing.py": """
from attrs import field, frozen
from shop.registries import LOSSES
from shop.losses.zero import Zero

@frozen
class GrowingConfig:
    size: float = field(default=1.0, converter=lambda size: size + 1)

@LOSSES.register("growing", config=GrowingConfig)
class Growing(Zero):
    def __init__(self, config: GrowingConfig) -> None: ...
""",
    "shop/losses/local.py": """
from attrs import frozen
from shop.registries import LOSSES
from shop.losses.zero import Zero

def local() -> type:
    @frozen
    class LocalConfig:
        size: int = 1
    return LocalConfig

class Local(Zero):
    def __init__(self, config: object) -> None: ...

LOSSES.register("local", config=local())(Local)
""",
}

PLUGINS: Mapping[str, str] = {
    "extra_losses.py": """
from shop.registries import LOSSES
from shop.losses.zero import Zero

@LOSSES.register("extra")
class Extra(Zero): ...
""",
    **metadata("extra-losses", "1.2", "[shop.losses]\nextra = extra_losses\n"),
    "idle.py": "",
    **metadata("idle", "0.1", "[shop.losses]\nidle = idle\n"),
    "raising.py": "raise ValueError('no')\n",
    **metadata("raising", "3.0", "[shop.losses]\nraising = raising\n"),
}


def losses(folder: Path, *sources: Mapping[str, str]) -> Registry[object, []]:
    """Return the registry of the package, which is written into the folder with these sources."""
    plant(folder, {name: text for each in (SHOP, *sources) for name, text in each.items()})
    found: Registry[object, []] = importlib.import_module("shop.registries").LOSSES
    return found
