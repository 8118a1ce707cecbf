"""Definitions whose parameters are looked up in this file, by the text of their lines."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec

from attrs import define

P = ParamSpec("P")


def function(plain: object, first: int, /, *rest: str, last: float = 1.0, **others: bytes) -> None: ...


def decorated_by(kept: Callable[P, None]) -> Callable[P, None]:
    @functools.wraps(kept)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> None:
        kept(*args, **kwargs)

    return wrapper


@decorated_by
def decorated(
    one: int,
    two: str,
) -> None: ...


class Parent:
    def __init__(
        self,
        inherited: list[int],
    ) -> None: ...


class Child(Parent): ...


@dataclass
class Data:
    field: dict[str, int]


@define
class Private:
    _hidden: int = 1


class Outer:
    class Inner:
        def __init__(self, nested: int) -> None: ...

    @classmethod
    def made(cls, size: int) -> Outer:
        raise NotImplementedError

    def __call__(self, called: int) -> None: ...


class New:
    def __new__(cls, new: int) -> New:
        raise NotImplementedError


PARTIAL = functools.partial(function, 1)
