"""Errors are underlined."""

from __future__ import annotations

from tests.editors.editor import Editor

WRONG = """\
MEALS.build("braed", COOK, flour=3)
MEALS.build("bread", COOK, flour=3)
MEALS.build("bread", COOK, flowr=3)
MEALS.build("bread", COOK)
MEALS.build("sunday roast")
MEALS.spec("bread")
MEALS.components["braed"]
MEALS.components["toast"](COOK, slices=3)
MEALS.components["toast"](COOK, slice=3)
SPICES.build("ginger")
MEALS.spec("bread", flour=3)
MEALS.spec("bread", flowr=3)
MEALS.spec("soup", salt="much")
"""


def test_errors(editor: Editor) -> None:
    with editor.page(WRONG) as page:
        assert [1, 3, 4, 6, 7, 9, 10, 12, 13] == page.errors([1, 3, 4, 6, 7, 9, 10, 12, 13])


def test_corrected(editor: Editor) -> None:
    """A name that is corrected is no longer underlined."""
    with editor.page('MEALS.build("sunday roas")') as page:
        assert [1] == page.errors([1])
        page.write('MEALS.build("sunday roast")')

        assert [] == page.errors([])
