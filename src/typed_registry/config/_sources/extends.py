"""`extends: base.yaml`: a file over the files that it builds on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from attrs import evolve

from typed_registry._annotations.type_guards import is_sequence, is_table
from typed_registry._messages.suggest import nearest
from typed_registry.config._document.document import Document
from typed_registry.config._document.faults import Fault, Malformed, WrongType
from typed_registry.config._document.faults import Path as Trail
from typed_registry.config._formats.read import parse, read
from typed_registry.config._sources.merge import Subtree, merge
from typed_registry.errors import ConfigError

KEY = "extends"


def extended(file: Path | str, text: str | None = None) -> Document:
    """Reads a file and, below it, those that its `extends` names, by paths from the file's own folder.

    With `text`, as if the file held that. Each value keeps its own origin. Of several files, the later hold
    over the earlier. Raises ConfigError with all that can't be read, and for a file that extends itself.
    """
    document = read(file) if text is None else parse(text, file)
    return _extended(document, Path(file), (), count())


def _extended(document: Document, file: Path, above: tuple[Path, ...], ranks: Iterator[int]) -> Document:
    whole: Document | None = None
    faults: list[Fault] = []
    for name, at in _named(document):
        try:
            below = _base(document, name, at, (*above, file), ranks)
        except ConfigError as error:
            faults.extend(error.faults)
        else:
            whole = below if whole is None else _over(whole, below)
    if faults:
        raise ConfigError((*document.faults, *faults))
    own = _without_key(document)
    if own.location.source is not None:
        own.location.source.rank = next(ranks)
    return own if whole is None else _over(whole, own)


def _named(document: Document) -> Iterator[tuple[object, Trail]]:
    """What a file says that it extends, each with the path to where it says so."""
    named = document.data.get(KEY)
    if is_sequence(named):
        yield from ((name, (KEY, index)) for index, name in enumerate(named))
    elif KEY in document.data:
        yield named, (KEY,)


def _base(
    document: Document, name: object, at: Trail, chain: tuple[Path, ...], ranks: Iterator[int]
) -> Document:
    """A file that the last of the chain extends. Raises ConfigError, which tells where it does."""
    if not isinstance(name, str) or not name:
        raise _refused(document, at, WrongType("a file's path", name))
    base = chain[-1].parent / name
    try:
        _require(document, base, at, chain)
    except OSError as error:
        raise _refused(document, at, Malformed(f"{base} can't be read: {error.strerror}")) from None
    try:
        return _extended(read(base), base, chain, ranks)
    except ConfigError as error:
        by = document.origin(at)
        faults = (fault if fault.extended else evolve(fault, extended=by) for fault in error.faults)
        raise ConfigError(tuple(faults)) from None


def _require(document: Document, base: Path, at: Trail, chain: tuple[Path, ...]) -> None:
    files = [path.resolve() for path in chain]
    if base.is_dir():
        raise _refused(document, at, Malformed(f"{base} is a folder, and no file"))
    if not base.is_file():
        others = (path for path in base.parent.glob("*") if path.is_file() and path.resolve() not in files)
        near = nearest(base.name, (path.name for path in others))
        meant = f"; did you mean {near!r}?" if near else ""
        raise _refused(document, at, Malformed(f"there is no file {base}{meant}"))
    if base.resolve() in files:
        ring = (*chain[files.index(base.resolve()) :], base)
        shown = " > ".join(map(str, ring))
        raise _refused(document, at, Malformed(f"a file can't extend itself: {shown}"))


def _refused(document: Document, at: Trail, problem: Malformed | WrongType) -> ConfigError:
    return ConfigError((Fault(at, problem, document.origin(at)),))


def _without_key(document: Document) -> Document:
    return evolve(document, data={key: value for key, value in document.data.items() if key != KEY})


def _over(low: Document, high: Document) -> Document:
    merged = merge(Subtree(low.data, low.location), Subtree(high.data, high.location))
    data = merged.data if is_table(merged.data) else {}
    return Document(data, merged.location, (*low.faults, *high.faults))
