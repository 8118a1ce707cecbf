"""Executes the blocks of one page, one after the other, in a folder of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

from attrs import field, frozen

from tests.docs.page import ROOT, Block
from tests.preloaded.interpreter import preloaded

MODULE = "example"
"""The name of the module that the page's Python blocks make up."""


def _example() -> ModuleType:
    sys.modules[MODULE] = module = ModuleType(MODULE)
    return module


@frozen
class Session:
    """What the blocks of a page have in common: a folder of files and one Python module."""

    folder: Path
    module: ModuleType = field(factory=_example)
    messages: list[str] = field(factory=list[str])
    """The texts of errors that were raised as announced and whose text is to be shown next."""

    def check(self, block: Block) -> None:
        """Do with the block what its comment or its language says; fails if the page isn't true."""
        if self.messages:
            assert block.text == self.messages.pop()
        elif block.directive == "file":
            self._write(block)
        elif block.directive == "part of":
            assert block.text in self._read(block.argument)
        elif block.directive == "raises":
            error = self._error(block)
            assert block.argument == type(error).__name__
            self.messages.append(f"{error}\n")
        elif not block.directive and block.language == "python":
            self._execute(block)
        elif not block.directive and block.language == "console":
            self._run_commands(block)
        else:
            assert block.directive == "not run", f"say how to test this {block.language} block"

    def _write(self, block: Block) -> None:
        file = self.folder / block.argument
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block.text, encoding="utf-8")

    def _read(self, name: str) -> str:
        file = self.folder / name
        return (file if file.exists() else ROOT / name).read_text(encoding="utf-8")

    def _execute(self, block: Block) -> None:
        exec(compile(block.text, f"{MODULE}.py", "exec"), vars(self.module))

    def _error(self, block: Block) -> Exception | None:
        try:
            self._execute(block)
        except Exception as error:  # noqa: BLE001  # which one it has to be, the caller checks
            return error
        return None

    def _run_commands(self, block: Block) -> None:
        for shown in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            command, _, expected = shown.partition("\n")
            found = self._output(command)

            if not re.fullmatch(_pattern(expected), found):
                assert expected == found, command  # pytest shows where they differ

    def _output(self, command: str) -> str:
        folders = [str(Path(sys.executable).parent), os.environ["PATH"]]
        if re.match("posttrain (train|sample) ", command):
            folders.insert(0, str(Path(preloaded()).parent))
        path = os.pathsep.join(folders)
        added = {"PATH": path, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100"}
        done = subprocess.run(
            ["/bin/bash", "-c", f"exec 2>&1; {command}\n"],
            cwd=self.folder,
            env={**os.environ, **added},
            capture_output=True,
            text=True,
            check=False,
        )
        return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def _pattern(expected: str) -> str:
    """The regular expression of an output in which `...` stands for any text."""
    return re.escape(expected).replace(re.escape("..."), r"[\s\S]*?")
