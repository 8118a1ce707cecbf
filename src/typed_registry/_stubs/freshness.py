"""Whether anything has changed since a stub was made: a second run neither imports a component nor asks mypy.

A stamp lies in the cache. It names every file that the stub was made from, and sums up how each stood, which
modules lie beside them and which distributions are installed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from attrs import frozen

from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry._atomic_write import replace

CACHE = Path(".mypy_cache") / "typed-registry"
"""In the project's folder; mypy's own cache for stubs lies there too."""


@frozen
class InputStamp:
    """What a stub was made from, and how that stood then."""

    files: tuple[str, ...]
    large: tuple[str, ...]
    """What the command is to say of the stub again: registries with too many components for overloads."""
    sum: str


def record_stamp(key: str, files: Iterable[str], large: tuple[str, ...]) -> None:
    """Notes that a stub has been made just now from these files, and its own among them."""
    known = tuple(sorted({*files, *_loaded()}))
    content = {"files": known, "large": large, "sum": _sum(known)}
    place = _place(key)
    place.parent.mkdir(parents=True, exist_ok=True)
    replace(place, json.dumps(content))


def unchanged_stamp(key: str) -> InputStamp | None:
    """The stamp of the stub, if all stands as it did when the stub was made."""
    stamp = _read(_place(key))
    return stamp if stamp and stamp.sum == _sum(stamp.files) else None


def _read(place: Path) -> InputStamp | None:
    try:
        content: object = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None  # none yet, or one that something has damaged
    if not is_mapping(content):
        return None
    files, large = (_strings(content.get(part)) for part in ("files", "large"))
    return InputStamp(files, large, str(content.get("sum")))


def _strings(found: object) -> tuple[str, ...]:
    return tuple(map(str, found)) if is_sequence(found) else ()


def _place(key: str) -> Path:
    return CACHE / "stamps" / f"{sha256(key.encode()).hexdigest()[:16]}.json"


def _loaded() -> Iterator[str]:
    """The files of every module imported: components may depend on any of them."""
    for module in tuple(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str):
            yield file


def _sum(files: tuple[str, ...]) -> str:
    state = sha256(f"{sys.version} {sys.path}".encode())
    own = sorted({Path(file).parent for file in files if not file.startswith((sys.prefix, sys.base_prefix))})
    installed = [Path(folder) for folder in sys.path]
    for line in (*map(_standing, files), *map(_modules, own), *map(_distributions, installed)):
        state.update(line.encode())
    return state.hexdigest()


def _standing(file: str) -> str:
    try:
        found = Path(file).stat()
    except OSError:
        return f"{file} is gone"
    return f"{file} {found.st_mtime_ns} {found.st_size}"


def _modules(folder: Path) -> str:
    """The modules and packages in a folder: any may register something, also one that nothing imports."""
    found = sorted(_within(folder))
    modules = [_standing(str(path)) for path in found if path.suffix in {".py", ".pyi"}]
    return f"{folder} {modules} {[path.name for path in found if _is_package(path)]}"


def _is_package(path: Path) -> bool:
    return path.name.isidentifier() and path.name != "__pycache__" and path.is_dir()


def _distributions(folder: Path) -> str:
    """The distributions installed in a folder of sys.path, each with when it was."""
    found = [path for path in _within(folder) if path.suffix in {".dist-info", ".egg-info"}]
    return " ".join(sorted(_standing(str(path)) for path in found))


def _within(folder: Path) -> list[Path]:
    return [*folder.iterdir()] if folder.is_dir() else []
