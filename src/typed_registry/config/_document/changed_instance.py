"""Instances among plain data, parts of which an override gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import evolve, field, frozen


@frozen(eq=False)
class ChangedInstance(Mapping[object, object]):
    """An instance, or a choice, as a mapping by the keys of a file, with what overrides give in place."""

    instance: object
    held: Mapping[str, object]
    """The values of the instance, by the keys under which a file gives them."""
    given: Mapping[object, object] = field(factory=dict[object, object])
    """The values that overrides give."""

    def __getitem__(self, key: object) -> object:
        return self.given[key] if key in self.given else self.held[str(key)]

    def __iter__(self) -> Iterator[object]:
        yield from self.held
        yield from (key for key in self.given if key not in self.held)

    def __len__(self) -> int:
        return len([*self])

    def with_items(self, items: Mapping[object, object]) -> ChangedInstance:
        """Return the instance with more values that overrides give."""
        return evolve(self, given={**self.given, **items})

    def key(self, part: str | int) -> str:
        """Return the key that a part of a path means: in a named tuple, it may be the index of a field."""
        keys = [*self.held]
        if isinstance(part, int) and isinstance(self.instance, tuple) and part < len(keys):
            return keys[part]
        return str(part)
