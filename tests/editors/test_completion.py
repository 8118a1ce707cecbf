"""Names are completed in strings, and keywords in calls."""

from __future__ import annotations

import pytest

from tests.editors import limits
from tests.editors.editor import Editor
from tests.editors.limits import expected
from tests.editors.questions import KEYWORDS, NAMES, against


@pytest.mark.parametrize("text", NAMES)
def test_names(editor: Editor, text: str) -> None:
    wanted = NAMES[text]
    with editor.page(text) as page:
        shown = page.completions()

    assert expected(limits.NAMES, editor.server, text, wanted) == against(wanted, shown)


@pytest.mark.parametrize("text", KEYWORDS)
def test_keywords(editor: Editor, text: str) -> None:
    wanted = KEYWORDS[text]
    with editor.page(text) as page:
        shown = [name for name in page.completions() if name.endswith("=")]

    assert expected(limits.KEYWORDS, editor.server, text, wanted) == against(wanted, shown)


def test_as_typed(editor: Editor) -> None:
    """After an edit, the names are those of the registry that the document mentions now."""
    with editor.page('MEALS.components["|"]') as page:
        first = page.completions()
        page.write('SPICES.components["|"]')
        second = page.completions()
        page.write("SPICES.|")

        assert {"build", "components", "from_mapping", "spec"} <= {*page.completions()}
    for text, shown in ('MEALS.components["|"]', first), ('SPICES.components["|"]', second):
        assert expected(limits.NAMES, editor.server, text, NAMES[text]) == against(NAMES[text], shown)
