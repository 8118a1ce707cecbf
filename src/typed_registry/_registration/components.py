"""A registry's components as a mapping, for the checker's fastest lane: `REGISTRY.components["dpo"](...)`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from typed_registry._registration.entries import Catalog
from typed_registry._typing_forms import Component, T_co


class Components(Mapping[str, Component[T_co]]):
    """Names to components, live: what is registered later is seen. A component is imported when it is got."""

    def __init__(self, catalog: Catalog, get: Callable[[str], Component[T_co]]) -> None:
        self._catalog = catalog
        self._get = get

    def __getitem__(self, name: str) -> Component[T_co]:
        return self._get(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._catalog)

    def __len__(self) -> int:
        return len(self._catalog)

    def __repr__(self) -> str:
        return f"Components({', '.join(map(repr, self))})"
