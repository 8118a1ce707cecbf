"""Annotations of which a part is quoted, as it names what is defined below."""

# ruff: noqa: UP006  # written as for older Pythons

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, List, Literal, Optional, Union  # noqa: UP035  # as above

import attrs


class Quoting:
    """Quotes a part of each type."""

    def __init__(  # noqa: PLR0913, PLR0917  # one for each form
        self,
        one: Optional["Part"],
        either: Union[int, "Part"],
        listed: List["Part"],
        builtin: list["Part"],
        named: Mapping[str, Sequence["Part"]],
        made: Callable[["Part"], "Part"],
        noted: Annotated["Part", "Part"],
        word: Literal["Part"],
    ) -> None:
        self.given = (one, either, listed, builtin, named, made, noted, word)


@attrs.frozen
class Part:
    """Is defined after its use."""

    inner: Optional["Part"] = None
    sizes: tuple["int", ...] = ()
