"""Registering: a component is checked against the registry's type, and recorded under its name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from typed_registry._registration.identity import repeats, same_file
from typed_registry._registration.records import Record, Unimported, calling_module, run_elsewhere

if TYPE_CHECKING:
    from types import FrameType

    from typed_registry._conformance.check import ConformanceCheck
    from typed_registry._conformance.contract import Contract
    from typed_registry._conformance.known_classes import KnownClasses
    from typed_registry._discovery.discover import Found
    from typed_registry._registration.contests import Contests
    from typed_registry._registration.defining_module import DefiningModule
    from typed_registry._registration.record_table import RecordTable
    from typed_registry._typing_forms import Component

_frame = sys._getframe  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # the line that registers
_new = cast("Callable[[type[Record], tuple[object, ...]], Record]", tuple.__new__)  # pyright: ignore[reportUnknownMemberType]  # of any tuple


class Registrar:
    """Takes components for a registry, and refuses those that don't conform or whose name is taken."""

    def __init__(
        self,
        name: str,
        registry: object,
        defined: DefiningModule,
        table: RecordTable,
        contests: Contests,
    ) -> None:
        self._name = name
        self._contests = contests
        self._registry = registry
        self._defined = defined
        self._table = table
        self._records = table.records
        self._contract: Contract | None = None
        self._check: ConformanceCheck | None = None
        self._known: KnownClasses | None = None
        self._shared_run: Sequence[object] = ()
        """The run of the last component that another module defines."""

    @property
    def contract(self) -> Contract:
        """The type arguments of the registry, as far as they can be resolved now."""
        if self._contract is None or not self._contract.resolved:
            from typed_registry._conformance.contract import contract_of

            self._contract = contract_of(
                self._registry, self._defined.module, is_global=bool(self._defined.name)
            )
        return self._contract

    def accept(  # noqa: PLR0913, PLR0917  # what a decorator was given, and where it is
        self,
        name: str,
        config: type | None,
        kind: str,
        component: Component[object],
        depth: int = 1,
        types: Mapping[str, object] | None = None,
        replaces: bool = False,  # noqa: FBT001, FBT002  # given by keyword
        instruction: int | None = None,
    ) -> Component[object]:
        """Check and record a component, which is registered `depth` frames above, and return it.

        `instruction` is the one that registers it, if that isn't where the frame is.
        """
        frame = _frame(depth)
        here = frame.f_globals
        run: object = here.get("__spec__") or here  # as run_of says
        module: object = getattr(component, "__module__", None)
        if module != here.get("__name__"):
            run, placed = self._run_and_frame(run, module, frame)
            if placed is not frame:
                frame, instruction = placed, None
        if instruction is None:
            instruction = frame.f_lasti
        record = _new(Record, (name, component, config, frame.f_code, instruction, run, types))  # fast
        known = self._known
        if config is not None or known is None or not known.include(component):
            self.examine(record, kind)
        if types is not None:
            from typed_registry._registration.derived_config import require_known_types

            require_known_types(record, len(self.contract.dependencies or ()), self._name)
        table = self._table
        if replaces or table.is_guarded:
            self._place_guarded(record, frame, replaces=replaces)
        elif self._records.setdefault(name, record) is not record or name in table.covered:
            self._place(record, replaces=False)
        elif self._table.is_guarded:  # since a moment ago, by another thread
            self._place_guarded(record, frame, replaces=False)
        return component

    def _run_and_frame(self, run: object, module: object, frame: FrameType) -> tuple[object, FrameType]:
        """Return the run of a component of another `module` that a frame registers, and whose place it has.

        While a module is imported, it may call a function of another module that registers the component.
        Then the run begins with the spec of the calling module, so that a component that a plugin gives to a
        function of the host is the plugin's. If the calling module also defines the component, the place is
        the line of the call.
        """
        shared = self._shared_run = run_elsewhere(run, module, self._shared_run)
        caller = calling_module(frame)
        if caller is None:
            return shared, frame
        names = caller.f_globals
        return (names.get("__spec__"), *shared), caller if module == names.get("__name__") else frame

    def _place_guarded(self, record: Record, frame: FrameType, *, replaces: bool) -> None:
        """Record a component, if that isn't forbidden, and tell the blocks at whose end it may be discarded.

        A component isn't recorded if its name was unregistered before its module was imported, or if it is of
        a plugin that is switched off and that another plugin has imported. A frozen registry takes what it
        knows already: a component that discovery has found, when its module is imported, and one whose module
        runs again.

        Raises FrozenRegistryError and DuplicateNameError.
        """
        table, name = self._table, record.name
        if self._contests.is_switched_off(record):
            return
        removal = table.removals.get(name)
        if removal is not None and removal.ignores(record):
            with table.lock:
                for each in table.isolations:
                    each.notice_ignored(record, removal, replaces=replaces)
            return
        is_frozen = table.frozen is not None and record.file not in table.failed
        if is_frozen and not self._contests.is_expected(record, replaces=replaces):
            table.require_thawed(self._name, "register", name)
        self._place(record, frame, replaces=replaces)

    def _place(self, record: Record, frame: FrameType | None = None, *, replaces: bool) -> None:
        """Record a component in the place of an earlier registration of it, or beside others of the name.

        With the `frame` that registers it, tell the blocks at whose end it may be discarded.
        """
        table, name = self._table, record.name
        with table.lock:
            existing = table.registered(name, replaces=replaces)
            is_contested = (name, replaces) in table.claims
            if existing is None or (not is_contested and repeats(existing, record)):
                table.put(name, record, replaces=replaces)
                self._notice(record, frame, replaces=replaces)
                return
        self._contests.add(record, replaces=replaces)
        self._notice(record, frame, replaces=replaces)

    def _notice(self, record: Record, frame: FrameType | None, *, replaces: bool) -> None:
        """Tell the isolated blocks of a registration that was kept. Without a frame, there are none."""
        table = self._table
        if frame is None:
            return
        with table.lock:
            if any(each is record for each in table.candidates(record.name, replaces=replaces)):
                for each in table.isolations:
                    each.notice(record, frame, replaces=replaces)

    def examine(self, record: Record, kind: str) -> None:
        """Check a component against the contract. Raises ConformanceError."""
        contract = self.contract
        if self._known is None and record.declared is None:
            from typed_registry._conformance.known_classes import subclasses

            known = self._known = subclasses(contract)
            if known is not None and known.include(record.component):
                return
        check = self._check
        if check is None or not check.is_final:
            from typed_registry._conformance.check import compile_contract

            check = self._check = compile_contract(contract)
            self._known = check.known
        check.conform(record, kind, self._name)

    def note(self, found: Found, load: Callable[[Unimported], Record]) -> None:
        """Record a registration that was read from source.

        Raises DuplicateNameError if the program registers the name twice.
        """
        name, table = str(found.name), self._table
        removal = table.removals.get(name)
        if removal is not None and (name not in self._records or removal.covers(found)):
            return
        proposed = Unimported(name, found, load)
        is_first = not found.replaces and self._records.setdefault(name, proposed) is proposed
        if is_first and name not in table.covered:
            return
        with table.lock:
            existing = table.registered(name, replaces=found.replaces)
            if existing is None:
                table.put(name, proposed, replaces=found.replaces)
                return
        if not _is_same(existing, proposed):
            self._contests.add(proposed, replaces=found.replaces)


def _is_same(existing: Record | Unimported, proposed: Unimported) -> bool:
    """Return whether a source shows a known registration again.

    Its module may run as a script and be imported as well. A plugin's source may show a name at two lines.
    """
    is_twice = isinstance(existing, Unimported) and existing.plugin and existing.line != proposed.line
    if existing.file == proposed.file:
        return not is_twice
    if proposed.attribute:
        return False
    return existing.module == proposed.module or same_file(existing.module, proposed.module)
