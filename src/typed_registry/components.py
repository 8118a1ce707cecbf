"""A registry's components as a mapping, for the checker's fastest lane: `REGISTRY.components["dpo"](...)`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from typed_registry.catalog import Catalog

T_co = TypeVar("T_co", covariant=True)


class Components(Mapping[str, Callable[..., T_co]]):
    """Names to components, live: what is registered later is seen. A component is imported when it is got."""

    def __init__(self, catalog: Catalog, get: Callable[[str], Callable[..., T_co]]) -> None:
        self._catalog = catalog
        self._get = get

    def __getitem__(self, name: str) -> Callable[..., T_co]:
        return self._get(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._catalog)

    def __len__(self) -> int:
        return len(self._catalog)

    def __repr__(self) -> str:
        return f"Components({', '.join(map(repr, self))})"
