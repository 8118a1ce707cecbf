"""Config files as trees of frozen objects, and back.

`load` reads a file, with what it extends, overrides and the environment, into an instance of the root
class, or raises ConfigError with every fault and its place. `from_mapping` does the same for plain data,
and `from_cli` for a program's arguments. `dump`, `save` and `plain_data` write a tree that loads back as an
equal one, `digest` names its content, and `differences` compares two trees. `key` gives a field another
key than its name, and `renamed`, `respelt` and `retired` declare the former keys and values of a field.
Nothing here builds a component: a tree holds a `Spec` for each, and the program builds them.

A config travels through the private packages in one direction: `_formats` reads bytes into a `_document`,
`_sources` lays overrides, extended files and the environment over it, `_structure` makes the tree by the
rules in `_types`, and `_unstructure` turns the tree back into plain data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typed_registry._late_names import late_names

if TYPE_CHECKING:
    from typed_registry.config._document.deprecated_fields import renamed, respelt, retired
    from typed_registry.config._structure.load import from_cli, from_mapping, load
    from typed_registry.config._types.differences import Difference, differences
    from typed_registry.config._types.field_key import key
    from typed_registry.config._types.sizes import Size
    from typed_registry.config._unstructure.digest import digest
    from typed_registry.config._unstructure.dump import dump, plain_data, save

__all__ = [
    "Difference",
    "Size",
    "differences",
    "digest",
    "dump",
    "from_cli",
    "from_mapping",
    "key",
    "load",
    "plain_data",
    "renamed",
    "respelt",
    "retired",
    "save",
]

_HOMES = {
    "config._document.deprecated_fields": "renamed respelt retired",
    "config._structure.load": "from_cli from_mapping load",
    "config._types.differences": "Difference differences",
    "config._types.field_key": "key",
    "config._types.sizes": "Size",
    "config._unstructure.digest": "digest",
    "config._unstructure.dump": "dump plain_data save",
}
"""The modules that define the public names, with these names."""

if not TYPE_CHECKING:  # a checker that sees this function takes any misspelt name for an attribute
    __getattr__ = late_names(__name__, _HOMES)
