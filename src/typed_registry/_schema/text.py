"""A schema as the text of a file."""

from __future__ import annotations

import json

from typed_registry._schema.root import json_schema


def rendered(root: type) -> str:
    """The schema of a root config, the same each time for the same registries."""
    return json.dumps(json_schema(root), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
