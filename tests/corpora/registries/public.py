"""Find the public names of a module."""

from __future__ import annotations

import importlib
import inspect
import warnings
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from typed_registry import Registry
from typed_registry._typing_forms import Component

from .left_out import LEFT_OUT

T = TypeVar("T")


def classes(module: ModuleType, kind: type[T]) -> Iterator[tuple[str, type[T]]]:
    """Yield every public class of this kind, with its name."""
    for name, value in _public(module):
        if isinstance(value, type) and issubclass(value, kind):
            yield name, value


def functions(module: ModuleType) -> Iterator[tuple[str, Component[object]]]:
    """Yield everything public that can be called, with its name, except for exceptions."""
    for name, value in _public(module):
        if callable(value) and not _is_exception(value):
            yield name, value


def register_all(registry: Registry[object, []], *modules: str) -> None:
    """Register what these modules define or export, under names such as `textwrap.dedent`."""
    found: dict[int, str] = {}
    for name in modules:
        for short, value in _public(importlib.import_module(name)):
            if f"{name}.{short}" in LEFT_OUT:
                continue
            if _is_component(value) and found.setdefault(id(value), f"{name}.{short}") == f"{name}.{short}":
                _register(registry, f"{name}.{short}", value)


def register_estimators(registry: Registry[object, []]) -> None:
    """Register every estimator of scikit-learn, which finds them by importing all its modules."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found: list[tuple[str, type]] = importlib.import_module("sklearn.utils").all_estimators()
    for name, estimator in found:
        registry.register(f"sklearn.{name}")(estimator)


def register_configs(registry: Registry[object, []], most: int) -> None:
    """Register configs of transformers, one each of models that are evenly chosen by their names."""
    import transformers

    base: type[object] = transformers.PreTrainedConfig
    files = sorted(Path(transformers.__file__).parent.glob("models/*/configuration_*.py"))
    for file in files[:: len(files) // most][:most]:
        module = importlib.import_module(f"transformers.models.{file.parent.name}.{file.stem}")
        own: list[type] = [each for _, each in classes(module, base) if each.__module__ == module.__name__]
        for config in own[-1:]:
            registry.register(f"transformers.{config.__name__}")(config)


def register_some(registry: Registry[object, []], module: str, step: int) -> None:
    """Register one of `step` public names of a module, in the order of the alphabet."""
    found = sorted(_public(importlib.import_module(module)), key=itemgetter(0))[::step]
    for name, value in found:
        if _is_component(value):
            _register(registry, f"{module}.{name}", value)


def _is_component(value: object) -> bool:
    """Return whether this is a function, or a class that can be built, and no exception or special form."""
    if not callable(value) or type(value).__module__ in {"typing", "_sitebuiltins"} or _is_exception(value):
        return False
    return not inspect.isabstract(value) and not getattr(value, "_is_protocol", False)


def _register(registry: Registry[object, []], name: str, value: object) -> None:
    if isinstance(value, type):
        registry.register(name)(value)
    elif callable(value):
        registry.register_factory(name)(value)


def _public(module: ModuleType) -> Iterator[tuple[str, object]]:
    """Yield the names in `__all__`, or those without a leading underscore if there is none."""
    shown: list[str] = getattr(module, "__all__", None) or [n for n in dir(module) if not n.startswith("_")]
    return ((name, getattr(module, name, None)) for name in shown)


def _is_exception(value: object) -> bool:
    return inspect.isclass(value) and issubclass(value, BaseException)
