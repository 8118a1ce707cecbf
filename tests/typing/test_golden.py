"""What mypy and pyright print of the faulty example is what `python -m tests.typing --golden` wrote down."""

from __future__ import annotations

import pytest

from tests.typing.golden import output


@pytest.mark.parametrize("checker", output.CHECKERS)
def test_whole_output(checker: str) -> None:
    """Whole, with every note."""
    assert output.written(checker).read_text(encoding="utf-8") == output.printed(checker)
