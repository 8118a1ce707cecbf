"""The keywords that a dictionary in a function's source holds, as far as the source shows them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from attrs import Factory, define, evolve

Find: TypeAlias = "Callable[[str], KeywordTable | None]"
"""Returns the table of a variable."""

_COPIES: Final = ("copy", "deepcopy", "dict")


class UnknownDefault:
    """A default that exists, though the source doesn't show its value."""


@define
class KeywordTable:
    """The known content of a dictionary that may be passed on as keywords."""

    has_rest: bool = False
    """Whether it holds what the caller gives, as `**kwargs` does, apart from what is `taken`."""
    taken: set[str] = Factory(set[str])
    """The keys of the caller's that were removed."""
    defaults: dict[str, object] = Factory(dict[str, object])
    """The keys that have a value unless the caller gives one; `UnknownDefault` where it isn't a constant."""
    filled: dict[str, object] = Factory(dict[str, object])
    """The keys that have a value of the function's own, whatever the caller gives."""
    is_partial: bool = False
    """Whether it has other keys as well, which the caller's take the place of."""

    def copy(self) -> KeywordTable:
        """Return a table of the same keys that can change by itself."""
        return evolve(self, taken=set(self.taken), defaults=dict(self.defaults), filled=dict(self.filled))

    def take(self, key: str) -> None:
        """Remove a key."""
        self.taken.add(key)
        self.defaults.pop(key, None)
        self.filled.pop(key, None)

    def fill(self, key: str, value: object) -> None:
        """Give a key a value of the function's own."""
        self.defaults.pop(key, None)
        self.filled[key] = value

    def offer(self, key: str, value: object) -> None:
        """Give a key a value unless it has one."""
        if key not in self.filled and key not in self.defaults:
            self.defaults[key] = value

    def offered(self) -> KeywordTable:
        """Return a table in which no key has a value of the function's own for sure."""
        return evolve(self, filled={}, defaults={**self.filled, **self.defaults})

    def update(self, later: KeywordTable) -> bool:
        """Let the keys of a later table take the place of these; return False where that isn't clear."""
        if self.has_rest and (later.has_rest or later.is_partial):
            return False
        if later.has_rest:
            own = {**self.defaults, **self.filled}
            self.has_rest, self.taken = True, later.taken - own.keys()
            self.filled = {key: value for key, value in own.items() if key in later.taken}
            self.defaults = {key: value for key, value in own.items() if key not in later.taken}
        for key, value in later.filled.items():
            self.fill(key, value)
        for key, value in later.defaults.items():
            self.filled.pop(key, None)
            self.defaults[key] = value
        self.is_partial |= later.is_partial
        return True


def constant(node: ast.expr | None) -> object:
    """Return the value of a literal; `UnknownDefault` for any other expression."""
    try:
        return UnknownDefault if node is None else ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return UnknownDefault


def word(node: ast.expr | None) -> str | None:
    """Return the text of a literal string."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def merged(parts: Iterable[KeywordTable | None]) -> KeywordTable | None:
    """Return a table of several, the later ones before the earlier ones; None where that isn't clear.

    A part of None is a dictionary with unknown keys.
    """
    made = KeywordTable()
    for part in parts:
        if part is None and made.has_rest:
            return None
        if not made.update(KeywordTable(is_partial=True) if part is None else part):
            return None
    return made


def passed(parts: Iterable[KeywordTable | None]) -> KeywordTable | None:
    """Return the table of a call's keywords, which Python accepts once each; None where it isn't clear."""
    made = KeywordTable()
    for part in parts:
        if part is None or (part.is_partial and not part.has_rest):
            return None
        made = KeywordTable(
            made.has_rest or part.has_rest,
            made.taken | part.taken,
            {**made.defaults, **part.defaults},
            {**made.filled, **part.filled},
            made.is_partial or part.is_partial,
        )
    return made


def table_of(node: ast.expr, find: Find) -> KeywordTable | None:
    """Return the table of an expression; None where it isn't known to be a dictionary of known keys."""
    match node:
        case ast.Name(id=name):
            found = find(name)
            return found and found.copy()
        case ast.Dict(keys=keys, values=values):
            return merged(_item(key, value, find) for key, value in zip(keys, values, strict=True))
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return merged([table_of(left, find), table_of(right, find)])
        case ast.Call():
            return _copied(node, find)
        case _:
            return None


def _item(key: ast.expr | None, value: ast.expr, find: Find) -> KeywordTable | None:
    """Return the table of an item in a dictionary's literal, whose key is None for what is unpacked."""
    if key is None:
        return table_of(value, find)
    name = word(key)
    return None if name is None else KeywordTable(filled={name: constant(value)})


def _copied(node: ast.Call, find: Find) -> KeywordTable | None:
    """Return the table of a call that makes a dictionary."""
    match node.func:
        case ast.Attribute(value=held, attr="copy") if not node.args and not node.keywords:
            return table_of(held, find)
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in _COPIES and len(node.args) < 2:  # noqa: PLR2004  # one or none
            named = (
                table_of(each.value, find)
                if each.arg is None
                else KeywordTable(filled={each.arg: constant(each.value)})
                for each in node.keywords
            )
            return merged([*(table_of(each, find) for each in node.args), passed(named)])
        case _:
            return None
