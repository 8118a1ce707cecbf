"""A registry with more components than its stub has overloads for."""

from __future__ import annotations

from tests.typing.zoo import components, config
from tests.typing.zoo.protocols import Loss
from typed_registry import Registry

MANY = Registry[Loss, []]("zoo many")

MANY.register("hinge", config=config.MarginConfig)(components.Hinge)
MANY.register("preference", config=config.MarginConfig)(components.Preference)
