"""How checkers see components of every shape through a generated stub.

Checked by mypy and pyright, never run. A line that must be refused carries each checker's ignore with its
rule, and an ignore that nothing needs is an error in both.
"""

from __future__ import annotations

from decimal import Decimal

from typing_extensions import reveal_type

from tests.stubs.shapes import (
    Color,
    Outer,
    Voice,
)
from tests.stubs.zoo import ANIMALS, CLASSES

reveal_type(ANIMALS.build("attrs", "3", hidden="x", mass=1.0, tags=[]))  # reveals: Attrs
ANIMALS.build("attrs", 3, "x", 1.0, [])  # rejected: overload
ANIMALS.build("attrs", 3, _hidden="x")  # rejected: overload
ANIMALS.build("attrs", [])  # rejected: overload
reveal_type(ANIMALS.components["attrs"]("3", hidden="x", mass=1.0))  # reveals: Attrs
ANIMALS.components["attrs"]("3", _hidden="x")  # rejected: keyword
reveal_type(ANIMALS.components["below attrs"]("3", hidden="x", mass=1.0))  # reveals: BelowAttrs
ANIMALS.components["below attrs"]("3", _hidden="x")  # rejected: keyword

reveal_type(ANIMALS.build("dataclass", "v", 1, color=Color.RED, mode=3))  # reveals: Data[str]
reveal_type(ANIMALS.components["dataclass"](1.5, 1))  # reveals: Data[float]
ANIMALS.build("dataclass", "v", 1, Color.RED)  # rejected: overload
ANIMALS.build("dataclass", "v", 1, mode="manual")  # rejected: overload

reveal_type(ANIMALS.build("named tuple", 1, y="a"))  # reveals: Named
ANIMALS.build("named tuple", "a")  # rejected: overload

reveal_type(ANIMALS.build("overloaded", 3))  # reveals: Overloaded
reveal_type(ANIMALS.build("overloaded", "3", base=8))  # reveals: Overloaded
ANIMALS.build("overloaded", "3")  # rejected: overload

reveal_type(ANIMALS.build("new", 1.5, 2, 3, loud=True, times=2))  # reveals: New
ANIMALS.build("new", first=1)  # rejected: overload
ANIMALS.build("new", 1, silent=True)  # rejected: overload

reveal_type(ANIMALS.build("inherited", 3, name="x", self_=(1,)))  # reveals: Inherited
ANIMALS.build("inherited", size=3)  # rejected: overload

reveal_type(ANIMALS.build("forward", Decimal(1), str, Voice, more=Outer.Nested(None)))  # reveals: Forward
ANIMALS.build("forward", 1)  # rejected: overload
ANIMALS.build("forward", Decimal(1), kind=int)  # rejected: overload

reveal_type(ANIMALS.build("class", None))  # reveals: Outer.Nested
reveal_type(ANIMALS.build("resnet50.a1_in1k", name="x", register={"a": [1]}))  # reveals: Self
reveal_type(ANIMALS.build("decorated", 3, name="x"))  # reveals: Voice
reveal_type(ANIMALS.build("generic function", 3, "x"))  # reveals: Data[int]
ANIMALS.build("generic function", 3, 1.5)  # rejected: overload
reveal_type(ANIMALS.build("partial", "x"))  # reveals: Inherited
ANIMALS.build("partial", 3)  # rejected: overload
reveal_type(ANIMALS.build("instance"))  # reveals: Inherited
ANIMALS.build("instance", 3)  # rejected: overload

reveal_type(CLASSES.build("same name"))  # reveals: Outer.Attrs
reveal_type(CLASSES.spec("same name").build())  # reveals: Outer.Attrs
ANIMALS.spec("dataclass")  # rejected: overload

# `spec` by keyword, without what is given by position or when it is built.

reveal_type(ANIMALS.spec("attrs", size="3", mass=1.0))  # reveals: Spec[Attrs, ..., _AttrsConfig]
generic = ANIMALS.spec("generic function", value="x", other=3)
reveal_type(generic)  # reveals: Spec[Data[str], ..., _GenericFunctionConfig[str, int]]
two = ANIMALS.spec("overloaded", size="3", base=10)
reveal_type(two)  # reveals: Spec[Overloaded, ..., _OverloadedConfig_2]
ANIMALS.spec("overloaded", size=3, base=10)  # rejected: overload
ANIMALS.spec("attrs", size="3", mass=1.0, tags=[], _hidden="x")  # rejected: overload
ANIMALS.spec("new", loud=True)  # rejected: overload
ANIMALS.spec("partial", name="x")  # rejected: overload
