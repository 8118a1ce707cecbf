"""The texts for files that can't be read: what the parsers say, as messages have it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from tests.samples.bag import fault, value

Write = Callable[[str, str], Path]


def reads_toml(text: str) -> bool:
    """Return whether the parser reads a text, as those of newer Pythons read TOML 1.1."""
    parser = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        parser.loads(text)
    except ValueError:
        return False
    return True


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
        ("c.yaml", "v: [1\n", "1:4: not YAML: the '[' here has no ']'"),
        ("c.yaml", "v: {a: 1\n", "1:4: not YAML: the '{' here has no '}'"),
        ("c.yaml", "v: {a:", "2:1: not YAML: a value is missing at the end"),
        ("c.yaml", "v: [1\nw: 2\n", "2:2: not YAML: expected ',' or ']' in the list that begins in line 1"),
        (
            "c.yaml",
            "v: [{a: 1]\n",
            "1:10: not YAML: expected ',' or '}' in the mapping that begins in this line",
        ),
        ("c.yaml", "v: 'open\nw: 2\n", "1:4: not YAML: the quotes that begin here don't end"),
        ("c.yaml", "v: @home\n", "1:4: not YAML: a text that begins with '@' is written in quotes"),
        ("c.yaml", "v: *.txt\n", "1:4: not YAML: a text that begins with '*' is written in quotes"),
        ("c.yaml", "v: |x\n", "1:4: not YAML: a text that begins with '|' is written in quotes"),
        ("c.yaml", "v: ]\n", "1:4: not YAML: a text that begins with ']' is written in quotes"),
        (
            "c.yaml",
            "v: a: b\n",
            (
                "1:5: not YAML: a ': ' can't be here; a text that contains one is written in quotes, "
                "and the keys of a mapping begin in the same column"
            ),
        ),
        ("c.yaml", "v: 1\nword\nw: 2\n", "2:1: not YAML: this line of a mapping has no ': '"),
        ("c.yaml", "v: [1,, 2]\n", "1:7: not YAML: a value is missing before the comma"),
        (
            "c.yaml",
            "v: {a}/b\n",
            (
                "1:7: not YAML: a text can't go on behind brackets; one that begins with a bracket is "
                "written in quotes"
            ),
        ),
        (
            "c.yaml",
            "%YAML 1.1\n---\nv: no\n",
            "1:1: the file says that it is YAML 1.1; a config is YAML 1.2, so remove this line",
        ),
        ("c.yaml", "v: - 1\n", "1:4: not YAML: a list with dashes begins in a line of its own"),
        (
            "c.yaml",
            "v: 'it's'\n",
            (
                "1:8: not YAML: a text can't go on behind its quotes; inside '...' a quote is "
                'written \'\', and inside "..." \\"'
            ),
        ),
        (
            "c.yaml",
            'v: "C:\\q"\n',
            (
                "1:7: not YAML: a backslash in double quotes begins an escape; write two of them, or "
                "single quotes around the text"
            ),
        ),
        (
            "c.yaml",
            "v:\n  - a\n b\n",
            (
                "3:2: not YAML: expected the next key of the mapping that begins in line 1; its keys "
                "begin in the same column"
            ),
        ),
        (
            "c.yaml",
            "v:\n  - a\n  w: 2\n",
            (
                "3:3: not YAML: expected the next item of the list that begins in line 2; its dashes "
                "are in the same column"
            ),
        ),
        (
            "c.yaml",
            " v: 1\nw: 2\n",
            "2:1: not YAML: the document has ended above; its keys begin in the same column",
        ),
        (
            "c.yaml",
            "v: &a {x: 1}\nw: {<<: *a, y: 2}\n",
            (
                "2:5: w: YAML 1.2 has no merge key; write the keys of the other mapping here, or the "
                "whole value as its alias, or '<<' in quotes if it is a key of its own"
            ),
        ),
        (
            "c.json",
            "",
            "1:1: not JSON: Expecting value; a config is an object, and an empty one is written {}",
        ),
        (
            "c.json",
            "{'v': 1}",
            (
                "1:2: not JSON: Expecting property name enclosed in double quotes; keys and texts "
                "are written in double quotes, and true, false and null in lower case"
            ),
        ),
        (
            "c.json",
            '{"v": True}',
            (
                "1:7: not JSON: Expecting value; keys and texts are written in double quotes, and "
                "true, false and null in lower case"
            ),
        ),
        ("c.json", '// v\n{"v": 1}', "1:1: not JSON: Expecting value; JSON has no comments"),
        ("c.json", '{"v": 1} {}', "1:10: not JSON: Extra data; a config is a single object"),
        (
            "c.json",
            '{"v": "a\nb"}',
            (
                "1:9: not JSON: Invalid control character at; in a text, a line break is written \\n "
                "and a tab \\t"
            ),
        ),
        ("c.json", '{"v": "\\q"}', "1:8: not JSON: Invalid \\escape; a backslash is written as two"),
        *(
            (
                "c.json",
                f'{{"v": {number}}}',
                (
                    f"1:{column}: not JSON: {reason}; a number is decimal and begins with a digit or -, "
                    "without leading zeros and underscores"
                ),
            )
            for number, column, reason in (
                ("0x10", 8, "Expecting ',' delimiter"),
                ("012", 8, "Expecting ',' delimiter"),
                ("1_0", 8, "Expecting ',' delimiter"),
                ("+1", 7, "Expecting value"),
                (".5", 7, "Expecting value"),
            )
        ),
        ("c.json", f'{{"v": {"[" * 200_000}', "1:1: not JSON: nested too deeply"),
        (
            "c.toml",
            "v = no\n",
            "1:5: not TOML: Invalid value; a text is written in quotes, and true and false in lower case",
        ),
        ("c.toml", "v = null\n", "1:5: not TOML: Invalid value; TOML has no null, so leave the key out"),
        (
            "c.toml",
            "v: 1\n",
            "1:2: not TOML: Expected '=' after a key in a key/value pair; write key = value",
        ),
        ("c.toml", "v = [1\n", "2:1: not TOML: Unclosed array"),
        pytest.param(
            "c.toml",
            "v = {\n}\n",
            (
                "1:6: not TOML: Invalid initial character for a key part; a table in braces is on one line, "
                "and its last value has no comma behind it"
            ),
            marks=pytest.mark.skipif(reads_toml("v = {\n}"), reason="the parser reads TOML 1.1"),
        ),
        (
            "c.toml",
            'v = "C:\\q"\n',
            (
                "1:10: not TOML: Unescaped '\\' in a string; a backslash is written as two, or the text in "
                "single quotes"
            ),
        ),
        ("c.toml", "v 1\n", "1:3: not TOML: Expected '=' after a key in a key/value pair"),
    ],
)
def test_text(name: str, text: str, expected: str, write: Write) -> None:
    """Each text says which format the file should have, and what the parser found where."""
    file = write(name, text)

    assert f"{file}:{expected}" == fault(lambda: value(file))


def test_last_comma(write: Write) -> None:
    """A comma behind the last item of JSON is refused with that reason, whatever the parser's own text."""
    file = write("c.json", '{"v": [1,]}')

    assert "comma" in fault(lambda: value(file))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("none.yaml", "can't be read: No such file or directory"),
        ("long.yaml", "can't be read: No such file or directory; did you mean '{0}/lung.yaml'?"),
        ("folder.yaml", "can't be read: Is a directory"),
        ("c.txt", "the suffix must be one of .yaml, .yml, .toml, .json"),
    ],
)
def test_file(name: str, expected: str, write: Write) -> None:
    """A file that no parser is given says why."""
    folder = write("c.txt", "").parent
    (folder / "folder.yaml").mkdir()
    write("lung.yaml", "")

    assert f"{folder / name}: {expected.format(folder)}" == fault(lambda: value(folder / name))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"# caf\xe9\n", ":1:6: not UTF-8; save the file as UTF-8"),
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
