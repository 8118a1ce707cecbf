"""The entries of a registry: every name with its registration, and what is still to be discovered."""

from __future__ import annotations

import sys
from _thread import RLock  # threading's own, without the cost of importing that
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from typed_registry._place import Place
from typed_registry._registration.all_registries import add_registry, former_of, twin_of
from typed_registry._registration.components import Components
from typed_registry._registration.defining_module import DefiningModule, defined_by
from typed_registry._registration.deprecation import Deprecation, warn_deprecated
from typed_registry._registration.discovered import Discovered
from typed_registry._registration.identity import repeats, runs_with, same_file
from typed_registry._registration.import_module import import_module
from typed_registry._registration.records import Record, Unimported, run_of

if TYPE_CHECKING:
    from typed_registry._conformance.check import ConformanceCheck
    from typed_registry._conformance.contract import Contract
    from typed_registry._conformance.known_classes import KnownClasses
    from typed_registry._discovery.discover import Found
    from typed_registry._registration.builders import Builder
    from typed_registry._registration.derived_config import DerivedConfig
    from typed_registry._registration.entry import Entry
    from typed_registry._typing_forms import Component
    from typed_registry.errors import BrokenModule, DuplicateNameError, UnknownNameError

_new = cast("_New", tuple.__new__)  # pyright: ignore[reportUnknownMemberType]  # of any tuple


class Entries(Mapping[str, "Entry"]):
    """Names to entries, in the order of registration. Listing and looking up imports no component.

    A package given to `discover`, and the installed plugins, are read when a name isn't found or the names
    are listed. An alias made by `deprecate` is found by `in` and `[]`, and not listed.

    Threads may share a registry. Nothing is imported while a lock is held, so what two threads find at the
    same time is found twice and published once.
    """

    def __init__(self, name: str, registry: object) -> None:
        self.name = name
        self.registry = registry
        self._defined: DefiningModule = defined_by(registry)
        self.components: Components = Components(self)
        self.deprecations: Mapping[str, Deprecation] = {}
        """Every deprecated name; another mapping each time that one is added."""
        self.builders: dict[str, Builder] = {}
        """The functions that `builder` has made so far."""
        twin = twin_of(name, self.module) if self._defined.at_top_level else None
        shared = None if twin is None else twin._records  # noqa: SLF001  # of its own class
        self._records: dict[str, Record | Unimported] = {} if shared is None else shared
        self._former = former_of(name, self.module) if self._defined.at_top_level else None
        self._configs: dict[str, DerivedConfig] = {}
        self._contract: Contract | None = None
        self._check: ConformanceCheck | None = None
        self._known: KnownClasses | None = None
        self._discovered = Discovered(self._note)
        self._lock = RLock()
        add_registry(self)

    def __repr__(self) -> str:
        return f"Entries({self.name!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return entries_of, (self.registry,)

    def __copy__(self, _memo: object = None) -> Entries:
        return self

    __deepcopy__ = __copy__

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    @property
    def module(self) -> str:
        """The module that defines the registry."""
        return self._defined.module

    @property
    def global_name(self) -> str | None:
        """The name of the global that holds the registry in its module, if there is one."""
        return self._defined.name

    def is_twin_of(self, other: Entries) -> bool:
        """Whether the other entries are of the same registry, whose script is imported as well."""
        return self._records is other._records

    # Names

    def __getitem__(self, name: str) -> Entry:
        """Return the entry of a name. Raises UnknownNameError."""
        from typed_registry._registration.entry import Entry

        return Entry(self.current(name), self.record(name), self)

    def __contains__(self, name: object) -> bool:
        if name not in self._records:
            self._find(name)
        return name in self._records or (isinstance(name, str) and self.current(name) in self._records)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[str]:
        self._find_all()
        self._discovered.warn_of_broken(self.name)
        return iter(tuple(self._records))

    def current(self, name: str) -> str:
        """Return the name that `name` stands for: its replacement for an alias, and otherwise itself."""
        seen = {name}
        while name not in self._records and (deprecation := self.deprecations.get(name)):
            if not deprecation.use or deprecation.use in seen:
                break
            name = deprecation.use
            seen.add(name)
        return name

    def record(self, name: str) -> Record | Unimported:
        """Return what is known of a component without importing it. Raises UnknownNameError."""
        found = self._records.get(name)
        if found is None:
            if name not in self:
                raise self.unknown(name)
            found = self._records[self.current(name)]
        return found

    def load(self, name: str) -> Record:
        """Return the registration of a component, imported now if it wasn't. Raises UnknownNameError."""
        found = self.record(name)
        return found if isinstance(found, Record) else self._load(found)

    def component(self, name: str) -> Component[object]:
        """Return a component for use, and warn if its name is deprecated. Raises UnknownNameError."""
        record = self.load(name)
        if name in self.deprecations:
            self.warn_if_deprecated(name)
            return record.component
        with self._lock:
            if self._records.get(name) is record and name not in self.deprecations:
                self.components.remember(name, record.component)
        return record.component

    def name_of(self, component: object) -> str:
        """Return the name of a registered component; a name is returned as it is. Raises UnknownNameError."""
        if isinstance(component, str):
            return component
        live = (record for record in tuple(self._records.values()) if isinstance(record, Record))
        name = next((record.name for record in live if record.component is component), None)
        if name is None:
            raise self.unknown(component)
        return name

    def deprecate(self, name: str, deprecation: Deprecation) -> None:
        """Deprecate a name. Raises ValueError if the names that replace each other would form a ring."""
        seen, use = [name], deprecation.use
        while use is not None:
            seen.append(use)
            if use == name:
                raise ValueError(f"{self.name}: {' > '.join(map(repr, seen))}: a name can't replace itself")
            following = self.deprecations.get(use)
            use = following.use if following is not None else None
        with self._lock:
            self.deprecations = {**self.deprecations, name: deprecation}
            self.components.forget(name)

    def warn_if_deprecated(self, name: str) -> None:
        """Warn at the user's line if the name is deprecated."""
        deprecation = self.deprecations.get(name)
        if deprecation is not None:
            warn_deprecated(self.name, name, deprecation)

    # What a component is built from

    def config(self, name: str) -> type:
        """Return the config class of a component: the declared one, or one derived from its signature.

        Raises UnknownNameError, and UnconfigurableError when no config can be derived.
        """
        found = self.record(name)
        declared = found.declared
        if declared is not None:
            return declared
        name, record = self.current(name), self.load(name)
        known = self._configs.get(name)
        if known is not None and known.is_current:
            return known.config
        from typed_registry._registration.derived_config import derive

        made = derive(record, self.contract.dependencies, self.name)
        if known is not None:
            self._forget(name, known)
        return self._publish(self._configs, name, record, made).config

    def is_settled(self, name: str) -> bool:
        """Return whether the config class of a component is the same whatever registries are made."""
        return name not in self._configs or not self._configs[name].open

    def builder(self, name: str) -> Builder:
        """Return the function that builds a component from its config and the dependencies."""
        from typed_registry._registration.builders import builder_of

        name, record = self.current(name), self.load(name)
        made = builder_of(record, self.config(name), self.contract.dependencies)
        return self._publish(self.builders, name, record, made)

    @property
    def contract(self) -> Contract:
        """The type arguments of the registry, as far as they can be resolved now."""
        if self._contract is None or not self._contract.resolved:
            from typed_registry._conformance.contract import contract_of

            self._contract = contract_of(self.registry, self.module, is_global=bool(self.global_name))
        return self._contract

    def _publish(self, table: dict[str, _Made], name: str, record: Record, made: _Made) -> _Made:
        """Keep what was made of a record, unless another thread was first: all get the same."""
        with self._lock:
            return table.setdefault(name, made) if self._records.get(name) is record else made

    def reset_locks(self) -> None:
        """Forget which threads are at work."""
        self._lock = RLock()
        self._discovered.forget_threads()

    # Registration

    def accept(
        self,
        name: str,
        config: type | None,
        kind: str,
        component: Component[object],
        depth: int = 1,
    ) -> Component[object]:
        """Check and record a component, and return it: what a decorator does `depth` frames above."""
        frame = sys._getframe(depth)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # the line that registers
        place, run = frame.f_code.co_filename, run_of(component, frame)
        record = _new(Record, (name, component, config, place, frame.f_lineno, run))  # faster than a call
        known = self._known
        if config is not None or known is None or not known.include(component):
            self._examine(record, kind)
        existing = self._records.setdefault(name, record)
        if existing is not record:
            if not repeats(existing, record):
                raise self._duplicate(record.name, existing.place, record.place)
            self._exchange(record)
        return component

    def _examine(self, record: Record, kind: str) -> None:
        """Check a component against the contract. Raises ConformanceError."""
        contract = self.contract
        if self._known is None and record.declared is None:
            from typed_registry._conformance.known_classes import subclasses

            self._known = subclasses(contract)
            if self._known is not None and self._known.include(record.component):
                return
        check = self._check
        if check is None or not check.is_final:
            from typed_registry._conformance.check import compile_contract

            check = self._check = compile_contract(contract)
            self._known = check.known
        check.conform(record, kind, self.name)

    def _exchange(self, record: Record | Unimported) -> None:
        """Put a record in the place of another, and drop what was made of that."""
        with self._lock:
            self._records[record.name] = record
            self.components.forget(record.name)
            self._forget(record.name)

    def _forget(self, name: str, derived: DerivedConfig | None = None) -> None:
        """Drop what was derived from the signature of a component, unless it is not this any more."""
        with self._lock:
            if derived is None or self._configs.get(name) is derived:
                self._configs.pop(name, None)
                self.builders.pop(name, None)

    # Discovery

    def discover(self, package: str) -> None:
        """Have the modules of a package read for names when one is looked for."""
        self._discovered.add(package)

    @property
    def broken(self) -> tuple[BrokenModule, ...]:
        """The modules that may register more names but could not be imported the last time."""
        return self._discovered.broken

    def _adopt(self) -> None:
        """Take over what was registered with the registry whose place this one has taken in its module.

        When only the registry's module or notebook cell runs again, those of its components don't. A
        component that doesn't conform any more is left out.
        """
        former = self._former
        if former is None or former.global_name is not None:
            return
        from typed_registry.errors import ConformanceError

        self._former = None
        for name, record in tuple(former._records.items()):  # noqa: SLF001  # of its own class
            if isinstance(record, Record) and not runs_with(record, self.module):
                with suppress(ConformanceError):
                    self._examine(record, "factory")
                    self._records.setdefault(name, record)

    def _find(self, name: object) -> None:
        """Read what is still to be read, and import what can't be read if that doesn't show the name."""
        self._adopt()
        self._discovered.read(self.name, self.registry, self.module)
        if name not in self._records and self.current(str(name)) not in self._records:
            self._find_all()

    def _find_all(self) -> None:
        self._adopt()
        self._discovered.read(self.name, self.registry, self.module)
        self._discovered.import_unclear()
        self._discovered.read(self.name, self.registry, self.module)  # what the imported modules asked for

    def _note(self, found: Found) -> None:
        name = str(found.name)
        existing = self._records.setdefault(name, Unimported(name, found, self._load))
        is_same = existing.file == found.place.file or existing.module == found.module
        if not is_same and not same_file(existing.module, found.module):
            raise self._duplicate(name, existing.place, found.place)

    def _load(self, found: Unimported) -> Record:
        """Import a module and return the record that it registers. Raises UnkeptPromiseError."""
        try:
            module = import_module(found.module)
        except BaseException:
            with self._lock:
                if found.module not in sys.modules:  # what it registered before it failed
                    self._exchange(found)
            raise
        record = self._records[found.name]
        if isinstance(record, Unimported) and found.attribute:
            component: Component[object] = getattr(module, found.attribute)
            adopted = Record(found.name, component, None, found.file, found.line, module.__spec__)
            self._examine(adopted, "factory")
            with self._lock:
                if self._records[found.name] is record:
                    self._records[found.name] = adopted
                record = self._records[found.name]
        if isinstance(record, Record):
            return record
        from typed_registry.errors import UnkeptPromiseError

        raise UnkeptPromiseError(self.name, found.name, found.module, found.place)

    def _duplicate(self, name: str, existing: Place, proposed: Place) -> DuplicateNameError:
        from typed_registry.errors import DuplicateNameError

        return DuplicateNameError(self.name, name, existing, proposed)

    def unknown(self, name: object) -> UnknownNameError:
        """Return the error for a name that nothing registers."""
        from typed_registry._discovery.discover import elsewhere
        from typed_registry.errors import UnknownNameError

        found = elsewhere(name, self.registry, self.module, self._discovered.packages)
        current = self.current(name) if isinstance(name, str) and self.current(name) != name else None
        return UnknownNameError(self.name, name, tuple(self._records), found, self.broken, current)


if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias, TypeVar

    _New: TypeAlias = Callable[[type[Record], tuple[object, ...]], Record]
    _Made = TypeVar("_Made")


def entries_of(value: object) -> Entries | None:
    """Return the entries of a registry; None for anything else."""
    attributes: object = getattr(value, "__dict__", None)
    found: object = attributes.get("entries") if isinstance(attributes, dict) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]  # any object's
    return found if isinstance(found, Entries) and found.registry is value else None


def registries_among(values: Iterable[object]) -> list[Entries]:
    """Return the entries of those values that are registries, each once and the empty ones too."""
    found = map(entries_of, values)
    return list(dict.fromkeys(entries for entries in found if entries is not None))
