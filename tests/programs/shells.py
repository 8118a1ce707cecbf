"""The shells whose completion is tested, which are those of the system or else unpacked from its packages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from secrets import token_hex
from typing import NoReturn

import pytest
from attrs import frozen

PACKAGES = {
    "bash": ("bash",),
    "zsh": ("zsh", "zsh-common"),
    "fish": ("fish", "fish-common", "libpcre2-32-0"),
}
"""The packages of Debian for each shell."""


@frozen
class Shell:
    """A shell, and what it needs to start."""

    name: str
    command: tuple[str, ...]
    variables: dict[str, str]
    start: str
    """The lines that it is given first."""


def shell(name: str) -> Shell:
    """Return a shell. If it can't be had, the test is skipped, or fails with `CI` in the environment."""
    found = shutil.which(name)
    if found is not None:
        return Shell(name, _command(name, found), {}, _start(name, None))
    root = _unpacked(name)
    binary = next(each for each in (root / f"bin/{name}", root / f"usr/bin/{name}") if each.is_file())
    libraries = next(root.glob("usr/lib/*-linux-gnu"), root)
    return Shell(name, _command(name, str(binary)), {"LD_LIBRARY_PATH": str(libraries)}, _start(name, root))


def _command(name: str, binary: str) -> tuple[str, ...]:
    return (binary, *{"bash": ("--norc", "-i"), "zsh": ("-f", "-i"), "fish": ("-i",)}[name])


def _start(name: str, root: Path | None) -> str:
    """Return the lines that make a shell ready, such as where its modules are."""
    if name != "zsh":
        return "" if name == "fish" else "bind 'set enable-bracketed-paste off'\n"
    moved = (
        "" if root is None else f"module_path=({_one(root, 'usr/lib/*/zsh/*')})\nfpath=({_functions(root)})\n"
    )
    return f"{moved}bindkey -e\nautoload -Uz compinit\ncompinit -u -D\n"


def _functions(root: Path) -> str:
    return " ".join(str(each) for each in root.glob("usr/share/zsh/functions/**/") if each.is_dir())


def _one(root: Path, pattern: str) -> Path:
    return next(iter(root.glob(pattern)))


def _unpacked(name: str) -> Path:
    """Return the folder into which the packages of a shell are unpacked, once for the environment."""
    folder = Path(sys.prefix) / "shells" / name
    if not folder.exists():
        _unpack(name, folder)
    return folder


def _unpack(name: str, folder: Path) -> None:
    """Download the packages, and unpack them into a new folder, since another process may do the same."""
    partial = folder.with_name(f"{name}.{token_hex(4)}")
    partial.mkdir(parents=True)
    try:
        _run("apt-get", "download", *PACKAGES[name], folder=partial)
        for package in partial.glob("*.deb"):
            _run("dpkg-deb", "-x", str(package), str(partial), folder=partial)
    except (OSError, subprocess.CalledProcessError) as error:
        shutil.rmtree(partial)
        _unavailable(f"{name} isn't installed and can't be downloaded: {error}")
    if name == "fish":
        (partial / "usr/etc").symlink_to("../etc")  # where a fish that isn't in /usr looks
    try:
        partial.rename(folder)
    except OSError:  # the other was first
        shutil.rmtree(partial)


def _unavailable(reason: str) -> NoReturn:
    """Skip the test, or fail it in continuous integration, where every shell is to be tested."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _run(*command: str, folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
