"""Reports of faults as text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples.bag import Bag
from typed_registry.config import load
from typed_registry.config._tools.report import as_text
from typed_registry.errors import ConfigError

Write = Callable[[str, str], Path]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("c.yaml", "v: 'a{}b'\r\nw: 1\r\n", "2:1: w: unknown key; valid: 'v'\n  2 | w: 1\n    | ^\n"),
        (
            "c.json",
            '{{"v": "a{}b",\n  "w": 1}}',
            "2:3: w: unknown key; valid: 'v'\n  2 |   \"w\": 1}\n    |   ^\n",
        ),
        ("c.toml", "v = 'a{}b'\nw = 1\n", "2:1: w: unknown key; valid: 'v'\n  2 | w = 1\n    | ^\n"),
    ],
)
@pytest.mark.parametrize("letter", ["\u2028", "\x85", "é"])
def test_line(name: str, text: str, told: str, letter: str, write: Write) -> None:
    """The line that is shown is the one that is counted, though some characters look like line ends."""
    file = write(name, text.format(letter))
    with pytest.raises(ConfigError) as caught:
        load(Bag, file)

    assert f"{file}:{told}" == as_text(caught.value.faults)


def test_old_line_ends(tmp_path: Path) -> None:
    """A carriage return alone ends a line too."""
    file = tmp_path / "c.json"
    file.write_bytes(b'{"v": 1,\r"w": 1}')
    with pytest.raises(ConfigError) as caught:
        load(Bag, file)

    assert f"{file}:2:1: w: unknown key; valid: 'v'\n  2 | \"w\": 1}}\n    | ^\n" == as_text(
        caught.value.faults
    )
