"""The message about a value in an exception of the program's code."""

from __future__ import annotations

from attrs import field, frozen

from tests.samples.bag import fault
from typed_registry.config import from_mapping


class SilentError(Exception):
    """An error without a text."""

    def __str__(self) -> str:
        raise RuntimeError("no text")


def refuse(_instance: object, _attribute: object, value: int) -> None:
    """Refuse every number but 1."""
    if value != 1:
        raise SilentError


@frozen
class Checked:
    """A config with a validator."""

    number: int = field(default=1, validator=refuse)


def test_an_error_whose_text_fails() -> None:
    """The class of an error stands in for a text that it can't make."""
    assert "number: got 3 (int): SilentError" == fault(lambda: from_mapping(Checked, {"number": 3}))
