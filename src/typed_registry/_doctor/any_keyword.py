"""Find the components whose own signatures take any keyword."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import Parameter
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, ParamSpecArgs, ParamSpecKwargs

from typing_extensions import is_typeddict

from typed_registry._annotations.call_target import raw_attribute
from typed_registry._annotations.declared_parameters import declared, unpacked
from typed_registry._annotations.follow import full_signature
from typed_registry._annotations.full_signature import FullSignature
from typed_registry._annotations.function_source import place_of
from typed_registry._annotations.generic_class import without_arguments
from typed_registry._annotations.is_overloaded import overloads_of
from typed_registry._annotations.signature import Signature, read
from typed_registry._annotations.type_guards import is_class
from typed_registry._annotations.wrapped_parts import wrapped_parts
from typed_registry._class_libraries.pydantic_library import PydanticLibrary
from typed_registry._constant import Constant

if TYPE_CHECKING:
    from typed_registry._place import Place
    from typed_registry._registration.records import Record
    from typed_registry._typing_forms import Component


def any_keyword_place(component: Component[object], record: Record) -> Place | None:
    """Return where a component's own signature says that it takes any keyword; None if it doesn't."""
    is_open = takes_keys(component) or open_signature(component) is not None
    if is_replaced(component) or not is_open:
        return None
    return next(map(place_of, _open_functions(component)), record.place)


def takes_keys(component: Component[object]) -> bool:
    """Return whether a component is a class with the constructor of `dict`, which takes any keyword.

    The run can't read the signature of that.
    """
    kind: object = without_arguments(component)
    if not is_class(kind) or dict not in kind.__mro__ or is_typeddict(kind):
        return False
    return is_unreadable(kind) and not any(_functions(kind))


def has_unpacked_keywords(component: Component[object]) -> bool:
    """Return whether the keywords of a component are those of a TypedDict: `**kwargs: Unpack[Options]`."""
    if is_typeddict(component):
        return True
    found = None if isinstance(component, Constant) else read(component)
    rest = None if found is None else declared(found).rest
    return rest is not None and unpacked(rest) is not None


def calling_metaclass(component: Component[object]) -> str:
    """Return the name of a class's metaclass if that defines a `__call__` in Python; empty otherwise."""
    if not is_class(component) or not isinstance(raw_attribute(type(component), "__call__")[1], FunctionType):
        return ""
    return type(component).__name__


def is_unreadable(component: Component[object]) -> bool:
    """Return whether a component has no signature that the run can read, as some builtins."""
    return not isinstance(component, Constant) and full_signature(component) is None


def open_signature(component: Component[object]) -> FullSignature | None:
    """Return a component's signature as checkers see it, if that has `**kwargs` for any keyword.

    An overload with `*args, **kwargs` is enough.
    """
    found = None if isinstance(component, Constant) else read(component)
    function = next(_open_functions(component), None)
    if found is None or function is None:
        return None
    if is_class(component) and PydanticLibrary().defines(component):  # its signature has the fields
        found = read(function, skip=1) if function.__module__ != "pydantic.main" else found
    own = declared(found or Signature())
    is_overloaded = any(overloads_of(each) for each in _functions(component))
    return own if is_overloaded or _takes_any(own) else None


def is_replaced(component: Component[object]) -> bool:
    """Return whether another function is in the place of the component's own, or of its constructor.

    The `*args: P.args, **kwargs: P.kwargs` of a decorator stand for parameters that only checkers know, and
    so does the `**kwargs` of a constructor for the fields of a class with `@dataclass_transform`.
    """
    if is_class(component):
        return open_signature(component) is not None and _has_made_constructor(component)
    found = None if isinstance(component, Constant) else read(component)
    rest = None if found is None else found.star(Parameter.VAR_KEYWORD)
    kind = None if found is None or rest is None else found.type_of(rest)
    if found is None or not isinstance(kind, ParamSpecKwargs):
        return False
    variables = (getattr(each, "__parameters__", ()) for each in found.types.values())
    return all(kind.__origin__ not in each for each in variables)


def _has_made_constructor(kind: type) -> bool:
    """Return whether checkers don't see the constructor that the run calls for a class.

    A decorator, a base class or a metaclass may say by `@dataclass_transform` that it makes another one of
    the fields, unless there is one in the body of the class.
    """
    own: object = vars(kind).get("__init__")
    if isinstance(own, FunctionType):
        return own.__qualname__ != f"{kind.__qualname__}.__init__"
    above = [*kind.__mro__[1:], *type.mro(type(kind))]
    return any("__dataclass_transform__" in vars(each) for each in above)


def positional_count(component: Component[object]) -> int:
    """Return how many parameters a decorator adds, which checkers take by position only.

    It says so by `Concatenate`, of which the run knows nothing. They come before the decorator's `*args`.
    """
    is_type = is_class(component)
    function: object = raw_attribute(component, "__init__")[1] if is_class(component) else component
    if not isinstance(function, (FunctionType, MethodType)):
        return 0
    found = read(function, skip=int(is_type), is_unwrapped=False)
    rest = None if found is None else found.star(Parameter.VAR_POSITIONAL)
    if found is None or rest is None:
        return 0
    is_made = hasattr(function, "__wrapped__") or isinstance(found.type_of(rest), ParamSpecArgs)
    return len(found.positional) if is_made else 0


def _open_functions(component: object) -> Iterator[FunctionType]:
    """Yield the functions with `**kwargs` for any keyword that a call of a component runs first.

    The overloads of a function take its place. The constructor that Protocols give to their classes is left
    out.
    """
    for each in _functions(component):
        for written in overloads_of(each) or [each]:
            found = read(written)
            is_own = each.__module__ not in {"typing", "typing_extensions"}
            if found and is_own and _takes_any(declared(found)):
                yield written


def _takes_any(signature: FullSignature) -> bool:
    return signature.rest is not None and unpacked(signature.rest) is None


def _functions(component: object) -> Iterator[FunctionType]:
    """Yield the function that a component is or wraps, a class's constructors, or an object's `__call__`."""
    *_, called = wrapped_parts(component)
    if is_class(called):
        found = [raw_attribute(called, name)[1] for name in ("__init__", "__new__")]
    else:
        found = [called if isinstance(called, FunctionType) else raw_attribute(type(called), "__call__")[1]]
    for each in found:
        if each is not None:
            *_, written = wrapped_parts(each)
            if isinstance(written, FunctionType):
                yield written
