"""`python -m tests.fuzz SECONDS`: search for bytes that give another error than ConfigError."""

from __future__ import annotations

import importlib
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, cast


class Fuzzer(Protocol):
    """The part of atheris that is used; it comes without types."""

    def instrument_imports(self, include: Sequence[str]) -> AbstractContextManager[None]:
        """Record which lines of these packages are run, if they are imported inside the block."""
        ...

    def Setup(self, arguments: Sequence[str], once: Callable[[bytes], None]) -> None:  # noqa: N802  # its name
        """Set libFuzzer's options and the function to call."""
        ...

    def Fuzz(self) -> None:  # noqa: N802  # its name
        """Call the function until the time is up, and end the program."""
        ...


FUZZER = cast("Fuzzer", importlib.import_module("atheris"))
CASES = Path(__file__).parent / "cases"

with FUZZER.instrument_imports(include=["typed_registry"]):
    from tests.fuzz.target import SEEDS, SUFFIXES, check


def once(data: bytes) -> None:
    """Try one file. Its first byte says its format."""
    if data:
        check(data[1:], SUFFIXES[data[0] % len(SUFFIXES)])


def main(seconds: int) -> None:
    """Search until the time is up or an error is found; its bytes are then added to the cases."""
    with tempfile.TemporaryDirectory(prefix="corpus") as corpus:
        for number, (suffix, text) in enumerate(SEEDS):
            Path(corpus, str(number)).write_bytes(bytes([SUFFIXES.index(suffix)]) + text.encode())
        options = (f"-max_total_time={seconds}", "-max_len=400", "-timeout=10", f"-artifact_prefix={CASES}/")
        FUZZER.Setup([sys.argv[0], *options, corpus], once)
        FUZZER.Fuzz()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 600)
