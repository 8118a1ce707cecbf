"""What is shown for a call that is being written."""

from __future__ import annotations

import pytest

from tests.editors import limits
from tests.editors.editor import Editor
from tests.editors.limits import expected
from tests.editors.questions import SIGNATURES


@pytest.mark.parametrize("text", SIGNATURES)
def test_active(editor: Editor, text: str) -> None:
    with editor.page(text) as page:
        shown = page.help().active

    assert expected(limits.SIGNATURES, editor.server, text, SIGNATURES[text]) == shown


@pytest.mark.parametrize("text", SIGNATURES)
def test_listed(editor: Editor, text: str) -> None:
    """Whichever signature is shown first, one can step to the right one."""
    *parameters, _ = SIGNATURES[text]
    with editor.page(text) as page:
        listed = page.help().listed

    assert tuple(parameters) in {signature[: len(parameters)] for signature in listed}
