"""Data files: their formats, which files a path stands for, and what is held out."""

from __future__ import annotations

import csv
import gzip
import json
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from posttrain.datasets.files import with_demonstrations
from posttrain.errors import DataError, DataWarning
from posttrain.example import Conversation, Demonstration, Preference, Split, Task

from .data import ANSWER, ASKED, FIVE, FOUR, GOOD, USER, WRONG, built, examples, write, write_parquet

ROWS = [
    {"prompt": "a, b", "completion": 'say "c"\nand d'},
    {"prompt": "é", "completion": "f"},
]
DEMONSTRATIONS = [Demonstration(row["prompt"], row["completion"]) for row in ROWS]


def json_lines(file: Path) -> None:
    write(file, *ROWS)


def listed(file: Path) -> None:
    file.write_text(json.dumps(ROWS, indent=2), encoding="utf-8")


def table(file: Path) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, [*ROWS[0]], delimiter="\t" if file.suffix == ".tsv" else ",")
        writer.writeheader()
        writer.writerows(ROWS)


def parquet(file: Path) -> None:
    write_parquet(file, *ROWS)


WRITERS = [
    ("a.jsonl", json_lines),
    ("a.ndjson", json_lines),
    ("a.json", json_lines),
    ("a.json", listed),
    ("a.csv", table),
    ("a.TSV", table),
    ("a.parquet", parquet),
]


@pytest.mark.parametrize(("name", "writer"), WRITERS)
def test_formats(tmp_path: Path, name: str, writer: Callable[[Path], None]) -> None:
    """A file is read by its suffix; a JSON file may be a list of objects, or JSON Lines."""
    writer(tmp_path / name.lower())
    file = (tmp_path / name.lower()).rename(tmp_path / name)

    assert DEMONSTRATIONS == examples(file)


@pytest.mark.parametrize(
    ("name", "places"),
    [("a.jsonl", (":1", ":2")), ("a.csv", (":2", ":4")), ("a.parquet", (", row 1", ", row 2"))],
)
def test_places(tmp_path: Path, name: str, places: tuple[str, ...]) -> None:
    """An example knows in which line or row of which file it is."""
    file = tmp_path / name
    dict(WRITERS)[name](file)

    assert [f"{file}{place}" for place in places] == [each.place for each in examples(file)]


def test_place_of_chosen(tmp_path: Path) -> None:
    """The demonstration of a preference's chosen completion is where the preference is."""
    file = write(tmp_path / "a.jsonl", {"prompt": "a", "chosen": "b", "rejected": "c"})
    [shown] = with_demonstrations(examples(file)).of(Demonstration)

    assert f"{file}:1" == shown.place


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_compressed(tmp_path: Path, name: str) -> None:
    """A file may be compressed by gzip."""
    plain = tmp_path / name
    dict(WRITERS)[name](plain)
    file = tmp_path / f"{name}.gz"
    file.write_bytes(gzip.compress(plain.read_bytes()))

    assert DEMONSTRATIONS == examples(file)


def test_delimiter(tmp_path: Path) -> None:
    """The columns of a table can be separated by another character."""
    file = tmp_path / "a.csv"
    file.write_text('prompt;completion\n"a;b";"c,d"\n', encoding="utf-8")

    assert [Demonstration("a;b", "c,d")] == examples(file, delimiter=";")


def test_named_format(tmp_path: Path) -> None:
    """The format can be given for a file that doesn't show it."""
    json_lines(tmp_path / "rows")

    assert DEMONSTRATIONS == examples(tmp_path / "rows", format="json_lines")


def test_nested_parquet(tmp_path: Path) -> None:
    """The messages of a Parquet file have all keys of each other, with null for what they don't have."""
    turns = [USER, {**ANSWER, "name": "bot"}]
    file = write_parquet(tmp_path / "a.parquet", {"messages": turns}, {"messages": [USER, ANSWER]})

    assert Demonstration(ASKED, FOUR) == examples(file)[1]


def test_nulls_in_parquet(tmp_path: Path) -> None:
    """So have the arguments of functions and their descriptions; a task's further columns keep null."""
    rows = [
        {
            "messages": [USER, {"role": "assistant", "tool_calls": [{"name": "f", "arguments": {key: "a"}}]}],
            "tools": [{"name": "f", "parameters": {"properties": {key: {"type": "string"}}}}],
        }
        for key in ("city", "zone")
    ]
    lines = write(tmp_path / "a.jsonl", *rows)
    tasks = [{"prompt": "a", "facts": {"city": "Rome"}}, {"prompt": "b", "facts": {"zone": "CET"}}]
    expected = Task("a", {"facts": {"city": "Rome", "zone": None}})

    assert examples(lines) == examples(write_parquet(tmp_path / "a.parquet", *rows))
    assert expected == examples(write_parquet(tmp_path / "b.parquet", *tasks))[0]


def test_messages_in_cells(tmp_path: Path) -> None:
    """Messages in the cell of a table are JSON; an empty cell is null."""
    file = tmp_path / "a.csv"
    with file.open("w", newline="") as stream:
        csv.writer(stream).writerows(
            [["messages", "answer"], [json.dumps([USER]), "4"], [json.dumps([USER]), ""]]
        )

    assert [Task(ASKED, {"answer": "4"}), Task(ASKED, {"answer": None})] == examples(file)


def test_pairs_in_cells(tmp_path: Path) -> None:
    """Prompts and completions in the cells of a table are text, unless they are messages in JSON."""
    file = tmp_path / "a.csv"
    with file.open("w", newline="") as stream:
        pair = [json.dumps([turn]) for turn in (USER, ANSWER, WRONG)]
        csv.writer(stream).writerows([["prompt", "chosen", "rejected"], pair, ["[{", "[1]", "{}"]])

    assert [Preference(ASKED, FOUR, FIVE), Preference("[{", "[1]", "{}")] == examples(file)


@pytest.mark.parametrize("text", ["\n{0}\n\n \t\n{0}", "\ufeff{0}\r\n{0}\r\n", "{0}\n{0}\n\n\n"])
def test_lines(tmp_path: Path, text: str) -> None:
    """Blank lines, a byte order mark, and the ends of lines of other systems don't matter."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(text.replace("{0}", GOOD).encode())

    assert [Demonstration("a", "b")] * 2 == examples(file)


def test_kinds(tmp_path: Path) -> None:
    """Several files may have examples of several kinds; what is chosen is a demonstration, too."""
    pairs = write(tmp_path / "a.jsonl", {"prompt": "a", "chosen": "b", "rejected": "c"})
    shown = write(tmp_path / "b.jsonl", {"prompt": "d", "completion": "e"})
    paths = [str(pairs), str(shown)]
    dataset = built(path=paths, held_out_path=paths)
    expected = Split([Preference("a", "b", "c"), Demonstration("d", "e"), Demonstration("a", "b")])

    assert expected == dataset.train == dataset.held_out


def numbered(file: Path, *numbers: int) -> Path:
    """Write a file of demonstrations that have these numbers for prompts."""
    return write(file, *({"prompt": str(number), "completion": "x"} for number in numbers))


def prompts(split: Split) -> list[str | Conversation]:
    return [example.prompt for example in split.of(Demonstration)]


def test_folder(tmp_path: Path) -> None:
    """A folder stands for the data files in it, but for those that are held out."""
    (tmp_path / "README.md").write_text("# Data\n")
    numbered(tmp_path / ".hidden.jsonl", 9)
    for number in (2, 1, 0):
        numbered(tmp_path / f"{number}.jsonl", number)
    dataset = built(path=str(tmp_path), held_out_path=str(tmp_path / "1.jsonl"))

    assert (["0", "2"], ["1"]) == (prompts(dataset.train), prompts(dataset.held_out))


def test_pattern(tmp_path: Path) -> None:
    """A pattern stands for the files that it matches, in the order of their names."""
    for number in (2, 1, 0):
        numbered(tmp_path / f"part-{number}.jsonl", number)
    numbered(tmp_path / "other.jsonl", 9)
    dataset = built(path=str(tmp_path / "part-*.jsonl"), held_out_path=str(tmp_path / "other.jsonl"))

    assert ["0", "1", "2"] == prompts(dataset.train)


@pytest.mark.parametrize("path", ["", "*.jsonl"])
def test_splits(tmp_path: Path, path: str) -> None:
    """It is said if a folder or pattern has files for measuring by their names that aren't held out."""
    learnt, measured = numbered(tmp_path / "train.jsonl", 0, 1), numbered(tmp_path / "my-test_0.jsonl", 2, 3)
    with pytest.warns(DataWarning) as caught:
        built(path=str(tmp_path / path))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        built(path=str(tmp_path / path), held_out_path=str(measured))
        built(path=[str(learnt), str(measured)])

    [told] = [str(each.message) for each in caught]
    assert told == (
        f"{tmp_path / path} includes my-test_0.jsonl, for measuring by the name, which is learnt from; to "
        f"measure with it instead, write held_out_path: {measured}"
    )


@pytest.mark.parametrize("kind", ["completion", "pair"])
def test_repeated_prompts(tmp_path: Path, kind: str) -> None:
    """It is said if every completion of a file begins with its prompt, and not if only some do."""
    whole, part = (
        [
            {"prompt": asked, "completion": f"{asked} c"}
            if kind == "completion"
            else {"prompt": asked, "chosen": f"{asked} c", "rejected": f"{asked} d"}
            for asked in prompts
        ]
        for prompts in (("a b", "e f"), ("a b", ""))
    )
    with pytest.warns(DataWarning) as caught:
        examples(write(tmp_path / "a.jsonl", *whole))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        examples(write(tmp_path / "b.jsonl", *part))

    advice = "; without the column, it is their common beginning: ignore: [prompt]" if kind == "pair" else ""
    said = f"{tmp_path}/a.jsonl: all completions begin with their prompt, which the model would read twice"
    assert [said + advice] == [str(each.message) for each in caught]


@pytest.mark.parametrize(
    ("count", "share", "held_out"), [(50, 0.1, 5), (50, 0.5, 25), (2, 0.1, 1), (3, 0.01, 1)]
)
def test_held_out(tmp_path: Path, count: int, share: float, held_out: int) -> None:
    """A share of the file, one example at least, is held out, and the rest is for training."""
    dataset = built(path=str(numbered(tmp_path / "a.jsonl", *range(count))), held_out=share)
    parts = prompts(dataset.train), prompts(dataset.held_out)

    assert held_out == len(parts[1])
    assert sorted(map(str, range(count))) == sorted(map(str, parts[0] + parts[1]))


@pytest.mark.parametrize("apart", [False, True])
def test_shared_prompts(tmp_path: Path, *, apart: bool) -> None:
    """It is said if prompts that are held out are also learnt from."""
    paths = {"path": str(numbered(tmp_path / "a.jsonl", 1, 2, 1, 2, 1, 2))}
    if apart:
        paths["held_out_path"] = str(numbered(tmp_path / "b.jsonl", 1, 3))
    with pytest.warns(DataWarning) as caught:
        built(**paths, held_out=0.34)

    [told] = [str(each.message) for each in caught]
    assert told == (
        f"{1 if apart else 2} of 2 held-out examples have the prompt of an example that is learnt from, so "
        "that the metrics are better than for new prompts; held_out_path keeps them apart"
    )


def test_held_out_seed(tmp_path: Path) -> None:
    """Which examples are held out depends on the seed alone."""
    file = str(numbered(tmp_path / "a.jsonl", *range(50)))
    one, same, other = (built(path=file, seed=seed) for seed in (1, 1, 2))

    assert one.held_out == same.held_out
    assert one.held_out != other.held_out


def test_limit(tmp_path: Path) -> None:
    """Rows beyond the limit aren't read, not even looked at, and neither are files."""
    file = numbered(tmp_path / "a.jsonl", *range(4))
    file.write_text(file.read_text() + "no JSON\n")
    dataset = built(path=[str(file), str(tmp_path / "missing.jsonl")], limit=4, held_out=0.25)

    assert ["0", "1", "2", "3"] == sorted(map(str, prompts(dataset.train) + prompts(dataset.held_out)))


def test_skipped(tmp_path: Path) -> None:
    """With `malformed: skip`, rows that aren't examples are left out, which a warning says."""
    file = write(tmp_path / "a.jsonl", {"prompt": "a", "answer": "b"}, [], {}, {"prompt": "c", "answer": "d"})
    with pytest.warns(DataWarning) as told:
        dataset = built(path=str(file), malformed="skip", held_out=0.5)

    warning = f"skipped: {file}:2: expected an object, got list (and 1 other line)"
    assert [warning] == [str(each.message) for each in told]
    assert {Task("a", {"answer": "b"}), Task("c", {"answer": "d"})} == {
        *dataset.train.of(Task),
        *dataset.held_out.of(Task),
    }


def test_all_skipped(tmp_path: Path) -> None:
    """If nothing is left, the rows that would be skipped are the error."""
    file = write(tmp_path / "a.jsonl", [], {})
    with pytest.raises(DataError) as caught:
        built(path=str(file), malformed="skip")

    assert f"{file}:1: expected an object, got list (and 1 other line)" == str(caught.value)
