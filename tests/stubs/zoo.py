"""Registries of components of every shape, for the generator."""

from __future__ import annotations

import functools

from tests.stubs import shapes
from tests.stubs.shapes import Animal
from typed_registry import Registry

ANIMALS = Registry[Animal]("animals")
PARTS = Registry[Animal, []]("parts")
CLASSES = Registry[object, []]("classes")

ANIMALS.register("attrs")(shapes.Attrs)
ANIMALS.register("below attrs")(shapes.BelowAttrs)
ANIMALS.register("dataclass")(shapes.Data)
ANIMALS.register("named tuple")(shapes.Named)
ANIMALS.register("overloaded")(shapes.Overloaded)
ANIMALS.register("new")(shapes.New)
ANIMALS.register("inherited")(shapes.Inherited)
ANIMALS.register("forward")(shapes.Forward)
ANIMALS.register("class")(shapes.Outer.Nested)
ANIMALS.register("resnet50.a1_in1k")(shapes.Self)
ANIMALS.register_factory("decorated")(shapes.decorated)
ANIMALS.register_factory("generic function")(shapes.generic)
ANIMALS.register_factory("partial")(functools.partial(shapes.Inherited, 3))
ANIMALS.register_instance("instance", shapes.Inherited(3))
PARTS.register("only one, and it needs a value")(shapes.Outer.Nested)
CLASSES.register("same name")(shapes.Outer.Attrs)
