"""`extends: base.yaml`: files that build on other files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from os.path import relpath
from pathlib import Path

from attrs import evolve

from typed_registry._annotations.type_guards import is_sequence
from typed_registry._messages.suggest import did_you_mean
from typed_registry.config._document.document import Document
from typed_registry.config._document.faults import Fault, Malformed, Origin, WrongType
from typed_registry.config._document.faults import Path as Trail
from typed_registry.config._document.locations import Location, Source
from typed_registry.config._formats.limits import MAX_DEPTH
from typed_registry.config._formats.near_file import near_file
from typed_registry.config._formats.read import parse, read
from typed_registry.config._sources.config_place import ANY_PLACE, ConfigPlace
from typed_registry.config._sources.merge import Subtree, merge
from typed_registry.errors import ConfigError

EXTENDS = "extends"


def read_extended(file: Path | str, text: str | None = None, place: ConfigPlace = ANY_PLACE) -> Document:
    """Read a file and the files that it extends, by paths from its own folder, as one document.

    The file's own values win over those of the files that it extends, and of several such files the later
    ones win. Each value keeps its own origin. With `text`, the file is read as if it contained that. `place`
    is that of the whole config.

    Raises ConfigError with everything that can't be read, and for a file that extends itself.
    """
    document = read(file) if text is None else parse(text, file)
    return _Extension(place).whole(document, Path(file), ())


class _Extension:
    """Joins one file with those that it extends. Each file is read once, however many others extend it."""

    def __init__(self, place: ConfigPlace) -> None:
        self._place = place
        self._ranks = count()
        self._documents: dict[Path, Document | None] = {}
        """The data that was read, with all that it extends; None for a file whose faults are reported."""

    def whole(self, document: Document, file: Path, above: tuple[Path, ...]) -> Document:
        """Return a document with all that it extends; `above` are the files that lead to it."""
        whole: Document | None = None
        faults: list[Fault] = []
        for name, at in _bases(document):
            try:
                base = self._base(document, name, at, (*above, file))
            except ConfigError as error:
                faults.extend(error.faults)
            else:
                whole = base if whole is None else whole if base is None else self._merged(whole, base)
        if faults:
            raise ConfigError((*document.faults, *faults))
        own = evolve(document, data={key: value for key, value in document.data.items() if key != EXTENDS})
        if own.location.source is not None:
            own.location.source.rank = next(self._ranks)
        return own if whole is None else self._merged(whole, own)

    def _base(self, document: Document, name: object, at: Trail, chain: tuple[Path, ...]) -> Document | None:
        """Return a file that the last file of the chain extends, with all that it extends itself.

        None if its faults are reported already. Raises ConfigError, which says where it is extended.
        """
        if not isinstance(name, str) or not name:
            raise ConfigError((document.fault(at, WrongType("a file's path", name)),))
        base = chain[-1].parent / name
        message = (
            _too_deep(chain) or _obstacle(base, chain) or _ring_message(base, document.origin(at), chain)
        )
        if message is not None:
            raise ConfigError((document.fault(at, Malformed(message)),))
        place = base.resolve()
        if place in self._documents:
            known = self._documents[place]
            return known and self._ranked_again(known)
        self._documents[place] = None
        try:
            whole = self._documents[place] = self.whole(read(base), base, chain)
        except ConfigError as error:
            by = document.origin(at)
            faults = (fault if fault.extended else evolve(fault, extended=by) for fault in error.faults)
            raise ConfigError(tuple(faults)) from None
        return whole

    def _merged(self, low: Document, high: Document) -> Document:
        """Return two documents as one, in which the values of the second win."""
        merged, _ = merge(Subtree(low.data, low.location), Subtree(high.data, high.location), self._place)
        own = (fault for fault in high.faults if fault not in low.faults)  # both may extend the same file
        return low.changed(merged.data, merged.location, own)

    def _ranked_again(self, document: Document) -> Document:
        """Return a copy of a document whose values win over everything that was read before."""
        sources = {source for each in _all(document.location) if (source := each.source)}
        copies = {each: Source(each.name, next(self._ranks)) for each in sorted(sources, key=_rank)}
        location = document.location.deep_copy()
        for each in _all(location):
            each.source, each.key_source = (
                source and copies.get(source) for source in (each.source, each.key_source)
            )
        return evolve(document, location=location)


def _all(location: Location) -> Iterator[Location]:
    yield location
    for item in location.items.values():
        yield from _all(item)


def _rank(source: Source) -> int:
    return source.rank


def _bases(document: Document) -> Iterator[tuple[object, Trail]]:
    """Yield each file that a document extends, as it is written, and the path at which it is written."""
    named = document.data.get(EXTENDS)
    if is_sequence(named):
        yield from ((name, (EXTENDS, index)) for index, name in enumerate(named))
    elif EXTENDS in document.data:
        yield named, (EXTENDS,)


def _too_deep(chain: Sequence[Path]) -> str | None:
    """Return that too many files extend each other; None if that isn't so."""
    return f"at most {MAX_DEPTH} files extend each other in a chain" if len(chain) > MAX_DEPTH else None


def _obstacle(base: Path, chain: Sequence[Path]) -> str | None:
    """Return why a file that the last file of the chain extends can't be read; None if it can."""
    try:
        base.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # a path with a null byte is a ValueError
        return _missing(base, chain)
    except OSError as error:
        return f"{base} can't be read: {error.strerror}"
    if base.is_dir():
        return f"{base} is a folder, not a file"
    return None if base.is_file() else f"{base} isn't a regular file"


def _missing(base: Path, chain: Sequence[Path]) -> str:
    """Return that there is no such file, and what to write for the one that may be meant."""
    near = near_file(base, chain)
    return f"there is no file {base}{did_you_mean(None if near is None else relpath(near, chain[-1].parent))}"


def _ring_message(base: Path, origin: Origin | None, chain: Sequence[Path]) -> str | None:
    """Return which files extend each other in a ring, and what to remove; None if no files do."""
    above = [path.resolve() for path in chain]
    if base.resolve() not in above:
        return None
    ring = (*chain[above.index(base.resolve()) :], base)
    line = f"line {origin.line} of {ring[-2]}" if origin and origin.line else str(ring[-2])
    if len(ring) == 2:  # noqa: PLR2004  # the same file twice
        return f"a file can't extend itself; remove {base.name!r} from {line}"
    shown = " > ".join(map(str, ring))
    return f"files can't extend each other in a ring: {shown}; remove {base.name!r} from {line}"
