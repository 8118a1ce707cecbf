"""Datasets of files."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from glob import glob, has_magic
from pathlib import Path
from random import Random

from attrs import evolve

from posttrain.datasets.config import FilesConfig
from posttrain.datasets.conversations import Reading
from posttrain.datasets.framing import framed
from posttrain.datasets.layouts import OF_CONVERSATIONS, Example, example_of, kind_of
from posttrain.datasets.messages import as_key, listed, without_nulls
from posttrain.datasets.rows import Row, format_of, is_data, rows
from posttrain.errors import DataError, DataWarning, place_of
from posttrain.example import Completion, Demonstration, Preference, Prompt, Split
from posttrain.registries import DATASETS
from typed_registry._messages.suggest import nearest  # private: a column is suggested as a name is

_OF_MEASURING = frozenset({"test", "valid", "validation", "val", "dev", "eval"})
"""Words in the names of files that are for measuring."""


@DATASETS.register("files", config=FilesConfig)
class Files:
    """The examples of files, read as a whole when the dataset is built.

    All examples of a file are of one kind. A preference's chosen completion also serves as a demonstration.
    Gives a DataWarning for prompts that are both learnt from and held out, for files of a folder that are for
    measuring by their names, and for completions that all begin with their prompt.

    Raises DataError, with file and line, for a row that isn't an example, a file without examples, and a
    column that is named in the config and isn't there.
    """

    def __init__(self, config: FilesConfig) -> None:
        others = [] if config.held_out_path is None else found_files(config.held_out_path)
        files = found_files(config.path, without=others)
        _warn_of_splits(config.path, files)
        examples = read(files, config, config.limit)
        if others:
            self.train = with_demonstrations(examples)
            held_out = read(others, config)
            if config.held_out_path != config.path:  # which is what its author wants
                _warn_of_shared(examples, held_out)
            self.held_out = with_demonstrations(held_out)
            return
        Random(config.seed).shuffle(examples)
        count = max(1, round(len(examples) * config.held_out))
        if count >= len(examples):
            reason = f"{len(examples)} example(s) are too few to hold one out; give held_out_path"
            raise DataError(_shown(config.path), None, reason)
        _warn_of_shared(examples[count:], examples[:count])
        self.train = with_demonstrations(examples[count:])
        self.held_out = with_demonstrations(examples[:count])


def found_files(given: Path | Sequence[Path], without: Sequence[Path] = ()) -> list[Path]:
    """Return the data files at one or more paths. A path is a file, a folder or a glob pattern.

    A folder or pattern doesn't include the files of `without`. Raises DataError if there are none.
    """
    files: list[Path] = []
    for path in [given] if isinstance(given, Path) else given:
        found = sorted(_found(path.expanduser(), {*without}))
        if not found:
            raise DataError(str(path), None, "there is no data file of this name")
        files += found
    return files


def read(files: Sequence[Path], config: FilesConfig, limit: int | None = None) -> list[Example]:
    """Return the examples of files, at most as many as the limit, beyond which nothing is read.

    Raises DataError for the first file with rows that aren't examples; where these are to be skipped, gives
    a DataWarning for each such file.
    """
    examples: list[Example] = []
    seen: dict[str, None] = {}
    for file in files:
        left = None if limit is None else limit - len(examples)
        if left != 0:
            examples += _read_file(file, config, left, seen)
    _require_columns(files[0], config, seen)
    return examples


def _read_file(file: Path, config: FilesConfig, limit: int | None, seen: dict[str, None]) -> list[Example]:
    """Return the examples of a file, and add the names of its columns to `seen`."""
    reading = Reading(config.learn, config.roles)
    examples: list[Example] = []
    faults: list[tuple[int, str]] = []
    unit = "row" if (config.format or format_of(file)) == "parquet" else "line"
    for row in rows(file, config.format, config.delimiter):
        if len(examples) + len(faults) * (config.malformed == "refuse") == limit:
            break
        seen.update(dict.fromkeys(row.values))
        try:
            found = _example(row, config, reading, examples[:1])
            examples.append(evolve(found, place=place_of(str(file), row.number, unit)))
        except ValueError as error:
            faults.append((row.number, str(error)))
    if faults:
        _require_columns(file, config, seen)
        fault = DataError(str(file), *faults[0], len(faults) - 1, unit)
        if config.malformed == "refuse" or not examples:
            raise fault
        warnings.warn(f"skipped: {fault}", DataWarning, stacklevel=2)
    _warn_of_repeats(file, examples)
    if not examples:
        raise DataError(str(file), None, "holds no examples")
    return examples


def _example(row: Row, config: FilesConfig, reading: Reading, first: Sequence[Example]) -> Example:
    """Return the example of a row, which is of the kind of the file's first. Raises ValueError."""
    if row.fault:
        raise ValueError(row.fault)
    values = _renamed(row.values, config)
    if row.has_every_key:
        values |= {name: without_nulls(values[name]) for name in OF_CONVERSATIONS if name in values}
    found = framed(example_of(values, reading), config, has_prompt=values.get("prompt") is not None)
    for other in first:
        if type(found) is not type(other):
            raise ValueError(f"is {kind_of(found)}, and the file begins with {kind_of(other)}")
    return found


def _renamed(values: Mapping[str, object], config: FilesConfig) -> dict[str, object]:
    """Rename the columns of a row as the config says, and leave out those that it ignores."""
    names = {theirs: ours for ours, theirs in config.columns.items()}
    kept = {name: value for name, value in values.items() if name not in config.ignore}
    taken = [ours for theirs, ours in names.items() if theirs in kept and ours in kept and ours not in names]
    if taken:
        raise ValueError(
            f"has a column {taken[0]!r} already, as which {config.columns[taken[0]]!r} is to be read; "
            f"to leave it out, write ignore: [{as_key(taken[0])}]"
        )
    return {names.get(name, name): value for name, value in kept.items()}


def _require_columns(file: Path, config: FilesConfig, seen: Iterable[str]) -> None:
    """Raise DataError if the config names a column that no row has."""
    named = {**dict.fromkeys(config.columns.values(), "columns"), **dict.fromkeys(config.ignore, "ignore")}
    for name, setting in named.items():
        if name not in seen:
            near = nearest(name, seen)
            meant = f"; did you mean {near!r}?" if near else f"; it has {listed(seen, repr)}"
            raise DataError(str(file), None, f"has no column {name!r}, which is in {setting}{meant}")


def _found(path: Path, without: set[Path]) -> Iterable[Path]:
    if path.is_dir():
        listed: Iterable[Path] = path.iterdir()
    elif has_magic(str(path)) and not path.exists():
        listed = map(Path, glob(str(path), recursive=True))  # noqa: PTH207  # a pattern may be absolute
    else:
        return [path]
    apart = {each.resolve() for each in without}
    return [each for each in listed if each.is_file() and is_data(each) and each.resolve() not in apart]


def _warn_of_shared(train: Sequence[Example], held_out: Sequence[Example]) -> None:
    """Give a DataWarning if examples to measure with have the prompts of examples to learn from."""
    learnt = {example.prompt for example in train if example.prompt}
    shared = sum(example.prompt in learnt for example in held_out)
    if shared:
        warnings.warn(
            f"{shared} of {len(held_out)} held-out examples have the prompt of an example that is learnt "
            "from, so that the metrics are better than for new prompts; held_out_path keeps them apart",
            DataWarning,
            stacklevel=2,
        )


def _warn_of_repeats(file: Path, examples: Sequence[Example]) -> None:
    """Give a DataWarning if all completions of a file begin with the prompt, so that it is there twice."""
    texts = [(each.prompt, end) for each in examples for end in _completions(each)]
    if len(examples) > 1 and texts and all(_repeats(prompt, end) for prompt, end in texts):
        advice = "; without the column, it is their common beginning: ignore: [prompt]"
        warnings.warn(
            f"{file}: all completions begin with their prompt, which the model would read twice"
            f"{advice if isinstance(examples[0], Preference) else ''}",
            DataWarning,
            stacklevel=2,
        )


def _repeats(prompt: Prompt, completion: Completion) -> bool:
    if isinstance(prompt, str) and isinstance(completion, str):
        return bool(prompt.strip()) and completion.startswith(prompt)
    return False


def _completions(example: Example) -> tuple[Completion, ...]:
    if isinstance(example, Preference):
        return example.chosen, example.rejected
    return (example.completion,) if isinstance(example, Demonstration) else ()


def _warn_of_splits(given: Path | Sequence[Path], files: Sequence[Path]) -> None:
    """Give a DataWarning if a folder or pattern includes files that are for measuring by their names."""
    named = {given} if isinstance(given, Path) else {*given}
    apart = [file for file in files if file not in named and not _OF_MEASURING.isdisjoint(_words(file))]
    if apart and len(apart) < len(files):
        names = listed((file.name for file in apart), str)
        warnings.warn(
            f"{_shown(given)} includes {names}, for measuring by the name, "
            f"which is learnt from; to measure with it instead, write held_out_path: {apart[0]}",
            DataWarning,
            stacklevel=2,
        )


def _words(file: Path) -> set[str]:
    return {*re.split(r"[^a-z]+", file.name.lower())}


def with_demonstrations(examples: Sequence[Example]) -> Split:
    """Return a split of examples, with the chosen completions of preferences as demonstrations, too."""
    pairs = (each for each in examples if isinstance(each, Preference))
    shown = (Demonstration(each.prompt, each.chosen, place=each.place) for each in pairs)
    return Split((*examples, *shown))


def _shown(path: Path | Sequence[Path]) -> str:
    return str(path) if isinstance(path, Path) else ", ".join(map(str, path))
