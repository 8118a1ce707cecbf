"""Keys and values that a config class has left behind, and what a file says that still uses them.

Declared in the metadata of a field, beside what has taken their place:

>>> from attrs import define, field, frozen
>>> from typing import Literal
>>> @frozen
... class LossConfig:
...     beta: float = field(default=0.1, metadata=renamed("kl_coef", since="0.3"))
...     kind: Literal["dpo", "ipo"] = field(default="dpo", metadata=respelt({"sig": "dpo"}, since="0.4"))
...     margin: float = field(default=0.0, metadata=retired(since="0.5"))

A file with such a key or value loads as what it stands for, with an `OutdatedConfigWarning`, and
`typed-registry migrate` rewrites it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, cast

from attrs import frozen

from typed_registry.config._document.faults import Origin, Path, show_path

if TYPE_CHECKING:
    import attrs

_RENAMED = "typed_registry.renamed"
_RESPELT = "typed_registry.respelt"
_RETIRED = "typed_registry.retired"


class OutdatedConfigWarning(FutureWarning):
    """A config uses names, keys or values that are deprecated; it was read as what they stand for."""


class What(Enum):
    """What of a config is outdated."""

    KEY = "key"
    VALUE = "value"
    NAME = "name"


@frozen
class Outdated:
    """A use of something deprecated."""

    path: Path
    what: What
    given: str
    use: str | None
    """What to write in its place; None when nothing is."""
    since: str
    """The version that has left it behind."""
    origin: Origin | None = None


def renamed(*keys: str, since: str) -> Mapping[str, object]:
    """Metadata of a field that had these keys before."""
    return {_RENAMED: dict.fromkeys(keys, since)}


def respelt(values: Mapping[str, str], *, since: str) -> Mapping[str, object]:
    """Metadata of a field some of whose values were written otherwise: old to new."""
    return {_RESPELT: {old: (new, since) for old, new in values.items()}}


def retired(*, since: str) -> Mapping[str, object]:
    """Metadata of a field that has no use any more, and is still read."""
    return {_RETIRED: since}


def former_keys(attribute: attrs.Attribute[object]) -> Mapping[str, str]:
    """The keys that a field had, each with the version that changed it."""
    return cast("Mapping[str, str]", attribute.metadata.get(_RENAMED, {}))


def former_values(attribute: attrs.Attribute[object]) -> Mapping[str, tuple[str, str]]:
    """The former spellings of a field's values, each with today's and the version that changed it."""
    return cast("Mapping[str, tuple[str, str]]", attribute.metadata.get(_RESPELT, {}))


def retirement(attribute: attrs.Attribute[object]) -> str | None:
    """The version that has left a field behind."""
    return cast("str | None", attribute.metadata.get(_RETIRED))


def explain_outdated(found: Outdated) -> str:
    """One line: where it stands, since when it is outdated, and what to write.

    >>> explain_outdated(Outdated(("loss", "kl_coef"), What.KEY, "kl_coef", "beta", "0.3"))
    "loss.kl_coef: the key 'kl_coef' is deprecated since 0.3; write 'beta'"
    """
    origin = found.origin
    place = (
        [part for part in (origin.source, origin.line, origin.column) if part is not None] if origin else []
    )
    where = ": ".join(
        filter(None, (":".join(map(str, place)), show_path(origin.path if origin else found.path)))
    )
    return f"{where}: {explain_use(found)}"


def explain_use(found: Outdated) -> str:
    """The same without where it stands."""
    instead = f"write {found.use!r}" if found.use is not None else "leave it out"
    return f"the {found.what.value} {found.given!r} is deprecated since {found.since}; {instead}"
