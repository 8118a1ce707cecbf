"""Messages as data files have them: by `role` and `content`, or by `from` and `value`, as ShareGPT does."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import cast

from posttrain.columns import Columns
from posttrain.example import Message, ToolCall
from typed_registry._annotations.type_guards import is_table  # private: pyright has no such narrowing
from typed_registry._messages.suggest import nearest  # private: a misspelt role is told as a misspelt name is

ROLES: Mapping[str, str] = {
    **{role: role for role in ("system", "developer", "user", "assistant", "tool")},
    "human": "user",
    "gpt": "assistant",
    "chatgpt": "assistant",
    "observation": "tool",
}
"""The roles that are known, and what chat templates call them."""
_KEYS = ("role", "content", "tool_calls", "tool_call_id", "name", "reasoning_content", "weight")
_SHAREGPT_KEYS = ("from", "value", "weight")
_CALLS = "function_call"
"""The role by which ShareGPT's messages call functions, whose value is a call in JSON, or a list of calls."""
_LISTED = re.compile(r"\s*\[\s*\{\s*['\"](role|content|from|value)['\"]\s*:")
_MOST_NAMES = 20
"""The number of names up to which a message lists all of them."""
_WORD = re.compile(r"[A-Za-z_][\w-]*")


def messages(value: object, column: str, roles: Mapping[str, str]) -> tuple[Message, ...]:
    """Return the messages of a column, which may also be a single one. A text is read as JSON.

    `roles` maps further names of roles. Raises ValueError, which names the message that is wrong.
    """
    found = json_value(value, column)
    is_single = is_table(found) and not {"role", "from"}.isdisjoint(found)
    items: list[object] = [found] if is_single else _list(found, column)
    if not items:
        raise ValueError(f"{column!r} has no messages")
    known = {**ROLES, **roles}
    return tuple(_message(item, f"{column}[{number}]", known) for number, item in enumerate(items))


def text(value: object, where: str) -> str:
    """Return a value that is text. Raises ValueError for another, and for text that isn't Unicode."""
    if not isinstance(value, str):
        raise ValueError(f"{where!r} must be text, and is of type {type(value).__name__}")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{where!r} has half of a surrogate pair, which is no character") from None
    return value


def json_value(value: object, where: str) -> object:
    """Return the value that a text is in JSON, or another value as it is. Raises ValueError."""
    if not isinstance(value, str):
        return value
    try:
        return cast("object", json.loads(value))
    except (ValueError, RecursionError):
        raise ValueError(f"{where!r} is text that isn't JSON") from None


def without_nulls(value: object) -> object:
    """Return a value whose objects, at any depth, lack the keys that are null.

    >>> without_nulls([{"city": "Rome", "zone": None}, None])
    [{'city': 'Rome'}, None]
    """
    if isinstance(value, dict):
        items = cast("dict[str, object]", value).items()
        return {name: without_nulls(item) for name, item in items if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in cast("list[object]", value)]
    return value


def unquoted(value: object, column: str) -> object:
    """Return the messages that a text is in JSON, as in the cell of a table; or another value as it is.

    Raises ValueError for messages as Python prints them.
    """
    if not isinstance(value, str) or not _LISTED.match(value):
        return value
    try:
        return cast("object", json.loads(value))
    except (ValueError, RecursionError):
        raise ValueError(f"{column!r} is text that looks like messages, and isn't JSON") from None


def as_key(name: str) -> str:
    """Return a name as it is written in a config, which needs quotes if it isn't a word."""
    return name if _WORD.fullmatch(name) else json.dumps(name)


def listed(names: Iterable[str], form: Callable[[str], str] = as_key) -> str:
    """Return names for a message, by default as a config has them. Of many, only the first are listed.

    >>> listed(map(str, range(100)), str).endswith("18, 19 and 80 more")
    True
    """
    shown = [*map(form, names)]
    more = f" and {len(shown) - _MOST_NAMES} more" if len(shown) > _MOST_NAMES else ""
    return ", ".join(shown[:_MOST_NAMES]) + more


def mapping(value: object, where: str) -> Mapping[str, object]:
    """Return a value that is an object. Raises ValueError for another."""
    if not isinstance(value, dict):
        raise ValueError(f"{where!r} must be an object, and is of type {type(value).__name__}")
    return cast("dict[str, object]", value)


def _message(item: object, where: str, roles: Mapping[str, str]) -> Message:
    keys = _present(mapping(item, where))
    role, content = ("from", "value") if "from" in keys else ("role", "content")
    _require_known(keys, _SHAREGPT_KEYS if role == "from" else _KEYS, where)
    if role == "from" and keys[role] == _CALLS and _CALLS not in roles:
        return _calling(keys, where)
    listed = _list(keys.get("tool_calls", []), f"{where}.tool_calls")
    calls = tuple(_call(call, f"{where}.tool_calls[{number}]") for number, call in enumerate(listed))
    message = Message(
        _role(text(keys.get(role), f"{where}.{role}"), where, roles),
        None if calls and content not in keys else _content(keys.get(content), f"{where}.{content}"),
        calls,
        _optional(keys, "tool_call_id", where),
        _optional(keys, "name", where),
        _optional(keys, "reasoning_content", where),
        _is_learnt(keys, where),
    )
    if calls and message.role != "assistant":
        raise ValueError(f"{where!r} has tool calls, which only the assistant's messages can have")
    return message


def _calling(keys: Mapping[str, object], where: str) -> Message:
    """Return the assistant's message for ShareGPT's calls of functions."""
    given = json_value(keys.get("value"), f"{where}.value")
    calls = cast("list[object]", given) if isinstance(given, list) else [given]
    if not calls:
        raise ValueError(f"'{where}.value' has no calls")
    read = tuple(_call(call, f"{where}.value[{number}]") for number, call in enumerate(calls))
    return Message("assistant", None, read, is_learnt=_is_learnt(keys, where))


def _present(keys: Mapping[str, object]) -> dict[str, object]:
    """Return the keys that aren't null: Parquet gives every message the keys of all."""
    return {name: value for name, value in keys.items() if value is not None}


def _list(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(f"{where!r} must be a list, and is of type {type(value).__name__}")
    return cast("list[object]", value)


def _require_known(keys: Mapping[str, object], known: Sequence[str], where: str) -> None:
    unknown = [name for name in keys if name not in known]
    if unknown:
        near = nearest(unknown[0], known)
        meant = f"did you mean {near!r}? " if near else ""
        raise ValueError(f"{where!r} has the key {unknown[0]!r}; {meant}valid: {', '.join(known)}")


def _role(given: str, where: str, roles: Mapping[str, str]) -> str:
    if given in roles:
        return roles[given]
    near = nearest(given, roles)
    meant = f"did you mean {near!r}? " if near else ""
    added = f"to read it as the user's, write roles: {{{as_key(given)}: user}}"
    raise ValueError(f"{where!r} has the unknown role {given!r}; {meant}{added}")


def _content(value: object, where: str) -> str | tuple[str, ...]:
    if not isinstance(value, list):
        return text(value, where)
    parts = tuple(_part(part, f"{where}[{at}]") for at, part in enumerate(cast("list[object]", value)))
    if not parts:
        raise ValueError(f"{where!r} has no parts")
    return parts[0] if len(parts) == 1 else parts


def _part(value: object, where: str) -> str:
    keys = _present(mapping(value, where))
    if keys.get("type") != "text":
        raise ValueError(f"{where!r} is of type {keys.get('type')!r}; only parts of type 'text' are read")
    _require_known(keys, ("type", "text"), where)
    return text(keys.get("text"), f"{where}.text")


def _call(value: object, where: str) -> ToolCall:
    keys = _present(mapping(value, where))
    if "function" in keys:
        _require_known(keys, ("type", "id", "function"), where)
        function = mapping(keys["function"], f"{where}.function")
    else:
        function = {name: item for name, item in keys.items() if name not in ("type", "id")}
    _require_known(function, ("name", "arguments"), where)
    name, arguments = f"{where}.name", f"{where}.arguments"
    given = mapping(json_value(function.get("arguments", {}), arguments), arguments)
    return ToolCall(text(function.get("name"), name), Columns(given), _optional(keys, "id", where))


def _optional(keys: Mapping[str, object], name: str, where: str) -> str | None:
    return text(keys[name], f"{where}.{name}") if name in keys else None


def _is_learnt(keys: Mapping[str, object], where: str) -> bool:
    """Return whether a message is learnt, by OpenAI's key `weight`, which is 0 or 1."""
    weight = keys.get("weight", 1)
    if weight not in (0, 1):
        raise ValueError(f"'{where}.weight' must be 0 or 1")
    return weight == 1
