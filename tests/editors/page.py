"""A document that is open in an editor, and what the editor shows at the cursor."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine, Iterator, Sequence
from typing import TypeVar

from attrs import field, frozen
from lsprotocol import types

from tests.editors.client import SECONDS, Client

_T = TypeVar("_T")

HEAD = """\
from kitchen.cook import Cook
from kitchen.registries import MEALS, SPICES

COOK = Cook("Ada")

"""
"""The lines above the text of every page."""


@frozen
class Help:
    """The signatures that a server shows inside a call: the parameters of each, then its documentation."""

    active: tuple[str, ...] = ()
    """The signature that is shown first."""
    listed: tuple[tuple[str, ...], ...] = ()
    """All signatures that one can step to."""


@frozen
class Page:
    """An open document. A `|` in its text marks the cursor."""

    _client: Client
    _runner: asyncio.Runner
    _uri: str
    _marked: list[str] = field(factory=list[str])
    """Every text so far, the newest last."""

    def open(self, marked: str) -> None:
        """Open the document with this text below the head."""
        self._marked.append(marked)
        item = types.TextDocumentItem(self._uri, types.LanguageKind.Python, 1, self._text)
        self._client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def write(self, marked: str) -> None:
        """Replace the text below the head."""
        self._marked.append(marked)
        document = types.VersionedTextDocumentIdentifier(len(self._marked), self._uri)
        whole = types.TextDocumentContentChangeWholeDocument(self._text)
        self._client.text_document_did_change(types.DidChangeTextDocumentParams(document, [whole]))

    def close(self) -> None:
        """Close the document."""
        self._client.text_document_did_close(types.DidCloseTextDocumentParams(self._document))

    def completions(self) -> list[str]:
        """Return what each completion inserts, without quotes, in alphabetical order."""
        params = types.CompletionParams(self._document, self._position)
        found = self._ask(self._client.text_document_completion_async(params))
        items = found.items if isinstance(found, types.CompletionList) else found or ()
        return sorted(map(_inserted, items))

    def hover(self) -> str:
        """Return what is shown for the word, with single spaces."""
        params = types.HoverParams(self._document, self._position)
        found = self._ask(self._client.text_document_hover_async(params))
        if found is None:
            return ""
        assert isinstance(found.contents, types.MarkupContent)
        return " ".join(found.contents.value.split())

    def help(self) -> Help:
        """Return what is shown for the call around the cursor."""
        params = types.SignatureHelpParams(self._document, self._position)
        found = self._ask(self._client.text_document_signature_help_async(params))
        if found is None:
            return Help()
        listed = tuple((*_parameters(s), *_documentation(s)) for s in found.signatures)
        return Help(listed[found.active_signature or 0], listed)

    def errors(self, expected: Sequence[int]) -> list[int]:
        """Return the lines with errors, from 1 below the head, as expected or after a long wait."""
        published = self._client.diagnostics(self._uri, lambda told: _lines(told) == [*expected])
        return _lines(self._runner.run(published))

    def _ask(self, answer: Coroutine[None, None, _T]) -> _T:
        return self._runner.run(asyncio.wait_for(answer, SECONDS))

    @property
    def _text(self) -> str:
        return HEAD + self._marked[-1].replace("|", "")

    @property
    def _position(self) -> types.Position:
        *lines, last = (HEAD + self._marked[-1]).partition("|")[0].split("\n")
        return types.Position(len(lines), len(last))

    @property
    def _document(self) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self._uri)


def _inserted(item: types.CompletionItem) -> str:
    text = item.text_edit.new_text if item.text_edit else item.insert_text or item.label
    return text.strip("\"'")


def _parameters(signature: types.SignatureInformation) -> Iterator[str]:
    """Yield the names of the parameters, without `*` and `/`."""
    for parameter in signature.parameters or ():
        label = parameter.label
        text = label if isinstance(label, str) else signature.label[label[0] : label[1]]
        name = re.match(r"\w+", text.lstrip("*"))
        if name is not None:
            yield name.group()


def _documentation(signature: types.SignatureInformation) -> Iterator[str]:
    found = signature.documentation
    if found is not None:
        yield (found if isinstance(found, str) else found.value).strip()


def _lines(published: Sequence[types.Diagnostic]) -> list[int]:
    errors = (d for d in published if d.severity is types.DiagnosticSeverity.Error)
    return sorted({d.range.start.line + 1 - HEAD.count("\n") for d in errors})
