"""The calls of public components that checkers judge otherwise than `inspect.signature` does, and why."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from tests.corpora.signature_call import SignatureCall
from tests.typing.checker import CHECKERS

ALL = frozenset(CHECKERS)


@frozen
class Exclusion:
    """Components whose right or wrong calls some checkers judge otherwise, for one reason."""

    reason: str
    names: frozenset[str]
    checkers: frozenset[str] = ALL
    is_misspelt: bool = False
    """Whether the wrong call is accepted; otherwise, the right call is refused."""


EXCLUSIONS = (
    Exclusion(
        "the types require one of several arguments, each of which has a default",
        frozenset({"attrs.converters.default_if_none", "shutil.chown"}),
    ),
    Exclusion(
        "the types require an argument for `*args`",
        frozenset({"attrs.evolve", "attrs.validators.or_"}),
    ),
    Exclusion("the package's types don't have its constructor", frozenset({"attrs.Attribute"})),
    Exclusion(
        "an overload is a decorator, which the signature doesn't show",
        frozenset({"cattrs.register_unstructure_hook"}),
    ),
    Exclusion(
        "pyrefly doesn't find a class that the stub of its module doesn't have",
        frozenset({"attrs.ClassProps"}),
        frozenset({"pyrefly"}),
        is_misspelt=True,
    ),
    Exclusion(
        "pyright checks with what arguments a form of typing is called",
        frozenset({"fsspec.utils.TypeVar", "rich.console.NamedTuple"}),
        frozenset({"pyright", "basedpyright"}),
    ),
    Exclusion(
        "ty accepts no type variable outside of an assignment",
        frozenset({"fsspec.utils.TypeVar"}),
        frozenset({"ty"}),
    ),
)
STUB_ERRORS = {"ty": "Non-generic class `Registry` cannot be specialized"}
"""What checkers say of a stub: ty doesn't see that `referencing.Registry` is generic."""


def excluded(checker: str, call: SignatureCall) -> Iterator[Exclusion]:
    """Yield the exclusions of a call."""
    for exclusion in EXCLUSIONS:
        is_named = checker in exclusion.checkers and call.name in exclusion.names
        if is_named and call.is_misspelt == exclusion.is_misspelt:
            yield exclusion
