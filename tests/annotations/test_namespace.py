"""Annotations are resolved as far as they can be, in bounded time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Annotated, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.samples import annotated
from tests.samples.quoted import Part, Quoting
from typed_registry._annotations.namespace import Namespace, Unknown, evaluate
from typed_registry._annotations.signature import read
from typed_registry._annotations.type_variables import with_arguments
from typed_registry.config import from_mapping


@pytest.mark.parametrize(
    "annotation",
    [
        "tuple[*Missing]",
        "*Missing",
        "[*Missing]",
        "dict(Missing)",
        "{**Missing}",
        "list(Missing)",
        "sum(Missing)",
        "1 in Missing",
        "[part for part in Missing]",
        "Missing[*Missing.part]",
    ],
)
def test_unknown_is_not_unpacked(annotation: str) -> None:
    """Whatever would go through the parts of a name that can't be resolved is itself unknown."""
    assert evaluate(annotation, Namespace("nowhere")) is Unknown


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.recursive(st.sampled_from(["Missing", "int", "*Missing"]), lambda inner: st.lists(inner, max_size=3))
)
def test_any_nesting(parts: object) -> None:
    """However an unresolved name is nested, evaluating ends."""
    text = str(parts).replace("'", "")

    evaluate(f"tuple{text}" if text.startswith("[") else text, Namespace("nowhere"))


def test_unpacked_for_checkers_alone() -> None:
    """A TypeVarTuple that is imported for checkers alone leaves what it is unpacked into unknown."""
    signature = read(annotated.spread)

    assert signature is not None
    assert signature.result is Unknown
    assert {"args": Unknown} == signature.types


def test_class_scope() -> None:
    """A method's annotations may name what its class defines, before the module's names."""
    signature = read(annotated.Scoped.inner_of, skip=1, owner=annotated.Scoped)

    assert signature is not None
    assert annotated.Scoped.Inner is signature.result
    assert signature.namespace.plain is None


def test_globals_are_noted() -> None:
    """What was found as a global or builtin is noted, so that it can be compared with another module's."""
    signature = read(annotated.plainly)

    assert signature is not None
    assert {"int": int, "Inner": annotated.Inner} == signature.namespace.plain


def test_hidden_by_a_local_variable() -> None:
    """A local variable of the function around hides a global of the same name."""
    signature = read(annotated.hiding())

    assert signature is not None
    assert signature.result is Unknown
    assert [int] == [signature.type_of(parameter) for parameter in signature.parameters]


def test_hidden_by_a_lost_function() -> None:
    """Where the function around can't be found, any name may be hidden."""
    made = annotated.hiding()
    made.__qualname__ = "lost.<locals>.made"
    signature = read(made)

    assert signature is not None
    assert [Unknown] == [signature.type_of(parameter) for parameter in signature.parameters]


def test_text_of_another_module() -> None:
    """An alias that is text is not looked up in the module that imports it."""
    namespace = Namespace("nowhere", {"Alias": "int"})

    assert evaluate("Alias", namespace) is Unknown
    assert int is evaluate("'int'", namespace)


def test_generated_code() -> None:
    """Code that says it belongs to a module uses that module's names before its own globals."""
    module = sys.modules["generated"] = ModuleType("generated")
    vars(module)["Kind"] = float
    try:
        namespace = Namespace("generated", scope={"Kind": int, "Other": str, "__name__": "builder"})

        assert float is evaluate("Kind", namespace)
        assert str is evaluate("Other", namespace)
    finally:
        del sys.modules["generated"]


def test_name_that_nothing_defines() -> None:
    """A name that a module neither defines nor imports is unknown, and noted as unresolved."""
    namespace = Namespace("tests.samples.annotated")

    assert evaluate("Nobody", namespace) is Unknown
    assert {"Nobody"} == namespace.unresolved
    assert namespace.plain is None


def test_quoted_parts() -> None:
    """A part of a type that is quoted is resolved as the whole is; the text of a literal isn't."""
    found = read(Quoting)

    assert found is not None
    assert {
        "one": Part | None,
        "either": int | Part,
        "listed": list[Part],
        "builtin": list[Part],
        "named": Mapping[str, Sequence[Part]],
        "made": Callable[[Part], Part],
        "noted": Annotated[Part, "Part"],
        "word": Literal["Part"],
    } == found.types


def test_quoted_parts_of_fields() -> None:
    """The same is true for the fields of a config class."""
    assert Part(Part(sizes=(1,))) == from_mapping(Part, {"inner": {"sizes": [1]}})


def test_alias_that_mentions_itself() -> None:
    """An alias is unknown where it mentions itself, as text within its own type."""
    tree, pair = with_arguments(dict, str, "Tree"), with_arguments(tuple, "Pair", "Tree")
    namespace = Namespace("nowhere", {"Tree": tree, "Pair": pair})

    assert dict[str, Unknown] == evaluate("Tree", namespace)
    assert tuple[Unknown, dict[str, Unknown]] == evaluate("Pair", namespace)
