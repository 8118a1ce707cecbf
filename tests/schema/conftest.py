"""Start an editor for each language, once for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.schema.editor import Editor, started


@pytest.fixture(scope="module")
def yaml(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """Yield an editor with yaml-language-server."""
    with started("yaml", tmp_path_factory.mktemp("yaml")) as editor:
        yield editor


@pytest.fixture(scope="module")
def toml(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """Yield an editor with Taplo."""
    with started("toml", tmp_path_factory.mktemp("toml")) as editor:
        yield editor
