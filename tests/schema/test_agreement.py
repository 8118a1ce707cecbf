"""The schema and the loader agree on generated classes and data, apart from the listed differences."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from typed_registry._annotations.type_guards import is_sequence, is_table
from typed_registry.config._document.document import Document
from typed_registry.config._document.faults import (
    MisplacedSection,
    MissingKey,
    UnfitComponent,
    UnknownComponent,
    UnknownKey,
    WrongType,
    WrongValue,
)
from typed_registry.config._sources.environment import substitute_variables
from typed_registry.config._structure.load import make
from typed_registry.errors import ConfigError

from .generated import JSON, KEYS, ROOTS
from .judge import Judge, judge

Draw: TypeAlias = st.DrawFn

SHAPE = (MisplacedSection, MissingKey, UnfitComponent, UnknownComponent, UnknownKey, WrongType, WrongValue)
"""The problems that a schema can find: those of a file's shape, not of the meaning of its values."""
TRIES = 5
"""The number of documents for each class. Generating a class takes longer than judging a document."""


@st.composite
def documents(draw: Draw) -> tuple[Judge, list[dict[str, object]]]:
    """Generate a root config and documents for it, some of them invalid, some with sections."""
    kind = draw(ROOTS)
    made = [draw(kind.data.flatmap(_sectioned).flatmap(_spoilt)) for _ in range(TRIES)]
    return judge(kind.type), [data for data in made if is_table(data)]


@st.composite
def _sectioned(draw: Draw, data: object) -> object:
    """Move the settings of some choices into sections."""
    made = dict(data) if is_table(data) else {}
    for key, value in list(made.items()):
        name = value.get("name") if is_table(value) else None
        if is_table(value) and isinstance(name, str) and name not in made and draw(st.booleans()):
            moved = {word: item for word, item in value.items() if word != "name" and draw(st.booleans())}
            made[key] = {word: item for word, item in value.items() if word not in moved}
            made[name] = moved
    return made


@st.composite
def _spoilt(draw: Draw, data: object) -> object:
    """Generate the same data, or data that differs in one place."""
    if draw(st.booleans()):
        return data
    if is_table(data) and data and draw(st.booleans()):
        key = draw(st.sampled_from(sorted(data)))
        return {**data, key: draw(_spoilt(data[key]))}
    if is_sequence(data) and data and draw(st.booleans()):
        index = draw(st.integers(0, len(data) - 1))
        return [*data[:index], draw(_spoilt(data[index])), *data[index + 1 :]]
    return draw(st.sampled_from(_ways(data)).flatmap(lambda way: way))


def _ways(data: object) -> list[st.SearchStrategy[object]]:
    """The ways to make data invalid."""
    ways: list[st.SearchStrategy[object]] = [JSON]
    if is_table(data):
        keys = KEYS | st.sampled_from(["one", "two", "old_one"])
        ways.append(st.builds(partial(_with, data), keys, JSON))
        ways.extend(st.just(_without(data, key)) for key in data)
    if is_sequence(data):
        ways.extend([JSON.map(lambda item: [*data, item]), st.just([*data[1:]])])
    return ways


def _with(data: Mapping[str, object], key: str, item: object) -> object:
    return {**data, key: item}


def _without(data: Mapping[str, object], key: str) -> object:
    return {other: item for other, item in data.items() if other != key}


AGREEMENT = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@AGREEMENT
@given(documents())
@pytest.mark.filterwarnings("ignore::typed_registry.config._document.deprecated_fields.OutdatedConfigWarning")
def test_agreement(given: tuple[Judge, list[dict[str, object]]]) -> None:
    """The schema accepts what the loader accepts, and refuses what the loader refuses for its shape."""
    judge, made = given
    for data in made:
        faults, errors = judge.loader(data), judge.schema(data)

        assert faults or not errors, data
        assert errors or not any(isinstance(fault.problem, SHAPE) for fault in faults), data


@st.composite
def _varied(draw: Draw, data: object) -> object:
    """Put variables in place of some scalars, with the scalars as their defaults."""
    if is_table(data):
        return {key: draw(_varied(item)) for key, item in data.items()}
    if is_sequence(data):
        return [draw(_varied(item)) for item in data]
    word = data if isinstance(data, str) else "" if data is None else json.dumps(data)
    return f"${{env:NOBODY_SETS_THIS,{word}}}" if draw(st.booleans()) else data


@AGREEMENT
@given(
    ROOTS.flatmap(lambda kind: st.tuples(st.builds(judge, st.just(kind.type)), kind.data.flatmap(_varied)))
)
@pytest.mark.filterwarnings("ignore::typed_registry.config._document.deprecated_fields.OutdatedConfigWarning")
def test_variables(given: tuple[Judge, object]) -> None:
    """The schema accepts data with variables if the loader does."""
    judge, data = given
    assert is_table(data)
    try:
        make(judge.root, substitute_variables(Document(data)))
    except ConfigError:
        return

    assert [] == judge.schema(data)
