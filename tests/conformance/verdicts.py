"""The verdicts of mypy and of the run-time check on generated pairs."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

from attrs import frozen

from tests.conformance.pairs import Pair, module, pairs
from typed_registry._conformance.check import fits

SEEDS = {"postponed": 1, "evaluated": 2}
"""How the annotations of a module are kept, as text or as objects, and the seed of its pairs."""
ROUNDS = 10
_ERROR = re.compile(r"^(\w+)\.py:(\d+): error: .*\[([\w-]+)\]$", re.MULTILINE)
_HARMLESS = {"empty-body", "no-untyped-def", "no-any-return", "no-untyped-call", "misc"}
"""Errors in a definition that leave its type as it is written."""


@frozen
class Verdict:
    pair: Pair
    by_mypy: bool
    """Whether mypy accepts the class where the Protocol is expected."""
    reasons: tuple[str, ...]
    """Why the run-time check refuses the class; nothing where it accepts it."""


def verdicts(folder: Path) -> Iterator[Verdict]:
    """Both verdicts on every pair whose definitions mypy has nothing against."""
    made = {name: [*pairs(seed, ROUNDS)] for name, seed in SEEDS.items()}
    for name, given in made.items():
        (folder / f"{name}.py").write_text(module(given, postponed=name == "postponed"), encoding="utf-8")
    errors = checked(folder)
    for name, given in made.items():
        loaded = imported(folder / f"{name}.py")
        text = (folder / f"{name}.py").read_text(encoding="utf-8")
        lines = {line: number for number, line in enumerate(text.splitlines(), 1)}
        for pair in given:
            start = lines[f"class P{pair.number}(Protocol):"]
            last = lines[f"def judge_{pair.number}(it: C{pair.number}) -> P{pair.number}:"] + 1
            if not any(errors[name].get(line, set()) - _HARMLESS for line in range(start, last)):
                component, protocol = (vars(loaded)[f"{kind}{pair.number}"] for kind in "CP")
                found = fits(component, protocol)
                yield Verdict(pair, last not in errors[name], tuple(each.reason for each in found))


def checked(folder: Path) -> Mapping[str, Mapping[int, set[str]]]:
    """The codes of mypy's errors by module and line."""
    files = [f"{name}.py" for name in SEEDS]
    command = [sys.executable, "-m", "mypy", "--config-file=", "--strict", "--python-version=3.11", *files]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert "errors prevented further checking" not in done.stdout, done.stdout
    found: dict[str, dict[int, set[str]]] = {name: defaultdict(set) for name in SEEDS}
    for name, line, code in _ERROR.findall(done.stdout):
        found[name][int(line)].add(code)
    return found


def imported(file: Path) -> ModuleType:
    name = f"generated_{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    loaded = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded
