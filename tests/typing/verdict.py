"""Compare what a checker says of the case files with their marks."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import Factory, define, frozen

from tests.typing.checker import ROOT, Checker, Finding
from tests.typing.limit import LIMITS
from tests.typing.mark import Case, Mark, read
from tests.typing.rule import RULES


@define
class Verdict:
    """The result of a checker on one case file."""

    file: Path
    lines: int
    """The number of lines of code."""
    expected: int = 0
    """The number of lines that are as expected."""
    limited: int = 0
    """The number of lines that show a known limit."""
    limits: Counter[str] = Factory(Counter[str])
    """The number of lines that show each limit."""
    mismatches: list[str] = Factory(list[str])


@frozen
class Hearing:
    """The results of one checker on all case files."""

    checker: str
    seconds: float
    verdicts: tuple[Verdict, ...]

    @property
    def mismatches(self) -> list[str]:
        """The mismatches in all files."""
        return [mismatch for verdict in self.verdicts for mismatch in verdict.mismatches]


def hear(checker: Checker, files: Iterable[Path]) -> Hearing:
    """Run a checker once over all case files."""
    cases = [read(file.resolve()) for file in files]
    start = time.perf_counter()
    findings = checker.check([case.file for case in cases])
    seconds = time.perf_counter() - start
    verdicts = (_Judge(checker.name, case).judge(findings) for case in cases)
    return Hearing(checker.name, seconds, tuple(verdicts))


class _Judge:
    """Compares what one checker says of one case file with its marks."""

    def __init__(self, checker: str, case: Case) -> None:
        self._checker = checker
        self._case = case
        self._verdict = Verdict(case.file, len(case.marks))

    def judge(self, findings: Iterable[Finding]) -> Verdict:
        own = [finding for finding in findings if finding.file == self._case.file]
        for line in sorted({*self._case.marks, *(finding.line for finding in own)}):
            mark = self._case.marks.get(line, Mark())
            self._line(line, mark, [finding for finding in own if finding.line == line])
        for name in self._own(self._case.limits):
            if not self._verdict.limits[name]:
                self._mismatch(1, f"the known limit {name!r} somewhere below", [])
        return self._verdict

    def _line(self, line: int, mark: Mark, findings: Sequence[Finding]) -> None:
        whole = {LIMITS[name].rule: name for name in self._own(self._case.limits)}
        aside = {whole[finding.rule] for finding in findings if finding.rule in whole}
        findings = [finding for finding in findings if finding.rule not in whole]
        known = self._own(mark.limits)
        right = self._is_right(mark, findings)
        if known and (right or not _is_contrary(mark, findings)):
            self._mismatch(line, f"the known limit {known[0]!r} in place of {mark}", findings)
        elif not known and not right:
            self._mismatch(line, str(mark), findings)
        elif known or aside:
            self._verdict.limited += 1
            self._verdict.limits.update([*known, *aside])
        else:
            self._verdict.expected += 1

    def _own(self, limits: Iterable[str]) -> list[str]:
        return [name for name in limits if self._checker in LIMITS[name].checkers]

    def _is_right(self, mark: Mark, findings: Sequence[Finding]) -> bool:
        said = {finding.rule for finding in findings}
        if mark.verdict == "rejected":
            return bool(said) and said <= RULES[mark.value][self._checker]
        if mark.verdict == "reveals":
            shown = {mark.others.get(self._checker, mark.value)}
            return said == {""} and shown == {finding.text for finding in findings}
        return not said

    def _mismatch(self, line: int, expected: str, findings: Sequence[Finding]) -> None:
        file = self._case.file
        place = f"{file.relative_to(ROOT) if file.is_relative_to(ROOT) else file.name}:{line}"
        said = "; ".join(map(str, findings)) or "nothing"
        self._verdict.mismatches.append(f"{place}: {self._checker}: expected {expected}, said {said}")


def _is_contrary(mark: Mark, findings: Sequence[Finding]) -> bool:
    """Return whether the findings can be a known limit: silence for an error, or anything else for a type."""
    return not findings if mark.verdict == "rejected" else bool(findings)
