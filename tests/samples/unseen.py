"""Types that only the checkers see: nothing imports this module at run time."""

from __future__ import annotations


class Unseen:
    """A type that can't be judged at run time."""
