"""Replace type variables by the arguments of generic classes, and find the values that they allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Generic, ParamSpec, Protocol, TypeVar, Union, cast, get_args, get_origin

from typed_registry._annotations.generic_class import without_arguments
from typed_registry._annotations.namespace import Namespace, Unknown, evaluate
from typed_registry._annotations.type_guards import is_sequence

if TYPE_CHECKING:
    from typing_extensions import TypeIs

_FORMS: tuple[object, ...] = (Generic, Protocol)


class _Subscriptable(Protocol):
    """A type that takes arguments."""

    def __getitem__(self, arguments: object) -> object: ...


def with_arguments(generic: object, *arguments: object) -> object:
    """Return a generic type with these arguments, which only the run knows.

    >>> with_arguments(dict, str, int), with_arguments(list, str)
    (dict[str, int], list[str])
    """
    return cast("_Subscriptable", generic)[arguments[0] if len(arguments) == 1 else arguments]


def generic_bases(
    kind: type, arguments: tuple[object, ...] = ()
) -> Iterator[tuple[type, tuple[object, ...]]]:
    """Yield a class with its type arguments, and each class above it with the arguments that it is given.

    >>> T = TypeVar("T")
    >>> class Range(Generic[T]): ...
    >>> class Ranges(Range[list[T]]): ...
    >>> [(base.__name__, given) for base, given in generic_bases(Ranges, (int,))]
    [('Ranges', (<class 'int'>,)), ('Range', (list[int],))]
    """
    yield kind, arguments
    bound = bound_in(kind, arguments)
    for base in vars(kind).get("__orig_bases__", kind.__bases__):
        origin = without_arguments(base)
        if isinstance(origin, type) and origin not in _FORMS:
            yield from generic_bases(origin, tuple(substitute(part, bound) for part in get_args(base)))


def bindings(config: type, arguments: tuple[object, ...] = ()) -> dict[type, dict[object, object]]:
    """Return the arguments of the type parameters of a class, and of each class that it derives from.

    >>> T = TypeVar("T")
    >>> class Range(Generic[T]): ...
    >>> class IntRange(Range[int]): ...
    >>> bindings(IntRange)[Range]
    {~T: <class 'int'>}
    """
    return {kind: bound_in(kind, given) for kind, given in generic_bases(config, arguments)}


def bound_in(kind: object, arguments: tuple[object, ...]) -> dict[object, object]:
    """Return the arguments of a generic class or alias by its type parameters.

    A parameter without an argument stands for its default, if it has one.
    """
    parameters = _parameters(kind, "__type_params__") or _parameters(kind)
    bound = dict(_assigned(parameters, arguments))
    for parameter in parameters:
        default = [*default_of(parameter)]
        if default and bound.get(parameter, default[0]) == default[0]:  # which may name another parameter
            bound[parameter] = substitute(default[0], bound)
    return bound


def _parameters(kind: object, attribute: str = "__parameters__") -> tuple[object, ...]:
    found: object = getattr(kind, attribute, ())
    return tuple(found) if is_sequence(found) else ()


def _assigned(parameters: Sequence[object], arguments: tuple[object, ...]) -> Iterator[tuple[object, object]]:
    """Yield each parameter with its argument, which for a `TypeVarTuple` is a tuple of types."""
    variadic = next((index for index, each in enumerate(parameters) if is_variadic(each)), None)
    if variadic is None or not arguments:
        yield from zip(parameters, arguments, strict=False)
        return
    after = len(parameters) - variadic - 1
    end = max(variadic, len(arguments) - after)
    yield from zip(parameters[:variadic], arguments[:variadic], strict=False)
    yield parameters[variadic], arguments[variadic:end]
    yield from zip(parameters[variadic + 1 :], arguments[end:], strict=False)


def is_variadic(variable: object) -> bool:
    """Return whether this is a `TypeVarTuple`, which takes any number of types."""
    return type(variable).__name__ == "TypeVarTuple"


def substitute(kind: object, bound: Mapping[object, object]) -> object:
    """Return the type with other types in the place of type variables.

    >>> T = TypeVar("T")
    >>> substitute(list[T], {T: int})
    list[int]
    """
    if is_variable(kind) or isinstance(kind, ParamSpec):
        return bound.get(kind, kind)
    parameters = _parameters(kind)
    is_class = isinstance(kind, type) and get_origin(kind) is None  # in 3.10, `list[T]` is one as well
    if is_class or not any(parameter in bound for parameter in parameters):
        return kind
    arguments: tuple[object, ...] = get_args(kind)
    try:
        if any(_unpacked_in(arguments)):  # which Python 3.10 doesn't replace
            return with_arguments(get_origin(kind), *_with_unpacked(arguments, bound))
        return with_arguments(kind, *_arguments(parameters, bound))
    except TypeError:
        return Unknown  # as for a list of parameters in the place of a type


def _arguments(parameters: Sequence[object], bound: Mapping[object, object]) -> Iterator[object]:
    for parameter in parameters:
        argument = bound.get(parameter, parameter)
        if is_variadic(parameter):
            yield from argument if is_sequence(argument) else _unpacked(parameter)
        else:
            yield [*argument] if is_sequence(argument) else argument  # of a ParamSpec


def _unpacked_in(arguments: Sequence[object]) -> Iterator[object]:
    """Yield the variables that are unpacked among type arguments: `Ts` of `Unpack[Ts]`."""
    from typing_extensions import Unpack

    yield from (get_args(each)[0] for each in arguments if get_origin(each) is Unpack)


def _with_unpacked(arguments: Sequence[object], bound: Mapping[object, object]) -> Iterator[object]:
    for argument in arguments:
        variable = next(_unpacked_in([argument]), None)
        found = bound.get(variable, argument)
        if variable is not None and is_sequence(found):
            yield from found
        else:
            yield argument if variable is not None else substitute(argument, bound)


def is_variable(kind: object) -> TypeIs[TypeVar]:
    """Return whether this is a type variable; Python 3.10 takes `Unpack[Ts]` for one as well."""
    return isinstance(kind, TypeVar) and get_origin(kind) is None


def _unpacked(variable: object) -> Iterator[object]:
    """Yield a `TypeVarTuple` as it is written among other arguments: `*Ts`."""
    from typing_extensions import Unpack

    yield with_arguments(Unpack, variable)


def extent(variable: TypeVar) -> object:
    """Return the type of the values that a type variable allows: its default, bound or constraints.

    >>> extent(TypeVar("N", int, float)), extent(TypeVar("T"))
    (typing.Union[int, float], <class 'object'>)
    """
    default = [*default_of(variable)]
    if default:
        return default[0]
    if variable.__constraints__:
        return Union[variable.__constraints__]  # noqa: UP007  # the alternatives aren't known here
    if variable.__bound__ is None:
        return object
    return evaluate(variable.__bound__, Namespace(variable.__module__))


def default_of(variable: object) -> Iterator[object]:
    """Yield the default of a type variable, if it has one."""
    from typing_extensions import NoDefault

    default: object = getattr(variable, "__default__", NoDefault)
    if default is not NoDefault:
        kind = evaluate(default, Namespace(str(getattr(variable, "__module__", ""))))
        yield type(None) if kind is None else kind
