"""A registry of callable objects and other components that aren't plain classes and functions."""

from __future__ import annotations

from tests.stubs.callable_kinds import BUILTINS, CLASSES, OBJECTS
from typed_registry import Registry

CALLABLES = Registry[object, []]("callables")

for _name, _function in {**OBJECTS, **BUILTINS}.items():
    CALLABLES.register_factory(_name)(_function)
for _name, _class in CLASSES.items():
    CALLABLES.register(_name)(_class)
