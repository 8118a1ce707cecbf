"""A package that says less of its modules than they do: its `horn` is a function, and Bugle is its own."""

from __future__ import annotations

from tests.stubs.brass.horn import Bugle, horn

__all__ = ["Bugle", "horn"]

Bugle.__module__ = __name__
