"""Find the class whose body calls the library, as for the default of one of its fields."""

from __future__ import annotations

from types import FrameType

from typed_registry._place import Place, line_of

_OF_FUNCTIONS = 0x1 | 0x2
"""The flags CO_OPTIMIZED and CO_NEWLOCALS, which code of neither modules nor classes has."""
_COMPREHENSIONS = frozenset({"<genexpr>", "<listcomp>", "<setcomp>", "<dictcomp>"})


def class_body(frame: FrameType | None) -> tuple[str, Place] | None:
    """Return the dotted name of the class whose body a frame runs, and the line; None for other code.

    A comprehension in the body is a part of it.

    >>> import sys
    >>> class Job:
    ...     [found] = [class_body(sys._getframe()) for _ in range(1)]
    >>> Job.found[0].rpartition(".")[2], class_body(sys._getframe())
    ('Job', None)
    """
    if frame is None:
        return None
    place = line_of(frame)
    while frame.f_code.co_name in _COMPREHENSIONS and frame.f_back is not None:
        frame = frame.f_back
    code, names = frame.f_code, frame.f_locals
    if code.co_flags & _OF_FUNCTIONS or code.co_name == "<module>":
        return None
    name = names.get("__qualname__", code.co_name)  # which Python 3.13 may not show
    return f"{frame.f_globals.get('__name__')}.{name}", place
