"""An editor with one language server, in a copy of a small project."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from shutil import copytree, ignore_patterns

from attrs import field, frozen

from tests.editors.client import Client
from tests.editors.page import Page

PROJECT = Path(__file__).with_name("kitchen-project")
SERVERS = {
    "pyright": ("pyright-langserver", "--stdio"),
    "basedpyright": ("basedpyright-langserver", "--stdio"),
    "ty": ("ty", "server"),
    "pyrefly": ("pyrefly", "lsp"),
    "zuban": ("zuban", "server"),
}


@frozen
class Editor:
    """An editor with a running language server."""

    server: str
    _folder: Path
    _client: Client
    _runner: asyncio.Runner
    _numbers: Iterator[int] = field(factory=count)

    @contextmanager
    def page(self, marked: str) -> Generator[Page]:
        """Open a new document with this text, in which a `|` marks the cursor."""
        uri = (self._folder / f"main_{next(self._numbers)}.py").as_uri()
        page = Page(self._client, self._runner, uri)
        page.open(marked)
        yield page
        page.close()


@contextmanager
def started(server: str, folder: Path) -> Generator[Editor]:
    """Start an editor in this new folder, and stop its server afterwards."""
    copytree(PROJECT, folder, ignore=ignore_patterns("__pycache__", ".*"))
    command, *options = SERVERS[server]
    with asyncio.Runner() as runner:
        client = Client()
        try:
            runner.run(client.start((str(Path(sys.executable).with_name(command)), *options), folder))
            yield Editor(server, folder, client, runner)
        finally:
            runner.run(client.finish())
