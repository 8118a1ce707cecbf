"""`extends: base.yaml`: a file over the files that it builds on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from attrs import evolve

from typed_registry.config.document import Document
from typed_registry.config.fault import Fault, Malformed
from typed_registry.config.fault import Path as Trail
from typed_registry.config.merge import Merge, Part
from typed_registry.config.read import parse, read
from typed_registry.errors import ConfigError
from typed_registry.narrow import is_mapping, is_sequence
from typed_registry.suggest import nearest

KEY = "extends"


def extended(file: Path | str, text: str | None = None) -> Document:
    """Reads a file and, below it, those that its `extends` names, by paths from the file's own folder.

    With `text`, as if the file held that. Each value keeps its own origin. Of several files, the later hold
    over the earlier. Raises ConfigError for what can't be read, and for a file that extends itself.
    """
    document = read(file) if text is None else parse(text, file)
    return _extended(document, Path(file), (), count())


def _extended(document: Document, file: Path, above: tuple[Path, ...], ranks: Iterator[int]) -> Document:
    bases = [(base, at) for base, at in _bases(document, file)]
    whole: Document | None = None
    for base, at in bases:
        _require(document, base, at, (*above, file))
        below = _extended(read(base), base, (*above, file), ranks)
        whole = below if whole is None else _over(whole, below)
    own = _ranked(_without_key(document), next(ranks))
    return own if whole is None else _over(whole, own)


def _bases(document: Document, file: Path) -> Iterator[tuple[Path, Trail]]:
    """The files that a file extends, each with the path to where it says so."""
    named = document.data.get(KEY)
    listed = [(named, (KEY,))] if not is_sequence(named) else [(n, (KEY, i)) for i, n in enumerate(named)]
    for name, at in listed:
        if isinstance(name, str):
            yield file.parent / name, at
        elif KEY in document.data:
            raise _refused(document, at, f"expected a file's path, got {name!r}")


def _require(document: Document, base: Path, at: Trail, chain: tuple[Path, ...]) -> None:
    if not base.is_file():
        near = nearest(base.name, (path.name for path in base.parent.glob("*") if path.is_file()))
        meant = f"; did you mean {near!r}?" if near else ""
        raise _refused(document, at, f"there is no file {base}{meant}")
    files = [path.resolve() for path in chain]
    if base.resolve() in files:
        ring = (*chain[files.index(base.resolve()) :], base)
        raise _refused(document, at, f"a file can't extend itself: {' > '.join(map(str, ring))}")


def _refused(document: Document, at: Trail, message: str) -> ConfigError:
    return ConfigError((Fault(at, Malformed(message), document.origin(at)),))


def _without_key(document: Document) -> Document:
    return evolve(document, data={key: value for key, value in document.data.items() if key != KEY})


def _ranked(document: Document, rank: int) -> Document:
    tables = (document.keys, document.values)
    keys, values = ({path: evolve(o, rank=rank) for path, o in table.items()} for table in tables)
    return evolve(document, keys=keys, values=values)


def _over(low: Document, high: Document) -> Document:
    merge = Merge()
    joined = merge.join(Part(low.data, low), Part(high.data, high), ())
    data = {str(key): value for key, value in joined.items()} if is_mapping(joined) else {}
    return evolve(merge.document(data), faults=(*low.faults, *high.faults))
