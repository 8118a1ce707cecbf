"""What a registry knows, without the types: its names, entries and configs, and what is yet to be read."""

from __future__ import annotations

import builtins
import importlib
import sys
from _thread import RLock  # threading's own, without the cost of importing that
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from weakref import WeakSet

from typed_registry._place import Place
from typed_registry._registration.deprecation import Deprecation
from typed_registry._registration.entry import Entry, Listing, Reference, same_source

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import TypeAlias

    from attrs import AttrsInstance

    from typed_registry._conformance.contract import Contract
    from typed_registry._conformance.outline import Outline
    from typed_registry._discovery.discover import Found
    from typed_registry._typing_forms import Component
    from typed_registry.config._structure.choose import Choose
    from typed_registry.errors import DuplicateNameError, UnknownNameError

if TYPE_CHECKING:  # by descent, or mypy takes what `*registry` unpacks for Any
    _Names: TypeAlias = Collection[str]
else:
    _Names = object

CATALOGS: WeakSet[Catalog] = WeakSet()
"""Every registry alive: where a field typed `Spec[Loss, []]` finds the registry of losses."""


class Catalog(_Names):
    """Names to entries, in registration order: the part of a `Registry` that needs no type arguments.

    A package given to `discover`, and the installed plugins, are read when a name isn't found or the names
    are listed, not before; reading imports none of their modules. A module is imported when the component
    that it registers is needed.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.__module__ = _defining_module()
        self._entries: dict[str, Listing] = {}
        self._configs: dict[str, type[AttrsInstance]] = {}
        self._deprecated: dict[str, Deprecation] = {}
        self._choose: Choose | None = None
        self._contract: Contract | None = None
        self._outline: Outline | None = None
        self._unread: builtins.list[str] = []
        self._plugins_unread = True
        self._is_unread = True
        self._reading = RLock()
        CATALOGS.add(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"

    def __reduce__(self) -> str:
        """A registry is pickled as the name of the module's global that holds it."""
        for name, value in vars(sys.modules[self.__module__]).items():
            if value is self:
                return name
        message = f"{self!r} is no global of {self.__module__!r}, so it can't be pickled"
        raise TypeError(message)

    def discover(self, package: str) -> None:
        """Names a package whose modules register with this registry.

        Its sources are read for names when one is looked for; a module is imported when its component is.
        """
        self._unread.append(package)
        self._is_unread = True

    def deprecate(self, name: str, *, since: str, use: str | None = None) -> None:
        """Says that a name is not to be used any more, since a version, and which one is.

        A name that nothing registers stands for the one to use. Checkers see it struck through in the stub,
        a config that chooses it loads with a warning, and `typed-registry migrate` rewrites that.
        Belongs into the module that defines the registry, where it is known without importing a component.
        """
        self._deprecated[name] = Deprecation(since, use)

    @property
    def deprecations(self) -> Mapping[str, Deprecation]:
        """Every deprecated name."""
        return self._deprecated

    def current(self, name: str) -> str:
        """The name to use for a name that is an alias, and any other name as it is."""
        deprecation = self._deprecated.get(name)
        return deprecation.use if deprecation and deprecation.use and name not in self._entries else name

    def __contains__(self, name: object) -> bool:
        if name not in self._entries:
            self._read()
        return name in self._entries or (isinstance(name, str) and self.current(name) in self._entries)

    def __len__(self) -> int:
        self._read()
        return len(self._entries)

    def __iter__(self) -> Iterator[str]:
        self._read()
        return iter(tuple(self._entries))

    def list(self) -> builtins.list[str]:
        """Every name, in registration order."""
        return [*self]

    def entry(self, name: str) -> Listing:
        """What is known of a component, without importing it. Raises UnknownNameError."""
        if name not in self:
            raise self._unknown(name)
        return self._entries[self.current(name)]

    @property
    def listings(self) -> Mapping[str, Listing]:
        """What has been read of components so far, without looking for more."""
        return self._entries

    def live(self, name: str) -> Entry:
        """The entry of a component, imported now if it wasn't. Raises UnknownNameError."""
        listing = self.entry(name)
        return listing if isinstance(listing, Entry) else self._load(listing)

    def config(self, name: str) -> type[AttrsInstance]:
        """The config class of a component: the declared one, or the one derived from its signature.

        Raises UnknownNameError, and UnconfigurableError when no config can be derived.
        """
        name = self.current(name)
        declared = self.entry(name).declared
        if declared is not None:
            return declared
        if name not in self._configs:
            from typed_registry._registration.derived_config import derive

            self._configs[name] = derive(self.live(name), len(self.contract.dependencies or ()), self.name)
        return self._configs[name]

    @property
    def contract(self) -> Contract:
        """What the registry's own type demands of its components, as far as it can be resolved now."""
        if self._contract is None or not self._contract.resolved:
            from typed_registry._conformance.contract import contract_of

            self._contract = contract_of(self)
        return self._contract

    def _accept(
        self,
        name: str,
        config: type[AttrsInstance] | None,
        kind: str,
        component: Component[object],
        depth: int = 1,
    ) -> Component[object]:
        """Checks and records a component, and returns it: what a decorator does `depth` frames above."""
        frame = sys._getframe(depth)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # the line that registers
        entry = Entry(name, component, config, frame.f_code.co_filename, frame.f_lineno)
        outline = self._outline
        if config is not None or outline is None or not outline.accepts(component):
            self._examine(entry, kind)
        if name in self._entries:
            self._admit(entry)
        self._entries[name] = entry
        return component

    def _examine(self, entry: Entry, kind: str) -> None:
        """Takes the close look at a component. Raises ConformanceError."""
        from typed_registry._conformance.conform import conform
        from typed_registry._conformance.outline import outline_of

        conform(entry, kind, self.contract, self.name)
        self._outline = outline_of(self.contract)

    def _admit(self, entry: Entry) -> None:
        """Lets an entry take the place of one from the same source. Raises DuplicateNameError."""
        existing = self._entries[entry.name]
        if not same_source(existing, entry):
            raise self._duplicate(entry.name, existing.place, entry.place)
        self._configs.pop(entry.name, None)

    def _read(self) -> None:
        """Reads what is still to be read, so that every name is known."""
        if self._is_unread:
            with self._reading:  # another thread waits until the names are there
                self._read_all()
                self._is_unread = bool(self._unread)

    def _read_all(self) -> None:
        from typed_registry._discovery.discover import in_package, in_plugins

        while self._unread:
            package = self._unread.pop(0)  # first, as a module that is imported on the way may ask for names
            try:
                self._note_all(in_package(package, self))
            except BaseException:
                self._unread.insert(0, package)
                raise
        if self._plugins_unread:
            self._plugins_unread = False
            try:
                self._note_all(in_plugins(self.name, self))
            except BaseException:
                self._plugins_unread = True
                raise

    def _note_all(self, found: Iterable[Found]) -> None:
        for each in [*found]:
            self._note(each)

    def _note(self, found: Found) -> None:
        if found.name is None:
            importlib.import_module(found.module)
            return
        existing = self._entries.get(found.name)
        if existing is None:
            self._entries[found.name] = Reference(found.name, found, self._load)
        elif existing.file != found.place.file and existing.module != found.module:
            raise self._duplicate(found.name, existing.place, found.place)

    def _load(self, reference: Reference) -> Entry:
        """Imports the reference's module and gives the entry that it registers."""
        module = importlib.import_module(reference.module)
        entry = self._entries[reference.name]
        if isinstance(entry, Reference) and reference.attribute:
            component: Component[object] = getattr(module, reference.attribute)
            adopted = Entry(reference.name, component, None, reference.file, reference.line)
            self._examine(adopted, "factory")
            self._entries[reference.name] = adopted
            return adopted
        if isinstance(entry, Entry):
            return entry
        from typed_registry.errors import UnkeptPromiseError

        raise UnkeptPromiseError(self.name, reference.name, reference.module, reference.place)

    def _duplicate(self, name: str, existing: Place, proposed: Place) -> DuplicateNameError:
        from typed_registry.errors import DuplicateNameError

        return DuplicateNameError(self.name, name, existing, proposed)

    def _unknown(self, name: object) -> UnknownNameError:
        from typed_registry._discovery.discover import elsewhere
        from typed_registry.errors import UnknownNameError

        modules = {self.__module__, *(entry.module for entry in self._entries.values())}
        return UnknownNameError(self.name, name, tuple(self._entries), elsewhere(name, self, modules))


def _defining_module() -> str:
    """The module whose code creates the registry: the nearest frame outside of the library and typing."""
    frame = sys._getframe(2)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # who calls is what is asked
    skipped = (__name__, "typing", "typed_registry._registry")
    while frame.f_back is not None and frame.f_globals.get("__name__") in skipped:
        frame = frame.f_back
    return str(frame.f_globals.get("__name__", "__main__"))
