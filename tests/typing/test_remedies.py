"""Where no stub tells a checker the names, its message says what to do, as it is printed by default."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.typing.checker import CHECKERS, ROOT

PROGRAM = """\
from tests.typing.cases.stubless import OPTIMIZERS
from tests.typing.zoo.many import MANY
from tests.typing.zoo.config import MarginConfig
from tests.typing.zoo.registries import LOADERS, READERS

OPTIMIZERS.build("adam")  # RunTypedRegistryStubs
OPTIMIZERS.spec("adam", betas=(0.9, 0.99))  # RunTypedRegistryStubs
OPTIMIZERS.components["adam"]()  # RunTypedRegistryStubs
OPTIMIZERS.specs["adam"]()  # RunTypedRegistryStubs
MANY.build("hinge", MarginConfig())  # TooManyNamesUseComponents
MANY.get("hinge")  # TooManyNamesUseComponents
MANY.spec("hinge", margin=2.0)  # TooManyNamesUseSpecs
LOADERS.build("lines", "a")  # NothingIsRegistered
LOADERS.get("lines")  # NothingIsRegistered
LOADERS.spec("lines", path="a")  # NothingIsRegistered
READERS.spec("parsing", parse=len)  # NoConfigCanChooseItUseBuild
READERS.build("parsing", parse=len)
"""
_OUTPUT = re.compile(r"--?(output|outputjson|summary|min-severity)\S*")
_START = re.compile(r"^(?=\S+:\d+:\d+: error: |\s+\S+:\d+:\d+ - error: |error\[|ERROR )", re.MULTILINE)


def as_printed(checker: str, file: Path) -> list[str]:
    """Return the messages that a checker prints for people, without the options that make it print JSON."""
    words = iter(CHECKERS[checker].command)
    command = [str(Path(sys.executable).with_name(next(words)))]
    for word in words:
        if not _OUTPUT.match(word):
            command.append(word)
        elif word != "--outputjson":
            next(words)
    done = subprocess.run([*command, str(file)], cwd=ROOT, capture_output=True, text=True, check=False)
    return _START.split(done.stdout)


@pytest.mark.parametrize("checker", CHECKERS)
def test_message_says_what_to_do(checker: str, tmp_path: Path) -> None:
    """Every refused call mentions the type whose name is the remedy."""
    file = tmp_path / "program.py"
    file.write_text(PROGRAM)
    messages = as_printed(checker, file)

    for number, line in enumerate(PROGRAM.splitlines(), 1):
        _, mark, remedy = line.partition("  # ")
        said = "".join(each for each in messages if f"program.py:{number}:" in each)
        assert remedy in said
        assert bool(mark) == bool(said)
