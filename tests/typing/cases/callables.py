"""Callable objects, decorated functions, builtins and TypedDicts, by name and by key."""

from __future__ import annotations

from datetime import date

from typing_extensions import reveal_type

from tests.stubs.callable_kinds import UNSET, Odd
from tests.stubs.callables import CALLABLES

ITEMS = CALLABLES.components

reveal_type(ITEMS["wrapped"](3, name="x"))  # reveals: list[str]
reveal_type(CALLABLES.build("wrapped", 3, name="x"))  # reveals: list[str]
reveal_type(ITEMS["wrapped below"](3, name="x"))  # reveals: list[float]
ITEMS["wrapped"](3, nam="x")  # rejected: keyword
CALLABLES.build("wrapped", 3, nam="x")  # rejected: overload
ITEMS["wrapped below"](3, nam="x")  # rejected: keyword
reveal_type(ITEMS["overloaded object"](3))  # reveals: bytes
reveal_type(ITEMS["overloaded object"]("x", other=1.5))  # reveals: dict[bytes, float]
ITEMS["overloaded object"]("x", othr=1.5)  # rejected: overload

reveal_type(ITEMS["cached"](3, name="x"))  # reveals: str
reveal_type(CALLABLES.build("cached", 3, name="x"))  # reveals: str
reveal_type(ITEMS["cached without limit"](3))  # reveals: str
reveal_type(ITEMS["cached by hand"](3, "x"))  # reveals: float
reveal_type(ITEMS["cached classmethod"](3))  # reveals: str
reveal_type(ITEMS["dispatched"](3, loud=True))  # reveals: str
reveal_type(ITEMS["untyped decorator"](3, name="x"))  # reveals: object
reveal_type(ITEMS["bound method"](3, name="x"))  # reveals: Methods
ITEMS["cached"](3, nam="x")  # rejected: keyword
CALLABLES.build("cached", 3, nam="x")  # rejected: overload
ITEMS["cached"]("x")  # rejected: argument
ITEMS["cached without limit"](3, nam="x")  # rejected: keyword
ITEMS["cached by hand"](3, nam="x")  # rejected: keyword
ITEMS["cached classmethod"](3, nam="x")  # rejected: keyword
ITEMS["dispatched"](3, loudd=True)  # rejected: keyword
ITEMS["untyped decorator"](3, nam="x")  # rejected: keyword
ITEMS["bound method"](3, nam="x")  # rejected: keyword
reveal_type(ITEMS["static call"](3, name="x"))  # reveals: str
ITEMS["static call"](3, nam="x")  # rejected: keyword
reveal_type(CALLABLES.build("class call", 3, name="x"))  # reveals: str
CALLABLES.build("class call", 3, nam="x")  # rejected: overload
reveal_type(ITEMS["class below a cache"](3, name="x"))  # reveals: object
ITEMS["class below a cache"](3, nam="x")  # rejected: keyword
reveal_type(ITEMS["sentinel"](UNSET))  # reveals: int
ITEMS["sentinel"](siez=3)  # rejected: keyword
ITEMS["base of data classes"](size=3)  # rejected: keyword


def halve(size: int, ratio: float) -> float:
    return size * ratio


reveal_type(ITEMS["generic argument"](halve, (3, 0.5)))  # reveals: float
ITEMS["generic argument"](halve, ("x", 0.5))  # rejected: argument
reveal_type(ITEMS["alias of a generic class"](3))  # reveals: Box[int]
ITEMS["alias of a generic class"]("x")  # rejected: argument
reveal_type(ITEMS["generic"](date(2026, 1, 1)))  # reveals: Box[date]
ITEMS["generic"](valeu=3)  # rejected: keyword
reveal_type(ITEMS["variadic"](date(2026, 1, 1), halve(1, 2.0)))  # reveals: Several[date, float]
ITEMS["variadic"](3, valeu=3)  # rejected: keyword

reveal_type(ITEMS["typed dict"](title="x")["title"])  # reveals: str
reveal_type(CALLABLES.build("typed dict", title="x", year=3)["title"])  # reveals: str
ITEMS["typed dict"](titel="x")  # rejected: keyword
CALLABLES.build("typed dict", titel="x")  # rejected: overload
reveal_type(ITEMS["generic typed dict"](items=[3])["items"])  # reveals: list[int]
ITEMS["generic typed dict"](itms=[3])  # rejected: keyword
ITEMS["keywords of a typed dict"](3, depth=3)
ITEMS["keywords of a typed dict"](3, dept=3)  # rejected: keyword
CALLABLES.build("keywords of a typed dict", 3, label="x")
CALLABLES.build("keywords of a typed dict", 3, dept=3)  # rejected: overload
reveal_type(ITEMS["generic class with arguments"](value="x"))  # reveals: Box[str]
ITEMS["generic class with arguments"](value=3)  # rejected: argument
ITEMS["generic class with arguments"](valeu="x")  # rejected: keyword
reveal_type(ITEMS["variable with a default first"]("x", {"a": 3}).values)  # reveals: Mapping[str, int]
ITEMS["variable with a default first"]("x", value={})  # rejected: keyword
reveal_type(CALLABLES.spec("generic", value=3).config.value)  # reveals: int
reordered = CALLABLES.spec("variable with a default first", other="x", values={"a": 3})
reveal_type(reordered.config.other)  # reveals: str
CALLABLES.spec("variable in two ways", value=3).config.valeu  # rejected: attribute
reveal_type(ITEMS["object with type arguments"](3))  # reveals: str
ITEMS["object with type arguments"]("x", othr=3)  # rejected: overload
reveal_type(ITEMS["method of an object with type arguments"](3))  # reveals: str
reveal_type(ITEMS["partial of a generic class"]().value)  # reveals: int
reveal_type(CALLABLES.spec("partial of a generic class").build().value)  # reveals: int
ITEMS["partial of a generic class"](valeu=3)  # rejected: keyword
reveal_type(ITEMS["partial of a generic function"](date(2026, 1, 1))[0])  # reveals: date
ITEMS["partial of a generic function"](b"x", secnd=3)  # rejected: keyword
reveal_type(ITEMS["partial of an overloaded function"](b"x", "y"))  # reveals: list[bytes]
ITEMS["partial of an overloaded function"](3)  # rejected: missing
ITEMS["partial of an overloaded function"](b"x", factor=3)  # rejected: keyword
reveal_type(ITEMS["new type"](3.0))  # reveals: Meters
ITEMS["new type"]("x")  # rejected: argument
ITEMS["new type"](3.0, base=3)  # rejected: keyword
reveal_type(ITEMS["variable without an argument"](3).get())  # reveals: int
reveal_type(CALLABLES.spec("variable without an argument", size=3).build().get())  # reveals: int
joined = CALLABLES.spec("variable with constraints", first="x", more=("y",))
reveal_type(joined.config.first)  # reveals: str
reveal_type(joined.config.more)  # reveals: tuple[str, ...]
CALLABLES.specs["variable with constraints"](first="x", more=(3,))  # rejected: misfit
reveal_type(ITEMS["metaclass"]("x", base=3))  # reveals: Measured
CALLABLES.spec("metaclass", size=3)
ITEMS["metaclass"]("x")  # rejected: overload
ITEMS["metaclass"](3, bas=3)  # rejected: overload
reveal_type(ITEMS["attributes without annotations"](3, name="x"))  # reveals: Unannotated
ITEMS["attributes without annotations"](3, nam="x")  # rejected: keyword
ITEMS["converter"]([1, 2])
ITEMS["converter"](3)  # rejected: argument
reveal_type(CALLABLES.spec("converter").config.tags)  # reveals: Iterable[Any]
reveal_type(ITEMS["unknown decorator"](3, values=[b"x"], name="y"))  # reveals: Settings[bytes]
reveal_type(CALLABLES.spec("unknown decorator", size=3, values=["x"]).config.size)  # reveals: int
ITEMS["unknown decorator"](3, ["x"], rat=2.0)  # rejected: keyword
ITEMS["unknown decorator"]("x", ["x"])  # rejected: argument
reveal_type(ITEMS["class of classes"]("x", (), {}))  # reveals: Sealed
ITEMS["class of classes"]("x", 3)  # rejected: overload
ITEMS["complex"](1, imag=2)
ITEMS["complex"](1, imga=2)  # rejected: overload
ITEMS["enum"](value=1)
ITEMS["enum"](valeu=1)  # rejected: keyword

reveal_type(ITEMS["sorted"]([3], reverse=True))  # reveals: list[int]
ITEMS["sorted"]([3], revers=True)  # rejected: overload
reveal_type(ITEMS["max"](["x"], default=None))  # reveals: str | None
ITEMS["max"](["x"], defualt=None)  # rejected: overload
reveal_type(ITEMS["sum"]([1.5], start=1.5))  # reveals: float
ITEMS["sum"]([1.5], strat=1.5)  # rejected: overload
reveal_type(ITEMS["reversed"]([3]))  # reveals: Iterator[int]
reveal_type(ITEMS["isinstance"](3, (int, (str, bytes))))  # reveals: bool
ITEMS["isinstance"](3, "int")  # rejected: argument
reveal_type(ITEMS["dict.fromkeys"](["x"], 3))  # reveals: dict[str, int]
reveal_type(ITEMS["int.from_bytes"](b"x", "big", signed=True))  # reveals: int
ITEMS["int.from_bytes"](b"x", "big", singed=True)  # rejected: keyword
reveal_type(ITEMS["date.today"]())  # reveals: date
reveal_type(ITEMS["str.upper"]("x"))  # reveals: str
reveal_type(ITEMS["str.maketrans"]("x", "y"))  # reveals: dict[int, int]
reveal_type(ITEMS["join with commas"](["x"]))  # reveals: str
CALLABLES.build("join with commas", 3)  # rejected: overload


def spread(odd: Odd) -> None:
    ITEMS["keys that are no words"](**odd)
    ITEMS["keys that are no words"](**odd, other=3)  # rejected: keyword; limit: unpacked
