"""Registries of components in rarer forms, for the generator."""

from __future__ import annotations

import functools
from datetime import datetime

from tests.stubs import brass, forms, shapes, untyped
from tests.stubs.brass.horn import Trumpet
from tests.stubs.shapes import Animal
from typed_registry import Registry

RARE = Registry[Animal]("rare")
ODD = Registry[object, []]("odd")

RARE.register("attrs")(shapes.Attrs)
RARE.register("other attrs")(forms.Attrs)
RARE.register("class")(forms.Aliased)
RARE.register("child")(forms.Child)
RARE.register("heir")(forms.Heir)
RARE.register("elsewhere")(forms.Elsewhere)
RARE.register("holder")(forms.Holder)
RARE.register("calls")(forms.Calls)
RARE.register("any in an alias")(forms.Tabled)
RARE.register("below a shadowed module")(Trumpet)
RARE.register("re-exported")(brass.Bugle)
RARE.register_factory("classmethod")(forms.Made.empty)
RARE.register_factory("inherited classmethod")(forms.MadeBelow.empty)
RARE.register_factory("staticmethod")(forms.Made.other)
RARE.register_factory("callable")(forms.calling)
RARE.register_factory("lambda")(untyped.FUNCTIONS[0])  # pyright: ignore[reportUnknownArgumentType]  # it has no annotations
RARE.register_factory("partial of a partial")(
    functools.partial(functools.partial(shapes.Inherited, 1), name="n")
)
RARE.register_factory("variadic")(forms.several)
RARE.register_factory("applied")(forms.applied)
RARE.register_factory("shortened")(forms.shortened)
RARE.register_factory("untyped")(untyped.function)  # pyright: ignore[reportUnknownArgumentType]  # it has no annotations
RARE.register_factory("keyword")(forms.keyword)
RARE.register("deprecated")(forms.Old)  # pyright: ignore[reportDeprecated]  # on purpose
RARE.register("below a deprecated class")(forms.Younger)
RARE.register_factory("deprecated function")(forms.hidden)  # pyright: ignore[reportDeprecated]  # on purpose
RARE.deprecate("former name", since="0.3", use="heir")
RARE.register_instance("generic instance", forms.Holder("", 3))

ODD.register("options")(shapes.Options)  # pyright: ignore[reportArgumentType, reportCallIssue]  # is no ordinary class to it
ODD.register("quoted docstring")(forms.Quoted)
ODD.register_factory("escaped docstring")(forms.escaped)
ODD.register_factory("{} in braces")(forms.braces)
ODD.register_factory('\0, " and \ud800')(forms.braces)
ODD.register_factory("builtin with a private protocol")(round)
ODD.register_factory("builtin classmethod")(datetime.fromisoformat)
ODD.register_factory("of a private module")(functools.reduce)
ODD.register_factory("private default")(forms.opened)
