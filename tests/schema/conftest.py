"""An editor for each language. Its server is started once, and its tests stand together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.schema.editor import Editor, started


@pytest.fixture(scope="module")
def yaml(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor with yaml-language-server."""
    with started("yaml", tmp_path_factory.mktemp("yaml")) as editor:
        yield editor


@pytest.fixture(scope="module")
def toml(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor with Taplo."""
    with started("toml", tmp_path_factory.mktemp("toml")) as editor:
        yield editor
