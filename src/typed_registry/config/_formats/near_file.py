"""The file that was probably meant by the path of one that doesn't exist."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from typed_registry._messages.suggest import nearest
from typed_registry.config._formats.formats import SUFFIXES


def near_file(missing: Path, others: Iterable[Path] = ()) -> Path | None:
    """Return the config file whose path is most similar and that isn't among the others; None if none is.

    Every part of the path that doesn't exist is replaced by the most similar name in its folder. If there is
    none, a file of the right name may be in one of the folders there.
    """
    folder, above = Path(missing.anchor), [each.resolve() for each in others]
    for part in missing.parent.relative_to(folder).parts:
        near = part if (folder / part).is_dir() else nearest(part, _names(folder))
        if near is None:
            return _below(folder, missing.name, above)
        folder /= near
    files = (folder / name for name in _names(folder) if name.endswith(tuple(SUFFIXES)))
    by_stem = {file.stem: file for file in files if file.resolve() not in above}
    stem = nearest(missing.stem, by_stem)
    return _below(folder, missing.name, above) if stem is None else by_stem[stem]


def _names(folder: Path) -> list[str]:
    """Return the names in a folder, without hidden ones; none if it can't be listed."""
    with suppress(OSError):
        return sorted(each.name for each in folder.iterdir() if not each.name.startswith("."))
    return []


def _below(folder: Path, name: str, others: Sequence[Path]) -> Path | None:
    """Return a file of this name in a folder that the folder contains."""
    found = (folder / each / name for each in _names(folder))
    return next((each for each in found if each.is_file() and each.resolve() not in others), None)
