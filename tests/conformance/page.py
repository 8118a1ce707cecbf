"""The page that says what registration checks and what it leaves to a type checker.

`python -m tests.conformance.page` writes its table anew.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from tests.conformance.verdicts import Verdict, verdicts

FILE = Path(__file__).parents[2] / "docs" / "conformance.md"
MARK = "<!-- table -->"
HEAD = "| how the class has the member | both accept | both refuse | only mypy refuses | for instance |\n"


def table(found: Iterable[Verdict]) -> str:
    """A row for each way to have a member, with the first class that only mypy refuses."""
    rows: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in found:
        rows[verdict.pair.difference].append(verdict)
    lines = [HEAD, "| --- | --- | --- | --- | --- |\n"]
    lines.extend(_row(difference, given) for difference, given in rows.items())
    return "".join(lines)


def page(found: Iterable[Verdict]) -> str:
    """The page with its table as it is now."""
    before, _, _ = FILE.read_text(encoding="utf-8").partition(MARK)
    return f"{before}{MARK}\n\n{table(found)}"


def _row(difference: str, given: list[Verdict]) -> str:
    missed = [v for v in given if not v.by_mypy and not v.reasons]
    agreed = sum(v.by_mypy for v in given)
    refused = len(given) - agreed - len(missed)
    return f"| {difference} | {agreed} | {refused} | {len(missed)} | {_example(missed)} |\n"


def _example(missed: list[Verdict]) -> str:
    if not missed:
        return ""
    pair = min(missed, key=lambda v: len(v.pair.protocol + v.pair.component)).pair
    shown = (pair.protocol, pair.component.replace("CLASS", "C"))
    return " for ".join(f"`{' '.join(text.split()).replace('|', chr(92) + '|')}`" for text in reversed(shown))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        FILE.write_text(page([*verdicts(Path(folder))]), encoding="utf-8")
