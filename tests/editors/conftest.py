"""An editor with each of the servers, which are started once each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.editors.editor import SERVERS, Editor, started


@pytest.fixture(scope="session", params=SERVERS)
def editor(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """Return an editor in a folder of its own."""
    server: str = request.param
    with started(server, tmp_path_factory.mktemp("editor") / server) as editor:
        yield editor
