"""The texts for values that a format can't contain."""

from __future__ import annotations

from math import inf, nan

import pytest

from tests.samples.bag import Bag
from typed_registry.config import digest, dump


@pytest.mark.parametrize(
    ("form", "config", "expected"),
    [
        ("toml", Bag([None]), "v.0: TOML has no null"),
        ("toml", Bag({"a": [None]}), "v.a.0: TOML has no null"),
        ("json", Bag(inf), "v: JSON has no number for inf; YAML has"),
        ("json", Bag([-inf]), "v.0: JSON has no number for -inf; YAML has"),
        ("json", Bag(nan), "v: JSON has no number for nan; YAML has"),
    ],
)
def test_text(form: str, config: Bag, expected: str) -> None:
    """Each text has the path of the value, and the format that doesn't have it."""
    with pytest.raises(ValueError, match="has no") as caught:
        dump(config, form)

    assert expected == str(caught.value)


def test_digest() -> None:
    """The text for a value without a digest has its path and its class."""
    with pytest.raises(ValueError, match="digest") as caught:
        digest(Bag([len]))

    assert "v.0: <built-in function len> (builtin_function_or_method) has no digest" == str(caught.value)
