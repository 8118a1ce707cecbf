"""Overrides: components that take the places of others until a block ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from typed_registry._annotations.namespace import Unknown
from typed_registry._place import line_of
from typed_registry._registration.control_flow import Hold
from typed_registry._registration.covered import Layer
from typed_registry._registration.records import Record, Unimported, is_replacement, run_of
from typed_registry._registration.temporary import Temporary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import FrameType, TracebackType

    from typed_registry._registration.entries import Entries
    from typed_registry._registration.record_table import RecordTable
    from typed_registry._typing_forms import Component


class OverridingRecord(Record):
    """The record of a component that overrides another one, and takes the config that the other one takes.

    The module of the other component isn't imported for that, unless this module alone defines the config
    class, or is a plugin's that may fail to replace another component. Even then it is imported only when the
    config class is asked for.
    """

    original: Record | Unimported | None = None
    """The record that says which config class is declared; None if the override states one."""
    working: Callable[[Record | Unimported], Record | Unimported] | None = None
    """Returns the original, or another registration of its name if its plugin fails."""
    examine: Callable[[Record], None] | None = None
    """Checks the component with its config class, if that wasn't known when the override was made."""

    @property
    @override
    def declared(self) -> type | None:  # pyright: ignore[reportIncompatibleVariableOverride]  # a field of a tuple is a property
        """The config class that is declared for the original."""
        if self.original is None:
            return self[2]
        original = self.original if self.working is None else self.working(self.original)
        found = None if _has_no_config(original) else original.declared
        examine = self.examine
        if examine is not None:
            examine(self._replace(declared=found))
            self.examine = None
        return found

    def check(self, examine: Callable[[Record], None]) -> None:
        """Check the component: if its config class isn't known, with any now, and with that one later."""
        original = self.original
        is_known = not isinstance(original, Unimported) or original.knows_config
        if is_known and (original is None or not is_replacement(original)):
            examine(self._replace(declared=self.declared))
        else:
            has_config = isinstance(original, Unimported) and original.has_config
            examine(self._replace(declared=Unknown if has_config else None))
            self.examine = examine


def _has_no_config(original: Record | Unimported) -> bool:
    return isinstance(original, Unimported) and not original.has_config


class Override(Temporary):
    """Replaces components by others until a block ends: `with LOSSES.override("hinge", Fake):`.

    The method `override` of a registry returns it.
    """

    def __init__(
        self,
        entries: Entries,
        table: RecordTable,
        components: Mapping[str, Component[object]],
        config: type | None,
        caller: FrameType,
    ) -> None:
        self._entries = entries
        self._table = table
        self._components = components
        self._config = config
        self._place = line_of(caller)
        self._globals = caller.f_globals
        self._entered: list[tuple[Layer, ...]] = []

    @override
    def __enter__(self) -> None:
        """Replace the components.

        Raises UnknownNameError, ConformanceError for a component that doesn't fit, and OverriddenNameError
        for a name that another thread overrides; then nothing is replaced.
        """
        unknown = next((name for name in self._components if name not in self._entries), None)
        if unknown is not None:
            raise self._entries.unknown(unknown)
        records = [self._record(self._entries.current(name), each) for name, each in self._components.items()]
        with self._table.lock:
            for record in records:
                require_free(self._entries.name, self._table, record.name)
            hold = Hold(self._place)
            layers = tuple(Layer(record, hold) for record in records)
            for layer in layers:
                self._table.push(layer.record.name, layer)
        self._entered.append(layers)

    @override
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Take the overrides away, whichever others have begun or ended meanwhile."""
        layers = self._entered.pop()
        with self._table.lock:
            for layer in layers:
                self._table.pop(layer.record.name, layer)
                layer.hold.release()

    def _record(self, name: str, component: Component[object]) -> OverridingRecord:
        """Return the record of a component that is to override this name, once it has been checked."""
        run = run_of(component, self._globals)
        record = OverridingRecord(name, component, self._config, *self._place, run)
        if self._config is None:
            original = self._table.shown(name)
            if original is None:
                raise self._entries.unknown(name)  # another thread has removed it since
            record.original = original if type(original) is not OverridingRecord else original.original
            record.original = record.original or original
            record.working = self._entries.working
        record.check(lambda each: self._entries.examine(each, "override"))
        return record


def require_free(registry: str, table: RecordTable, name: str) -> None:
    """Raise OverriddenNameError if a name is overridden in a block that the caller doesn't run within."""
    covered = table.covered.get(name)
    hold = covered.layers[-1].hold if covered is not None and covered.layers else None
    if hold is not None and hold.excludes_caller:
        from typed_registry._change_errors import OverriddenNameError

        raise OverriddenNameError(registry, name, hold.place, hold.holder)
