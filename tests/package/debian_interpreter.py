"""Newer interpreters than the machine's, unpacked from the packages of Debian's unstable distribution.

They bring their own C library, to which patchelf binds them. apt verifies the packages; nothing is installed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"
SOURCE = f"deb [signed-by={KEYS}] http://deb.debian.org/debian sid main\n"
FOLDER = Path(sys.prefix).resolve() / "interpreters"
"""An interpreter is unpacked once for an environment. It is bound to this path, which has no links in it."""


def debian_interpreter(version: str) -> Path | None:
    """Return the interpreter of a version, such as `3.15`; None if it can't be had on this machine."""
    folder = FOLDER / version
    if not folder.exists():
        partial = folder.with_name(f"{version}.{token_hex(4)}")
        try:
            _unpack(version, partial)
            _bind(version, partial, folder)
            partial.rename(folder)
        except (OSError, LookupError, subprocess.CalledProcessError):
            shutil.rmtree(partial, ignore_errors=True)
    python = _python(folder, version)
    return python if python.exists() else None


def _python(folder: Path, version: str) -> Path:
    return folder / "root/usr/bin" / f"python{version}"


def _unpack(version: str, folder: Path) -> None:
    """Download the packages of an interpreter with all that they need, and unpack them."""
    for each in ("lists/partial", "cache/archives/partial"):
        (folder / each).mkdir(parents=True)
    (folder / "status").touch()  # nothing is installed
    (folder / "sources.list").write_text(SOURCE)
    options = list(_options(folder))
    _run("apt-get", *options, "update")
    wanted = (f"python{version}", f"python{version}-venv")
    _run("apt-get", *options, "install", "--yes", "--download-only", "--no-install-recommends", *wanted)
    for package in folder.glob("cache/archives/*.deb"):
        _run("dpkg-deb", "-x", package, folder / "root")
    for each in ("lists", "cache"):
        shutil.rmtree(folder / each)


def _options(folder: Path) -> Iterator[str]:
    """Yield the options by which apt uses a folder in place of the system's state."""
    settings = {
        "Dir::State": folder,
        "Dir::State::lists": folder / "lists",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder / "cache",
        "Dir::Etc::sourcelist": folder / "sources.list",
        "Dir::Etc::sourceparts": "-",
        "Acquire::Languages": "none",
        "APT::Sandbox::User": "root",
    }
    yield from (f"--option={name}={value}" for name, value in settings.items())


def _bind(version: str, folder: Path, final: Path) -> None:
    """Have an interpreter load its libraries from the `final` folder, to which it will be moved."""
    loader = next((folder / "root").glob("usr/lib*/**/ld-linux*.so.*"), None)
    library = next((folder / "root").glob("usr/lib/*-linux-gnu"), None)
    if loader is None or library is None:
        raise LookupError(f"Python {version} comes without its C library")
    paths = [str(final / each.relative_to(folder)) for each in (loader, library)]
    options = ("--set-interpreter", paths[0], "--force-rpath", "--set-rpath", paths[1])
    _run(Path(sys.prefix, "bin/patchelf"), *options, _python(folder, version))


def _run(*command: str | Path) -> None:
    subprocess.run([*map(str, command)], check=True, capture_output=True)
