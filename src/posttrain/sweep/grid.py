"""A grid of values, and the experiment at each of its points."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import product
from pathlib import Path

from attrs import evolve, frozen

from posttrain.config import ExperimentConfig
from posttrain.run_errors import GridError
from typed_registry.config._formats.yaml.reader import split_values  # private: an axis has YAML values
from typed_registry.config._sources.overrides import parse_assignment  # private: an axis is an override
from typed_registry.errors import (
    COMMAND_LINE,
    ConfigError,
    Fault,
    Malformed,
    Origin,
    Problem,
    WrittenTwice,
    explain_fault,
)

LONGEST = 24
"""Characters of a value in a name."""
LONGEST_NAME = 120


@frozen
class Axis:
    """A path with the values that it takes in turn, as they are written."""

    path: str
    values: tuple[str, ...]

    @property
    def is_swept(self) -> bool:
        """Whether it tells points apart; a path with one value is the same for all."""
        return len(self.values) > 1


@frozen
class Point:
    """One point of a grid."""

    name: str
    """A word that tells its values."""
    values: Mapping[str, str]
    """By path, those that tell the points apart."""
    config: ExperimentConfig


def read_axis(given: str) -> Axis:
    """The axis of `path=value,value`; a comma inside of brackets or quotes belongs to a value.

    Raises ConfigError with every fault.

    >>> read_axis("adamw.betas=[0.9, 0.95],[0.9, 0.99]").values
    ('[0.9, 0.95]', '[0.9, 0.99]')
    """
    path, equals, text = given.partition("=")
    if not equals:
        message = f"got {given!r}; an axis is written path=value,value, such as dpo.beta=0.1,0.2"
        raise ConfigError((_fault(Malformed(message)),))
    try:
        values = tuple(split_values(text, COMMAND_LINE))
    except ConfigError as error:
        faults = tuple(Fault((), fault.problem, _origin(path)) for fault in error.faults)
        raise ConfigError(faults) from None
    if not values:
        raise ConfigError((_fault(Malformed("no value is given; null is written null"), path),))
    for value in values:
        parse_assignment(f"{path}={value}")
    return Axis(path.strip(), values)


def read_grid(file: Path, given: Sequence[str], name: str) -> list[Point]:
    """The points of the grid over the file's experiment, in order; the last axis changes fastest.

    Their output is a folder `name` in the experiment's own. Raises ConfigError for what is wrong with all
    of them or with the axes, and GridError for points that can't be run: both with every fault.
    """
    axes = _axes(given)
    chosen = list(product(*(axis.values for axis in axes)))
    names = [_name([(a, v) for a, v in zip(axes, values, strict=True) if a.is_swept]) for values in chosen]
    points: dict[ExperimentConfig, Point] = {}
    faults: dict[str, tuple[str, ...]] = {}
    errors: list[ConfigError] = []
    for named, values in zip(names, chosen, strict=True):
        try:
            config = _loaded(file, axes, values, name)
        except ConfigError as error:
            errors.append(error)
            faults[named] = tuple(explain_fault(fault) for fault in error.faults)
            continue
        if config in points:
            twin = points[config].name
            faults[named] = ("given twice" if twin == named else f"the same experiment as {twin}",)
        swept = {a.path: value for a, value in zip(axes, values, strict=True) if a.is_swept}
        points.setdefault(config, Point(named, swept, config))
    if len(errors) == len(chosen) and len({*faults.values()}) == 1:
        raise errors[0]
    if faults:
        raise GridError(len(chosen), faults)
    return [*points.values()]


def _axes(given: Iterable[str]) -> list[Axis]:
    axes: dict[str, Axis] = {}
    faults: list[Fault] = []
    for each in given:
        try:
            axis = read_axis(each)
        except ConfigError as error:
            faults.extend(error.faults)
            continue
        if axis.path in axes:
            faults.append(_fault(WrittenTwice(_origin(axis.path)), axis.path))
        if axis.path == "output" and axis.is_swept:
            faults.append(_fault(Malformed("the points of a sweep have one output"), axis.path))
        axes[axis.path] = axis
    if faults:
        raise ConfigError(tuple(faults))
    return [*axes.values()]


def _loaded(file: Path, axes: Sequence[Axis], values: Sequence[str], name: str) -> ExperimentConfig:
    overrides = [f"{axis.path}={value}" for axis, value in zip(axes, values, strict=True)]
    config = ExperimentConfig.load(file, overrides)
    return evolve(config, output=config.output / name)


def short(paths: Sequence[str]) -> list[str]:
    """The last word of each path, or the whole of it where another's is the same.

    >>> short(["dpo.beta", "sft.steps", "dpo.steps"])
    ['beta', 'sft.steps', 'dpo.steps']
    """
    last = [path.rpartition(".")[2] for path in paths]
    return [word if last.count(word) == 1 else path for path, word in zip(paths, last, strict=True)]


def _name(values: Sequence[tuple[Axis, str]]) -> str:
    """`beta=0.1,seed=0`: each path as short as it may be, and each value as a file's name may be."""
    shown = short([axis.path for axis, _ in values])
    name = ",".join(f"{_safe(word)}={_safe(value)}" for word, (_, value) in zip(shown, values, strict=True))
    return _shortened(name, name, LONGEST_NAME) or "point"


def _safe(text: str) -> str:
    """Return a text as a part of a file's name for any file system, with a digest if it had to change."""
    safe = re.sub(r"[^\w.+-]+", "-", text, flags=re.ASCII)
    return _shortened(text if safe == text else safe.strip("-"), text, LONGEST)


def _shortened(safe: str, text: str, longest: int) -> str:
    if safe == text and len(safe) <= longest:
        return safe
    digest = sha256(text.encode()).hexdigest()[:6]
    return f"{safe[: longest - 7]}-{digest}".lstrip("-")


def _fault(problem: Problem, path: str = "") -> Fault:
    return Fault((path,) if path else (), problem, _origin(path))


def _origin(path: str) -> Origin:
    return Origin(COMMAND_LINE, None, None, (path,) if path else ())
