"""Dotted names of modules and of the packages that they are in."""

from __future__ import annotations


def is_inside(module: str, package: str) -> bool:
    """Return whether a module is a package, or in it.

    >>> is_inside("audiofx.effects", "audiofx"), is_inside("audiofx_reverb", "audiofx")
    (True, False)
    """
    return f"{module}.".startswith(f"{package}.")


def packages_of(module: str) -> list[str]:
    """Return the packages that a module is in, from the outside in.

    >>> packages_of("audiofx.effects.gain")
    ['audiofx', 'audiofx.effects']
    """
    parts = module.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]
