"""The rules of types: what they take, what a guard promises, and what stands for type variables."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from types import GenericAlias
from typing import Annotated, Generic, Literal, TypeVar, Union, cast

import attrs
import pytest
from attrs import field, frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typing_extensions import TypeAliasType

from tests.samples.bag import fault
from tests.schema.generated import JSON, KINDS, ROOTS, Kind
from tests.schema.judge import Holder, judge
from typed_registry import Registry, Spec
from typed_registry._annotations.type_guards import is_table
from typed_registry.config import digest, dump, from_mapping, load
from typed_registry.config._document.deprecated_fields import DeprecatedPart, DeprecatedUse
from typed_registry.config._types.find_rule import rule_of
from typed_registry.config._types.rule import INVALID, Names, Reading, Rule
from typed_registry.errors import ConfigError, WrongType

CHOICES = Registry[object, []]("choices")
T = TypeVar("T")
N = TypeVar("N", bound=float)
C = TypeVar("C", int, str)

FOLDER = Path(mkdtemp())
GENERATED = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
pytestmark = pytest.mark.filterwarnings(
    "ignore::typed_registry.config._document.deprecated_fields.OutdatedConfigWarning"
)


def read(rule: Rule, data: object) -> object:
    """What a rule makes of data."""
    return rule.read(data, (), Reading())


def guarded(rule: Rule) -> Callable[[object], bool] | None:
    """The rule's guard as a function."""
    names = Names()
    guard = rule.guard("value", names)
    if guard is None:
        return None
    return cast("Callable[[object], bool]", eval(f"lambda value: bool({guard})", dict(names)))  # noqa: S307  # the library's own source


def alike(one: object, other: object) -> bool:
    """Return whether two values are the same, including the types inside of them; sets have no order."""
    if type(one) is not type(other):
        return False
    shown, others = repr(one), repr(other)
    return shown == others or (one == other and sorted(shown) == sorted(others))


@GENERATED
@given(KINDS.flatmap(lambda kind: st.tuples(st.just(kind), st.lists(kind.data | JSON, max_size=6))))
def test_a_guard_means_identity(drawn: tuple[Kind, list[object]]) -> None:
    """Where a guard holds, reading changes nothing; so it is for data, and for the values that it becomes."""
    kind, data = drawn
    rule = rule_of(kind.type)
    guard = guarded(rule)
    values = [*data, *(value for value in (read(rule, each) for each in data) if value is not INVALID)]
    for value in values if guard else ():
        if guard is not None and guard(value):
            assert alike(value, read(rule, value))


@GENERATED
@given(KINDS.flatmap(lambda kind: st.tuples(st.just(kind), st.lists(kind.data | JSON, max_size=6))))
def test_reading_again_changes_nothing(drawn: tuple[Kind, list[object]]) -> None:
    """A value that was read is taken as it is, unless an alternative of a union reads it otherwise."""
    kind, data = drawn
    rule = rule_of(kind.type)
    for value in (read(rule, each) for each in data):
        if value is not INVALID and "|" not in repr(rule) and "Union" not in repr(rule):
            assert alike(value, read(rule, value))


def outcome(make: Callable[[], object]) -> str:
    """What is made, or the text of the faults in no order, without their places."""
    try:
        return repr(make())
    except ConfigError as error:
        return "\n".join(sorted(repr((found.path, found.problem)) for found in error.faults))


@GENERATED
@given(ROOTS.flatmap(lambda root: st.tuples(st.just(root), st.lists(root.data, max_size=4))))
def test_one_verdict(drawn: tuple[Kind, list[object]]) -> None:
    """Plain data and a file that holds it make the same tree."""
    root, made = cast("type[Holder]", drawn[0].type), [data for data in drawn[1] if is_table(data)]
    file = FOLDER / "c.json"
    for data in made:
        file.write_text(json.dumps(data), encoding="utf-8")

        assert outcome(partial(from_mapping, root, data)) == outcome(partial(load, root, file))


@GENERATED
@given(ROOTS.flatmap(lambda root: st.tuples(st.just(root), root.data)))
def test_there_and_back(drawn: tuple[Kind, object]) -> None:
    """What is loaded is dumped as what loads as an equal tree, with the same digest."""
    root, data = cast("type[Holder]", drawn[0].type), drawn[1]
    assert is_table(data)
    try:
        made = from_mapping(root, data)
        text = dump(made)
    except (ConfigError, ValueError):
        return
    file = FOLDER / "c.yaml"
    file.write_text(text, encoding="utf-8")
    again = load(root, file)

    assert made == again
    assert digest(made) == digest(again)


@frozen
class Range(Generic[T]):
    """Two values of one type."""

    low: T
    high: T
    marks: tuple[T, ...] = ()
    names: Mapping[str, T | None] | None = None


@frozen
class IntRange(Range[int]):
    """A generic class with its argument."""


@frozen
class Middle(Range[list[T]], Generic[T]):
    """A generic class with an argument of its own."""

    step: T = field(kw_only=True)


@frozen
class Bounded(Generic[N, C]):
    """Type variables whose values are known in part."""

    size: N
    kind: C


@frozen
class Users:
    """Fields of generic classes."""

    ints: IntRange = IntRange(0, 1)
    words: Range[str] = Range("a", "b")
    lists: Middle[int] | None = None
    bounded: Bounded[float, str] | None = None
    open: Bounded[N, C] | None = None  # type: ignore[valid-type]  # as a generic class would have it  # pyright: ignore[reportGeneralTypeIssues]  # as above
    whatever: Range[object] | None = None


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"ints": {"low": "abc", "high": 2}}, ("ints", "low")),
        ({"ints": {"low": 1, "high": 2.5}}, ("ints", "high")),
        ({"ints": {"low": 1, "high": 2, "marks": [1, "a"]}}, ("ints", "marks", 1)),
        ({"ints": {"low": 1, "high": 2, "names": {"a": 1.5}}}, ("ints", "names", "a")),
        ({"words": {"low": 1, "high": "b"}}, ("words", "low")),
        ({"lists": {"low": [1], "high": ["a"], "step": 1}}, ("lists", "high", 0)),
        ({"lists": {"low": [1], "high": [2], "step": "a"}}, ("lists", "step")),
        ({"bounded": {"size": "a", "kind": "a"}}, ("bounded", "size")),
        ({"open": {"size": "a", "kind": "a"}}, ("open", "size")),
        ({"open": {"size": 1, "kind": 2.5}}, ("open", "kind")),
    ],
)
def test_type_variables(data: dict[str, object], path: tuple[str | int, ...]) -> None:
    """A type argument stands for its variable at all depths, and else what the variable is bound to."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(Users, data)

    assert [path] == [found.path for found in caught.value.faults]


def test_type_arguments() -> None:
    """Each use of a generic class has its own arguments."""
    made = from_mapping(
        Users,
        {
            "ints": {"low": 1, "high": 2, "names": {"a": None, "b": 3}},
            "words": {"low": "1", "high": "2"},
            "lists": {"low": [1], "high": [2, 3], "step": 4},
            "open": {"size": 1, "kind": "a"},
            "whatever": {"low": 1, "high": "2"},
        },
    )

    assert IntRange(1, 2, names={"a": None, "b": 3}) == made.ints
    assert Middle([1], [2, 3], step=4) == made.lists
    assert made.open is not None
    assert float is type(made.open.size)


def test_order_of_alternatives() -> None:
    """Unions that are equal but for their order are read each in its own."""

    def told(kind: object) -> str:
        config = attrs.make_class("Config", {"it": attrs.field(type=cast("type[object]", kind))})
        return fault(lambda: from_mapping(cast("type[Holder]", config), {"it": []}))

    assert "it: expected int | str, got a list of 0" == told(int | str)
    assert "it: expected str | int, got a list of 0" == told(str | int)


Json = TypeAliasType("Json", int)


def recursive_alias() -> object:
    """Return `Json`, made by a statement where Python has it, and otherwise as typing_extensions could."""
    if sys.version_info >= (3, 12):
        made: dict[str, object] = {}
        exec("type Json = int | str | list[Json] | dict[str, Json]", made)  # noqa: S102  # syntax of Python 3.12
        return made["Json"]
    parts = (int, str, GenericAlias(list, (Json,)), GenericAlias(dict, (str, Json)))
    object.__setattr__(Json, "__value__", Union[parts])  # noqa: UP007  # as a checker would refuse the other form
    return Json


def test_recursive_alias() -> None:
    """An alias that mentions itself is read, refused and described to any depth."""
    it = attrs.field(type=cast("type[object]", recursive_alias()))
    root = cast("type[Holder]", attrs.make_class("Config", {"it": it}))
    data: dict[str, object] = {"it": [1, {"a": ["b", [2]]}]}
    wrong: dict[str, object] = {"it": {"a": [1.5]}}

    assert "Config(it=[1, {'a': ['b', [2]]}])" == repr(from_mapping(root, data))
    with pytest.raises(ConfigError):
        from_mapping(root, wrong)
    assert [(True, True), (False, False)] == [judge(root).verdicts(each) for each in (data, wrong)]


GenericTree = TypeAliasType("GenericTree", "T | list[GenericTree[T]]", type_params=(T,))
Growing = TypeAliasType("Growing", "T | dict[str, Growing[list[T]]]", type_params=(T,))  # type: ignore[misc]  # Python allows it


@frozen
class Aliased:
    """Has generic aliases that mention themselves, one of them with other arguments."""

    tree: GenericTree[int]
    growing: Growing[int] = 0


def test_recursive_generic_alias() -> None:
    """An alias with arguments is read and refused to any depth as well."""
    data: dict[str, object] = {"tree": [1, [2, [[3]]]], "growing": {"a": {"b": [[1]]}}}

    made = from_mapping(Aliased, data)
    with pytest.raises(ConfigError) as caught:
        from_mapping(Aliased, {"tree": [1, [2, ["x"]]]})

    assert (data["tree"], data["growing"]) == (made.tree, made.growing)
    assert [("tree", 1, 1, 0)] == [fault.path for fault in caught.value.faults]


@frozen
class Node(Generic[T]):
    """A node of a tree."""

    value: T
    below: tuple[Node[T], ...] = ()


@frozen
class Trees:
    """A tree of numbers."""

    root: Node[int]


def test_itself_within() -> None:
    """A class that holds itself, with an argument as well, is read to any depth."""
    made = from_mapping(Trees, {"root": {"value": 1, "below": [{"value": 2, "below": [{"value": 3}]}]}})

    assert Node(1, (Node(2, (Node(3),)),)) == made.root
    assert "root.below.0.value: expected int, got 'a' (str)" == fault(
        lambda: from_mapping(Trees, {"root": {"value": 1, "below": [{"value": "a"}]}})
    )


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (int | None, "int | None"),
        (tuple[int, ...], "tuple[int, ...]"),
        (Literal["hinge", "a b", 3], 'hinge | "a b" | 3'),
        (Annotated[Spec[object, []], CHOICES], "one of choices"),
        (list[Annotated[Spec[object, []], CHOICES]] | None, "list, each one of choices | None"),
        (dict[str, tuple[Literal["a", "b"], ...]], "mapping, each list, each a | b"),
    ],
)
def test_text(kind: object, text: str) -> None:
    """Help and messages name a type in the same words."""
    rule = rule_of(kind)

    assert text == rule.text
    assert rule.expected.startswith(text)


def test_what_was_found_is_not_copied() -> None:
    """A reading with thousands of faults or outdated words adds and drops some without copying the others."""
    reading = Reading()
    reading.drop_faults(0)
    reading.fault((), WrongType("int", "1"))
    reading.fault((), WrongType("int", "2"))
    faults = reading.faults
    reading.drop_faults(1)
    assert faults is reading.faults
    assert len(faults) == 1

    reading.add_outdated([])
    assert not reading.outdated
    for name in ("one", "two"):
        reading.add_outdated([DeprecatedUse((), DeprecatedPart.KEY, name, None, "1")])
        outdated = reading.outdated
    reading.add_outdated([])
    assert outdated is reading.outdated
    assert len(outdated) == 2
