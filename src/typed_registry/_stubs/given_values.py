"""Write the values that a partial is given as source code, from which mypy infers type arguments."""

from __future__ import annotations

import math
from collections.abc import Sized
from enum import Enum

from attrs import field, frozen

from typed_registry._annotations.type_guards import is_mapping, is_sequence, is_set
from typed_registry._stubs.expressions import ANYTHING, ComponentExpression, importable_name

_CONSTANTS = (type(None), bool, int, float, complex, str, bytes)
_COLLECTIONS = (list, tuple, set, dict)
_LONGEST = 100
"""The number of characters up to which a constant is written."""
_LARGEST = 20
"""The number of items up to which a collection is written."""
_DEEPEST = 3
"""The depth to which collections are written that contain others."""


def given_value(value: object, file: str) -> ComponentExpression:
    """Return the source of a value; `_any` for what can't be written. `file` may hold its name.

    >>> given_value({"size": [1, None], "kind": int, "rate": float("inf")}, __file__).text
    "{'size': [1, None], 'kind': builtins.int, 'rate': _any}"
    """
    source = _ValueSource(file)
    text = source.of(value, _DEEPEST)
    return ComponentExpression(text, tuple(source.modules))


@frozen
class _ValueSource:
    """Writes one value, and collects the modules that its source needs."""

    file: str
    modules: dict[str, None] = field(factory=dict[str, None])

    def of(self, value: object, depth: int) -> str:
        """Return the source of a value, or of a part of it, with collections up to this depth."""
        if type(value) in _CONSTANTS:
            return _constant(value)
        if type(value) in _COLLECTIONS:
            return self._collection(value, depth - 1)
        try:
            found = self._named(value)
        except LookupError:
            return ANYTHING.text
        self.modules.update(dict.fromkeys(found.modules))
        return found.text

    def _named(self, value: object) -> ComponentExpression:
        if not isinstance(value, Enum):
            return ComponentExpression.of(value, self.file)
        module, name = importable_name(type(value), self.file)
        return ComponentExpression.of_global(module, f"{name}.{value.name}")

    def _collection(self, value: object, depth: int) -> str:
        if depth < 0 or not isinstance(value, Sized) or len(value) > _LARGEST:
            return ANYTHING.text
        if is_mapping(value):
            return f"{{{', '.join(f'{self.of(key, depth)}: {self.of(value[key], depth)}' for key in value)}}}"
        items = [self.of(each, depth) for each in value] if is_sequence(value) or is_set(value) else []
        if isinstance(value, list):
            return f"[{', '.join(items)}]"
        if isinstance(value, tuple):
            return f"({''.join(f'{each}, ' for each in items)})"
        return f"{{{', '.join(items)}}}" if items else ANYTHING.text


def _constant(value: object) -> str:
    text = repr(value)
    is_written = len(text) <= _LONGEST and not (isinstance(value, float) and not math.isfinite(value))
    return text if is_written else ANYTHING.text
