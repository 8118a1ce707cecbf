"""An object to source that gives it: `torch.optim.AdamW`, or a partial as it was made."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Iterator
from types import BuiltinMethodType, FunctionType, MethodType, ModuleType

from attrs import frozen

from typed_registry._constant import Constant


@frozen
class ComponentExpression:
    """Source, and the modules that it names and must import.

    >>> ComponentExpression.of(functools.partial(max, 3, key=abs), __file__).text
    'functools.partial(builtins.max, _any, key=_any)'
    """

    text: str
    """`_any` is any value, `_instance(C)` an instance of a class, `_giving(x)` a function that gives x."""
    modules: tuple[str, ...] = ()

    @classmethod
    def of(cls, target: object, file: str) -> ComponentExpression:
        """The source of a component that was registered in this file.

        Raises LookupError, with the reason, when no other module can name it.
        """
        if isinstance(target, Constant):
            given = cls.of(target.value, file)
            return cls(f"_giving({given.text})", given.modules)
        if isinstance(target, functools.partial):
            return cls._of_partial(target, file)  # pyright: ignore[reportUnknownArgumentType]  # whatever it makes
        if isinstance(target, FunctionType) and target.__name__ == "<lambda>":
            return cls(f"(lambda {_untyped(inspect.signature(target))}: _any)")
        if isinstance(target, MethodType) and isinstance(target.__self__, type):
            owner = cls.of(target.__self__, file)
            return cls(f"{owner.text}.{target.__name__}", owner.modules)
        try:
            module, name = named(target, file)
        except LookupError:
            if hasattr(target, "__qualname__"):
                raise
            owner = cls.of(type(target), file)
            return cls(f"_instance({owner.text})", owner.modules)
        return cls(f"{module}.{name}", (module,))

    @classmethod
    def _of_partial(cls, target: functools.partial[object], file: str) -> ComponentExpression:
        made = cls.of(target.func, file)
        given = ["_any" for _ in target.args] + [f"{name}=_any" for name in target.keywords]
        text = f"functools.partial({', '.join((made.text, *given))})"
        return cls(text, (*made.modules, "functools"))


def named(target: object, file: str) -> tuple[str, str]:
    """The module and name by which an object can be imported: its own, or a global's that holds it.

    Raises LookupError when there is none; `file` is the one whose globals are looked through.
    """
    module, name = str(getattr(target, "__module__", "")), str(getattr(target, "__qualname__", ""))
    found: object = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    if found is target or (isinstance(found, BuiltinMethodType) and found == target):
        return module, name
    for place in _globals(target, module, file):
        return place
    if not name or not module:
        raise LookupError("has no name to import it by")
    if "<" in name:
        raise LookupError(f"is defined as {name}, which no other module can import")
    raise LookupError(f"is not what {module}.{name} stands for")


def _globals(target: object, module: str, file: str) -> Iterator[tuple[str, str]]:
    """Where the object's own module, or the one that registers it, has it under another name."""
    for place in (sys.modules.get(module), *_modules_of(file)):
        for name, value in vars(place).items() if place else ():
            if value is target and place is not None:
                yield place.__name__, name


def _modules_of(file: str) -> Iterator[ModuleType]:
    return (module for module in tuple(sys.modules.values()) if getattr(module, "__file__", None) == file)


def _untyped(signature: inspect.Signature) -> str:
    """A lambda's parameters, which never have types; any default will do."""
    bare = [
        p.replace(annotation=p.empty, default=p.empty if p.default is p.empty else _ANY)
        for p in signature.parameters.values()
    ]
    return str(inspect.Signature(bare))[1:-1]


class _Any:
    def __repr__(self) -> str:
        return "_any"


_ANY = _Any()
"""What stands for a value whose type doesn't matter."""
