"""Defaults of config classes that choose a component which can't be chosen.

A class must be there even if the default of one of its fields isn't: its module would fail otherwise, and
with it the program's help and all configs that give the field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from linecache import getline
from typing import TYPE_CHECKING, Final

from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry._class_libraries.library_of import declared_fields, has_fields
from typed_registry._messages.visible import on_one_line
from typed_registry._place import Place
from typed_registry._registration.entries import Entries
from typed_registry._spec import Spec, is_spec, with_attributes
from typed_registry.config._document.faults import BrokenDefault, Fault, Origin, Path
from typed_registry.errors import ConfigError, RegistryError

if TYPE_CHECKING:
    from typing import TypeAlias

    Choose: TypeAlias = Callable[[], Spec[object]]


_OWNERS: Final[set[str]] = set()
"""The classes that have such defaults."""

_LEAVES: Final = frozenset({str, int, float, bool, bytes, type(None)})
"""Classes of values that contain nothing, as most values of a config."""


class UnresolvedDefault(Spec[object]):
    """A choice in the body of a class that can't be used: the name is unknown, contested, or replaced.

    It is made when it is needed, if it can be made then. Otherwise, loading a config reports it as a fault,
    and `config` and `build` raise a ConfigError with this fault.
    """

    __slots__ = ("_choose", "_owner", "_place", "written")
    written: Mapping[str, object]
    """The name and the settings, as they were given."""
    _choose: Choose
    _owner: str
    _place: Place

    if not TYPE_CHECKING:

        @property
        def config(self) -> object:
            """The config. Raises ConfigError."""
            return self._resolved().config

    def build(self, *args: object, **kwargs: object) -> object:
        """Build the component if it can be chosen by now. Raises ConfigError."""
        return self._resolved().build(*args, **kwargs)

    def resolve(self, path: Path = ()) -> Spec[object] | Fault:
        """Return the choice, or why it can't be made, as a fault of the value at a path."""
        try:
            return self._choose()
        except (RegistryError, TypeError) as error:
            problem = BrokenDefault(self._owner, on_one_line(str(error)))
            return Fault(path, problem, self._origin(path))

    def _origin(self, path: Path) -> Origin | None:
        """Return the line of the default, and the column in which it begins; None if it isn't known."""
        if not self._place.line:
            return None
        line = getline(*self._place)
        return Origin(*self._place, len(line) - len(line.lstrip()) + 1, path)

    def _resolved(self) -> Spec[object]:
        found = self.resolve()
        if isinstance(found, Fault):
            raise ConfigError((found,))
        return found

    def __reduce__(self) -> tuple[object, ...]:
        return unresolved_default, (
            self.entries,
            self.written,
            self._choose,
            self._owner,
            self._place,
        )

    def __repr__(self) -> str:
        return f"Spec({self.name!r}, ...)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, UnresolvedDefault) and self._choice == other._choice

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def _choice(self) -> tuple[object, ...]:
        return self.entries.module, self.entries.name, self.written


def unresolved_default(
    entries: Entries, written: Mapping[str, object], choose: Choose, owner: str, place: Place
) -> Spec[object]:
    """Return the default that a class has for a choice that can't be made."""
    _OWNERS.add(owner)
    given = {"entries": entries, "name": written["name"], "written": written}
    return with_attributes(UnresolvedDefault, **given, _choose=choose, _owner=owner, _place=place)


def made_spec(value: object) -> Spec[object] | None:
    """Return a choice, made by now if that is possible; None for one that can't be made, and other values."""
    if isinstance(value, UnresolvedDefault):
        found = value.resolve()
        return None if isinstance(found, Fault) else found
    return value if is_spec(value) else None


def broken_reason(value: object) -> str | None:
    """Return why a default can't be chosen by now either; None if it can be, and for other values."""
    found = value.resolve() if isinstance(value, UnresolvedDefault) else None
    return found.message if isinstance(found, Fault) else None


def is_outdated(spec: Spec[object]) -> bool:
    """Return whether the component of a choice takes other settings by now, or isn't registered any more."""
    if type(spec) is not Spec:
        return False
    try:
        return not isinstance(spec.config, spec.entries.config(spec.name))
    except ImportError:
        return False
    except RegistryError:
        return True


def has_unresolved(value: object) -> bool:
    """Return whether a default is or contains a choice that couldn't be made, or is outdated.

    The choices inside the config of another one count as well.
    """
    if is_spec(value):
        is_stale = isinstance(value, UnresolvedDefault) or is_outdated(value)
        return is_stale or has_unresolved(value.config)
    return any(map(has_unresolved, _parts(value)))


def is_lasting(value: object) -> bool:
    """Return whether no choice in a default can become outdated until an epoch begins."""
    if is_spec(value):
        is_kept = type(value) is Spec and value.entries.is_lasting(value.name)
        return is_kept and is_lasting(value.config)
    return all(map(is_lasting, _parts(value)))


def has_choice(value: object) -> bool:
    """Return whether a default is or contains a choice."""
    return is_spec(value) or any(map(has_choice, _parts(value)))


def has_broken(value: object) -> bool:
    """Return whether a default is or contains a choice that can't be made by now either."""
    return bool(broken_reasons(value))


def broken_reasons(value: object) -> list[str]:
    """Return why the choices in a default can't be made by now either."""
    return [reason for each in _unresolved(value) if (reason := broken_reason(each)) is not None]


def _unresolved(value: object) -> Iterator[UnresolvedDefault]:
    if not _OWNERS:  # as in nearly all programs
        return
    if isinstance(value, UnresolvedDefault):
        yield value
        return
    for part in _parts(value):
        yield from _unresolved(part)


def _parts(value: object) -> Iterator[object]:
    if type(value) in _LEAVES:  # asked first, since an instance may have a hundred thousand of them
        return
    if is_mapping(value):
        yield from value.values()
    elif is_sequence(value):
        yield from value
    elif has_fields(value) and not is_spec(value):
        yield from (each.of(value) for each in declared_fields(type(value)))
