"""The uses that a function's source makes of its `*args` and `**kwargs`."""

from __future__ import annotations

import ast

from attrs import Factory, define, frozen

from typed_registry._annotations.keyword_table import KeywordTable


class REQUIRED:
    """The default of a keyword that must be given."""


@frozen
class ForwardedCall:
    """A call that passes on what the function's caller gives."""

    called: ast.expr
    first: ast.expr | None
    """The first argument."""
    positional: int
    """How many arguments it gives by position, apart from `*args`."""
    gives_args: bool
    gives_keywords: bool
    keywords: KeywordTable
    """The keywords that it gives."""
    is_conditional: bool


@define
class Forwarding:
    """The uses that a function makes of its `*args` and `**kwargs`."""

    calls: list[ForwardedCall] = Factory(list[ForwardedCall])
    read: dict[str, object] = Factory(dict[str, object])
    """The keywords that it reads itself, with their defaults; `REQUIRED` without one."""
    removed: set[str] = Factory(set[str])
    """Those of them that it doesn't pass on."""
    refused: set[str] = Factory(set[str])
    """The keywords for which it raises an error."""
    keeps_args: bool = False
    """Whether it uses `*args` as a whole, as by storing them."""
    keeps_keywords: bool = False
    """The same for `**kwargs`."""
    args_are_unclear: bool = False
    """Whether `*args` may be changed before they are passed on."""
    keywords_are_unclear: bool = False
    """The same for `**kwargs`."""

    @property
    def keyword_calls(self) -> list[ForwardedCall]:
        """The calls that pass on `**kwargs`."""
        return [call for call in self.calls if call.gives_keywords]
