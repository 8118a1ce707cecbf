"""The entry points of installed distributions.

They are the same as those of `importlib.metadata`, which parses every file of every distribution. Here, only
the files that mention a group are parsed, and a malformed line of one distribution hides no other.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib.machinery import PathFinder
from itertools import chain
from time import time_ns
from typing import TYPE_CHECKING, NamedTuple, cast

from typed_registry._distribution import Distribution, normalized
from typed_registry._place import Place

if TYPE_CHECKING:
    from importlib.metadata import Distribution as Metadata

_BACKPORT = "MetadataPathFinder"
"""The class of `importlib_metadata` that finds what is on the path."""
_DOTTED = r"([^\W\d]\w*(?:\.[^\W\d]\w*)*)\s*"
_VALUE = re.compile(rf"{_DOTTED}(?::\s*{_DOTTED})?(?:\[.*\]\s*)?$")
"""A module, perhaps with an object in it and with extras, which are ignored."""


class InstalledDistribution:
    """A distribution, known by the folder of its metadata."""

    __slots__ = ("_entry_points", "_known", "_tops", "folder", "key", "read")

    def __init__(self, folder: str, key: str, read: Callable[[str], str | None]) -> None:
        self.folder: str = folder
        self.key: str = key
        """The normalized name, as `normalized` returns it."""
        self.read: Callable[[str], str | None] = read
        """Returns the text of a file of the metadata; None if there is none."""
        self._known: Distribution | None = None
        self._entry_points: str | None = None
        self._tops: frozenset[str] | None = None

    @property
    def entry_points(self) -> str:
        """The text of its entry points; empty if there are none."""
        if self._entry_points is None:
            self._entry_points = self.read("entry_points.txt") or ""
        return self._entry_points

    @property
    def tops(self) -> frozenset[str]:
        """The top-level modules and packages that it has installed, as far as its metadata says."""
        if self._tops is None:
            record = (self.read("RECORD") or "").splitlines()
            listed = (self.read("top_level.txt") or "").split()
            files = {line.partition(",")[0].partition("/")[0] for line in record}
            self._tops = frozenset((*(file.partition(".")[0] for file in files), *listed))
        return self._tops

    @property
    def distribution(self) -> Distribution:
        """The name and the version as the metadata has them."""
        if self._known is None:
            text = self.read("METADATA") or self.read("PKG-INFO") or ""
            head = [line.partition(":") for line in text.partition("\n\n")[0].splitlines()]
            facts = {key.lower(): value.strip() for key, _, value in reversed(head)}
            self._known = Distribution(facts.get("name") or self.key, facts.get("version", ""))
        return self._known


class EntryPoint(NamedTuple):
    """An entry point of an installed distribution."""

    name: str
    value: str
    module: str
    """The module that the value names; empty if the entry point is malformed."""
    attribute: str | None
    """The object that it names in the module."""
    installed: InstalledDistribution

    @property
    def distribution(self) -> Distribution:
        """The distribution that has the entry point."""
        return self.installed.distribution

    @property
    def place(self) -> Place:
        """The entry point as it is written."""
        return Place(f"entry point {self.name} = {self.value}", 0)


def entry_points(group: str, package: str) -> tuple[tuple[EntryPoint, ...], tuple[EntryPoint, ...]]:
    """Return the entry points of a group, and those of the other groups in the namespace of a package.

    They are in the order of their distributions' names, and then as written.
    """
    start = f"{package}."
    every = ((installed, installed.entry_points) for installed in installed_distributions())
    some = [(installed, text) for installed, text in every if group in text or start in text]
    found = [
        (section, point)
        for installed, text in sorted(some, key=lambda each: each[0].key)
        for section, point in _parsed(installed, text, group, start)
    ]
    own = tuple(point for section, point in found if section == group)
    return own, tuple(point for section, point in found if section != group)


def installed_distributions() -> Iterator[InstalledDistribution]:
    """Yield every installed distribution; of several with one name, the first on the path."""
    seen: set[str] = set()
    on_path = map(_in_item, dict.fromkeys(sys.path))
    elsewhere = (map(_of_metadata, finder()) for finder in _other_finders())
    for installed in chain.from_iterable(chain(on_path, elsewhere)):
        if installed.key not in seen:
            seen.add(installed.key)
            yield installed


def _parsed(
    installed: InstalledDistribution, text: str, group: str, start: str
) -> Iterator[tuple[str, EntryPoint]]:
    """Yield the entry points of a group, and those of groups whose names begin with `start`.

    Each is yielded with its group, also if its line is malformed.
    """
    section, is_in_group = "", False
    for line in map(str.strip, text.splitlines()):
        if not line or line[0] == "#":
            continue
        if line[0] == "[" and line[-1] == "]":
            section = line.strip("[]")
            is_in_group = section == group or section.startswith(start)
        elif is_in_group:
            name, _, value = line.partition("=")
            name, value = name.rstrip(), value.lstrip()
            match = _VALUE.match(value) if name else None
            module, attribute = match.groups() if match else ("", None)
            yield section, EntryPoint(name, value, module, attribute, installed)


_KEPT: dict[str, tuple[int, tuple[InstalledDistribution, ...]]] = {}
"""The distributions in each folder of the path, with the time at which the folder was last changed."""
_RECENT = 2 * 10**9
"""Nanoseconds within which a folder may change again without getting another time."""


def _in_item(item: str) -> tuple[InstalledDistribution, ...]:
    """Return the distributions in an item of the path. They are read again when the folder has changed."""
    changed = _changed(item)
    kept = _KEPT.get(item)
    if kept is not None and kept[0] == changed:
        return kept[1]
    found = tuple(_in_archive(item) if _is_archive(item) else _in_folder(item))
    if time_ns() - changed > _RECENT:
        _KEPT[item] = changed, found
    return found


def _changed(item: str) -> int:
    """Return when a folder or an archive was last changed."""
    try:
        return os.stat(item or ".").st_mtime_ns  # noqa: PTH116  # pathlib is slow to import
    except OSError:
        return 0


def _is_archive(item: str) -> bool:
    return item.endswith(".egg") or os.path.isfile(item)  # noqa: PTH113  # as above


def _in_archive(item: str) -> Iterator[InstalledDistribution]:
    from importlib.metadata import distributions

    return map(_of_metadata, distributions(path=[item]))


def _in_folder(item: str) -> Iterator[InstalledDistribution]:
    try:
        names = os.listdir(item or ".")  # noqa: PTH208  # as above
    except OSError:
        return
    for name in names:
        stem, dot, ending = name.rpartition(".")
        if dot and ending.lower() in {"dist-info", "egg-info"}:
            key = normalized(stem.partition("-")[0])
            folder = os.path.join(item, name)  # noqa: PTH118  # as above
            yield InstalledDistribution(folder, key, partial(_content, folder))


def _content(folder: str, file: str) -> str | None:
    """Return the text of a file of a distribution's metadata; None if there is none."""
    try:
        with open(f"{folder}/{file}", encoding="utf-8", errors="replace") as opened:  # noqa: PTH123  # as above
            return opened.read()
    except OSError:
        return None


def _other_finders() -> Iterator[Callable[[], Iterable[Metadata]]]:
    """Yield the functions that find distributions elsewhere than on the path."""
    for finder in sys.meta_path:
        find: object = getattr(finder, "find_distributions", None)
        if callable(find) and finder is not PathFinder and type(finder).__name__ != _BACKPORT:
            yield cast("Callable[[], Iterable[Metadata]]", find)


def _of_metadata(found: Metadata) -> InstalledDistribution:
    """Return a distribution as `importlib.metadata` has found it."""
    name = found.metadata["Name"]
    return InstalledDistribution(name, normalized(name), found.read_text)
