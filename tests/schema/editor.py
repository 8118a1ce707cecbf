"""An editor for config files, with one language server and a copy of the schema that ships."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Generator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from shutil import copy
from typing import TypeVar

from attrs import field, frozen
from lsprotocol import types

from tests.editors.client import SECONDS, Client
from tests.schema.server import command

SCHEMA = Path(__file__).parents[2] / "configs/experiment.schema.json"
MODELINES = {
    "yaml": "# yaml-language-server: $schema=../experiment.schema.json\n",
    "toml": "#:schema ../experiment.schema.json\n",
}
SETTINGS = {"yaml": {"schemaStore": {"enable": False}}}
"""The settings that a server may ask for. It fetches no other schemas."""

_T = TypeVar("_T")


class Configured(Client):
    """A client that answers its server's requests for settings."""

    def __init__(self) -> None:
        super().__init__()

        def settings(params: types.ConfigurationParams) -> Sequence[object]:
            return [SETTINGS.get(item.section or "") for item in params.items]

        self.feature(types.WORKSPACE_CONFIGURATION)(settings)


@frozen
class Page:
    """An open config file, with a cursor."""

    _client: Client
    _runner: asyncio.Runner
    _uri: str
    _position: types.Position

    def completions(self) -> list[str]:
        """Return the completions at the cursor, without quotes, in alphabetical order."""
        params = types.CompletionParams(self._document, self._position)
        found = self._ask(self._client.text_document_completion_async(params))
        items = found.items if isinstance(found, types.CompletionList) else found or ()
        return sorted({item.label.strip('"') for item in items})

    def hover(self) -> str:
        """Return the hover of the word at the cursor, with single spaces."""
        params = types.HoverParams(self._document, self._position)
        found = self._ask(self._client.text_document_hover_async(params))
        if found is None:
            return ""
        assert isinstance(found.contents, types.MarkupContent)
        return " ".join(found.contents.value.split())

    def problems(self, expected: Sequence[str]) -> list[str]:
        """Return the message of each diagnostic, with its line and column below the modeline."""
        published = self._client.diagnostics(self._uri, lambda found: _shown(found) == [*expected])
        return _shown(self._runner.run(published))

    def messages(self, expected: set[str]) -> set[str]:
        """Return the messages of all diagnostics."""
        published = self._client.diagnostics(self._uri, lambda found: _messages(found) == expected)
        return _messages(self._runner.run(published))

    def _ask(self, answer: Coroutine[None, None, _T]) -> _T:
        return self._runner.run(asyncio.wait_for(answer, SECONDS))

    @property
    def _document(self) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self._uri)


@frozen
class Editor:
    """An editor. An object lives as long as its server."""

    language: str
    _folder: Path
    _client: Client
    _runner: asyncio.Runner
    _numbers: count[int] = field(factory=count)

    @contextmanager
    def page(self, marked: str) -> Generator[Page]:
        """Open a new file with this text below the modeline, in which a `|` marks the cursor."""
        uri = (self._folder / f"exp{next(self._numbers)}.{self.language}").as_uri()
        *lines, last = (MODELINES[self.language] + marked).partition("|")[0].split("\n")
        text = MODELINES[self.language] + marked.replace("|", "")
        item = types.TextDocumentItem(uri, self.language, 1, text)
        self._client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        page = Page(self._client, self._runner, uri, types.Position(len(lines), len(last)))

        yield page
        closed = types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
        self._client.text_document_did_close(closed)


@contextmanager
def started(language: str, folder: Path) -> Generator[Editor]:
    """Yield an editor in this folder, and stop its server afterwards."""
    experiments = folder / "experiments"
    experiments.mkdir()
    copy(SCHEMA, folder)
    with asyncio.Runner() as runner:
        client = Configured()
        try:
            runner.run(client.start(command(language), folder))
            yield Editor(language, experiments, client, runner)
        finally:
            runner.run(client.finish())


def _messages(published: Sequence[types.Diagnostic]) -> set[str]:
    return {diagnostic.message for diagnostic in published}


def _shown(published: Sequence[types.Diagnostic]) -> list[str]:
    below = ((d.range.start.line, d.range.start.character + 1, d.message) for d in published)
    return [f"{line}:{column}: {message}" for line, column, message in sorted(below)]
