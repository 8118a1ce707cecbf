"""Find the class whose body calls the library, as for the default of one of its fields."""

from __future__ import annotations

from types import FrameType

from typed_registry._place import Place, line_of

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
    names = frame.f_locals
    if names is frame.f_globals or not {"__module__", "__qualname__"} <= names.keys():
        return None
    return f"{names['__module__']}.{names['__qualname__']}", place
