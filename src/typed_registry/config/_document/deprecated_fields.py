"""Deprecated keys and values of config classes.

They are declared in the metadata of the field that replaces them:

>>> from attrs import define, field, frozen
>>> from typing import Literal
>>> @frozen
... class LossConfig:
...     beta: float = field(default=0.1, metadata=renamed("kl_coef", since="0.3"))
...     kind: Literal["dpo", "ipo"] = field(default="dpo", metadata=respelt({"sig": "dpo"}, since="0.4"))
...     margin: float = field(default=0.0, metadata=retired(since="0.5"))

A file that uses them loads as if it had the new key or value, with an `OutdatedConfigWarning`, and
`typed-registry migrate` rewrites it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Protocol, cast

from attrs import frozen

from typed_registry._messages.diagnostics import Diagnostic, diagnostic_at
from typed_registry._messages.explain_fault import show_origin
from typed_registry._messages.visible import visible
from typed_registry.config._document.faults import Origin, Path, show_path

_RENAMED = "typed_registry.renamed"
_RESPELT = "typed_registry.respelt"
_RETIRED = "typed_registry.retired"


class HasMetadata(Protocol):
    """A field with metadata."""

    @property
    def metadata(self) -> Mapping[object, object]:
        """The declaration beside the field's type."""
        ...


class OutdatedConfigWarning(FutureWarning):
    """A config uses deprecated names, keys or values; it was read as if it had the current ones."""


class DeprecatedPart(Enum):
    """The part of a config that is deprecated."""

    KEY = "key"
    VALUE = "value"
    NAME = "name"


@frozen
class DeprecatedUse:
    """A use of a deprecated name, key or value."""

    path: Path
    part: DeprecatedPart
    given: str
    use: str | None
    """The key to write instead; None if it should be left out."""
    since: str
    """The version that deprecated it."""
    origin: Origin | None = None


def renamed(*keys: str, since: str) -> Mapping[str, object]:
    """Return the metadata of a field that had these keys before the version `since`."""
    return {_RENAMED: dict.fromkeys(keys, since)}


def respelt(values: Mapping[str, str], *, since: str) -> Mapping[str, object]:
    """Return the metadata of a field whose values have new spellings, from old to new."""
    return {_RESPELT: {old: (new, since) for old, new in values.items()}}


def retired(*, since: str) -> Mapping[str, object]:
    """Return the metadata of a field that is still read but has no effect any more."""
    return {_RETIRED: since}


def former_keys(field: HasMetadata) -> Mapping[str, str]:
    """Return the former keys of a field, each with the version that changed it."""
    return cast("Mapping[str, str]", field.metadata.get(_RENAMED, {}))


def former_values(field: HasMetadata) -> Mapping[str, tuple[str, str]]:
    """Return the former spellings of a field's values, each with the current one and its version."""
    return cast("Mapping[str, tuple[str, str]]", field.metadata.get(_RESPELT, {}))


def retired_since(field: HasMetadata) -> str | None:
    """Return the version that retired a field; None for a field in use."""
    return cast("str | None", field.metadata.get(_RETIRED))


def explain_deprecated_use(found: DeprecatedUse) -> str:
    """Return one line: where the use is written, since when it is deprecated, and what to write.

    >>> use = DeprecatedUse(("loss", "kl_coef"), DeprecatedPart.KEY, "kl_coef", "beta", "0.3")
    >>> explain_deprecated_use(use)
    "loss.kl_coef: the key 'kl_coef' is deprecated since 0.3; write 'beta'"
    """
    path = found.origin.path if found.origin else found.path
    parts = (show_origin(found.origin), show_path(path), explain_replacement(found))
    return visible(": ".join(filter(None, parts)))


def deprecation_diagnostic(use: DeprecatedUse) -> Diagnostic:
    """Return the warning for programs and GitHub, of the kind `deprecated-key`, `-value` or `-name`."""
    kind = f"deprecated-{use.part.value}"
    return diagnostic_at(use.origin, use.path, "warning", kind, explain_replacement(use))


def explain_replacement(found: DeprecatedUse) -> str:
    """Return since when the use is deprecated and what to write."""
    instead = f"write {found.use!r}" if found.use is not None else "leave it out"
    return f"the {found.part.value} {found.given!r} is deprecated since {found.since}; {instead}"
