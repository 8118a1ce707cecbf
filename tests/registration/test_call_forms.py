"""Components with overloads: which of their settings can be given together."""

from __future__ import annotations

import attrs
import pytest

from typed_registry._annotations.full_signature import CallForm
from typed_registry._registration.call_forms import form_check


@attrs.frozen
class Settings:
    """Has four settings, each with a default."""

    a: int = 0
    b: int = 0
    c: int = 0
    d: int = 0


def form(required: str, allowed: str | None = None) -> CallForm:
    """Return a form that takes the settings of these letters; any other as well if none are allowed."""
    return CallForm(frozenset(required), None if allowed is None else frozenset(required + allowed))


def fault(*forms: CallForm, **given: int) -> str | None:
    """Return what is wrong with the settings for a component of these forms."""
    check = form_check(forms, "thing")["__attrs_post_init__"]
    try:
        check(Settings(**given))
    except ValueError as error:
        return str(error)
    return None


@pytest.mark.parametrize("forms", [(), (form("a"),), (form("a"), form("a"))])
def test_one_form(forms: tuple[CallForm, ...]) -> None:
    """Nothing is to be checked if there is one form."""
    assert {} == form_check(forms, "thing")


@pytest.mark.parametrize(
    ("forms", "shown"),
    [
        ((form("a", "b"), form("d", "")), "valid: 'a', with or without 'b'; or 'd'"),
        ((form("ab"), form("d", "")), "valid: 'a', 'b' and others; or 'd'"),
        ((form("", "ab"), form("d", "")), "valid: any of 'a', 'b'; or 'd'"),
        ((form("", ""), form("d", "")), "valid: nothing; or 'd'"),
    ],
)
def test_what_is_valid(forms: tuple[CallForm, ...], shown: str) -> None:
    """The message lists the forms."""
    assert f"no form of thing takes 'c', 'd' together; {shown}" == fault(*forms, c=1, d=1)


def test_nothing_given() -> None:
    """Something may be required."""
    assert "no form of thing takes nothing together; valid: 'a'; or 'b'" == fault(
        form("a", ""), form("b", "")
    )


@pytest.mark.parametrize("given", [{"a": 1}, {"a": 1, "b": 1}, {"c": 1}, {"c": 1, "d": 1}])
def test_accepted(given: dict[str, int]) -> None:
    """Settings are valid if one form has them all, or takes any."""
    assert fault(form("a", "b"), form("c"), **given) is None


def test_any_others() -> None:
    """A form without requirements that takes any setting takes all."""
    forms = (form(""), form("a", ""))

    assert fault(*forms, b=1, d=1) is None
    check = form_check((form("", "a"), form("b")), "thing")["__attrs_post_init__"]
    with pytest.raises(ValueError, match="valid: any of 'a'; or 'b' and others"):
        check(Settings(c=1))
