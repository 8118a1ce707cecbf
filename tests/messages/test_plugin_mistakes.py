"""The texts of the warnings of misspelt names of distributions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples.distributions import metadata
from tests.samples.zoo import plant
from typed_registry._discovery.plugin_policy import PluginPolicy


@pytest.fixture(autouse=True)
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A distribution is installed."""
    plant(tmp_path, metadata("zoo-mandrill", "1.0", ""))
    monkeypatch.syspath_prepend(tmp_path)


def test_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name in the environment variable."""
    monkeypatch.setenv("TYPED_REGISTRY_DISABLE_PLUGINS", "Zoo_Mandril, qqqq")

    assert [
        (
            "TYPED_REGISTRY_DISABLE_PLUGINS names 'Zoo_Mandril', and no such distribution is installed; did "
            "you mean 'zoo-mandrill'?"
        ),
        "TYPED_REGISTRY_DISABLE_PLUGINS names 'qqqq', and no such distribution is installed",
    ] == PluginPolicy().new_mistakes("beasts", [])


def test_lists() -> None:
    """Names that a program allows and denies."""
    policy = PluginPolicy()
    policy.allow(["zoo-mandrils"])
    policy.deny(["zoo-mandrile"])

    assert [
        "beasts: allow_plugins names 'zoo-mandrils', which isn't installed; did you mean 'zoo-mandrill'?",
        "beasts: deny_plugins names 'zoo-mandrile', which isn't installed; did you mean 'zoo-mandrill'?",
    ] == policy.new_mistakes("beasts", ["zoo-mandrill"])
