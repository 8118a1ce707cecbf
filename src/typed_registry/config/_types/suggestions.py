"""The data that was probably meant by data of another type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from math import isfinite

from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry._registration.entries import Entries
from typed_registry.config._document.faults import Suggestion, WrongChoiceKey
from typed_registry.config._formats.limits import PREFIXED_INTEGER
from typed_registry.config._formats.yaml.scalars import finite_scalar

_TRUTHS = {
    "yes": True,
    "on": True,
    "y": True,
    "true": True,
    "no": False,
    "off": False,
    "n": False,
    "false": False,
}
_SPECIAL_FLOAT = re.compile(r"([-+]?)\.?(inf|infinity|nan)", re.IGNORECASE)
_THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}([,_ '][0-9]{3})+")
_DECIMAL_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]{1,2}")
_CHOICE_KEYS = ("type", "_target_", "class_path", "_component_", "kind", "class", "cls", "id", "component")
"""Keys by which other tools choose a component."""
_SETTINGS_KEYS = ("init_args", "params", "args", "kwargs", "config", "settings")
"""Keys under which other tools have its settings."""
_LONGEST = 100
"""The length of a text and the number of items up to which it is worth to find out what was meant."""


def suggest_truth(data: object) -> Suggestion | None:
    """Return the truth value that a word or a number stands for elsewhere.

    >>> suggest_truth("yes")
    Suggestion(data=True)
    """
    if type(data) is int and data in (0, 1):
        return Suggestion(bool(data))
    found = _TRUTHS.get(data.casefold()) if isinstance(data, str) and len(data) < _LONGEST else None
    return None if found is None else Suggestion(found)


def suggest_number(data: object, kind: object) -> Suggestion | None:
    """Return the number of a type that a text or a number of another type stands for elsewhere.

    >>> suggest_number("55_000", int), suggest_number("inf", float), suggest_number(1e3, int)
    (Suggestion(data=55000), Suggestion(data=inf), Suggestion(data=1000))
    """
    number = _number(data.strip()) if isinstance(data, str) and len(data) < _LONGEST else data
    if type(number) is not int and type(number) is not float:
        return None
    if kind is int:
        return Suggestion(int(number)) if isfinite(number) and number == int(number) else None
    return Suggestion(number) if isinstance(data, str) else _nearest_float(number)


def _nearest_float(number: float) -> Suggestion | None:
    """Return the float that is nearest to an integer that no float equals."""
    try:
        return Suggestion(float(number))
    except OverflowError:
        return None


def _number(text: str) -> object:
    special = _SPECIAL_FLOAT.fullmatch(text)
    if special is not None:
        return float(special[1] + special[2])
    if PREFIXED_INTEGER.fullmatch(text.lower()):
        return int(text, 0)
    if _THOUSANDS.fullmatch(text):
        text = re.sub("[,_ ']", "", text)
    return finite_scalar(text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text) else text)


def suggest_text(data: object) -> Suggestion | None:
    """Return the text that a number or a truth value is without quotes."""
    if isinstance(data, bool):
        return Suggestion(str(data).lower())
    return (
        Suggestion(str(data))
        if type(data) is float or (type(data) is int and data.bit_length() < _LONGEST)
        else None
    )


def joined(data: object) -> Mapping[object, object] | None:
    """Return the mapping that a list of mappings would be without its dashes; None for other data.

    >>> joined([{"name": "gain"}, {"db": 3}])
    {'name': 'gain', 'db': 3}
    """
    if not is_sequence(data) or not data or len(data) > _LONGEST:
        return None
    pairs = [pair for item in data for pair in (item.items() if is_mapping(item) else ())]
    whole = dict(pairs)
    return whole if all(map(is_mapping, data)) and len(whole) == len(pairs) else None


def suggest_mapping(data: object) -> Suggestion | None:
    """Return the mapping that a list of mappings was meant as, or an empty one for null."""
    whole: Mapping[object, object] | None = {} if data is None else joined(data)
    return None if whole is None else Suggestion(whole)


def words(text: str) -> Iterable[object]:
    """Return the words that a text has between commas, as plain scalars."""
    return map(finite_scalar, map(str.strip, text.split(","))) if len(text) < _LONGEST else ()


def suggest_choice(data: object, registry: Entries) -> Suggestion | None:
    """Return the choice that was meant by a list, or by a mapping whose one key is the component's name."""
    if is_sequence(data):
        whole = data[0] if len(data) == 1 else joined(data)
        name = whole.get("name") if is_mapping(whole) else whole
        return Suggestion(whole) if isinstance(name, str) and name in registry else None
    if not is_mapping(data) or len(data) != 1:
        return None
    ((name, settings),) = data.items()
    if not isinstance(name, str) or name not in registry or not (settings is None or is_mapping(settings)):
        return None
    return Suggestion({"name": name, **(settings or {})})


def wrong_choice_key(data: Mapping[object, object], registry: Entries) -> tuple[str, WrongChoiceKey] | None:
    """Return the key that names a component although another key chooses it, and the problem."""
    keys = [key for key in data if key in _CHOICE_KEYS or (isinstance(key, str) and key.startswith("@"))]
    for key in keys:
        value = data[key]
        name = next((word for word in _names(value) if word in registry), None)
        if name is not None:
            under = next((key for key in _SETTINGS_KEYS if is_mapping(data.get(key))), None)
            return str(key), WrongChoiceKey(name, registry.name, "name", under)
    return None


def _names(value: object) -> tuple[str, ...]:
    """Return a name, and for the path of a class its last part, also in lower case."""
    if not isinstance(value, str):
        return ()
    last = value.rpartition(".")[2]
    return value, last, last.lower()
