"""Read the messages that a checker prints."""

from __future__ import annotations

import re
from collections.abc import Iterator

_IGNORED = ("[deprecated]", "(reportDeprecated)")
"""The ends of messages that don't say that a call is wrong."""
_MISSING = (
    "[import-not-found]",
    "(reportMissingImports)",
    "Cannot resolve imported module",
    "[missing-import]",
)
"""How mypy and zuban, pyright and basedpyright, ty, and pyrefly say that a module isn't found."""
_UNIMPORTANT = "unused section"
"""mypy says so of settings for modules that it hasn't read."""
_SHOWN = 300
_LINES = 3


def error_messages(printed: str, file: str) -> dict[int, str]:
    """Return the first message in each line of a file in which a checker's output reports an error.

    >>> error_messages("main.py:3:1: error: No such name  [attr-defined]", "main.py")
    {3: 'No such name  [attr-defined]'}
    >>> error_messages("ERROR main.py:3:1-4: No such name [missing-attribute]", "main.py")
    {3: 'No such name [missing-attribute]'}
    """
    place = rf"(?:.*[/\\])?{re.escape(file)}:(?P<line>\d+)[:\d-]*"
    severity = r"(?:- )?error(?:\[(?!deprecated)[\w-]+\])?:?\s+"
    pattern = re.compile(rf"\s*(?:ERROR\s+{place}\s+|{place.replace('line', 'at')}\s+{severity})(?P<text>.*)")
    found: dict[int, str] = {}
    for line in printed.splitlines():
        match = pattern.match(line)
        if match and not match["text"].endswith(_IGNORED):
            found.setdefault(int(match["line"] or match["at"]), match["text"])
    return found


def is_missing_import(message: str) -> bool:
    """Return whether a message says that a module isn't found, rather than that it has no types.

    >>> is_missing_import('Cannot find implementation or library stub for "torch"  [import-not-found]')
    True
    >>> is_missing_import('Skipping analyzing "torch": missing library stubs or py.typed  [import-untyped]')
    False
    """
    return any(word in message for word in _MISSING)


def is_untyped_import(message: str) -> bool:
    """Return whether mypy or zuban says that it doesn't read an installed module, since it has no types.

    >>> is_untyped_import('Skipping analyzing "torch": missing library stubs or py.typed  [import-untyped]')
    True
    """
    return "[import-untyped]" in message


def setting_complaints(printed: str, file: str) -> Iterator[str]:
    r"""Yield what a checker says against its settings, which are in this file.

    >>> [*setting_complaints("a/mypy.ini: [mypy]: Unrecognized option: strct = True\n", "mypy.ini")]
    ['a/mypy.ini: [mypy]: Unrecognized option: strct = True']
    >>> [*setting_complaints('Config contains unrecognized setting "typeCheckng".\n', "pyproject.toml")]
    ['Config contains unrecognized setting "typeCheckng".']
    >>> [*setting_complaints(" WARN /a/pyrefly.toml: Extra keys found in config: pth\n", "pyrefly.toml")]
    ['/a/pyrefly.toml: Extra keys found in config: pth']
    >>> [*setting_complaints("Warning: unused section(s) in mypy.ini: [mypy-tests]\n", "mypy.ini")]
    []
    """
    about = rf"(Config .*|\S*\b{re.escape(file)}\b.*)"
    pattern = re.compile(rf"(?:(?:warn\w*|error)[: ]\s*)?{about}", re.IGNORECASE)
    for line in printed.splitlines():
        match = pattern.match(line.strip())
        if match and _UNIMPORTANT not in line:
            yield match[1][:_SHOWN]


def failure_message(printed: str, file: str) -> str:
    r"""Return the lines in which a checker probably says why it has failed, shortened.

    These are the first ones with a word for it, or else the last line. `file` is that of the program, about
    which the messages say nothing else.

    >>> failure_message("ty failed\n  Cause: ty.toml is wrong\n  |\nunknown field `pth`", "main.py")
    'Cause: ty.toml is wrong; unknown field `pth`'
    """
    lines = [line.strip() for line in printed.splitlines() if line.strip() and f"{file}:" not in line]
    words = re.compile(r"\b(\w*error|cause|fatal|problem|exception|invalid|unknown)\b", re.IGNORECASE)
    found = [line for line in lines if words.search(line)][:_LINES] or lines[-1:]
    return "; ".join(found)[:_SHOWN]
