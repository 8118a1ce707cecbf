"""The message about a value in an exception of the user's code."""

from __future__ import annotations

from typed_registry._messages.visible import on_one_line
from typed_registry.errors import RegistryError


def error_message(error: Exception) -> str:
    """Return what an error says, with its class unless that only says that a value is wrong.

    attrs' validators raise errors with more arguments than the text.
    """
    kind, text = type(error).__name__, _text(error)
    if isinstance(error, (RegistryError, ImportError)):
        return on_one_line(text) or kind
    if isinstance(error, (ValueError, TypeError)):
        first: object = error.args[0] if error.args else None
        return (first if isinstance(first, str) else text) or kind
    return f"{kind}: {text}" if text else kind


def _text(error: Exception) -> str:
    """Return the text of an error; an empty one if it has none, since making it fails as well."""
    try:
        return str(error)
    except Exception:  # noqa: BLE001  # of a class of the user's
        return ""
