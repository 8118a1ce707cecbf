"""Run type checkers over case files: `python -m tests.typing [CHECKER ...] [CASE ...]`.

A case is a name in `cases/`, or the path of any file. Without a checker all six are asked, without a case all
cases. With `--golden` it writes down what mypy and pyright print of `golden/example.py`, and asks nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from tests.typing.checker import CHECKERS
from tests.typing.golden import output
from tests.typing.table import show
from tests.typing.verdict import hear

CASES = {file.stem: file for file in sorted(Path(__file__).with_name("cases").glob("[!_]*.py"))}


def main(arguments: Sequence[str]) -> int:
    """Return the exit code: 0, or 1 if there is a mismatch, or 2 for an unknown name."""
    console = Console(width=None if sys.stdout.isatty() else 150)
    if "--golden" in arguments:
        output.write()
        return 0
    checkers = [CHECKERS[name] for name in arguments if name in CHECKERS] or [*CHECKERS.values()]
    named = [CASES.get(name, Path(name)) for name in arguments if name not in CHECKERS]
    missing = [str(file) for file in named if not file.is_file()]
    if missing:
        console.print(
            f"no case: {', '.join(missing)}; cases: {', '.join(CASES)}; checkers: {', '.join(CHECKERS)}"
        )
        return 2
    hearings = [hear(checker, named or [*CASES.values()]) for checker in checkers]
    show(hearings, console)
    return int(any(hearing.mismatches for hearing in hearings))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
