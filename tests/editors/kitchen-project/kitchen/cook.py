"""What meals are made by."""

from __future__ import annotations

from attrs import frozen


@frozen
class Cook:
    """Who makes a meal."""

    name: str
