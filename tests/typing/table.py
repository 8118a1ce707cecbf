"""Print what the checkers said of the case files, for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console  # noqa: TC002  # annotations resolve at run time, as everywhere here
from rich.table import Table

from tests.typing.checker import CHECKERS
from tests.typing.limit import LIMITS
from tests.typing.verdict import Hearing, Verdict


def show(hearings: Sequence[Hearing], console: Console) -> None:
    """Print what each checker said of each file, the known limits, and each mismatch on its line."""
    console.print(_files(hearings), _limits(hearings), sep="\n")
    for hearing in hearings:
        for mismatch in hearing.mismatches:
            console.print(mismatch, style="red", markup=False, highlight=False, soft_wrap=True)


def _files(hearings: Sequence[Hearing]) -> Table:
    title = "Lines as expected, and lines that show a known limit"
    table = Table("case", title=title, title_justify="left", box=SIMPLE_HEAD)
    table.add_column("lines", justify="right")
    for hearing in hearings:
        table.add_column(hearing.checker, justify="right")
    for verdicts in zip(*(hearing.verdicts for hearing in hearings), strict=True):
        table.add_row(verdicts[0].file.stem, str(verdicts[0].lines), *map(_cell, verdicts))
    table.add_section()
    table.add_row("seconds", "", *(f"{hearing.seconds:.1f}" for hearing in hearings))
    return table


def _each(counts: Mapping[str, int]) -> str:
    if len(counts) == len(CHECKERS) and len({*counts.values()}) == 1:
        return f"all {next(iter(counts.values()))}"
    return ", ".join(f"{checker} {count}" for checker, count in counts.items() if count)


def _cell(verdict: Verdict) -> str:
    shown = f"{verdict.expected} + {verdict.limited}" if verdict.limited else str(verdict.expected)
    return f"[red]{shown}, {len(verdict.mismatches)} wrong" if verdict.mismatches else shown


def _limits(hearings: Sequence[Hearing]) -> Table:
    table = Table("known limit", "lines", "what the checker does", box=SIMPLE_HEAD)
    for name, limit in LIMITS.items():
        counts = {hearing.checker: sum(v.limits[name] for v in hearing.verdicts) for hearing in hearings}
        if any(counts.values()):
            table.add_row(name, _each(counts), limit.reason)
    return table
