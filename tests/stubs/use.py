"""How checkers see components of every shape through a generated stub.

Checked by mypy and pyright, never run. A line that must be refused carries each checker's ignore with its
rule, and an ignore that nothing needs is an error in both.
"""

from __future__ import annotations

from decimal import Decimal

from typing_extensions import assert_type

from tests.stubs.shapes import (
    Attrs,
    Color,
    Data,
    Forward,
    Inherited,
    Named,
    New,
    Outer,
    Overloaded,
    Self,
    Voice,
)
from tests.stubs.zoo import ANIMALS, CLASSES

assert_type(ANIMALS.build("attrs", "3", hidden="x", mass=1.0, tags=[]), Attrs)
ANIMALS.build("attrs", 3, "x", 1.0, [])  # type: ignore[call-overload]  # tags go by name  # pyright: ignore[reportCallIssue, reportArgumentType]
ANIMALS.build("attrs", 3, _hidden="x")  # type: ignore[call-overload]  # the alias has no underscore  # pyright: ignore[reportCallIssue, reportArgumentType]
ANIMALS.build("attrs", [])  # type: ignore[call-overload]  # int takes no list  # pyright: ignore[reportCallIssue, reportArgumentType]

assert_type(ANIMALS.build("dataclass", "v", 1, color=Color.RED, mode=3), Data[str])
assert_type(ANIMALS.components["dataclass"](1.5, 1), Data[float])
ANIMALS.build("dataclass", "v", 1, Color.RED)  # type: ignore[call-overload]  # color goes by name  # pyright: ignore[reportCallIssue, reportArgumentType]
ANIMALS.build("dataclass", "v", 1, mode="manual")  # type: ignore[call-overload]  # no such mode  # pyright: ignore[reportCallIssue, reportArgumentType]

assert_type(ANIMALS.build("named tuple", 1, y="a"), Named)
ANIMALS.build("named tuple", "a")  # type: ignore[call-overload]  # x is a number  # pyright: ignore[reportCallIssue, reportArgumentType]

assert_type(ANIMALS.build("overloaded", 3), Overloaded)
assert_type(ANIMALS.build("overloaded", "3", base=8), Overloaded)
ANIMALS.build("overloaded", "3")  # type: ignore[call-overload]  # text needs a base  # pyright: ignore[reportCallIssue, reportArgumentType]

assert_type(ANIMALS.build("new", 1.5, 2, 3, loud=True, times=2), New)
ANIMALS.build("new", first=1)  # type: ignore[call-overload]  # first goes by position  # pyright: ignore[reportCallIssue, reportArgumentType]
ANIMALS.build("new", 1, silent=True)  # type: ignore[call-overload]  # no such option  # pyright: ignore[reportCallIssue, reportArgumentType]

assert_type(ANIMALS.build("inherited", 3, name="x", self_=(1,)), Inherited)
ANIMALS.build("inherited", size=3)  # type: ignore[call-overload]  # size goes by position  # pyright: ignore[reportCallIssue, reportArgumentType]

assert_type(ANIMALS.build("forward", Decimal(1), str, Voice, more=Outer.Nested(None)), Forward)
ANIMALS.build("forward", 1)  # type: ignore[call-overload]  # no Decimal  # pyright: ignore[reportCallIssue, reportArgumentType]
ANIMALS.build("forward", Decimal(1), kind=int)  # type: ignore[call-overload]  # no Voice  # pyright: ignore[reportCallIssue, reportArgumentType]

assert_type(ANIMALS.build("class", None), Outer.Nested)
assert_type(ANIMALS.build("resnet50.a1_in1k", name="x", register={"a": [1]}), Self)
assert_type(ANIMALS.build("decorated", 3, name="x"), Voice)
assert_type(ANIMALS.build("generic function", 3, "x"), Data[int])
ANIMALS.build("generic function", 3, 1.5)  # type: ignore[call-overload]  # neither int nor str  # pyright: ignore[reportCallIssue, reportArgumentType]
assert_type(ANIMALS.build("partial", "x"), Inherited)
ANIMALS.build("partial", 3)  # type: ignore[call-overload]  # the 3 is given already  # pyright: ignore[reportCallIssue, reportArgumentType]
assert_type(ANIMALS.build("instance"), Inherited)
ANIMALS.build("instance", 3)  # type: ignore[call-overload]  # it exists already  # pyright: ignore[reportCallIssue, reportArgumentType]

assert_type(CLASSES.build("same name"), Outer.Attrs)
assert_type(CLASSES.spec("same name").build(), Outer.Attrs)
ANIMALS.spec("dataclass")  # type: ignore[call-overload]  # it needs values  # pyright: ignore[reportCallIssue, reportArgumentType]
