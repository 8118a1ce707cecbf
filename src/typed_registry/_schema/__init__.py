"""The JSON Schema of a root config class, with which editors complete and check config files.

`root` puts it together from the root's fields and the top-level sections of `section`. The rule of each
type writes the schema of its values; `writer` describes config classes and their fields, and `choice` the
choices of components. `definitions` keeps the parts that are referred to, and `table` writes objects with
their keys, the former ones included.

The schema accepts what the loader accepts, with few exceptions; `docs/schema.md` lists the differences.
"""

from __future__ import annotations

from typed_registry._schema.root import json_schema, rendered

__all__ = ["json_schema", "rendered"]
