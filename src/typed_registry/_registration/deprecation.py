"""Names that should not be used any more, and the warning for whoever uses one."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from typed_registry._registration.defining_module import is_of_library


class Deprecation(NamedTuple):
    """Since which version a name is deprecated, and which name replaces it."""

    since: str
    use: str | None

    def __str__(self) -> str:
        return f"deprecated since {self.since}" + (f"; use {self.use!r}" if self.use else "")


def warn_deprecated(registry: str, name: str, deprecation: Deprecation, mistake: str | None = None) -> None:
    """Warn that `name` is deprecated, at the line outside of this library that used it.

    The mistake says that its replacement isn't registered.
    """
    from warnings import warn

    more = f", but {mistake}" if mistake else ""
    warn(f"{registry}: {name!r} is {deprecation}{more}", DeprecationWarning, stacklevel=caller_level())


def missing_replacement(use: str, names: Iterable[str]) -> str:
    """Return the message for a name that replaces another one and isn't registered."""
    from typed_registry._messages.suggest import did_you_mean, nearest

    return f"{use!r} isn't registered{did_you_mean(nearest(use, names))}"


def warn_of_replacement(registry: str, name: str, mistake: str) -> None:
    """Warn that the replacement of a deprecated name isn't registered."""
    from warnings import warn

    warn(
        f"{registry}: {name!r} is deprecated, but {mistake}",
        RuntimeWarning,
        stacklevel=caller_level(),
    )


def require_no_ring(
    registry: str, name: str, deprecation: Deprecation, others: Mapping[str, Deprecation]
) -> None:
    """Raise ValueError if a name that is to be deprecated would replace itself, perhaps through others."""
    seen, use = [name], deprecation.use
    while use is not None:
        seen.append(use)
        if use == name:
            names = " > ".join(map(repr, seen))
            raise ValueError(f"{registry}: {names}: a name can't replace itself")
        use = others[use].use if use in others else None


def caller_level() -> int:
    """Return the `stacklevel` that makes the caller of this function warn at the user's line."""
    level, frame = 1, sys._getframe(1)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # the frames are the question
    while frame.f_back is not None and is_of_library(frame):
        level, frame = level + 1, frame.f_back
    return level
