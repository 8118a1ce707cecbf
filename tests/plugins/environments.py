"""Environments in which a host and its plugins are installed, as users install them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

from attrs import frozen

from tests.posttrain.program import Result
from tests.stubs.warm_cache import warm_cache

ROOT = Path(__file__).parents[2]
SOURCES = Path(__file__).parent
HOST, REVERB, DELAY = "audiofx", "reverb", "delay"
"""The folders of the distributions."""
_INSTALL = ("install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation")


START = """\
import site
site.addsitedir({site!r})
"""
"""The start of Python that adds the folder of an environment to the packages of the tests' own."""


@frozen
class Installation:
    """A virtual environment for plugins, above the packages of the tests' own, beside the sources."""

    folder: Path

    @classmethod
    def create(cls, folder: Path) -> Installation:
        """Make an environment without any plugin, with copies of the sources of all distributions."""
        venv.create(folder / "venv", symlinks=True)
        made = cls(folder)
        (folder / "start").mkdir()
        (folder / "start/sitecustomize.py").write_text(START.format(site=str(made.site)))
        warm_cache(folder, str(ROOT / "src"))
        for name in (HOST, REVERB, DELAY):
            shutil.copytree(SOURCES / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        return made

    def copy(self, folder: Path) -> Installation:
        """Copy the environment with everything that is installed into a new folder."""
        shutil.copytree(self.folder, folder, symlinks=True)
        made = Installation(folder)
        named = (*made.site.glob("*.pth"), *made.site.glob("*/direct_url.json"))
        for file in (folder / "start/sitecustomize.py", *named):
            file.write_text(file.read_text().replace(str(self.folder), str(folder)))
        return made

    @property
    def site(self) -> Path:
        """The folder that distributions are installed into."""
        [site] = (self.folder / "venv" / "lib").glob("python*/site-packages")
        return site

    @property
    def paths(self) -> list[str]:
        """The folders in which checkers find what is installed."""
        editable = (line for file in self.site.glob("*.pth") for line in file.read_text().split())
        return [str(self.site), *editable]

    def install(self, *names: str, editable: bool = False) -> None:
        """Install distributions from their sources."""
        options = ["--editable"] if editable else []
        paths = [part for name in names for part in (*options, str(self.folder / name))]
        self._pip(*_INSTALL, *paths)

    def uninstall(self, *names: str) -> None:
        """Uninstall distributions."""
        self._pip("uninstall", "--quiet", "--yes", *names)

    def run(self, *arguments: str, **variables: str) -> Result:
        """Run Python with these arguments in the folder of the environment."""
        paths = os.pathsep.join((str(self.folder / "start"), str(ROOT / "src")))
        environment = {**os.environ, "PYTHONPATH": paths, "COLUMNS": "500", "NO_COLOR": "1", **variables}
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def code(self, *lines: str, **variables: str) -> str:
        """Run lines of Python that know the registry, and return what they print."""
        result = self.run("-c", "\n".join(("from audiofx.registries import EFFECTS", *lines)), **variables)
        assert (0, "") == (result.code, result.err)
        return result.out

    def command(self, *arguments: str, **variables: str) -> Result:
        """Run `typed-registry`."""
        return self.run("-m", "typed_registry", *arguments, **variables)

    def _pip(self, *arguments: str) -> None:
        python = str(self.folder / "venv" / "bin" / "python")
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python, *arguments]
        environment = {**os.environ, "PYTHONPATH": sysconfig.get_path("purelib")}  # for the build backend
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
