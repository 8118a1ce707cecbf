"""Check that the values of a config fit one of the ways in which an overloaded component is called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from attrs import fields

from typed_registry._annotations.full_signature import CallForm
from typed_registry._registration.arguments import is_own_default
from typed_registry._registration.passing import passing_of

if TYPE_CHECKING:
    from attrs import AttrsInstance


def form_check(forms: tuple[CallForm, ...], component: str) -> dict[str, Callable[[AttrsInstance], None]]:
    """Return the method of a config class that checks which values are given; none without overloads."""
    if len(set(forms)) < 2:  # noqa: PLR2004  # then every set is valid that has what is required
        return {}

    def check(config: AttrsInstance) -> None:
        given = frozenset(_given(config))
        if not any(_accepts(form, given) for form in forms):
            raise ValueError(_message(forms, given, component))

    return {"__attrs_post_init__": check}


def _given(config: AttrsInstance) -> Iterator[str]:
    """Yield the parameters whose values are not their defaults."""
    for attribute in fields(type(config)):
        default: object = attribute.default
        if not is_own_default(default, getattr(config, attribute.name)):
            yield passing_of(attribute).parameter


def _accepts(form: CallForm, given: frozenset[str]) -> bool:
    return form.required <= given and (form.allowed is None or given <= form.allowed)


def _message(forms: tuple[CallForm, ...], given: frozenset[str], component: str) -> str:
    shown = ", ".join(map(repr, sorted(given))) or "nothing"
    valid = "; or ".join(map(_shown, dict.fromkeys(forms)))
    return f"no form of {component} takes {shown} together; valid: {valid}"


def _shown(form: CallForm) -> str:
    required = ", ".join(map(repr, sorted(form.required)))
    others = None if form.allowed is None else sorted(form.allowed - form.required)
    if others is None:
        return f"{required} and others" if required else "any others"
    optional = ", ".join(map(repr, others))
    if not required:
        return f"any of {optional}" if optional else "nothing"
    return f"{required}, with or without {optional}" if optional else required
