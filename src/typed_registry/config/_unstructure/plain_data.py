"""A config tree as the plain data of a file of one format."""

from __future__ import annotations

from typed_registry.config._document.faults import Path
from typed_registry.config._types.find_rule import rule_of_value
from typed_registry.config._types.writer import UnwritableError, Writer


class PlainData(Writer):
    """Writes each value as the rule of its class does."""

    def value(self, value: object, path: Path = ()) -> object:
        """Return a value as a file would hold it. Raises UnwritableError."""
        rule = rule_of_value(value)
        if rule is None:
            raise UnwritableError(path, f"no file can hold {value!r} ({type(value).__name__})")
        return rule.write(value, path, self)
