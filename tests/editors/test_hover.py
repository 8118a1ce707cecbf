"""What is shown for a word under the mouse."""

from __future__ import annotations

import pytest

from tests.editors import limits
from tests.editors.editor import Editor
from tests.editors.limits import expected
from tests.editors.questions import HOVERS, ROAST, TOAST, against


@pytest.mark.parametrize("text", HOVERS)
def test_hover(editor: Editor, text: str) -> None:
    wanted = HOVERS[text]
    with editor.page(text) as page:
        hover = page.hover()
    shown = [phrase for phrase in (*wanted, TOAST, ROAST) if phrase in hover]

    assert expected(limits.HOVERS, editor.server, text, wanted) == against(wanted, shown)
