"""The public classes and functions of modules of the standard library."""

from __future__ import annotations

from typed_registry import Registry

from .public import register_all

BUILTINS = Registry[object]("builtins")
CONTAINERS = Registry[object]("containers")
OPERATORS = Registry[object]("operators")
TEXTS = Registry[object]("texts")
FILES = Registry[object]("files")

register_all(BUILTINS, "builtins")
register_all(CONTAINERS, "collections", "contextlib", "copy", "functools", "heapq", "itertools")
register_all(OPERATORS, "operator")
register_all(TEXTS, "argparse", "base64", "csv", "datetime", "difflib", "fractions", "string", "textwrap")
register_all(FILES, "fnmatch", "glob", "io", "pathlib", "shutil", "zipfile")
