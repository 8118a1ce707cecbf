"""Write calls of a component that a checker must accept, and calls that it must refuse."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, get_args, get_origin

from attrs import frozen
from typing_extensions import Unpack

from typed_registry._annotations.declared_parameters import is_unpacked
from typed_registry._annotations.follow import full_signature
from typed_registry._annotations.full_signature import FullParameter, FullSignature
from typed_registry._annotations.show import show_component
from typed_registry._annotations.type_guards import is_class
from typed_registry._constant import Constant
from typed_registry._doctor.any_keyword import is_replaced, open_signature, positional_count, takes_keys
from typed_registry._documentation.settable import settable_fields, unsettable_notices
from typed_registry._registration.derived_config import signature_of
from typed_registry._registration.passing import Way, passing_of
from typed_registry._stubs.stub_names import is_name
from typed_registry.errors import UnconfigurableError

if TYPE_CHECKING:
    from typed_registry._registration.entries import Entries
    from typed_registry._registration.records import Record
    from typed_registry._typing_forms import Component

VALUE = "a"
"""The variable that every argument is: its type is Any."""


@frozen
class TrialCall:
    """The arguments of two calls, as source code."""

    right: str
    """Those that the signature allows."""
    wrong: str | None
    """The same with a keyword that no parameter has; None if every such call may be right.

    If any keyword is right, there is one positional argument too many, or an argument is missing.
    """
    fits_any: bool = False
    """True if the right call fits any signature, so that it says little if a checker accepts it."""


def component_calls(component: Component[object]) -> tuple[TrialCall, ...]:
    """Return the calls of a component: one for its signature, or one for each of its overloads.

    There is another one with `*a, **a` where checkers may know a signature that the run doesn't, such as that
    of a function below a decorator.

    >>> def scaled(factor: float, /, *, offset: float = 0.0) -> float: ...
    >>> component_calls(scaled)
    (TrialCall(right='a, offset=a', wrong='a, offset=a, no_such_keyword=a', fits_any=False),)
    """
    signature = FullSignature() if isinstance(component, Constant) else full_signature(component)
    if signature is None or is_replaced(component):
        return (_any_call(["*a"], takes_any=takes_keys(component)),)
    if _is_enum(component):
        return (TrialCall(VALUE, f"{VALUE}, {_unknown([])}={VALUE}"),)
    own = open_signature(component)
    if signature.forms:
        return tuple(_overloaded(signature, takes_any=own is not None))
    least = 0 if isinstance(component, Constant) else positional_count(component)
    right = _arguments(signature.parameters, least, _least_rest(signature.positional_rest))
    if own is None:
        known = TrialCall(_joined(right), _with_unknown(right, signature))
        return (known, _any_call(["*a"], takes_any=False)) if signature.takes_any else (known,)
    wrong = _miscounted(own, signature)
    miscounted = None if wrong is None else _joined(wrong)
    return (TrialCall(_joined(right), miscounted), _any_call(["*a"], takes_any=True))


def open_calls() -> tuple[TrialCall, ...]:
    """Return the calls of a component that takes any keyword, and of which nothing else is known."""
    return (_any_call(["*a"], takes_any=True),)


def spec_calls(entries: Entries, name: str, record: Record) -> tuple[TrialCall, ...]:
    """Return the calls of `spec` for a component, without the name. Raises UnconfigurableError.

    They give every value by keyword.
    """
    if _is_enum(record.component):
        return (_by_keyword(["value"], takes_any=False),)
    config = entries.config(name)
    if record.declared is not None:
        signature = full_signature(config)
        parameters = () if signature is None else signature.parameters
        keywords = [p.name for p in parameters if p.is_named]
        return (_by_keyword(keywords, takes_any=signature is not None and signature.rest is not None),)
    if unsettable_notices(config):
        raise UnconfigurableError(entries.name, name, show_component(record.component))
    settable = settable_fields(config)
    public = (field for field in settable if field.required or not field.parameter.startswith("_"))
    passings = {field.parameter: passing_of(field) for field in public}
    takes_any = any(passing.way is Way.KEYWORDS for passing in passings.values())
    named = [key for key, passing in passings.items() if passing.way is not Way.KEYWORDS]
    forms = signature_of(record, len(entries.contract.dependencies or ()), entries.name).forms
    if not forms:
        return (_by_keyword(named, takes_any=takes_any),)
    known = {passing.parameter for passing in passings.values()}
    possible = [form for form in forms if form.required <= known] or forms  # as in the stub
    allowed = (
        [key for key in named if form.allowed is None or passings[key].parameter in form.allowed]
        for form in possible
    )
    return (*(_by_keyword(keys, takes_any=takes_any) for keys in allowed), _any_call([], takes_any=takes_any))


def _is_enum(component: object) -> bool:
    """Return whether a component is an enumeration, whose signature is that for making a new one."""
    return is_class(component) and issubclass(component, enum.Enum)


def _overloaded(signature: FullSignature, *, takes_any: bool) -> Iterator[TrialCall]:
    for form in signature.forms:
        taken = [p for p in signature.parameters if form.allowed is None or p.name in form.allowed]
        right = _arguments(taken)
        yield TrialCall(_joined(right), None if takes_any else _with_unknown(right, signature))
    yield _any_call(["*a"], takes_any=takes_any)


def _miscounted(own: FullSignature, signature: FullSignature) -> list[str] | None:
    """Return the arguments of a call with one too many or too few; None if neither can be had."""
    if own.positional_rest is None:
        given = {p.name for p in own.positional}
        others = [p for p in signature.parameters if p.name not in given]
        return [VALUE for _ in range(len(given) + 1)] + _arguments(others)
    required = [p for p in own.parameters if p.is_required]
    return _arguments(required[:-1]) if required else None


def _least_rest(rest: FullParameter | None) -> int:
    """Return how many arguments `*args` require: two for `*args: Unpack[tuple[int, str]]`."""
    if rest is None or not is_unpacked(rest.type):
        return 0
    kind = get_args(rest.type)[0] if get_origin(rest.type) is Unpack else rest.type
    items = get_args(kind)
    return 0 if ... in items else sum(not is_unpacked(each) for each in items)


def _arguments(parameters: Sequence[FullParameter], least: int = 0, rest: int = 0) -> list[str]:
    """Return an argument for each parameter, by keyword unless one at or after its place needs a position.

    At least `least` are given by position. They all are if `*args` are given a number of them, `rest`.
    """
    positional = [p for p in parameters if p.is_positional]
    least = len(positional) if rest else least
    last = max((index for index, p in enumerate(positional, 1) if _is_unnamed(p)), default=0)
    last = max(last, min(least, len(positional)))
    by_keyword = [p for p in parameters if p not in positional[:last] and not _is_private(p)]
    return [VALUE for _ in range(last + rest)] + list(_keywords(p.name for p in by_keyword))


def _is_unnamed(parameter: FullParameter) -> bool:
    """Return whether a parameter has no keyword, or, for checkers, not the one that Python has for it."""
    return not parameter.is_named or parameter.key is not None or parameter.name.startswith("__")


def _is_private(parameter: FullParameter) -> bool:
    """Return whether a parameter is for its own module alone. Stubs of the standard library leave it out."""
    return parameter.name.startswith("_") and not parameter.is_required


def _keywords(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield f"{name}={VALUE}" if is_name(name) else f"**{{{name!r}: {VALUE}}}"


def _by_keyword(names: Sequence[str], *, takes_any: bool) -> TrialCall:
    right = list(_keywords(names))
    wrong = [VALUE, *right] if takes_any else [*right, f"{_unknown(names)}={VALUE}"]
    return TrialCall(_joined(right), _joined(wrong))


def _any_call(first: Sequence[str], *, takes_any: bool) -> TrialCall:
    right = [*first, f"**{VALUE}"]
    wrong = None if takes_any else _joined([*right, f"{_unknown([])}={VALUE}"])
    return TrialCall(_joined(right), wrong, fits_any=True)


def _with_unknown(right: Sequence[str], signature: FullSignature) -> str:
    return _joined([*right, f"{_unknown([p.name for p in signature.parameters])}={VALUE}"])


def _unknown(taken: Sequence[str], word: str = "no_such_keyword") -> str:
    """Return a keyword that no parameter has."""
    return word if word not in taken else _unknown(taken, f"{word}_")


def _joined(arguments: Iterable[str]) -> str:
    return ", ".join(arguments)
