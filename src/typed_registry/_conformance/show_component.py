"""What messages call a component."""

from __future__ import annotations

import functools

from typed_registry._constant import Constant


def show_component(component: object) -> str:
    """Return the component's own name.

    >>> show_component(print), show_component(functools.partial(int, base=2)), show_component(Constant("a"))
    ('print', 'partial(int)', "'a'")
    """
    if isinstance(component, Constant):
        return repr(component.value)
    if isinstance(component, functools.partial):
        return f"partial({show_component(component.func)})"
    return str(getattr(component, "__qualname__", None) or repr(component))
