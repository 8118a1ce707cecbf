"""Data files that can't be used: each with its file, its line and the reason."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from posttrain.datasets.rows import SUFFIXES
from posttrain.errors import DataError
from typed_registry.errors import MissingExtraError

from .data import GOOD, built, write, write_parquet


def refused(*files: Path, **settings: object) -> str:
    """Return the error of a dataset of these files."""
    with pytest.raises(DataError) as caught:
        built(path=[*map(str, files)], **settings)
    return str(caught.value)


JSON = "not JSON: Expecting"
LISTED = "expected a list of objects, or an object on each line"
INDEX = "pandas writes its index so, unless to_csv has index=False"
DELIMITER = "columns are separated by ',', unless the setting delimiter says otherwise: delimiter: \";\""
LINES = {
    "{'prompt': 'a'}": f"{JSON} property name enclosed in double quotes (column 2)",
    '{"prompt": "a"': f"{JSON} ',' delimiter (column 15)",
    "[": f"{JSON} value (column 2); each example is a line of its own",
    "{": f"{JSON} property name enclosed in double quotes (column 2); each example is a line of its own",
    '{"prompt": "a", "prompt": "b"}': "not JSON: the key 'prompt' is there twice",
    '{"prompt": "a"}': "is a task, and the file begins with a demonstration",
}


@pytest.mark.parametrize(("line", "reason"), LINES.items())
def test_line(tmp_path: Path, line: str, reason: str) -> None:
    """A line that isn't an example is told by its number, blank lines counted."""
    file = tmp_path / "a.jsonl"
    file.write_text(f"{GOOD}\n\n{line}\n{GOOD}\n")

    assert f"{file}:3: {reason}" == refused(file)


def test_facts(tmp_path: Path) -> None:
    """The fields of the error have what its text says."""
    file = write(tmp_path / "a.jsonl", [])
    with pytest.raises(DataError) as caught:
        built(path=str(file))
    error = caught.value

    assert (str(file), 1, "expected an object, got list", 0, "line") == (
        error.file,
        error.line,
        error.reason,
        error.others,
        error.unit,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"[\n{GOOD},\n{GOOD},\n\n7]", ":5: expected an object, got int"),
        (f"[\n{GOOD}\n{GOOD}]", ":3: not JSON: Expecting ',' (column 1)"),
        (f"[\n{GOOD},\n{{", ":3: not JSON: Expecting property name enclosed in double quotes (column 2)"),
        (f'[\n{GOOD},\n{{"a": 1, "a": 2}}]', ":3: not JSON: the key 'a' is there twice (column 1)"),
        (f"[{GOOD}] {GOOD}", f":1: not JSON: Extra data (column {len(GOOD) + 4})"),
        (
            '{"prompt": {"0": "a", "1": "b"}, "completion": {"0": "c", "1": "d"}}',
            ":1: is a table by columns; pandas writes rows with to_json(..., orient='records', lines=True)",
        ),
        ("7", ":1: not JSON: Expecting '[' (column 1)"),
        (
            f'{{"version": 1,\n "data": [{GOOD}]}}',
            f":1: the file is one object, with 'version', 'data'; {LISTED}",
        ),
        ('{\n"prompt": "a"}{', f":1: {LINES['{']} (and 1 other line)"),
        ("[]", ": holds no examples"),
    ],
)
def test_list(tmp_path: Path, text: str, expected: str) -> None:
    """An object of a list is told by the line on which it begins."""
    file = tmp_path / "a.json"
    file.write_text(text)

    assert f"{file}{expected}" == refused(file)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('prompt,completion\n"a\nb",c\n\nd\n', ":5: has 1 cells, and the header has 2"),
        ("prompt,completion\na,b\nc,\n", ":3: is a task, and the file begins with a demonstration"),
        ("prompt,prompt\na,b\n", ":1: the header has the column 'prompt' twice"),
        ("prompt,\na,b\n", ":1: column 2 has no name in the header"),
        (",prompt\n0,b\n", f":1: column 1 has no name in the header; {INDEX}"),
        (
            "prompt;completion\na;b\n",
            f":1: has one column, 'prompt;completion'; {DELIMITER}",
        ),
        ('prompt,completion\na,"b"c\n', ":2: not CSV: ',' expected after '\"'"),
        ("", ": holds no examples"),
        ("prompt,completion\n", ": holds no examples"),
    ],
)
def test_table(tmp_path: Path, text: str, expected: str) -> None:
    """A row of a table is told by the line on which it begins."""
    file = tmp_path / "a.csv"
    file.write_text(text)

    assert f"{file}{expected}" == refused(file)


def test_parquet(tmp_path: Path) -> None:
    """A row of a Parquet file is told by its number."""
    file = tmp_path / "a.parquet"
    write_parquet(file, {"prompt": "a", "completion": "b"}, {"prompt": "c"}, {"completion": "d"})

    reason = "is a task, and the file begins with a demonstration"
    assert f"{file}, row 2: {reason} (and 1 other row)" == refused(file)


def test_no_parquet(tmp_path: Path) -> None:
    """A file that isn't Parquet is refused."""
    file = tmp_path / "a.parquet"
    file.write_text(GOOD)

    assert refused(file).startswith(f"{file}: not Parquet: ")


def test_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pyarrow, the error says what to install."""
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(MissingExtraError) as caught:
        built(path=str(write(tmp_path / "a.parquet")))

    assert "posttrain[parquet]" == caught.value.requirement


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.jsonl", GOOD.encode() + b"\n\xff\n", ":2: isn't UTF-8: the byte 0xff"),
        ("a.jsonl", b"", ": holds no examples"),
        ("a.jsonl", b"\n \n", ": holds no examples"),
        ("a.jsonl.gz", GOOD.encode(), ": can't be decompressed: Not a gzipped file (b'{\"')"),
        (
            "a.txt",
            b"",
            f": isn't known by the end of its name ({', '.join(SUFFIXES)}); give its format",
        ),
    ],
)
def test_content(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    """A file that isn't text, has no rows, or no known format is refused."""
    file = tmp_path / name
    file.write_bytes(content)

    assert f"{file}{expected}" == refused(file)


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_missing(tmp_path: Path, suffix: str) -> None:
    """A file that isn't there is refused."""
    file = tmp_path / f"a{suffix}"

    assert f"{file}: can't be read: No such file or directory" == refused(file)


@pytest.mark.parametrize("name", ["*.jsonl", "."])
def test_nothing_found(tmp_path: Path, name: str) -> None:
    """A pattern or folder without a data file is refused."""
    assert f"{tmp_path / name}: there is no data file of this name" == refused(tmp_path / name)


def test_too_few(tmp_path: Path) -> None:
    """A single example can't be both learnt from and held out."""
    file = write(tmp_path / "a.jsonl", {"prompt": "a", "completion": "b"})

    assert f"{file}: 1 example(s) are too few to hold one out; give held_out_path" == refused(file)
