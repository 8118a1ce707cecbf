"""The differences between schema and loader. `python -m tests.schema.differences` writes the page of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from attrs import field, frozen, validators

from typed_registry import Registry, Spec
from typed_registry.config import Size
from typed_registry.config._document.deprecated_fields import renamed

FILE = Path(__file__).parents[2] / "docs" / "schema.md"


def even(_instance: object, _attribute: object, value: int) -> None:
    """Refuse odd numbers, which no schema can express for this validator."""
    if value % 2:
        raise ValueError("must be even")


class Part:
    """The kind of the components in `PARTS`."""


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
    """A part that takes another part."""

    inside: Spec[Part, []]


@PARTS.register("box", config=BoxConfig)
class Box(Part):
    """A box."""

    def __init__(self, config: BoxConfig) -> None: ...


@frozen
class Positive:
    """A config with a validator."""

    amount: int = field(default=1, validator=validators.gt(0))


@frozen
class Signed:
    """A config with the same key and no validator."""

    amount: int = -1


@frozen
class Doc:
    """A root config with a field for each difference."""

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
    change: Positive | Signed = field(factory=Positive)
    by_number: dict[int, str] = field(factory=dict[int, str])
    by_level: dict[Literal[1, 2], str] = field(factory=dict[Literal[1, 2], str])

    def __attrs_post_init__(self) -> None:
        """Refuse values that contradict each other."""
        if self.low > self.high:
            raise ValueError("low is above high")


BASE = "part: {name: box, inside: {name: screw}}\n"
"""The content of the file `base.yaml`."""

LOADER_REFUSES = {
    "A number with a decimal point where an integer is expected.": "count: 1.0",
    "An integer that no float equals.": "weight: 9007199254740993",
    "What only a validator of the program refuses.": "pairs: 3",
    "What the first alternative of a union with the right keys refuses, but a later one would not.": (
        "change: {amount: -2}"
    ),
    "What only one of these validators of attrs refuses: `not_`, `or_`, `instance_of`, and `in_` of\n"
    "  anything but a list, a tuple or a set.": "odd: 2",
    "A regular expression with flags, or another that readers of schemas understand differently.": "word: x",
    "Values that are invalid together, by `__attrs_post_init__`.": "{low: 10, high: 9}",
    "What a converter refuses.": "codes: 1",
    "A set whose items have no hash.": "bag: [[1]]",
    "Two spellings of the same key.": "by_number: {1: a, 01: b}",
    "A number as a key that isn't one of the listed keys.": "by_level: {3: a}",
    "A field under its current and a former key.": "{low: 1, least: 1}",
    "A value in a section and in the field to which the section belongs.": (
        "{part: {name: screw, length: 1}, screw: {length: 1}}"
    ),
    "A section of a component that only an item of a list or another component has chosen.": (
        "{part: {name: box, inside: {name: screw, length: 1}}, screw: {length: 1}}"
    ),
    "A mapping that chooses no component, in a field of the root that also accepts another mapping.": (
        "more: {inside: screw}"
    ),
    "A variable inside of a text, or another reference.": "title: ${out}/logs",
    "The value of a variable, or that it isn't set.": "count: '${env:NAME,one}'",
    "A date that isn't in the calendar, or an amount that isn't a whole number of bytes or microseconds.": (
        "size: 0.5B"
    ),
}
"""The faults that only the loader finds, each with a file."""
LOADER_TAKES = {
    "A choice below the top level whose name, or another required key, is in a file that this one extends.": (
        "{extends: base.yaml, part: {inside: {length: 2}}}"
    ),
    "The same where a section and its field contain a part each.": (
        "{part: {name: box, inside: {name: screw}}, box: {inside: {length: 2}}}"
    ),
    "`null` in place of a choice that a section completes.": "{part: null, screw: {length: 2}}",
}
"""The valid files that the schema refuses, by what they have."""


def page() -> str:
    """Return the text of the page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Schema\n"
    yield (
        "`typed-registry schema` writes a JSON Schema of a program's config files, with which editors\n"
        "complete and check them. The schema accepts what the loader accepts. It refuses unknown keys and\n"
        "components, missing keys, wrong types, values that aren't listed and lists of a wrong length. It\n"
        "also states the bounds, lengths, listed values and regular expressions of attrs' own validators.\n"
        "A test compares the schema and the loader on generated config classes; each item below is a test\n"
        "as well.\n"
    )
    yield "## Accepted by the schema, refused by the loader\n"
    yield from (f"- {what}\n  `{text}`" for what, text in LOADER_REFUSES.items())
    yield "\n## Refused by the schema, accepted by the loader\n"
    yield from (f"- {what}\n  `{text}`" for what, text in LOADER_TAKES.items())


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
