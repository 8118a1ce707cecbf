"""Plain data to YAML 1.2."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping

from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry.config._formats.yaml.scalars import scalar

_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*")
"""Words that need no quotes anywhere."""
_PLAIN = re.compile(r"[\w./~+($^](?:[^\s:#]|:(?=\S)|(?<=\S)#| (?=[^\s#]))*(?<!:)")
"""Texts that need no quotes behind a key or a dash: without what begins a comment or ends a key."""
_TIME_OR_GROUPED = re.compile(r"[0-9]+[-:_][0-9]")
"""The start of texts that readers of YAML 1.1 take for times, dates and numbers."""
_LONGEST_KEY = 1000
"""A longer key needs a question mark before it."""
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write(data: Mapping[str, object]) -> str:
    """Return the data as a YAML document, mappings in their own order.

    >>> print(write({"name": "dpo", "betas": [0.9, None], "loss": {"kinds": []}}), end="")
    name: dpo
    betas:
    - 0.9
    - null
    loss:
      kinds: []
    """
    return "".join(f"{line}\n" for line in _lines(data))


def write_flow(value: object) -> str:
    """Return a value on one line, as YAML writes it.

    >>> write_flow({"name": "adamw", "lr": 1e-05, "betas": [0.9, None], "path": "~/a b"})
    '{name: adamw, lr: 1e-05, betas: [0.9, null], path: "~/a b"}'
    """
    if is_mapping(value):
        return (
            f"{{{', '.join(f'{write_flow(str(key))}: {write_flow(item)}' for key, item in value.items())}}}"
        )
    if is_sequence(value):
        return f"[{', '.join(map(write_flow, value))}]"
    return _text(value, _BARE) if isinstance(value, str) else _scalar(value)


def _lines(value: object) -> Iterator[str]:
    """Yield the lines of a value in block style."""
    if is_mapping(value) and value:
        for key, item in value.items():
            yield from _pair(_text(str(key), _PLAIN), item)
    elif is_sequence(value) and value:
        for item in value:
            first, *others = _lines(item)
            yield f"- {first}"
            yield from (f"  {line}" for line in others)
    else:
        yield _text(value, _PLAIN) if isinstance(value, str) else write_flow(value)


def _pair(key: str, value: object) -> Iterator[str]:
    if len(key) > _LONGEST_KEY:
        yield f"? {key}"
        key = ""
    if (is_mapping(value) or is_sequence(value)) and value:
        indent = "" if key and is_sequence(value) else "  "
        yield f"{key}:"
        yield from (f"{indent}{line}" for line in _lines(value))
    else:
        yield f"{key}: {next(_lines(value))}"


def _scalar(value: object) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return ".nan" if math.isnan(value) else f"{'-' if value < 0 else ''}.inf"
    return json.dumps(value)


def _text(text: str, plain: re.Pattern[str]) -> str:
    """Return a text with quotes, if it needs any or would be read as another type without."""
    is_plain = plain.fullmatch(text) and not _TIME_OR_GROUPED.match(text)
    if is_plain and text.isprintable() and scalar(text) is text:
        return str(text)
    return f'"{"".join(map(_letter, text))}"'


def _letter(letter: str) -> str:
    """Return a letter in double quotes, or its number if no line can show it."""
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    return letter if letter.isprintable() else f"\\U{ord(letter):08X}"
