"""The tags of YAML's core schema, which say of which type a value is: `!!float 1e-4`."""

from __future__ import annotations

from typing import Final

from typed_registry.config._formats.limits import DECIMAL_INTEGER, number_problem
from typed_registry.config._formats.yaml.scalars import scalar

_PREFIX: Final = "tag:yaml.org,2002:"
COLLECTIONS: Final = {f"{_PREFIX}map": "mapping", f"{_PREFIX}seq": "sequence"}
"""The kind of collection that each of these tags is for."""
_SCALARS: Final[dict[str, type]] = {
    f"{_PREFIX}{name}": kind
    for name, kind in (("str", str), ("int", int), ("float", float), ("bool", bool), ("null", type(None)))
}


def show_tag(tag: str) -> str:
    """Return a tag as a file writes it.

    >>> show_tag("tag:yaml.org,2002:float")
    '!!float'
    """
    return tag.replace(_PREFIX, "!!", 1)


def is_scalar_tag(tag: str, *, is_key: bool = False) -> bool:
    """Return whether a tag says of which type a scalar is; of a key, which is a text, that it is one."""
    return _SCALARS.get(tag) is str if is_key else tag in _SCALARS


def tagged_scalar(text: str, tag: str) -> object:
    """Return the value of a scalar with one of these tags; quotes around it make no difference.

    Raises ValueError if the text is of another type.

    >>> tagged_scalar("1", "tag:yaml.org,2002:float"), tagged_scalar("1", "tag:yaml.org,2002:str")
    (1.0, '1')
    """
    kind = _SCALARS[tag]
    if kind is str:
        return text
    problem = number_problem(text)
    if problem is not None:
        raise ValueError(problem)
    value = scalar(text)
    if kind is float and DECIMAL_INTEGER.fullmatch(text):
        value = _float(text)
    if type(value) is not kind:
        raise ValueError(f"{text!r} has the tag {show_tag(tag)!r} and is of another type")
    return value


def _float(digits: str) -> float:
    """Return the float that is nearest to an integer. Raises ValueError if it is too large."""
    found = float(digits)
    if found in (float("inf"), float("-inf")):
        raise ValueError(f"{digits} is more than a float can hold")
    return found
