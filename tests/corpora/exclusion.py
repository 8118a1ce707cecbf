"""The calls of public components that checkers judge otherwise than `inspect.signature` does, and why."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from tests.corpora.signature_call import Form, SignatureCall
from tests.typing.checker import CHECKERS

ALL = frozenset(CHECKERS)


@frozen
class Exclusion:
    """Components whose right or wrong calls some checkers judge otherwise, for one reason."""

    reason: str
    names: frozenset[str]
    checkers: frozenset[str] = ALL
    form: Form = "right"
    """The form of the call: the right one is refused, or a wrong one is accepted."""


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
        form="misspelt",
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
    OtherErrors(
        "it checks by itself that it is given an argument", r"attrs\.evolve", frozenset[Form](["right"])
    ),
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
STUB_ERRORS = {"ty": "Non-generic class `Registry` cannot be specialized"}
"""What checkers say of a stub: ty doesn't see that `referencing.Registry` is generic."""


def excluded(checker: str, call: SignatureCall) -> Iterator[Exclusion]:
    """Yield the exclusions of a call."""
    for exclusion in EXCLUSIONS:
        is_named = checker in exclusion.checkers and call.name in exclusion.names
        if is_named and call.form == exclusion.form:
            yield exclusion
