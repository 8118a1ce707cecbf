"""The table of types is true: each row is loaded in each format, and each refusal is heard."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples.bag import fault
from tests.samples.holder import holder
from tests.samples.types import FILE, ROWS, Row, page
from typed_registry.config import dump, load
from typed_registry.config._formats.formats import FORMATS

Write = Callable[[str, str], Path]

TEXTS = [
    pytest.param(row, form, text, id=f"{row.annotation}-{form}-{text}")
    for row in ROWS
    for form, text in (
        ("yaml", f"it: {row.yaml}"),
        ("toml", row.toml and f"it = {row.toml}"),
        ("json", f'{{"it": {row.json}}}'),
    )
    if text
]
REFUSED = [
    pytest.param(row, form, given, id=f"{row.annotation}-{form}-{given}")
    for row in ROWS
    for given in row.refused
    for form in FORMATS
    if (form, given) != ("toml", "null")
]


@pytest.mark.parametrize(("row", "form", "text"), TEXTS)
def test_becomes(row: Row, form: str, text: str, write: Write) -> None:
    """What the file holds becomes the value, of the same type; and its dump does again."""
    kind = holder(row.kind)
    loaded = load(kind, write(f"c.{form}", text))
    again = load(kind, write(f"again.{form}", dump(loaded, form)))

    assert kind(row.value) == loaded == again
    assert type(row.value) is type(loaded.it) is type(again.it)


@pytest.mark.parametrize(("row", "form", "given"), REFUSED)
def test_refused(row: Row, form: str, given: str, write: Write) -> None:
    """What stands for no value of the type is refused in the same words whatever the format."""
    file = write(f"c.{form}", FORMATS[form].write({"it": json.loads(given)}))
    told = fault(lambda: load(holder(row.kind), file))

    assert f" it: {row.refused[given]}" == told[told.index(" it: ") :]


def test_page() -> None:
    """The page shows the table as it is."""
    assert page() == FILE.read_text(encoding="utf-8")
