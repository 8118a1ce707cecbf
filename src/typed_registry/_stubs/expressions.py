"""Find source code that refers to a component: `torch.optim.AdamW`, or the call that made a partial."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from types import (
    BuiltinMethodType,
    ClassMethodDescriptorType,
    FunctionType,
    MethodDescriptorType,
    MethodType,
    MethodWrapperType,
    ModuleType,
    WrapperDescriptorType,
)
from typing import get_args, get_origin

from attrs import frozen

from typed_registry._annotations.own_annotations import python_signature
from typed_registry._annotations.type_guards import is_class, is_mapping, is_sequence
from typed_registry._annotations.wrapped_parts import without_partials
from typed_registry._constant import Constant
from typed_registry._registration.loop_variables import loop_variables
from typed_registry._stubs.module_files import modules_of
from typed_registry._stubs.stub_names import is_name
from typed_registry._stubs.stubbed_modules import stubbed_places
from typed_registry._stubs.wrapped_functions import WrappedFunction

_CACHES = type(functools.lru_cache(len))


@frozen
class ComponentExpression:
    """Source code that refers to a component, and the modules that it needs.

    >>> ComponentExpression.of(functools.partial(max, 3, key=abs), __file__).text
    'functools.partial(builtins.max, 3, key=builtins.abs)'
    """

    text: str
    """`_any` is any value, `_instance(C)` an instance of a class, and `_returning(x)` a function."""
    modules: tuple[str, ...] = ()
    wrapped: WrappedFunction | None = None
    """The function that the component wraps, if any."""
    partial: PartialExpression | None = None
    """The parts of a partial."""

    @classmethod
    def of_global(cls, module: str, name: str) -> ComponentExpression:
        """Return the source of a global of a module, or of something in it."""
        return cls(f"{module}.{name}", (module,))

    @classmethod
    def of(cls, target: object, file: str) -> ComponentExpression:
        """Return the source of a component that was registered in this file.

        Raises LookupError, with the reason, if other modules can't import it.
        """
        if isinstance(target, Constant):
            returned = cls.of(target.value, file)
            return cls(f"_returning({returned.text})", returned.modules)
        called = without_partials(target)
        if isinstance(called, FunctionType):
            _refuse_dispatched(called)
        if isinstance(called, FunctionType) and called.__name__ == "<lambda>":
            return cls.of_signature(target)
        if isinstance(target, functools.partial):
            return cls._of_partial(target, file)  # pyright: ignore[reportUnknownArgumentType]  # of any type
        owner = _owner(target)
        if owner is not None:
            found = cls.of(owner[0], file)
            made = cls(f"{found.text}.{owner[1]}", found.modules)
        else:
            made = cls._of_object(target, file)
        return made.wrapping(WrappedFunction.of(target))

    @classmethod
    def of_signature(cls, target: object) -> ComponentExpression:
        """Return the source of a function with a component's parameters, which takes and returns any types.

        It is that of anything if the parameters aren't known.
        """
        if isinstance(target, Constant):
            return cls("(lambda: _any)")
        known = known_signature(target)
        return cls(f"(lambda {_untyped(known)}: _any)") if known else ANYTHING

    def wrapping(self, function: WrappedFunction | None) -> ComponentExpression:
        """Return the expression with the function that the component wraps, if it wraps one."""
        if function is None:
            return self
        return ComponentExpression(self.text, (*self.modules, function.module), function)

    @classmethod
    def _of_object(cls, target: object, file: str) -> ComponentExpression:
        try:
            return cls.of_global(*importable_name(target, file))
        except LookupError:
            if isinstance(target, _CACHES):
                return cls.of(target.__wrapped__, file)
            if is_class(generic_parts(target)[0]):
                from typed_registry._stubs.type_expression import class_expression  # which needs this module

                return class_expression(target, file)
            if hasattr(target, "__qualname__"):
                raise
        return cls._of_instance(target, file)

    @classmethod
    def _of_instance(cls, target: object, file: str) -> ComponentExpression:
        """Return the source of an instance, whose class has its type arguments if the instance knows them."""
        kind: object = getattr(target, "__orig_class__", None)
        with suppress(LookupError):
            if get_origin(kind) is type(target):
                owner = cls.of(kind, file)
                return cls(f"_instance({owner.text})", owner.modules)
        owner = cls.of(type(target), file)
        return cls(f"_instance({owner.text})", owner.modules)

    @classmethod
    def _of_partial(cls, target: functools.partial[object], file: str) -> ComponentExpression:
        made = cls.of(target.func, file)
        # The other keywords are for `**kwargs`. With `**{...}`, mypy would take any parameter for given.
        keywords = filter(is_name, target.keywords)
        from typed_registry._stubs.given_values import given_value  # which needs this module

        partial = PartialExpression(
            made,
            tuple(given_value(value, file) for value in target.args),
            {name: given_value(target.keywords[name], file) for name in keywords},
        )
        modules = (module for each in partial.parts for module in each.modules)
        return cls(partial.text, (*modules, "functools"), partial=partial)


@frozen
class PartialExpression:
    """Source code for a partial: expressions of its function and of its arguments."""

    function: ComponentExpression
    positional: tuple[ComponentExpression, ...]
    keywords: Mapping[str, ComponentExpression]

    @property
    def parts(self) -> tuple[ComponentExpression, ...]:
        """The function and the values that it is given."""
        return (self.function, *self.positional, *self.keywords.values())

    @property
    def text(self) -> str:
        """The call that makes the partial."""
        first = (each.text for each in (self.function, *self.positional))
        named = (f"{name}={value.text}" for name, value in self.keywords.items())
        return f"functools.partial({', '.join((*first, *named))})"


ANYTHING = ComponentExpression("_any")
"""An expression of the type `Any`."""


def _refuse_dispatched(function: FunctionType) -> None:
    """Raise LookupError for a method of `singledispatchmethod`, whose signature has the first parameter, too.

    From Python 3.14 on, it is an object of its own.
    """
    is_of_functools = function.__globals__.get("__name__") == "functools"
    if is_of_functools and function.__code__.co_name == "_method":
        reason = "is bound by functools.singledispatchmethod, whose parameters neither Python nor mypy knows"
        raise LookupError(f"{reason}; register a function that calls it")


def _owner(target: object) -> tuple[object, str] | None:
    """Return the object or class of which a component is a method, and the method's name; None otherwise."""
    if isinstance(target, (MethodDescriptorType, WrapperDescriptorType, ClassMethodDescriptorType)):
        return target.__objclass__, target.__name__
    if not isinstance(target, (MethodType, BuiltinMethodType, MethodWrapperType)):
        return None
    if target.__self__ is None or isinstance(target.__self__, ModuleType):
        return None
    return target.__self__, target.__name__


def generic_parts(kind: object) -> tuple[object, tuple[object, ...]]:
    """Return a generic class and its arguments, given `Box[int]`; None and no arguments for anything else.

    pydantic makes a class of its own for each model with arguments.
    """
    made: object = getattr(kind, "__pydantic_generic_metadata__", None) if isinstance(kind, type) else None
    if is_mapping(made) and made["origin"] is not None and is_sequence(made["args"]):
        return made["origin"], tuple(made["args"])
    return get_origin(kind), get_args(kind)


def importable_name(target: object, file: str) -> tuple[str, str]:
    """Return the module and the name by which an object can be imported.

    These are its own, or those of a global that holds it in its own module or in the module of `file`.

    Raises LookupError if there are none.
    """
    module = str(getattr(target, "__module__", None) or "builtins")  # builtin static methods have none
    name = str(getattr(target, "__qualname__", ""))
    private = module.lstrip("_")  # `_functools` is private, and `functools` has the same
    for place in (*stubbed_places(target, module, name), (private, name), (module, name)):
        if _can_be_written(*place) and _is_at(target, *place):
            return _of_package(*place)
    for place in _globals(target, module, file):
        if _can_be_written(*place):
            return _of_package(*place)
    if not name or not module:
        raise LookupError("has no name by which it could be imported")
    if not all(map(is_name, module.split("."))):
        raise LookupError(f"is defined in {module!r}, which no import statement can name")
    if "<" in name:
        raise LookupError(f"is defined as {name}, which other modules can't import")
    raise LookupError(f"can't be imported: {module}.{name} is something else or doesn't exist")


def _of_package(module: str, name: str) -> tuple[str, str]:
    """Return a module and a name with a package by its own name, which may be imported as `fit.__init__`."""
    return module.removesuffix(".__init__"), name


def _can_be_written(module: str, name: str) -> bool:
    return all(map(is_name, f"{module}.{name}".split(".")))


def _is_at(target: object, module: str, name: str) -> bool:
    found: object = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    return found is target or (isinstance(found, BuiltinMethodType) and found == target)


def _globals(target: object, module: str, file: str) -> Iterator[tuple[str, str]]:
    """Yield the globals that hold an object in its own module and in the modules of `file`."""
    for place in (sys.modules.get(module), *modules_of(file)):
        for name, value in vars(place).items() if place else ():
            if value is target and place is not None and name not in loop_variables(place):
                yield place.__name__, name


def known_signature(target: object) -> inspect.Signature | None:
    """Return the signature that `inspect` reads from an object; None if there is none to read.

    That of a class whose `__new__` takes anything is the one of its `__init__`, which takes the same.
    """
    try:
        found = python_signature(target) if callable(target) else None
    except (TypeError, ValueError):
        return None
    if not isinstance(target, type) or found is None or not _takes_anything(found):
        return found
    inside = known_signature(getattr(target, "__init__", None))
    return found if inside is None else inside.replace(parameters=[*inside.parameters.values()][1:])


def _takes_anything(signature: inspect.Signature) -> bool:
    kinds = [each.kind for each in signature.parameters.values()]
    return kinds == [inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD]


def _untyped(signature: inspect.Signature) -> str:
    """Return the parameters of a lambda, with `_any` for each default."""
    bare = [
        p.replace(annotation=p.empty, default=p.empty if p.default is p.empty else _ANY)
        for p in signature.parameters.values()
    ]
    return str(inspect.Signature(bare))[1:-1]


class _Any:
    def __repr__(self) -> str:
        return "_any"


_ANY = _Any()
"""A default whose type doesn't matter."""
