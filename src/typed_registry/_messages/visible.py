r"""Texts that a terminal or a log shows as they are: bounded, and without characters that act.

Keys, values, file names and lines of a config come from whoever wrote it. A newline in one of them could
forge a line of output, an escape sequence could move the cursor, and a bidirectional mark could reorder a
line.
"""

from __future__ import annotations

LONGEST_VALUE = 200
"""The most characters of a value that a message shows."""

_ELLIPSIS = "..."


def on_one_line(message: str) -> str:
    r"""Return the lines of a message as one line.

    >>> on_one_line("2 faults:\na: missing\nb: missing")
    '2 faults: a: missing; b: missing'
    """
    return "; ".join(line.strip() for line in message.splitlines()).replace(":; ", ": ")


def visible(text: str) -> str:
    r"""Return a text on one line, with escapes for characters that aren't printed.

    A text that begins as a workflow command does, with `::`, begins with an escape too.

    >>> visible("a\nb\x1b[2J"), visible("::error::x")
    ('a\\nb\\x1b[2J', '\\x3a:error::x')
    """
    shown = text if text.isprintable() else "".join(map(_escaped, text))
    return shown.replace(":", r"\x3a", 1) if shown.lstrip().startswith("::") else shown


def visible_lines(text: str) -> str:
    """Return a text whose lines are `visible`."""
    return "\n".join(map(visible, text.split("\n")))


def shortened(text: str, limit: int) -> str:
    """Return a text without its middle if it has more than `limit` characters.

    >>> shortened("abcdefghijklmnop", 11)
    'abcd...mnop'
    """
    if len(text) <= limit:
        return text
    kept = limit - len(_ELLIPSIS)
    return f"{text[: kept - kept // 2]}{_ELLIPSIS}{text[len(text) - kept // 2 :]}"


def shown_value(value: object) -> str:
    """Return the repr of a value, shortened. A value that has none is shown by its class.

    >>> shown_value("tall"), shown_value("x" * 1000) == "'" + "x" * 199 + "..."
    ("'tall'", True)
    """
    if isinstance(value, str) and len(value) > LONGEST_VALUE:
        return repr(value[: LONGEST_VALUE - 1])[:LONGEST_VALUE] + _ELLIPSIS
    try:
        return shortened(repr(value), LONGEST_VALUE)
    except Exception:  # noqa: BLE001  # of a class of the program's, or for a number of too many digits
        return f"<{type(value).__name__}>"


def _escaped(letter: str) -> str:
    return letter if letter.isprintable() else repr(letter)[1:-1]
