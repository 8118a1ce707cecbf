"""The known limits of the checkers, by the names that the case files use."""

from __future__ import annotations

from attrs import frozen

ALL = ("mypy", "pyright", "basedpyright", "ty", "pyrefly", "zuban")
PYRIGHTS = ("pyright", "basedpyright")
MYPYS = ("mypy", "zuban")


@frozen
class Limit:
    """A reason why some checkers do the opposite of what is right in the lines that mention it."""

    checkers: tuple[str, ...]
    reason: str
    rule: str = ""
    """For a limit that applies to whole files: the rule of the errors that are ignored."""


LIMITS = {
    "abstract": Limit(ALL, "takes an abstract class for one that can be called"),
    "any key": Limit((*PYRIGHTS, "pyrefly"), "lets any str be the key of a TypedDict"),
    "bare type": Limit(
        ("mypy",), "takes a class over @dataclass for a bare type[X], whose constructor may be anything"
    ),
    "class decorator": Limit(
        ("pyrefly",), "doesn't check a decorator over a class; does check a call after the class"
    ),
    "class line": Limit(("mypy",), "reports a decorator that refuses a class in the line of the class"),
    "decorated generic": Limit(
        ("ty",), "binds the type variables of a generic class that is decorated; a call after it doesn't"
    ),
    "decorator line": Limit(
        (*PYRIGHTS, "ty", "pyrefly", "zuban"),
        "reports a decorator that refuses a class in the decorator's line",
    ),
    "early": Limit(
        PYRIGHTS, "shows a decorator the class before @dataclass, attrs or NamedTuple make its constructor"
    ),
    "function as class": Limit(ALL, "can't tell a function from a class by how it is called"),
    "generic back": Limit(
        ("mypy", "ty", "zuban"), "loses the type variables of a class in what a registration gives back"
    ),
    "generic component": Limit(
        ("mypy", "ty", "pyrefly"), "doesn't solve the type variables of a class that `build` is given"
    ),
    "generic function": Limit(("zuban",), "refuses a generic function as a component"),
    "membership": Limit((*MYPYS, *PYRIGHTS), "doesn't narrow a str by `in` to a closed TypedDict's keys"),
    "metaclass": Limit(("pyrefly",), "takes a class with a metaclass, so an ABC, for one that makes Any"),
    "mutable": Limit(ALL, "can't tell a frozen class from another"),
    "narrowing": Limit(MYPYS, "doesn't narrow a str to the literals that it was compared with"),
    "parameter name": Limit(
        MYPYS, "lets a parameter pass a Protocol that has another name, or goes by position alone"
    ),
    "partial call": Limit(("mypy", "ty", "zuban"), "knows what a partial makes, and not what it still takes"),
    "partial result": Limit(("ty",), "doesn't know what a partial of a class makes"),
    "ternary": Limit(("ty",), "doesn't try the overloads for each name of a conditional expression"),
    "unpacked": Limit(("ty",), "lets any keyword pass where keywords are typed by Unpack[TypedDict]"),
}
