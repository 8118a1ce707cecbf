"""A client that starts a language server, talks to it over its stdin and stdout, and stops it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.lsp.client import LanguageClient
from pygls.protocol import default_converter

if TYPE_CHECKING:
    from cattrs import Converter

SECONDS = 60
"""The time limit for an answer, in seconds. It is large, for machines that are busy."""

CAPABILITIES = types.ClientCapabilities(
    text_document=types.TextDocumentClientCapabilities(
        hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
        publish_diagnostics=types.PublishDiagnosticsClientCapabilities(),
    )
)


class Client(LanguageClient):
    """A client of one language server, from `start` to `finish`."""

    def __init__(self) -> None:
        super().__init__("typed-registry", "tests", converter_factory=_converter)
        self._published: dict[str, Sequence[types.Diagnostic]] = {}
        self._news = asyncio.Event()

        def published(params: types.PublishDiagnosticsParams) -> None:
            self._published[params.uri] = params.diagnostics
            self._news.set()

        def ignored(_: object) -> None:
            """Ignore what the server logs."""

        self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(published)
        self.feature(types.WINDOW_LOG_MESSAGE)(ignored)

    async def start(self, command: Sequence[str], folder: Path) -> None:
        """Start the server as in a shell in which this interpreter's environment is active."""
        first, *rest = command
        await self.start_io(first, *rest, cwd=folder, env=_environment(), start_new_session=True)
        errors = self._process.stderr
        if errors is not None:  # unread, it would fill up and block the server
            self._async_tasks.append(asyncio.create_task(errors.read()))
        workspace = types.WorkspaceFolder(folder.as_uri(), folder.name)
        asked = types.InitializeParams(CAPABILITIES, process_id=os.getpid(), workspace_folders=[workspace])
        await asyncio.wait_for(self.initialize_async(asked), SECONDS)
        self.initialized(types.InitializedParams())

    async def finish(self) -> None:
        """Ask the server to exit, and kill it and its children if it doesn't."""
        try:
            async with asyncio.timeout(SECONDS):
                await self.shutdown_async(None)
                self.exit(None)
                await self._process.wait()
        finally:
            with suppress(ProcessLookupError):  # as it should be: nobody is left
                os.killpg(self._process.pid, signal.SIGKILL)
            await self.stop()  # type: ignore[no-untyped-call]  # pygls leaves it unannotated

    async def diagnostics(
        self, uri: str, enough: Callable[[Sequence[types.Diagnostic]], bool]
    ) -> Sequence[types.Diagnostic]:
        """Return the diagnostics of a document, once they are as wanted or the time is up."""
        with suppress(TimeoutError):
            async with asyncio.timeout(SECONDS):
                while not enough(self._published.get(uri, ())):
                    self._news.clear()
                    await self._news.wait()
        return self._published.get(uri, ())

    @property
    def _process(self) -> asyncio.subprocess.Process:
        if self._server is None:
            raise RuntimeError("the server hasn't been started")
        return self._server


def _environment() -> dict[str, str]:
    binaries = Path(sys.executable).parent
    path = os.pathsep.join((str(binaries), os.environ["PATH"]))
    return {**os.environ, "VIRTUAL_ENV": sys.prefix, "PATH": path}


def _converter() -> Converter:
    """Return pygls's converter without notebooks: lsprotocol 2025.0.0 fails on a `*` there."""
    converter: Converter = default_converter()  # type: ignore[no-untyped-call]  # as `stop`
    nothing = types.NotebookDocumentSyncOptions([])
    converter.register_structure_hook(types.NotebookDocumentSyncOptions, lambda _value, _kind: nothing)
    return converter
