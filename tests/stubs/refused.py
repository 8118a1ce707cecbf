"""The source of modules for which no stub can be written."""

from __future__ import annotations

import functools
from collections.abc import Callable

from attrs import frozen

HEAD = "from typed_registry import Registry\nTHINGS = Registry[object]('things')\n"

LOCAL = f"""{HEAD}
from tests.stubs.refused import made
THINGS.register("local")(made())
"""

UNNAMED = f"""{HEAD}
THINGS.register("unnamed")(type("Unnamed", (), {{}}))
"""

UNRESOLVED = f"""{HEAD}
from tests.stubs.refused import unresolved
THINGS.register_factory("unresolved")(unresolved)
"""

ORPHAN = f"""{HEAD}
from tests.stubs.refused import Orphan
THINGS.register("orphan")(Orphan)
"""

CONFIGURED = f"""{HEAD}
from tests.stubs.refused import Configured, OrphanConfig
THINGS.register("configured", config=OrphanConfig)(Configured)
"""

METHOD = f"""{HEAD}
from tests.stubs.refused import Made
THINGS.register_factory("method")(vars(Made)["hidden"].__get__(Made()))
"""

DISPATCHED = f"""{HEAD}
from tests.stubs.refused import Dispatching
THINGS.register_factory("dispatched")(Dispatching().make)
"""

SEVERAL = HEAD + "".join(each.removeprefix(HEAD) for each in (LOCAL, UNNAMED, UNRESOLVED, ORPHAN))

CLASS = f"""{HEAD}
class Thing: ...
"""

CONSTANT = f"""{HEAD}
_own = 1
LIMIT = 3
HALF: float = 0.5
"""


class Made:
    """Has a method that no checker knows."""


def method() -> Callable[[Made, int], None]:
    def hidden(made: Made, size: int) -> None: ...

    return hidden


setattr(Made, "hidden", method())  # noqa: B010  # so that checkers don't know it


class Dispatching:
    @functools.singledispatchmethod
    def make(self, value: object) -> int:
        return 1


def made() -> type:
    class Local: ...

    return Local


def unresolved(a: int, *, b: Nowhere | None = None) -> None:  # type: ignore[name-defined]  # on purpose  # noqa: F821  # pyright: ignore[reportUndefinedVariable, reportUnknownParameterType]
    """Mentions a name that nothing defines."""


class Orphan(type("Parent", (), {})):  # type: ignore[misc]  # on purpose
    """Inherits its constructor from a class that no checker knows."""


@frozen
class OrphanConfig:
    value: Nowhere | None = None  # type: ignore[name-defined]  # on purpose  # noqa: F821  # pyright: ignore[reportUndefinedVariable]


class Configured:
    def __init__(self, config: OrphanConfig) -> None: ...
