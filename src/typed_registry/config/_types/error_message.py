"""The message about a value in an exception of the user's code."""

from __future__ import annotations

from typed_registry._messages.visible import on_one_line
from typed_registry.errors import RegistryError


def error_message(error: Exception) -> str:
    """Return what an error says, with its class unless that only says that a value is wrong.

    attrs' validators raise errors with more arguments than the text.
    """
    kind = type(error).__name__
    if isinstance(error, (RegistryError, ImportError)):
        return on_one_line(str(error)) or kind
    if isinstance(error, (ValueError, TypeError)):
        first: object = error.args[0] if error.args else None
        return (first if isinstance(first, str) else str(error)) or kind
    return f"{kind}: {error}" if str(error) else kind
