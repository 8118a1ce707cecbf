"""Examples from a JSON Lines file, in the columns that the field uses."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import TypeAlias, cast

from posttrain.datasets.config import JSONLinesConfig, Policy
from posttrain.errors import DataError, DataWarning
from posttrain.example import Conversation, Demonstration, Message, Preference, Prompt, Split, Task
from posttrain.registries import DATASETS

Example: TypeAlias = Demonstration | Preference | Task
OPENING = ("[", "{", "[{")
"""The first line of JSON that is laid out over several."""
COLUMNS = "prompt and completion; prompt, chosen and rejected; prompt and answer; or messages"


@DATASETS.register("json_lines", config=JSONLinesConfig)
class JSONLines:
    """The examples of a file, read whole when the dataset is built.

    A preference's chosen completion also serves as a demonstration.

    Raises DataError, with file and line, for a line that holds no example and for a file without any.
    """

    def __init__(self, config: JSONLinesConfig) -> None:
        examples = read(config.path, config.malformed, config.limit)
        if config.held_out_path is not None:
            self.train, self.held_out = split(examples), split(read(config.held_out_path, config.malformed))
            return
        Random(config.seed).shuffle(examples)
        count = max(1, round(len(examples) * config.held_out))
        if count >= len(examples):
            reason = f"{len(examples)} example(s) are too few to hold one out; give held_out_path"
            raise DataError(str(config.path), None, reason)
        self.train, self.held_out = split(examples[count:]), split(examples[:count])


def read(path: Path, malformed: Policy = "refuse", limit: int | None = None) -> list[Example]:
    """The examples of a file, one for each line that isn't blank; no line is read beyond the limit.

    Raises DataError, which tells the first of the lines that hold none and how many there are; to skip them
    gives one DataWarning.
    """
    lines = [(number, line) for number, line in enumerate(_lines(path), start=1) if line.strip()]
    examples: list[Example] = []
    faults: list[tuple[int, str]] = []
    for number, line in lines:
        if len(examples) + len(faults) * (malformed == "refuse") == limit:
            break
        try:
            examples.append(parse(line))
        except ValueError as error:
            faults.append((number, str(error)))
    if faults:
        fault = DataError(str(path), *faults[0], others=len(faults) - 1)
        if malformed == "refuse" or not examples:
            raise fault
        warnings.warn(f"skipped: {fault}", DataWarning, stacklevel=2)
    if not examples:
        raise DataError(str(path), None, "holds no examples")
    return examples


def _lines(path: Path) -> list[str]:
    try:
        text = path.expanduser().read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DataError(str(path), None, f"can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise DataError(str(path), line, f"isn't UTF-8: the byte 0x{error.object[error.start]:02x}") from None
    return text.split("\n")  # splitlines knows ends that JSON doesn't


def split(examples: Sequence[Example]) -> Split:
    """The examples by kind."""
    shown = [Demonstration(each.prompt, each.chosen) for each in examples if isinstance(each, Preference)]
    return Split((*examples, *shown))


def parse(line: str) -> Example:
    """One line's example. Raises ValueError, saying what is wrong with it.

    >>> parse('{"prompt": "2+2=", "chosen": "4", "rejected": "5"}')
    Preference(prompt='2+2=', chosen='4', rejected='5')
    """
    try:
        row: object = json.loads(line)
    except json.JSONDecodeError as error:
        spread = "; each example is a line of its own" if line.strip() in OPENING else ""
        raise ValueError(f"not JSON: {error.msg} (column {error.colno}){spread}") from None
    if not isinstance(row, dict):
        raise ValueError(f"expected an object, got {type(row).__name__}")
    return _example(cast("dict[str, object]", row))


def _example(row: dict[str, object]) -> Example:
    if "messages" in row:
        return _conversation(row["messages"])
    if {"prompt", "completion"} <= row.keys():
        return Demonstration(_prompt(row["prompt"]), _text(row, "completion"))
    if {"prompt", "chosen", "rejected"} <= row.keys():
        return Preference(_prompt(row["prompt"]), _text(row, "chosen"), _text(row, "rejected"))
    if {"prompt", "answer"} <= row.keys():
        return Task(_prompt(row["prompt"]), {"answer": _text(row, "answer")})
    raise ValueError(f"has the columns {', '.join(map(repr, row)) or '(none)'}; expected {COLUMNS}")


def _conversation(messages: object) -> Demonstration:
    turns = _messages(messages, "messages")
    if not turns or turns[-1].role != "assistant":
        raise ValueError("'messages' must end with the assistant's")
    return Demonstration(Conversation(turns[:-1]), turns[-1:])


def _prompt(value: object) -> Prompt:
    return value if isinstance(value, str) else Conversation(_messages(value, "prompt"))


def _messages(value: object, column: str) -> tuple[Message, ...]:
    if not isinstance(value, list):
        raise ValueError(f"{column!r} must be text or a list of messages")
    return tuple(_message(item, column) for item in cast("list[object]", value))


def _message(item: object, column: str) -> Message:
    if not isinstance(item, dict):
        raise ValueError(f"a message of {column!r} must be an object with a role and a content")
    turn = cast("dict[str, object]", item)
    return Message(_text(turn, "role"), _text(turn, "content"))


def _text(row: Mapping[str, object], column: str) -> str:
    value = row.get(column)
    if isinstance(value, list):  # a completion may be given as the conversation's last message
        turns = _messages(cast("list[object]", value), column)
        if len(turns) == 1:
            value = turns[0].content
    if not isinstance(value, str):
        raise ValueError(f"{column!r} must be text")
    return value
