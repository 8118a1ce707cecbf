"""Tables of the completions that a model was evaluated by, as JSON Lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from math import isfinite
from pathlib import Path
from typing import cast

from posttrain.columns import thaw
from posttrain.durable import replaced_file
from posttrain.example import Conversation, Prompt
from posttrain.measurement import JudgedCompletion
from typed_registry._annotations.type_guards import (  # private: pyright has no such narrowing
    is_sequence,
    is_table,
)


def write_table(stage: str, step: int, completions: Sequence[JudgedCompletion], folder: Path) -> None:
    """Write the completions of one evaluation to a file of its own, whole or not at all. Raises OSError."""
    folder.mkdir(exist_ok=True)
    with replaced_file(table_file(folder, stage, step)) as stream:
        for row in table_rows(completions, stage=stage, step=step):
            stream.write(in_json(row).encode() + b"\n")


def table_file(folder: Path, stage: str, step: int) -> Path:
    """Return the file of an evaluation's completions, which no other stage or step has.

    A space becomes `_`; a `_` and characters that a file name can't contain become the codes of their bytes.

    >>> table_file(Path(), "warm up", 3).name, table_file(Path(), "warm_up", 3).name
    ('warm_up-000003.jsonl', 'warm%5Fup-000003.jsonl')
    """
    name = re.sub(r"[^\w .-]|_", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), stage)
    return folder / f"{name.replace(' ', '_')}-{step:06}.jsonl"


def read_answers(file: Path) -> dict[str, str]:
    """Return the completions of the likeliest tokens by their prompts, of a conversation the last turn.

    A file that isn't there, or that something else has changed, has none.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        rows: list[object] = [json.loads(line) for line in lines]
    except (OSError, ValueError):
        return {}
    found = [row for row in rows if is_table(row) and row.get("is_sampled") is False]
    return {_asked(row.get("prompt")): str(row.get("completion")) for row in found}


def asked(prompt: Prompt) -> str:
    """Return a prompt as tables show it: of a conversation, the last turn."""
    return _asked(_shown(prompt))


def _asked(prompt: object) -> str:
    last = prompt[-1] if is_sequence(prompt) and prompt else prompt
    return str(last.get("content") if is_table(last) else last)


def table_rows(completions: Sequence[JudgedCompletion], **place: str | int) -> Iterator[dict[str, object]]:
    """Yield the row of each completion, which begins with the place of all in the run."""
    for each in completions:
        attempt = each.attempt
        yield {
            **place,
            "prompt": _shown(attempt.prompt),
            "completion": attempt.completion,
            "stop_reason": attempt.stop_reason,
            "is_sampled": each.is_sampled,
            **each.rewards,
            "columns": thaw(attempt.columns),
        }


def in_json(value: object, indent: int | None = None) -> str:
    """Return a value as JSON; that of a type which JSON doesn't have as text, and of no number as null."""
    return json.dumps(_in_json(value), ensure_ascii=False, default=_described, indent=indent)


def _in_json(value: object) -> object:
    """Return a value with null in place of the numbers that JSON doesn't have."""
    if isinstance(value, float) and not isfinite(value):
        return None
    if is_table(value):
        return {name: _in_json(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_in_json(item) for item in cast("list[object]", value)]
    return value


def _described(value: object) -> str:
    """Return the text for a value of a type that JSON doesn't have, as the dates and bytes of Parquet are."""
    return f"{len(value)} bytes" if isinstance(value, bytes) else str(value)


def _shown(prompt: Prompt) -> object:
    if not isinstance(prompt, Conversation):
        return prompt
    return [{"role": message.role, "content": thaw(message.content)} for message in prompt.messages]
