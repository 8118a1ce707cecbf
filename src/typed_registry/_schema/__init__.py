"""The JSON Schema of a root config class, with which editors complete and check config files.

`root` assembles it, with the top-level sections of `section`. What a type takes is written by its rule;
`writer` describes config classes, `choice` and `component` the components of registries.

The schema accepts whatever the loader accepts, with few exceptions; `docs/schema.md` lists the differences.
"""

from __future__ import annotations

from typed_registry._schema.root import json_schema
from typed_registry._schema.text import rendered

__all__ = ["json_schema", "rendered"]
