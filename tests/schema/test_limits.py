"""The keywords for the demands of validators, which never demand more than these."""

# attrs leaves open what its validators take:
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from typing import Any, Literal, TypeAlias, cast

import attrs
import pytest
from attrs import validators as v

from typed_registry.config._types.limits import limits_of

from .judge import Judge, judge

Validator: TypeAlias = Callable[[Any, Any, Any], object]  # type: ignore[explicit-any]  # as attrs has it


class Color(Enum):
    """An enumeration of words."""

    RED = "red"
    BLUE = "blue"


def even(_instance: object, _attribute: object, value: int) -> None:
    """A validator that no schema can express."""
    if value % 2:
        raise ValueError(value)


def judged(kind: object, validator: object) -> Judge:
    """Return a judge for a config class with one field."""
    it = attrs.field(type=cast("type[object]", kind), validator=cast("Validator", validator))
    return judge(attrs.make_class("Root", {"it": it}, frozen=True))


BOTH, NEITHER, LENIENT = (True, True), (False, False), (False, True)


SCALARS: list[tuple[object, object, dict[object, tuple[bool, bool]]]] = [
    (int, v.ge(1), {1: BOTH, 0: NEITHER}),
    (int, v.gt(1), {2: BOTH, 1: NEITHER}),
    (float, v.le(1.5), {1.5: BOTH, 1: BOTH, 1.6: NEITHER}),
    (float, v.lt(1), {0.5: BOTH, 1: NEITHER}),
    (int, v.and_(v.ge(1), v.ge(3), v.le(9), v.le(7)), {3: BOTH, 2: NEITHER, 7: BOTH, 8: NEITHER}),
    (int | None, v.optional(v.ge(1)), {None: BOTH, 1: BOTH, 0: NEITHER}),
    (int | None, v.optional([v.ge(1), v.le(2)]), {None: BOTH, 2: BOTH, 3: NEITHER}),
    (str, v.min_len(2), {"ab": BOTH, "a": NEITHER}),
    (str, v.max_len(2), {"ab": BOTH, "abc": NEITHER}),
    (str, v.and_(v.min_len(2), v.min_len(1), v.max_len(3), v.max_len(4)), {"a": NEITHER, "abcd": NEITHER}),
    (str, v.matches_re("[a-c]+"), {"ab": BOTH, "abd": NEITHER}),
    (str, v.matches_re("a|b"), {"b": BOTH, "bc": NEITHER}),
    (str, v.matches_re("a|b", func=re.match), {"bc": BOTH, "cb": NEITHER}),
    (str, v.matches_re("a|b", func=re.search), {"cb": BOTH, "c": NEITHER}),
    (str, v.matches_re("a", flags=re.IGNORECASE), {"A": BOTH, "b": LENIENT}),
    (str, v.matches_re("(?P<x>a)"), {"a": BOTH, "b": LENIENT}),
    (str, v.in_(["a", "b"]), {"a": BOTH, "c": NEITHER}),
    (int, v.in_({1, 2}), {1: BOTH, 3: NEITHER}),
    (float, v.in_((0.5, 1)), {1: BOTH, 0.5: BOTH, 2: NEITHER}),
    (str, v.in_("abc"), {"bc": BOTH, "x": LENIENT}),
    (int, v.in_(range(3)), {2: BOTH, 3: LENIENT}),
    (int, v.in_([True, 2]), {1: BOTH, 2: BOTH, 3: LENIENT}),
    (int, v.and_(v.in_([1, 2]), v.in_([2, 3])), {2: BOTH, 1: NEITHER}),
    (str | None, v.optional(v.in_(["a"])), {None: BOTH, "a": BOTH, "b": NEITHER}),
    (Color, v.in_([Color.RED]), {"red": BOTH, "RED": BOTH, "blue": NEITHER}),
    (Literal["a", 1], v.in_(["a"]), {"a": BOTH, 1: NEITHER}),
    (bool, v.ge(1), {True: BOTH, False: LENIENT}),
    (int, even, {2: BOTH, 3: LENIENT}),
    (int, v.not_(v.in_([1])), {2: BOTH, 1: LENIENT}),
    (int, v.or_(v.ge(5), v.le(1)), {1: BOTH, 3: LENIENT}),
    (int, v.instance_of(int), {1: BOTH}),
    (int | str, v.instance_of(int), {1: BOTH, "a": LENIENT}),
]
COMPOUNDS: list[tuple[object, object, list[tuple[object, tuple[bool, bool]]]]] = [
    (list[int], v.min_len(1), [([1], BOTH), ([], NEITHER)]),
    (list[int], v.max_len(1), [([1], BOTH), ([1, 2], NEITHER)]),
    (frozenset[int], v.max_len(1), [([1, 1], BOTH), ([1, 2], LENIENT)]),
    (frozenset[int], v.min_len(2), [([1, 2], BOTH), ([1], NEITHER), ([1, 1], LENIENT)]),
    (dict[str, int], v.max_len(1), [({"a": 1}, BOTH), ({"a": 1, "b": 2}, NEITHER)]),
    (list[int], v.deep_iterable(v.ge(0), v.min_len(1)), [([1], BOTH), ([-1], NEITHER), ([], NEITHER)]),
    (tuple[int, float], v.deep_iterable(v.ge(0)), [([0, 0.5], BOTH), ([0, -0.5], NEITHER)]),
    (list[list[int]], v.deep_iterable(v.deep_iterable(v.lt(3))), [([[2]], BOTH), ([[3]], NEITHER)]),
    (
        dict[str, int],
        v.deep_mapping(v.min_len(1), v.ge(0), v.min_len(1)),
        [({"a": 0}, BOTH), ({"a": -1}, NEITHER), ({}, NEITHER), ({"": 1}, LENIENT)],
    ),
]


@pytest.mark.parametrize(("kind", "validator", "expected"), SCALARS)
def test_scalar(kind: object, validator: object, expected: dict[object, tuple[bool, bool]]) -> None:
    """The schema refuses what the validator of a scalar refuses, as far as it can, and nothing else."""
    judge = judged(kind, validator)

    assert expected == {data: judge.verdicts({"it": data}) for data in expected}


@pytest.mark.parametrize(("kind", "validator", "expected"), COMPOUNDS)
def test_compound(kind: object, validator: object, expected: list[tuple[object, tuple[bool, bool]]]) -> None:
    """The same is so for the validators of lists and mappings."""
    judge = judged(kind, validator)

    assert expected == [(data, judge.verdicts({"it": data})) for data, _ in expected]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a+b*c?", "^(?:a+b*c?)$"),
        (r"[\w-]{2,}", r"^(?:[\w-]{2,})$"),
        (r"(?:a|b)(?=c)(?!d)\.", r"^(?:(?:a|b)(?=c)(?!d)\.)$"),
        (r"\A", None),
        (r"a\Z", None),
        (r"(?i:a)", None),
        (r"(?<=a)", None),
        (r"a{,3}", None),
        (r"a++", None),
        (r"\-", None),
        (r"]", None),
        (r"[]a]", None),
    ],
)
def test_expression(expression: str, expected: str | None) -> None:
    """A pattern is in the schema if Python and ECMAScript read it alike."""
    assert expected == limits_of(v.matches_re(expression)).pattern
