"""Where the schema and the loader differ. `python -m tests.schema.differences` writes them to their page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from attrs import field, frozen, validators

from typed_registry import Registry, Spec
from typed_registry.config import Size
from typed_registry.config._document.deprecated_fields import renamed

FILE = Path(__file__).with_suffix(".md")


def even(_instance: object, _attribute: object, value: int) -> None:
    """A validator of the program's own."""
    if value % 2:
        raise ValueError("must be even")


class Part:
    """What `PARTS` holds."""


PARTS = Registry[Part, []]("parts")


@frozen
class ScrewConfig:
    """A part without parts."""

    length: int = 1


@PARTS.register("screw", config=ScrewConfig)
class Screw(Part):
    """A screw."""

    def __init__(self, config: ScrewConfig) -> None: ...


@frozen
class BoxConfig:
    """A part of which another must be chosen."""

    inside: Spec[Part, []]


@PARTS.register("box", config=BoxConfig)
class Box(Part):
    """A box."""

    def __init__(self, config: BoxConfig) -> None: ...


@frozen
class Doc:
    """A root config that has what is needed to differ."""

    part: Spec[Part, []] = field(factory=lambda: PARTS.from_mapping({"name": "screw"}))
    more: Spec[Part, []] | dict[str, int] | None = None
    count: int = 0
    weight: float = 0.0
    day: Literal["mon", "tue"] = "mon"
    low: int = field(default=0, metadata=renamed("least", since="0.2"))
    high: int = 9
    pairs: int = field(default=0, validator=even)
    odd: int = field(default=1, validator=validators.not_(validators.in_([2, 4])))
    word: str = field(default="a", validator=validators.matches_re("(?i)[a-c]"))
    title: str = ""
    size: Size = field(default=Size(1))
    codes: tuple[int, ...] = field(default=(), converter=tuple[int, ...])
    bag: frozenset[object] = frozenset()
    by_number: dict[int, str] = field(factory=dict[int, str])
    by_level: dict[Literal[1, 2], str] = field(factory=dict[Literal[1, 2], str])

    def __attrs_post_init__(self) -> None:
        """Refuses what doesn't go together."""
        if self.low > self.high:
            raise ValueError("low is above high")


BASE = "part: {name: box, inside: {name: screw}}\n"
"""What the file `base.yaml` holds."""

LOADER_REFUSES = {
    "A number with a point where an integer is wanted: to JSON Schema, 1.0 is one.": "count: 1.0",
    "An integer that no float can be.": "weight: 9007199254740993",
    "A validator of the program's own.": "pairs: 3",
    "A validator of attrs that has no keyword: `not_`, `or_`, `instance_of`, and `in_` of anything but\n"
    "  a list, a tuple or a set.": "odd: 2",
    "An expression that not every reader of schemas takes for the same, as with flags.": "word: x",
    "What values must be together, as `__attrs_post_init__` says.": "{low: 10, high: 9}",
    "What a converter takes.": "codes: 1",
    "A set of what has no hash.": "bag: [[1]]",
    "Keys that are written apart, and stand for the same.": "by_number: {1: a, 01: b}",
    "A number as a key where but a few are listed.": "by_level: {3: a}",
    "A field by two of its names.": "{low: 1, least: 1}",
    "A value that stands in a section, and in the field that the section completes.": (
        "{part: {name: screw, length: 1}, screw: {length: 1}}"
    ),
    "A mapping that chooses nothing, in a root's field that may be another mapping as well.": (
        "more: {inside: screw}"
    ),
    "A variable in the midst of a text.": "title: a${env:NAME}",
    "What a variable holds, or that nobody has set it.": "count: '${env:NAME,one}'",
    "What isn't in the calendar, or is no whole number of bytes or microseconds, though it\n"
    "  is written so.": "size: 0.5B",
}
"""What the loader refuses and the schema takes, with a file."""
LOADER_TAKES = {
    "In a file that extends another, a choice below the top must have its name all the same, and a\n"
    "  mapping below the top what it demands.": "{extends: base.yaml, part: {inside: {length: 2}}}",
    "So it is where a section and the field that it completes have a part of such a mapping each.": (
        "{part: {name: box, inside: {name: screw}}, box: {inside: {length: 2}}}"
    ),
    "Nothing (null) in place of a choice that a section completes.": "{part: null, screw: {length: 2}}",
}
"""What the loader takes and the schema refuses."""


def page() -> str:
    """The page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Where the schema and the loader differ\n"
    yield (
        "The schema takes what the loader takes, and refuses what it refuses for its shape: unknown keys\n"
        "and components, missing keys, wrong types, words that aren't listed, lists of a wrong length.\n"
        "Bounds, lengths, listed values and expressions are told of attrs' own validators.\n"
        "`test_agreement.py` tries that with config classes of any shape; what is below is run by\n"
        "`test_differences.py`.\n"
    )
    yield "## The loader refuses, and the schema doesn't see it\n"
    yield from (f"- {what}\n  `{text}`" for what, text in LOADER_REFUSES.items())
    yield "\n## The schema refuses, and the loader takes it\n"
    yield from (f"- {what}\n  `{text}`" for what, text in LOADER_TAKES.items())


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
