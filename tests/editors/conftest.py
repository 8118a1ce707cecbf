"""An editor with each of the servers. A server is started once, and its tests stand together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.editors.editor import SERVERS, Editor, started


@pytest.fixture(scope="session", params=SERVERS)
def editor(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor in a folder that is its alone."""
    server: str = request.param
    with started(server, tmp_path_factory.mktemp("editor") / server) as editor:
        yield editor
