"""Words that aren't any text, as expressions that Python, ECMAScript and Rust read alike.

The loader's own are a little stricter: no thirteenth month, no fraction of a byte.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from typed_registry.config._types.sizes import Size

_NUMBER = r"[0-9]{1,18}(\.[0-9]{1,18})?"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"([01][0-9]|2[0-3]):[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
_ZONE = r"(Z|[-+][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{6})?)?)?"
_INT = r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
_FLOAT = r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
_BYTES = rf"{_NUMBER} ?(B|[kMGTP]B|[KMGTP]iB)"


def _amounts(*units: str) -> str:
    return "".join(f"({_NUMBER}{unit})?" for unit in units)


_SAID = f"(?=[0-9]){_amounts('w', 'd', 'h', 'm', 's', 'ms', 'us')}"
_ISO = f"P(?=[0-9T]){_amounts('W', 'D')}(T(?=[0-9]){_amounts('H', 'M', 'S')})?"

WORDS: Final[dict[object, str]] = {
    date: f"^{_DATE}$",
    time: f"^{_CLOCK}{_ZONE}$",
    datetime: f"^{_DATE}[T ]{_CLOCK}{_ZONE}$",
    timedelta: f"^-?({_SAID}|{_ISO})$",
    Size: f"^{_BYTES}$",
}
"""By the type that a word is read as."""
KEYS: Final[dict[object, str]] = {
    bool: "^(true|True|TRUE|false|False|FALSE)$",
    int: f"^({_INT})$",
    float: f"^({_INT}|{_FLOAT})$",
    Size: f"^({_INT}|{_BYTES})$",
}
"""By the type of a mapping's keys, which are words in every file."""
