"""Load config files for the commands, and print what is deprecated in them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from typed_registry.config._document.deprecated_fields import DeprecatedUse, explain_deprecated_use
from typed_registry.config._structure.load import Made, make
from typed_registry.errors import RootError

if TYPE_CHECKING:
    from typed_registry.config._document.document import Document


def load_document(root: type, document: Document) -> Made:
    """Return what a document loads as. Raises ConfigError, and RootError for a class that can't be loaded."""
    try:
        return make(root, document)
    except TypeError as error:
        name = f"{root.__module__}:{root.__qualname__}"
        raise RootError(name, f"{error} (is the module imported that defines it?)", Path()) from None


def print_deprecations(outdated: Iterable[DeprecatedUse]) -> None:
    """Print a warning for each use of a deprecated name, key or value."""
    print_warnings(map(explain_deprecated_use, outdated))


def print_warnings(lines: Iterable[str]) -> None:
    """Print each line once, on the stream for errors."""
    for line in dict.fromkeys(lines):
        sys.stderr.write(f"{line}\n")
