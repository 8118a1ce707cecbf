"""The JSON Schema of a root config, for editors: what may be written where, and what it means.

`root` makes it whole, with the top-level sections of `section`; `structure` says what types and config
classes take, `choice` and `component` what registries hold, `leaf` types that hold no others, `pattern` words
that aren't any text, and `union` alternatives. `rule` reads attrs' validators, `doc` the docstrings, and
X
the file.

It takes no less than the loader, and little more: `tests/schema/differences.md` lists what.
"""

from __future__ import annotations

from typed_registry._schema.root import json_schema
from typed_registry._schema.text import rendered

__all__ = ["json_schema", "rendered"]
