"""A base class of the library's own frozen values, with which they are made faster."""

from __future__ import annotations


class WeaklyReferable:
    """Has the slot for weak references, so that a class that derives from it adds its fields' slots alone.

    An instance of such a class can be made from one of a blank class with the same slots, which is faster
    than setting the slots of a frozen instance. A class that adds `__weakref__` itself has no such twin.
    """

    __slots__ = ("__weakref__",)
