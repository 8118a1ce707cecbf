"""A config file to a frozen attrs tree, and back.

The path of the data: `read` (by format: `yaml`, `toml`, `json`) gives a `Document`, plain data that knows
where each key and value was written; `override` lays the command line over it; `section` moves top-level
sections into the components that they belong to; `structure` makes the typed tree, and collects every fault
on its way; `load` is all of it. `dump` writes a tree that `load` reads back as an equal one, and `digest`
names its content. `kind` says what each type takes, and `capacity` which types a file can hold.

Nothing here builds a component: a tree of configs holds `Spec`s, and building them is the program's to do.
"""

from __future__ import annotations

from typed_registry.config._structure.load import from_cli, from_mapping, load
from typed_registry.config._types.sizes import Size
from typed_registry.config._unstructure.digest import digest
from typed_registry.config._unstructure.dump import dump, plain_data, save

__all__ = ["Size", "digest", "dump", "from_cli", "from_mapping", "load", "plain_data", "save"]
