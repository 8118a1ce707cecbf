"""Forget the registrations of modules that fail while they are imported."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from typed_registry._annotations.type_guards import is_sequence
from typed_registry._registration.all_registries import every_registry
from typed_registry._registration.records import Record, Unimported


def forget_failed(error: BaseException) -> None:
    """Remove from every registry what was registered by modules whose import an exception has ended."""
    failed = frozenset(_ended_by(error))
    for entries in every_registry():
        for record in entries.records():
            if isinstance(record, Record) and missing_module(record) in failed:
                entries.forget_record(record)


def _ended_by(error: BaseException) -> Iterator[str]:
    """Yield the modules that an exception passed through, and those that its causes passed through."""
    chain = [error]
    for each in chain:
        traceback = each.__traceback__
        while traceback is not None:
            if traceback.tb_frame.f_code.co_name == "<module>":
                yield str(traceback.tb_frame.f_globals.get("__name__"))
            traceback = traceback.tb_next
        earlier = filter(None, (each.__cause__, each.__context__))
        chain += [one for one in earlier if all(one is not other for other in chain)]


def missing_module(record: Record) -> str | None:
    """Return the name of the module that registered a component, or None if it is still imported."""
    program = getattr(getattr(sys.modules.get("__main__"), "__spec__", None), "name", None)
    missing = (name for name in registering_modules(record) if name not in sys.modules and name != program)
    return next(missing, None)


def registering_modules(record: Record | Unimported) -> tuple[str, ...]:
    """Return the module that registers a component, and the one that defines it if that is another."""
    if isinstance(record, Unimported):
        return (record.module,)
    specs = record.run if is_sequence(record.run) else (record.run,)
    names: tuple[object, ...] = tuple(getattr(spec, "name", None) for spec in specs)  # a notebook has no spec
    return tuple(name for name in names if isinstance(name, str))


def registered_in(record: Record | Unimported) -> str:
    """Return the module that registers a component; in a script or a notebook, the one that defines it."""
    return registering_module(record) or record.module


def registering_module(record: Record | Unimported) -> str | None:
    """Return the module whose code registers a component; None for a script or a notebook."""
    if isinstance(record, Unimported):
        return record.module
    first = record.run[0] if is_sequence(record.run) else record.run
    name: object = getattr(first, "name", None)
    return name if isinstance(name, str) else None
