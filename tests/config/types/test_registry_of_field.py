"""Which registry a field of type `Spec[T, D]` chooses from."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Annotated, Protocol

import pytest
from attrs import frozen

from tests.samples.holder import holder
from tests.samples.zoo import plant
from typed_registry import Registry, Spec
from typed_registry.config import from_mapping
from typed_registry.errors import ConfigError


class Part(Protocol):
    """The kind of the components."""

    def weigh(self) -> float:
        """Return the weight."""
        ...


class Bolt:
    """A part."""

    def weigh(self) -> float:
        """Return the weight."""
        return 1.0


PARTS = Registry[Part, []]("field parts")
SPARE_PARTS = Registry[object, []]("spare parts")
PARTS.register("bolt")(Bolt)


@frozen
class Named:
    """A field that names its registry."""

    part: Annotated[Spec[Part, []], SPARE_PARTS]


@frozen
class Unnamed:
    """A field that doesn't."""

    part: Spec[Part, []]


def test_registry_of_the_kind() -> None:
    """Without a name, it is the registry of the field's type."""
    assert PARTS.from_mapping({"name": "bolt"}) == from_mapping(Unnamed, {"part": "bolt"}).part


def test_named_registry_without_components() -> None:
    """A registry that the field names is the one, though nothing is registered with it."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(Named, {"part": "bolt"})

    assert "part: spare parts has no 'bolt'; valid: none" == str(caught.value)


SHOP = {
    "mart/__init__.py": "",
    "mart/registries.py": """
from typing import Protocol
from typed_registry import Registry

class Loss(Protocol):
    def __call__(self) -> float: ...

LOSSES = Registry[Loss, []]("mart losses")
LOSSES.register_factory("zero")(lambda: (lambda: 0.0))

def another():
    made = Registry[Loss, []]("mart losses")
    made.register_factory("zero")(lambda: (lambda: 1.0))
    return made
""",
    "mart/config.py": """
from typing import Annotated
from attrs import frozen
from mart.registries import LOSSES, Loss
from typed_registry import Spec

@frozen
class Named:
    loss: Annotated[Spec[Loss, []], LOSSES]

@frozen
class Unnamed:
    loss: Spec[Loss, []]
""",
}
BOTH = pytest.mark.parametrize("config", ["Named", "Unnamed"])


@pytest.fixture
def shop(folder: Path) -> ModuleType:
    """A module with a registry, which another module has config classes for."""
    plant(folder, SHOP)
    return importlib.import_module("mart.registries")


def chosen(config: str) -> Spec[Callable[[], float], []]:
    """What a config class of the shop chooses now."""
    kind = vars(importlib.import_module("mart.config"))[config]
    from_mapping(kind, {"loss": {"name": "zero"}})  # the second time is the fast one
    spec: Spec[Callable[[], float], []] = from_mapping(kind, {"loss": {"name": "zero"}}).loss
    return spec


@BOTH
@pytest.mark.parametrize("is_used_before", [False, True])
def test_registry_that_is_made_anew(shop: ModuleType, config: str, *, is_used_before: bool) -> None:
    """The registry that its reloaded module has made anew takes the place of the former one."""
    importlib.import_module("mart.config")
    if is_used_before:
        chosen(config)
    former = shop.LOSSES
    importlib.reload(shop)

    if config == "Unnamed":
        importlib.reload(importlib.import_module("mart.config"))  # its `Loss` is the former one
    assert chosen(config).entries is shop.LOSSES.entries is not former.entries


@BOTH
def test_global_that_gets_another_registry(
    shop: ModuleType, config: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the global holds counts, though no registry has been made since."""
    first, other = shop.LOSSES, shop.another()
    assert chosen(config).entries is first.entries
    monkeypatch.setattr(shop, "LOSSES", other)
    assert chosen(config).entries is other.entries
    monkeypatch.undo()
    assert chosen(config).entries is first.entries


def test_named_registry_of_another_name(shop: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry of another name takes no other's place."""
    first = shop.LOSSES
    assert chosen("Named").entries is first.entries
    monkeypatch.setattr(shop, "LOSSES", PARTS)

    assert chosen("Named").entries is first.entries


def test_named_registry_that_is_no_global() -> None:
    """A field may name a registry that no module has as a global."""
    local = Registry[Part, []]("local parts")
    local.register("bolt")(Bolt)

    for _ in range(2):
        made = from_mapping(holder(Annotated[Spec[Part, []], local]), {"it": "bolt"}).it
        assert local.from_mapping({"name": "bolt"}) == made


TOOLS = {
    "tools/__init__.py": "",
    "tools/registries.py": """
from typing import Protocol
from typed_registry import Registry

class Tool(Protocol):
    def use(self) -> str: ...

TOOLS = Registry[Tool, []]("tools")
""",
    "tools/kit.py": """
from collections.abc import Sequence
from attrs import frozen
from tools.registries import TOOLS, Tool
from typed_registry import Spec

@TOOLS.register("saw")
class Saw:
    def use(self) -> str: return "saw"

@TOOLS.register("kit")
class Kit:
    def __init__(self, tools: Sequence[Tool] = ()) -> None:
        self.tools = tools
    def use(self) -> str: return " ".join(tool.use() for tool in self.tools)

@frozen
class Config:
    tool: Spec[Tool, []]
""",
    "strange.py": """
from typing import Annotated
from tools.registries import TOOLS, Tool
from typed_registry import Registry

OTHERS = Registry[Tool, []]("other tools")

@OTHERS.register("own")
class Own:
    def use(self) -> str: return "own"

@TOOLS.register("box")
class Box:
    def __init__(self, tool: Annotated[Tool, OTHERS]) -> None:
        self.tool = tool
    def use(self) -> str: return self.tool.use()
""",
}


@pytest.mark.parametrize("order", [("tools.kit", "strange"), ("strange", "tools.kit")])
def test_registry_of_another_package(folder: Path, order: tuple[str, str]) -> None:
    """Fields and parameters mean the registry in the package of their type, whatever others there are."""
    plant(folder, TOOLS)
    for module in order:
        importlib.import_module(module)
    kit = importlib.import_module("tools.kit")
    for tool, used in (
        ({"name": "kit", "tools": ["saw", "kit"]}, "saw "),
        ({"name": "box", "tool": "own"}, "own"),
    ):
        assert used == from_mapping(kit.Config, {"tool": tool}).tool.build().use()
    with pytest.raises(ConfigError, match="tools has no 'own'"):
        from_mapping(kit.Config, {"tool": "own"})


@pytest.mark.parametrize("is_made_before", [False, True])
def test_second_registry_of_the_kind(
    shop: ModuleType, monkeypatch: pytest.MonkeyPatch, *, is_made_before: bool
) -> None:
    """Which registries there are now counts, and not which there were when the field was first read."""
    other = shop.another() if is_made_before else None
    assert chosen("Unnamed").entries is shop.LOSSES.entries
    monkeypatch.setattr(shop, "OTHERS", other or shop.another(), raising=False)
    with pytest.raises(TypeError, match="2 registries hold Loss"):
        chosen("Unnamed")
    assert chosen("Named").entries is shop.LOSSES.entries
    monkeypatch.undo()
    assert chosen("Unnamed").entries is shop.LOSSES.entries


def test_name_that_is_deprecated_later(shop: ModuleType) -> None:
    """A deprecation is seen though the name was read before."""
    for _ in range(2):
        shop.LOSSES.from_mapping({"name": "zero"})
    shop.LOSSES.deprecate("zero", since="1")
    for _ in range(2):
        with pytest.warns(DeprecationWarning, match="'zero' is deprecated"):
            shop.LOSSES.from_mapping({"name": "zero"})
