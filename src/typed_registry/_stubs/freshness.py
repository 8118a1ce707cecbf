"""Find out whether anything has changed since a stub was generated, without importing anything.

A stamp in the cache names every file that the stub was generated from, with a hash of their state, of the
modules beside them and of the installed distributions. A file's state is its size, its times and its inode.
One of these differs after any edit: nobody can set the time at which an inode has changed (`ctime`).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from attrs import asdict, frozen

from typed_registry._atomic_write import write_atomically
from typed_registry._installed_files import is_installed
from typed_registry.config._structure.load import from_mapping

CACHE = Path(".mypy_cache") / "typed-registry"
"""In the project's folder. mypy's cache for stubs is there as well."""


@frozen
class InputStamp:
    """The files that a stub was generated from, and a hash of their state."""

    files: tuple[str, ...]
    reports: tuple[str, ...]
    """The lines that the command prints each time, such as what is `Any` in the stub."""
    digest: str


def record_stamp(
    key: str, files: Iterable[str], written: Iterable[str], reports: tuple[str, ...], since: int
) -> None:
    """Record the state of the files that a stub was just generated from, and of those that were `written`.

    Nothing is recorded if one has changed `since` the generation began, in nanoseconds of the system's clock.
    """
    read = {*files, *_loaded()} - {*written}
    if any(_changed(file) > since for file in read):
        return
    known = tuple(sorted({*read, *written}))
    place = _place(key)
    place.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(place, json.dumps(asdict(InputStamp(known, reports, _digest(known)))))


def unchanged_stamp(key: str) -> InputStamp | None:
    """Return the stamp of a stub if nothing has changed since; None if something has."""
    try:
        stamp = from_mapping(InputStamp, json.loads(_place(key).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None  # missing or damaged
    return stamp if stamp.digest == _digest(stamp.files) else None


def _place(key: str) -> Path:
    return CACHE / "stamps" / f"{sha256(key.encode()).hexdigest()[:16]}.json"


def _loaded() -> Iterator[str]:
    """Yield the files of every imported module, since components may depend on any of them."""
    for module in tuple(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str):
            yield file


def _digest(files: tuple[str, ...]) -> str:
    state = sha256(f"{sys.version} {sys.path}".encode())
    own = sorted({Path(file).parent for file in files if not is_installed(file)})
    installed = [Path(folder) for folder in sys.path]
    for line in (*map(_state, files), *map(_modules, own), *map(_distributions, installed)):
        state.update(line.encode(errors="surrogateescape"))
    return state.hexdigest()


def _state(file: str) -> str:
    try:
        found = os.stat(file)  # noqa: PTH116  # a Path for each of some thousand files takes longer
    except (OSError, ValueError):  # for a name that no file can have
        return f"{file} is gone"
    return f"{file} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def _changed(file: str) -> int:
    """Return when a file was last changed; 0 if there is none."""
    try:
        return os.stat(file).st_ctime_ns  # noqa: PTH116  # as in _state
    except (OSError, ValueError):
        return 0


def _modules(folder: Path) -> str:
    """Return the state of a folder's modules and packages: even one that nothing imports may register."""
    found = sorted(_within(folder))
    modules = [_state(str(path)) for path in found if path.suffix in {".py", ".pyi"}]
    return f"{folder} {modules} {[path.name for path in found if _is_package(path)]}"


def _is_package(path: Path) -> bool:
    return path.name.isidentifier() and path.name != "__pycache__" and path.is_dir()


def _distributions(folder: Path) -> str:
    """Return the distributions that are installed in a folder of sys.path, with the time of each."""
    found = [path for path in _within(folder) if path.suffix in {".dist-info", ".egg-info"}]
    return " ".join(sorted(_state(str(path)) for path in found))


def _within(folder: Path) -> list[Path]:
    return [*folder.iterdir()] if folder.is_dir() else []
