"""Plain data to JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping


def write(data: Mapping[str, object]) -> str:
    """Return the data as a JSON document, mappings in their own order."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def quote(text: str) -> str:
    """Return a text in quotes."""
    return json.dumps(text, ensure_ascii=False)
