"""Silence the warnings that a registry gives when its names are listed."""

from __future__ import annotations

import warnings
from collections.abc import Generator
from contextlib import contextmanager

from typed_registry._discovery.discover import UnreadableSourceWarning


@contextmanager
def without_name_warnings() -> Generator[None]:
    """Don't warn of modules that can't be read or imported, and of replacements that aren't registered.

    Whoever enters this block reports them.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnreadableSourceWarning)
        warnings.filterwarnings("ignore", ".* is deprecated, but .* isn't registered", RuntimeWarning)
        yield
