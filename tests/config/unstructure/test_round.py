"""The dump of any config in each format loads as an equal tree with the same digest."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from tests.samples.holder import Holder
from tests.samples.values import TREES
from typed_registry.config import digest, load, save


@pytest.mark.parametrize("form", ["yaml", "toml", "json"])
@given(tree=TREES)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_tree(form: str, tmp_path_factory: pytest.TempPathFactory, tree: Holder) -> None:
    """A tree of any types is loaded as an equal one."""
    file = tmp_path_factory.getbasetemp() / f"tree.{form}"
    save(tree, file)
    loaded = load(type(tree), file)

    assert tree == loaded
    assert digest(tree) == digest(loaded)
