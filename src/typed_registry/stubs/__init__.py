"""The stub of a module that holds registries: every name, argument and result, for checkers and editors.

The path of the data: `collect` asks the live registries what is registered; `probe` asks mypy how each
component is called; `source` prints mypy's types as source, and `scope` gives what they mention its names;
`render` and `overload` lay out the module; `write` formats it and compares it with what is
there.
"""

from __future__ import annotations

from typed_registry.stubs.generate import Stub, generate

__all__ = ["Stub", "generate"]
