"""The calls of public components that checkers judge otherwise than `inspect.signature` does, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from tests.corpora.signature_call import Form, SignatureCall
from tests.typing.checker import CHECKERS

ALL = frozenset(CHECKERS)
_RIGHT = frozenset[Form](["right"])


@frozen
class Exclusion:
    """Components whose right or wrong calls some checkers judge otherwise, for one reason."""

    reason: str
    names: str
    """A regular expression."""
    checkers: frozenset[str] = ALL
    forms: frozenset[Form] = _RIGHT
    """The forms of calls: the right one is refused, or a wrong one is accepted."""


EXCLUSIONS = (
    Exclusion(
        "the types require one of several arguments, each of which has a default",
        r"attrs\.converters\.default_if_none|shutil\.chown",
    ),
    Exclusion(
        "the types require an argument for `*args`", r"attrs\.evolve|attrs\.validators\.or_|numpy\.einsum"
    ),
    Exclusion(
        "the package's types have a constructor, or more positional parameters",
        r"attrs\.make_class|numpy\.linalg\.vecdot|numpy\.(character|floating|frexp|inexact|number)",
        forms=frozenset[Form](["too many"]),
    ),
    Exclusion(
        "an overload is a decorator, which the signature doesn't show", r"cattrs\.register_unstructure_hook"
    ),
    Exclusion(
        "pyrefly doesn't find a class that the stub of its module doesn't have",
        r"attrs\.ClassProps",
        frozenset({"pyrefly"}),
        frozenset[Form](["misspelt", "missing", "too many"]),
    ),
    Exclusion(
        "pyright checks with what arguments a form of typing is called",
        r"fsspec\.utils\.TypeVar",
        frozenset({"pyright", "basedpyright"}),
    ),
    Exclusion(
        "ty accepts no type variable outside of an assignment", r"fsspec\.utils\.TypeVar", frozenset({"ty"})
    ),
    Exclusion(
        "zuban lets the untyped decorator that makes the constructor take any keyword",
        r"transformers\.\w+",
        frozenset({"zuban"}),
        frozenset[Form](["misspelt"]),
    ),
)
NOT_RUN = {
    "click.launch": "starts a process",
    "click.edit": "starts a process",
    "click.pause": "waits for a key",
    "click.getchar": "waits for a key",
    "click.prompt": "waits for input",
    "click.confirm": "waits for input",
    "builtins.input": "waits for input",
    "builtins.breakpoint": "waits for input",
    "numpy.test": "runs the tests of numpy",
}
"""The components that are never called, and why."""


@frozen
class OtherErrors:
    """Components that Python calls otherwise than their signatures say, for one reason."""

    reason: str
    names: str
    """A regular expression."""
    forms: frozenset[Form]
    """The forms of calls that the signature misjudges."""


OTHER_ERRORS = (
    OtherErrors("it checks by itself that it is given an argument", r"attrs\.evolve", _RIGHT),
    OtherErrors(
        "takes any keyword, which the signature doesn't show, and refuses positions with a ValueError",
        r"transformers\.\w+",
        frozenset[Form](["misspelt", "too many"]),
    ),
    OtherErrors(
        "has no instances, and looks at no argument",
        r"numpy\.(number|flexible|character|generic|\w*(floating|integer)|inexact|flatiter|ufunc)",
        frozenset[Form](["misspelt", "too many"]),
    ),
    OtherErrors(
        "looks at the values before the keywords",
        r"yaml\.YAMLObjectMetaclass|numpy\.broadcast",
        frozenset[Form](["misspelt"]),
    ),
    OtherErrors(
        "looks at the values before their number",
        r"numpy\.(divmod|dtype|modf|frexp|arange)",
        frozenset[Form](["too many"]),
    ),
)
_OF_DECORATED = (
    'Type of "PassiveAggressive',
    'Expected class but received "type | property | _Wrapped',
)
STUB_ERRORS: dict[str, tuple[str, ...]] = {
    "ty": ("Non-generic class `Registry` cannot be specialized",),
    "pyright": _OF_DECORATED,
    "basedpyright": _OF_DECORATED,
}
"""What checkers say of a stub.

ty doesn't see that `referencing.Registry` is generic, and pyright takes what an untyped decorator returns for
no class.
"""


def excluded(checker: str, call: SignatureCall) -> Iterator[Exclusion]:
    """Yield the exclusions of a call."""
    for exclusion in EXCLUSIONS:
        is_meant = checker in exclusion.checkers and call.form in exclusion.forms
        if is_meant and re.fullmatch(exclusion.names, call.name):
            yield exclusion
