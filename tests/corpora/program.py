"""Write a program with every call of the corpora, and read what a checker says of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from tests.corpora.call import LANES, SOURCES, Call
from tests.typing.checker import Finding

Verdicts: TypeAlias = "Mapping[tuple[Call, str], str]"
"""For each call in each lane: `refused`, `deprecated`, the type that is revealed, or nothing."""

_DEPRECATED = {"reportDeprecated", "deprecated"}


def source(made: Sequence[Call]) -> str:
    """Return the program, with a call on each line after its head."""
    return "\n".join((*_head(), *(f"    {call.line(lane)}" for call, lane in _lines(made)), ""))


def verdicts(made: Sequence[Call], findings: Iterable[Finding]) -> Verdicts:
    """Return the verdict on each call. Raises ValueError for a finding elsewhere."""
    said: defaultdict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        said[finding.line].append(finding)
    found = {line: _verdict(said.pop(at, [])) for at, line in enumerate(_lines(made), len([*_head()]) + 1)}
    if said:
        raise ValueError(f"not of a call: {dict(said)}")
    return found


def _verdict(findings: Sequence[Finding]) -> str:
    if any(finding.rule not in {"", *_DEPRECATED} for finding in findings):
        return "refused"
    return ", ".join("deprecated" if finding.rule else finding.text for finding in findings)


def _head() -> Iterator[str]:
    yield "from typing import Any"
    yield "from typing_extensions import reveal_type"
    yield from (f"import {module}" for module in dict.fromkeys(SOURCES.values()))
    yield from (f"from registries.{module} import {variable}" for module, variable in SOURCES)
    yield ""
    yield "def use(anything: Any) -> None:"


def _lines(made: Sequence[Call]) -> Iterator[tuple[Call, str]]:
    return ((call, lane) for call in made for lane in LANES)
