"""A module that is a trainer."""

# ruff: noqa: ARG001  # a fake takes what a trainer takes

from __future__ import annotations


def train(steps: int) -> float:
    """Returns nothing of interest."""
    return 0.0
