"""The JSON Schema of a root config class, with which editors complete and check config files.

`root` assembles it, with the top-level sections of `section`. `structure` describes types and config classes,
`choice` and `component` the components of registries, `leaf` types that contain no others, `pattern` texts of
a certain form, and `union` alternatives. `rule` reads attrs' validators.

The schema accepts whatever the loader accepts, with few exceptions; `docs/schema.md` lists the differences.
"""

from __future__ import annotations

from typed_registry._schema.root import json_schema
from typed_registry._schema.text import rendered

__all__ = ["json_schema", "rendered"]
