"""Create a project with the registries, their stubs and a program that uses them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import frozen

from tests.corpora.call import SOURCES, Call, calls
from tests.corpora.program import Verdicts, source, verdicts
from tests.corpora.setting import configured
from tests.stubs.command import ROOT, run
from tests.typing.checker import Checker, Finding
from tests.typing.warm_cache import copy_cache

KNOWN = Path(".mypy_cache", "typed-registry", f"{sys.version_info[0]}.{sys.version_info[1]}")
"""The generator's mypy cache."""
MODULES = tuple(dict.fromkeys(module for module, _ in SOURCES))


@frozen
class Hearing:
    """What one checker says in one run."""

    stubs: tuple[Finding, ...]
    """Findings in the stubs, as they are and without the line that silences mypy."""
    program: Verdicts


@frozen
class Project:
    """A project in a folder of its own."""

    folder: Path
    calls: tuple[Call, ...]
    checkers: Mapping[str, Checker]

    @classmethod
    def make(cls, folder: Path) -> Project:
        """Copy the registries, generate their stubs and write the program."""
        copy_registries(folder, MODULES, most=1000)
        copy_cache(folder / "cache")
        for stub in folder.glob("registries/*.pyi"):
            silenced, bare = stub.read_text().split("\n", 1)
            assert silenced == "# mypy: ignore-errors"
            (folder / f"bare_{stub.name}").write_text(bare)
        made = tuple(calls())
        (folder / "program.py").write_text(source(made))
        return cls(folder, made, configured(folder))

    @property
    def offering(self) -> int:
        """The number of overloads that only offer names for completion."""
        return sum(stub.read_text().count("self: None") for stub in self.folder.glob("bare_*.pyi"))

    def hear(self, checker: str) -> Hearing:
        """Run a checker over the program and the stubs."""
        program = self.folder / "program.py"
        found = self.checkers[checker].check([program, *self.folder.rglob("*.pyi")])
        of_stubs = tuple(f for f in found if f.file != program)
        return Hearing(of_stubs, verdicts(self.calls, (f for f in found if f.file == program)))


def copy_registries(folder: Path, modules: Iterable[str], most: int) -> None:
    """Copy the registries into a folder, and generate the stubs of some of their modules."""
    shutil.copytree(Path(__file__).with_name("registries"), folder / "registries")
    if (ROOT / KNOWN).exists():  # it knows torch from the application's stub; to read it anew takes a while
        shutil.copytree(ROOT / KNOWN, folder / KNOWN)
    names = [f"registries.{module}" for module in modules]
    code, printed = run("stubs", "--most", str(most), "--unresolved", "any", *names, cwd=folder, cold=True)
    if code:
        raise ChildProcessError(printed)
