"""Components in rarer forms, through a generated stub."""

from __future__ import annotations

from collections.abc import Coroutine

from typing_extensions import reveal_type

from tests.stubs.forms import Level, Meters
from tests.stubs.rare import ODD, RARE
from tests.stubs.shapes import Options

reveal_type(RARE.build("attrs", "3", hidden="x", mass=1.0, tags=[]))  # reveals: Attrs
reveal_type(RARE.build("other attrs", Level.LOW, raw=b"x"))  # reveals: Attrs
RARE.build("other attrs", raw=b"y")  # rejected: overload
RARE.build("other attrs", 2)  # rejected: overload

reveal_type(RARE.build("class", {"a": ["b", None]}, (1, 2), Meters(3.0)))  # reveals: Aliased
RARE.build("class", 3, (1, 2), Meters(3.0))  # rejected: overload
RARE.build("class", None, (1, 2, 3), Meters(3.0))  # rejected: overload
RARE.build("class", None, (1, 2), 3.0)  # rejected: overload

reveal_type(RARE.build("child", 1.5, size=3, name="x"))  # reveals: Child
RARE.build("child", 1.5)  # rejected: overload
RARE.build("child", 1.5, size=3, made=3)  # rejected: overload
reveal_type(RARE.build("heir", items=[1]))  # reveals: Heir
RARE.build("heir", [1])  # rejected: overload
RARE.build("heir", hidden=3)  # rejected: overload
reveal_type(RARE.build("elsewhere", 3))  # reveals: Base
reveal_type(RARE.build("holder", "x", 3))  # reveals: Holder[str, int]; pyrefly: Holder[str]
reveal_type(RARE.components["holder"]("x", 3))  # reveals: Holder[str, int]; pyrefly: Holder[str]
reveal_type(RARE.build("generic instance"))  # reveals: Holder[Any, Any]


def callback(*, step: int) -> None: ...
def add_length(total: int, word: str) -> int:
    return total + len(word)


def another_callback(*, size: int) -> None: ...
async def run(size: int) -> str:
    return str(size)


async def nothing() -> None: ...
def every(*sizes: int) -> Coroutine[object, object, None]:
    return nothing()


reveal_type(RARE.build("calls", callback, run, every))  # reveals: Calls
RARE.build("calls", another_callback, run)  # rejected: overload
RARE.build("calls", callback, callback)  # rejected: overload
RARE.build("calls", callback, run, callback)  # rejected: overload

reveal_type(RARE.build("classmethod", name="x"))  # reveals: Made
reveal_type(RARE.build("inherited classmethod", name="x"))  # reveals: MadeBelow
reveal_type(RARE.build("staticmethod", 1.5))  # reveals: Made
reveal_type(RARE.build("callable", 3, loud=True))  # reveals: Base
reveal_type(RARE.build("lambda", 3, "any", loud=3, more=3))  # reveals: Animal
reveal_type(RARE.build("partial of a partial", self_=(1,)))  # reveals: Inherited
RARE.build("classmethod", "x")  # rejected: overload
RARE.build("staticmethod", "x")  # rejected: overload
RARE.build("callable", 3, True)  # rejected: overload
RARE.build("lambda")  # rejected: overload
RARE.build("partial of a partial", 3)  # rejected: overload

reveal_type(RARE.build("variadic", 1, "x", None))  # reveals: Voice
reveal_type(RARE.build("applied", len, "text"))  # reveals: Voice
reveal_type(RARE.build("shortened", "x", third=1.0))  # reveals: Voice
reveal_type(RARE.build("untyped", 3, loud="any"))  # reveals: Animal
reveal_type(RARE.build("keyword", "x", self=3, name="x", component=None))  # reveals: Voice
RARE.build("applied", len, 3)  # rejected: overload
RARE.build("applied", len)  # rejected: overload
RARE.build("shortened", 1, "x")  # rejected: overload
RARE.build("untyped", size=3, quiet=True)  # rejected: overload
RARE.build("keyword", "x", self="x")  # rejected: overload

RARE.build("deprecated")  # rejected: deprecated
reveal_type(RARE.build("below a deprecated class"))  # reveals: Younger
reveal_type(RARE.components["deprecated"]())  # reveals: Old
RARE.build("former name")  # rejected: deprecated
RARE.build("former name", 3)  # rejected: overload
RARE.spec("former name")  # rejected: deprecated
reveal_type(RARE.components["former name"]())  # reveals: Heir

loud: Options = ODD.build("options", loud=True)
three: Options = ODD.components["options"](times=3)
reveal_type(ODD.build("quoted docstring"))  # reveals: Quoted
reveal_type(ODD.build("escaped docstring", size=3))  # reveals: int
reveal_type(ODD.build("{} in braces", "{}", other="{name}"))  # reveals: str
reveal_type(ODD.build('\0, " and \ud800', "{}", other="\0"))  # reveals: str
reveal_type(ODD.spec("{} in braces", text="{}"))  # reveals: Spec[str, [], _InBracesConfig]
reveal_type(ODD.build("builtin with a private protocol", 1.5))  # reveals: int
reveal_type(ODD.build("builtin with a private protocol", 1.5, 1))  # reveals: float
reveal_type(ODD.build("builtin classmethod", "2026-01-01").year)  # reveals: int
reveal_type(ODD.build("of a private module", add_length, ["a"], 0))  # reveals: int
ODD.build("builtin with a private protocol", "1.5")  # rejected: overload
ODD.build("builtin classmethod", 3)  # rejected: overload
ODD.build("options", lod=True)  # rejected: overload
ODD.build("{} in braces", "_InBracesCall")  # rejected: overload

reveal_type(RARE.spec("holder", value="x", other=3).config.value)  # reveals: str
reveal_type(RARE.specs["holder"](value="x", other=3).config.other)  # reveals: int
RARE.spec("holder", value="x", other=3).config.valu  # rejected: attribute
reveal_type(RARE.spec("child", size=3, extra=1.5))  # reveals: Spec[Child, ..., _ChildConfig]
RARE.spec("calls", callback=callback, run=run)  # rejected: overload
RARE.spec("shortened", third=1.0)  # rejected: overload
RARE.spec("child", size=3, made=3)  # rejected: overload
RARE.spec("heir", items=[1], hidden=3)  # rejected: overload
RARE.spec("calls", callback=another_callback, run=run)  # rejected: overload
