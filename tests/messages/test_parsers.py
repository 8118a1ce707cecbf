"""The texts for files that can't be read: what the parsers say, as messages have it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples.bag import fault, value

Write = Callable[[str, str], Path]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("c.yaml", "v: 1\n\tw: 2\n", "2:1: not YAML: a tab isn't allowed here; use spaces"),
        ("c.yaml", "v: *nowhere\n", "1:4: not YAML: there is no anchor &nowhere before its alias"),
        (
            "c.yaml",
            "v: 1\n---\nw: 2\n",
            "2:1: not YAML: a second document starts here; a config is a single one",
        ),
        ("c.yaml", "v: 1\nw: \x01\n", "2:4: not YAML: the character U+0001 isn't allowed"),
        (
            "c.yaml",
            "v: [1\n",
            (
                "2:1: not YAML: did not find expected ',' or ']' while parsing a flow sequence, "
                "which starts in line 1"
            ),
        ),
        (
            "c.yaml",
            "v: 'open\n",
            (
                "2:1: not YAML: found unexpected end of stream while scanning a quoted scalar, "
                "which starts in line 1"
            ),
        ),
        ("c.yaml", "v: a: b\n", "1:5: not YAML: mapping values are not allowed in this context"),
        ("c.json", "", "1:1: not JSON: Expecting value"),
        ("c.json", "{'v': 1}", "1:2: not JSON: Expecting property name enclosed in double quotes"),
        ("c.json", '{"v": 1} {}', "1:10: not JSON: Extra data"),
        ("c.json", f'{{"v": {"[" * 200_000}', "1:1: not JSON: nested too deeply"),
        ("c.toml", "v = no\n", "1:5: not TOML: Invalid value"),
        ("c.toml", "v = [1\n", "2:1: not TOML: Unclosed array"),
        ("c.toml", "v 1\n", "1:3: not TOML: Expected '=' after a key in a key/value pair"),
    ],
)
def test_text(name: str, text: str, expected: str, write: Write) -> None:
    """Each text says which format the file should have, and what the parser found where."""
    file = write(name, text)

    assert f"{file}:{expected}" == fault(lambda: value(file))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("none.yaml", "can't be read: No such file or directory"),
        ("folder.yaml", "can't be read: Is a directory"),
        ("c.txt", "the suffix must be one of .yaml, .yml, .toml, .json"),
    ],
)
def test_file(name: str, expected: str, write: Write) -> None:
    """A file that no parser is given says why."""
    folder = write("c.txt", "").parent
    (folder / "folder.yaml").mkdir()

    assert f"{folder / name}: {expected}" == fault(lambda: value(folder / name))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"# caf\xe9\n", ":1:6: not UTF-8"),
        (b"#" * 1_048_577, ": has 1048577 bytes; at most 1048576 are read"),
    ],
)
def test_content(content: bytes, expected: str, tmp_path: Path) -> None:
    """A file with the wrong encoding or too many bytes says so."""
    file = tmp_path / "c.yaml"
    file.write_bytes(content)

    assert f"{file}{expected}" == fault(lambda: value(file))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipe(tmp_path: Path) -> None:
    """A pipe isn't read, and the text says why."""
    file = tmp_path / "c.yaml"
    os.mkfifo(file)

    assert f"{file}: can't be read: it isn't a regular file" == fault(lambda: value(file))
